import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClean, settled, useSite } from './harness';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const asked: string[] = [];
const tiles = createServer((request, response) => {
  asked.push(request.url!);
  response.writeHead(200, { 'Content-Type': 'image/png', 'Cross-Origin-Resource-Policy': 'cross-origin' }).end(pixel);
});
await new Promise<void>((done) => tiles.listen(0, '127.0.0.1', done));
const { port } = tiles.address() as AddressInfo;
afterAll(() => tiles.close());

const site = useSite(
  undefined,
  '--tiles',
  `http://127.0.0.1:${port}/{z}/{x}/{y}.png`,
  '--tiles-credit',
  '<b>Tiles</b> of a test',
);

describe('an online map', () => {
  it('is asked for when the reader wants it, not before, and no longer than that', async () => {
    const page = await site.open('/?at=48.5,36,6');
    await settled(page);
    expectClean(page);
    expect(asked).toEqual([]);
    await page.getByRole('button', { name: 'Own layers' }).click();
    const online = page.locator('.layer-online input');
    await online.check();
    await page.locator('.leaflet-online-pane img.leaflet-tile-loaded').first().waitFor({ state: 'attached' });
    expect(asked.length).toBeGreaterThan(3);
    for (const path of asked) expect(path).toMatch(/^\/6\/\d+\/\d+\.png$/);
    expect(await page.locator('.online-credit').textContent()).toBe('<b>Tiles</b> of a test');
    await online.uncheck();
    await settled(page);
    expect(await page.locator('.leaflet-online-pane img').count()).toBe(0);
    expect(await page.locator('.online-credit').count()).toBe(0);
    const before = asked.length;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await settled(page);
    expect(asked.length).toBe(before);
    await page.close();
  });
});
