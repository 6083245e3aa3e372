import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { press, settled, sheet, useSite } from './harness';

const site = useSite();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await settled(page);
  return found(page);
}

/** What is wrong with the page as it stands. */
async function found(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const all = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return all.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** A button beside the sheet that small screens keep the lists in, which lies over it when it is open. */
async function pressOnMap(page: Page, name: string): Promise<void> {
  await sheet(page, false);
  await press(page, page.getByRole('button', { name }));
}

const states: [string, string, (page: Page) => Promise<void>][] = [
  ['the map and the places', '/', async () => {}],
  [
    'the reports, with reasons',
    '/?tab=reports',
    async (page) => {
      await page.locator('.card').first().waitFor();
      await page
        .locator('.card')
        .first()
        .getByRole('button', { name: /why here/i })
        .first()
        .click();
      await page.locator('.why-body').waitFor();
    },
  ],
  [
    'a place',
    '/',
    async (page) => {
      await page.locator('#place-list').focus();
      await page.keyboard.press('Enter');
      await page.locator('#panel-place .card').first().waitFor();
    },
  ],
  ['an open filter', '/', (page) => page.getByRole('button', { name: /^Kind of place/ }).click()],
  [
    'own layers',
    '/',
    async (page) => {
      await pressOnMap(page, 'Own layers');
      const buffer = Buffer.from('{"type":"Point","coordinates":[37,48]}');
      const mimeType = 'application/geo+json';
      await page.locator('.layer-file input').setInputFiles({ name: 'point.geojson', mimeType, buffer });
      await page.locator('.layer-row').waitFor();
    },
  ],
  ['how it plays', '/', (page) => pressOnMap(page, 'How it plays')],
  ['link and picture', '/', (page) => pressOnMap(page, 'Link and picture')],
  ['a circle, a note', '/?near=37.18,48.28,150&data=0', (page) => page.locator('#notice').waitFor()],
  [
    'two periods',
    '/?from=2023-05-01&to=2023-06-30&vs=before',
    (page) => page.locator('.compare-lists li').first().waitFor({ state: 'attached' }),
  ],
  [
    'a place by use and by source',
    '/?from=2023-03-01&to=2023-05-31&order=first',
    async (page) => {
      await page.locator('#place-list').focus();
      await page.keyboard.press('Enter');
      await page.locator('.facts summary').click();
      await page.locator('.shares li').first().waitFor();
    },
  ],
  ['a place that is not there', '/?place=99', (page) => page.locator('#panel-place .note').first().waitFor()],
  [
    'an area',
    '/?polygon=36,47,39,47,38,49',
    (page) => page.locator('.circle-chip:visible').waitFor({ state: 'attached' }),
  ],
  ['words found', '/?q=bridge&tab=reports', (page) => page.locator('.found').first().waitFor()],
  ['Ukrainian', '/?lang=uk&tab=reports', (page) => page.locator('.card').first().waitFor()],
  [
    'a fault of the server',
    '/',
    async (page) => {
      await page.route('**/api/collections/**', (route) =>
        route.fulfill({ status: 500, body: '{"detail":"a fault"}' }),
      );
      await page.getByRole('tab', { name: 'Reports' }).click();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  ],
  ['an empty window', '/?from=2019-01-01&to=2019-01-02', async () => {}],
  [
    'the download',
    '/',
    async (page) => {
      await page.getByRole('button', { name: 'Download' }).click();
      await page.locator('.file-name:not(:empty)').waitFor();
    },
  ],
  [
    'a pasted article',
    '/',
    async (page) => {
      await page.getByRole('button', { name: 'Paste an article' }).click();
      await page.getByLabel('Text of the article').fill('Shells hit Kharkiv and Kherson on Monday. Moscow denied it.');
      await page.getByRole('button', { name: 'Find the places' }).click();
      await page.locator('.article .mark-button').first().click();
      await page.locator('.why-body').waitFor();
    },
  ],
];

// both schemes and both layouts, each state twice: all four pairs would take minutes
const looks = [
  ['dark', 1280, 800],
  ['light', 320, 640],
] as const;

describe.each(looks)('without barriers: %s, %i × %i', (colorScheme, width, height) => {
  it.each(states)('%s', async (_, path, act) => {
    const page = await site.open(path, { colorScheme, viewport: { width, height } });
    await sheet(page, true);
    await act(page);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });
});

describe('sentences of a window that has been left', () => {
  const mentions = /\/collections\/mentions\/items\?/;
  const list = (page: Page) => page.locator('#panel-place .scroll > div').last();
  const open = async (page: Page) => {
    await page.locator('#place-list').focus();
    await page.keyboard.press('Enter');
    await page.locator('#panel-place .card').first().waitFor();
    await settled(page);
  };

  it.each(['light', 'dark'] as const)('can be read until others have come, %s', async (colorScheme) => {
    const page = await site.open('/', { colorScheme });
    await open(page);
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    await page.route(mentions, async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('button', { name: '90 days' }).click();
    await page.waitForRequest(mentions);
    expect(await list(page).getAttribute('aria-busy')).toBe('true');
    expect(await list(page).evaluate((el) => getComputedStyle(el, '::before').content)).toBe('""');
    expect(await found(page)).toEqual([]);
    answer();
    await settled(page);
    expect(await list(page).getAttribute('aria-busy')).toBeNull();
    expect(await list(page).evaluate((el) => getComputedStyle(el, '::before').content)).toBe('none');
    await page.close();
  });

  it('are marked no longer when the others failed, and never stand under another place', async () => {
    const page = await site.open();
    await open(page);
    await page.route(mentions, (route) => route.fulfill({ status: 500, json: { detail: 'a fault' } }));
    await page.getByRole('button', { name: '90 days' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await settled(page);
    expect(await list(page).getAttribute('aria-busy')).toBeNull();
    expect(await page.locator('#panel-place .card').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await page.locator('#place-list:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#panel-place h2:focus').waitFor();
    expect(await page.locator('#panel-place .card').count()).toBe(0);
    await page.close();
  });
});

describe('a low window', () => {
  it.each([
    [640, 400],
    [568, 320],
  ])('such as one zoomed twofold leaves room for the map, %i × %i', async (width, height) => {
    const page = await site.open('/', { viewport: { width, height } });
    await settled(page);
    const map = (await page.locator('#map').boundingBox())!;
    const tools = (await page.locator('.map-tools').boundingBox())!;
    expect(map.height).toBeGreaterThan(height * 0.3);
    expect(tools.y).toBeGreaterThanOrEqual(map.y);
    expect(tools.y + tools.height).toBeLessThanOrEqual(map.y + map.height);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });
});

describe('the first paint', () => {
  it.each([[1280], [320]])('shifts nothing, %i px wide', async (width) => {
    const page = await site.open('/', { viewport: { width, height: 800 } });
    await settled(page);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0;
          const observer = new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          });
          observer.observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done(sum), 100); // what is buffered comes at once
        }),
    );
    expect(shift).toBeLessThan(0.01);
    await page.close();
  });
});

describe('size of targets', () => {
  it.each([[1280], [320]])('is 24 px at least, %i px wide', async (width) => {
    const page = await site.open('/?tab=reports', { viewport: { width, height: 800 } });
    await sheet(page, true);
    await page.locator('.card').first().waitFor();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, [role=slider], input, select')]
        .filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.closest('.text'))
        .filter((el) => el.getBoundingClientRect().height < 24 && !el.closest('label'))
        .map((el) => el.outerHTML.slice(0, 120)),
    );
    expect(small).toEqual([]);
    await page.close();
  });
});
