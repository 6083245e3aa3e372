import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../src/api/client';
import { apiQuery, queryText, summaryQuery } from '../src/api/query';
import type { StoreSummary } from '../src/api/types';
import { createDistinct, isCounting } from '../src/cube/distinct';
import { defaults } from '../src/defaults';
import { titleOf } from '../src/share/picture';
import { type AppState, distinctOf, type Summary } from '../src/state/app';
import { defaultFilter } from '../src/state/filter';
import { createState } from '../src/state/state';
import { words } from '../src/words';

const summaryOf = (from: number, to: number) => ({ from, to, total: 900, places: 90 }) as Summary;

/** A page that shows some counts of generation 1, and a server that answers when it is told to. */
function make() {
  const asked: {
    query: string;
    signal: AbortSignal;
    answer(sum: Partial<StoreSummary>): void;
    fail(e: Error): void;
  }[] = [];
  const app = createState<AppState>(
    {
      ...defaultFilter,
      cube: { grain: 1, generation: '1' },
      summary: null,
      comparison: null,
      distinct: null,
      distinctB: null,
      loading: false,
      error: null,
      playing: false,
      gone: false,
    } as unknown as AppState,
    (flush) => queueMicrotask(flush),
  );
  createDistinct(app, {
    summary: (query, signal) =>
      new Promise((resolve, reject) => {
        asked.push({
          query: queryText(query),
          signal,
          answer: (sum) => resolve({ generation: 1, documents: 0, posts: 0, mentions: 0, ...sum }),
          fail: reject,
        });
      }),
  });
  const show = (from: number, to: number) => app.set({ from, to, summary: summaryOf(from, to) });
  const shown = () => distinctOf(app.get().summary, app.get().distinct);
  return { app, asked, show, shown };
}

const rest = () => vi.advanceTimersByTimeAsync(defaults.fetchDelay + 1);

describe('distinct numbers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are asked for once the hand rests, and belong to what was asked', async () => {
    const { app, asked, show, shown } = make();
    for (let to = 19_400; to < 19_420; to++) {
      show(19_000, to);
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(asked).toHaveLength(0);
    await rest();
    expect(asked.map(({ query }) => query)).toEqual([queryText(summaryQuery(app.get()))]);
    expect(isCounting(app.get())).toBe(true);
    asked[0]!.answer({ posts: 7, documents: 5 });
    await rest();
    expect(shown()).toEqual({ posts: 7, documents: 5 });
    expect(isCounting(app.get())).toBe(false);
    show(19_000, 19_500);
    expect(shown()).toBeNull(); // at once, before anything is told of it
  });

  it('of what was left are given up, and dropped should they come', async () => {
    const { asked, show, shown } = make();
    show(19_000, 19_100);
    await rest();
    show(19_000, 19_200);
    await rest();
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[1]!.answer({ posts: 2, documents: 2 });
    asked[0]!.answer({ posts: 9, documents: 9 });
    await rest();
    expect(shown()).toEqual({ posts: 2, documents: 2 });
  });

  it('are not asked for while it plays, while counts are on their way, or of whole weeks', async () => {
    for (const busy of [{ playing: true }, { loading: true }, { gone: true }, { error: 'no' }] as Partial<AppState>[]) {
      const { app, asked, show } = make();
      app.set(busy);
      show(19_000, 19_100);
      await rest();
      expect(asked, JSON.stringify(busy)).toHaveLength(0);
      app.set({ playing: false, loading: false, gone: false, error: null });
      await rest();
      expect(asked, JSON.stringify(busy)).toHaveLength(1);
    }
    const { app, asked, show } = make();
    app.set({ cube: { grain: 7, generation: '1' } as AppState['cube'] });
    show(19_000, 19_100);
    await rest();
    expect(asked).toHaveLength(0);
  });

  it('of another generation are not told', async () => {
    const { app, asked, show, shown } = make();
    show(19_000, 19_100);
    await rest();
    asked[0]!.answer({ generation: 2, posts: 3, documents: 3 });
    await rest();
    expect(shown()).toBeNull();
    expect(isCounting(app.get())).toBe(false);
    app.set({ cube: { grain: 1, generation: '2' } as AppState['cube'] }); // the counts have come anew
    show(19_000, 19_100);
    await rest();
    asked[1]!.answer({ generation: 2, posts: 4, documents: 3 });
    await rest();
    expect(shown()).toEqual({ posts: 4, documents: 3 });
  });

  it('are there at once where the question is the last one', async () => {
    const { app, asked, show, shown } = make();
    show(19_000, 19_100);
    await rest();
    asked[0]!.answer({ posts: 4, documents: 3 });
    await rest();
    app.set({ count: 'documents', summary: summaryOf(19_000, 19_100) });
    await vi.advanceTimersByTimeAsync(1);
    expect(shown()).toEqual({ posts: 4, documents: 3 });
    await rest();
    expect(asked).toHaveLength(1);
  });

  it('are asked for again after a failure that may pass, and after the server was gone', async () => {
    const { app, asked, show, shown } = make();
    show(19_000, 19_100);
    await rest();
    asked[0]!.fail(new ApiError(429, 'too many requests'));
    await vi.advanceTimersByTimeAsync(1);
    expect(isCounting(app.get())).toBe(false);
    await vi.advanceTimersByTimeAsync(defaults.retry + defaults.fetchDelay + 1);
    expect(asked).toHaveLength(2);
    asked[1]!.fail(new ApiError(0, 'gone'));
    app.set({ gone: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(2);
    app.set({ gone: false });
    await rest();
    asked[2]!.answer({ posts: 1, documents: 1 });
    await rest();
    expect(shown()).toEqual({ posts: 1, documents: 1 });
    show(19_000, 19_200);
    await rest();
    asked[3]!.fail(new ApiError(400, 'wrong'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(4);
  });

  it('of the other period are those of its days', async () => {
    const { app, asked, show } = make();
    show(19_000, 19_100);
    app.set({ comparison: { from: 18_000, to: 18_100 } as AppState['comparison'] });
    await rest();
    expect(asked).toHaveLength(2);
    expect(asked[1]!.query).toContain('datetime=2019-04-14/2019-07-23');
    asked[1]!.answer({ posts: 8, documents: 6 });
    await rest();
    const { comparison, distinctB, summary, distinct } = app.get();
    expect(distinctOf(comparison, distinctB)).toEqual({ posts: 8, documents: 6 });
    expect(distinctOf(summary, distinct)).toBeNull();
  });
});

describe('what is asked', () => {
  const full = {
    ...defaultFilter,
    q: 'bridge',
    source: ['A'],
    by: 'published',
    near: { lon: 37, lat: 48, km: 25 },
  } as const;

  it('is the filter of the page, of what has a position, whatever is counted', () => {
    const query = summaryQuery({ ...full, count: 'documents', from: 19_000, polygon: [36, 47, 39, 47, 38, 49] });
    expect(Object.fromEntries(query)).toEqual({
      by: 'published',
      q: 'bridge',
      source: 'A',
      datetime: '2022-01-08/..',
      kind: defaultFilter.kind.join(),
      use: 'literal',
      precision: 'day,days',
      near: '37,48,25',
      polygon: '36,47,39,47,38,49',
      bbox: '-180,-90,180,90',
    });
  });

  it.each([
    [{ precision: [], from: 1, to: 2 }, 'true'],
    [{ precision: [], from: null, to: null }, null],
    [{ precision: ['day', 'undated'], from: 1, to: 2 }, null],
  ] as const)('keeps what has no date, as the page does: %j', (patch, undated) => {
    expect(apiQuery({ ...defaultFilter, ...patch }).get('undated')).toBe(undated);
  });
});

describe('a sum', () => {
  const summary = summaryOf(19_417, 19_508);
  const open = { from: null, to: null };

  it('leaves out what is not known, and never tells what is of something else', () => {
    expect(words.sum(914, null)).toBe('914 places');
    expect(words.sum(1, { posts: 1, documents: 1 })).toBe('1 place · 1 post · 1 text');
    expect(titleOf({ ...open, summary, distinct: { of: summary, distinct: { posts: 1_765, documents: 475 } } })).toBe(
      '90 places · 1,765 posts · 475 texts · 1 Mar – 31 May 2023',
    );
    for (const distinct of [
      null,
      { of: summary, distinct: null },
      { of: { ...summary }, distinct: { posts: 1, documents: 1 } },
    ])
      expect(titleOf({ ...open, summary, distinct })).toBe('90 places · 1 Mar – 31 May 2023');
  });

  it('of nothing has the days that were asked for, if any were', () => {
    const nothing = { summary: { ...summary, from: 0, to: 0, total: 0, places: 0 }, distinct: null };
    expect(titleOf({ ...open, ...nothing })).toBe('0 places');
    expect(titleOf({ from: 0, to: 0, ...nothing })).toBe('0 places · 1 Jan 1970');
  });

  it('over places is named where it counts things several times', () => {
    expect(words.summed('3 reports earlier', 'reports')).toBe('3 reports earlier');
    expect(words.summed('3 documents earlier', 'documents')).toBe(
      '3 documents earlier, counted once for each place and date',
    );
    expect(words.summed('3 stories earlier', 'stories')).toContain('each place and date');
  });

  it('over the dates of a place is named where it counts things several times', () => {
    expect(words.ofPlace(3, 'reports')).toBe('3 reports');
    expect(words.ofPlace(1, 'mentions')).toBe('1 mention');
    expect(words.ofPlace(116, 'documents')).toBe('116 documents, counted once for each date');
    expect(words.legend('stories')).toBe('Stories of a place, counted once for each date');
    expect(words.legend('reports')).toBe('Reports of a place');
    for (const unit of ['documents', 'stories'] as const) {
      expect(words.changeTitle(2, unit)).toContain('once for each date');
      expect(words.unitNote(unit)).toContain('once for each date');
    }
  });
});
