import { type Map as LeafletMap, TileLayer } from 'leaflet';
import { h, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { words } from '../words';

const PANE = 'online';
const Z = '210'; // over the page's own ground, under everything that is drawn on it

/** The switch of the online map: hidden where the server offers none. */
export function createOnlineSwitch(app: App): { el: HTMLElement; paint(): void } {
  const box = h('input', { type: 'checkbox' });
  const el = h('label', { class: 'layer-online', hidden: true }, box, h('span', {}, words.layers.online));
  box.addEventListener('change', () => app.set({ online: box.checked }));
  return {
    el,
    paint() {
      const { info, online } = app.get();
      el.hidden = !info?.tiles;
      box.checked = online;
    },
  };
}

/** Tiles of an online map that the server offers, once the reader wants them: nothing is asked for before. */
export function createOnline(map: LeafletMap, app: App): View<Keys<AppState>> {
  map.createPane(PANE).style.zIndex = Z;
  const credit = h('p', { class: 'online-credit' });
  let layer: TileLayer | null = null;
  const leave = () => {
    layer?.remove();
    layer = null;
    credit.remove();
    map.getContainer().classList.remove('online');
  };
  return {
    update(changed) {
      if (!touches(changed, 'online', 'info')) return;
      const { online, info } = app.get();
      if (!online || !info?.tiles) return leave();
      if (layer) return;
      layer = new TileLayer(info.tiles.url, { pane: PANE, maxZoom: map.getMaxZoom() }).addTo(map);
      setText(credit, info.tiles.credit);
      map.getContainer().append(credit);
      map.getContainer().classList.add('online');
    },
    destroy: leave,
  };
}
