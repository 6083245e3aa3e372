import { defaults } from '../defaults';
import { type Day, isoDay, parseDay } from '../time/day';
import { bys, type Circle, defaultFilter, type Filter, kinds, type Polygon, precisions, units, uses } from './filter';

/** What the address holds: the filter, the place that is open, the list, the part of the map. */
export interface Address {
  filter: Filter;
  place: number | null;
  /** id of the mention that a link leads to */
  mention: string | null;
  tab: Tab;
  order: Order;
  view: MapView | null;
  /** the slim view for a frame of another page */
  embed: boolean;
  versus: Versus | null;
}

/** A period to compare with: the equal one before the window, or its days. */
export type Versus = 'before' | { from: Day; to: Day };

export const tabs = ['places', 'reports', 'compare'] as const;
export type Tab = (typeof tabs)[number];

/** Of the list of places. */
export const orders = ['most', 'rising', 'first'] as const;
export type Order = (typeof orders)[number];

export interface MapView {
  lat: number;
  lon: number;
  zoom: number;
}

const ANY = 'any';

export function readAddress(search: string): Address {
  const params = new URLSearchParams(search);
  const versus = readVersus(params.get('vs'));
  return {
    filter: readFilter(params),
    place: readPlace(params.get('place')),
    mention: readMention(params.get('mention')),
    tab: oneOf(tabs, params.get('tab')) ?? (versus ? 'compare' : 'places'),
    order: oneOf(orders, params.get('order')) ?? 'most',
    view: readView(params.get('at')),
    embed: params.get('embed') === '1',
    versus,
  };
}

function readFilter(params: URLSearchParams): Filter {
  const [from, to] = readDays(params);
  return {
    from,
    to,
    by: oneOf(bys, params.get('by')) ?? defaultFilter.by,
    count: oneOf(units, params.get('count')) ?? defaultFilter.count,
    q: params.get('q') ?? '',
    source: params.getAll('source'),
    kind: readList(kinds, params.get('kind'), defaultFilter.kind),
    use: readList(uses, params.get('use'), defaultFilter.use),
    precision: readList(precisions, params.get('precision'), defaultFilter.precision),
    near: readCircle(params.get('near')),
    polygon: readPolygon(params.get('polygon')),
  };
}

/** The window; one that is written the wrong way round is turned. */
function readDays(params: URLSearchParams): [number | null, number | null] {
  const from = parseDay(params.get('from'));
  const to = parseDay(params.get('to'));
  return from !== null && to !== null && from > to ? [to, from] : [from, to];
}

const FARTHEST = 20_038; // km: half way around the earth

function readCircle(text: string | null): Circle | null {
  const [lon, lat, km, ...more] = (text || 'none').split(',').map(Number);
  if (lon === undefined || lat === undefined || km === undefined || more.length) return null;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && km > 0 && km <= FARTHEST ? { lon, lat, km } : null;
}

function readPolygon(text: string | null): Polygon | null {
  const corners = (text || 'none').split(',').map(Number);
  const sound = corners.every((degrees, i) => Math.abs(degrees) <= (i % 2 ? 90 : 180));
  const fits = corners.length >= 6 && corners.length % 2 === 0 && corners.length <= 2 * defaults.corners;
  return sound && fits ? corners : null;
}

function readList<T extends string>(all: readonly T[], text: string | null, otherwise: readonly T[]): readonly T[] {
  if (text === null) return otherwise;
  if (text === ANY) return [];
  const wanted = text.split(',');
  const known = all.filter((item) => wanted.includes(item));
  return known.length ? known : otherwise;
}

function oneOf<T extends string>(all: readonly T[], text: string | null): T | undefined {
  return all.find((item) => item === text);
}

function readVersus(text: string | null): Versus | null {
  if (text === 'before') return text;
  const [from, to] = (text ?? '').split('/').map(parseDay);
  return from != null && to != null && from <= to ? { from, to } : null;
}

function readPlace(text: string | null): number | null {
  const id = Number(text);
  return text && Number.isSafeInteger(id) && id !== 0 ? id : null;
}

function readMention(text: string | null): string | null {
  return text && /^[\w-]{1,80}$/.test(text) ? text : null;
}

function readView(text: string | null): MapView | null {
  const [lat, lon, zoom] = (text ?? '').split(',').map(Number);
  if (lat === undefined || lon === undefined || zoom === undefined) return null;
  const sound = Math.abs(lat) <= 85 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 20;
  return sound ? { lat, lon, zoom } : null;
}

/** As the API takes it, "lon,lat,km". */
export function circleText(near: Circle | null): string | null {
  return near && `${near.lon},${near.lat},${near.km}`;
}

/** The query part of the page's address, "?…". The lists are always written out, so that a link says what it shows. */
export function writeAddress(address: Address): string {
  const { filter, place, mention, tab, order, view, embed, versus } = address;
  const params = new URLSearchParams();
  const put = (name: string, value: string | null, unlike = '') => {
    if (value !== null && value !== unlike) params.append(name, value);
  };
  put('from', filter.from === null ? null : isoDay(filter.from));
  put('to', filter.to === null ? null : isoDay(filter.to));
  put('kind', filter.kind.join(',') || ANY);
  put('use', filter.use.join(',') || ANY);
  put('precision', filter.precision.join(',') || ANY);
  put('by', filter.by, defaultFilter.by);
  put('count', filter.count, defaultFilter.count);
  put('q', filter.q);
  for (const source of filter.source) put('source', source);
  put('near', circleText(filter.near));
  put('polygon', filter.polygon?.join(',') ?? null);
  put('place', place === null ? null : String(place));
  put('mention', mention);
  put('tab', tab, versus ? 'compare' : 'places');
  put('order', order, 'most');
  put('at', view && `${view.lat.toFixed(4)},${view.lon.toFixed(4)},${Number(view.zoom.toFixed(2))}`);
  put('vs', typeof versus === 'object' ? versus && `${isoDay(versus.from)}/${isoDay(versus.to)}` : versus);
  put('embed', embed ? '1' : null);
  return `?${params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/')}`;
}
