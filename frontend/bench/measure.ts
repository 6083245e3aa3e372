import type { Page } from 'playwright-core';

/** Times in ms, memory in MB. */
export interface Drag {
  frames: number;
  median: number;
  p95: number;
  /** median time in scripts of a frame */
  script: number;
}

/** Runs in the page before anything else: notes the time that each frame spends in its callbacks, and the first map. */
export function watchFrames(): void {
  const spent = new Map<number, number>();
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    ask((time) => {
      const start = performance.now();
      callback(time);
      spent.set(time, (spent.get(time) ?? 0) + performance.now() - start);
    });
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...to: unknown[]) {
    put.apply(this, to as Parameters<typeof put>);
    const state = globalThis as unknown as { firstMap?: number };
    if ((this.canvas as HTMLCanvasElement).classList.contains('points')) state.firstMap ??= performance.now();
  };
  Object.assign(globalThis, { spent });
}

/** Milliseconds after navigation at which the first symbols stood on the map. */
export async function firstMap(page: Page): Promise<number> {
  await page.waitForFunction(() => (globalThis as unknown as { firstMap?: number }).firstMap);
  return page.evaluate(() => (globalThis as unknown as { firstMap: number }).firstMap);
}

/** Moves the left handle to and fro for some seconds, one move a frame, by real pointer events on the page. */
export function dragHandle(page: Page, ms: number): Promise<Drag> {
  return page.evaluate(async (ms) => {
    const track = document.querySelector<HTMLElement>('.track')!;
    const thumb = document.querySelector<HTMLElement>('.thumb.from')!;
    const box = track.getBoundingClientRect();
    const send = (type: string, x: number, el: Element) =>
      el.dispatchEvent(
        new PointerEvent(type, { bubbles: true, clientX: x, clientY: box.top + 40, pointerId: 1, button: 0 }),
      );
    track.setPointerCapture = () => {};
    let x = thumb.getBoundingClientRect().left + 12;
    let by = 3; // CSS px a frame
    send('pointerdown', x, thumb);
    const step = () => {
      x += by;
      if (x > box.left + box.width * 0.6 || x < box.left + 20) by = -by;
      send('pointermove', x, track);
    };
    const found = await (globalThis as unknown as { runFrames(step: () => void, ms: number): Promise<Drag> }).runFrames(
      step,
      ms,
    );
    track.dispatchEvent(new PointerEvent('lostpointercapture', { pointerId: 1 }));
    return found;
  }, ms);
}

/** The same steps for a page that offers step(from, to). */
export function dragRival(page: Page, ms: number): Promise<Drag> {
  return page.evaluate(async (ms) => {
    const { days, step, runFrames } = globalThis as unknown as {
      days: number;
      step(from: number, to: number): void;
      runFrames(step: () => void, ms: number): Promise<Drag>;
    };
    let from = 0;
    let by = 4; // days a frame: what 3 px of the track are
    return runFrames(() => {
      from += by;
      if (from > days * 0.6 || from < 10) by = -by;
      step(from, days - 1);
    }, ms);
  }, ms);
}

/** Runs in the page: calls a step in each frame and says how the frames went. */
export function offerFrames(): void {
  const runFrames = async (step: () => void, ms: number): Promise<Drag> => {
    const { spent } = globalThis as unknown as { spent: Map<number, number> };
    spent.clear();
    const gaps: number[] = [];
    let last = 0;
    const end = performance.now() + ms;
    await new Promise<void>((done) => {
      const frame = (time: number) => {
        if (last) gaps.push(time - last);
        last = time;
        step();
        if (performance.now() < end || gaps.length < 3) requestAnimationFrame(frame);
        else done();
      };
      requestAnimationFrame(frame);
    });
    const at = (list: number[], share: number) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)] ?? 0;
    return { frames: gaps.length, median: at(gaps, 0.5), p95: at(gaps, 0.95), script: at([...spent.values()], 0.5) };
  };
  Object.assign(globalThis, { runFrames });
}

/** Milliseconds from a click on a filter to the frame after the new counts stand there. */
export function changeFilter(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const line = document.querySelector('.headline strong')!;
    const button = [...document.querySelectorAll<HTMLElement>('.rest .switch')].find((one) => !one.hidden)!;
    const changed = new Promise((done) =>
      new MutationObserver(done).observe(line, { childList: true, characterData: true, subtree: true }),
    );
    const start = performance.now();
    button.click();
    await changed;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
  });
}

/** JavaScript heap and array buffers after a collection, MB. */
export async function memory(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const use = (await client.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return (use.usedSize + (use.backingStorageSize ?? 0)) / 1e6;
}
