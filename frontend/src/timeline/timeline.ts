import type { Axis } from '../cube/axis';
import { inWindow } from '../cube/totals';
import { defaults } from '../defaults';
import { attr, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import type { Unit } from '../state/filter';
import { type Keys, touches } from '../state/state';
import { monthEnd, monthStart } from '../time/day';
import { num, words } from '../words';
import { type Bin, binsOf, grainFor } from './bins';
import { createDates } from './dates';
import { type Grip, standing } from './drag';
import { listenToHands } from './gestures';
import { drawHistogram } from './histogram';
import { createPace, type Pace } from './pace';
import { createPlayer } from './play';
import { createThumb, percentOf } from './thumb';
import { wholeOf, zoomedTo } from './zoom';

/** As it was chosen, in whatever language since. */
const pace: Pace = { speed: 1, grows: false };

/** The window of time: two handles on a histogram, play, dates and presets. */
export function createTimeline(el: HTMLElement, app: App): View<Keys<AppState>> {
  const canvas = h('canvas', { class: 'bars', 'aria-hidden': 'true' });
  const lit = h('canvas', { class: 'bars lit', 'aria-hidden': 'true' });
  const from = createThumb('from');
  const to = createThumb('to');
  const reach = h('div', { class: 'reach' });
  const track = h('div', { class: 'track' }, canvas, lit, reach, from.el, to.el);
  const widen = () => app.set(wholeAxis(app.get()));
  const earlier = endStop('‹ ', words.earlier, '', widen);
  const later = endStop('', words.later, ' ›', widen);
  const play = h('button', { class: 'play', type: 'button', onclick: () => player.toggle() });
  const stepTo = (days: 1 | -1) => player.step(days * barAt(bins, app.get().summary?.to));
  const steps = [
    iconButton('step-back', words.playing.back, () => stepTo(-1)),
    iconButton('step', words.playing.step, () => stepTo(1)),
  ];
  const closer = iconButton('closer', words.playing.closer, () => app.set({ axis: turned(app.get()) }));
  const tools = h('div', { class: 'time-tools' }, h('div', { class: 'plays' }, play, ...steps, createPace(pace).el));
  const dates = createDates(tools, app);
  tools.append(closer);
  el.replaceChildren(h('div', { class: 'time-line' }, earlier.button, track, later.button), tools);

  let bins: Bin[] = [];
  let grip: Grip | null = null;

  const player = createPlayer({
    axis: () => app.get().axis,
    ends: () => app.get(),
    pace,
    set: (ends) => app.set({ ...ends, playing: true }),
    onStop: () => app.set({ playing: false }),
  });
  listenToHands(
    { track, from: from.el, to: to.el },
    {
      axis: () => app.get().axis,
      ends: () => app.get(),
      bins: () => bins,
      set(ends) {
        player.stop();
        app.set({ from: ends.from, to: ends.to });
      },
      look: (axis) => app.set({ axis }),
      onHold(held) {
        grip = held;
        track.classList.toggle('held', held !== null);
        paint();
      },
    },
  );

  const redraw = () => {
    const { axis } = app.get();
    if (!axis) return;
    drawHistogram(canvas, { bins, axis, coloured: false });
    drawHistogram(lit, { bins, axis, coloured: true });
  };

  const rebin = ({ cube, tables, axis }: AppState) => {
    if (!cube || !tables || !axis) return;
    const { shown } = tables.totals;
    bins = binsOf(shown, axis, grainFor(axis, canvas.clientWidth || 1, defaults.barWidth));
    earlier.update(inWindow(shown, tables.day0, axis.from - 1), cube.count);
    later.update(inWindow(shown, axis.to + 1, tables.day0 + tables.days), cube.count);
    redraw();
  };

  const paint = () => {
    const { axis, cube, summary, playing, ...ends } = app.get();
    playFace(play, playing);
    attr(closer, 'aria-pressed', String(axis?.whole !== undefined));
    track.classList.toggle('vacant', !axis);
    if (!axis || !summary) return;
    const at = standing(ends, axis);
    const sum = words.places(summary.places); // exact while the hand moves, and all that is read aloud with a day
    const told = cube?.grain === 7 ? { from: summary.from, to: summary.to } : ends; // what the sum is true of
    const [left, right] = [percentOf(at.from, axis), percentOf(at.to + 1, axis)];
    from.update({ percent: left, day: told.from ?? summary.from, now: at.from, least: axis.from, most: at.to, sum });
    to.update({ percent: right, day: told.to ?? summary.to, now: at.to, least: at.from, most: axis.to, sum });
    reach.style.left = `${left}%`;
    reach.style.width = `${right - left}%`;
    track.style.setProperty('--apart', String(right - left)); // percent: handles that meet step aside
    track.classList.toggle('both', grip === 'both' || playing);
    lit.style.clipPath = `inset(0 ${100 - right}% 0 ${left}%)`;
  };

  const observer = new ResizeObserver(() => {
    rebin(app.get());
    paint();
  });
  observer.observe(track);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  void document.fonts.ready.then(redraw);

  return {
    update(changed) {
      if (touches(changed, 'tables', 'axis')) rebin(app.get());
      if (touches(changed, 'summary', 'axis', 'playing')) paint();
      dates.update(changed);
    },
    destroy() {
      player.stop();
      observer.disconnect();
      dark.removeEventListener('change', redraw);
      dates.destroy();
      el.replaceChildren();
    },
  };
}

/** A part of the axis: the days of the window; or all of it again. */
function turned({ axis, ...ends }: AppState): Axis | null {
  if (!axis || axis.whole) return axis && wholeOf(axis);
  return zoomedTo(axis, standing(ends, axis));
}

/** Days of the bar that a day stands in. */
function barAt(bins: readonly Bin[], day = 0): number {
  const { from, to } = bins.find((bin) => day >= bin.from && day <= bin.to) ?? { from: 0, to: 0 };
  return to - from + 1;
}

/** The whole axis; after that, from the very first to the very last day. */
function wholeAxis({ tables, axis }: AppState): Partial<AppState> {
  if (axis?.whole) return { axis: axis.whole };
  const all = tables?.totals.shown.extent;
  if (!all || !axis) return {};
  return { axis: { from: Math.min(axis.from, monthStart(all[0])), to: Math.max(axis.to, monthEnd(all[1])) } };
}

/** Units that lie beyond an end of the axis: "‹ 3 earlier", which its title names. */
function endStop(before: string, word: string, after: string, onclick: () => void) {
  const n = h('span');
  const button = h(
    'button',
    { class: 'stop', type: 'button', onclick },
    before,
    n,
    h('span', { class: 'word' }, ` ${word}`),
    after,
  );
  button.hidden = true;
  return {
    button,
    update(found: number, unit: Unit) {
      button.hidden = found === 0;
      setText(n, num(found));
      attr(button, 'title', words.summed(`${words.counted(found, unit)} ${word}`, unit));
    },
  };
}

function iconButton(name: string, label: string, onclick: () => void): HTMLElement {
  return h('button', { type: 'button', class: 'step', title: label, 'aria-label': label, onclick }, icon(name));
}

function playFace(button: HTMLElement, playing: boolean): void {
  const face = playing ? 'pause' : 'play';
  if (button.dataset.face === face) return;
  button.dataset.face = face;
  attr(button, 'aria-label', playing ? words.pause : words.play);
  button.replaceChildren(icon(face));
}
