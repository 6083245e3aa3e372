import { dayOf } from '../src/time/day';

export interface Size {
  mentions: number;
  places: number;
  days: number;
}

/** The size that the page must carry. */
export const large: Size = { mentions: 10_000_000, places: 30_000, days: 1_500 };

const FIRST = dayOf(2021, 12, 1);
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
 * A cube in the format of docs/formats.md: places over Ukraine and its surroundings, the share of each by Zipf's law,
 * its mentions mostly on its days in the news.
 */
export function makeCube(size: Size, random = seeded(1)): Buffer {
  const body = new Bytes();
  const harmonic = Math.log(size.places) + 0.5772;
  for (let place = 0; place < size.places; place++) {
    const n = Math.max(1, Math.round(size.mentions / harmonic / (place + 1)));
    writePlace(body, n, size.days, random);
  }
  const header = Buffer.from(JSON.stringify(headerOf(size, random)));
  const front = Buffer.alloc(8);
  front.write('MMC1', 'latin1');
  front.writeUInt32LE(header.length, 4);
  return Buffer.concat([front, header, body.done()]);
}

function headerOf({ places, days }: Size, random: () => number) {
  const column = <T>(make: (i: number) => T) => Array.from({ length: places }, (_, i) => make(i));
  return {
    generation: 1,
    by: 'event',
    count: 'reports',
    first: FIRST,
    last: FIRST + days - 1,
    places: {
      id: column((i) => i + 1),
      name: column((i) => `Place ${i + 1}`),
      uk: column(() => ''),
      ru: column(() => ''),
      kind: column((i) => (i % 50 === 0 ? 6 : i % 50 === 1 ? 2 : 1)),
      country: column(() => 'UA'),
      admin1: column((i) => `Region ${i % 27}`),
      lon: column(() => Math.round((22 + 19 * random()) * 1e5) / 1e5),
      lat: column(() => Math.round((44.2 + 8.4 * random()) * 1e5) / 1e5),
    },
  };
}

/** The rows of one place, one for each day and way of being named. */
function writePlace(out: Bytes, n: number, days: number, random: () => number): void {
  const rows = new Map<number, number>(); // day × 64 + flags → units
  const bursts = Array.from({ length: Math.ceil(n ** 0.6) }, () => Math.floor(random() * days)); // days in the news
  const draws = Math.min(n, days * 3);
  for (let i = 0; i < draws; i++) {
    const day = random() < 0.8 ? bursts[Math.floor(random() * bursts.length)]! : Math.floor(random() * days);
    const flags = USES[Math.floor(random() * USES.length)]! | (PRECISIONS[Math.floor(random() * 10)]! << 2) | 32;
    const key = day * 64 + flags;
    rows.set(key, (rows.get(key) ?? 0) + Math.max(1, Math.round(n / draws)));
  }
  out.uvarint(rows.size);
  let last = 0;
  for (const key of [...rows.keys()].sort((a, b) => a - b)) {
    const day = Math.floor(key / 64);
    const long = ((key >> 2) & 7) > 1 ? Math.min(3, days - 1 - day) : 0;
    out.byte(key % 64);
    out.uvarint(day - last);
    out.uvarint(long);
    out.uvarint(rows.get(key)!);
    last = day;
  }
}

class Bytes {
  private buffer = Buffer.alloc(1 << 20);
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

  done(): Buffer {
    return this.buffer.subarray(0, this.at);
  }
}
