import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClean, settled, useSite } from './harness';

const site = useSite();
const folder = mkdtempSync(join(tmpdir(), 'mentionmap-drop-'));
afterAll(() => rmSync(folder, { recursive: true }));

const line = (date: string | undefined, coordinates: number[][]) => ({
  type: 'Feature',
  properties: date ? { date } : {},
  geometry: { type: 'LineString', coordinates },
});
const front = {
  type: 'FeatureCollection',
  name: '<img src=x onerror="hacked=1"> front',
  features: [
    line('2023-03-01', [
      [30, 47],
      [38, 50],
    ]),
    line('2023-05-01', [
      [31, 46],
      [39, 49],
    ]),
  ],
};

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page
    .locator('.layer-file input')
    .setInputFiles({ name, mimeType: 'application/geo+json', buffer: Buffer.from(content) });
}

/** Drags files from outside over the map and lets them fall there. */
async function drop(page: Page, files: Record<string, string>): Promise<void> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [i, text] of Object.values(files).entries()) writeFileSync(paths[i]!, text);
  const { x, y, width, height } = (await page.locator('#map').boundingBox())!;
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
    if (type === 'dragOver') await page.locator('body.dropping').waitFor();
  }
  await session.detach();
}

/** Pixels of the layers' canvas that are not empty. */
async function inked(page: Page): Promise<number> {
  await settled(page);
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#map canvas.own-layers')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 3; i < data.length; i += 4) sum += data[i]! > 0 ? 1 : 0;
    return sum;
  });
}

describe('own layers', () => {
  it('are drawn, named, hidden and removed, and follow the slider by their dates', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-03-31');
    await page.getByRole('button', { name: 'Own layers' }).click();
    expect(await inked(page)).toBe(0);
    await choose(page, 'front.geojson', JSON.stringify(front));
    await page.getByText('as of 1 Mar 2023').waitFor();
    expect(await page.getByLabel('Name of the layer').inputValue()).toBe(front.name);
    expect(await inked(page)).toBeGreaterThan(200);
    await page.getByLabel('Show this layer').uncheck();
    expect(await inked(page)).toBe(0);
    await page.getByLabel('Show this layer').check();
    expect(await inked(page)).toBeGreaterThan(200);

    await page.getByLabel('To day').fill('2023-06-01');
    await page.getByText('as of 1 May 2023').waitFor({ state: 'attached' });
    await page.getByLabel('From day').fill('2023-01-01');
    await page.getByLabel('To day').fill('2023-02-01');
    await page.getByText('begins 1 Mar 2023').waitFor({ state: 'attached' });
    expect(await inked(page)).toBe(0);

    await page.getByRole('button', { name: 'Remove this layer' }).click();
    await settled(page);
    expect(await page.locator('.layer-row').count()).toBe(0);
    expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
    expectClean(page); // nothing was sent either
    await page.close();
  });

  it('are taken where they are dropped; what is none is refused in one line', async () => {
    const page = await site.open();
    await drop(page, { 'front.geojson': JSON.stringify(front), '<b>.json': '<svg onload="hacked=2">' });
    await page.locator('.layer-error:not(:empty)').waitFor();
    expect(await page.locator('.layer-error').textContent()).toBe(
      '<b>.json: this is no JSON: save the layer as GeoJSON',
    );
    expect(await page.locator('.layer-row').count()).toBe(1);
    expect(await inked(page)).toBeGreaterThan(200);
    expectClean(page);
    await page.close();
  });
});
