import type { Axis } from '../cube/axis';
import { extent, inWindow } from '../cube/totals';
import { defaults } from '../defaults';
import { attr, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { addMonths, type Day, longDay, monthEnd, monthStart } from '../time/day';
import { num, words } from '../words';
import { type Bin, binsOf, grainFor } from './bins';
import { createDates } from './dates';
import { type Ends, type Grip, keyed, moved, shifted, standing } from './drag';
import { drawHistogram } from './histogram';
import { createPlayer } from './play';

/** The window of time: two handles on a histogram, play, dates and presets. */
export function createTimeline(el: HTMLElement, app: App): View<Keys<AppState>> {
  const canvas = h('canvas', { class: 'bars', 'aria-hidden': 'true' });
  const thumbs = { from: thumb('from'), to: thumb('to') };
  const bubble = {
    from: h('span', { class: 'bubble', 'aria-hidden': 'true' }),
    to: h('span', { class: 'bubble', 'aria-hidden': 'true' }),
  };
  const reach = h('div', { class: 'reach' });
  const track = h('div', { class: 'track' }, canvas, reach, thumbs.from, thumbs.to);
  thumbs.from.append(bubble.from);
  thumbs.to.append(bubble.to);
  const earlier = endStop('‹ ', words.earlier, '', () => widen());
  const later = endStop('', words.later, ' ›', () => widen());
  const play = h('button', {
    class: 'play',
    type: 'button',
    onclick: () => (player.playing() ? player.stop() : player.start()),
  });
  const tools = h('div', { class: 'time-tools' });
  const dates = createDates(tools, app);
  tools.prepend(play);
  el.replaceChildren(h('div', { class: 'time-line' }, earlier.button, track, later.button), tools);

  let bins: Bin[] = [];
  let grip: Grip | null = null;

  const axis = (): Axis | null => app.get().axis;
  const player = createPlayer({
    axis,
    ends: () => app.get(),
    set: (ends) => app.set({ ...ends, playing: true }),
    onStop: () => app.set({ playing: false }),
  });

  const widen = () => {
    const { tables, axis } = app.get();
    const all = tables && extent(tables.totals.shown);
    if (!all || !axis) return;
    app.set({ axis: { from: Math.min(axis.from, monthStart(all[0])), to: Math.max(axis.to, monthEnd(all[1])) } });
  };

  const dayAt = (clientX: number, span: Axis, { left, width } = track.getBoundingClientRect()): Day => {
    return span.from + Math.floor(((clientX - left) / width) * (span.to - span.from + 1));
  };

  const change = (ends: Ends) => {
    player.stop();
    app.set(ends);
  };

  for (const which of ['from', 'to'] as const) {
    thumbs[which].addEventListener('keydown', (event) => {
      const span = axis();
      const ends = span && keyed(app.get(), span, which, event.key, addMonths);
      if (!ends) return;
      event.preventDefault();
      change(ends);
    });
  }

  track.addEventListener('pointerdown', (event) => {
    const span = axis();
    if (!span || event.button !== 0) return;
    const start = standing(app.get(), span);
    const startDay = dayAt(event.clientX, span);
    const held = gripAt(event.target, startDay, start, span);
    grip = held;
    if (event.target instanceof Element && !event.target.closest('[role=slider]') && held !== 'both')
      change(moved(app.get(), span, held, startDay));
    track.setPointerCapture(event.pointerId);
    track.classList.add('held');
    if (held !== 'both') thumbs[held].focus({ preventScroll: true });
    const box = track.getBoundingClientRect();
    const move = ({ clientX }: PointerEvent) => {
      const day = dayAt(clientX, span, box);
      change(held === 'both' ? shifted(start, span, day - startDay) : moved(app.get(), span, held, day));
    };
    const end = () => {
      track.removeEventListener('pointermove', move);
      track.classList.remove('held');
      grip = null;
      paint();
    };
    track.addEventListener('pointermove', move);
    track.addEventListener('lostpointercapture', end, { once: true });
    event.preventDefault();
  });

  const gripAt = (target: EventTarget | null, day: Day, at: { from: Day; to: Day }, span: Axis): Grip => {
    const own = target instanceof Element && target.closest<HTMLElement>('[role=slider]');
    if (own) return own === thumbs.from ? 'from' : 'to';
    const whole = at.from === span.from && at.to === span.to;
    if (!whole && day > at.from && day < at.to) return 'both';
    return Math.abs(day - at.from) <= Math.abs(day - at.to) ? 'from' : 'to';
  };

  track.addEventListener('dblclick', (event) => {
    const span = axis();
    const day = span && dayAt(event.clientX, span);
    const bin = bins.find(({ from, to }) => day !== null && day >= from && day <= to);
    if (bin) change({ from: bin.from, to: bin.to });
  });

  const rebin = ({ tables, axis }: AppState) => {
    if (!tables || !axis) return;
    const width = canvas.clientWidth || 1;
    const grain = grainFor(axis, width, defaults.barWidth);
    bins = binsOf(tables.totals.shown, axis, grain);
    const { shown } = tables.totals;
    earlier.update(inWindow(shown, tables.day0, axis.from - 1));
    later.update(inWindow(shown, axis.to + 1, tables.day0 + tables.days));
  };

  const paint = () => {
    const { axis, summary, count, playing, ...state } = app.get();
    if (!axis || !summary) return;
    const at = standing(state, axis);
    const days = axis.to - axis.from + 1;
    const left = ((at.from - axis.from) / days) * 100;
    const right = ((at.to + 1 - axis.from) / days) * 100;
    place(thumbs.from, left);
    place(thumbs.to, right);
    reach.style.left = `${left}%`;
    reach.style.width = `${right - left}%`;
    const sum = words.sum(summary.total, count, summary.places);
    const shown = { from: state.from ?? summary.from, to: state.to ?? summary.to };
    describe(thumbs.from, axis.from, at.to, at.from, words.from(longDay(shown.from), sum));
    describe(thumbs.to, at.from, axis.to, at.to, words.to(longDay(shown.to), sum));
    setText(bubble.from, longDay(shown.from));
    setText(bubble.to, longDay(shown.to));
    track.classList.toggle('both', grip === 'both' || playing);
    drawHistogram(canvas, { bins, axis, ...at });
    playFace(play, playing);
  };

  const observer = new ResizeObserver(() => {
    rebin(app.get());
    paint();
  });
  observer.observe(track);

  return {
    update(changed) {
      if (touches(changed, 'tables', 'axis')) rebin(app.get());
      if (touches(changed, 'summary', 'axis', 'playing')) paint();
      dates.update(changed);
    },
    destroy() {
      player.stop();
      observer.disconnect();
      dates.destroy();
      el.replaceChildren();
    },
  };
}

function thumb(which: 'from' | 'to'): HTMLElement {
  const name = which === 'from' ? 'First day' : 'Last day';
  return h('div', {
    class: `thumb ${which}`,
    role: 'slider',
    tabindex: 0,
    'aria-label': name,
    'aria-orientation': 'horizontal',
    'aria-valuemin': 0,
    'aria-valuemax': 0,
    'aria-valuenow': 0,
  });
}

function place(el: HTMLElement, percent: number): void {
  el.style.left = `${percent}%`;
  el.classList.toggle('near-left', percent < 8);
  el.classList.toggle('near-right', percent > 92);
}

function describe(el: HTMLElement, least: Day, most: Day, now: Day, text: string): void {
  attr(el, 'aria-valuemin', least);
  attr(el, 'aria-valuemax', most);
  attr(el, 'aria-valuenow', now);
  attr(el, 'aria-valuetext', text);
}

/** What lies beyond an end of the axis: "‹ 3 earlier". */
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
  return {
    button,
    update(count: number) {
      button.hidden = count === 0;
      setText(n, num(count));
    },
  };
}

function playFace(button: HTMLElement, playing: boolean): void {
  const face = playing ? 'pause' : 'play';
  if (button.dataset.face === face) return;
  button.dataset.face = face;
  attr(button, 'aria-label', playing ? 'Pause' : 'Play through time');
  button.replaceChildren(icon(face));
}
