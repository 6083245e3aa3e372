import { inCircle } from '../layers/circle';
import { inPolygon } from '../layers/polygon';
import { type Filter, kindAt, kinds, precisions, uses } from '../state/filter';
import type { Day } from '../time/day';
import type { Marks, Passing } from './marks';
import { cumulate, makeTotals, type Totals } from './totals';
import { type Cube, type Grain, type Places, type SlotIndex, type SlotRows, slotNumber, slotStart } from './types';

/** Why a row is not on the map: the first of these that holds. Each row has exactly one. */
export const reasons = ['shown', 'wide', 'kind', 'use', ...precisions, 'unplaced', 'away'] as const;
export type Reason = (typeof reasons)[number];

const SHOWN = 0;
const UNPLACED = reasons.indexOf('unplaced');
const AWAY = reasons.indexOf('away'); // outside the circle or the area: before all else

/** What a filter makes of a cube: which of its rows pass, and sums of all. The rows themselves are not copied. */
export interface Tables {
  day0: Day;
  days: number;
  grain: Grain;
  /** number of the first slot */
  slot0: number;
  places: number;
  rows: SlotIndex;
  passing: Passing;
  marks: Marks;
  totals: Record<Reason, Totals>;
}

export function buildTables(cube: Cube, filter: Filter): Tables {
  const day0 = cube.first ?? 0;
  const days = cube.last === null ? 0 : cube.last - day0 + 1;
  const ofPlace = placeReasons(cube.places, filter);
  const ofFlags = flagReasons(filter);
  return {
    day0,
    days,
    grain: cube.grain,
    slot0: slotNumber(day0, cube.grain),
    places: cube.places.id.length,
    rows: cube.index,
    marks: { begun: null, ended: null },
    passing: { place: ofPlace.map(isShown), flags: ofFlags.map(isShown) },
    totals: sumUp(cube.index, ofPlace, ofFlags, spanOf(cube.grain, day0, days)),
  };
}

function isShown(reason: number): number {
  return reason === SHOWN ? 1 : 0;
}

function placeReasons(places: Places, filter: Filter): Uint8Array {
  return Uint8Array.from(places.id, (id, block) => {
    if (filter.near && !inCircle(filter.near, places.lon[block]!, places.lat[block]!)) return AWAY;
    if (filter.polygon && !inPolygon(filter.polygon, places.lon[block]!, places.lat[block]!)) return AWAY;
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
    return reasons.indexOf(precision ?? 'undated');
  });
}

/** The reason of a row from those of its place (× 16) and of its flags. */
const together = Uint8Array.from({ length: 256 }, (_, both) => {
  const [place, flags] = [both >> 4, both & 15];
  return place === SHOWN || (place === UNPLACED && flags !== SHOWN) ? flags : place;
});

/** Where sums of a slot go: the first of its days for what begins in it, the last for what ends in it. */
interface Span {
  day0: Day;
  days: number;
  begin(slot: number): number;
  end(slot: number): number;
}

function spanOf(grain: Grain, day0: Day, days: number): Span {
  const slot0 = slotNumber(day0, grain);
  return {
    day0,
    days,
    begin: (slot) => Math.max(0, slotStart(slot0 + slot, grain) - day0),
    end: (slot) => Math.min(days, slotStart(slot0 + slot + 1, grain) - day0) - 1,
  };
}

function sumUp(rows: SlotIndex, ofPlace: Uint8Array, ofFlags: Uint8Array, { day0, days, begin, end }: Span) {
  const all = reasons.map(() => makeTotals(day0, days));
  const sums = new Float64Array(reasons.length);
  const each = ({ offset, place, flags, n }: SlotRows, add: (slot: number) => void) => {
    for (let slot = 0; slot < offset.length - 1; slot++) {
      const last = offset[slot + 1]!;
      if (offset[slot] === last) continue;
      sums.fill(0);
      for (let i = offset[slot]!; i < last; i++)
        sums[together[(ofPlace[place[i]!]! << 4) | ofFlags[flags[i]!]!]!]! += n[i]!;
      add(slot);
    }
  };
  const begun = (slot: number) => {
    for (let r = 0; r < all.length; r++) all[r]!.starts[begin(slot)]! += sums[r]!;
  };
  const ended = (slot: number) => {
    for (let r = 0; r < all.length; r++) all[r]!.ends[end(slot)]! += sums[r]!;
  };
  each(rows.single, (slot) => {
    begun(slot);
    ended(slot);
  });
  each(rows.starts, begun);
  each(rows.ends, ended);
  each(rows.undated, () => {
    for (let r = 0; r < all.length; r++) all[r]!.undated = sums[r]!;
  });
  all.forEach(cumulate);
  return Object.fromEntries(reasons.map((name, i) => [name, all[i]!])) as Record<Reason, Totals>;
}

/** A window as far as the grain of the counts goes: whole weeks while there are no days. */
export function wholeSlots({ grain, day0, days }: Tables, from: Day, to: Day): { from: Day; to: Day } {
  if (grain === 1) return { from, to };
  const begin = slotStart(slotNumber(from, grain), grain);
  const end = slotStart(slotNumber(to, grain) + 1, grain) - 1;
  const last = day0 + days - 1;
  return { from: from >= day0 ? Math.max(begin, day0) : begin, to: to <= last ? Math.min(end, last) : end };
}
