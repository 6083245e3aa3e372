import type { Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import { attr, eachFrame, h, icon, setText, type View } from '../dom';
import { createOverlay } from '../map/overlay';
import { type App, type AppState, placeIndex } from '../state/app';
import type { Circle } from '../state/filter';
import { type Keys, touches } from '../state/state';
import { words } from '../words';
import { edgeOf, kilometres } from './circle';
import { createDrawing } from './draw';

export interface AroundParts {
  /** takes the button that draws */
  tools: HTMLElement;
  /** takes the chip that shows and clears the circle */
  chips: HTMLElement;
  /** stands under the open place */
  place: HTMLElement;
  map: LeafletMap;
}

/** The circle as a filter: from the open place, or drawn on the map. */
export function createAround({ tools, chips, place, map }: AroundParts, app: App): View<Keys<AppState>> {
  const text = h('span');
  const chip = h(
    'button',
    { type: 'button', class: 'chip changed circle-chip', hidden: true, onclick: () => app.set({ near: null }) },
    text,
    icon('close'),
  );
  chips.append(chip);
  const form = createPlaceForm(place, app);
  let drawn: Circle | null = null;
  const ring = createRing(map, () => drawn ?? app.get().near);
  const endDrawing = createDrawing(map, tools, {
    preview(circle) {
      drawn = circle;
      ring.update();
    },
    done: (near) => app.set({ near }),
  });

  const paint = (state: AppState) => {
    const { near } = state;
    chip.hidden = near === null;
    if (!near) return;
    const said = words.circle.around(near.km, nameOf(state, near));
    setText(text, said);
    attr(chip, 'aria-label', words.circle.clear(said));
  };

  return {
    update(changed) {
      if (touches(changed, 'near', 'cube')) {
        paint(app.get());
        ring.update();
      }
      if (touches(changed, 'near', 'cube', 'place')) form.update(app.get());
    },
    destroy() {
      endDrawing();
      ring.destroy();
      chip.remove();
      place.replaceChildren();
    },
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

/** The circle's edge on the map. */
function createRing(map: LeafletMap, circle: () => Circle | null) {
  const draw = () => {
    const near = circle();
    overlay.show(near !== null);
    if (!near) return;
    const context = overlay.canvas.getContext('2d')!;
    const { ratio, world, left, top, width, height } = overlay.frame;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const edge = edgeOf(near);
    const turn = Math.round((edge[0]! * world - left - width / 2) / world) * world;
    context.beginPath();
    for (let i = 0; i < edge.length; i += 2) context.lineTo(edge[i]! * world - left - turn, edge[i + 1]! * world - top);
    context.closePath();
    context.strokeStyle = getComputedStyle(map.getContainer()).getPropertyValue('--accent');
    context.lineWidth = 2;
    context.setLineDash([6, 4]);
    context.stroke();
  };
  const soon = eachFrame(draw);
  const overlay = createOverlay(map, 'own', 'circle', soon);
  return { update: soon, destroy: overlay.destroy };
}
