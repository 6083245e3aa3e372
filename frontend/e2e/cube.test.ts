import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { slotNumber, slotStart } from '../src/cube/types';
import { isoDay } from '../src/time/day';
import { listed } from './found';
import { counted, expectClean, headline, settled, useSite } from './harness';

const site = useSite();
/** As it stands, whatever is to come. */
const line = async (page: Page) => (await page.locator('.headline strong').textContent()) ?? '';
const days = (page: Page) => page.locator('.headline .days').textContent();
const data = (name: string) => readFileSync(new URL(`../test/data/${name}`, import.meta.url));

/** Paths of the counts that a page asks for. */
function listen(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/cube')) asked.push(pathname + search);
  });
  return asked;
}

describe('the counts', () => {
  it('of a search stand under the same slider; all of them are back at once', async () => {
    const page = await site.open();
    const axis = () => page.locator('[role=slider]').first().getAttribute('aria-valuemin');
    const before = { line: await headline(page), axis: await axis() };
    const asked = listen(page);
    await page.getByRole('searchbox').fill('bridge');
    await expect.poll(() => headline(page)).not.toBe(before.line);
    expect(await axis()).toBe(before.axis);
    expect(asked).toEqual(['/api/cube?q=bridge']);
    await page.getByRole('tab', { name: /Reports/ }).click();
    await page.locator('#panel-reports .card').first().waitFor();
    await settled(page);
    expect(await page.locator('#panel-reports .card').first().textContent()).toMatch(/bridge/i);
    const found = await page.locator('#panel-reports .found').allTextContents();
    expect(found.length).toBeGreaterThan(3);
    for (const word of found) expect(word).toMatch(/^bridge$/i);
    await page.getByRole('searchbox').fill('');
    await expect.poll(() => headline(page)).toBe(before.line);
    expect(await axis()).toBe(before.axis);
    expect(asked).toHaveLength(1);
    expectClean(page);
    await page.close();
  });

  it('stay, if others are broken, which are asked for again', async () => {
    const page = await site.open();
    const before = await headline(page);
    let asked = 0;
    await page.route('**/api/cube?*', async (route) => {
      if (asked++ > 0) return route.continue();
      const body = await (await route.fetch()).body();
      return route.fulfill({ body: body.subarray(0, body.length - 20) });
    });
    await page.getByRole('searchbox').fill('bridge');
    await page.locator('#message').getByText('the counts').waitFor();
    expect(await headline(page)).toBe(before);
    await expect.poll(() => headline(page), { timeout: 15_000 }).not.toBe(before);
    expect(await page.locator('#message').isVisible()).toBe(false);
    expect(asked).toBe(2);
    await page.close();
  });

  it('that have not changed are not fetched again', async () => {
    const page = await site.open();
    const fetched = () =>
      page.evaluate(() => {
        const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
        const parts = all.filter(({ name }) => name.includes('/api/cube/parts/'));
        return parts.map(({ transferSize }) => transferSize > 0);
      });
    await settled(page);
    expect(await fetched()).toContain(true);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('.headline strong')?.textContent);
    await settled(page);
    expect((await fetched()).length).toBeGreaterThan(1);
    expect(await fetched()).not.toContain(true);
    await page.close();
  });

  it('come by weeks first, which say so, and by days then', async () => {
    const page = await site.browser.newPage();
    const { about, ...files } = JSON.parse(data('cube-parts.json').toString());
    const named = (names: string[]) => names.map((name) => ({ name, rows: 1 }));
    const set = { ...about, places: named(files.places), weeks: named(files.weeks), days: named(files.days) };
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route('**/api/cube/parts?*', (route) => route.fulfill({ json: set }));
    await page.route('**/api/cube/parts/*', async (route) => {
      const name = route.request().url().split('/').at(-1)!;
      if (name.includes('days')) await held;
      await route.fulfill({ body: data(name) });
    });
    const [from, to] = [19302, 19397]; // no ends of weeks
    const filter = 'kind=any&use=any&precision=day,days,week,month,season,year';
    await page.goto(`${site.url}/?${filter}&from=${isoDay(from)}&to=${isoDay(to)}`);
    await page.waitForFunction(() => document.querySelector('.headline strong')?.textContent);
    await expect.poll(() => listed(page)).not.toEqual([]);
    const weeks = { line: await line(page), days: await days(page), list: await listed(page) };
    expect(weeks.line).toMatch(/^\d+ places$/); // posts and texts come with the days
    expect(weeks.days).toMatch(/ \(whole weeks/);
    release();
    await expect.poll(() => days(page)).not.toMatch(/whole weeks/);
    await settled(page);
    const exact = await counted(page);
    await page.getByLabel('From day').fill(isoDay(slotStart(slotNumber(from, 7), 7)));
    await page.getByLabel('To day').fill(isoDay(slotStart(slotNumber(to, 7) + 1, 7) - 1));
    await settled(page);
    const [places] = (await headline(page)).split(' · ');
    const list = await listed(page);
    const seen = Math.min(list.length, weeks.list.length); // the list shows as many rows as the line above leaves room for
    expect(seen).toBeGreaterThan(4);
    expect({ line: places, days: await days(page), list: list.slice(0, seen) }).toEqual({
      line: weeks.line,
      days: weeks.days!.replace(/ \(.*/, ''),
      list: weeks.list.slice(0, seen),
    });
    expect(Number.parseInt(weeks.line, 10)).toBeGreaterThan(exact.places);
    await page.close();
  });
});
