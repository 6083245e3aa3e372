import { describe, expect, it } from 'vitest';
import { expectClean, picture, settled, useSite } from './harness';

const site = useSite();

describe('two periods', () => {
  it('are compared on the map and in lists, with the period before or a chosen one', async () => {
    const page = await site.open('/?from=2023-05-01&to=2023-06-30');
    await settled(page);
    const plain = await picture(page);
    await page.getByRole('button', { name: 'Compare two periods' }).click();
    const card = page.locator('#panel-compare');
    await card.getByText('Named more in A').waitFor();
    expect(await card.locator('.period').allTextContents()).toEqual([
      expect.stringMatching(/^A: 1 May – 30 Jun 2023 \d+ places/),
      expect.stringMatching(/^B: 1 Mar – 30 Apr 2023 \d+ places/),
    ]);
    await settled(page);
    expect(await picture(page)).not.toBe(plain);
    const row = (await card.locator('.compare-lists li').first().textContent())!;
    const [before, after] = /(\d+) → (\d+)$/.exec(row)!.slice(1).map(Number);
    expect(after).toBeGreaterThan(before!);
    await page.waitForURL(/vs=before/);
    await page.getByLabel('First day of period B').fill('2022-05-01');
    await page.waitForURL(/vs=2022-05-01\/2023-04-30/);
    const again = await site.open(`/${new URL(page.url()).search}`);
    await again.locator('#panel-compare .compare-lists li').first().waitFor();
    await Promise.all([settled(page), settled(again)]); // posts and texts have come
    expect(await again.locator('.period').allTextContents()).toEqual(await card.locator('.period').allTextContents());
    await again.close();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await settled(page);
    expect(await picture(page)).toBe(plain);
    expectClean(page);
    await page.close();
  });

  it.each(['q=xyzzy&vs=before', 'q=xyzzy&tab=compare'])('of nothing have no days: %s', async (part) => {
    const page = await site.open(`/?${part}`);
    await settled(page);
    const periods = page.locator('.period');
    await expect
      .poll(() => periods.allTextContents())
      .toEqual(['A', 'B'].map((one) => expect.stringMatching(`^${one}: 0 places`)));
    expect(
      await page
        .locator('.compare-dates input')
        .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
    ).toEqual(['', '']);
    expectClean(page);
    await page.close();
  });
});
