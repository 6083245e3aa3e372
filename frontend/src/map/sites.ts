import { isWide } from '../cube/tables';
import type { Cube, Places } from '../cube/types';
import { kindAt } from '../state/filter';
import type { Sites } from './collect';
import { CIRCLE, NONE, SQUARE } from './masks';
import { mercatorX, mercatorY } from './project';

/** Positions and symbols of the places of a cube. */
export function sitesOf({ places }: Cube): Sites {
  const count = places.id.length;
  const sites: Sites = { x: new Float64Array(count), y: new Float64Array(count), shape: new Uint8Array(count) };
  for (let i = 0; i < count; i++) {
    sites.x[i] = mercatorX(places.lon[i]!);
    sites.y[i] = mercatorY(places.lat[i]!);
    sites.shape[i] = shapeOf(places, i);
  }
  return sites;
}

function shapeOf(places: Places, i: number): number {
  const kind = kindAt[places.kind[i]!];
  if (isWide(kind)) return NONE;
  return kind === 'region' ? SQUARE : CIRCLE;
}
