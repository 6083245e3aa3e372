import type { Header } from '../src/cube/file';
import { slotNumber } from '../src/cube/types';

export interface Row {
  from: number | null;
  to?: number;
  n: number;
  uses?: number;
  precision?: number;
  firm?: boolean;
}

export interface Block {
  id: number;
  name: string;
  kind: number;
  lon: number | null;
  lat: number | null;
  country?: string;
  admin1?: string;
  rows: Row[];
}

/** Writes the format "Cube" of docs/formats.md, to feed the decoder in tests; weeks only where no row is cut by one. */
export function encodeCube(
  blocks: Block[],
  { by = 'event', count = 'reports', grain = 1 }: Partial<Pick<Header, 'by' | 'count' | 'grain'>> = {},
): Uint8Array<ArrayBuffer> {
  const days = blocks.flatMap((block) =>
    block.rows.flatMap((row) => (row.from === null ? [] : [row.from, row.to ?? row.from])),
  );
  const rows = blocks.reduce((sum, block) => sum + block.rows.length, 0);
  const span = days.length
    ? { first: days.reduce((a, b) => Math.min(a, b)), last: days.reduce((a, b) => Math.max(a, b)) }
    : {};
  const base = slotNumber(span.first ?? 0, grain);
  const body: number[] = [];
  uvarint(body, base < 0 ? -2 * base - 1 : 2 * base);
  uvarint(body, blocks.length);
  for (const [i, block] of blocks.entries()) writeBlock(body, block, { ref: i === 0 ? 0 : 1, base, grain });
  return file({ generation: '1', by, count, grain, rows, ...span, places: places(blocks) }, Uint8Array.from(body));
}

/** A file of a header and sections. */
export function file(header: object, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + text.length + body.length);
  out.set(new TextEncoder().encode('MMC2'));
  new DataView(out.buffer).setUint32(4, text.length, true);
  out.set(text, 8);
  out.set(body, 8 + text.length);
  return out;
}

function places(blocks: Block[]): Header['places'] {
  return {
    ref: blocks.map((_, i) => i),
    id: blocks.map((b) => b.id),
    name: blocks.map((b) => b.name),
    uk: blocks.map(() => ''),
    ru: blocks.map(() => ''),
    kind: blocks.map((b) => b.kind),
    country: blocks.map((b) => b.country ?? 'UA'),
    admin1: blocks.map((b) => b.admin1 ?? ''),
    lon: blocks.map((b) => b.lon),
    lat: blocks.map((b) => b.lat),
  };
}

interface Place {
  /** difference to the block before */
  ref: number;
  base: number;
  grain: Header['grain'];
}

function writeBlock(out: number[], block: Block, { ref, base, grain }: Place): void {
  uvarint(out, ref);
  uvarint(out, block.rows.length);
  let slot = base;
  for (const row of block.rows) {
    const long = row.from !== null && (row.to ?? row.from) > row.from;
    const precision = row.from === null ? 0 : (row.precision ?? (long ? 2 : 1));
    const few = row.n <= 3 ? row.n : 0;
    out.push((row.uses ?? 1) | (precision << 2) | (row.firm === false ? 0 : 32) | (few << 6));
    if (row.from !== null) {
      const from = slotNumber(row.from, grain);
      uvarint(out, from - slot);
      slot = from;
      if (precision !== 1) uvarint(out, slotNumber(row.to ?? row.from, grain) - from);
    }
    if (!few) uvarint(out, row.n);
  }
}

function uvarint(out: number[], value: number): void {
  let left = value;
  while (left >= 128) {
    out.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  out.push(left);
}
