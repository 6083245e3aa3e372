import type { By, Unit } from '../state/filter';
import type { Day } from '../time/day';

/** Flags of a row: bits 0–1 uses, 2–4 precision, 5 firm. */
export const LITERAL = 1;
export const FIRM = 32;

/** Days that a slot of time has: counts come by weeks first, then by days. */
export type Grain = 1 | 7;

/** Parallel arrays, one entry per group of rows; id 0 holds what was not placed. */
export interface Places {
  id: number[];
  name: string[];
  uk: string[];
  ru: string[];
  kind: number[];
  country: string[];
  admin1: string[];
  /** degrees; NaN where there is no position */
  lon: Float64Array;
  lat: Float64Array;
}

/** Rows slot by slot: those of the slot i are offset[i] .. offset[i + 1], by place. */
export interface SlotRows {
  offset: Uint32Array;
  /** index into Places */
  place: Uint32Array;
  flags: Uint8Array;
  n: Uint32Array;
}

/** All rows of a cube by slot, whatever the filter: made once, read from front to back. */
export interface SlotIndex {
  /** rows that begin and end in one slot */
  single: SlotRows;
  /** longer ones, by their first and by their last slot */
  starts: SlotRows;
  ends: SlotRows;
  /** rows without a date, all in one slot */
  undated: SlotRows;
}

export interface Cube {
  generation: string;
  by: By;
  count: Unit;
  grain: Grain;
  first: Day | null;
  last: Day | null;
  places: Places;
  index: SlotIndex;
}

/** The number of the slot that a day lies in: its own, or that of its week; weeks begin on Monday. */
export function slotNumber(day: Day, grain: Grain): number {
  return grain === 1 ? day : Math.floor((day - MONDAY) / 7);
}

/** The first day of a slot. */
export function slotStart(slot: number, grain: Grain): Day {
  return grain === 1 ? slot : slot * 7 + MONDAY;
}

const MONDAY = -3; // 1969-12-29, the first day of week 0
