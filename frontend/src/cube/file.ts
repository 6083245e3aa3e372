import type { By, Unit } from '../state/filter';
import type { Day } from '../time/day';
import type { Grain, Places } from './types';

/** Magic and version of the format "Cube" of docs/formats.md. */
export const MAGIC = 'MMC2';

/** The JSON of a list of places. */
export interface PlaceLists {
  /** what rows know a group by; ascending */
  ref: number[];
  id: number[];
  name: string[];
  uk: string[];
  ru: string[];
  kind: number[];
  country: string[];
  admin1: string[];
  lon: (number | null)[];
  lat: (number | null)[];
}

/** The JSON part of a file; a part of a cube says no more than its grain and how many rows it has. */
export interface Header {
  grain: Grain;
  rows: number;
  generation?: string;
  by?: By;
  count?: Unit;
  first?: Day;
  last?: Day;
  places?: PlaceLists;
}

export interface CubeFile {
  header: Header;
  /** its sections */
  body: Uint8Array;
}

/** Throws a plain Error for any other bytes. */
export function readFile(buffer: ArrayBuffer): CubeFile {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== MAGIC) {
    throw new Error(`the counts are not in format ${MAGIC}: page and server may differ in version, reload`);
  }
  const length = new DataView(buffer).getUint32(4, true);
  if (length > bytes.length - 8) throw new Error('the counts end inside their header');
  const header = readJson<Header>(bytes.subarray(8, 8 + length));
  const body = bytes.subarray(8 + length);
  if (header.grain !== 1 && header.grain !== 7) throw new Error('the counts are of no grain that is known');
  if (!(header.rows >= 0 && header.rows <= body.length)) throw new Error('the counts end before their last row');
  return { header, body };
}

/** The lists of several parts, one after the other. */
export function joinPlaces(parts: PlaceLists[]): { refs: number[]; places: Places } {
  for (const part of parts) checkLists(part);
  const all = <K extends keyof PlaceLists>(key: K) => parts.flatMap((part) => part[key] as PlaceLists[K][number][]);
  const degrees = (key: 'lon' | 'lat') => Float64Array.from(all(key) as (number | null)[], (v) => v ?? Number.NaN);
  return {
    refs: all('ref') as number[],
    places: {
      id: all('id') as number[],
      name: all('name') as string[],
      uk: all('uk') as string[],
      ru: all('ru') as string[],
      kind: all('kind') as number[],
      country: all('country') as string[],
      admin1: all('admin1') as string[],
      lon: degrees('lon'),
      lat: degrees('lat'),
    },
  };
}

export function readPlaces(buffer: ArrayBuffer): PlaceLists {
  return readJson<PlaceLists>(new Uint8Array(buffer));
}

const columns = ['ref', 'id', 'name', 'uk', 'ru', 'kind', 'country', 'admin1', 'lon', 'lat'] as const;

function checkLists(part: PlaceLists): void {
  const length = part?.ref?.length;
  if (!columns.every((key) => Array.isArray(part?.[key]) && part[key].length === length)) {
    throw new Error('the list of places is not whole');
  }
}

function readJson<T>(bytes: Uint8Array): T {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as T | null;
    if (value && typeof value === 'object') return value;
  } catch {
    // told below
  }
  throw new Error('the counts have a header that cannot be read');
}
