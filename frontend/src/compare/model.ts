import { wholeSlots } from '../cube/tables';
import { createWindow, type Window } from '../cube/window';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { changeOf, classOf } from './score';

/** Keeps the comparison true to window and filter. It must subscribe after the model, before any view. */
export function createComparison(app: App): () => void {
  let other: Window | null = null;
  const compare = (state: AppState) => {
    const { summary, tables, versus } = state;
    if (!summary || !tables || versus === null) {
      if (state.comparison) app.set({ comparison: null });
      return;
    }
    other ??= createWindow(tables);
    const days = summary.to - summary.from + 1;
    const wanted = versus === 'before' ? { from: summary.from - days, to: summary.from - 1 } : versus;
    const { from, to } = wholeSlots(tables, wanted.from, wanted.to);
    other.moveTo(from, to);
    const { counts, firm } = other;
    const [totalB, placesB] = [other.total(), other.places()];
    app.set({ comparison: { from, to, totalB, placesB, ...weigh(summary, counts, firm, totalB) } });
  };
  return app.subscribe((changed: Keys<AppState>) => {
    if (touches(changed, 'tables')) other = null;
    if (touches(changed, 'summary', 'versus')) compare(app.get());
  });
}

type Now = NonNullable<AppState['summary']>;

function weigh(now: Now, countsB: Int32Array, firmB: Int32Array, totalB: number) {
  const change = new Float32Array(countsB.length);
  for (let i = 0; i < change.length; i++) change[i] = changeOf(now.counts[i]!, countsB[i]!, now.total, totalB);
  return {
    countsB,
    both: now.counts.map((n, i) => n + countsB[i]!),
    firm: now.firm.map((n, i) => n + firmB[i]!),
    change,
    classes: Uint8Array.from(change, classOf),
  };
}
