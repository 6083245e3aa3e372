import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Filter, kinds, precisions, units, uses } from '../src/state/filter';
import { readAddress } from '../src/state/url';
import { type Day, isoDay, parseDay } from '../src/time/day';
import { distinct, listed } from './found';
import { type Counted, counted, drawn, headline, settled, useSite } from './harness';

const site = useSite();
const WINDOWS = 10; // of each filter

/** A mention as it is downloaded: what the store has of it, untouched by any counting. */
interface Told {
  id: string;
  properties: Record<'kind' | 'use' | 'date' | 'date_to' | 'date_precision' | 'published' | 'story', string | null> & {
    place: number | null;
    post: string;
    document: string;
  };
  geometry: { coordinates: [number, number] } | null;
}

const random = (() => {
  let state = 5;
  return (below: number) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * below);
  };
})();

const some = (all: readonly string[]) => all.filter(() => random(2)).join(',') || all[random(all.length)]!;

/** A filter of the page's address, of everything that it can filter by. */
function randomAddress(i: number, sources: string[]): string {
  const params = new URLSearchParams({ kind: some(kinds), use: some(uses), precision: some(precisions) });
  params.set('count', units[i % units.length]!);
  if (i % 3 === 1) params.set('by', 'published');
  if (i % 3 === 2) params.set('q', ['Kherson', 'bridge', 'drone'][random(3)]!);
  if (i % 5 === 4) params.set('source', sources[random(sources.length)]!);
  if (i === 0) return ''; // what the page shows by itself
  return `?${params}`;
}

/** All mentions that words and source let through. */
async function downloaded({ q, source }: Filter): Promise<Told[]> {
  const query = new URLSearchParams(q ? { q } : {});
  for (const one of source) query.append('source', one);
  return (await site.api<{ features: Told[] }>(`export?f=geojson&${query}`)).features;
}

interface Dated {
  from: Day | null;
  to: Day | null;
  precision: string;
}

function datesOf({ properties: p }: Told, by: Filter['by']): Dated {
  const from = parseDay(by === 'event' ? p.date : p.published);
  const to = by === 'event' ? (parseDay(p.date_to) ?? from) : from;
  if (from === null) return { from, to, precision: 'undated' };
  return { from, to, precision: by === 'event' ? (p.date_precision ?? 'undated') : 'day' };
}

const unitOf: Record<Filter['count'], (told: Told) => string | null> = {
  reports: ({ properties }) => properties.post,
  mentions: ({ id }) => id,
  documents: ({ properties }) => properties.document,
  stories: ({ properties }) => properties.story,
};

/** Counts one mention after the other: what there is, each once, and by place distinct (unit, place, dates), most first. */
function count(told: Told[], filter: Filter, from: Day, to: Day): { sum: Counted; byPlace: number[] } {
  const units = new Map<number, Set<string>>();
  const wanted = <T extends string>(list: readonly T[], item: string | null) =>
    !list.length || list.includes(item as T);
  const shown = told.filter((one) => {
    const { kind, use, place } = one.properties;
    const dates = datesOf(one, filter.by);
    if (place === null || !one.geometry || !wanted(filter.kind, kind) || !wanted(filter.use, use)) return false;
    if (!wanted(filter.precision, dates.precision)) return false;
    if (dates.from !== null && !(dates.from <= to && dates.to! >= from)) return false;
    const found = units.get(place) ?? new Set();
    found.add([unitOf[filter.count](one), dates.from, dates.to, dates.precision].join(' '));
    units.set(place, found);
    return true;
  });
  return { sum: distinct(shown), byPlace: [...units.values()].map(({ size }) => size).sort((a, b) => b - a) };
}

async function setWindow(page: Page, from: Day, to: Day): Promise<void> {
  await page.getByLabel('From day').fill(isoDay(from));
  await page.getByLabel('To day').fill(isoDay(to));
  await drawn(page);
}

describe('counts', () => {
  let sources: string[] = [];
  beforeAll(async () => {
    sources = (await site.api<{ sources: { source: string }[] }>('sources')).sources.map(({ source }) => source);
  });

  it.each(Array.from({ length: 10 }, (_, i) => i))('are those of the mentions one by one: filter %i', async (i) => {
    const address = randomAddress(i, sources);
    const { filter } = readAddress(address);
    const told = await downloaded(filter);
    const days = told.flatMap((one) => datesOf(one, filter.by).from ?? []).sort((a, b) => a - b);
    const page = await site.open(`/${address}`);
    for (let window = 0; window < WINDOWS; window++) {
      const from = days[random(days.length)]! - random(5);
      const to = from + random(1 + random(400));
      await setWindow(page, from, to);
      const expected = count(told, filter, from, to);
      const says = `${address} ${isoDay(from)}/${isoDay(to)}`;
      if (expected.byPlace.length) {
        expect(await counted(page), says).toEqual(expected.sum);
        await settled(page);
        const rows = await listed(page);
        expect(rows.length, says).toBeGreaterThan(0);
        expect(rows, says).toEqual(expected.byPlace.slice(0, rows.length));
      } else expect(await headline(page), says).toMatch(/^Nothing (on|between) /);
    }
    await page.close();
  });
});
