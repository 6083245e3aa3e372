import { describe, expect, it } from 'vitest';
import type { Mention } from '../src/api/types';
import type { Places } from '../src/cube/types';
import { citationOf, mentionAddress } from '../src/panel/cite';
import { binStarts, gridOf, otherMaps } from '../src/panel/facts';
import { cueText } from '../src/panel/why';
import { nameOf } from '../src/state/places';
import { parseDay } from '../src/time/day';

const day = (text: string) => parseDay(text)!;

describe('coordinates', () => {
  it.each([
    [48.8583, 2.2945, '31U DQ 4825 1194'], // the Eiffel tower
    [0, 0, '31N AA 6602 0000'],
    [-33.8568, 151.2153, '56H LH 3490 5228'], // the opera of Sydney
    [85, 30, null],
  ])('%f, %f are %s in MGRS', (lat, lon, grid) => {
    expect(gridOf(lat, lon)).toBe(grid);
  });

  it('lead to other maps, at this place and day', () => {
    const links = otherMaps({ lat: 48.5956, lon: 38 }, day('2023-05-20')).map(([, href]) => new URL(href));
    expect(links.map(({ protocol }) => protocol)).toEqual(['https:', 'https:', 'https:']);
    expect(links[0]!.searchParams.get('mlat')).toBe('48.59560');
    expect(links[2]!.searchParams.get('toTime')).toBe('2023-05-20T23:59:59.999Z');
  });
});

describe('the spark line', () => {
  it('puts rows in the bin in which they begin, inside the axis', () => {
    const axis = { from: day('2022-02-01'), to: day('2025-01-31') };
    const rows = [
      ['2022-03-01', 2],
      ['2022-03-31', 3],
      ['2022-04-01', 5],
      ['1999-01-01', 9],
    ] as const;
    const days = [...rows.map(([from, count]) => ({ from, to: from, count })), { from: null, to: null, count: 7 }];
    expect(binStarts({ days }, axis, 320).map(({ n }) => n)).toEqual([5, 5]);
  });
});

describe('a name', () => {
  const named = (name: string, uk: string, ru: string) => ({ name: [name], uk: [uk], ru: [ru] }) as unknown as Places;

  it.each([
    ['Kharkiv', 'Харків', 'Харьков', 'Харків', 'Харьков'],
    ['Bakhmut', 'Бахмут', '', 'Бахмут', 'Бахмут'],
    ['Rylsk', '', 'Рыльск', 'Rylsk', 'Рыльск'],
    ['Khromove', 'Хромове', '', 'Хромове', 'Хромове'],
    ['Nadiia', 'Надія', '', 'Надія', 'Nadiia'],
    ['Sula', '', '', 'Sula', 'Sula'],
  ])('%s (%j, %j) is %s and %s', (name, uk, ru, inUkrainian, inRussian) => {
    const places = named(name, uk, ru);
    expect([nameOf(places, 0, 'uk'), nameOf(places, 0, 'ru'), nameOf(places, 0, 'en')]).toEqual([
      inUkrainian,
      inRussian,
      name,
    ]);
  });
});

describe('a reason', () => {
  it.each([
    ['population', 'inhabitants', 2, 'it has more inhabitants'],
    ['population', 'inhabitants', -1, 'it has fewer inhabitants'],
    ['place name', 'a town of 5,000', 0.4, 'a town of 5,000'],
    ['tide', 'the sea is near', 1, 'tide: the sea is near'],
  ])('%s, %s, %f is one line', (name, detail, weight, line) => {
    expect(cueText({ name, detail, weight })).toBe(line);
  });
});

describe('a mention', () => {
  const properties = { place: 12, name: 'Kupiansk', surface: 'Kupiansk', date: '2023-05-01', date_to: '2023-05-03' };
  const rest = { date_precision: 'days', published: '2023-05-03', source: 'A paper', title: 'Shelling', url: null };
  const mention = { id: 'abc-1', properties: { ...properties, ...rest } } as Mention;

  it('has an address that shows it', () => {
    expect(mentionAddress(mention)).toBe(
      '?from=2023-05-01&to=2023-05-03&kind=any&use=any&precision=any&place=12&mention=abc-1',
    );
  });

  it('is cited with source, title, days and id', () => {
    expect(citationOf(mention)).toBe('A paper, “Shelling”: names Kupiansk, 1–3 May 2023. mentionmap, mention abc-1.');
  });
});
