import { ApiError, type Client } from '../api/client';
import { isNarrowed } from '../api/query';
import { defaults } from '../defaults';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import type { Day } from '../time/day';
import { axisOf } from './axis';
import { cubeKey, loadCube } from './load';
import { buildTables, type Tables, wholeSlots } from './tables';
import type { Cube } from './types';
import { createWindow, type Window } from './window';

export interface Model {
  /** Loads the counts that the filter asks for, if they are not there. */
  load(): Promise<void>;
  /** Loads them anew: the data have changed. */
  reload(): Promise<void>;
  destroy(): void;
}

/** Keeps cube, tables and summary true to the filter. It must subscribe before any view. */
export function createModel(app: App, client: Client): Model {
  let abort = new AbortController();
  let now: Window | null = null;
  let before: Window | null = null;
  /** all counts, kept while a search is shown, so that they are back at once */
  let all: { key: string; cube: Cube } | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const load = async () => {
    abort.abort();
    clearTimeout(again);
    abort = new AbortController();
    const { signal } = abort;
    const filter = app.get();
    const key = cubeKey(filter);
    if (all?.key === key) {
      app.set({
        cube: all.cube,
        axis: filter.axis ?? axisOf(all.cube, defaults.axisTail),
        loading: false,
        error: null,
      });
      return;
    }
    app.set({ loading: true });
    try {
      for await (const cube of loadCube(client, filter, signal)) {
        if (signal.aborted) return;
        if (cube.grain === 1 && !isNarrowed(filter)) all = { key, cube };
        app.set({ cube, axis: nextAxis(app.get(), cube), error: null });
      }
      failures = 0;
      app.set({ loading: false });
    } catch (error) {
      if (signal.aborted) return;
      app.set({ loading: false, error: error instanceof Error ? error.message : String(error) });
      if (mayPass(error)) again = setTimeout(() => void load(), pause(error, failures++));
    }
  };

  const rebuild = ({ cube, ...filter }: AppState) => {
    if (!cube) return;
    const tables = buildTables(cube, filter);
    now = createWindow(tables);
    before = createWindow(tables);
    app.set({ tables });
  };

  const sum = (state: AppState) => {
    if (!state.tables || !now || !before) return;
    const wanted = windowOf(state, state.tables);
    const { from, to } = wholeSlots(state.tables, wanted.from, wanted.to);
    now.moveTo(from, to);
    const bounded = state.from !== null || state.to !== null;
    if (bounded) before.moveTo(from - (to - from + 1), from - 1);
    const { counts, firm } = now;
    const known = from - (to - from + 1) >= (state.axis?.whole ?? state.axis ?? { from }).from; // else everything would be new
    const earlier = bounded && known ? before.counts : null;
    app.set({
      summary: {
        from,
        to,
        counts,
        firm,
        before: earlier,
        total: now.total(),
        places: now.places(),
        most: mostOf(counts),
      },
    });
  };

  const unsubscribe = app.subscribe((changed: Keys<AppState>) => {
    if (touches(changed, 'q', 'source', 'by', 'count')) void load();
    if (touches(changed, 'cube', 'kind', 'use', 'precision', 'near', 'polygon')) rebuild(app.get());
    if (touches(changed, 'cube', 'kind', 'use', 'precision', 'near', 'polygon', 'from', 'to')) sum(app.get());
  });

  return {
    load,
    reload() {
      all = null;
      return load();
    },
    destroy() {
      abort.abort();
      clearTimeout(again);
      unsubscribe();
    },
  };
}

function mostOf(counts: Int32Array): number {
  let most = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > most) most = counts[i]!;
  return most;
}

/** Whether it helps to ask again: not if the question is wrong, nor while the server is gone, which is looked after elsewhere. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 429;
}

/** How long to wait before it is asked again, in ms: as long as the server says, else longer each time. */
export function pause(error: unknown, failures: number): number {
  const said = error instanceof ApiError ? error.retryAfter : null;
  return said ?? defaults.retry * 2 ** Math.min(failures, 5);
}

/** A search runs under the slider that stands there already, and days under that of their weeks. */
function nextAxis(state: AppState, cube: Cube) {
  const stands = isNarrowed(state) || (state.cube?.grain === 7 && cube.grain === 1);
  return stands && state.axis ? state.axis : axisOf(cube, defaults.axisTail);
}

/** The window in days; an open end is the end of what there is. */
export function windowOf({ from, to }: Pick<AppState, 'from' | 'to'>, tables: Tables): { from: Day; to: Day } {
  const [first, last] = tables.totals.shown.extent ?? [tables.day0, tables.day0 + Math.max(0, tables.days - 1)];
  const start = from ?? Math.min(first, to ?? first);
  return { from: start, to: Math.max(start, to ?? last) };
}
