import { createRanking } from '../cube/rank';
import type { Tables } from '../cube/tables';
import { type SlotRows, slotStart } from '../cube/types';
import type { Summary } from '../state/app';
import type { Order } from '../state/url';
import type { Day } from '../time/day';

export interface Ordering {
  /** Places of the window in an order, best first; "rising" and "first" hold only those that are. */
  sort(order: Order, summary: Summary, tables: Tables, wanted?: (place: number) => boolean): Uint32Array;
  /** The day on which a place is first named under the filter. */
  firstDay(place: number, tables: Tables): Day;
}

export function createOrdering(places: number): Ordering {
  const rank = createRanking(places);
  const score = new Int32Array(places);
  let known: { tables: Tables; slots: Int32Array } | null = null;

  const slotsOf = (tables: Tables) => {
    if (known?.tables !== tables) known = { tables, slots: firstSlots(tables) };
    return known.slots;
  };
  const dayOf = (place: number, tables: Tables) => slotStart(tables.slot0 + slotsOf(tables)[place]!, tables.grain);

  return {
    sort(order, { counts, before, from }, tables, wanted) {
      if (order === 'most' || (order === 'rising' && !before)) return rank(counts, wanted);
      for (let i = 0; i < places; i++) {
        if (order === 'rising') score[i] = counts[i]! - before![i]!;
        else score[i] = counts[i]! > 0 && dayOf(i, tables) >= from ? slotsOf(tables)[i]! + 1 : 0;
      }
      return rank(score, wanted);
    },
    firstDay: dayOf,
  };
}

const NEVER = 0x7fffffff;

/** By place: the first slot in which anything begins that passes the filter. */
function firstSlots({ rows, passing, places }: Tables): Int32Array {
  const first = new Int32Array(places).fill(NEVER);
  const look = ({ offset, place, flags }: SlotRows) => {
    for (let slot = 0; slot < offset.length - 1; slot++) {
      for (let i = offset[slot]!; i < offset[slot + 1]!; i++) {
        const at = place[i]!;
        if (slot < first[at]! && passing.place[at]! & passing.flags[flags[i]!]!) first[at] = slot;
      }
    }
  };
  look(rows.single);
  look(rows.starts);
  return first;
}
