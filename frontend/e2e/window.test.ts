import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isoDay, parseDay } from '../src/time/day';
import { longDay } from '../src/time/say';
import { found, usual } from './found';
import { counted, drawn, expectClean, headline, picture, settled, useSite } from './harness';

const site = useSite();

/** What the store has in a window, each once. */
const stored = (from: string, to: string) => found(site, `${usual}&datetime=${from}/${to}`);

const slider = (page: Page, i: number) => page.locator('[role=slider]').nth(i);
const valueNow = async (page: Page, i: number) => Number(await slider(page, i).getAttribute('aria-valuenow'));

async function drag(page: Page, fromX: number, toX: number, y: number): Promise<void> {
  await page.mouse.move(fromX, y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) await page.mouse.move(fromX + ((toX - fromX) * step) / 8, y);
  await page.mouse.up();
  await settled(page);
}

describe('the window of time', () => {
  it('follows the handles by mouse: head line, circles and lists', async () => {
    const page = await site.open();
    const before = { line: await headline(page), picture: await picture(page), rows: await firstRows(page) };
    const box = (await slider(page, 0).boundingBox())!;
    const track = (await page.locator('.track').boundingBox())!;
    await drag(page, box.x + box.width / 2, track.x + track.width * 0.6, box.y + 30);
    expect(await headline(page)).not.toBe(before.line);
    expect(await picture(page)).not.toBe(before.picture);
    expect(await firstRows(page)).not.toEqual(before.rows);
    expect(await slider(page, 0).getAttribute('aria-valuetext')).toContain(
      `; ${(await headline(page)).split(' · ')[0]}`,
    );
    const from = isoDay(await valueNow(page, 0));
    expect(await counted(page)).toEqual(await stored(from, '..'));
    await page.waitForURL((url) => url.searchParams.get('from') === from);
    expectClean(page);
    await page.close();
  });

  it('follows the keys: day, month, ends; each handle is bounded by the other', async () => {
    const page = await site.open();
    await slider(page, 0).focus();
    const start = await valueNow(page, 0);
    await page.keyboard.press('ArrowRight');
    await settled(page);
    expect(await valueNow(page, 0)).toBe(start + 1);
    await page.keyboard.press('PageUp');
    await settled(page);
    expect(await valueNow(page, 0)).toBeGreaterThanOrEqual(start + 29);
    const text = `From ${longDay(await valueNow(page, 0))}; ${(await headline(page)).split(' · ')[0]}`;
    expect(await slider(page, 0).getAttribute('aria-valuetext')).toBe(text);
    await page.keyboard.press('End');
    await settled(page);
    expect(await valueNow(page, 0)).toBe(await valueNow(page, 1));
    await page.keyboard.press('Home');
    await settled(page);
    expect(await valueNow(page, 0)).toBe(start);
    await page.close();
  });

  it('is dragged as a whole and keeps its length', async () => {
    const page = await site.open('/?from=2023-01-01&to=2023-04-30');
    const before = [await valueNow(page, 0), await valueNow(page, 1)];
    const reach = (await page.locator('.reach').boundingBox())!;
    await drag(page, reach.x + reach.width / 2, reach.x + reach.width / 2 + 90, reach.y + 20);
    const after = [await valueNow(page, 0), await valueNow(page, 1)];
    expect(after[0]).toBeGreaterThan(before[0]!);
    expect(after[1]! - after[0]!).toBe(before[1]! - before[0]!);
    await page.close();
  });

  it('takes a bar by double-click, a preset and typed dates', async () => {
    const page = await site.open();
    const track = (await page.locator('.track').boundingBox())!;
    await page.mouse.dblclick(track.x + track.width / 2, track.y + 40);
    await settled(page);
    const days = (await valueNow(page, 1)) - (await valueNow(page, 0)) + 1;
    expect([1, 7, 28, 29, 30, 31]).toContain(days);
    await page.getByRole('button', { name: '30 days' }).click();
    await settled(page);
    expect((await valueNow(page, 1)) - (await valueNow(page, 0))).toBe(29);
    await page.getByLabel('From day').fill('2022-03-01');
    await page.getByLabel('To day').fill('2022-03-31');
    await settled(page);
    expect(await counted(page)).toEqual(await stored('2022-03-01', '2022-03-31'));
    await page.close();
  });

  it('counts as the store does in any window', async () => {
    const page = await site.open();
    const { first, last } = await site.api<{ first: string; last: string }>('info');
    const [a, b] = [parseDay(first)!, parseDay(last)!];
    for (let i = 0; i < 20; i++) {
      const from = a + Math.floor(((i * 37) % 100) * 0.01 * (b - a));
      const to = Math.min(b, from + ((i * i * 7) % 200));
      await page.getByLabel('From day').fill(isoDay(from));
      await page.getByLabel('To day').fill(isoDay(to));
      await drawn(page);
      const expected = await stored(isoDay(from), isoDay(to));
      if (expected.posts) expect(await counted(page), `${isoDay(from)}/${isoDay(to)}`).toEqual(expected);
      else expect(await headline(page)).toMatch(from === to ? /^Nothing on / : /^Nothing between /);
    }
    await page.close();
  });

  it('says where the nearest report is when there is none', async () => {
    const page = await site.open('/?from=2019-01-01&to=2019-01-03');
    expect(await headline(page)).toBe('Nothing between 1 Jan 2019 and 3 Jan 2019.');
    await page.getByRole('button', { name: /^Nearest: .* go there$/ }).click();
    await settled(page);
    expect((await counted(page)).posts).toBeGreaterThan(0);
    await page.close();
  });

  it('plays and stops', async () => {
    const page = await site.open('/', { reducedMotion: 'no-preference' });
    await page.getByRole('button', { name: 'Play through time' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    const early = await valueNow(page, 1);
    await expect.poll(() => valueNow(page, 1)).toBeGreaterThan(early);
    await page.getByRole('button', { name: 'Pause' }).click();
    await drawn(page);
    const stopped = await valueNow(page, 1);
    await page.waitForTimeout(300);
    expect(await valueNow(page, 1)).toBe(stopped);
    await page.close();
  });
});

describe('names on the map', () => {
  /** Pixels that both a place's name and one of the ground's own names cover. */
  const doubled = (page: Page) =>
    page.evaluate(() => {
      const of = (canvas: HTMLCanvasElement) => {
        const { left, top, width } = canvas.getBoundingClientRect();
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return { left: Math.round(left), top: Math.round(top), ratio: canvas.width / width, data, canvas };
      };
      const names = of(document.querySelector<HTMLCanvasElement>('#map canvas.names')!);
      const ground = of(document.querySelector<HTMLCanvasElement>('#map canvas.basemap-labels')!);
      let both = 0;
      for (let y = 0; y < names.canvas.height; y++)
        for (let x = 0; x < names.canvas.width; x++) {
          if (names.data[(y * names.canvas.width + x) * 4 + 3]! < 128) continue;
          const [gx, gy] = [x + names.left - ground.left, y + names.top - ground.top];
          if (gx < 0 || gy < 0 || gx >= ground.canvas.width || gy >= ground.canvas.height) continue;
          if (ground.data[(gy * ground.canvas.width + gx) * 4 + 3]! >= 128) both++;
        }
      return both;
    });

  it('make room for those of places as soon as these are written', async () => {
    const page = await site.open('/?from=2019-01-01&to=2019-01-02');
    await settled(page);
    await page.evaluate(() => {
      // What waits for rest never comes.
      const later = window.setTimeout;
      window.setTimeout = ((fn: () => void, ms = 0) => (ms > 200 ? 0 : later(fn, ms))) as typeof window.setTimeout;
    });
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect.poll(() => page.locator('.headline strong').textContent()).toMatch(/^[\d,]+ places$/); // posts wait for rest
    await drawn(page);
    await page.waitForTimeout(200); // what is written calmly
    expect(await doubled(page)).toBeLessThan(100); // halos may touch
    await page.close();
  });
});

describe('playing', () => {
  const length = async (page: Page) => (await valueNow(page, 1)) - (await valueNow(page, 0)) + 1;

  it('goes a bar at a time, both ways, and tells the head line', async () => {
    const page = await site.open('/?from=2023-01-01&to=2023-02-28');
    const [from, line, days] = [await valueNow(page, 0), await headline(page), await length(page)];
    await page.getByRole('button', { name: 'One bar on' }).click();
    await settled(page);
    expect(await valueNow(page, 0)).toBe(from + 7);
    expect(await length(page)).toBe(days);
    expect(await headline(page)).not.toBe(line);
    await page.getByRole('button', { name: 'One bar back' }).click();
    await settled(page);
    expect(await headline(page)).toBe(line);
    await page.close();
  });

  it('lets the window grow, at another speed', async () => {
    const page = await site.open('/?from=2023-01-01&to=2023-01-31', { reducedMotion: 'no-preference' });
    const [from, to] = [await valueNow(page, 0), await valueNow(page, 1)];
    await page.getByRole('button', { name: 'How it plays' }).click();
    await page.getByLabel('The window grows from its first day').check();
    await page.getByLabel('Speed').selectOption('4');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Play through time' }).click();
    await expect.poll(() => valueNow(page, 1)).toBeGreaterThan(to + 30);
    await page.getByRole('button', { name: 'Pause' }).click();
    await settled(page);
    expect(await valueNow(page, 0)).toBe(from);
    expect(await counted(page)).toEqual(await stored(isoDay(from), isoDay(await valueNow(page, 1))));
    expectClean(page);
    await page.close();
  });
});

describe('the axis', () => {
  const span = async (page: Page) =>
    Number(await slider(page, 1).getAttribute('aria-valuemax')) -
    Number(await slider(page, 0).getAttribute('aria-valuemin'));

  it('is looked at closer by button, wheel and keys; the window stays what it is', async () => {
    const page = await site.open('/?from=2023-03-01&to=2023-04-30');
    const [line, all] = [await headline(page), await span(page)];
    const closer = page.getByRole('button', { name: 'Look closer at the window' });
    await closer.click();
    await settled(page);
    expect(await span(page)).toBeLessThan(80);
    expect(await page.locator('.stop:visible').count()).toBe(2);
    await closer.click();
    await settled(page);
    expect(await span(page)).toBe(all);
    const track = (await page.locator('.track').boundingBox())!;
    await page.mouse.move(track.x + track.width * 0.4, track.y + 40);
    await page.mouse.wheel(0, -300);
    await settled(page);
    const nearer = await span(page);
    expect(nearer).toBeLessThan(all * 0.6);
    const before = await slider(page, 0).getAttribute('aria-valuemin');
    await page.mouse.wheel(60, 0);
    await settled(page);
    expect(await slider(page, 0).getAttribute('aria-valuemin')).not.toBe(before);
    expect(await span(page)).toBe(nearer);
    await slider(page, 0).focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('-');
    await settled(page);
    expect(await span(page)).toBe(all);
    await page.keyboard.press('+');
    await settled(page);
    expect(await span(page)).toBeLessThan(all);
    expect(await headline(page)).toBe(line);
    expectClean(page);
    await page.close();
  });
});

async function firstRows(page: Page): Promise<string[]> {
  return page.locator('#place-list [role=option]:visible').allTextContents();
}
