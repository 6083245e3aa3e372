import type { Day } from '../time/day';
import type { Tables } from './tables';
import { FIRM, type SlotRows, slotNumber } from './types';

/** Units by place in one window of time. */
export interface Window {
  /** by place: units whose days overlap the window, and undated ones that pass */
  readonly counts: Int32Array;
  /** by place: those of them that are firm */
  readonly firm: Int32Array;
  /** Σ counts */
  total(): number;
  /** places with any */
  places(): number;
  /** Moves the window to from..to, both included, from ≤ to; only the slots between old and new are touched. */
  moveTo(from: Day, to: Day): void;
}

/** count = (begun on or before to) − (ended before from), kept up by adding and taking away slots. */
export function createWindow(tables: Tables): Window {
  const { days, grain, slot0, rows, passing } = tables;
  const slots = rows.single.offset.length - 1;
  const counts = new Int32Array(tables.places);
  const firm = new Int32Array(tables.places);
  let from = 0; // the first slot inside
  let to = -1; // the last slot inside
  let total = 0;
  let places = 0;

  const apply = ({ offset, place, flags, n }: SlotRows, first: number, last: number, sign: number) => {
    const { place: placePasses, flags: flagsPass } = passing;
    const end = offset[last + 1]!;
    for (let i = offset[first]!; i < end; i++) {
      const at = place[i]!;
      const flag = flags[i]!;
      if ((placePasses[at]! & flagsPass[flag]!) === 0) continue;
      const by = sign * n[i]!;
      const before = counts[at]!;
      const after = before + by;
      counts[at] = after;
      total += by;
      if (before === 0) places++;
      if (after === 0) places--;
      if (flag & FIRM) firm[at]! += by;
    }
  };
  const both = (long: SlotRows, first: number, last: number, sign: number) => {
    if (first > last) return;
    apply(rows.single, first, last, sign);
    apply(long, first, last, sign);
  };
  apply(rows.undated, 0, 0, 1);

  return {
    counts,
    firm,
    total: () => total,
    places: () => places,
    moveTo(fromDay, toDay) {
      if (days === 0) return;
      const f = clamp(slotNumber(fromDay, grain) - slot0, 0, slots);
      const t = clamp(slotNumber(toDay, grain) - slot0, f - 1, slots - 1);
      both(rows.starts, to + 1, t, 1);
      both(rows.starts, t + 1, to, -1);
      both(rows.ends, from, f - 1, -1);
      both(rows.ends, f, from - 1, 1);
      from = f;
      to = t;
    },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
