import { addMonths, type Day, monthEnd, monthStart } from '../time/day';
import { cumulate, makeTotals, quantileDay } from './totals';
import { type Cube, type SlotRows, slotNumber, slotStart } from './types';

/** The days that the slider spans, both included. */
export interface Axis {
  from: Day;
  to: Day;
  /** the axis that these days are a part of, while the reader looks closer */
  whole?: { from: Day; to: Day };
}

const WEEK = 3; // as numbered in the cube: finer precisions are below

/**
 * From the first to the last percentile of the days that are known to the week or better, widened to months; and by one
 * month more at an end beyond which there is nothing but what lies in that month.
 */
export function axisOf(cube: Cube, tail: number): Axis | null {
  if (cube.first === null || cube.last === null) return null;
  const { first: day0, grain } = cube;
  const totals = makeTotals(day0, cube.last - day0 + 1);
  const slot0 = slotNumber(day0, grain);
  let fine = 0;
  const add = ({ offset, flags, n }: SlotRows) => {
    for (let slot = 0; slot < offset.length - 1; slot++) {
      const day = Math.max(0, slotStart(slot0 + slot, grain) - day0);
      for (let i = offset[slot]!; i < offset[slot + 1]!; i++) {
        if (((flags[i]! >> 2) & 7) > WEEK) continue;
        totals.starts[day]! += n[i]!;
        totals.ends[day]! += n[i]!; // the first day counts, as for the axis's beginning
        fine++;
      }
    }
  };
  add(cube.index.single);
  add(cube.index.starts);
  if (!fine) return { from: monthStart(cube.first), to: monthEnd(cube.last) };
  cumulate(totals);
  const [first, last] = totals.extent!;
  const start = monthStart(quantileDay(totals, tail)!);
  const end = monthEnd(quantileDay(totals, 1 - tail)!);
  const before = addMonths(start, -1);
  const after = monthEnd(end + 1);
  return { from: first < start && first >= before ? before : start, to: last > end && last <= after ? after : end };
}
