import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectClean, headline, settled, useSite } from './harness';

const site = useSite();

interface Focused {
  role: string;
  name: string;
  /** an outline, a ring or a ground of its own tells it from the others */
  visible: boolean;
}

/** What has the focus, as an ear would be told. */
async function focused(page: Page): Promise<Focused> {
  const handle = await page.evaluateHandle(() => document.activeElement!);
  const visible = await page.evaluate(() => {
    const el = document.activeElement!;
    const parts = [el, el.parentElement!, el.parentElement!.parentElement!, ...el.children];
    const look = () =>
      parts
        .flatMap((one) => [null, '::before', '::after'].map((pseudo) => getComputedStyle(one, pseudo)))
        .map(({ outlineStyle, outlineColor, boxShadow, backgroundColor, borderColor, transform }) =>
          [outlineStyle, outlineColor, boxShadow, backgroundColor, borderColor, transform].join(),
        )
        .join();
    const before = look();
    (el as HTMLElement).blur();
    const after = look();
    (el as HTMLElement).focus();
    return before !== after;
  });
  const client = await page.context().newCDPSession(page);
  const { root } = await client.send('DOM.getDocument', { depth: 0 });
  await handle.asElement()!.evaluate((el) => el.setAttribute('data-focused', ''));
  const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector: '[data-focused]' });
  await handle.asElement()!.evaluate((el) => el.removeAttribute('data-focused'));
  const { nodes } = await client.send('Accessibility.getPartialAXTree', { nodeId, fetchRelatives: false });
  await client.detach();
  const text = (value: { value?: unknown } | undefined) => String(value?.value ?? '');
  return { role: text(nodes[0]?.role), name: text(nodes[0]?.name), visible };
}

/** Presses Tab, or Shift+Tab, until something of this role and name has the focus; every stop on the way can be named and seen. */
async function tabTo(page: Page, role: string, name: RegExp, key = 'Tab'): Promise<void> {
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press(key);
    const at = await focused(page);
    expect(at.name, `the name of a ${at.role}`).not.toBe('');
    expect(at.visible, `the focus on ${at.role} “${at.name}”`).toBe(true);
    if (at.role === role && name.test(at.name)) return;
  }
  throw new Error(`no ${role} ${name} was reached`);
}

describe.each([
  [1280, 800],
  [320, 640],
])('by keyboard alone, %i × %i', (width, height) => {
  it('search, move the window, open a place, read why, download', async () => {
    const page = await site.open('/', { viewport: { width, height } });
    await tabTo(page, 'link', /^Skip to the list of places$/);
    await tabTo(page, 'searchbox', /^Search the reports/);
    await page.keyboard.type('bridge');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=bridge/);
    await settled(page);

    await tabTo(page, 'slider', /^First day$/);
    const all = await headline(page);
    for (let i = 0; i < 6; i++) await page.keyboard.press('PageUp');
    await settled(page);
    expect(await headline(page)).not.toBe(all);
    expect(await page.locator('.thumb.from').getAttribute('aria-valuetext')).toMatch(
      /^From \d+ \w+ \d{4}; [\d,]+ places?$/,
    );

    if (width < 720) {
      await tabTo(page, 'button', /^Lists and filters$/, 'Shift+Tab');
      await page.keyboard.press('Enter');
    }
    await tabTo(page, 'listbox', /^Places/, width < 720 ? 'Tab' : 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    const option = page.locator('#place-list [role=option].active');
    const place = await option.locator('.name').textContent();
    expect(await page.locator('#place-list').getAttribute('aria-activedescendant')).toBe(
      await option.getAttribute('id'),
    );
    await page.keyboard.press('Enter');
    await page.locator('#panel-place .card').first().waitFor();
    await settled(page);
    expect(await page.locator('#panel-place h2').textContent()).toBe(place);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');

    await tabTo(page, 'button', /[Ww]hy here\?$/);
    await page.keyboard.press('Enter');
    await page.locator('.why-body').first().waitFor();
    expect(await page.locator('.why-body').first().textContent()).toMatch(/Placed at|Not placed/);
    await page.keyboard.press('Escape');
    await settled(page);
    expect(await focused(page)).toMatchObject({ role: 'listbox' });

    await tabTo(page, 'button', /^Download$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('.file-name:not(:empty)').waitFor();
    await tabTo(page, 'link', /^Download$/);
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(file.suggestedFilename()).toMatch(/\.geojson$/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expectClean(page);
    await page.close();
  });
});
