import type { Map as LeafletMap, Point } from 'leaflet';
import { defaults } from '../defaults';
import type { Polygon } from '../state/filter';
import { words } from '../words';
import { type DrawingTold, onMap, pointOf } from './drawCircle';
import { createDrawTool } from './drawTool';

const NEAR = 10; // CSS px: a click so near to the first or the last corner ends the drawing
const DOUBLE = 400; // ms in which the clicks that end it are swallowed: they are meant for no place

/** Lets clicks on the map set the corners of an area. */
export function createPolygonDrawing(map: LeafletMap, tools: HTMLElement, { preview, done }: DrawingTold<Polygon>) {
  const el = map.getContainer();
  let ended = false;
  let corners: Point[] = []; // CSS px of the map: it does not move meanwhile
  const tool = createDrawTool({
    map,
    tools,
    symbol: 'polygon',
    title: words.area.draw,
    hint: words.area.hint,
    onArm(on) {
      corners = [];
      ended = false;
      if (on) map.scrollWheelZoom.disable();
      else map.scrollWheelZoom.enable();
      if (!on) preview(null);
    },
  });

  const positions = (points: readonly Point[]): Polygon =>
    points.flatMap((point) => {
      const { lng, lat } = map.containerPointToLatLng(point).wrap();
      return [Number(lng.toFixed(4)), Number(lat.toFixed(4))];
    });

  const finish = () => {
    if (corners.length < 3) return;
    ended = true;
    done(positions(corners));
    setTimeout(() => tool.arm(false), DOUBLE);
  };

  const down = (event: PointerEvent) => {
    if (!tool.armed || ended || !onMap(event)) return;
    const at = pointOf(el, event);
    const ends = [corners[0], corners.at(-1)].some((corner) => corner && corner.distanceTo(at) < NEAR);
    if (ends) return finish();
    if (corners.length >= defaults.corners) return tool.say(words.area.tooMany(defaults.corners));
    corners.push(at);
    preview(positions(corners));
  };
  const move = (event: PointerEvent) => {
    if (tool.armed && !ended && corners.length) preview(positions([...corners, pointOf(el, event)]));
  };
  const key = (event: KeyboardEvent) => {
    if (!tool.armed || event.key !== 'Enter' || corners.length < 3) return;
    event.preventDefault();
    finish();
  };
  el.addEventListener('pointerdown', down, true);
  el.addEventListener('pointermove', move, true);
  document.addEventListener('keydown', key, true);

  return () => {
    tool.destroy();
    el.removeEventListener('pointerdown', down, true);
    el.removeEventListener('pointermove', move, true);
    document.removeEventListener('keydown', key, true);
  };
}
