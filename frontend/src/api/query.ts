import type { Filter } from '../state/filter';
import { circleText } from '../state/url';
import { isoDay } from '../time/day';

export interface Wanted {
  /** degrees: west, south, east, north */
  bbox?: readonly [number, number, number, number];
  place?: number | null;
}

/** The box of all that has a position: what could not be placed is on no map. */
export const EARTH = [-180, -90, 180, 90] as const;

/** The filter in the API's parameters; the same for lists, counts and downloads. */
export function apiQuery(filter: Filter, wanted: Wanted = {}): URLSearchParams {
  const params = serverQuery(filter);
  if (filter.from !== null || filter.to !== null) {
    params.set('datetime', interval(filter));
    if (!filter.precision.length) params.set('undated', 'true'); // shown whatever the window, as with any list that names them
  }
  if (filter.kind.length) params.set('kind', filter.kind.join(','));
  if (filter.use.length) params.set('use', filter.use.join(','));
  if (filter.precision.length) params.set('precision', filter.precision.join(','));
  const near = circleText(filter.near);
  if (near) params.set('near', near);
  if (filter.polygon) params.set('polygon', filter.polygon.join(','));
  if (wanted.bbox) params.set('bbox', wanted.bbox.map((degrees) => Number(degrees.toFixed(5))).join(','));
  if (wanted.place) params.set('place', String(wanted.place));
  return params;
}

/** What is asked for the distinct posts and documents of all that is on the map, or of a place; the unit that is counted does not matter. */
export function summaryQuery(filter: Filter, of: Parameters<typeof apiQuery>[1] = { bbox: EARTH }): URLSearchParams {
  const params = apiQuery(filter, of);
  params.delete('count');
  return params;
}

export const INFO = 'api/info';

/** Whether the counts of a filter are its own: those of a search come in one piece, all others in parts. */
export function isNarrowed({ q, source }: Pick<Filter, 'q' | 'source'>): boolean {
  return q !== '' || source.length > 0;
}

/** Where the counts of a filter are, or the list of their parts. */
export function cubePath(filter: Filter): string {
  return `api/cube${isNarrowed(filter) ? '' : '/parts'}?${queryText(serverQuery(filter))}`;
}

/** The part of the filter that only the server can apply: another value is another cube. */
export function serverQuery(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.by !== 'event') params.set('by', filter.by);
  if (filter.count !== 'reports') params.set('count', filter.count);
  if (filter.q) params.set('q', filter.q);
  for (const source of filter.source) params.append('source', source);
  return params;
}

function interval(filter: Filter): string {
  const end = (day: number | null) => (day === null ? '..' : isoDay(day));
  return `${end(filter.from)}/${end(filter.to)}`;
}

/** Readable: commas and slashes need no escape in a query. */
export function queryText(params: URLSearchParams): string {
  return params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
}
