import { describe, expect, it } from 'vitest';
import { apiQuery, queryText, serverQuery } from '../src/api/query';
import { defaultFilter, kinds, toggled, withAll } from '../src/state/filter';
import { createState } from '../src/state/state';
import { readAddress, writeAddress } from '../src/state/url';

describe('createState', () => {
  const make = () => {
    const told: string[][] = [];
    let flush = () => {};
    const state = createState({ a: 1, b: 2, sum: 3 }, (fn) => {
      flush = fn;
    });
    state.subscribe((changed) => {
      told.push([...changed]);
      if (changed.has('a') || changed.has('b')) state.set({ sum: state.get().a + state.get().b });
    });
    return { state, told, flush: () => flush() };
  };

  it('tells once which keys changed, then what followed from it', () => {
    const { state, told, flush } = make();
    state.set({ a: 5 });
    state.set({ b: 7, a: 6 });
    expect(told).toEqual([]);
    flush();
    expect(told).toEqual([['a', 'b'], ['sum']]);
    expect(state.get()).toEqual({ a: 6, b: 7, sum: 13 });
  });

  it('is silent when nothing changed', () => {
    const { state, told, flush } = make();
    state.set({ a: 1 });
    flush();
    expect(told).toEqual([]);
  });
});

describe('the address', () => {
  it('holds the default view in words', () => {
    const text = writeAddress(readAddress(''));
    expect(text).toBe('?kind=settlement,district,region,water,facility&use=literal&precision=day,days');
  });

  it('turns a window that is written the wrong way round', () => {
    expect(readAddress('?from=2024-08-31&to=2024-08-01')).toEqual(readAddress('?from=2024-08-01&to=2024-08-31'));
  });

  it.each([
    '?from=2022-03-01&to=2022-03-31&kind=any&use=associative&precision=undated,day&by=published&count=stories&q=bridge&source=A&source=B%26C&near=37.18,48.28,25&polygon=36,47,39,47.5,38,49&place=-7&mention=a1b2-c3&tab=reports&at=48.1,37.5,7.5&vs=2021-01-01/2021-02-01',
    '?kind=any&use=any&precision=any',
  ])('is read back as it was written: %s', (text) => {
    const once = writeAddress(readAddress(text));
    expect(writeAddress(readAddress(once))).toBe(once);
    expect(readAddress(once)).toEqual(readAddress(text));
  });

  it.each([
    '?from=2022-02-30',
    '?kind=castle',
    '?place=abc',
    '?place=0',
    '?mention=%3Cb%3E',
    '?at=1,2',
    '?at=x,y,z',
    '?at=99,0,5',
    '?vs=2022-02-01/2022-01-01',
    '?vs=x',
    '?near=1,2',
    '?near=1,2,3,4',
    '?near=1,99,3',
    '?near=1,2,0',
    '?polygon=1,2,3,4',
    '?polygon=1,2,3,4,5',
    '?polygon=1,2,3,4,5,x',
    '?polygon=1,2,3,4,5,99',
    '?near=,,',
    '?near=a,b,c',
    '?tab=x',
    '?by=x',
  ])('falls back to the default for %s', (text) => {
    expect(readAddress(text)).toEqual(readAddress(''));
  });
});

describe('the API query', () => {
  it('says all that the filter says', () => {
    const { filter } = readAddress('?from=2022-03-01&q=dam&source=a%20b&count=mentions');
    expect(queryText(apiQuery(filter, { bbox: [22, 44, 41, 52.5], place: 12 }))).toBe(
      'count=mentions&q=dam&source=a+b&datetime=2022-03-01/..&kind=settlement,district,region,water,facility&use=literal' +
        '&precision=day,days&bbox=22,44,41,52.5&place=12',
    );
  });

  it('says the circle', () => {
    const { filter } = readAddress('?near=37.1800,48.28,25&kind=any&use=any&precision=any');
    expect(queryText(apiQuery(filter))).toBe('near=37.18,48.28,25');
    expect(queryText(serverQuery(filter))).toBe('');
  });

  it('leaves to the page what the page can do', () => {
    expect(serverQuery(defaultFilter).toString()).toBe('');
  });
});

describe('lists of a filter', () => {
  it('switch items, all being the empty list', () => {
    expect(toggled(['region'], 'water', kinds)).toEqual(['region', 'water']);
    expect(toggled([], 'water', kinds)).toEqual(kinds.filter((kind) => kind !== 'water'));
    expect(
      toggled(
        kinds.filter((kind) => kind !== 'water'),
        'water',
        kinds,
      ),
    ).toEqual([]);
  });

  it('keep their last item', () => {
    expect(toggled(['water'], 'water', kinds)).toEqual(['water']);
  });

  it('take several items at once', () => {
    expect(withAll(['region'], ['country', 'area'], kinds)).toEqual(['region', 'country', 'area']);
  });
});
