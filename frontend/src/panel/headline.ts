import { isCounting } from '../cube/distinct';
import type { Reason } from '../cube/tables';
import { inWindow, nearestDay } from '../cube/totals';
import { defaults } from '../defaults';
import { attr, h, keepRoom, setText, throttle, type View } from '../dom';
import { type App, type AppState, distinctOf } from '../state/app';
import { defaultFilter, type Filter, kinds, type Precision, precisions, uses, withAll } from '../state/filter';
import { inFrame } from '../state/places';
import { type Keys, touches } from '../state/state';
import { dayRange, longDay } from '../time/say';
import { BETWEEN, num, words } from '../words';

const coarse: Precision[] = ['week', 'month', 'season', 'year'];

interface Switch {
  reason: Reason;
  off(counted: string): string;
  on: string;
  /** whether the filter lets any of them through */
  isOn(filter: Filter): boolean;
  turnOn(filter: Filter): Partial<Filter>;
  turnOff(filter: Filter): Partial<Filter>;
}

const without = <T>(list: readonly T[], items: readonly T[], all: readonly T[], otherwise: readonly T[]) => {
  const left = all.filter((item) => (list.length === 0 || list.includes(item)) && !items.includes(item));
  return left.length ? left : otherwise;
};

const lets = <T>(list: readonly T[], items: readonly T[]) =>
  list.length === 0 || items.some((item) => list.includes(item));

/** What is not on the map, part by part; each part is a switch. */
const switchesOf = (): Switch[] => [
  {
    reason: 'wide',
    off: words.wide,
    on: words.wideOn,
    isOn: ({ kind }) => lets(kind, ['country', 'area']),
    turnOn: ({ kind }) => ({ kind: withAll(kind, ['country', 'area'], kinds) }),
    turnOff: ({ kind }) => ({ kind: without(kind, ['country', 'area'], kinds, defaultFilter.kind) }),
  },
  {
    reason: 'kind',
    off: words.otherKinds,
    on: words.otherKindsOn,
    isOn: ({ kind }) => kind.length === 0,
    turnOn: () => ({ kind: [] }),
    turnOff: () => ({ kind: defaultFilter.kind }),
  },
  {
    reason: 'use',
    off: words.associative,
    on: words.associativeOn,
    isOn: ({ use }) => lets(use, ['associative']),
    turnOn: () => ({ use: [] }),
    turnOff: ({ use }) => ({ use: without(use, ['associative'], uses, defaultFilter.use) }),
  },
  {
    reason: 'coarse',
    off: words.coarse,
    on: words.coarseOn,
    isOn: ({ precision }) => lets(precision, coarse),
    turnOn: ({ precision }) => ({ precision: withAll(precision, coarse, precisions) }),
    turnOff: ({ precision }) => ({ precision: without(precision, coarse, precisions, defaultFilter.precision) }),
  },
  {
    reason: 'undated',
    off: words.undated,
    on: words.undatedOn,
    isOn: ({ precision }) => lets(precision, ['undated']),
    turnOn: ({ precision }) => ({ precision: withAll(precision, ['undated'], precisions) }),
    turnOff: ({ precision }) => ({ precision: without(precision, ['undated'], precisions, defaultFilter.precision) }),
  },
];

/** How many places, posts and texts in which days, each once, and what is not to be seen. */
export function createHeadline(el: HTMLElement, app: App, zoomOut: () => void): View<Keys<AppState>> {
  const switches = switchesOf();
  const strong = h('strong');
  const days = h('span', { class: 'days' });
  const line = h('p', { class: 'headline', 'aria-live': 'polite', 'aria-atomic': 'true' }, strong, days);
  const go = h('button', { type: 'button', class: 'link', hidden: true });
  const outside = h('button', { type: 'button', class: 'switch outside', onclick: zoomOut });
  const unplaced = h('span');
  const buttons = switches.map((one) => h('button', { type: 'button', class: 'switch', onclick: () => flip(one) }));
  const absent = group();
  const added = group();
  added.name(words.alsoShown);
  const rest = h('div', { class: 'rest parts' }, absent.el, added.el);
  el.replaceChildren(line, go, rest, h('p', { class: 'rest outside-line' }, outside));

  const flip = (one: Switch) => {
    const state = app.get();
    app.set(one.isOn(state) ? one.turnOff(state) : one.turnOn(state));
  };

  const paintLine = (state: AppState) => {
    const { cube, summary, totals, playing } = state;
    if (!summary) return;
    const counting = isCounting(state);
    attr(line, 'aria-busy', playing || counting ? 'true' : null);
    keepRoom(line, counting);
    keepRoom(rest, counting);
    line.classList.toggle('nothing', summary.total === 0);
    if (summary.total) setParts(strong, words.sum(summary.places, distinctOf(summary, totals)));
    else setText(strong, nothing(state));
    const range = dayRange(summary.from, summary.to);
    setText(days, summary.total ? (cube?.grain === 7 ? `${range} (${words.wholeWeeks})` : range) : '');
    paintNearest(state);
  };

  const paintNearest = ({ summary, tables }: AppState) => {
    const day = summary && tables && !summary.total ? nearestDay(tables.totals.shown, summary.from, summary.to) : null;
    go.hidden = day === null;
    if (day === null || !summary) return;
    setText(go, words.nearest(longDay(day)));
    const half = Math.floor((summary.to - summary.from) / 2);
    go.onclick = () => app.set({ from: day - half, to: day - half + (summary.to - summary.from) });
  };

  const paintRest = (state: AppState) => {
    const { cube, summary, tables } = state;
    if (!cube || !summary || !tables) return;
    let named = false; // the first number names what is counted, for all of them
    const counted = (n: number) => {
      if (n === 0 || named) return num(n);
      named = true;
      return words.counted(n, cube.count); // the filter's unit may still be on its way
    };
    for (const [i, one] of switches.entries()) paintSwitch(buttons[i]!, one, state, counted);
    const lost = countOf(state, 'unplaced');
    unplaced.hidden = lost === 0;
    setText(unplaced, words.unplaced(counted(lost)));
    const away = countOutside(state);
    outside.hidden = away === 0;
    setText(outside, words.outside(words.places(away)));
    absent.name(words.summed(words.notOnMap, cube.count));
    absent.show([...buttons.filter(({ ariaPressed }) => ariaPressed !== 'true'), unplaced]);
    added.show(buttons.filter(({ ariaPressed }) => ariaPressed === 'true'));
  };

  const paintRestCalmly = throttle(defaults.calm, () => paintRest(app.get()));

  return {
    update(changed) {
      if (touches(changed, 'summary', 'totals', 'playing', 'info', 'error', 'gone')) paintLine(app.get());
      if (touches(changed, 'tables', 'kind', 'use', 'precision')) paintRest(app.get());
      else if (touches(changed, 'summary', 'bounds')) paintRestCalmly();
    },
    destroy() {
      paintRestCalmly.cancel();
      el.replaceChildren();
    },
  };
}

/** Writes numbers that break only between each other, where that says something new. */
function setParts(el: HTMLElement, text: string): void {
  if (el.textContent === text) return;
  el.replaceChildren(...text.split(BETWEEN).flatMap((part, i) => [i ? BETWEEN : '', h('span', {}, part)]));
}

function countOf({ summary, tables }: AppState, reason: Reason): number {
  if (!summary || !tables) return 0;
  const totals = tables.totals[reason];
  return inWindow(totals, summary.from, summary.to) + totals.undated;
}

function paintSwitch(button: HTMLElement, one: Switch, state: AppState, counted: (n: number) => string): void {
  const on = one.isOn(state);
  const n = countOf(state, one.reason);
  button.hidden = !on && n === 0;
  attr(button, 'aria-pressed', String(on));
  setText(button, on ? one.on : one.off(counted(n)));
}

/** Parts under a name of their own; without any there is no name either. */
function group() {
  const label = h('span', { 'aria-hidden': 'true' });
  const el = h('p', { class: 'part-group', role: 'group' }, label);
  return {
    el,
    name(text: string) {
      attr(el, 'aria-label', text);
      setText(label, `${text}: `);
    },
    /** Those that are hidden take no room. */
    show(wanted: readonly HTMLElement[]) {
      const parts = wanted.filter(({ hidden }) => !hidden);
      el.hidden = parts.length === 0;
      const had = [...el.children].slice(1).map((part) => part.firstElementChild);
      if (parts.length === had.length && parts.every((part, i) => part === had[i])) return;
      const focused = parts.find((part) => part === document.activeElement);
      el.replaceChildren(label, ...parts.map((part) => h('span', { class: 'part' }, part)));
      focused?.focus();
    },
  };
}

/** Places that are named in the window and lie outside the map's frame. */
function countOutside({ cube, summary, bounds }: AppState): number {
  if (!cube || !summary || !bounds) return 0;
  let away = 0;
  for (let i = 0; i < summary.counts.length; i++) {
    if (summary.counts[i]! > 0 && !inFrame(cube.places, i, bounds)) away++;
  }
  return away;
}

function nothing(state: AppState): string {
  const { summary, tables, info } = state;
  if (info && info.mentions === 0) return words.emptyStore;
  if (!summary || !tables || (state.from === null && state.to === null)) return words.nothingAtAll;
  if (summary.from === summary.to) return words.nothingOn(longDay(summary.from));
  return words.nothingBetween(longDay(summary.from), longDay(summary.to));
}
