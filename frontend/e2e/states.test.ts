import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { counted, headline, settled, useSite } from './harness';

const site = useSite();

const mentions = /\/collections\/mentions\/items\?/;

const message = (page: Page) => page.locator('#message');

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
    await box.fill('bridge');
    await page.waitForTimeout(350);
    await box.fill('');
    await page.waitForTimeout(350);
    await expect.poll(() => headline(page)).toBe(all);
    await page.waitForTimeout(300);
    expect(await headline(page)).toBe(all);
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
    expect(narrowed.reports).toBeGreaterThan(0);
    expect(narrowed.reports).toBeLessThan(before.reports);
    expect(await page.locator('#panel-reports .card').count()).toBeGreaterThan(0);
    await page.close();
  });
});
