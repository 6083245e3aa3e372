import { mercatorX, mercatorY } from '../map/project';
import type { Circle } from '../state/filter';

/** Mean radius of the earth (IUGG), km: as the server has it. */
const EARTH = 6371.0088;
const RAD = Math.PI / 180;
const CORNERS = 96;

/** Length of the great circle between two points by the haversine formula, km. NaN where one has no position. */
export function kilometres(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * RAD) / 2);
  const sinLon = Math.sin(((lon2 - lon1) * RAD) / 2);
  const h = sinLat * sinLat + Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * sinLon * sinLon;
  return 2 * EARTH * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Whether a position lies in the circle; what has no position lies in none. */
export function inCircle({ lon, lat, km }: Circle, x: number, y: number): boolean {
  return kilometres(lon, lat, x, y) <= km;
}

/** The circle's edge as x, y, x, y … in Web Mercator 0..1: on the map it is none far from the equator. */
export function edgeOf({ lon, lat, km }: Circle): Float64Array {
  const out = new Float64Array(2 * CORNERS);
  const away = km / EARTH;
  for (let i = 0; i < CORNERS; i++) {
    const [x, y] = toward(lon * RAD, lat * RAD, (2 * Math.PI * i) / CORNERS, away);
    out[2 * i] = mercatorX(x / RAD);
    out[2 * i + 1] = mercatorY(y / RAD);
  }
  return out;
}

/** The point so far away (radians of arc) in a direction; longitude goes on beyond ±180°, so that no line crosses the map. */
function toward(lon: number, lat: number, direction: number, away: number): [number, number] {
  const y = Math.asin(Math.sin(lat) * Math.cos(away) + Math.cos(lat) * Math.sin(away) * Math.cos(direction));
  const east = Math.sin(direction) * Math.sin(away) * Math.cos(lat);
  return [lon + Math.atan2(east, Math.cos(away) - Math.sin(lat) * Math.sin(y)), y];
}

/** Kilometres in figures that are easily said: 7.3, 25, 140. */
export function roundKm(km: number): number {
  if (km < 10) return Math.max(0.1, Math.round(km * 10) / 10);
  return km < 100 ? Math.round(km) : Math.round(km / 5) * 5;
}
