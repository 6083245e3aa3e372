/** What the API answers, as docs/api.md says. All of it is foreign text: shown as text only. */
export interface Info {
  generation: number;
  documents: number;
  posts: number;
  mentions: number;
  first: string | null;
  last: string | null;
  demo: boolean;
  version: string;
  gazetteer: string;
  locator: string;
  /** an online map that the page may offer: the address of its tiles, and whom to thank */
  tiles: { url: string; credit: string } | null;
}

/** How much matches a filter: each document, post and mention once. */
export interface StoreSummary {
  generation: number;
  documents: number;
  posts: number;
  mentions: number;
}

export interface Mention {
  id: string;
  geometry: { type: 'Point'; coordinates: [number, number] } | null;
  properties: MentionProperties;
}

interface StoredProperties {
  name: string | null;
  surface: string;
  kind: string;
  use: string;
  relation: string;
  date: string | null;
  date_to: string | null;
  date_precision: string | null;
  date_words?: string | null;
  /** Said of the future when it was written. */
  planned?: boolean;
  published: string | null;
  certainty: 'sure' | 'likely' | 'unsure';
  place: number | null;
  country: string | null;
  admin1: string | null;
  snippet: string;
  snippet_mark: [number, number] | null;
  date_mark: [number, number] | null;
  title: string | null;
  source: string | null;
  author?: string | null;
  url: string | null;
  /** code points of the document */
  start: number;
  document: string;
  post: string | number;
}

export type MentionProperties = StoredProperties & Reasons;

export interface Cue {
  name: string;
  detail: string;
  weight: number;
  /** code points of the document: what it rests on */
  words?: [number, number];
  /** the same as text */
  quote?: string;
}

/** What decided for a place; only where it was asked for. */
export interface Reasons {
  why?: Cue[];
  runner_up?: RunnerUp | null;
  confidence: number;
  radius_km: number | null;
  derived?: Derived[];
}

/** A point worked out from a mention, such as "12 km north of it". */
export interface Derived {
  relation: string;
  lat: number;
  lon: number;
  radius_km: number;
}

/** What is known of a place under the filters. */
export interface PlaceKnown {
  lat: number;
  lon: number;
  population: number;
  /** by language; "" where it cannot be told */
  names: Record<string, string[]>;
  former: Record<string, string[]>;
  days: { from: string | null; to: string | null; count: number }[];
}

export interface RunnerUp {
  name: string;
  kind: string;
  lat: number;
  lon: number;
  country: string | null;
  admin1: string | null;
}

export interface Page<T> {
  features: T[];
  numberMatched: number;
  links?: { rel: string; href: string }[];
}

export interface Toponym extends Reasons {
  start: number;
  end: number;
  surface: string;
  name: string | null;
  kind: string;
  country: string | null;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  use: string;
  relation: string;
  date: string | null;
  date_to: string | null;
  date_precision: string | null;
}

export interface Located {
  toponyms: Toponym[];
}

export interface SourceCount {
  source: string;
  mentions: number;
}

export interface RegionFeature {
  type: 'Feature';
  id: number | string;
  geometry: GeoJSON.Geometry | null;
  properties: Record<string, unknown>;
}

/** The beginning of a download: a character for each byte; whole if there is no more of it. */
export interface Sample {
  text: string;
  whole: boolean;
}
