import { addMonths, type Day, monthEnd, monthStart } from '../time/day';
import { type Cube, UNDATED } from './decode';
import { cumulate, makeTotals, quantileDay } from './totals';

/** The days that the slider spans, both included. */
export interface Axis {
  from: Day;
  to: Day;
}

const WEEK = 3; // as numbered in the cube: finer precisions are below

/**
 * From the first to the last percentile of the days that are known to the week or better, widened to months; and by one
 * month more at an end beyond which there is nothing but what lies in that month.
 */
export function axisOf(cube: Cube, tail: number): Axis | null {
  if (cube.first === null || cube.last === null) return null;
  const totals = makeTotals(cube.first, cube.last - cube.first + 1);
  const { from, flags, n } = cube.rows;
  let fine = 0;
  for (let row = 0; row < n.length; row++) {
    if (from[row] === UNDATED || ((flags[row]! >> 2) & 7) > WEEK) continue;
    totals.starts[from[row]! - cube.first]! += n[row]!;
    fine++;
  }
  if (!fine) return { from: monthStart(cube.first), to: monthEnd(cube.last) };
  cumulate(totals);
  const [first, last] = totals.extent!;
  const start = monthStart(quantileDay(totals, tail)!);
  const end = monthEnd(quantileDay(totals, 1 - tail)!);
  const before = addMonths(start, -1);
  const after = monthEnd(end + 1);
  return { from: first < start && first >= before ? before : start, to: last > end && last <= after ? after : end };
}
