import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { found, usual } from './found';
import { counted, expectClean, settled, useSite } from './harness';

const folder = '../../shared/seeds';

describe.skipIf(!existsSync(folder))(`documents of ${folder}`, () => {
  const site = useSite(folder);

  it('are read, shown, and lead from a place to its sentence', async () => {
    const page = await site.open();
    const { posts, texts, places } = await counted(page);
    expect({ posts, texts, places }).toEqual(await found(site, usual));
    expect(posts).toBeGreaterThan(20);
    expect(texts).toBeGreaterThan(3);
    expect(places).toBeGreaterThan(20);
    await page.locator('#place-list [role=option]').first().click();
    await settled(page);
    const name = await page.locator('#panel-place h2').textContent();
    const sentence = page.locator('#panel-place .sentence').first();
    await sentence.locator('.place-mark').first().waitFor();
    const marks = await page
      .locator('#panel-place .sentence .mark-button')
      .evaluateAll((all) => all.map((el) => (el as HTMLElement).title));
    expect(marks).toContain(name);
    expect(((await sentence.locator('.text').textContent()) ?? '').length).toBeGreaterThan(20);
    expectClean(page);
    await page.close();
  });
});
