import { describe, expect, it } from 'vitest';
import { found, usual } from './found';
import { counted, expectClean, headline, settled, useSite } from './harness';

const site = useSite();

/** What the store has around a position, each once. */
const inside = (part: string) => found(site, `${usual}&${part}`);

describe('the circle', () => {
  it.each(['37.18,48.28,25', '36.23,49.99,60', '33,47,150.5'])('%s counts what the store counts', async (near) => {
    const page = await site.open(`/?near=${near}`);
    const all = await counted(page);
    expect(all.places).toBeGreaterThan(0);
    expect(all).toEqual(await inside(`near=${near}`));
    await page.close();
  });

  it('is set from a place, shown and cleared by a chip, and told to downloads', async () => {
    const page = await site.open();
    const all = await headline(page);
    await page.locator('#place-list').focus();
    await page.keyboard.press('Enter');
    const name = await page.locator('#panel-place h2').textContent();
    await page.getByLabel(/Only within/).fill('40');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    const chip = page.locator('.circle-chip').first();
    await chip.waitFor();
    expect(await chip.textContent()).toContain(`40 km around ${name}`);
    await page.waitForURL(/near=/);
    const narrowed = await headline(page);
    expect(narrowed).not.toBe(all);
    await page.getByRole('button', { name: 'Download' }).click();
    await page.locator('.file-name:not(:empty)').waitFor();
    expect(await page.getByLabel('The same as a URL').inputValue()).toContain('near=');
    await page.keyboard.press('Escape');

    const again = await site.open(`/${new URL(page.url()).search}`);
    expect(await headline(again)).toBe(narrowed);
    await again.close();
    await chip.click();
    await settled(page);
    expect(await headline(page)).toBe(all);
    expect(await chip.isVisible()).toBe(false);
    expectClean(page);
    await page.close();
  });

  it('is drawn on the map', async () => {
    const page = await site.open('/?at=48.3,37.2,8');
    const all = await headline(page);
    await page.getByRole('button', { name: 'Draw a circle' }).click();
    const map = (await page.locator('#map').boundingBox())!;
    const [x, y] = [map.x + map.width / 2, map.y + map.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 4 });
    expect(await page.locator('.draw-hint:not(:empty)').textContent()).toMatch(/^\d+ km$/);
    await page.mouse.up();
    await page.locator('.circle-chip').first().waitFor();
    await page.waitForFunction((before) => document.querySelector('.headline strong')?.textContent !== before, all);
    expect(await page.locator('#panel-place').isVisible()).toBe(false);
    await page.waitForURL(/near=37\.\d+,48\.\d+,\d+/);
    const { near } = Object.fromEntries(new URL(page.url()).searchParams);
    expect(await counted(page)).toEqual(await inside(`near=${near}`));
    expect(await page.getByRole('button', { name: 'Draw a circle' }).getAttribute('aria-pressed')).toBe('false');
    expectClean(page);
    await page.close();
  });
});

describe('the area', () => {
  it('is drawn corner by corner, counts what the store counts, and is cleared by its chip', async () => {
    const page = await site.open('/?at=48.3,37.2,7.5');
    const all = await headline(page);
    const tool = page.getByRole('button', { name: 'Draw an area' });
    await tool.click();
    const map = (await page.locator('#map').boundingBox())!;
    const [x, y] = [map.x + map.width / 2, map.y + map.height / 2];
    for (const [dx, dy] of [
      [-150, -120],
      [160, -90],
      [40, 10], // bent inwards
      [120, 130],
      [-140, 100],
    ] as const)
      await page.mouse.click(x + dx, y + dy);
    await page.keyboard.press('Enter');
    await page.waitForURL(/polygon=/);
    expect(await headline(page)).not.toBe(all);
    expect(await page.locator('#panel-place').isVisible()).toBe(false);
    const polygon = new URL(page.url()).searchParams.get('polygon')!;
    expect(polygon.split(',').length).toBe(10);
    const counts = await counted(page);
    expect(counts.places).toBeGreaterThan(0);
    expect(counts).toEqual(await inside(`polygon=${polygon}`));
    await page.getByRole('button', { name: 'Download' }).click();
    await page.locator('.file-name:not(:empty)').waitFor();
    expect(await page.getByLabel('The same as a URL').inputValue()).toContain(`polygon=${polygon}`);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('#map')!.classList.contains('drawing'));
    expect(await tool.getAttribute('aria-pressed')).toBe('false');

    const again = await site.open(`/${new URL(page.url()).search}`);
    expect(await counted(again)).toEqual(counts);
    await again.getByRole('button', { name: 'Only inside the drawn area' }).click();
    await settled(again);
    expect(await headline(again)).toBe(all);
    expectClean(again);
    await Promise.all([page.close(), again.close()]);
  });

  it('is given up by Escape, and gives way to another tool', async () => {
    const page = await site.open('/?at=48.3,37.2,7.5');
    const all = await headline(page);
    const area = page.getByRole('button', { name: 'Draw an area' });
    await area.click();
    const map = (await page.locator('#map').boundingBox())!;
    await page.mouse.click(map.x + 400, map.y + 300);
    await page.keyboard.press('Escape');
    expect(await area.getAttribute('aria-pressed')).toBe('false');
    await area.click();
    await page.getByRole('button', { name: 'Draw a circle' }).click();
    expect(await area.getAttribute('aria-pressed')).toBe('false');
    expect(await headline(page)).toBe(all);
    expectClean(page);
    await page.close();
  });
});
