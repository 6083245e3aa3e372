import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, it } from 'vitest';
import { launch, useSite } from '../e2e/harness';
import { large, makeCube } from './cube';
import { changeFilter, type Drag, dragHandle, dragRival, firstMap, memory, offerFrames, watchFrames } from './measure';
import { type Served, serve } from './server';

const SECONDS = 5_000; // ms of dragging
const PATIENCE = 90_000; // ms for another map to start and to be dragged
const site = useSite();
const rivals = mkdtempSync(join(tmpdir(), 'mentionmap-rivals-'));
const rows: Record<string, unknown>[] = [];
let served: Served;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    build: { outDir: rivals, emptyOutDir: true, target: 'es2022', rolldownOptions: { input: 'bench/rivals.html' } },
  });
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const info = { generation: 1, documents: 1, posts: 1, mentions: large.mentions, demo: false };
  served = await serve(
    { '/': 'dist', '/assets/basemap/': '../data/reference/basemap', '/rivals/': rivals },
    {
      ...makeCube(large),
      '/api/info': json(info),
      '/api/sources': json({ sources: [] }),
      '/api/collections/regions/items': json({ features: [], numberMatched: 0 }),
    },
  );
});

afterAll(() => {
  served?.server.close();
  rmSync(rivals, { recursive: true, force: true });
  console.table(rows);
});

async function open(url: string, browser = site.browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watchFrames);
  await page.addInitScript(offerFrames);
  await page.goto(url);
  return page;
}

const shown = ({ frames, median, p95, script }: Drag) => ({
  frames,
  'median ms': median.toFixed(1),
  'p95 ms': p95.toFixed(1),
  'script ms': script.toFixed(1),
});

async function ours(name: string, url: string): Promise<void> {
  const first: number[] = [];
  for (let i = 0; i < 3; i++) {
    const page = await open(url);
    first.push(await firstMap(page));
    await page.close();
  }
  const page = await open(url);
  await firstMap(page);
  await page.waitForTimeout(2_500); // fine land and labels
  const drag = await dragHandle(page, SECONDS);
  const filter = [await changeFilter(page), await changeFilter(page), await changeFilter(page)];
  rows.push({
    map: name,
    ...shown(drag),
    'filter ms': middle(filter).toFixed(0),
    'first map ms': middle(first).toFixed(0),
    'heap MB': (await memory(page)).toFixed(0),
  });
  await page.close();
}

/** Fails with the first error of a page. */
const broken = (page: Page) => new Promise<never>((_, failed) => page.on('pageerror', failed));

const middle = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1]!;

it('the demo', () => ours('page, demo', site.url));
it('ten million', () => ours('page, 10 M', served.url));

it.each([
  ['Leaflet circleMarkers on canvas, 10 M', 'circles'],
  ['Leaflet.markercluster, 10 M', 'cluster'],
])('%s', async (name, hash) => {
  const browser = await launch(); // a page that hangs takes none of ours with it
  const measured = (async () => {
    const page = await open(`${served.url}/rivals/bench/rivals.html#${hash}`, browser);
    await Promise.race([page.waitForFunction(() => 'step' in globalThis, null, { timeout: PATIENCE }), broken(page)]);
    return { ...shown(await dragRival(page, SECONDS)), 'heap MB': (await memory(page)).toFixed(0) };
  })();
  measured.catch(() => {}); // the browser is closed under it where it takes too long
  const patience = new Promise<object>((done) =>
    setTimeout(done, PATIENCE, { frames: 0, 'median ms': `> ${PATIENCE}` }),
  );
  rows.push({ map: name, ...(await Promise.race([measured, patience])) });
  await browser.close();
});
