import { describe, expect, it, vi } from 'vitest';
import { type Switch, switchesOf } from '../src/panel/switches';
import { defaultFilter, type Filter, precisions } from '../src/state/filter';
import { speakIn, words } from '../src/words';

const [wide, kind, use, exact, coarse, undated] = switchesOf() as [Switch, Switch, Switch, Switch, Switch, Switch];
const make = (patch: Partial<Filter>): Filter => ({ ...defaultFilter, ...patch });
const all = make({ kind: [], use: [], precision: [] });

describe('what is kept off the map', () => {
  it.each<[Switch, Partial<Filter>, string, Partial<Filter>]>([
    [wide, {}, '9 of countries and wider areas', { kind: [...defaultFilter.kind, 'country', 'area'] }],
    [wide, { kind: ['settlement', 'country'] }, '9 of wider areas', { kind: ['settlement', 'country', 'area'] }],
    [wide, { kind: ['settlement', 'area'] }, '9 of countries', { kind: ['settlement', 'country', 'area'] }],
    [kind, { kind: ['country'] }, '9 of other kinds', { kind: [] }],
    [use, {}, '9 of governments and datelines', { use: [] }],
    [use, { use: ['associative'] }, '9 of the places themselves', { use: [] }],
    [exact, { precision: ['day'] }, '9 dated to a few days', { precision: ['day', 'days'] }],
    [
      exact,
      { precision: ['undated'] },
      '9 dated to the day or to a few days',
      { precision: ['undated', 'day', 'days'] },
    ],
    [exact, { precision: ['month'] }, '9 dated to the day or to a few days', { precision: ['day', 'days', 'month'] }],
    [
      coarse,
      {},
      '9 dated to the week, to the month, to the season or to the year',
      { precision: ['day', 'days', 'week', 'month', 'season', 'year'] },
    ],
    [
      coarse,
      { precision: ['day', 'week', 'month', 'year'] },
      '9 dated to the season',
      { precision: ['day', 'week', 'month', 'season', 'year'] },
    ],
    [undated, {}, '9 without a date', { precision: ['undated', 'day', 'days'] }],
  ])('is named as what it is, and comes alone: %#', (one, patch, told, turned) => {
    expect(one.off('9', make(patch))).toBe(told);
    const { kind, use, precision } = { ...make(patch), ...one.turnOn(make(patch)) };
    const sorted = { ...make(patch), ...turned };
    expect([new Set(kind), use, precision]).toEqual([new Set(sorted.kind), sorted.use, sorted.precision]);
  });
});

describe('what is shown', () => {
  it.each<[Switch, Partial<Filter>, string, Partial<Filter> | null]>([
    [wide, { kind: ['country'] }, '', null],
    [wide, { kind: ['settlement', 'country'] }, 'countries listed', { kind: ['settlement'] }],
    [wide, all, 'countries and wider areas listed', null],
    [kind, all, 'all kinds', { kind: defaultFilter.kind }],
    [use, { use: ['associative'] }, '', null],
    [use, all, 'governments and datelines', { use: ['literal'] }],
    [exact, all, '', null],
    [coarse, { precision: ['month'] }, '', null],
    [coarse, { precision: ['day', 'month'] }, 'dated to the month', { precision: ['day'] }],
    [undated, { precision: ['undated'] }, '', null],
    [undated, { precision: ['undated', 'days'] }, 'undated', { precision: ['days'] }],
  ])('is told as shown also only beside the default: %#', (one, patch, told, turned) => {
    expect(one.on(make(patch))).toBe(told);
    if (turned) expect(one.turnOff(make(patch))).toEqual(turned);
  });

  it('has nothing beside it by default', () => {
    expect(switchesOf().map((one) => one.on(defaultFilter))).toEqual(['', '', '', '', '', '']);
  });
});

describe('precisions in a sentence', () => {
  it.each([
    ['uk', 'з точністю до тижня, до місяця, до пори року або до року', 'з точністю до кількох днів'],
    ['ru', 'с точностью до недели, до месяца, до времени года или до года', 'с точностью до нескольких дней'],
  ] as const)('in %s', async (language, several, one) => {
    vi.stubGlobal('document', { documentElement: {} });
    await speakIn(language);
    expect(words.dated(precisions.slice(3))).toBe(several);
    expect(words.dated(['days'])).toBe(one);
    await speakIn('en');
    vi.unstubAllGlobals();
  });
});
