import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
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
  /** Reads more documents into the database that is served. */
  ingest(documents: string): void;
  /** Stops the server, as if it had died. */
  kill(): Promise<void>;
}

/** Serves the demo, or a database made of some documents, for all tests of a file. */
export function useSite(documents?: string, ...settings: string[]): Site {
  const folder = mkdtempSync(join(tmpdir(), 'mentionmap-e2e-'));
  const site = {} as Site;
  const env = { ...process.env, HOME: folder, XDG_CACHE_HOME: folder }; // the demo is kept in the user's cache
  let server: ChildProcess | undefined;
  site.ingest = (more) =>
    execFileSync(program, ['ingest', '--db', 'test.db', resolve(more)], { cwd: folder, env, stdio: 'ignore' });
  beforeAll(async () => {
    if (documents) site.ingest(documents);
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
