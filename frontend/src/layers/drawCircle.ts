import { type Map as LeafletMap, Point } from 'leaflet';
import type { Circle } from '../state/filter';
import { words } from '../words';
import { kilometres, roundKm } from './circle';
import { createDrawTool } from './drawTool';

export interface DrawingTold<T> {
  /** what is drawn so far; null when nothing is any more */
  preview(drawn: T | null): void;
  done(drawn: T): void;
}

const LEAST = 4; // CSS px that a pointer must move before it draws

/** Lets a drag on the map draw a circle from its middle outwards. */
export function createCircleDrawing(map: LeafletMap, tools: HTMLElement, { preview, done }: DrawingTold<Circle>) {
  const el = map.getContainer();
  let middle: Point | null = null;
  const tool = createDrawTool({
    map,
    tools,
    symbol: 'circle',
    title: words.circle.draw,
    hint: words.circle.hint,
    onArm(on) {
      middle = null;
      if (!on) preview(null);
    },
  });

  const circleTo = (edge: Point): Circle | null => {
    if (!middle || middle.distanceTo(edge) < LEAST) return null;
    const from = map.containerPointToLatLng(middle).wrap();
    const to = map.containerPointToLatLng(edge).wrap();
    const km = roundKm(kilometres(from.lng, from.lat, to.lng, to.lat));
    return { lon: Number(from.lng.toFixed(4)), lat: Number(from.lat.toFixed(4)), km };
  };

  const down = (event: PointerEvent) => {
    if (!tool.armed || !onMap(event)) return;
    middle = pointOf(el, event);
    el.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const circle = tool.armed && event.isPrimary ? circleTo(pointOf(el, event)) : null;
    if (!circle) return;
    preview(circle);
    tool.say(words.circle.radius(circle.km));
  };
  const up = (event: PointerEvent) => {
    if (!tool.armed || !middle || !event.isPrimary) return;
    const circle = circleTo(pointOf(el, event));
    middle = null;
    if (!circle) return;
    done(circle);
    setTimeout(() => tool.arm(false)); // after the click that ends the drag: it is meant for no place
  };
  el.addEventListener('pointerdown', down, true);
  el.addEventListener('pointermove', move, true);
  el.addEventListener('pointerup', up, true);

  return () => {
    tool.destroy();
    el.removeEventListener('pointerdown', down, true);
    el.removeEventListener('pointermove', move, true);
    el.removeEventListener('pointerup', up, true);
  };
}

/** Whether a pointer means the map, and no button on it. */
export function onMap(event: PointerEvent): boolean {
  return event.isPrimary && event.target instanceof HTMLElement && !event.target.closest('a');
}

/** CSS px of the element. */
export function pointOf(el: HTMLElement, event: PointerEvent): Point {
  const box = el.getBoundingClientRect();
  return new Point(event.clientX - box.left, event.clientY - box.top);
}
