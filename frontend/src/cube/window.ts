import type { Day } from '../time/day';
import type { DayRows } from './byDay';
import { FIRM } from './decode';
import type { Tables } from './tables';

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
  /** Moves the window to from..to, both included, from ≤ to; only the days between old and new are touched. */
  moveTo(from: Day, to: Day): void;
}

/** count = (begun on or before to) − (ended before from), kept up by adding and taking away days. */
export function createWindow(tables: Tables): Window {
  const { day0, days, rows, passing } = tables;
  const counts = new Int32Array(tables.places);
  const firm = new Int32Array(tables.places);
  let from = 0; // index of the first day inside
  let to = -1; // index of the last day inside
  let total = 0;
  let places = 0;

  const apply = ({ offset, place, flags, n }: DayRows, first: number, last: number, sign: number) => {
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
  const both = (long: DayRows, first: number, last: number, sign: number) => {
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
      const f = clamp(fromDay - day0, 0, days);
      const t = clamp(toDay - day0, f - 1, days - 1);
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
