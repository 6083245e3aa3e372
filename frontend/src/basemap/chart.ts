// A chart is one basemap file: arcs on the square Web Mercator map, and named layers that use them.
// docs/formats.md, section Basemap, describes the bytes.

/** Runs of signed arc numbers: ~i means arc i backwards. Parts of an area are closed rings. */
export interface ChartLayer {
  readonly area: boolean;
  readonly refs: Int32Array;
  /** refs of part p are starts[p] .. starts[p + 1] */
  readonly starts: Uint32Array;
  /** west, north, east, south of each part, in grid units */
  readonly boxes: Int32Array;
}

export interface Chart {
  /** the map is 2^bits grid units wide and high; x grows east, y south */
  readonly bits: number;
  readonly xy: Int32Array;
  /** vertices of arc a are offsets[a] .. offsets[a + 1] */
  readonly offsets: Uint32Array;
  /** west, north, east, south of each arc, in grid units */
  readonly boxes: Int32Array;
  readonly layers: ReadonlyMap<string, ChartLayer>;
}

const MAGIC = 'MMBM';
const VERSION = 1;

/** Reads a chart; throws an Error that says what is wrong where. */
export function decodeChart(buffer: ArrayBuffer): Chart {
  const r = new Reader(new Uint8Array(buffer));
  const magic = r.text(4);
  if (magic !== MAGIC)
    throw new Error(`basemap: expected a file that starts with ${MAGIC}, got ${JSON.stringify(magic)}`);
  const version = r.byte();
  if (version !== VERSION) throw new Error(`basemap: expected format version ${VERSION}, got ${version}`);
  const bits = r.byte();
  const arcs = readArcs(r);
  const layers = new Map<string, ChartLayer>();
  for (let n = r.count(3); n > 0; n--) {
    const name = r.text(r.count(1));
    layers.set(name, readLayer(r, arcs.boxes));
  }
  return { bits, ...arcs, layers };
}

function readArcs(r: Reader): Pick<Chart, 'xy' | 'offsets' | 'boxes'> {
  const count = r.count(3);
  const offsets = new Uint32Array(count + 1);
  const boxes = new Int32Array(count * 4);
  const xy: number[] = [];
  let x = 0;
  let y = 0;
  for (let a = 0; a < count; a++) {
    const box = emptyBox();
    for (let n = r.count(2); n > 0; n--) {
      x += r.signed();
      y += r.signed();
      xy.push(x, y);
      grow(box, x, y, x, y);
    }
    offsets[a + 1] = xy.length / 2;
    boxes.set(box, a * 4);
  }
  return { xy: Int32Array.from(xy), offsets, boxes };
}

function readLayer(r: Reader, arcBoxes: Int32Array): ChartLayer {
  const area = r.byte() === 1;
  const count = r.count(1);
  const arcs = arcBoxes.length / 4;
  const starts = new Uint32Array(count + 1);
  const boxes = new Int32Array(count * 4);
  const refs: number[] = [];
  for (let p = 0; p < count; p++) {
    const box = emptyBox();
    let ref = 0;
    for (let n = r.count(1); n > 0; n--) {
      ref += r.signed();
      const arc = plain(ref);
      if (arc >= arcs) throw new Error(`basemap: byte ${r.at}: no arc ${arc}, there are ${arcs}`);
      refs.push(ref);
      grow(box, arcBoxes[arc * 4]!, arcBoxes[arc * 4 + 1]!, arcBoxes[arc * 4 + 2]!, arcBoxes[arc * 4 + 3]!);
    }
    starts[p + 1] = refs.length;
    boxes.set(box, p * 4);
  }
  return { area, refs: Int32Array.from(refs), starts, boxes };
}

/** The arc number without its direction. */
export function plain(ref: number): number {
  return ref < 0 ? ~ref : ref;
}

type Box = [west: number, north: number, east: number, south: number];

function emptyBox(): Box {
  return [2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31)];
}

function grow(box: Box, west: number, north: number, east: number, south: number): void {
  if (west < box[0]) box[0] = west;
  if (north < box[1]) box[1] = north;
  if (east > box[2]) box[2] = east;
  if (south > box[3]) box[3] = south;
}

/** Reads bytes, varints (LEB128) and zigzag varints, and says so when the file ends too soon. */
class Reader {
  at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const b = this.bytes[this.at];
    if (b === undefined) throw new Error(`basemap: the file ends at byte ${this.at}, more was announced`);
    this.at++;
    return b;
  }

  text(length: number): string {
    let s = '';
    for (let i = 0; i < length; i++) s += String.fromCharCode(this.byte());
    return s;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const b = this.byte();
      value += (b & 127) * scale;
      if (b < 128) return value;
    }
    throw new Error(`basemap: byte ${this.at}: a number longer than five bytes`);
  }

  signed(): number {
    const n = this.unsigned();
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
  }

  /** A number of things of at least `size` bytes each, which must fit in what is left. */
  count(size: number): number {
    const n = this.unsigned();
    if (n * size > this.bytes.length - this.at) {
      throw new Error(`basemap: byte ${this.at}: ${n} items announced, ${this.bytes.length - this.at} bytes left`);
    }
    return n;
  }
}
