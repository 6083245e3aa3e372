import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { settled, useSite } from './harness';

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
  ['download', 1440, 900, 'light', spring, download],
  ['empty', 1440, 900, 'light', '/?from=2019-01-01&to=2019-01-07', nothing],
];

it.each(shots)('%s, %i × %i, %s', async (name, width, height, colorScheme, path, act) => {
  const page = await site.open(path, { viewport: { width, height }, colorScheme });
  await act(page);
  await page.waitForTimeout(1_200); // fine land and labels
  await settled(page);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
});
