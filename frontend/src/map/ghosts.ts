import { Circle, CircleMarker, LayerGroup, type Map as LeafletMap, Polyline, SVG, Tooltip } from 'leaflet';
import { h, type View } from '../dom';
import type { App, AppState } from '../state/app';
import type { Ghosts } from '../state/ghosts';
import { type Keys, touches } from '../state/state';

const RADIUS = 7; // CSS px of a ghost

/** What an explanation points to: the reach of the place, points worked out from it, the runner-up in grey. */
export function createGhosts(map: LeafletMap, app: App): View<Keys<AppState>> {
  const pane = map.createPane('ghosts');
  pane.style.zIndex = '430';
  pane.style.pointerEvents = 'none';
  const renderer = new SVG({ pane: 'ghosts', padding: 0.5 });
  const group = new LayerGroup().addTo(map);
  const look = { renderer, pane: 'ghosts', interactive: false };

  const circle = (lat: number, lon: number, km: number, className: string) =>
    new Circle([lat, lon], { ...look, radius: km * 1_000, className }).addTo(group);

  const show = ({ chosen, rival, derived }: Ghosts) => {
    if (chosen.km) circle(chosen.lat, chosen.lon, chosen.km, 'ghost reach-of');
    for (const { lat, lon, km } of derived) {
      circle(lat, lon, km, 'ghost derived');
      new CircleMarker([lat, lon], { ...look, radius: 3, className: 'ghost derived' }).addTo(group);
      const line = [chosen, { lat, lon }].map((at): [number, number] => [at.lat, at.lon]);
      new Polyline(line, { ...look, className: 'ghost derived' }).addTo(group);
    }
    if (!rival) return;
    new CircleMarker([rival.lat, rival.lon], { ...look, radius: RADIUS, className: 'ghost rival' })
      .bindTooltip(
        new Tooltip({
          permanent: true,
          direction: 'bottom',
          offset: [0, RADIUS],
          className: 'ghost-name',
          pane: 'ghosts',
        }).setContent(h('span', { dir: 'auto' }, rival.name)),
      )
      .addTo(group);
  };

  return {
    update(changed) {
      if (!touches(changed, 'ghosts')) return;
      const { ghosts } = app.get();
      group.clearLayers();
      if (ghosts) show(ghosts);
    },
    destroy() {
      group.remove();
      renderer.remove();
    },
  };
}
