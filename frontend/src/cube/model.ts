import type { Client } from '../api/client';
import { defaults } from '../defaults';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import type { Day } from '../time/day';
import { axisOf } from './axis';
import type { Cube } from './decode';
import { buildTables, type Tables } from './tables';
import { createWindow, type Window } from './window';

/** Keeps cube, tables and summary true to the filter. It must subscribe before any view. */
export function createModel(app: App, client: Client): { load(): Promise<void>; destroy(): void } {
  let abort = new AbortController();
  let now: Window | null = null;
  let before: Window | null = null;

  const load = async () => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    app.set({ loading: true, error: null });
    try {
      const cube = await client.cube(app.get(), signal);
      if (!signal.aborted) app.set({ cube, axis: nextAxis(app.get(), cube), loading: false });
    } catch (error) {
      if (!signal.aborted) app.set({ loading: false, error: error instanceof Error ? error.message : String(error) });
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
    const { from, to } = windowOf(state, state.tables);
    now.moveTo(from, to);
    const bounded = state.from !== null || state.to !== null;
    if (bounded) before.moveTo(from - (to - from + 1), from - 1);
    const { counts, firm } = now;
    const earlier = bounded ? before.counts : null;
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
    if (touches(changed, 'cube', 'kind', 'use', 'precision', 'near')) rebuild(app.get());
    if (touches(changed, 'cube', 'kind', 'use', 'precision', 'near', 'from', 'to')) sum(app.get());
  });

  return {
    load,
    destroy() {
      abort.abort();
      unsubscribe();
    },
  };
}

function mostOf(counts: Int32Array): number {
  let most = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > most) most = counts[i]!;
  return most;
}

/** A search runs under the slider that stands there already. */
function nextAxis({ axis, q, source }: AppState, cube: Cube) {
  const narrowed = q !== '' || source.length > 0;
  return narrowed && axis ? axis : axisOf(cube, defaults.axisTail);
}

/** The window in days; an open end is the end of what there is. */
export function windowOf({ from, to }: Pick<AppState, 'from' | 'to'>, tables: Tables): { from: Day; to: Day } {
  const [first, last] = tables.totals.shown.extent ?? [tables.day0, tables.day0 + Math.max(0, tables.days - 1)];
  const start = from ?? Math.min(first, to ?? first);
  return { from: start, to: Math.max(start, to ?? last) };
}
