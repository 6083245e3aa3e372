import { ApiError, type Client, type Part } from '../api/client';
import { isNarrowed, serverQuery } from '../api/query';
import type { Filter } from '../state/filter';
import type { Cube, Grain } from './types';

/** What the server is asked for the counts of a filter; the same text means the same cube. */
export function cubeKey(filter: Filter): string {
  return serverQuery(filter).toString();
}

/** The counts for a filter, each better than the one before: those by weeks are smaller and come first. */
export async function* loadCube(client: Client, filter: Filter, signal: AbortSignal): AsyncGenerator<Cube> {
  if (isNarrowed(filter)) {
    yield await client.cube(filter, signal);
    return;
  }
  let cache: RequestCache = 'default';
  for (let attempt = 1; ; attempt++) {
    try {
      yield* loadParts(client, filter, { signal, cache });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || signal.aborted || !mayHelp(error)) throw error;
      if (!(error instanceof ApiError)) cache = 'reload';
    }
  }
}

/** Times that parts are looked up while what is stored changes all the time. */
const ATTEMPTS = 3;

/** A part that has gone has changed since it was listed; one that cannot be read may have come to harm in the cache. */
function mayHelp(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 404;
}

async function* loadParts(client: Client, filter: Filter, init: RequestInit): AsyncGenerator<Cube> {
  const set = await client.cubeSet(filter, init);
  const lists = client.cubeParts(set.places, init);
  const cubeOf = async (grain: Grain, parts: Part[]) => {
    const [places, files] = await Promise.all([lists, client.cubeParts(parts, init)]);
    return client.decode({ about: set, grain, places: places.map((list) => list.slice(0)), files });
  };
  if (set.weeks.length) yield await cubeOf(7, set.weeks);
  yield await cubeOf(1, set.days);
}
