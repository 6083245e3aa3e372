import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Locator, type Page, type Request } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const program = resolve(process.env.MENTIONMAP ?? '../bin/mentionmap');
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export interface Site {
  url: string;
  browser: Browser;
  /** Calls the API and gives its JSON. */
  api<T>(path: string): Promise<T>;
  /** Opens the page and waits for the first counts. */
  open(path?: string, options?: Parameters<Browser['newPage']>[0]): Promise<Page>;
  /** Reads more files or folders into the database that is served; all of them must be prose. */
  ingest(...documents: string[]): void;
  /** Stops the server, as if it had died. */
  kill(): Promise<void>;
}

/** Serves the demo, or a database made of some files or folders, for all tests of a file. */
export function useSite(documents?: string | readonly string[], ...settings: string[]): Site {
  const folder = mkdtempSync(join(tmpdir(), 'mentionmap-e2e-'));
  const site = {} as Site;
  const env = { ...process.env, HOME: folder, XDG_CACHE_HOME: folder }; // the demo is kept in the user's cache
  let server: ChildProcess | undefined;
  site.ingest = (...more) =>
    execFileSync(program, ['ingest', '--db', 'test.db', ...more.map((one) => resolve(one))], { cwd: folder, env });
  beforeAll(async () => {
    if (documents) site.ingest(...[documents].flat());
    server = spawn(
      program,
      ['serve', '--addr', '127.0.0.1:0', ...(documents ? ['--db', 'test.db'] : []), ...settings],
      {
        cwd: folder,
      },
    );
    site.url = await address(server);
    site.browser = await launch();
    site.api = async <T>(path: string) => (await (await fetch(`${site.url}/api/${path}`)).json()) as T;
    site.open = (path = '/', options = {}) => open(site, path, options);
    site.kill = () => stop(server);
  });
  afterAll(async () => {
    await site.browser?.close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  });
  return site;
}

/** A browser of its own. */
export function launch(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: [...flags, ...more] });
}

function browserPath(): string {
  const path = process.env.CHROMIUM || browsers.find(existsSync);
  if (!path) throw new Error('no chromium found: set CHROMIUM to the path of one');
  return path;
}

/** The address that the program prints once it serves. */
function address(server: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk;
      const found = /http:\/\/[\d.:]+/.exec(said);
      if (found) done(found[0]);
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
    server.on('error', failed);
  });
}

async function stop(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once('exit', done));
  server.kill('SIGKILL');
  await gone;
}

async function open(site: Site, path: string, options: Parameters<Browser['newPage']>[0]): Promise<Page> {
  const page = await site.browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  watch(page, site.url);
  await page.goto(site.url + path);
  await page.waitForFunction(() => document.querySelector('.headline strong')?.textContent);
  return page;
}

const faults = new WeakMap<Page, string[]>();
const underway = new WeakMap<Page, Set<Request>>(); // requests that have not ended

/** Notes errors, violations of the content security policy and requests that leave the origin. */
function watch(page: Page, origin: string): void {
  const found: string[] = [];
  faults.set(page, found);
  void page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`),
    ),
  );
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) found.push(message.text());
  });
  const asked = new Set<Request>();
  underway.set(page, asked);
  page.on('request', (request) => asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(blob|data):/.test(request.url()))
      found.push(`left the origin: ${request.url()}`);
  });
}

/** Nothing went wrong on the page, nothing left it. */
export function expectClean(page: Page): void {
  expect(faults.get(page)).toEqual([]);
}

/** The head line once all its numbers have come, such as "113 places · 201 posts · 140 texts". */
export async function headline(page: Page): Promise<string> {
  await page.locator('.headline:not([aria-busy=true])').waitFor({ state: 'attached' });
  return (await page.locator('.headline strong').textContent()) ?? '';
}

/** Places, and distinct posts and texts, that the head line tells of. */
export interface Counted {
  places: number;
  posts: number;
  texts: number;
}

/** The numbers of the head line, in any language; NaN where it tells none. */
export async function counted(page: Page): Promise<Counted> {
  const numbers = (await headline(page))
    .split(' · ')
    .map((part) => Number(/^\d[\d,\s]*/.exec(part)?.[0].replace(/\D/g, '') ?? 'none'));
  const [places = Number.NaN, posts = Number.NaN, texts = Number.NaN] = numbers;
  return { places, posts, texts };
}

const REST = 15_000; // ms that a page may take to come to rest

/**
 * Waits until the page is at rest: no request is on its way, nothing is marked as busy, no transition runs, and its
 * elements have not changed for a moment.
 */
export async function settled(page: Page): Promise<void> {
  const last = Date.now() + REST;
  for (;;) {
    const moving =
      (await page.evaluate(unrest)) || [...(underway.get(page) ?? [])].map((request) => request.url()).join(', ');
    if (!moving) return;
    if (Date.now() > last) throw new Error(`the page does not come to rest: ${moving}`);
  }
}

/** Looks at the page for a little longer than its views wait between updates, and says what moves. */
async function unrest(): Promise<string> {
  let changed = '';
  const observer = new MutationObserver(([first]) => {
    changed = `${first!.type} of ${(first!.target as Element).className || first!.target.nodeName}`;
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  await new Promise((done) => setTimeout(done, 120));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  observer.disconnect();
  const busy = [...document.querySelectorAll('[aria-busy=true], body.loading, body.starting')];
  const seen = busy.filter((el) => el.checkVisibility()).map((el) => `busy ${el.id || el.className || el.tagName}`);
  const runs = document.getAnimations().filter(({ playState }) => playState === 'running');
  return [changed, ...seen, ...runs.map((one) => one.constructor.name)].filter(Boolean).join(', ');
}

/** Waits until the page has drawn what it was told: for what follows the hand at once. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))),
  );
}

/** A number that changes when the symbols on the map do. */
export async function picture(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#map canvas.points')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i]! * data[i + 3]!) % 1_000_003;
    return sum;
  });
}

/** Everything that the pointer can work. The tabs of a list and the options of a listbox count one by one. */
const CONTROLS = `a[href], button, input:not([type=hidden]), select, textarea, label, summary, [tabindex]:not([tabindex^="-"]),
  [popovertarget], ${['button', 'slider', 'tab', 'option', 'checkbox', 'radio', 'switch', 'menuitem', 'link', 'listbox']
    .map((role) => `[role=${role}]`)
    .join()}`;

/** What the pointer meets where a control stands. */
interface Aim {
  /** role and name: checkbox “Settlements” */
  said: string;
  /** middle of what can be seen of it, CSS px of the window; null when that is less than half of it */
  at: { x: number; y: number } | null;
  /** why the pointer does not meet it there; empty when it does */
  why: string;
  /** it is not meant to be met now: hidden, disabled, under a dialog or a sheet */
  resting: boolean;
}

/**
 * Says of each control that is seen and not resting whether the pointer meets it, wherever it has to be scrolled to.
 * Nothing is pressed; what was scrolled is scrolled back.
 */
export async function controls(page: Page): Promise<{ live: string[]; dead: string[] }> {
  const all = (await page.locator(CONTROLS).evaluateAll(aim, true)).filter(({ resting }) => !resting);
  return {
    live: all.filter(({ why }) => !why).map(({ said }) => said),
    dead: all.filter(({ why }) => why).map(({ said, why }) => `${said}: ${why}`),
  };
}

/**
 * Presses where a control is seen, as a hand would: scrolled to, then a click of the mouse or a tap at that point of the
 * window, whatever lies there.
 */
export async function press(page: Page, control: Locator): Promise<void> {
  await control.waitFor({ timeout: 4_000 });
  const [target] = await control.evaluateAll(aim, false);
  if (!target?.at) throw new Error(`${target?.said}: ${target?.why}`);
  const { x, y } = target.at;
  if (await page.evaluate(() => navigator.maxTouchPoints > 0)) await page.touchscreen.tap(x, y);
  else await page.mouse.click(x, y);
}

/** Opens or closes the sheet that small screens keep the lists in. */
export async function sheet(page: Page, open: boolean): Promise<void> {
  const grip = page.locator('#sheet-grip');
  if (!(await grip.isVisible()) || (await grip.getAttribute('aria-expanded')) === String(open)) return;
  await press(page, grip);
}

/** In the page: scrolls each element into view as a reader can, and looks what lies in the middle of it. */
function aim(elements: Element[], scrollBack: boolean): Aim[] {
  interface Edges {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  const root = document.documentElement;
  const onTop = (el: Element) => el.matches(':popover-open, :modal') || getComputedStyle(el).position === 'fixed';

  /** The boxes that cut an element, inmost first. */
  const cuts = (el: Element): Element[] => {
    const found: Element[] = [];
    let loose = false; // what is placed absolutely is cut by none before the one that it is placed in
    for (let at = el; at.parentElement && !onTop(at); at = at.parentElement) {
      const { position, overflowX, overflowY } = getComputedStyle(at.parentElement);
      if (getComputedStyle(at).position === 'absolute') loose = true;
      if (position !== 'static') loose = false;
      const box = at.parentElement === document.body ? root : at.parentElement; // the body's overflow is the window's
      if (at !== document.body && !loose && (overflowX !== 'visible' || overflowY !== 'visible')) found.push(box);
    }
    return found;
  };
  const inside = (el: Element): Edges => {
    if (el === root) return { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const { left, top } = el.getBoundingClientRect();
    const [x, y] = [left + el.clientLeft, top + el.clientTop];
    return { left: x, top: y, right: x + el.clientWidth, bottom: y + el.clientHeight };
  };
  const scrolled = new Map<Element, [number, number]>();
  /** To the middle, where nothing that stands at an edge lies over it. */
  const scroll = (el: Element, box: Element) => {
    const { overflowX, overflowY } = getComputedStyle(box === root ? document.body : box);
    const [it, frame] = [el.getBoundingClientRect(), inside(box)];
    if (!scrolled.has(box)) scrolled.set(box, [box.scrollLeft, box.scrollTop]);
    if (/auto|scroll/.test(overflowX)) box.scrollLeft += (it.left + it.right - frame.left - frame.right) / 2;
    if (/auto|scroll/.test(overflowY)) box.scrollTop += (it.top + it.bottom - frame.top - frame.bottom) / 2;
  };

  /** The box to press: of a link in running text its first line. */
  const boxOf = (el: Element): Edges =>
    (getComputedStyle(el).display === 'inline' ? el.getClientRects()[0] : undefined) ?? el.getBoundingClientRect();
  const middle = (el: Element): Aim['at'] => {
    const whole = boxOf(el);
    const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (const edges of [whole, ...cuts(el).map(inside)]) {
      seen.left = Math.max(seen.left, edges.left);
      seen.top = Math.max(seen.top, edges.top);
      seen.right = Math.min(seen.right, edges.right);
      seen.bottom = Math.min(seen.bottom, edges.bottom);
    }
    const [wide, high] = [seen.right - seen.left, seen.bottom - seen.top];
    if (!(wide > 0 && high > 0) || wide < (whole.right - whole.left) / 2 || high < (whole.bottom - whole.top) / 2)
      return null;
    return { x: (seen.left + seen.right) / 2, y: (seen.top + seen.bottom) / 2 };
  };

  const nameOf = (el: Element) => {
    const labels = el instanceof HTMLInputElement ? [...(el.labels ?? [])].map((label) => label.textContent) : [];
    const name =
      el.getAttribute('aria-label') ?? ([...labels, el.textContent, el.id, el.className].find(Boolean) || '');
    return name.replace(/\s+/g, ' ').trim().slice(0, 60);
  };
  const roleOf = (el: Element) => {
    const type = el instanceof HTMLInputElement ? el.type : '';
    return el.getAttribute('role') ?? (type || ({ A: 'link' }[el.tagName] ?? el.tagName.toLowerCase()));
  };
  const brief = (el: Element | null) => {
    const known = el?.closest('[id], [class]') ?? el;
    if (!known) return 'nothing';
    return [known.tagName.toLowerCase() + (known.id && `#${known.id}`), ...known.classList].join('.');
  };

  const modal = document.querySelector(':modal');
  /**
   * Not meant to be met: what is hidden; what is disabled or inert; what a modal dialog makes inert; and the link that
   * leads past the head, which shows itself to the keyboard alone.
   */
  const rests = (el: Element) =>
    !el.checkVisibility({ visibilityProperty: true }) ||
    el.matches(':disabled, [aria-disabled=true], .skip:not(:focus)') ||
    el.closest('[inert]') !== null ||
    (modal !== null && !modal.contains(el));
  /**
   * An open popover, or the sheet of a small screen, lies over the page until it is closed: that is what it is for. A note
   * lies on the map, which is met around it.
   */
  const over = (hit: Element | null, el: Element) => {
    if (el.id === 'map' && hit?.closest('.notice, .message')) return true;
    const cover = hit?.closest(':popover-open, .panel.open, .embed .panel');
    return cover != null && onTop(cover) && !cover.contains(el);
  };

  const aims = elements.map((el): Aim => {
    const said = `${roleOf(el)} “${nameOf(el)}”`;
    if (rests(el)) return { said, at: null, why: 'it is hidden or disabled', resting: true };
    for (const box of cuts(el)) scroll(el, box);
    const at = middle(el);
    if (!at) return { said, at, why: 'less than half of it can be seen', resting: false };
    const hit = document.elementFromPoint(at.x, at.y);
    const met = el.contains(hit) || hit?.closest('label')?.control === el;
    const why = met ? '' : `${brief(hit)} lies at ${Math.round(at.x)}, ${Math.round(at.y)}`;
    return { said, at, why, resting: !met && over(hit, el) };
  });
  if (scrollBack) for (const [box, [left, top]] of scrolled) box.scrollTo({ left, top, behavior: 'instant' });
  return aims;
}
