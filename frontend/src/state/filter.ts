import type { Day } from '../time/day';

export const kinds = ['settlement', 'district', 'region', 'country', 'area', 'water', 'facility', 'street'] as const;
export type Kind = (typeof kinds)[number];

/** As numbered in the cube: 0 is unknown. */
export const kindAt = ['unknown', ...kinds] as const;

export const uses = ['literal', 'associative'] as const;
export type Use = (typeof uses)[number];

export const precisions = ['undated', 'day', 'days', 'week', 'month', 'season', 'year'] as const;
export type Precision = (typeof precisions)[number];

export const units = ['reports', 'mentions', 'documents', 'stories'] as const;
export type Unit = (typeof units)[number];

export const bys = ['event', 'published'] as const;
export type By = (typeof bys)[number];

/** Positions in degrees. */
export interface Circle {
  lon: number;
  lat: number;
  km: number;
}

/** Corners of an area, lon, lat, lon, lat … in degrees; the last joins the first. */
export type Polygon = readonly number[];

/** What the reader asked for. An empty list does not filter. */
export interface Filter {
  /** null: open end */
  from: Day | null;
  to: Day | null;
  by: By;
  count: Unit;
  q: string;
  source: readonly string[];
  kind: readonly Kind[];
  use: readonly Use[];
  precision: readonly Precision[];
  /** only places whose point lies in it */
  near: Circle | null;
  polygon: Polygon | null;
}

/** What the page shows before anything is chosen: visible as chips and in the address. */
export const defaultFilter: Filter = {
  from: null,
  to: null,
  by: 'event',
  count: 'reports',
  q: '',
  source: [],
  kind: ['settlement', 'district', 'region', 'water', 'facility'],
  use: ['literal'],
  precision: ['day', 'days'],
  near: null,
  polygon: null,
};

/** Whether two lists hold the same, in any order. */
export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

/** The list with the item switched. An empty list means all; the last item stays. */
export function toggled<T>(list: readonly T[], item: T, all: readonly T[]): readonly T[] {
  const on = (other: T) => list.length === 0 || list.includes(other);
  const next = all.filter((other) => (other === item ? !on(other) : on(other)));
  if (next.length === 0) return list;
  return next.length === all.length ? [] : next;
}

/** The list with items added, without a word on the others. */
export function withAll<T>(list: readonly T[], items: readonly T[], all: readonly T[]): readonly T[] {
  const next = all.filter((other) => list.length === 0 || list.includes(other) || items.includes(other));
  return next.length === all.length ? [] : next;
}
