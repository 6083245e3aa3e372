import { mercatorX, mercatorY } from '../map/project';
import type { Polygon } from '../state/filter';

/** Whether a position lies inside, sides being straight in degrees, as the server has it; NaN lies in none. */
export function inPolygon(corners: Polygon, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [corners[i]!, corners[i + 1]!, corners[j]!, corners[j + 1]!];
    if (ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** The corners as x, y, x, y … in Web Mercator 0..1. */
export function outlineOf(corners: Polygon): Float64Array {
  return Float64Array.from(corners, (degrees, i) => (i % 2 ? mercatorY(degrees) : mercatorX(degrees)));
}
