import { kilometres } from '../layers/circle';

const FAR = 4; // times the distance within which most lie
const LEAST = 800; // km

/** Without the few that lie far from all others: one name overseas does not make the rest a dot. */
export function together<T extends { lat: number; lon: number }>(spots: readonly T[]): readonly T[] {
  if (spots.length < 3) return spots;
  const middle = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]!;
  const lat = middle(spots.map((spot) => spot.lat));
  const lon = middle(spots.map((spot) => spot.lon));
  const away = spots.map((spot) => kilometres(lon, lat, spot.lon, spot.lat));
  const reach = Math.max(LEAST, FAR * [...away].sort((a, b) => a - b)[Math.floor(away.length * 0.7)]!);
  return spots.filter((_, i) => away[i]! <= reach);
}
