import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { counted, headline, settled, useSite } from './harness';

const site = useSite();

const mentions = /\/collections\/mentions\/items\?/;

const message = (page: Page) => page.locator('#message');

/** Pixels of the outlines of regions. */
const outlined = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-regions-pane canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return data.filter((part, i) => i % 4 === 3 && part > 0).length;
  });

describe('when things go wrong', () => {
  it('says that nothing is stored', async () => {
    const page = await site.browser.newPage();
    const nothing = { generation: '1', by: 'event', count: 'reports', first: null, last: null };
    const none = { ...nothing, places: [], weeks: [], days: [] };
    await page.route('**/api/cube/parts?*', (route) => route.fulfill({ json: none }));
    await page.route('**/api/info', (route) => route.fulfill({ json: { mentions: 0, demo: false } }));
    await page.goto(site.url);
    await page.waitForFunction(() => document.querySelector('.headline strong')?.textContent);
    await settled(page);
    expect(await headline(page)).toContain('Nothing is stored yet');
    expect(await page.locator(':is(.stop, .thumb):visible').count()).toBe(0);
    expect(await page.getByLabel('From day').inputValue()).toBe('');
    expect(await page.locator('.presets [aria-pressed=true]').allTextContents()).toEqual(['All']);
    expect(await page.locator('#ribbon').isVisible()).toBe(false);
    await page.close();
  });

  it('refuses counts of another version in plain words', async () => {
    const page = await site.browser.newPage();
    await page.route('**/api/cube/parts/*.days.*', (route) => route.fulfill({ body: 'MMC9 something else' }));
    await page.goto(site.url);
    await page.waitForFunction(() => /format MMC2/.test(document.querySelector('#message')?.textContent ?? ''));
    await page.close();
  });

  it('tells an error of the server and offers to try again', async () => {
    const page = await site.open('/?tab=reports');
    await page.locator('#panel-reports .card').first().waitFor();
    await page.route(mentions, (route) =>
      route.fulfill({ status: 500, json: { title: 'Internal', detail: 'the disk is full' } }),
    );
    await page.getByRole('button', { name: '30 days' }).click();
    await page.getByText('This did not load: the disk is full').waitFor();
    await page.unroute(mentions);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This did not load').waitFor({ state: 'hidden' });
    await page.close();
  });

  it('works on without search results that are overtaken', async () => {
    const page = await site.open();
    const all = await headline(page);
    const box = page.getByRole('searchbox');
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    await page.route('**/api/cube?q=*', async (route) => {
      await held;
      await route.continue().catch(() => {}); // given up by the page
    });
    const asked = page.waitForRequest(/q=bridge/);
    await box.fill('bridge');
    await asked;
    await box.fill('');
    await expect.poll(() => page.evaluate(() => document.body.classList.contains('loading'))).toBe(false);
    answer();
    await settled(page);
    expect(await headline(page)).toBe(all);
    await page.close();
  });

  it('catches up by itself when the server is back: sentences, what is stored, outlines', async () => {
    const page = await site.browser.newPage();
    await page.route('**/api/{info,collections}**', (route) => route.abort());
    await page.route('**/api/collections/**', (route) => route.abort());
    await page.goto(`${site.url}/?tab=reports`);
    await message(page).getByText('The server does not answer').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.unrouteAll();
    await page.locator('#panel-reports .card').first().waitFor({ timeout: 15_000 });
    await page.locator('#ribbon').waitFor();
    await expect.poll(() => outlined(page)).toBeGreaterThan(1_000);
    expect(await message(page).isVisible()).toBe(false);
    await page.close();
  });

  it('shows other data when the server comes back with them', async () => {
    const page = await site.open();
    const before = await headline(page);
    const info = await site.api<{ mentions: number }>('info');
    await page.route('**/api/info', (route) => route.fulfill({ json: { ...info, mentions: info.mentions + 1 } }));
    let asked = 0;
    await page.route('**/api/cube/parts?*', (route) => {
      asked++;
      return route.continue();
    });
    await page.route('**/healthz', (route) => route.continue());
    await page.route(mentions, (route) => route.abort());
    await page.getByRole('tab', { name: 'Reports' }).click();
    await message(page).getByText('The server does not answer').waitFor();
    await expect.poll(() => asked, { timeout: 15_000 }).toBe(1);
    await page.unroute(mentions);
    expect(await headline(page)).toBe(before);
    await page.close();
  });

  it('keeps what it has when the server is gone, and says so', async () => {
    const page = await site.open('/?tab=reports');
    await page.locator('#panel-reports .card').first().waitFor();
    const before = await counted(page);
    await site.kill();
    await page.getByRole('button', { name: '90 days' }).click();
    await message(page).getByText('The server does not answer').waitFor();
    await settled(page);
    const narrowed = await counted(page);
    expect(narrowed.places).toBeGreaterThan(0);
    expect(narrowed.places).toBeLessThan(before.places);
    expect(await headline(page)).toMatch(/^[\d,]+ places$/); // posts and texts cannot be asked for
    expect(await page.locator('#panel-reports .card').count()).toBeGreaterThan(0);
    await page.close();
  });
});
