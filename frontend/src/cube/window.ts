import type { Day } from '../time/day';
import type { DayTable, Tables } from './tables';

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
  const counts = new Int32Array(tables.places);
  const firm = new Int32Array(tables.places);
  const { day0, days, single, starts, ends } = tables;
  let from = 0; // index of the first day inside
  let to = -1; // index of the last day inside
  let total = 0;
  let places = 0;

  const change = (place: number, value: number, sign: number) => {
    const before = counts[place]!;
    const after = before + sign * (value >>> 1);
    counts[place] = after;
    total += after - before;
    places += (after !== 0 ? 1 : 0) - (before !== 0 ? 1 : 0);
    if (value & 1) firm[place]! += sign * (value >>> 1);
  };

  const apply = (table: DayTable, first: number, last: number, sign: number) => {
    const end = table.offset[last + 1]!;
    for (let i = table.offset[first]!; i < end; i++) change(table.place[i]!, table.value[i]!, sign);
  };

  const both = (long: DayTable, first: number, last: number, sign: number) => {
    if (first > last) return;
    apply(single, first, last, sign);
    apply(long, first, last, sign);
  };

  tables.undated.place.forEach((place, i) => {
    change(place, tables.undated.value[i]!, 1);
  });

  return {
    counts,
    firm,
    total: () => total,
    places: () => places,
    moveTo(fromDay, toDay) {
      if (days === 0) return;
      const f = clamp(fromDay - day0, 0, days);
      const t = clamp(toDay - day0, f - 1, days - 1);
      both(starts, to + 1, t, 1);
      both(starts, t + 1, to, -1);
      both(ends, from, f - 1, -1);
      both(ends, f, from - 1, 1);
      from = f;
      to = t;
    },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
