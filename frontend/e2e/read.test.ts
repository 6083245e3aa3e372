import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { counted, expectClean, headline, picture, settled, useSite } from './harness';

const site = useSite();
const filters = 'kind=settlement,district,region,water,facility&use=literal&precision=day,days';

interface Feature {
  id: number;
  geometry: { coordinates: [number, number] };
  properties: { name: string; count: number };
}

/** The largest settlement of the demo. */
async function largest(): Promise<Feature> {
  const { features } = await site.api<{ features: Feature[] }>(
    'collections/places/items?kind=settlement&use=literal&limit=1',
  );
  return features[0]!;
}

describe('reading', () => {
  it('opens a place by a click on the map, shows its sentences, and Escape leads back', async () => {
    const place = await largest();
    const [lon, lat] = place.geometry.coordinates;
    // Settlements only: the district around a town has its point in the same spot.
    const page = await site.open(`/?at=${lat},${lon},10&kind=settlement`);
    await settled(page);
    const map = (await page.locator('#map').boundingBox())!;
    await page.mouse.move(map.x + map.width / 2 + 1, map.y + map.height / 2);
    await page.locator('.tip:visible').waitFor();
    expect(await page.locator('.tip').textContent()).toContain(`${place.properties.name}`);
    await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
    await settled(page);
    expect(await page.locator('#panel-place h2').textContent()).toBe(place.properties.name);
    await page.locator('#panel-place .card').first().waitFor();
    const sentence = page.locator('#panel-place .sentence').first();
    const marked = await sentence.locator('.place-mark').first().textContent();
    expect(await sentence.locator('.text').textContent()).toContain(marked);
    await page.keyboard.press('Escape');
    await settled(page);
    expect(await page.locator('#panel-place').isVisible()).toBe(false);
    expect(await page.locator('#place-list').isVisible()).toBe(true);
    expectClean(page);
    await page.close();
  });

  it('does the same from the list by keyboard, and says why', async () => {
    const page = await site.open('/?at=44.5,34,8'); // none of the largest places is in this frame
    await settled(page);
    const before = await picture(page);
    await page.locator('#place-list').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = await page.locator('#place-list').getAttribute('aria-activedescendant');
    const name = await page.locator(`#${active} .name`).textContent();
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await page.locator('#panel-place h2').textContent()).toBe(name);
    await page.locator('#panel-place').getByRole('button', { name: 'Why here?' }).first().click();
    await page.locator('.why-body').first().waitFor();
    expect(await page.locator('.why-body').first().textContent()).toContain('sure to');
    await page.keyboard.press('Escape');
    await settled(page);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('place-list');
    expect(await picture(page)).toBe(before); // the map stands where it stood
    await page.close();
  });

  it('lists reports newest first, inside the window', async () => {
    const page = await site.open('/?from=2023-05-01&to=2023-05-31&tab=reports');
    await page.locator('#panel-reports .card').first().waitFor();
    const days = await page.locator('#panel-reports .when').allTextContents();
    expect(days.length).toBeGreaterThan(3);
    for (const day of days) expect(day).toMatch(/May 2023|Apr 2023/);
    expect(await page.locator('#panel-reports .place-mark').count()).toBeGreaterThan(3);
    await page.close();
  });

  it('narrows by words and by the switches of the head line, and keeps it all in the address', async () => {
    const page = await site.open();
    const all = await counted(page);
    await page.getByRole('button', { name: /countries and wider areas$/ }).click();
    await settled(page);
    expect((await counted(page)).places).toBeGreaterThan(all.places);
    await page.getByRole('button', { name: 'countries and wider areas listed' }).click();
    await settled(page);
    expect(await counted(page)).toEqual(all);
    const line = await headline(page);
    await page.getByRole('searchbox').fill('bridge');
    await page.waitForURL(/q=bridge/);
    await page.waitForFunction((before) => document.querySelector('.headline strong')?.textContent !== before, line);
    await page.waitForFunction(() => !document.body.classList.contains('loading'));
    await settled(page);
    const found = await counted(page);
    expect(found.posts).toBeLessThan(all.posts);
    expect(found.texts).toBeLessThan(all.texts);
    const again = await site.open(new URL(page.url()).search.replace(/^/, '/'));
    expect(await counted(again)).toEqual(found);
    await again.close();
    await page.close();
  });

  it('reads a pasted article: marks on the left, dots on the right', async () => {
    const page = await site.open();
    await page.getByRole('button', { name: 'Paste an article' }).click();
    const article =
      '🇺🇦 Explosions were heard in Kharkiv on Monday. In Kherson region a bridge near Nova Kakhovka was hit.';
    await page.getByLabel('Text of the article').fill(article);
    await page.locator('.paste input[type=date]').fill('2023-05-03');
    await page.getByRole('button', { name: 'Find the places' }).click();
    await page.locator('.article .place-mark').first().waitFor();
    const marks = await page.locator('.article .place-mark').allTextContents();
    expect(marks).toContain('Kharkiv');
    expect(marks).toContain('Nova Kakhovka');
    expect(await page.locator('.article-text').textContent()).toBe(article);
    await page.locator('.article .mark-button', { hasText: 'Kharkiv' }).click();
    expect(await page.locator('.about h3').textContent()).toBe('Kharkiv');
    expect(await page.locator('.about').textContent()).toContain('1 May 2023');
    expect(await page.locator('.about .why-body li').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog.paste').isVisible()).toBe(false);
    expectClean(page);
    await page.close();
  });
});

describe('why here', () => {
  it('tells the words that decided, and all else in the language of the page', async () => {
    const page = await site.open('/?lang=uk');
    await page.getByRole('button', { name: 'Вставити статтю' }).click();
    await page
      .getByLabel('Текст статті')
      .fill('Russian troops hold Nadiia in the west of Luhansk region, officials said on Monday.');
    await page.getByRole('button', { name: 'Знайти місця' }).click();
    await page.locator('.article .mark-button', { hasText: 'Nadiia' }).click();
    const reasons = page.locator('.about .why-body li');
    await reasons.first().waitFor();
    expect(await reasons.locator('q').allTextContents()).toContain('Luhansk region');
    const own = await reasons.evaluateAll((all) =>
      all.map((li) =>
        [...li.lastElementChild!.childNodes]
          .filter((node) => node.nodeName !== 'Q')
          .map((n) => n.textContent)
          .join(''),
      ),
    );
    for (const text of own) expect(text).not.toMatch(/[a-z]{3}/i);
    expectClean(page);
    await page.close();
  });
});

describe('taking away', () => {
  it.each([
    ['Mentions', 'mentions', ''],
    ['Places', 'places', ''],
    ['Mentions', 'mentions', 'frame'],
  ])('downloads %s as GeoJSON with as many features as shown and stored (%s %s)', async (label, collection, frame) => {
    const page = await site.open('/?from=2023-05-01&to=2023-08-31');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('radio', { name: label }).check();
    if (frame) await page.getByLabel('Only what lies inside the map frame').check();
    await page.locator('.file-name:not(:empty)').waitFor();
    const shown = await shownCount(page, collection);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(
      new RegExp(`^${collection}_2023-05-01_2023-08-31_.*literal.*\\.geojson$`),
    );
    expect(download.suggestedFilename()).toBe(await page.locator('.file-name').textContent());
    const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as { features: unknown[] };
    expect(file.features).toHaveLength(shown);
    if (!frame) {
      const query = `${filters}&datetime=2023-05-01/2023-08-31&bbox=-180,-90,180,90&resultType=hits`;
      const { numberMatched } = await site.api<{ numberMatched: number }>(`collections/${collection}/items?${query}`);
      expect(shown).toBe(numberMatched);
    }
    if (collection === 'places') expect(shown).toBe((await counted(page)).places);
    expectClean(page);
    await page.close();
  });
});

async function shownCount(page: Page, collection: string): Promise<number> {
  const text = (await page.locator('.download-count').textContent()) ?? '';
  expect(text).toMatch(new RegExp(`^[\\d,]+ ${collection}?`));
  return Number((/[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
}

describe('a link to a place', () => {
  it('opens its sentences on a small screen, too', async () => {
    const { id } = await largest();
    const page = await site.open(`/?place=${id}`, { viewport: { width: 320, height: 640 } });
    await page.locator('#panel-place .card').first().waitFor();
    await settled(page);
    expect((await page.locator('#panel-place h2').boundingBox())!.y).toBeLessThan(500);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY'); // the focus is where it was
    await page.close();
  });
});

describe('a link to a mention', () => {
  it('opens its place on its days, with the very report marked, until the reader goes on', async () => {
    const wanted = 'collections/mentions/items?kind=settlement&use=literal&precision=day&sortby=date&limit=40';
    const { features } = await site.api<{ features: { id: string; properties: Record<string, string> }[] }>(wanted);
    const { id, properties } = features.at(-1)!;
    const days = `from=${properties.date}&to=${properties.date_to ?? properties.date}`;
    const page = await site.open(`/?${days}&kind=any&use=any&precision=any&place=${properties.place}&mention=${id}`);
    await page.locator('.card.meant').waitFor();
    await settled(page);
    expect(await page.locator('.card.meant').count()).toBe(1);
    expect(await page.locator('.card.meant .text').allTextContents()).toContain(properties.snippet);
    expect(new URL(page.url()).searchParams.get('mention')).toBe(id);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('mention') && !url.searchParams.has('place'));
    await page.close();
  });
});

describe('the frame of the page', () => {
  it('says that this is the demo, and that nothing leaves the machine', async () => {
    const page = await site.open();
    expect(await page.locator('#ribbon').textContent()).toBe(
      'Demo: short reports written for this project. Yours: mentionmap ingest FOLDER',
    );
    expect(await page.locator('footer').textContent()).toContain('Nothing leaves this machine');
    expect(await headline(page)).toMatch(/^[\d,]+ places · [\d,]+ posts · [\d,]+ texts$/);
    const sliders = await page.locator('[role=slider]').count();
    expect(sliders).toBe(2);
    await page.close();
  });
});
