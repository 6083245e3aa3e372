import { defaults } from '../defaults';
import { mercatorX, mercatorY } from '../map/project';
import { type Day, parseDay } from '../time/day';
import { words } from '../words';
import type { Form, OwnLayer } from './own';

/** Why a file cannot be laid over the map; the message is one line for the reader. */
export class LayerError extends Error {}

export type Parsed = Pick<OwnLayer, 'forms' | 'box'> & {
  /** the name that the file gives itself, if any */
  name: string | null;
};

/** How deep the coordinates of each type are nested: a position is 0. */
const depths = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
} as const;
type Simple = keyof typeof depths;

const LONGEST_NAME = 80;

/** Reads a GeoJSON text (RFC 7946); throws LayerError on anything else. */
export function parseLayer(text: string): Parsed {
  const reader = new Reader();
  const root = parseJson(text);
  reader.root(root);
  if (!reader.forms.length) throw new LayerError(words.layers.noShapes);
  const name = typeof root.name === 'string' ? root.name.trim().slice(0, LONGEST_NAME) : '';
  return { forms: reader.forms, box: reader.box, name: name || null };
}

type Json = Record<string, unknown>;

function parseJson(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LayerError(words.layers.notJson);
  }
  if (!isObject(value)) throw new LayerError(words.layers.notGeoJson);
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Reader {
  readonly forms: Form[] = [];
  readonly box: [number, number, number, number] = [180, 90, -180, -90];
  private positions = 0;

  root(value: Json): void {
    if (value.type === 'FeatureCollection') {
      if (!Array.isArray(value.features)) throw new LayerError(words.layers.notGeoJson);
      for (const [i, feature] of value.features.entries()) this.feature(feature, words.layers.feature(i + 1));
    } else if (value.type === 'Feature') this.feature(value, words.layers.feature(1));
    else this.geometry(value, null, words.layers.theGeometry, 0);
  }

  private feature(value: unknown, where: string): void {
    if (!isObject(value) || value.type !== 'Feature') throw new LayerError(words.layers.notFeature(where));
    if (value.geometry === null || value.geometry === undefined) return; // RFC 7946: a feature may have no place
    this.geometry(value.geometry, dateOf(value.properties, where), where, 0);
  }

  private geometry(value: unknown, date: Day | null, where: string, level: number): void {
    if (!isObject(value)) throw new LayerError(words.layers.notGeometry(where));
    if (value.type === 'GeometryCollection') {
      if (level >= defaults.layer.depth) throw new LayerError(words.layers.tooDeep(where));
      if (!Array.isArray(value.geometries)) throw new LayerError(words.layers.notGeometry(where));
      for (const part of value.geometries) this.geometry(part, date, where, level + 1);
      return;
    }
    const type = String(value.type);
    if (!Object.hasOwn(depths, type)) throw new LayerError(words.layers.unknownType(where, type.slice(0, 40)));
    const simple = type as Simple;
    for (const form of this.split(simple, value.coordinates, where)) this.forms.push({ ...form, date });
  }

  /** A multi-geometry becomes one form for each polygon; lines and points of it stay together. */
  private split(type: Simple, coordinates: unknown, where: string): Omit<Form, 'date'>[] {
    const list = (value: unknown) => {
      if (!Array.isArray(value)) throw new LayerError(words.layers.badCoordinates(where));
      return value as unknown[];
    };
    const line = (value: unknown, least: number) => this.line(list(value), least, where);
    const area = (rings: unknown) => ({ kind: 'area' as const, parts: list(rings).map((ring) => line(ring, 4)) });
    switch (type) {
      case 'Point':
        return [{ kind: 'point', parts: [line([coordinates], 1)] }];
      case 'MultiPoint':
        return [{ kind: 'point', parts: [line(coordinates, 0)] }];
      case 'LineString':
        return [{ kind: 'line', parts: [line(coordinates, 2)] }];
      case 'MultiLineString':
        return [{ kind: 'line', parts: list(coordinates).map((part) => line(part, 2)) }];
      case 'Polygon':
        return [area(coordinates)];
      case 'MultiPolygon':
        return list(coordinates).map(area);
    }
  }

  private line(positions: unknown[], least: number, where: string): Float64Array {
    if (positions.length < least) throw new LayerError(words.layers.badCoordinates(where));
    this.positions += positions.length;
    if (this.positions > defaults.layer.positions) throw new LayerError(words.layers.tooMany(defaults.layer.positions));
    const out = new Float64Array(2 * positions.length);
    positions.forEach((position, i) => {
      const [lon, lat] = Array.isArray(position) ? (position as unknown[]) : [];
      if (!degrees(lon, 180) || !degrees(lat, 90)) throw new LayerError(words.layers.badPosition(where));
      out[2 * i] = mercatorX(lon);
      out[2 * i + 1] = mercatorY(lat);
      this.widen(lon, lat);
    });
    return out;
  }

  private widen(lon: number, lat: number): void {
    const { box } = this;
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
}

function degrees(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function dateOf(properties: unknown, where: string): Day | null {
  const text = isObject(properties) ? properties.date : undefined;
  if (text === undefined || text === null || text === '') return null;
  const day = typeof text === 'string' ? parseDay(text) : null;
  if (day === null) throw new LayerError(words.layers.badDate(where, String(text).slice(0, 40)));
  return day;
}
