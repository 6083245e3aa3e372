import type { Day } from '../time/day';
import { addRows, makeMarks, nearestMark } from './marks';
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
  /** Moves the window to from..to, both included, from ≤ to; only the slots between old and new are touched, or, far away, those between the nearest marks and new. */
  moveTo(from: Day, to: Day): void;
}

/** Rows that a window is moved over one by one before it pays to begin at a mark, and rows between marks. */
const LIMITS = { far: 300_000, between: 200_000 };

/** count = (begun on or before to) − (ended before from), kept up by adding and taking away slots. */
export function createWindow(tables: Tables, { far, between } = LIMITS): Window {
  const { grain, slot0, rows, passing, marks } = tables;
  const slots = rows.single.offset.length - 1;
  const counts = new Int32Array(tables.places);
  const firm = new Int32Array(tables.places);
  let from = 0; // the first slot inside
  let to = -1; // the last slot inside
  let total = 0;
  let places = 0;

  const undated = { counts: new Int32Array(tables.places), firm: new Int32Array(tables.places) };
  addRows(undated, rows.undated, 0, 1, passing);

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

  /** Begins anew at what is begun and ended at two marks. */
  const startAt = (f: number, t: number) => {
    const wanted = { places: tables.places, passing, between };
    marks.begun ??= makeMarks([rows.single, rows.starts], wanted);
    if (rows.single.offset[f]! > between) marks.ended ??= makeMarks([rows.single, rows.ends], wanted);
    const begun = nearestMark(marks.begun, t + 1, rows.single.offset);
    const ended = marks.ended ? nearestMark(marks.ended, f, rows.single.offset) : marks.begun[0]!; // nothing before slot 0
    total = 0;
    places = 0;
    for (let i = 0; i < counts.length; i++) {
      const n = undated.counts[i]! + begun.counts[i]! - ended.counts[i]!;
      counts[i] = n;
      firm[i] = undated.firm[i]! + begun.firm[i]! - ended.firm[i]!;
      total += n;
      if (n !== 0) places++;
    }
    to = begun.slot - 1;
    from = ended.slot;
  };

  const away = (slot: number, other: number) => {
    const rowsOf = ({ offset }: SlotRows) => Math.abs(offset[slot]! - offset[other]!);
    return rowsOf(rows.single) + rowsOf(rows.starts);
  };

  counts.set(undated.counts);
  firm.set(undated.firm);
  for (const n of counts) {
    total += n;
    if (n) places++;
  }

  return {
    counts,
    firm,
    total: () => total,
    places: () => places,
    moveTo(fromDay, toDay) {
      if (slots === 0) return;
      const f = clamp(slotNumber(fromDay, grain) - slot0, 0, slots);
      const t = clamp(slotNumber(toDay, grain) - slot0, f - 1, slots - 1);
      if (away(t + 1, to + 1) + away(f, from) > far) startAt(f, t);
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
