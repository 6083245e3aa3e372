import { type About, buffersOf, decode, type Encoded } from '../cube/decode';
import type { Cube } from '../cube/types';
import type { Decoded } from '../cube/worker';
import { defaults } from '../defaults';
import type { Filter } from '../state/filter';
import { words } from '../words';
import { takeEarly } from './early';
import { cubePath, INFO, queryText } from './query';
import type {
  Info,
  Located,
  Mention,
  Page,
  PlaceKnown,
  RegionFeature,
  Sample,
  SourceCount,
  StoreSummary,
} from './types';

/** An answer that is none; status 0 when the server could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** when it helps to ask again, in ms, if the server says so */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

export type Collection = 'mentions' | 'places';

/** A part of all counts: what bears the same name is the same for ever. */
export interface Part {
  name: string;
  rows: number;
}

/** The parts of all counts by one day and in one unit. */
export interface CubeSet extends About {
  places: Part[];
  /** none where days are few enough to be read at once */
  weeks: Part[];
  days: Part[];
}

/** The one way to the server. Paths are relative, so that the page may be served under any path. */
export interface Client {
  info(): Promise<Info>;
  /** With their mentions under a filter. */
  sources(query?: URLSearchParams, signal?: AbortSignal): Promise<SourceCount[]>;
  /** Distinct documents and posts that match: what no sum over places tells. */
  summary(query: URLSearchParams, signal: AbortSignal): Promise<StoreSummary>;
  /** Counts in one piece, for any filter. */
  cube(filter: Filter, signal: AbortSignal): Promise<Cube>;
  /** Parts of all counts: for a filter that is not narrowed. */
  cubeSet(filter: Filter, init: RequestInit): Promise<CubeSet>;
  cubeParts(parts: Part[], init: RequestInit): Promise<ArrayBuffer[]>;
  /** Takes the buffers that it is given. */
  decode(encoded: Encoded): Promise<Cube>;
  mentions(query: URLSearchParams, signal: AbortSignal): Promise<Page<Mention>>;
  /** How many of a collection match, by the store's own count. */
  count(collection: Collection, query: URLSearchParams, signal: AbortSignal): Promise<number>;
  /** The name that a download will have. */
  fileName(query: URLSearchParams, signal: AbortSignal): Promise<string>;
  /** The first bytes of a download. */
  sample(query: URLSearchParams, signal: AbortSignal): Promise<Sample>;
  regions(): Promise<Page<RegionFeature>>;
  /** The next page that an answer links to. */
  next<T>(page: Page<T>, signal: AbortSignal): Promise<Page<T>> | null;
  why(id: string): Promise<Mention>;
  place(id: number, query: URLSearchParams, signal: AbortSignal): Promise<PlaceKnown>;
  locate(text: string, date: string | null): Promise<Located>;
  /** A file of the basemap. */
  basemap(name: string): Promise<ArrayBuffer>;
  healthy(): Promise<boolean>;
  /** Absolute address of a resource, for links and other programs. */
  url(path: string, query: URLSearchParams): string;
}

/** What a client tells of its attempts. */
export interface Listener {
  /** after every attempt: whether the server could be reached */
  onReach(reached: boolean): void;
  /** with every answer that depends on the store: its generation */
  onGeneration(generation: string): void;
}

export function createClient({ onReach, onGeneration }: Listener): Client {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await (takeEarly(path) ?? fetch(path, init)).catch((error: unknown) => {
      if (init.signal?.aborted) throw error;
      onReach(false);
      throw new ApiError(0, words.noAnswer);
    });
    onReach(true);
    if (!response.ok) {
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      throw new ApiError(response.status, await detailOf(response), Number.isNaN(seconds) ? null : seconds * 1000);
    }
    const [, generation] = /^W\/"(\d+)-/.exec(response.headers.get('ETag') ?? '') ?? [];
    if (generation !== undefined) onGeneration(generation);
    return response;
  };
  const json = async <T>(path: string, init?: RequestInit) => (await (await ask(path, init)).json()) as T;
  const bytes = async (path: string, init?: RequestInit) => (await ask(path, init)).arrayBuffer();
  const items = <T>(collection: string, query: URLSearchParams, signal?: AbortSignal) =>
    json<Page<T>>(`api/collections/${collection}/items?${queryText(query)}`, signal ? { signal } : {});

  return {
    info: () => json(INFO),
    async sources(query = new URLSearchParams(), signal) {
      const path = `api/sources?${queryText(query)}`;
      return (await json<{ sources: SourceCount[] }>(path, signal ? { signal } : {})).sources;
    },
    summary: (query, signal) => json(`api/summary?${queryText(query)}`, { signal }),
    cube: async (filter, signal) => unpack(await bytes(cubePath(filter), { signal })),
    cubeSet: (filter, init) => json(cubePath(filter), init),
    cubeParts: (parts, init) => Promise.all(parts.map(({ name }) => bytes(`api/cube/parts/${name}`, init))),
    decode: unpack,
    mentions: (query, signal) => items('mentions', query, signal),
    async count(collection, query, signal) {
      const hits = new URLSearchParams(query);
      hits.set('resultType', 'hits');
      return (await items<unknown>(collection, hits, signal)).numberMatched;
    },
    async fileName(query, signal) {
      const { headers } = await ask(`api/export?${queryText(query)}`, { method: 'HEAD', signal });
      return /filename="([^"]+)"/.exec(headers.get('Content-Disposition') ?? '')?.[1] ?? '';
    },
    sample: async (query, signal) => beginningOf(await ask(`api/export?${queryText(query)}`, { signal })),
    regions: () => items('regions', new URLSearchParams({ kind: 'region', limit: '1000' })),
    next: (page, signal) => {
      const link = page.links?.find(({ rel }) => rel === 'next');
      return link ? json(sameOrigin(link.href), { signal }) : null;
    },
    why: (id) => json(`api/collections/mentions/items/${encodeURIComponent(id)}?why=1`),
    place: (id, query, signal) => json(`api/places/${id}?${queryText(query)}`, { signal }),
    locate: (text, date) =>
      json('api/locate?explain=1', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(date ? { text, date } : { text }),
      }),
    basemap: (name) => bytes(`assets/basemap/${name}`),
    healthy: () =>
      fetch('healthz', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    url: (path, query) => new URL(`${path}?${queryText(query)}`, document.baseURI).href,
  };
}

/** Reads so far as a sample reaches, and hangs up. */
async function beginningOf({ body }: Response): Promise<Sample> {
  const reader = body!.getReader();
  const decoder = new TextDecoder('latin1');
  let text = '';
  while (text.length < defaults.sample) {
    const { done, value } = await reader.read();
    if (done) return { text, whole: true };
    text += decoder.decode(value);
  }
  await reader.cancel();
  return { text, whole: false };
}

async function detailOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as { detail?: string; title?: string } | null;
  return problem?.detail ?? problem?.title ?? words.answered(response.status);
}

/** A link of an answer, without its host: behind a proxy the server may not know its own name. */
function sameOrigin(href: string): string {
  const url = new URL(href, document.baseURI);
  const api = url.pathname.lastIndexOf('/api/');
  return url.pathname.slice(api + 1) + url.search;
}

/** Decodes much in a worker, so that the map stays smooth meanwhile; little is done before a worker has started. */
async function unpack(encoded: Encoded): Promise<Cube> {
  const buffers = buffersOf(encoded);
  if (buffers.reduce((sum, { byteLength }) => sum + byteLength, 0) <= defaults.decodeHere) return decode(encoded);
  const worker = new Worker(new URL('../cube/worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Cube>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Decoded>) =>
      'cube' in data ? resolve(data.cube) : reject(new Error(data.error));
    worker.onerror = (event) => reject(new Error(event.message || 'the counts could not be decoded'));
    worker.postMessage(encoded, buffers);
  }).finally(() => worker.terminate());
}
