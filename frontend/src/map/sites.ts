import { isWide } from '../cube/tables';
import type { Cube, Places } from '../cube/types';
import { kindAt } from '../state/filter';
import type { Sites } from './collect';
import { CIRCLE, NONE, SQUARE } from './masks';
import { mercatorX, mercatorY } from './project';

/** Positions and symbols of the places of a cube. */
export function sitesOf({ places }: Cube): Sites {
  const count = places.id.length;
  const sites: Sites = {
    x: new Float64Array(count),
    y: new Float64Array(count),
    shape: new Uint8Array(count),
    dx: new Float32Array(count),
    dy: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    sites.x[i] = mercatorX(places.lon[i]!);
    sites.y[i] = mercatorY(places.lat[i]!);
    sites.shape[i] = shapeOf(places, i);
  }
  spread(places, sites);
  return sites;
}

function shapeOf(places: Places, i: number): number {
  const kind = kindAt[places.kind[i]!];
  if (isWide(kind)) return NONE;
  return kind === 'region' ? SQUARE : CIRCLE;
}

const APART = 9; // CSS px
const MARK = 1e4; // positions are the same to ten metres

/** A district bears the point of its seat: it is moved aside, so that both can be seen and hit. */
function spread({ lon, lat, kind }: Places, { shape, dx, dy }: Sites): void {
  const at = new Map<string, number[]>();
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === NONE || Number.isNaN(lon[i]!)) continue;
    const key = `${Math.round(lon[i]! * MARK)} ${Math.round(lat[i]! * MARK)}`;
    const others = at.get(key);
    if (others) others.push(i);
    else at.set(key, [i]);
  }
  for (const same of at.values()) {
    same.sort((a, b) => kind[a]! - kind[b]!); // towns stay, what is around them gives way
    same.forEach((i, place) => {
      if (!place) return;
      const turn = Math.PI / 4 + ((place - 1) * Math.PI) / 3;
      dx[i] = APART * Math.cos(turn);
      dy[i] = APART * Math.sin(turn);
    });
  }
}
