import type { Day } from '../time/day';
import type { Rows } from './decode';

/** First day of a row without a date. */
export const UNDATED = -0x80000000;

/** Rows day by day: those of the first day + i are offset[i] .. offset[i + 1]. */
export interface DayRows {
  offset: Uint32Array;
  place: Uint32Array;
  flags: Uint8Array;
  n: Uint32Array;
}

/** All rows of a cube by day, whatever the filter: made once, read from front to back. */
export interface DayIndex {
  /** rows of one day */
  single: DayRows;
  /** rows longer than a day, by their first and by their last day */
  starts: DayRows;
  ends: DayRows;
  /** rows without a date, all in one slot */
  undated: DayRows;
}

export function indexByDay(rows: Rows, first: Day | null, last: Day | null): DayIndex {
  const day0 = first ?? 0;
  const days = first === null || last === null ? 0 : last - first + 1;
  const { from, to } = rows;
  const form = Uint8Array.from(from, (day, row) => (day === UNDATED ? NO_DAY : day === to[row] ? ONE : LONG));
  const sort = (wanted: number, day: Int32Array) => sorted(rows, form, wanted, (row) => day[row]! - day0, days);
  return {
    single: sort(ONE, from),
    starts: sort(LONG, from),
    ends: sort(LONG, to),
    undated: sorted(rows, form, NO_DAY, () => 0, 1),
  };
}

const NO_DAY = 0;
const ONE = 1;
const LONG = 2;

/** A counting sort of the rows of one form. Days past the last slot are filed under it. */
function sorted(rows: Rows, form: Uint8Array, wanted: number, slotOf: (row: number) => number, slots: number): DayRows {
  const offset = new Uint32Array(slots + 1);
  const last = slots - 1;
  for (let row = 0; row < form.length; row++) if (form[row] === wanted) offset[Math.min(slotOf(row), last) + 1]!++;
  for (let i = 0; i < slots; i++) offset[i + 1]! += offset[i]!;
  const next = offset.slice();
  const count = offset[slots]!;
  const out = { offset, place: new Uint32Array(count), flags: new Uint8Array(count), n: new Uint32Array(count) };
  for (let row = 0; row < form.length; row++) {
    if (form[row] !== wanted) continue;
    const at = next[Math.min(slotOf(row), last)]!++;
    out.place[at] = rows.place[row]!;
    out.flags[at] = rows.flags[row]!;
    out.n[at] = rows.n[row]!;
  }
  return out;
}
