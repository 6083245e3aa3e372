import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectClean, settled, useSite } from './harness';

const hostile = {
  id: 'x"><script>hacked=1</script>',
  title: '<img src=x onerror="hacked=2"> \u202EKharkiv',
  text: 'KHARKIV, May 2 — Shells hit Kharkiv <script>hacked=3</script> and <b onclick="hacked=4">Kupiansk</b> on Tuesday, \u202Eofficials said\u202C.',
  date: '2023-05-02',
  source: '<svg onload="hacked=5">',
  url: 'javascript:hacked=6',
};
const folder = mkdtempSync(join(tmpdir(), 'mentionmap-hostile-'));
writeFileSync(join(folder, 'hostile.jsonl'), `${JSON.stringify(hostile)}\n`);
const site = useSite(folder);

const hacked = (page: Page) => page.evaluate(() => (globalThis as { hacked?: number }).hacked);

describe('foreign text', () => {
  it('is inert in lists, chips and titles, and its links are dropped', async () => {
    const page = await site.open('/?tab=reports');
    await page.locator('#panel-reports .card').first().waitFor();
    const card = page.locator('#panel-reports .card').first();
    expect(await card.textContent()).toContain('<script>hacked=3</script>');
    expect(await card.locator('.title').textContent()).toContain('<img src=x');
    expect(await page.locator('#panel-reports :is(script, img, b, svg:not(.icon))').count()).toBe(0);
    expect(await page.locator('a[href^="javascript" i]').count()).toBe(0);
    // What turns the direction of writing ends with the text that holds it.
    for (const part of ['.title', '.source', '.text']) {
      const bidi = await card.locator(part).evaluate((el) => getComputedStyle(el).unicodeBidi);
      expect(bidi, part).toMatch(/isolate|plaintext/);
    }
    await page.getByRole('button', { name: /^Source:/ }).click();
    await page.locator('.popover:popover-open .choice').first().waitFor();
    expect(await page.locator('.popover:popover-open').textContent()).toContain('<svg onload');
    await settled(page);
    expect(await hacked(page)).toBeUndefined();
    expectClean(page);
    await page.close();
  });

  it('is inert in a pasted article and in the address', async () => {
    const page = await site.open('/?q=%3Cscript%3Ehacked%3D7%3C/script%3E&place=%22%3E&from=x&kind=%3Cb%3E');
    await page.getByRole('button', { name: 'Paste an article' }).click();
    await page.getByLabel('Text of the article').fill(hostile.text);
    await page.getByRole('button', { name: 'Find the places' }).click();
    await page.locator('.article .place-mark').first().waitFor();
    expect(await page.locator('.article-text').textContent()).toBe(hostile.text);
    expect(await page.locator('.article :is(script, b)').count()).toBe(0);
    expect(await hacked(page)).toBeUndefined();
    expectClean(page);
    await page.close();
  });
});
