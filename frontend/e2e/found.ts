import type { Page } from 'playwright-core';
import type { Counted, Site } from './harness';

export const usual = 'kind=settlement,district,region,water,facility&use=literal&precision=day,days';

interface Told {
  geometry: object | null;
  properties: { place: number | null; post: string; document: string };
}

interface Items {
  features: Told[];
  links: { rel: string; href: string }[];
}

/** All mentions with a position that match a filter of the API, read page by page. */
export async function placed(site: Site, query: string): Promise<Told[]> {
  const all: Told[] = [];
  let next: string | undefined = `${site.url}/api/collections/mentions/items?limit=1500&${query}`;
  while (next) {
    const page = (await (await fetch(next)).json()) as Items;
    all.push(...page.features.filter(({ geometry }) => geometry));
    next = page.links.find(({ rel }) => rel === 'next')?.href;
  }
  return all;
}

/** What the store holds of a filter of the API, each once, counted mention by mention. */
export async function found(site: Site, query: string): Promise<Counted> {
  return distinct(await placed(site, query));
}

export function distinct(told: readonly Told[]): Counted {
  const all = (key: 'place' | 'post' | 'document') => new Set(told.map(({ properties }) => properties[key])).size;
  return { places: all('place'), posts: all('post'), texts: all('document') };
}

/** The numbers of the places that the list shows, from the top. */
export async function listed(page: Page): Promise<number[]> {
  const rows = await page.locator('#place-list [role=option]:visible .n').allTextContents();
  return rows.map((text) => Number(text.replace(/\D/g, ''))).sort((a, b) => b - a);
}
