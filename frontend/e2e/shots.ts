import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { drawn, settled, useSite } from './harness';
import { animate } from './webp';

const site = useSite();
const folder = resolve('../docs/img');
mkdirSync(folder, { recursive: true });

const article =
  'KHARKIV, May 3 — Shells hit the edge of Kupiansk on Wednesday, local officials said. Fighting went on around ' +
  'Bakhmut in Donetsk region, and a bridge near Nova Kakhovka was reported damaged. In Moscow, the ministry said ' +
  'nothing of it.\n\nThe road between Kramatorsk and Sloviansk stayed open.';

async function place(page: Page): Promise<void> {
  await page.locator('#place-list').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.locator('#panel-place .card').first().waitFor();
  await page
    .locator('#panel-place')
    .getByRole('button', { name: /why here/i })
    .first()
    .click();
  await page.locator('.why-body').first().waitFor();
}

async function paste(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Paste an article' }).click();
  await page.getByLabel('Text of the article').fill(article);
  await page.getByRole('button', { name: 'Find the places' }).click();
  await page.locator('.article .mark-button').nth(1).click();
}

async function sheet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Lists and filters' }).click();
}

async function download(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Download' }).click();
  await page.locator('.file-name:not(:empty)').waitFor();
}

/** The server goes while the reader reads. */
async function fault(page: Page): Promise<void> {
  await page.route('**/api/**', (route) => route.abort());
  await page.getByLabel('To day').fill('2023-05-01');
  await page.locator('.message.bad').waitFor();
}

const nothing = async () => {};
const spring = '/?from=2023-03-01&to=2023-05-31';

const shots: [string, number, number, 'light' | 'dark', string, (page: Page) => Promise<void>][] = [
  ['map', 1440, 900, 'light', spring, nothing],
  ['map-dark', 1440, 900, 'dark', spring, nothing],
  ['map-768', 768, 1024, 'light', spring, nothing],
  ['map-320', 320, 640, 'light', spring, nothing],
  ['map-320-dark', 320, 640, 'dark', spring, nothing],
  ['lists-320', 320, 640, 'light', spring, sheet],
  ['reports', 1440, 900, 'light', `${spring}&tab=reports`, nothing],
  ['place', 1440, 900, 'light', spring, place],
  ['place-dark', 1440, 900, 'dark', spring, place],
  ['paste', 1440, 900, 'light', '/', paste],
  ['paste-320', 320, 640, 'light', '/', paste],
  ['compare', 1440, 900, 'light', '/?from=2023-05-01&to=2023-06-30&vs=before', nothing],
  ['compare-dark', 1440, 900, 'dark', '/?from=2023-05-01&to=2023-06-30&vs=before', nothing],
  ['area', 1440, 900, 'light', '/?polygon=36.2,48.9,38.4,48.9,38.8,47.6,37.4,47.9,36.1,47.6&at=48.3,37.2,8', nothing],
  ['uk', 1440, 900, 'light', `${spring}&lang=uk&order=rising`, nothing],
  ['error', 1440, 900, 'light', '/?tab=reports', fault],
  ['circle', 1440, 900, 'light', '/?near=37.18,48.28,75&at=48.3,37.2,8', nothing],
  ['embed', 768, 480, 'light', `${spring}&embed=1`, nothing],
  ['download', 1440, 900, 'light', spring, download],
  ['empty', 1440, 900, 'light', '/?from=2019-01-01&to=2019-01-07', nothing],
];

it.each(shots)('%s, %i × %i, %s', async (name, width, height, colorScheme, path, act) => {
  const page = await site.open(path, { viewport: { width, height }, colorScheme });
  await act(page);
  await page.waitForTimeout(1_200); // fine land and labels
  await settled(page);
  writeFileSync(`${folder}/${name}.webp`, await still(page, 80));
  await page.close();
});

/** The page as a WebP picture, a fraction of a PNG's size. */
async function still(page: Page, quality: number): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
  await session.detach();
  return Buffer.from(data, 'base64');
}

const film = { width: 840, height: 540, frames: 28, quality: 35, ms: 140 };

it('a window of sixty days dragged over the demo', async () => {
  const { width, height, frames, quality, ms } = film;
  const page = await site.open('/?from=2022-03-01&to=2022-04-29&at=48.0,36.5,7', { viewport: { width, height } });
  await page.waitForTimeout(1_200);
  const track = (await page.locator('.track').boundingBox())!;
  const reach = (await page.locator('.reach').boundingBox())!;
  const from = reach.x + reach.width / 2;
  const last = track.x + track.width - reach.width;
  const y = reach.y + reach.height / 2;
  await page.mouse.move(from, y);
  await page.mouse.down();
  const stills: Buffer[] = [];
  for (let i = 0; i < frames; i++) {
    await page.mouse.move(from + ((last - from) * i) / (frames - 1), y);
    await drawn(page);
    stills.push(await still(page, quality));
  }
  await page.mouse.up();
  writeFileSync(`${folder}/drag.webp`, animate(stills, width, height, ms));
  await page.close();
});
