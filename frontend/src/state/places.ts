import type { Places } from '../cube/decode';
import { words } from '../words';
import type { Bounds } from './app';
import { kindAt } from './filter';

/** Whether a place lies in the map's frame; places without a position do not. */
export function inFrame({ lon, lat }: Places, i: number, [west, south, east, north]: Bounds): boolean {
  const x = lon[i]!;
  const y = lat[i]!;
  if (!(y >= south && y <= north)) return false;
  const turned = x < west ? x + 360 : x;
  return turned >= west && turned <= east;
}

/** "Nadiia, Luhansk region" */
export function fullName(places: Places, i: number): string {
  const admin = places.admin1[i];
  const name = places.name[i] ?? '';
  return admin && admin !== name ? `${name}, ${admin}` : name;
}

/** "settlement · Luhansk region" */
export function whereOf({ kind, admin1, country, name }: Places, i: number): string {
  const admin = admin1[i] && admin1[i] !== name[i] ? admin1[i] : country[i];
  return [words.kind(kindAt[kind[i]!] ?? ''), admin].filter(Boolean).join(' · ');
}
