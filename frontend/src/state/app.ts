import type { Info } from '../api/types';
import type { Axis } from '../cube/axis';
import type { Tables } from '../cube/tables';
import type { Cube } from '../cube/types';
import type { OwnLayer } from '../layers/own';
import type { Day } from '../time/day';
import type { Comparison } from './comparison';
import type { Filter } from './filter';
import type { Ghosts } from './ghosts';
import type { State } from './state';
import type { MapView, Order, Tab, Versus } from './url';

/** degrees: west, south, east, north */
export type Bounds = readonly [number, number, number, number];

/** All that the page knows, in one flat object. The first part is mirrored in the address. */
export interface AppState extends Filter {
  /** id of the place that is open */
  place: number | null;
  /** id of the mention that a link led to */
  mention: string | null;
  tab: Tab;
  order: Order;
  view: MapView | null;
  /** the slim view for a frame of another page */
  embed: boolean;
  /** the period that the window is compared with */
  versus: Versus | null;

  bounds: Bounds | null;
  /** the list of places keeps to the map's frame */
  framed: boolean;
  /** index of the place that is pointed at */
  hover: number | null;
  playing: boolean;
  /** what the map shows of the reasons that are open */
  ghosts: Ghosts | null;
  /** laid over the map by the reader, lowest first */
  layers: readonly OwnLayer[];
  /** the online map that the server offers is shown */
  online: boolean;

  info: Info | null;
  cube: Cube | null;
  axis: Axis | null;
  tables: Tables | null;
  summary: Summary | null;
  comparison: Comparison | null;
  /** distinct numbers of the window, and of the period that it is compared with: see distinctOf */
  distinct: Counted<Summary> | null;
  distinctB: Counted<Comparison> | null;
  /** a cube is on its way */
  loading: boolean;
  /** why the last cube did not come */
  error: string | null;
  /** the server could not be reached */
  gone: boolean;
}

export type App = State<AppState>;

/** What is counted in the present window. The arrays are live: a new Summary tells that they changed. */
export interface Summary {
  from: Day;
  to: Day;
  /** by place: units in the window, those of them that are firm, and units in the equal period before */
  counts: Int32Array;
  firm: Int32Array;
  before: Int32Array | null;
  /** Σ counts: units by place, so what two places share is in it twice; no number of distinct things */
  total: number;
  places: number;
  /** the largest of the counts */
  most: number;
}

/** Whether the window has days: some that were asked for, or those of what is found. */
export function isDated({ summary, from, to }: Pick<AppState, 'summary' | 'from' | 'to'>): boolean {
  return summary !== null && (summary.total > 0 || from !== null || to !== null);
}

/** Index of a place in the cube, or -1. */
export function placeIndex({ cube }: AppState, id: number | null): number {
  return cube && id !== null ? cube.places.id.indexOf(id) : -1;
}

/** Posts and documents, each counted once. */
export interface Distinct {
  posts: number;
  documents: number;
}

/** Distinct numbers of one state of the counts, which they are bound to; null where the server could not tell them. */
export interface Counted<T> {
  of: T;
  distinct: Distinct | null;
}

/** The distinct numbers of what is counted now; null while they are not known. Those of anything else are never given. */
export function distinctOf<T>(now: T | null, counted: Counted<T> | null): Distinct | null {
  return counted?.of === now ? (counted?.distinct ?? null) : null;
}
