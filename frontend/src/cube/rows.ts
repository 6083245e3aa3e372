/** Takes the rows of a cube one by one. From and to are slots, -1 both where there is no date. */
export interface Sink {
  row(place: number, from: number, to: number, flags: number, n: number): void;
}

const PRECISION = 28; // bits of the flags
const ONE_DAY = 4; // the precision that has no length

/**
 * Reads the sections of a file. refs are those of the places, ascending; slots are counted from an origin, and there
 * are so many of them. Throws a plain Error at the first byte that cannot be right.
 */
export function readRows(bytes: Uint8Array, refs: number[], origin: number, slots: number, sink: Sink): number {
  const end = bytes.length;
  let at = 0;
  let rows = 0;

  const uvarint = (): number => {
    let value = 0;
    for (let scale = 1; at < end && scale < 2 ** 50; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error('the counts end in the middle of a row');
  };

  const readRow = (place: number, before: number): number => {
    if (at >= end) throw new Error('the counts end before their last row');
    const head = bytes[at++]!;
    const flags = head & 63;
    const precision = flags & PRECISION;
    let from = before;
    let to = -1;
    if (precision !== 0) {
      from += bytes[at]! < 128 ? bytes[at++]! : uvarint(); // as a rule one byte; behind the end it is none
      to = precision === ONE_DAY ? from : from + (bytes[at]! < 128 ? bytes[at++]! : uvarint());
      if (from < 0 || to >= slots) throw new Error('the counts tell of days outside of their own');
    }
    const n = head >> 6 || (bytes[at]! < 128 ? bytes[at++]! : uvarint());
    sink.row(place, precision === 0 ? -1 : from, to, flags, n);
    return from;
  };

  while (at < end) {
    const zigzag = uvarint();
    const base = (zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2) - origin;
    let place = 0;
    let ref = 0;
    for (let blocks = uvarint(); blocks > 0; blocks--) {
      ref += uvarint();
      while (place < refs.length && refs[place]! < ref) place++;
      if (refs[place] !== ref) throw new Error('the counts tell of a place that is not listed');
      let slot = base;
      const many = uvarint();
      for (let row = 0; row < many; row++) slot = readRow(place, slot);
      rows += many;
    }
  }
  return rows;
}
