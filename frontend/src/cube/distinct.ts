import type { Client } from '../api/client';
import { queryText, summaryQuery } from '../api/query';
import { defaults } from '../defaults';
import { debounce } from '../dom';
import type { App, AppState, Distinct } from '../state/app';
import type { Filter } from '../state/filter';
import { type Keys, touches } from '../state/state';
import { mayPass, pause } from './model';

/** A number that is asked for: where it is kept, and what it is of. */
interface Asked<Slot extends 'distinct' | 'distinctB'> {
  slot: Slot;
  /** the key of the state that holds the subject */
  key: 'summary' | 'comparison';
  subject(state: AppState): NonNullable<AppState[Slot]>['of'] | null;
  /** what the server is asked for it */
  filter(state: AppState): Filter;
}

/**
 * Asks the server, when the hand rests, for the distinct posts and documents of the window and of the period that it
 * is compared with: sums over places are none. It must subscribe after the model and the comparison, before any view.
 */
export function createDistinct(app: App, client: Pick<Client, 'summary'>): () => void {
  const ends = [
    follow(app, client, {
      slot: 'distinct',
      key: 'summary',
      subject: ({ summary }) => summary,
      filter: (state) => state,
    }),
    follow(app, client, {
      slot: 'distinctB',
      key: 'comparison',
      subject: ({ comparison }) => comparison,
      filter: ({ comparison, ...state }) => ({ ...state, from: comparison!.from, to: comparison!.to }),
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function follow<Slot extends 'distinct' | 'distinctB'>(
  app: App,
  client: Pick<Client, 'summary'>,
  { slot, key: subjectKey, subject, filter }: Asked<Slot>,
): () => void {
  let abort = new AbortController();
  let again: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** the last answer, and the question in the generation of the counts */
  let last: { key: string; distinct: Distinct } | null = null;

  const tell = (of: unknown, distinct: Distinct | null) => {
    if (subject(app.get()) === of) app.set({ [slot]: { of, distinct } } as Pick<AppState, Slot>);
  };

  const ask = async () => {
    const state = app.get();
    const of = subject(state);
    if (of === null || !mayAsk(state)) return;
    const [query, key] = questionOf(state);
    const { signal } = abort;
    try {
      const { generation, posts, documents } = await client.summary(query, signal);
      if (signal.aborted) return;
      failures = 0;
      const same = String(generation) === state.cube?.generation; // else the counts are asked for anew
      if (same) last = { key, distinct: { posts, documents } };
      tell(of, same ? { posts, documents } : null);
    } catch (error) {
      if (signal.aborted) return;
      tell(of, null);
      if (mayPass(error)) again = setTimeout(begin, pause(error, failures++));
    }
  };
  const soon = debounce(defaults.fetchDelay, () => void ask());

  const questionOf = (state: AppState) => {
    const query = summaryQuery(filter(state));
    return [query, `${state.cube?.generation} ${queryText(query)}`] as const;
  };

  /** Gives up what was asked before: it is of something else. */
  const begin = () => {
    abort.abort();
    abort = new AbortController();
    clearTimeout(again);
    soon.cancel();
    const state = app.get();
    const of = subject(state);
    if (of === null || !mayAsk(state)) return;
    const [, key] = questionOf(state);
    if (last?.key === key) tell(of, last.distinct);
    else soon();
  };

  const unsubscribe = app.subscribe((changed: Keys<AppState>) => {
    const state = app.get();
    const known = state[slot]?.of === subject(state) && state[slot]?.distinct;
    if (touches(changed, subjectKey)) begin();
    else if (touches(changed, 'loading', 'error', 'playing', 'gone') && !known) begin();
  });
  return () => {
    abort.abort();
    clearTimeout(again);
    soon.cancel();
    unsubscribe();
  };
}

/** Whether the counts that are shown are those of the filter, to the day, and stand still. */
function mayAsk({ cube, loading, error, playing, gone }: AppState): boolean {
  return cube?.grain === 1 && !loading && error === null && !playing && !gone;
}

/** Whether distinct numbers of the window are still to come. */
export function isCounting({ summary, distinct, error, gone }: AppState): boolean {
  return summary !== null && summary.total > 0 && error === null && !gone && distinct?.of !== summary;
}
