import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { isoDay } from '../src/time/day';
import { dayRange } from '../src/time/say';
import { found, placed, usual } from './found';
import { type Counted, counted, drawn, expectClean, headline, settled, useSite } from './harness';

const site = useSite();
const summaries = /\/api\/summary\?/;
const source = 'mentionmap demo';
const polygon = '36,47,39,47,39,49.5,36.5,49';
const spring = 'from=2023-03-01&to=2023-05-31';
const inSpring = 'datetime=2023-03-01/2023-05-31';
const anyDate = 'precision=undated,day,days,week,month,season,year';

/** As the page writes them in English. */
const line = ({ places, posts, texts }: Counted) =>
  [
    [places, 'place'],
    [posts, 'post'],
    [texts, 'text'],
  ]
    .map(([n, word]) => `${n!.toLocaleString('en-GB')} ${word}${n === 1 ? '' : 's'}`)
    .join(' · ');

/** The address of the page, and what it means in the API's own parameters. */
const states: [address: string, query: string][] = [
  ['', usual],
  ['count=documents', usual],
  ['count=mentions', usual],
  ['count=stories', usual],
  [spring, `${usual}&${inSpring}`],
  [`${spring}&count=documents`, `${usual}&${inSpring}`],
  ['from=2024-06-01', `${usual}&datetime=2024-06-01/..`],
  ['to=2022-06-30', `${usual}&datetime=../2022-06-30`],
  ['kind=any', 'use=literal&precision=day,days'],
  ['kind=country,area', 'kind=country,area&use=literal&precision=day,days'],
  ['use=any', 'kind=settlement,district,region,water,facility&precision=day,days'],
  [
    'precision=month,year,undated',
    'kind=settlement,district,region,water,facility&use=literal&precision=month,year,undated',
  ],
  [
    `${spring}&precision=month,undated`,
    `kind=settlement,district,region,water,facility&use=literal&precision=month,undated&${inSpring}`,
  ],
  [`${spring}&kind=any&use=any&precision=any`, `${anyDate}&${inSpring}`],
  ['kind=any&use=any&precision=any', ''],
  [`by=published&${spring}`, `${usual}&by=published&${inSpring}`],
  ['q=drone', `${usual}&q=drone`],
  [`q=bridge&count=documents&from=2022-06-01`, `${usual}&q=bridge&datetime=2022-06-01/..`],
  [`source=${encodeURIComponent(source)}`, `${usual}&source=${encodeURIComponent(source)}`],
  ['near=37.2,48.3,60', `${usual}&near=37.2,48.3,60`],
  [`polygon=${polygon}&${spring}`, `${usual}&polygon=${polygon}&${inSpring}`],
  [
    `near=36.23,49.99,80&q=shelling&use=any`,
    `kind=settlement,district,region,water,facility&precision=day,days&near=36.23,49.99,80&q=shelling`,
  ],
];

const address = (part: string) => `/?${part}`;

/** Notes each frame's head line with the days that the handles stand on. */
async function film(page: Page): Promise<() => Promise<{ line: string; from: number; to: number; heights: string }[]>> {
  await page.evaluate(() => {
    const seen = new Map<string, object>();
    Object.assign(globalThis, { seen });
    const look = () => {
      const [from, to] = [...document.querySelectorAll('[role=slider]')].map((el) =>
        Number(el.getAttribute('aria-valuenow')),
      );
      const line = document.querySelector('.headline strong')!.textContent;
      const heights = [
        document.querySelector<HTMLElement>('.headline')!.offsetHeight,
        document.querySelector('.tabs')!.getBoundingClientRect().top,
      ].join();
      seen.set(`${line} ${from} ${to} ${heights}`, { line, from, to, heights });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return () => page.evaluate(() => [...(globalThis as unknown as { seen: Map<string, never> }).seen.values()]);
}

describe('the head line', () => {
  it.each(states)('of “%s” tells each place, post and text once', async (part, query) => {
    const page = await site.open(address(part));
    const expected = await found(site, query);
    expect(expected.posts).toBeGreaterThan(0);
    expect(await counted(page)).toEqual(expected);
    expect(await headline(page)).toBe(line(expected));
    expectClean(page);
    await page.close();
  });

  it('follows filters that are changed on the open page, whatever is counted', async () => {
    const page = await site.open(address(spring));
    const before = await headline(page);
    await page.locator('#filters button', { hasText: /^Reports/ }).press('Enter');
    await page.getByRole('radio', { name: /^Documents/ }).press('Space');
    await page.keyboard.press('Escape');
    await page.waitForURL(/count=documents/);
    await settled(page);
    expect(await headline(page)).toBe(before);
    await page.getByRole('searchbox').fill('bridge');
    await page.waitForURL(/q=bridge/);
    await settled(page);
    expect(await counted(page)).toEqual(await found(site, `${usual}&${inSpring}&q=bridge`));
    await page.getByRole('searchbox').fill('');
    await page.waitForURL((url) => !url.searchParams.has('q'));
    await settled(page);
    expect(await headline(page)).toBe(before);
    expectClean(page);
    await page.close();
  });

  it('tells no posts and texts but those of its days while a handle is dragged, and does not jump', async () => {
    const page = await site.open(address('from=2022-06-01&to=2023-05-31'));
    await settled(page);
    const seen = await film(page);
    const handle = (await page.locator('.thumb.to').boundingBox())!;
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 40; step++) {
      await page.mouse.move(x - step * 6, y);
      await drawn(page);
    }
    await page.mouse.up();
    await settled(page);
    const frames = await seen();
    expect(new Set(frames.map(({ to }) => to)).size).toBeGreaterThan(10);
    expect(frames.some(({ line }) => /^[\d,]+ places$/.test(line))).toBe(true);
    expect(new Set(frames.map(({ heights }) => heights)).size).toBe(1);
    for (const frame of frames) {
      const expected = line(await found(site, `${usual}&datetime=${isoDay(frame.from)}/${isoDay(frame.to)}`));
      if (frame.line.includes(' · ')) expect(frame.line).toBe(expected);
      else expect(frame.line).toBe(expected.split(' · ')[0]);
    }
    expect(frames.at(-1)!.line).toContain(' texts');
    expectClean(page);
    await page.close();
  });

  it('tells places only while it plays', async () => {
    const page = await site.open(address('from=2023-01-01&to=2023-02-28'));
    await settled(page);
    await page.getByRole('button', { name: 'Play through time' }).click();
    const seen = await film(page); // less motion: a step each second, longer than numbers take to come
    await page.waitForTimeout(3_500);
    const frames = await seen();
    expect(new Set(frames.map(({ from }) => from)).size).toBeGreaterThan(2);
    for (const { line, from } of frames) if (from !== frames[0]!.from) expect(line).toMatch(/^\d+ places$/);
    await page.getByRole('button', { name: 'Pause' }).click();
    await settled(page);
    const [from, to] = await Promise.all(
      [0, 1].map(async (i) => Number(await page.locator('[role=slider]').nth(i).getAttribute('aria-valuenow'))),
    );
    expect(await counted(page)).toEqual(await found(site, `${usual}&datetime=${isoDay(from!)}/${isoDay(to!)}`));
    await page.close();
  });

  it('drops answers that are overtaken', async () => {
    const page = await site.open(address(spring));
    await settled(page);
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    await page.route(/\/api\/summary\?.*2023-06/, async (route) => {
      await held;
      await route.continue().catch(() => {}); // given up by the page
    });
    const asked = page.waitForRequest(/\/api\/summary\?.*2023-06/);
    await page.getByLabel('To day').fill('2023-06-30');
    await asked;
    expect(await page.locator('.headline strong').textContent()).toMatch(/^\d+ places$/);
    await page.getByLabel('To day').fill('2023-04-30');
    await expect.poll(() => page.locator('.headline strong').textContent()).toMatch(/texts$/);
    answer();
    await settled(page);
    expect(await counted(page)).toEqual(await found(site, `${usual}&datetime=2023-03-01/2023-04-30`));
    await page.close();
  });

  it('tells what is exact when posts and texts cannot be asked for, and asks again', async () => {
    const page = await site.browser.newPage();
    await page.route(summaries, (route) => route.fulfill({ status: 503, json: { detail: 'busy' } }));
    await page.goto(site.url + address(spring));
    const expected = await found(site, `${usual}&${inSpring}`);
    await page.waitForFunction(() => document.querySelector('.headline strong')?.textContent);
    await settled(page);
    expect(await headline(page)).toBe(`${expected.places} places`);
    expect(await page.locator('#message').isVisible()).toBe(false);
    await page.unroute(summaries);
    await expect.poll(() => headline(page), { timeout: 15_000 }).toBe(line(expected));
    await page.close();
  });
});

describe('sums', () => {
  it('of two periods are told each once', async () => {
    const page = await site.open(
      address('from=2023-05-01&to=2023-06-30&vs=2022-09-01/2022-12-31&count=documents&q=bridge'),
    );
    await settled(page);
    const of = async (days: string) => line(await found(site, `${usual}&q=bridge&datetime=${days}`));
    expect(await page.locator('.period').allTextContents()).toEqual([
      `A: 1 May – 30 Jun 2023 ${await of('2023-05-01/2023-06-30')}`,
      `B: 1 Sep – 31 Dec 2022 ${await of('2022-09-01/2022-12-31')}`,
    ]);
    await page.close();
  });

  it('in a frame are those of the page', async () => {
    const page = await site.open(address(`${spring}&embed=1&count=documents`), {
      viewport: { width: 600, height: 400 },
    });
    await settled(page);
    const expected = line(await found(site, `${usual}&${inSpring}`));
    expect(await page.locator('.embed-title').textContent()).toBe(`${expected} · 1 Mar – 31 May 2023`);
    for (const thumb of await page.locator('[role=slider]').all())
      expect(await thumb.getAttribute('aria-valuetext')).toMatch(new RegExp(`; ${expected.split(' · ')[0]}$`));
    expectClean(page);
    await page.close();
  });

  it('of nothing are told in a frame in the words of the page', async () => {
    const said = async (part: string, line: string) => {
      const page = await site.open(address(`q=xyzzy${part}`));
      await settled(page);
      const text = await page.locator(line).textContent();
      await page.close();
      return text;
    };
    expect(await said('&embed=1', '.embed-title')).toBe('Nothing matches these filters.');
    expect(await said('', '.headline strong')).toBe('Nothing matches these filters.');
  });

  it('in a picture are those of the page', async () => {
    const page = await site.open(address(`${spring}&count=documents`));
    await settled(page);
    await page.evaluate(() => {
      const written: string[] = [];
      const write = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
        written.push(text);
        return write.call(this, text, ...at);
      };
      Object.assign(globalThis, { written });
    });
    await page.getByRole('button', { name: 'Link and picture' }).click();
    await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the map as a picture' }).click(),
    ]);
    const written = await page.evaluate(() => (globalThis as unknown as { written: string[] }).written);
    expect(written).toContain(`${line(await found(site, `${usual}&${inSpring}`))} · 1 Mar – 31 May 2023`);
    await page.close();
  });

  it.each(['documents', 'stories'] as const)('of %s of a place are told as what they are', async (unit) => {
    const page = await site.open(address(`count=${unit}&place=706483`));
    await settled(page);
    const days = await page.locator('.headline .days').textContent();
    const { documents } = await site.api<{ documents: number }>(`summary?${usual}&place=706483`);
    const told = unit === 'documents' ? `${documents} documents · ${days}` : / stories, counted once for each date · /;
    const count = page.locator('.place-count');
    if (typeof told === 'string') await expect.poll(() => count.textContent()).toBe(told);
    else expect(await count.textContent()).toMatch(told);
    await page.locator('#panel-place .back').press('Enter');
    await settled(page);
    const row = page.locator('.place-row:not([hidden]) .n').first();
    expect(Number(await row.textContent())).toBeGreaterThan(documents); // by dates: there is a text with two
    expect(await row.getAttribute('title')).toBe(`${await row.textContent()} ${unit}, counted once for each date`);
    expect(await page.locator('.list-unit').textContent()).toMatch(/, counted once for each date$/);
    expectClean(page);
    await page.close();
  });

  it.each(['reports', 'mentions', 'documents'] as const)('of what is not on the map are named as %s', async (unit) => {
    const page = await site.open(address(`${spring}&count=${unit}`));
    await settled(page);
    const group = page.locator('.part-group').first();
    const label = unit === 'documents' ? 'Not on the map, counted once for each place and date' : 'Not on the map';
    expect(await group.getAttribute('aria-label')).toBe(label);
    const wide = (await group.locator('.switch').first().textContent())!;
    expect(wide).toMatch(new RegExp(`^\\d+ ${unit} of countries and wider areas$`));
    if (unit === 'mentions') {
      const query = `resultType=hits&kind=country,area&${anyDate}&${inSpring}`;
      const { numberMatched } = await site.api<{ numberMatched: number }>(`collections/mentions/items?${query}`);
      expect(Number.parseInt(wide, 10)).toBe(numberMatched);
    }
    await page.close();
  });

  it('say of what is let through that it is shown', async () => {
    const page = await site.open(address('kind=any&use=any&precision=any'));
    await settled(page);
    const [absent, added] = await page.locator('.part-group').all();
    expect(await absent!.locator('[aria-pressed=true]').count()).toBe(0);
    expect(await added!.getAttribute('aria-label')).toBe('Also shown');
    expect(await added!.locator('.switch').allTextContents()).toContain('all kinds');
    await added!.getByRole('button', { name: 'governments and datelines' }).focus();
    await page.keyboard.press('Enter');
    await settled(page);
    const off = absent!.getByRole('button', { name: /of governments and datelines$/ });
    expect(await off.getAttribute('aria-pressed')).toBe('false');
    expect(await off.evaluate((el) => el === document.activeElement)).toBe(true);
    await page.close();
  });

  const usualKinds = 'kind=settlement,district,region,water,facility';
  it.each([
    ['precision=day', 'dated to a few days', `${usualKinds}&use=literal&precision=days`],
    ['precision=undated', 'dated to the day or to a few days', usual],
    ['use=associative', 'of the places themselves', `${usualKinds}&use=literal&${anyDate}`],
  ])('tell what of the default is hidden, and bring it back: %s', async (part, told, query) => {
    const page = await site.open(address(`${part}&from=2022-02-24&to=2025-01-31&count=mentions`));
    await settled(page);
    const [absent, added] = await page.locator('.part-group').all();
    expect(await added!.isVisible()).toBe(false); // what is shown is shown instead
    const off = absent!.getByRole('button', { name: new RegExp(`${told}$`) });
    const n = Number((await off.textContent())!.replace(/\D/g, ''));
    const { numberMatched } = await site.api<{ numberMatched: number }>(
      `collections/mentions/items?resultType=hits&datetime=2022-02-24/2025-01-31&${query}`,
    );
    expect(n).toBeGreaterThan(0);
    expect(n).toBe(numberMatched);
    await off.focus();
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await off.isVisible()).toBe(false);
    expect(await page.locator('.part-group [aria-pressed=true]:focus').count()).toBe(part.startsWith('use') ? 1 : 0);
    expectClean(page);
    await page.close();
  });

  it('outside the frame are places', async () => {
    const page = await site.open(address(`${spring}&at=48.5,37,7`));
    await settled(page);
    const told = await page.locator('.outside').textContent();
    const all = (await counted(page)).places;
    await page.getByLabel('Only in the map frame').check();
    await settled(page);
    const list = page.locator('#place-list [role=option]').first();
    const inside = Number(await list.getAttribute('aria-setsize'));
    expect(told).toBe(`${all - inside} places outside: zoom out`);
    await page.close();
  });
});

describe('a download', () => {
  it.each(['geojson', 'csv'])('as %s has the rows that it says, each with a position', async (format) => {
    const page = await site.open(address('count=mentions'));
    await page.getByRole('button', { name: 'Download' }).click();
    await page.locator(`input[name=format][value=${format}]`).check();
    await settled(page);
    const said = Number((await page.locator('.download-count').textContent())!.replace(/\D/g, ''));
    const told = await placed(site, usual);
    expect(said).toBe(told.length);
    const file = await (await fetch(await page.getByLabel('The same as a URL').inputValue())).text();
    if (format === 'csv') expect(file.trimEnd().split('\r\n').length - 1).toBe(said);
    else {
      const { features } = JSON.parse(file) as { features: { geometry: unknown }[] };
      expect(features.length).toBe(said);
      expect(features.filter(({ geometry }) => geometry === null)).toEqual([]);
    }
    expect(await page.locator('.file-name').textContent()).not.toContain('frame');
    await page.close();
  });

  it('without dates under a window has what the page shows', async () => {
    const page = await site.open(address(`${spring}&kind=any&use=any&precision=any&count=mentions`));
    await page.getByRole('button', { name: 'Download' }).click();
    await settled(page);
    const told = await placed(site, `${anyDate}&${inSpring}`);
    expect(Number((await page.locator('.download-count').textContent())!.replace(/\D/g, ''))).toBe(told.length);
    await page.close();
  });
});

describe('what is stored while the page is open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mentionmap-more-'));
  const file = (name: string, text: string, date: string) => {
    const path = join(folder, `${name}.jsonl`);
    writeFileSync(path, `${JSON.stringify({ id: name, text, date, source: name })}\n`);
    return path;
  };
  const one = useSite(file('one', 'Shelling hit Kharkiv and Bakhmut on 5 March 2023.', '2023-03-06'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('comes with the next answer: head line, list, reports and download agree', async () => {
    const page = await one.open();
    expect(await headline(page)).toBe('2 places · 1 post · 1 text');
    one.ingest(file('two', 'Drones struck Odesa and Kharkiv on 7 March 2023.', '2023-03-08'));
    await page.getByRole('tab', { name: 'Reports' }).click();
    await expect.poll(() => headline(page), { timeout: 15_000 }).toBe('3 places · 2 posts · 2 texts');
    await settled(page);
    expect(await page.locator('#panel-reports .card').count()).toBe(2);
    await page.getByRole('tab', { name: 'Places' }).click();
    await settled(page);
    expect(await page.locator('#place-list [role=option]:visible').count()).toBe(3);
    expect(await page.locator('.headline .days').textContent()).toBe(dayRange(19421, 19423));
    one.ingest(file('three', 'A fire in Lviv on 9 March 2023.', '2023-03-10'));
    await page.getByLabel('To day').fill('2023-03-31');
    await expect.poll(() => headline(page), { timeout: 15_000 }).toBe('4 places · 3 posts · 3 texts');
    expectClean(page);
    await page.close();
  });
});
