import type { Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import { attr, eachFrame, h, icon, setText, type View } from '../dom';
import { createOverlay, type Frame } from '../map/overlay';
import { type App, type AppState, placeIndex } from '../state/app';
import type { Circle, Polygon } from '../state/filter';
import { type Keys, touches } from '../state/state';
import { words } from '../words';
import { edgeOf, kilometres } from './circle';
import { createCircleDrawing } from './drawCircle';
import { createPolygonDrawing } from './drawPolygon';
import { outlineOf } from './polygon';

export interface AroundParts {
  /** takes the button that draws */
  tools: HTMLElement;
  /** takes the chip that shows and clears the circle */
  chips: HTMLElement;
  /** stands under the open place */
  place: HTMLElement;
  map: LeafletMap;
}

/** A part of the map as a filter: a circle around the open place, or what is drawn on the map. */
export function createAround({ tools, chips, place, map }: AroundParts, app: App): View<Keys<AppState>> {
  const circle = createChip(chips, () => app.set({ near: null }));
  const area = createChip(chips, () => app.set({ polygon: null }));
  const form = createPlaceForm(place, app);
  let drawn: { near?: Circle | null; polygon?: Polygon | null } = {};
  const ring = createRing(map, () => {
    const { near, polygon } = app.get();
    const [round, straight] = [drawn.near ?? near, drawn.polygon ?? polygon];
    return [...(round ? [edgeOf(round)] : []), ...(straight ? [outlineOf(straight)] : [])];
  });
  const show = (preview: typeof drawn) => {
    drawn = preview;
    ring.update();
  };
  const endings = [
    createCircleDrawing(map, tools, { preview: (near) => show({ near }), done: (near) => app.set({ near }) }),
    createPolygonDrawing(map, tools, {
      preview: (polygon) => show({ polygon }),
      done: (polygon) => app.set({ polygon }),
    }),
  ];

  const paint = (state: AppState) => {
    const { near, polygon } = state;
    const said = near ? words.circle.around(near.km, nameOf(state, near)) : '';
    circle.update(said, words.circle.clear(said));
    area.update(polygon ? words.area.within : '', words.area.clear);
  };

  return {
    update(changed) {
      if (touches(changed, 'near', 'polygon', 'cube')) {
        paint(app.get());
        ring.update();
      }
      if (touches(changed, 'cube', 'place')) form.update(app.get());
    },
    destroy() {
      for (const end of endings) end();
      ring.destroy();
      circle.destroy();
      area.destroy();
      place.replaceChildren();
    },
  };
}

/** What a part of the map is called, with a click to clear it; hidden without a text. */
function createChip(chips: HTMLElement, onclick: () => void) {
  const text = h('span');
  const chip = h(
    'button',
    { type: 'button', class: 'chip changed circle-chip', hidden: true, onclick },
    text,
    icon('close'),
  );
  chips.append(chip);
  return {
    update(said: string, label: string) {
      chip.hidden = said === '';
      setText(text, said);
      attr(chip, 'aria-label', label);
    },
    destroy: () => chip.remove(),
  };
}

/** "Only within [25] km of here" under the open place. */
function createPlaceForm(el: HTMLElement, app: App) {
  const km = h('input', { type: 'number', min: 1, max: defaults.circle.most, step: 'any', required: true });
  km.value = String(defaults.circle.km);
  const submit = h('button', { type: 'submit', class: 'button' }, words.circle.set);
  const form = h(
    'form',
    { class: 'around-form' },
    h('label', {}, words.circle.within, ' ', km, ' ', words.circle.ofHere),
    submit,
  );
  el.replaceChildren(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { cube, ...state } = app.get();
    const i = placeIndex(app.get(), state.place);
    if (cube && i >= 0) app.set({ near: { lon: cube.places.lon[i]!, lat: cube.places.lat[i]!, km: km.valueAsNumber } });
  });
  return {
    update(state: AppState) {
      const i = placeIndex(state, state.place);
      el.hidden = !(i >= 0 && Number.isFinite(state.cube!.places.lat[i]));
    },
  };
}

/** The place in the middle of a circle, else the position. */
function nameOf({ cube }: AppState, { lon, lat, km }: Circle): string {
  let best = '';
  let nearest = Math.min(1, km / 20); // km: nearer than that, the circle is drawn around the place
  for (let i = 0; cube && i < cube.places.id.length; i++) {
    const away = kilometres(lon, lat, cube.places.lon[i]!, cube.places.lat[i]!);
    if (!(away <= nearest)) continue;
    nearest = away;
    best = cube.places.name[i]!;
  }
  return best || `${lat.toFixed(2)}, ${lon.toFixed(2)}`;
}

/** Edges on the map, dashed. */
function createRing(map: LeafletMap, edges: () => Float64Array[]) {
  const draw = () => {
    const all = edges();
    overlay.show(all.length > 0);
    const context = overlay.canvas.getContext('2d')!;
    const { ratio, width, height } = overlay.frame;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.strokeStyle = getComputedStyle(map.getContainer()).getPropertyValue('--accent');
    context.lineWidth = 2;
    context.setLineDash([6, 4]);
    for (const edge of all) trace(context, edge, overlay.frame);
  };
  const soon = eachFrame(draw);
  const overlay = createOverlay(map, 'own', 'circle', soon);
  return { update: soon, destroy: overlay.destroy };
}

function trace(context: CanvasRenderingContext2D, edge: Float64Array, { world, left, top, width }: Frame): void {
  const turn = Math.round((edge[0]! * world - left - width / 2) / world) * world;
  context.beginPath();
  for (let i = 0; i < edge.length; i += 2) context.lineTo(edge[i]! * world - left - turn, edge[i + 1]! * world - top);
  context.closePath();
  context.stroke();
}
