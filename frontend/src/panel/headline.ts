import { isCounting } from '../cube/distinct';
import type { Reason } from '../cube/tables';
import { inWindow, nearestDay } from '../cube/totals';
import { defaults } from '../defaults';
import { attr, h, keepRoom, setText, throttle, type View } from '../dom';
import { type App, type AppState, distinctOf } from '../state/app';
import { inFrame } from '../state/places';
import { type Keys, touches } from '../state/state';
import { dayRange, longDay } from '../time/say';
import { BETWEEN, num, words } from '../words';
import { type Switch, switchesOf } from './switches';

/** How many places, posts and texts in which days, each once, and what is not to be seen. */
export function createHeadline(el: HTMLElement, app: App, zoomOut: () => void): View<Keys<AppState>> {
  const switches = switchesOf();
  const strong = h('strong');
  const days = h('span', { class: 'days' });
  const line = h('p', { class: 'headline', 'aria-live': 'polite', 'aria-atomic': 'true' }, strong, days);
  const go = h('button', { type: 'button', class: 'link', hidden: true });
  const outside = h('button', { type: 'button', class: 'switch outside', onclick: zoomOut });
  const unplaced = h('span');
  const button = (pressed: boolean, onclick: () => void) => {
    const el = h('button', { type: 'button', class: 'switch', onclick });
    attr(el, 'aria-pressed', String(pressed));
    return el;
  };
  const offs = switches.map((one) => button(false, () => app.set(one.turnOn(app.get()))));
  const ons = switches.map((one) => button(true, () => app.set(one.turnOff(app.get()))));
  const absent = group();
  const added = group();
  added.name(words.alsoShown);
  const rest = h('div', { class: 'rest parts' }, absent.el, added.el);
  el.replaceChildren(line, go, rest, h('p', { class: 'rest outside-line' }, outside));

  const paintLine = (state: AppState) => {
    const { cube, summary, distinct, playing } = state;
    if (!summary) return;
    const counting = isCounting(state);
    attr(line, 'aria-busy', playing || counting ? 'true' : null);
    keepRoom(line, counting);
    keepRoom(rest, counting);
    line.classList.toggle('nothing', summary.total === 0);
    if (summary.total) setParts(strong, words.sum(summary.places, distinctOf(summary, distinct)));
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
    const focused = document.activeElement;
    for (const [i, one] of switches.entries()) paintSwitch(offs[i]!, ons[i]!, one, state, counted);
    const lost = countOf(state, ['unplaced']);
    unplaced.hidden = lost === 0;
    setText(unplaced, words.unplaced(counted(lost)));
    const away = countOutside(state);
    outside.hidden = away === 0;
    setText(outside, words.outside(words.places(away)));
    absent.name(words.summed(words.notOnMap, cube.count));
    absent.show([...offs, unplaced]);
    added.show(ons);
    const pressed = [...offs, ...ons].findIndex((one) => one === focused && one.hidden);
    if (pressed >= 0) [...ons, ...offs][pressed]!.focus(); // its other side has taken its place
  };

  const paintRestCalmly = throttle(defaults.calm, () => paintRest(app.get()));

  return {
    update(changed) {
      if (touches(changed, 'summary', 'distinct', 'playing', 'info', 'error', 'gone')) paintLine(app.get());
      if (touches(changed, 'tables')) paintRest(app.get());
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

function countOf({ summary, tables }: AppState, reasons: readonly Reason[]): number {
  if (!summary || !tables) return 0;
  const all = reasons.map((reason) => tables.totals[reason]);
  return all.reduce((n, one) => n + inWindow(one, summary.from, summary.to) + one.undated, 0);
}

function paintSwitch(
  off: HTMLElement,
  on: HTMLElement,
  one: Switch,
  state: AppState,
  counted: (n: number) => string,
): void {
  const n = countOf(state, one.reasons);
  off.hidden = n === 0;
  setText(off, n ? one.off(counted(n), state) : '');
  const added = one.on(state);
  on.hidden = added === '';
  setText(on, added);
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

/** Why the window holds nothing, in a sentence. */
export function nothing(state: AppState): string {
  const { summary, tables, info } = state;
  if (info && info.mentions === 0) return words.emptyStore;
  if (!summary || !tables || (state.from === null && state.to === null)) return words.nothingAtAll;
  if (summary.from === summary.to) return words.nothingOn(longDay(summary.from));
  return words.nothingBetween(longDay(summary.from), longDay(summary.to));
}
