import type { Sink } from './rows';
import type { SlotIndex, SlotRows } from './types';

/** Counts the rows of each slot: the first of two readings, so that nothing need be kept or moved. */
export class Counting implements Sink {
  readonly single: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  undated = 0;

  constructor(readonly slots: number) {
    this.single = new Uint32Array(slots + 1);
    this.starts = new Uint32Array(slots + 1);
    this.ends = new Uint32Array(slots + 1);
  }

  row(_place: number, from: number, to: number): void {
    if (from < 0) this.undated++;
    else if (from === to) this.single[from + 1]!++;
    else {
      this.starts[from + 1]!++;
      this.ends[to + 1]!++;
    }
  }
}

/** Puts the rows where they belong: the second reading of the same rows. */
export class Filing implements Sink {
  readonly index: SlotIndex;
  private readonly single: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private undated = 0;

  constructor({ single, starts, ends, undated }: Counting) {
    this.index = {
      single: makeRows(single),
      starts: makeRows(starts),
      ends: makeRows(ends),
      undated: makeRows(Uint32Array.of(0, undated)),
    };
    this.single = single.slice();
    this.starts = starts.slice();
    this.ends = ends.slice();
  }

  row(place: number, from: number, to: number, flags: number, n: number): void {
    const { index } = this;
    if (from < 0) put(index.undated, this.undated++, place, flags, n);
    else if (from === to) put(index.single, this.single[from]!++, place, flags, n);
    else {
      put(index.starts, this.starts[from]!++, place, flags, n);
      put(index.ends, this.ends[to]!++, place, flags, n);
    }
  }
}

/** Room for rows by the number of them in each slot; the numbers become offsets. */
function makeRows(offset: Uint32Array): SlotRows {
  for (let i = 1; i < offset.length; i++) offset[i]! += offset[i - 1]!;
  const count = offset[offset.length - 1]!;
  return { offset, place: new Uint32Array(count), flags: new Uint8Array(count), n: new Uint32Array(count) };
}

function put(rows: SlotRows, at: number, place: number, flags: number, n: number): void {
  rows.place[at] = place;
  rows.flags[at] = flags;
  rows.n[at] = n;
}
