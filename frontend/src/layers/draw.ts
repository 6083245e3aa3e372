import { type Map as LeafletMap, Point } from 'leaflet';
import { attr, h, icon, setText } from '../dom';
import type { Circle } from '../state/filter';
import { words } from '../words';
import { kilometres, roundKm } from './circle';

export interface DrawingTold {
  /** the circle while it is drawn; null when none is any more */
  preview(circle: Circle | null): void;
  done(circle: Circle): void;
}

const LEAST = 4; // CSS px that a pointer must move before it draws

/** A button that lets the next drag on the map draw a circle from its middle outwards. */
export function createDrawing(map: LeafletMap, tools: HTMLElement, { preview, done }: DrawingTold) {
  const el = map.getContainer();
  const button = h('button', { type: 'button', class: 'tool', 'aria-pressed': 'false', title: words.circle.draw });
  attr(button, 'aria-label', words.circle.draw);
  button.append(icon('circle'));
  const hint = h('p', { class: 'draw-hint', role: 'status' });
  tools.append(button);
  tools.after(hint);
  let armed = false;
  let middle: Point | null = null;

  const arm = (on: boolean) => {
    armed = on;
    middle = null;
    attr(button, 'aria-pressed', String(on));
    el.classList.toggle('drawing', on);
    setText(hint, on ? words.circle.hint : '');
    if (on) map.dragging.disable();
    else map.dragging.enable();
    if (!on) preview(null);
  };

  const pointOf = (event: PointerEvent) => {
    const box = el.getBoundingClientRect();
    return new Point(event.clientX - box.left, event.clientY - box.top);
  };
  const circleTo = (edge: Point): Circle | null => {
    if (!middle || middle.distanceTo(edge) < LEAST) return null;
    const from = map.containerPointToLatLng(middle).wrap();
    const to = map.containerPointToLatLng(edge).wrap();
    const km = roundKm(kilometres(from.lng, from.lat, to.lng, to.lat));
    return { lon: Number(from.lng.toFixed(4)), lat: Number(from.lat.toFixed(4)), km };
  };

  const down = (event: PointerEvent) => {
    if (!armed || !event.isPrimary || !(event.target instanceof HTMLElement) || event.target.closest('a')) return;
    middle = pointOf(event);
    el.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const circle = armed && event.isPrimary ? circleTo(pointOf(event)) : null;
    if (!circle) return;
    preview(circle);
    setText(hint, words.circle.radius(circle.km));
  };
  const up = (event: PointerEvent) => {
    if (!armed || !middle || !event.isPrimary) return;
    const circle = circleTo(pointOf(event));
    middle = null;
    if (!circle) return;
    done(circle);
    setTimeout(() => arm(false)); // after the click that ends the drag: it is meant for no place
  };
  const swallow = (event: Event) => {
    if (armed) event.stopPropagation();
  };
  const key = (event: KeyboardEvent) => {
    if (!armed || event.key !== 'Escape') return;
    event.preventDefault();
    arm(false);
  };
  button.addEventListener('click', () => arm(!armed));
  el.addEventListener('pointerdown', down, true);
  el.addEventListener('pointermove', move, true);
  el.addEventListener('pointerup', up, true);
  el.addEventListener('click', swallow, true);
  document.addEventListener('keydown', key, true);

  return () => {
    arm(false);
    el.removeEventListener('pointerdown', down, true);
    el.removeEventListener('pointermove', move, true);
    el.removeEventListener('pointerup', up, true);
    el.removeEventListener('click', swallow, true);
    document.removeEventListener('keydown', key, true);
    button.remove();
    hint.remove();
  };
}
