import type { Day } from '../time/day';

/** Sums over all places by day, cumulated, so that any window is two look-ups. */
export interface Totals {
  /** Σ of rows that begin on or before day0 + i */
  starts: Float64Array;
  /** Σ of rows that end on or before day0 + i */
  ends: Float64Array;
  day0: Day;
  undated: number;
  /** first and last day that anything stands on; null if none does */
  extent: [Day, Day] | null;
}

export function makeTotals(day0: Day, days: number): Totals {
  return { starts: new Float64Array(days), ends: new Float64Array(days), day0, undated: 0, extent: null };
}

export function cumulate(totals: Totals): void {
  for (const sums of [totals.starts, totals.ends]) {
    for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
  }
  totals.extent = extentOf(totals);
}

/** Units whose days overlap from..to, both included; undated ones apart. */
export function inWindow(totals: Totals, from: Day, to: Day): number {
  return to < from ? 0 : sumAt(totals.starts, to - totals.day0) - sumAt(totals.ends, from - 1 - totals.day0);
}

function sumAt(sums: Float64Array, index: number): number {
  if (index < 0 || sums.length === 0) return 0;
  return sums[Math.min(index, sums.length - 1)]!;
}

/** Units that begin on one day. */
export function startsOn(totals: Totals, day: Day): number {
  const i = day - totals.day0;
  return sumAt(totals.starts, i) - sumAt(totals.starts, i - 1);
}

function extentOf({ starts, ends, day0 }: Totals): [Day, Day] | null {
  const all = sumAt(starts, starts.length - 1);
  if (!all) return null;
  return [day0 + starts.findIndex((sum) => sum > 0), day0 + ends.indexOf(all)];
}

/** The day nearest to from..to on which something begins, or null. */
export function nearestDay(totals: Totals, from: Day, to: Day): Day | null {
  const days = totals.starts.length;
  for (let away = 1; away <= days; away++) {
    if (startsOn(totals, from - away) > 0) return from - away;
    if (startsOn(totals, to + away) > 0) return to + away;
  }
  return null;
}

/** The first day on or before which this share of the units has begun. */
export function quantileDay({ starts, day0 }: Totals, share: number): Day | null {
  const all = sumAt(starts, starts.length - 1);
  if (!all) return null;
  return day0 + starts.findIndex((sum) => sum >= share * all && sum > 0);
}
