import { FIRM, type SlotRows } from './types';

/** What passes the filter, by place. */
export interface Sums {
  counts: Int32Array;
  firm: Int32Array;
}

/** Sums by place of what begins, or of what ends, before a slot. */
export interface Mark extends Sums {
  slot: number;
}

/** Sums at a few slots, from which no window is far; made when they are first needed. */
export interface Marks {
  begun: Mark[] | null;
  ended: Mark[] | null;
}

/** By place and by flags: a row passes if both are 1. */
export interface Passing {
  place: Uint8Array;
  flags: Uint8Array;
}

/** Marks of a kind at most: one has 8 bytes for each place. */
const MOST = 24;

interface Wanted {
  places: number;
  passing: Passing;
  /** rows from one mark to the next, at least */
  between: number;
}

/** Marks of the rows of some lists, the first at slot 0. */
export function makeMarks(lists: SlotRows[], { places, passing, between }: Wanted): Mark[] {
  const slots = lists[0]!.offset.length - 1;
  const before = (slot: number) => lists.reduce((sum, { offset }) => sum + offset[slot]!, 0);
  const step = Math.max(between, before(slots) / MOST);
  const now: Mark = { slot: 0, counts: new Int32Array(places), firm: new Int32Array(places) };
  const marks = [copyOf(now)];
  for (let slot = 1; slot <= slots; slot++) {
    if (before(slot) - before(now.slot) < step && slot < slots) continue;
    for (const list of lists) addRows(now, list, now.slot, slot, passing);
    now.slot = slot;
    marks.push(copyOf(now));
  }
  return marks;
}

function copyOf({ slot, counts, firm }: Mark): Mark {
  return { slot, counts: counts.slice(), firm: firm.slice() };
}

/** Adds the rows of the slots from .. to - 1 that pass. */
export function addRows(sums: Sums, rows: SlotRows, from: number, to: number, passing: Passing): void {
  const { counts, firm } = sums;
  const { place, flags, n } = rows;
  const end = rows.offset[to]!;
  for (let i = rows.offset[from]!; i < end; i++) {
    const at = place[i]!;
    const flag = flags[i]!;
    if ((passing.place[at]! & passing.flags[flag]!) === 0) continue;
    counts[at]! += n[i]!;
    if (flag & FIRM) firm[at]! += n[i]!;
  }
}

/** The mark that is least rows away from a slot, by offsets of what is between. */
export function nearestMark(marks: Mark[], slot: number, offset: Uint32Array): Mark {
  const away = (mark: Mark) => Math.abs(offset[mark.slot]! - offset[slot]!);
  return marks.reduce((best, mark) => (away(mark) < away(best) ? mark : best));
}
