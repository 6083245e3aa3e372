import { slotNumber } from '../src/cube/types';
import { dayOf } from '../src/time/day';

export interface Size {
  mentions: number;
  places: number;
  days: number;
}

/** The size that the page must carry. */
export const large: Size = { mentions: 10_000_000, places: 30_000, days: 1_500 };

const FIRST = dayOf(2021, 12, 1);
const MONTH = 30; // days of a part of the cube, and of a year's weeks twelve
const USES = [1, 1, 1, 1, 1, 2]; // one in six for a government
const PRECISIONS = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4]; // mostly to the day

/** Numbers in 0..1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * What the server answers about its counts, by path, in the format of docs/formats.md: places over Ukraine and its
 * surroundings, the share of each by Zipf's law, its mentions mostly on its days in the news.
 */
export function makeCube(size: Size, random = seeded(1)): Record<string, Buffer> {
  const days = new Files(1, FIRST, MONTH);
  const weeks = new Files(7, slotNumber(FIRST, 7), 52);
  const whole = new Files(1, FIRST, size.days);
  const harmonic = Math.log(size.places) + 0.5772;
  for (let place = 0; place < size.places; place++) {
    const n = Math.max(1, Math.round(size.mentions / harmonic / (place + 1)));
    const rows = rowsOf(n, size.days, random);
    days.add(place, rows);
    whole.add(place, rows);
    weeks.add(place, inWeeks(rows));
  }
  const places = placesOf(size, random);
  const about = { generation: '1', by: 'event', count: 'reports', first: FIRST, last: FIRST + size.days - 1 };
  const answers: Record<string, Buffer> = {};
  const list = (name: string, files: Buffer[]) =>
    files.map((file, i) => {
      answers[`/api/cube/parts/${name}.${i}`] = file;
      return { name: `${name}.${i}`, rows: 0 };
    });
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const parts = {
    places: list('places', [json(places)]),
    weeks: list('weeks', weeks.done({})),
    days: list('days', days.done({})),
  };
  const [file] = whole.done({ ...about, places });
  return { ...answers, '/api/cube/parts': json({ ...about, ...parts }), '/api/cube': file! };
}

function placesOf({ places }: Size, random: () => number) {
  const column = <T>(make: (i: number) => T) => Array.from({ length: places }, (_, i) => make(i));
  return {
    ref: column((i) => i),
    id: column((i) => i + 1),
    name: column((i) => `Place ${i + 1}`),
    uk: column(() => ''),
    ru: column(() => ''),
    kind: column((i) => (i % 50 === 0 ? 6 : i % 50 === 1 ? 2 : 1)),
    country: column(() => 'UA'),
    admin1: column((i) => `Region ${i % 27}`),
    lon: column(() => Math.round((22 + 19 * random()) * 1e5) / 1e5),
    lat: column(() => Math.round((44.2 + 8.4 * random()) * 1e5) / 1e5),
  };
}

/** A row; from and to are days or weeks since 1970. */
interface Row {
  from: number;
  to: number;
  flags: number;
  n: number;
}

/** The rows of one place, one for each day and way of being named. */
function rowsOf(n: number, days: number, random: () => number): Row[] {
  const rows = new Map<number, number>(); // day × 64 + flags → units
  const bursts = Array.from({ length: Math.ceil(n ** 0.6) }, () => Math.floor(random() * days)); // days in the news
  const draws = Math.min(n, days * 3);
  for (let i = 0; i < draws; i++) {
    const day = random() < 0.8 ? bursts[Math.floor(random() * bursts.length)]! : Math.floor(random() * days);
    const flags = USES[Math.floor(random() * USES.length)]! | (PRECISIONS[Math.floor(random() * 10)]! << 2) | 32;
    const key = day * 64 + flags;
    rows.set(key, (rows.get(key) ?? 0) + Math.max(1, Math.round(n / draws)));
  }
  return [...rows.keys()]
    .sort((a, b) => a - b)
    .map((key) => {
      const day = Math.floor(key / 64);
      const long = ((key >> 2) & 7) > 1 ? Math.min(3, days - 1 - day) : 0;
      return { from: FIRST + day, to: FIRST + day + long, flags: key % 64, n: rows.get(key)! };
    });
}

function inWeeks(rows: Row[]): Row[] {
  const weeks = new Map<string, Row>();
  for (const { from, to, flags, n } of rows) {
    const week = { from: slotNumber(from, 7), to: slotNumber(to, 7), flags, n: 0 };
    const key = `${week.from} ${week.to} ${flags}`;
    if (!weeks.has(key)) weeks.set(key, week);
    weeks.get(key)!.n += n;
  }
  return [...weeks.values()].sort((a, b) => a.from - b.from);
}

/** Files of rows that begin in the same so many slots. */
class Files {
  private readonly files: { body: Bytes; blocks: number; rows: number; last: number }[] = [];

  constructor(
    readonly grain: number,
    readonly first: number,
    readonly slots: number,
  ) {}

  add(ref: number, rows: Row[]): void {
    for (let at = 0; at < rows.length; ) {
      const i = Math.floor((rows[at]!.from - this.first) / this.slots);
      let end = at + 1;
      while (end < rows.length && Math.floor((rows[end]!.from - this.first) / this.slots) === i) end++;
      this.files[i] ??= { body: new Bytes(), blocks: 0, rows: 0, last: 0 };
      const file = this.files[i]!;
      file.body.uvarint(ref - file.last);
      file.body.rows(rows.slice(at, end), this.first + i * this.slots);
      file.blocks++;
      file.rows += end - at;
      file.last = ref;
      at = end;
    }
  }

  done(header: object): Buffer[] {
    return this.files.map(({ body, blocks, rows }, i) => {
      const text = Buffer.from(JSON.stringify({ ...header, grain: this.grain, rows }));
      const front = Buffer.alloc(8);
      front.write('MMC2', 'latin1');
      front.writeUInt32LE(text.length, 4);
      const section = new Bytes();
      section.uvarint(2 * (this.first + i * this.slots)); // zigzag
      section.uvarint(blocks);
      return Buffer.concat([front, text, section.done(), body.done()]);
    });
  }
}

class Bytes {
  private buffer = Buffer.alloc(1 << 12);
  private at = 0;

  byte(value: number): void {
    if (this.at === this.buffer.length) this.buffer = Buffer.concat([this.buffer, Buffer.alloc(this.buffer.length)]);
    this.buffer[this.at++] = value;
  }

  uvarint(value: number): void {
    let left = value;
    for (; left >= 128; left = Math.floor(left / 128)) this.byte((left % 128) + 128);
    this.byte(left);
  }

  rows(rows: Row[], base: number): void {
    this.uvarint(rows.length);
    let last = base;
    for (const { from, to, flags, n } of rows) {
      const few = n <= 3 ? n : 0;
      this.byte(flags | (few << 6));
      this.uvarint(from - last);
      if (((flags >> 2) & 7) > 1) this.uvarint(to - from);
      if (!few) this.uvarint(n);
      last = from;
    }
  }

  done(): Buffer {
    return this.buffer.subarray(0, this.at);
  }
}
