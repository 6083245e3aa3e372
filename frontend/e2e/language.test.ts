import { describe, expect, it } from 'vitest';
import { expectClean, settled, useSite } from './harness';

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
    expect(await page.locator('.headline').textContent()).toMatch(/повідомлен.*місц.*бер.*трав/);
    expect(await page.locator('#place-list .name').allTextContents()).toContain('Бахмут');
    expect(new URL(page.url()).searchParams.get('from')).toBe('2023-03-01');
    await page.getByRole('button', { name: 'English' }).click();
    await page.waitForFunction(() => document.documentElement.lang === 'en');
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
