import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectClean, headline, picture, settled, useSite } from './harness';

const site = useSite();

describe('what is taken away', () => {
  it('is a link that opens the same, and says when the data are others', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-04-30&near=37,48.5,150&at=48.5,37,7');
    await page.getByRole('button', { name: 'Link and picture' }).click();
    const link = await page.getByLabel('Link to what you see').inputValue();
    expect(link).toMatch(/&data=\d+$/);
    await page.keyboard.press('Escape');
    await settled(page);
    const again = await site.open(link.slice(site.url.length));
    await settled(again);
    expect(await headline(again)).toBe(await headline(page));
    expect(await picture(again)).toBe(await picture(page));
    expect(await again.locator('#notice').isVisible()).toBe(false);
    await again.close();
    const other = await site.open(link.slice(site.url.length).replace(/data=\d+/, 'data=0'));
    await other.getByText('The data have changed since this link was made').waitFor();
    await other.getByRole('button', { name: 'Close this note' }).click();
    expect(await other.locator('#notice').isVisible()).toBe(false);
    expectClean(other);
    await other.close();
    await page.close();
  });

  it('is a picture that cuts no line, however narrow', async () => {
    const page = await site.open('/', { viewport: { width: 320, height: 568 } });
    await settled(page);
    await page.evaluate(() => {
      const written: [string, boolean][] = [];
      const write = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const room = this.canvas.width / this.getTransform().a;
        if (!this.canvas.isConnected) written.push([text, x + this.measureText(text).width <= room]);
        return write.call(this, text, x, y);
      };
      Object.assign(globalThis, { written });
    });
    await page.getByRole('button', { name: 'Link and picture' }).click();
    await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the map as a picture' }).click(),
    ]);
    const written = await page.evaluate(() => (globalThis as unknown as { written: [string, boolean][] }).written);
    const title = (await headline(page)).split(' ')[0]!;
    expect(written.some(([text]) => text.startsWith(title))).toBe(true);
    expect(written.filter(([, whole]) => !whole)).toEqual([]);
    await page.close();
  });

  it('is a picture with the map and what it says', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-04-30');
    await page.getByRole('button', { name: 'Link and picture' }).click();
    const map = (await page.locator('#map').boundingBox())!;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the map as a picture' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('mentionmap-2023-03-01-2023-04-30.png');
    const png = readFileSync(await download.path());
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(map.width);
    expect(png.readUInt32BE(20)).toBeGreaterThan(map.height + 40);
    expect(png.length).toBeGreaterThan(50_000);
    if (process.env.KEEP_PICTURE) await download.saveAs(process.env.KEEP_PICTURE);
    expectClean(page);
    await page.close();
  });

  it('is a slim view for frames, with a way to the whole page', async () => {
    const page = await site.open('/?embed=1&from=2023-03-01&to=2023-04-30', { viewport: { width: 600, height: 400 } });
    await settled(page);
    expect(await page.locator('.bar').isVisible()).toBe(false);
    expect(await page.locator('#panel').isVisible()).toBe(false);
    expect(await page.locator('#time').isVisible()).toBe(true);
    expect((await page.locator('#map').boundingBox())!.width).toBe(600);
    const link = page.getByRole('link', { name: 'Open the whole page' });
    await link.focus();
    const href = (await link.getAttribute('href'))!;
    expect(href).toContain('from=2023-03-01');
    expect(href).not.toContain('embed');
    expectClean(page);
    await page.close();
  });

  it('is a file about as large as it says before the click', async () => {
    const page = await site.open('/?from=2022-06-01&to=2024-05-31');
    await page.getByRole('button', { name: 'Download' }).click();
    for (const [what, format] of [
      ['mentions', 'csv'],
      ['mentions', 'geojsonseq'],
      ['mentions', 'kml'],
      ['mentions', 'gpkg'],
      ['places', 'gpkg'],
      ['places', 'geojson'],
    ]) {
      await page.locator(`input[value=${what}]`).check();
      await page.locator(`input[name=format][value=${format}]`).check();
      await settled(page);
      const [, number, unit] = /^about ([\d.]+) (kB|MB)$/.exec((await page.locator('.file-size').textContent())!)!;
      const told = Number(number) * (unit === 'MB' ? 1_000_000 : 1_000);
      const { byteLength } = await (await fetch(await page.getByLabel('The same as a URL').inputValue())).arrayBuffer();
      expect(told / byteLength, `${what} as ${format}`).toBeGreaterThan(0.75);
      expect(told / byteLength, `${what} as ${format}`).toBeLessThan(1.33);
    }
    expectClean(page);
    await page.close();
  });

  it('is a file in every format of the API', async () => {
    const { formats } = await site.api<{ formats: { name: string }[] }>('info');
    const page = await site.open();
    await page.getByRole('button', { name: 'Download' }).click();
    const radios = page.locator('input[name=format]');
    const values = await radios.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
    expect([...values].sort()).toEqual(formats.map(({ name }) => name).sort());
    for (const what of ['mentions', 'places']) {
      await page.locator(`input[value=${what}]`).check();
      for (const format of values) {
        await page.locator(`input[name=format][value=${format}]`).check();
        await page.waitForFunction(
          (wanted) => document.querySelector<HTMLInputElement>('.as-url input')?.value.includes(wanted),
          `f=${format}`,
        );
        await page.locator('.file-name:not(:empty)').waitFor();
      }
    }
    expectClean(page);
    await page.close();
  });
});
