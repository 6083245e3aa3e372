import { describe, expect, it } from 'vitest';
import type { Mention } from '../src/api/types';
import { createGrouping } from '../src/panel/group';
import { whenOf } from '../src/panel/when';
import { cut, cutAtWords, soughtWords, utf16Offsets, webLink } from '../src/text';

describe('code points', () => {
  it('become UTF-16 offsets in any order', () => {
    const text = 'a🇺🇦b𝟙c';
    expect(utf16Offsets(text, [0, 1, 3, 4, 5, 6])).toEqual([0, 1, 5, 6, 8, 9]);
    expect(utf16Offsets(text, [6, 3, 0, 99])).toEqual([9, 5, 0, 9]);
  });
});

describe('cut', () => {
  const texts = (text: string, ...marks: [number, number, string][]) =>
    cut(
      text,
      marks.map(([start, end, value]) => ({ start, end, value })),
    ).map((part) => (part.value ? `[${part.text}]` : part.text));

  it('marks spans and keeps every letter', () => {
    expect(texts('🇺🇦 Kyiv, Lviv', [3, 7, 'a'], [9, 13, 'b'])).toEqual(['🇺🇦 ', '[Kyiv]', ', ', '[Lviv]']);
  });

  it('leaves out what overlaps, is empty or lies outside', () => {
    expect(texts('Kyiv region', [0, 11, 'a'], [0, 4, 'b'])).toEqual(['[Kyiv region]']);
    expect(texts('Kyiv', [2, 2, 'a'], [9, 12, 'b'])).toEqual(['Kyiv']);
  });
});

describe('webLink', () => {
  it.each([
    ['https://example.org/a', 'https://example.org/a'],
    ['HTTP://example.org', 'http://example.org/'],
    ['javascript:alert(1)', null],
    [' javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['//example.org', null],
    ['https://', null],
    ['', null],
    [null, null],
  ])('%j gives %j', (url, link) => {
    expect(webLink(url)).toBe(link);
  });
});

const mention = (over: Partial<Mention['properties']>): Mention => ({
  id: 'x',
  geometry: null,
  properties: {
    name: 'Kyiv',
    surface: 'Kyiv',
    kind: 'settlement',
    use: 'literal',
    relation: 'in',
    date: '2022-08-01',
    date_to: '2022-08-01',
    date_precision: 'day',
    published: null,
    certainty: 'sure',
    confidence: 0.9,
    radius_km: null,
    place: 1,
    country: 'UA',
    admin1: null,
    snippet: 'Kyiv.',
    snippet_mark: [0, 4],
    date_mark: null,
    title: null,
    source: null,
    url: null,
    start: 0,
    document: 'd',
    post: 'p',
    ...over,
  },
});

describe('when a report is from', () => {
  it.each([
    [{ published: '2022-08-03' }, '1 Aug 2022'],
    [{ published: '2022-08-04' }, '1 Aug 2022 · published 4 Aug 2022'],
    [
      { date_to: '2022-08-31', date_precision: 'month', published: '2024-12-26T10:00' },
      'about Aug 2022 · published 26 Dec 2024',
    ],
    [{ date_to: '2022-08-03', date_precision: 'days' }, '1–3 Aug 2022'],
    [{ date: null, date_to: null, date_precision: null }, 'undated'],
  ])('%j reads %s', (over, text) => {
    expect(whenOf(mention(over).properties)).toBe(text);
  });
});

describe('grouping', () => {
  it('puts the mentions of a post and day on one card, equal sentences once', () => {
    const grouping = createGrouping();
    grouping.add([mention({}), mention({ surface: 'Lviv', place: 2 }), mention({ date: '2022-08-02' })]);
    const touched = grouping.add([mention({ snippet: 'Another.' })]);
    expect(grouping.cards).toHaveLength(2);
    expect(touched).toEqual([grouping.cards[0]]);
    expect(grouping.cards[0]!.sentences.map(({ mentions }) => mentions.length)).toEqual([2, 1]);
  });
});

describe('sought words', () => {
  it.each([
    ['bridge', 'A Bridge, bridges and the bridge.', ['Bridge', 'bridge']],
    ['"Nova kakhovka"', 'Near Nova Kakhovka', ['Nova', 'Kakhovka']],
    ['lodz', 'From Łódź, Lódz', ['Lódz']],
    ['КИЇВ', 'Київ, Киів', ['Київ']],
    ['', 'Nothing is sought', []],
    ['(.*', 'No pattern: (.*', []],
  ])('%j in %j', (search, text, expected) => {
    const pieces = cutAtWords(text, soughtWords(search));
    expect(pieces.filter(({ found }) => found).map(({ text }) => text)).toEqual(expected);
    expect(pieces.map(({ text }) => text).join('')).toBe(text);
  });
});
