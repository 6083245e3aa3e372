import type { Header } from '../src/cube/decode';

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

/** Writes the format "Cube" of docs/formats.md, to feed the decoder in tests. */
export function encodeCube(blocks: Block[], by = 'event', count = 'reports'): Uint8Array<ArrayBuffer> {
  const days = blocks.flatMap((block) =>
    block.rows.flatMap((row) => (row.from === null ? [] : [row.from, row.to ?? row.from])),
  );
  const first = days.length ? days.reduce((a, b) => Math.min(a, b)) : null;
  const last = days.length ? days.reduce((a, b) => Math.max(a, b)) : null;
  const header = new TextEncoder().encode(
    JSON.stringify({ generation: '1', by, count, first, last, places: places(blocks) }),
  );
  const body: number[] = [];
  for (const block of blocks) writeBlock(body, block, first ?? 0);
  const out = new Uint8Array(8 + header.length + body.length);
  out.set(new TextEncoder().encode('MMC1'));
  new DataView(out.buffer).setUint32(4, header.length, true);
  out.set(header, 8);
  out.set(Uint8Array.from(body), 8 + header.length);
  return out;
}

function places(blocks: Block[]): Header['places'] {
  return {
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

function writeBlock(out: number[], block: Block, first: number): void {
  uvarint(out, block.rows.length);
  let day = first;
  for (const row of block.rows) {
    const precision = row.from === null ? 0 : (row.precision ?? 1);
    out.push((row.uses ?? 1) | (precision << 2) | (row.firm === false ? 0 : 32));
    if (row.from !== null) {
      uvarint(out, row.from - day);
      day = row.from;
      uvarint(out, (row.to ?? row.from) - row.from);
    }
    uvarint(out, row.n);
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
