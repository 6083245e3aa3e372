import type { By, Unit } from '../state/filter';
import type { Day } from '../time/day';
import { type DayIndex, type DayRows, indexByDay, UNDATED } from './byDay';

export { UNDATED } from './byDay';

export const LITERAL = 1;
export const FIRM = 32;

/** Parallel arrays, one entry per block of rows; id 0 holds what was not placed. */
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

/** Parallel arrays, one entry per row, in the order of the blocks. */
export interface Rows {
  /** index into Places */
  place: Uint32Array;
  from: Int32Array;
  to: Int32Array;
  /** bits 0–1 uses, 2–4 precision, 5 firm */
  flags: Uint8Array;
  n: Uint32Array;
}

export interface Cube {
  generation: string;
  by: By;
  count: Unit;
  first: Day | null;
  last: Day | null;
  places: Places;
  rows: Rows;
  byDay: DayIndex;
}

type Column = 'id' | 'name' | 'uk' | 'ru' | 'kind' | 'country' | 'admin1';

/** The JSON part, as it is written: a column without entries may be null. */
export interface Header extends Omit<Cube, 'rows' | 'places' | 'byDay'> {
  places: { [K in Column]: Places[K] | null } & { lon: (number | null)[] | null; lat: (number | null)[] | null };
}

const MAGIC = 'MMC1';

/** Reads the format "Cube" of docs/formats.md; throws a plain Error on any other bytes. */
export function decodeCube(buffer: ArrayBuffer): Cube {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== MAGIC) {
    throw new Error(`the counts are not in format ${MAGIC}: page and server may differ in version, reload`);
  }
  const length = new DataView(buffer).getUint32(4, true);
  if (length > bytes.length - 8) throw new Error('the counts end inside their header');
  const { places, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Header;
  const columns = readPlaces(places);
  const rows = readRows(bytes.subarray(8 + length), columns.id.length, header.first ?? 0);
  return { ...header, places: columns, rows, byDay: indexByDay(rows, header.first, header.last) };
}

function readPlaces(places: Header['places']): Places {
  const { id, name, uk, ru, kind, country, admin1, lon, lat } = places;
  return {
    id: id ?? [],
    name: name ?? [],
    uk: uk ?? [],
    ru: ru ?? [],
    kind: kind ?? [],
    country: country ?? [],
    admin1: admin1 ?? [],
    lon: degrees(lon ?? []),
    lat: degrees(lat ?? []),
  };
}

function degrees(values: (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}

function readRows(bytes: Uint8Array, blocks: number, first: Day): Rows {
  const rows = makeRows(bytes.length >> 1); // a row has two bytes at least
  const end = fillRows(bytes, blocks, first, rows);
  return sliceRows(rows, end);
}

function makeRows(most: number): Rows {
  return {
    place: new Uint32Array(most),
    from: new Int32Array(most),
    to: new Int32Array(most),
    flags: new Uint8Array(most),
    n: new Uint32Array(most),
  };
}

function fillRows(bytes: Uint8Array, blocks: number, first: Day, out: Rows): number {
  let at = 0;
  let row = 0;
  const uvarint = (): number => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error('the counts end in the middle of a row');
  };
  for (let block = 0; block < blocks; block++) {
    let day = first;
    for (let left = uvarint(); left > 0; left--, row++) {
      if (at >= bytes.length) throw new Error('the counts end before their last row');
      const flags = bytes[at++]!;
      const dated = (flags & 28) !== 0;
      if (dated) day += uvarint();
      out.place[row] = block;
      out.flags[row] = flags;
      out.from[row] = dated ? day : UNDATED;
      out.to[row] = dated ? day + uvarint() : UNDATED;
      out.n[row] = uvarint();
    }
  }
  return row;
}

/** Copies, so that the buffers made for the most rows possible are given back. */
function sliceRows(rows: Rows, end: number): Rows {
  return {
    place: rows.place.slice(0, end),
    from: rows.from.slice(0, end),
    to: rows.to.slice(0, end),
    flags: rows.flags.slice(0, end),
    n: rows.n.slice(0, end),
  };
}

/** The buffers that a worker hands over instead of copying them. */
export function transferables({ rows, byDay }: Cube): ArrayBuffer[] {
  const parts: (Rows | DayRows)[] = [rows, byDay.single, byDay.starts, byDay.ends, byDay.undated];
  return parts.flatMap((part) => Object.values(part).map((array: Rows[keyof Rows]) => array.buffer as ArrayBuffer));
}
