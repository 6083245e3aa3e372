import { inCircle } from '../layers/circle';
import { type Filter, kindAt, kinds, precisions, uses } from '../state/filter';
import type { Day } from '../time/day';
import { type Cube, FIRM, type Places, UNDATED } from './decode';
import { cumulate, makeTotals, type Totals } from './totals';

/** Why a row is not on the map: the first of these that holds. Each row has exactly one. */
export const reasons = ['shown', 'wide', 'kind', 'use', 'coarse', 'undated', 'unplaced', 'away'] as const;
export type Reason = (typeof reasons)[number];
const SHOWN = 0;
const UNPLACED = reasons.indexOf('unplaced');
const AWAY = reasons.indexOf('away'); // outside the circle: before all else

/** Rows by day: those of day0 + i are offset[i] .. offset[i + 1]. */
export interface DayTable {
  offset: Uint32Array;
  place: Uint32Array;
  /** n << 1 | firm */
  value: Uint32Array;
}

/** The rows of a cube that pass a filter, day by day, and sums of those that do not. */
export interface Tables {
  day0: Day;
  days: number;
  places: number;
  /** rows of one day */
  single: DayTable;
  /** rows longer than a day, by their first and by their last day */
  starts: DayTable;
  ends: DayTable;
  /** undated rows that pass: they count in every window */
  undated: { place: Uint32Array; value: Uint32Array };
  totals: Record<Reason, Totals>;
}

export function buildTables(cube: Cube, filter: Filter): Tables {
  const { from, to } = cube.rows;
  const day0 = cube.first ?? 0;
  const days = cube.last === null ? 0 : cube.last - day0 + 1;
  const reason = sortOut(cube, filter);
  const totals = sumUp(cube, reason, day0, days);
  const pick = (day: Int32Array, wanted: (row: number) => boolean) => dayTable(cube, reason, day, day0, days, wanted);
  return {
    day0,
    days,
    places: cube.places.id.length,
    single: pick(from, (row) => from[row] === to[row] && from[row] !== UNDATED),
    starts: pick(from, (row) => from[row] !== to[row]),
    ends: pick(to, (row) => from[row] !== to[row]),
    undated: undatedRows(cube, reason),
    totals,
  };
}

/** The reason of every row. */
function sortOut(cube: Cube, filter: Filter): Uint8Array {
  const { place, flags } = cube.rows;
  const ofBlock = blockReasons(cube.places, filter);
  const ofFlags = flagReasons(filter);
  const out = new Uint8Array(place.length);
  for (let row = 0; row < out.length; row++) {
    const block = ofBlock[place[row]!]!;
    const flag = ofFlags[flags[row]!]!;
    out[row] = block === SHOWN || (block === UNPLACED && flag !== SHOWN) ? flag : block;
  }
  return out;
}

function blockReasons(places: Places, filter: Filter): Uint8Array {
  return Uint8Array.from(places.id, (id, block) => {
    if (filter.near && !inCircle(filter.near, places.lon[block]!, places.lat[block]!)) return AWAY;
    const kind = kindAt[places.kind[block]!];
    const known = kinds.find((one) => one === kind);
    const wanted = !filter.kind.length || (known !== undefined && filter.kind.includes(known));
    if (!wanted) return reasons.indexOf(isWide(kind) ? 'wide' : 'kind');
    return id === 0 ? UNPLACED : SHOWN;
  });
}

/** Countries and areas: listed and counted when they are wanted, but never pinned. */
export function isWide(kind: string | undefined): boolean {
  return kind === 'country' || kind === 'area';
}

function flagReasons(filter: Filter): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, flags) => {
    const used = !filter.use.length || uses.some((use, bit) => flags & (1 << bit) && filter.use.includes(use));
    if (!used) return reasons.indexOf('use');
    const precision = precisions[(flags >> 2) & 7];
    const exact = !filter.precision.length || (precision !== undefined && filter.precision.includes(precision));
    if (exact) return SHOWN;
    return reasons.indexOf(precision === 'undated' ? 'undated' : 'coarse');
  });
}

function sumUp(cube: Cube, reason: Uint8Array, day0: Day, days: number): Record<Reason, Totals> {
  const { from, to, n } = cube.rows;
  const all = reasons.map(() => makeTotals(day0, days));
  for (let row = 0; row < n.length; row++) {
    const totals = all[reason[row]!]!;
    if (from[row] === UNDATED) totals.undated += n[row]!;
    else {
      totals.starts[from[row]! - day0]! += n[row]!;
      totals.ends[Math.min(to[row]! - day0, days - 1)]! += n[row]!;
    }
  }
  all.forEach(cumulate);
  return Object.fromEntries(reasons.map((name, i) => [name, all[i]!])) as Record<Reason, Totals>;
}

/** A counting sort by day of the shown rows that are wanted. */
function dayTable(
  cube: Cube,
  reason: Uint8Array,
  day: Int32Array,
  day0: Day,
  days: number,
  wanted: (row: number) => boolean,
): DayTable {
  const { place, flags, n } = cube.rows;
  const offset = new Uint32Array(days + 1);
  const slot = (row: number) => Math.min(day[row]! - day0, days - 1);
  const taken = (row: number) => reason[row] === SHOWN && wanted(row);
  for (let row = 0; row < day.length; row++) if (taken(row)) offset[slot(row) + 1]!++;
  for (let i = 0; i < days; i++) offset[i + 1]! += offset[i]!;
  const next = offset.slice();
  const table = { offset, place: new Uint32Array(offset[days] ?? 0), value: new Uint32Array(offset[days] ?? 0) };
  for (let row = 0; row < day.length; row++) {
    if (!taken(row)) continue;
    const at = next[slot(row)]!++;
    table.place[at] = place[row]!;
    table.value[at] = packed(n[row]!, flags[row]!);
  }
  return table;
}

function undatedRows(cube: Cube, reason: Uint8Array): Tables['undated'] {
  const { from, place, flags, n } = cube.rows;
  const chosen: number[] = [];
  for (let row = 0; row < from.length; row++) if (reason[row] === SHOWN && from[row] === UNDATED) chosen.push(row);
  return {
    place: Uint32Array.from(chosen, (row) => place[row]!),
    value: Uint32Array.from(chosen, (row) => packed(n[row]!, flags[row]!)),
  };
}

function packed(n: number, flags: number): number {
  return (n << 1) | (flags & FIRM ? 1 : 0);
}

/** The largest count of a place in the whole of time. */
export function mostOf(tables: Tables): number {
  const sums = new Int32Array(tables.places);
  for (const { place, value } of [tables.single, tables.starts, tables.undated]) {
    for (let i = 0; i < place.length; i++) sums[place[i]!]! += value[i]! >>> 1;
  }
  return sums.reduce((most, n) => Math.max(most, n), 1);
}
