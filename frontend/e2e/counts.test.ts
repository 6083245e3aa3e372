import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Filter, kinds, precisions, units, uses } from '../src/state/filter';
import { readAddress } from '../src/state/url';
import { type Day, isoDay, parseDay } from '../src/time/day';
import { counted, drawn, headline, useSite } from './harness';

const site = useSite();
const WINDOWS = 10; // of each filter

/** A mention as it is downloaded: what the store has of it, untouched by any counting. */
interface Told {
  id: string;
  properties: Record<
    'kind' | 'use' | 'date' | 'date_to' | 'date_precision' | 'published' | 'post' | 'document' | 'story',
    string | null
  > & {
    place: number | null;
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

/** Counts distinct (unit, place, dates), one mention after the other. */
function count(told: Told[], filter: Filter, from: Day, to: Day): { reports: number; places: number } {
  const found = new Set<string>();
  const places = new Set<number>();
  const wanted = <T extends string>(list: readonly T[], item: string | null) =>
    !list.length || list.includes(item as T);
  for (const one of told) {
    const { kind, use, place } = one.properties;
    const dates = datesOf(one, filter.by);
    if (place === null || !one.geometry || !wanted(filter.kind, kind) || !wanted(filter.use, use)) continue;
    if (!wanted(filter.precision, dates.precision)) continue;
    if (dates.from !== null && !(dates.from <= to && dates.to! >= from)) continue;
    found.add([unitOf[filter.count](one), place, dates.from, dates.to, dates.precision].join(' '));
    places.add(place);
  }
  return { reports: found.size, places: places.size };
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
      if (expected.reports) expect(await counted(page), says).toEqual(expected);
      else expect(await headline(page), says).toMatch(/^Nothing (on|between) /);
    }
    await page.close();
  });
});
