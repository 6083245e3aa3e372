import type { By, Unit } from '../state/filter';
import type { Day } from '../time/day';
import { Counting, Filing } from './bySlot';
import { type CubeFile, joinPlaces, type PlaceLists, readFile, readPlaces } from './file';
import { readRows } from './rows';
import { type Cube, type Grain, type Places, type SlotRows, slotNumber } from './types';

/** What is known of a cube besides its rows. */
export interface About {
  generation: string;
  by: By;
  count: Unit;
  first: Day | null;
  last: Day | null;
}

/** A cube in parts: lists of places, and files that have rows alone. */
export interface Parts {
  about: About;
  grain: Grain;
  places: ArrayBuffer[];
  files: ArrayBuffer[];
}

/** What a cube is read from: one file, or parts. */
export type Encoded = ArrayBuffer | Parts;

export function decode(encoded: Encoded): Cube {
  return encoded instanceof ArrayBuffer ? decodeCube(encoded) : decodeParts(encoded);
}

/** The buffers of what is handed to a worker. */
export function buffersOf(encoded: Encoded): ArrayBuffer[] {
  return encoded instanceof ArrayBuffer ? [encoded] : [...encoded.places, ...encoded.files];
}

/** Reads a whole cube from one file; throws a plain Error on any other bytes. */
export function decodeCube(buffer: ArrayBuffer): Cube {
  const file = readFile(buffer);
  const { generation, by, count, first, last, grain, places } = file.header;
  if (generation === undefined || !by || !count || !places) throw new Error('the counts do not say what they count');
  return build({ generation, by, count, first: first ?? null, last: last ?? null }, grain, [places], [file]);
}

/** Puts a cube together from its parts. */
export function decodeParts({ about, grain, places, files }: Parts): Cube {
  const read = files.map(readFile);
  if (read.some(({ header }) => header.grain !== grain)) throw new Error('the parts of the counts do not fit together');
  return build(about, grain, places.map(readPlaces), read);
}

function build(about: About, grain: Grain, lists: PlaceLists[], files: CubeFile[]): Cube {
  const { refs, places } = joinPlaces(lists);
  const slots = slotsOf(about, grain);
  const from = slotNumber(about.first ?? 0, grain);
  const counting = new Counting(slots);
  for (const { header, body } of files) {
    const rows = readRows(body, refs, from, slots, counting);
    if (rows !== header.rows) throw new Error('the counts have not all of their rows');
  }
  const filing = new Filing(counting);
  for (const { body } of files) readRows(body, refs, from, slots, filing);
  return { ...about, grain, places, index: filing.index };
}

/** Most slots that a cube may have: ten thousand years of days. */
const MOST = 3_660_000;

function slotsOf({ first, last }: About, grain: Grain): number {
  if (first === null || last === null) return 0;
  const slots = slotNumber(last, grain) - slotNumber(first, grain) + 1;
  if (!(slots > 0 && slots <= MOST)) throw new Error('the counts have a span of days that cannot be');
  return slots;
}

/** The buffers that a worker hands over instead of copying them. */
export function transferables({ places, index }: Cube): ArrayBuffer[] {
  const rows: SlotRows[] = [index.single, index.starts, index.ends, index.undated];
  const arrays: (SlotRows[keyof SlotRows] | Places['lon'])[] = [places.lon, places.lat];
  return [...arrays, ...rows.flatMap((part) => Object.values(part) as SlotRows[keyof SlotRows][])].map(
    (array) => array.buffer as ArrayBuffer,
  );
}
