import type { Map as LeafletMap, LeafletMouseEvent } from 'leaflet';
import { h } from '../dom';
import type { App, AppState } from '../state/app';
import { fullName } from '../state/places';
import { words } from '../words';
import type { Points } from './points';

/** Pointing at a place says its name and count; a click opens it. */
export function listenToPointer(el: HTMLElement, map: LeafletMap, points: Points, app: App): void {
  const tip = h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  el.append(tip);
  const placeAt = ({ containerPoint: { x, y } }: LeafletMouseEvent) => points.hit(x, y);

  map.on('mousemove', (event) => {
    const place = placeAt(event);
    el.classList.toggle('pointing', place >= 0);
    app.set({ hover: place < 0 ? null : place });
    if (place < 0) tip.hidden = true;
    else showTip(tip, app.get(), place, event.containerPoint, map.getSize());
  });
  map.on('mouseout', () => {
    tip.hidden = true;
    app.set({ hover: null });
  });
  map.on('click', (event) => {
    const id = app.get().cube?.places.id[placeAt(event)];
    if (id) app.set({ place: id });
  });
}

function showTip(
  tip: HTMLElement,
  state: AppState,
  place: number,
  at: { x: number; y: number },
  size: { x: number; y: number },
) {
  const { cube, summary } = state;
  if (!cube || !summary) return;
  tip.textContent = `${fullName(cube.places, place)} · ${words.ofPlace(summary.counts[place] ?? 0, cube.count)}`;
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(at.x + 14, size.x - width - 8);
  const top = at.y + 18 + height > size.y ? at.y - height - 12 : at.y + 18;
  tip.style.transform = `translate(${Math.max(8, left)}px, ${top}px)`;
}
