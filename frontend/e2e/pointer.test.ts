import { readdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { controls, expectClean, press, settled, sheet, useSite } from './harness';

const texts = readdirSync('../seeds').filter((name) => /\.(txt|md|jsonl)$/.test(name)); // beside them lie tables and code
const site = useSite(texts.map((name) => `../seeds/${name}`)); // the demo's own texts, under many sources

type Options = Parameters<Browser['newPage']>[0];

const wide = (width: number, height: number): Options => ({ viewport: { width, height } });
const touch = (width: number, height: number): Options => ({ ...wide(width, height), hasTouch: true, isMobile: true });

const sizes: [string, Options][] = [
  ['1440 px', wide(1440, 900)],
  ['1024 px', wide(1024, 768)],
  ['768 px', wide(768, 1024)],
  ['375 px, by touch', touch(375, 667)],
];

interface Step {
  name: string;
  /** what is pressed to get there, from the page as it opens */
  open(page: Page): Promise<void>;
  /** what must be seen then: without it the step has not been taken */
  seen: string;
  /** the way back to the page as it opens */
  close(page: Page): Promise<void>;
}

const WAIT = 4_000; // ms for what a press opens

const at = (page: Page, selector: string) => page.locator(selector).first();
const leave = (page: Page) => page.keyboard.press('Escape');

async function inSheet(page: Page, selector: string): Promise<void> {
  await sheet(page, true);
  await press(page, at(page, selector));
}

async function back(page: Page, selector: string): Promise<void> {
  await press(page, at(page, selector));
  await sheet(page, false);
}

const keys = ['kind', 'use', 'precision', 'source', 'count', 'by'];
const chip = (i: number) => `#filters > .chip[popovertarget] >> nth=${i}`;
const tool = (label: string) => `#map-tools [aria-label="${label}"]`;
const layer = {
  name: 'point.geojson',
  mimeType: 'application/geo+json',
  buffer: Buffer.from('{"type":"Point","coordinates":[37,48]}'),
};

const steps: Step[] = [
  ...keys.map((key, i) => ({
    name: `the filter ${key}`,
    open: (page: Page) => press(page, at(page, chip(i))),
    seen: `#filters > :popover-open [name=choice-${key}]`,
    close: leave,
  })),
  {
    name: 'how it plays',
    open: (page) => press(page, at(page, '.plays [popovertarget]')),
    seen: '.plays :popover-open select',
    close: leave,
  },
  {
    name: 'link and picture',
    async open(page) {
      await press(page, at(page, tool('Link and picture')));
      await settled(page);
      await press(page, at(page, '.share-body .copy-line .button'));
    },
    seen: '.share-body [role=status]:not(:empty)',
    close: leave,
  },
  {
    name: 'own layers',
    async open(page) {
      await press(page, at(page, tool('Own layers')));
      await settled(page);
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser', { timeout: WAIT }),
        press(page, at(page, '.layer-file input')),
      ]);
      await chooser.setFiles(Array.from({ length: 6 }, () => layer));
    },
    seen: '.layer-row:nth-child(6)',
    close: leave,
  },
  {
    name: 'drawing a circle',
    open: (page) => press(page, at(page, tool('Draw a circle'))),
    seen: '.map.drawing',
    close: (page) => press(page, at(page, tool('Draw a circle'))),
  },
  {
    name: 'drawing an area',
    open: (page) => press(page, at(page, tool('Draw an area'))),
    seen: '.map.drawing',
    close: (page) => press(page, at(page, tool('Draw an area'))),
  },
  { name: 'the sheet', open: (page) => sheet(page, true), seen: '#place-list', close: (page) => sheet(page, false) },
  {
    name: 'reports, with reasons',
    async open(page) {
      await inSheet(page, '#tab-reports');
      await press(page, at(page, '#panel-reports .asks button'));
    },
    seen: '#panel-reports .why-body',
    close: (page) => back(page, '#tab-places'),
  },
  {
    name: 'two periods',
    async open(page) {
      await press(page, at(page, tool('Compare two periods')));
      await settled(page);
      await sheet(page, true);
    },
    seen: '#panel-compare .compare-dates',
    async close(page) {
      await sheet(page, false);
      await press(page, at(page, tool('Compare two periods')));
    },
  },
  {
    name: 'a place',
    async open(page) {
      await inSheet(page, '#place-list .place-row:not([hidden])');
      await press(page, at(page, '#panel-place summary'));
    },
    seen: '#panel-place .shares li',
    close: (page) => back(page, '#panel-place .back'),
  },
  {
    name: 'Ukrainian',
    open: (page) => inSheet(page, '#languages button:nth-child(2)'),
    seen: '#languages button:nth-child(2)[aria-pressed=true]',
    close: (page) => back(page, '#languages button:nth-child(1)'),
  },
  {
    name: 'the download',
    open: (page) => press(page, at(page, '#open-download')),
    seen: '.file-name:not(:empty)',
    close: (page) => press(page, at(page, 'dialog.download .icon-button')),
  },
  {
    name: 'an article to paste',
    open: (page) => press(page, at(page, '#open-paste')),
    seen: 'dialog.paste textarea',
    close: leave,
  },
  {
    name: 'a pasted article',
    async open(page) {
      await press(page, at(page, '#open-paste'));
      await press(page, at(page, 'dialog.paste textarea'));
      await page.keyboard.insertText('Shells hit Kharkiv and Kherson on Monday. Moscow denied it.');
      await press(page, at(page, 'dialog.paste [type=submit]'));
      await press(page, at(page, '.article .mark-button'));
    },
    seen: '.about .why-body',
    close: (page) => press(page, at(page, 'dialog.paste .icon-button')),
  },
];

/** Every control that is dead after these presses, or why they cannot be made. */
async function dead(page: Page, { open, seen }: Pick<Step, 'open' | 'seen'>): Promise<string[]> {
  try {
    await open(page);
    await at(page, seen).waitFor({ timeout: WAIT });
  } catch (error) {
    return [`no way there: ${String(error).split('\n')[0]}`];
  }
  await settled(page);
  const found = await controls(page);
  expect(found.live.length).toBeGreaterThan(4);
  return found.dead;
}

describe('every control can be pressed', () => {
  it.each(sizes)('on the page, and in all that opens by a press: %s', async (_, options) => {
    let page = await site.open('/', options);
    await settled(page);
    const closed = await controls(page);
    expect(closed.live.length).toBeGreaterThan(30);
    const found: Record<string, string[]> = { 'the page': closed.dead };
    for (const step of steps) {
      const here = await dead(page, step);
      found[step.name] = here;
      try {
        await step.close(page);
        expectClean(page);
      } catch (error) {
        here.push(`no way back: ${String(error).split('\n')[0]}`);
      }
      if (!here.length) continue;
      await page.close(); // the next step begins at the page as it opens, whatever became of this one
      page = await site.open('/', options);
    }
    expect(Object.fromEntries(Object.entries(found).filter(([, all]) => all.length))).toEqual({});
    await page.close();
  });

  const chips = '/?near=37,48,100&polygon=36,47,39,47,38,49&q=bridge&kind=settlement'; // all that there are
  const full = `${chips}&data=0`; // and a note
  const cases: [string, string, Options][] = [
    ['all chips and a note', full, wide(1440, 900)],
    ['all chips and a note, a phone', full, touch(320, 568)],
    ['all chips and a note, a phone held across', full, touch(812, 375)],
    ['all chips and a note, zoomed twofold', full, wide(640, 400)],
    ['all chips and a note, a small phone held across', full, touch(568, 320)],
    ['all chips, zoomed fourfold', chips, wide(360, 225)],
    ['a phone, zoomed by 160 %', '/', wide(234, 417)],
    ['a phone, zoomed twofold', '/', wide(188, 334)],
    ['a small frame', '/?embed=1&near=37,48,100', wide(375, 300)],
    ['a frame with a place and a note', '/?embed=1&place=706483&data=0', wide(800, 500)],
  ];
  it.each(cases)('where room is scarce: %s', async (_, path, options) => {
    const page = await site.open(path, options);
    expect(await dead(page, { open: async () => {}, seen: '#map' })).toEqual([]);
    await page.close();
  });

  it('while the server is gone, and a note stands there already', async () => {
    const page = await site.open(full, touch(320, 568));
    const open = async () => {
      await page.route('**/api/**', (route) => route.abort());
      await inSheet(page, '#tab-reports');
      await sheet(page, false);
    };
    expect(await dead(page, { open, seen: '.message.bad' })).toEqual([]);
    const [message, note] = await Promise.all(['#message', '#notice'].map((one) => page.locator(one).boundingBox()));
    expect(message!.y + message!.height).toBeLessThanOrEqual(note!.y); // neither lies on the other
    await press(page, at(page, '#notice button'));
    expect(await page.locator('#notice').isVisible()).toBe(false);
    await page.close();
  });

  it('in a popover whose window is made smaller', async () => {
    const page = await site.open('/', wide(1440, 900));
    await press(page, at(page, tool('Own layers')));
    await settled(page);
    await page.setViewportSize({ width: 900, height: 500 });
    expect(await dead(page, { open: async () => {}, seen: '.layer-body' })).toEqual([]);
    await page.close();
  });
});

/** The counts of the head line and of the list. */
async function counts(page: Page): Promise<string> {
  const parts = ['.headline strong', '.place-row .n'].map((part) => page.locator(part).allTextContents());
  return (await Promise.all(parts)).flat().join(' ');
}

const options: [string, string][] = [
  ['kind', 'settlement'],
  ['use', 'associative'],
  ['precision', 'month'],
  ['source', 'mentionmap demo'],
  ['count', 'mentions'],
  ['by', 'published'],
];

const opened = '#filters > :popover-open';

describe('what is chosen by pointer counts', () => {
  it.each(sizes)('in each of the six filters, which stay open, and in the download: %s', async (_, view) => {
    const page = await site.open('/', view);
    for (const [key, value] of options) {
      const [before, address] = [await counts(page), page.url()];
      await press(page, at(page, chip(keys.indexOf(key))));
      await settled(page);
      const choice = `${opened} .choice:has([name=choice-${key}][value="${value}"])`;
      await press(page, at(page, `${choice} span`));
      await page.waitForURL((url) => url.href !== address, { timeout: WAIT }).catch(() => {});
      await settled(page);
      const now = {
        open: await page.locator(opened).count(),
        place: await page.locator('#panel-place').isVisible(),
        address: new URL(page.url()).searchParams.get(key) === new URL(address).searchParams.get(key) ? 'same' : 'new',
        counts: (await counts(page)) === before ? 'same' : 'new',
      };
      expect(now, key).toEqual({ open: 1, place: false, address: 'new', counts: 'new' });
      await leave(page);
    }

    const file = async () => {
      await settled(page);
      return [await at(page, '.download-count').textContent(), await at(page, '.as-url input').inputValue()];
    };
    await press(page, at(page, '#open-download'));
    let before = await file();
    for (const choice of ['[value=places]', '[value=csv]', '[type=checkbox]']) {
      await press(page, at(page, `dialog.download .choice:has(${choice})`));
      const after = await file();
      expect(after[1], choice).not.toBe(before[1]);
      if (choice !== '[value=csv]') expect(after[0], choice).not.toBe(before[0]); // the same places, in another format
      before = after;
    }
    expectClean(page);
    await page.close();
  });
});

describe('the last tick of a filter', () => {
  it('cannot be taken away, and is seen to stay', async () => {
    const page = await site.open('/', wide(1440, 900));
    await settled(page);
    await press(page, at(page, chip(keys.indexOf('use'))));
    const [before, url] = [await counts(page), page.url()];
    await press(page, at(page, `${opened} .choice:has([value=literal]) span`));
    await settled(page);
    const ticks = page.locator(`${opened} input`);
    expect(await ticks.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).checked))).toEqual([
      true,
      false,
    ]);
    expect([await counts(page), page.url()]).toEqual([before, url]);
    await page.close();
  });
});

describe('the handles of the window, where they meet', () => {
  const days = (page: Page) =>
    page.locator('.thumb').evaluateAll((all) => all.map((one) => Number(one.getAttribute('aria-valuenow'))));

  it.each([
    ['on one day', '2023-05-01', 0, -60],
    ['on the last day of the axis', '2030-01-01', 0, -60],
    ['on the first day of the axis', '1990-01-01', 1, 60],
  ])('can be pressed, and dragged away from each other: %s', async (_, day, which, px) => {
    const page = await site.open(`/?from=${day}&to=${day}`, wide(1440, 900));
    await settled(page);
    expect((await controls(page)).dead).toEqual([]);
    const before = await days(page);
    const box = (await page.locator('.thumb').nth(which).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + px, y, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    const after = await days(page);
    expect(after[1 - which]).toBe(before[1 - which]);
    expect(Math.sign(after[which]! - before[which]!)).toBe(Math.sign(px));
    await page.close();
  });

  it('follow a press beside them: the one on that side', async () => {
    const page = await site.open('/?from=2023-05-01&to=2023-05-01', wide(1440, 900));
    const before = await days(page);
    const box = (await page.locator('.thumb').nth(1).boundingBox())!;
    await page.mouse.click(box.x + 120, box.y + box.height / 2);
    await settled(page);
    const after = await days(page);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBeGreaterThan(before[1]!);
    await page.close();
  });
});
