import { describe, expect, it } from 'vitest';
import { counted, expectClean, settled, useSite } from './harness';

const site = useSite();

describe('languages', () => {
  it('change words, names and numbers, and keep what is shown', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-05-31');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'Українська' }).click();
    await page.waitForFunction(
      () => document.documentElement.lang === 'uk' && document.querySelector('.headline strong')?.textContent,
    );
    await settled(page);
    expect(await page.locator('.headline').textContent()).toMatch(/місц.*допис.*текст.*бер.*трав/);
    expect(await page.locator('#place-list .name').allTextContents()).toContain('Бахмут');
    expect(new URL(page.url()).searchParams.get('from')).toBe('2023-03-01');
    await page.getByRole('button', { name: 'English' }).click();
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    expectClean(page);
    await page.close();
  });
});

describe('another language', () => {
  it('loses nothing of what the reader has made: own layer, filter, search, view, open place', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-05-31&kind=settlement&at=48.5,37,7.5');
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    const buffer = Buffer.from('{"type":"Point","coordinates":[37,48.5]}');
    await page.getByRole('button', { name: 'Own layers' }).click();
    await page.locator('.layer-file input').setInputFiles({ name: 'mark.geojson', mimeType: 'text/plain', buffer });
    await page.getByLabel('Name of the layer').fill('My mark');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.locator('#place-list').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('#panel-place .card').first().waitFor();
    await page.waitForURL(/place=/);
    await settled(page);
    const tools = await page.locator('.map-tools button.tool').count();
    const before = { address: page.url(), headline: await counted(page) };
    for (const [name, lang, tool] of [
      ['Українська', 'uk', 'Власні шари'],
      ['Русский', 'ru', 'Свои слои'],
      ['English', 'en', 'Own layers'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await settled(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      await page.getByRole('button', { name: tool }).click();
      expect(await page.locator('.layer-row input[type=text]').inputValue()).toBe('My mark');
      await page.keyboard.press('Escape');
      await page.locator('#panel-place .card').first().waitFor();
      expect(await page.locator('.map-tools button.tool').count()).toBe(tools);
    }
    await settled(page);
    expect({ address: page.url(), headline: await counted(page) }).toEqual(before);
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
    expectClean(page);
    await page.close();
  });
});

describe('a place', () => {
  it('tells names, coordinates and other maps, which nothing asks until they are followed', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-05-31');
    await page.locator('#place-list').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('.facts .spark').waitFor();
    expect(await page.locator('.facts').textContent()).toMatch(/\d+\.\d{5}, \d+\.\d{5}\d\dU [A-Z]{2} \d{4} \d{4}/);
    for (const link of await page.locator('.facts a').all())
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await page.locator('#panel-place').getByRole('button', { name: 'Why here?' }).first().click();
    await page.locator('.why-body').first().waitFor();
    expect(await page.locator('path.ghost').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await settled(page);
    expect(await page.locator('path.ghost').count()).toBe(0);
    expectClean(page);
    await page.close();
  });
});
