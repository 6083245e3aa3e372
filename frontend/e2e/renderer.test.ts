import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawn, expectClean, launch, settled, useSite } from './harness';

const site = useSite();
const small = { viewport: { width: 800, height: 600 } };
const view = '/?from=2023-01-01&to=2023-12-31&at=48.5,36,6.5';

describe('the symbols', () => {
  const ours = { browser: site.browser };
  beforeAll(async () => {
    ours.browser = site.browser;
    site.browser = await launch('--enable-unsafe-swiftshader'); // WebGL without a graphics card
  });
  afterAll(async () => {
    await site.browser.close();
    site.browser = ours.browser;
  });

  it.each([
    ['light', 1],
    ['dark', 2],
  ] as const)('are the same by canvas and by WebGL, %s, %i px a px', async (colorScheme, deviceScaleFactor) => {
    const pictures: number[][] = [];
    for (const renderer of ['canvas', 'webgl']) {
      const page = await site.open(`${view}&renderer=${renderer}`, { ...small, colorScheme, deviceScaleFactor });
      await settled(page);
      const made = await page.evaluate((kind) => {
        const canvas = document.querySelector<HTMLCanvasElement>('#map canvas.points')!;
        return canvas.getContext(kind === 'webgl' ? 'webgl2' : '2d') !== null; // null if it has another
      }, renderer);
      expect(made, renderer).toBe(true);
      pictures.push(await pixelsOf(page));
      expectClean(page);
      await page.close();
    }
    const [canvas, webgl] = pictures as [number[], number[]];
    expect(webgl.length).toBe(canvas.length);
    expect(canvas.filter((part) => part > 0).length).toBeGreaterThan(2_000);
    const far = canvas.filter((part, i) => Math.abs(part - webgl[i]!) > 16).length;
    expect(far / canvas.length).toBeLessThan(0.000_5);
  });
  it('drawn anew in part are those drawn as a whole', async () => {
    const page = await site.open(`${view}&renderer=canvas`, small);
    const first = await pixelsOf(page);
    await page.locator('.thumb.from').focus();
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press('ArrowRight');
      await drawn(page);
    }
    const moved = await pixelsOf(page);
    expect(moved).not.toEqual(first);
    const whole = await site.open(`${view.replace('2023-01-01', '2023-01-10')}&renderer=canvas`, small);
    await settled(whole);
    expect(Buffer.from(moved).equals(Buffer.from(await pixelsOf(whole)))).toBe(true);
    await Promise.all([page.close(), whole.close()]);
  });
});

/** Opacity and colours, as strong as they are to be seen, of every pixel. */
async function pixelsOf(page: Page): Promise<number[]> {
  const text = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#map canvas.points')!;
    const flat = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    flat.drawImage(canvas, 0, 0);
    const { data } = flat.getImageData(0, 0, canvas.width, canvas.height);
    let text = '';
    for (let i = 0; i < data.length; i += 30_000) text += String.fromCharCode(...data.subarray(i, i + 30_000));
    return btoa(text);
  });
  const data = Buffer.from(text, 'base64');
  return Array.from(data, (part, i) => (i % 4 === 3 ? part : Math.round((part * data[i - (i % 4) + 3]!) / 255)));
}
