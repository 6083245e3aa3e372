import { attr, debounce, h, icon, setText, type View } from '../dom';
import { type App, type AppState, distinctOf, isDated } from '../state/app';
import { fullName } from '../state/places';
import { type Keys, touches } from '../state/state';
import { isoDay, parseDay } from '../time/day';
import { dayRange } from '../time/say';
import { num, words } from '../words';
import { CLASSES } from './score';

const ROWS = 12; // places listed for each direction
const SETTLE = 120; // ms after the last change before the lists are written anew

/** Compares the window with another period: a button, and a list with dates and the places that changed most. */
export function createCompare(tools: HTMLElement, panel: HTMLElement, app: App): View<Keys<AppState>> {
  const button = h('button', { type: 'button', class: 'tool', title: words.compare.title }, icon('compare'));
  attr(button, 'aria-label', words.compare.title);
  tools.prepend(button);
  button.addEventListener('click', () => {
    if (app.get().versus === null) app.set({ versus: 'before', tab: 'compare', place: null });
    else end();
  });
  const end = () => {
    const { tab } = app.get();
    app.set({ versus: null, tab: tab === 'compare' ? 'places' : tab });
  };
  const a = period();
  const b = period();
  const from = dateField(words.compare.fromDay, () => choose());
  const to = dateField(words.compare.toDay, () => choose());
  const before = h('button', { type: 'button', class: 'link small' }, words.compare.before);
  before.addEventListener('click', () => app.set({ versus: 'before' }));
  const note = h('p', { class: 'muted' });
  const lists = h('div', { class: 'compare-lists' });
  const close = h('button', { type: 'button', class: 'link small' }, words.compare.close);
  close.addEventListener('click', () => {
    end();
    button.focus();
  });
  panel.replaceChildren(
    a.el,
    b.el,
    h('div', { class: 'compare-dates' }, from, to, before, close),
    legend(),
    note,
    lists,
  );

  const choose = () => {
    const [first, last] = [parseDay(from.value), parseDay(to.value)];
    if (first !== null && last !== null && first <= last) app.set({ versus: { from: first, to: last } });
  };

  const paint = (state: AppState) => {
    const { comparison, summary, versus, distinct, distinctB } = state;
    attr(button, 'aria-pressed', String(versus !== null));
    if (!comparison || !summary) return;
    const dated = isDated(state); // the equal period before has days if the window has
    const datedB = dated || typeof versus === 'object';
    a.update(
      words.compare.periodA(dated ? dayRange(summary.from, summary.to) : '').trim(),
      words.sum(summary.places, distinctOf(summary, distinct)),
    );
    b.update(
      words.compare.periodB(datedB ? dayRange(comparison.from, comparison.to) : '').trim(),
      words.sum(comparison.placesB, distinctOf(comparison, distinctB)),
    );
    if (document.activeElement !== from) from.value = datedB ? isoDay(comparison.from) : '';
    if (document.activeElement !== to) to.value = datedB ? isoDay(comparison.to) : '';
    before.hidden = versus === 'before';
    setText(note, summary.total && comparison.totalB ? words.compare.how : words.compare.nothing);
    listSoon();
  };

  const listSoon = debounce(SETTLE, () => {
    const state = app.get();
    const { comparison } = state;
    if (!comparison) return;
    const order = [...comparison.change.keys()].filter(
      (i) => comparison.both[i]! > 0 && state.cube!.places.id[i] !== 0,
    );
    order.sort((i, j) => comparison.change[j]! - comparison.change[i]!);
    const more = order.filter((i) => comparison.classes[i]! > 2).slice(0, ROWS);
    const less = order.filter((i) => comparison.classes[i]! < 2).reverse();
    lists.replaceChildren(
      ...listOf(words.compare.more, more, state, app),
      ...listOf(words.compare.less, less.slice(0, ROWS), state, app),
    );
  });

  return {
    update(changed) {
      const { tab, versus } = app.get();
      if (touches(changed, 'tab') && tab === 'compare' && versus === null) app.set({ versus: 'before' });
      if (touches(changed, 'comparison', 'versus', 'distinct', 'distinctB')) paint(app.get());
    },
    destroy() {
      listSoon.cancel();
      button.remove();
      panel.replaceChildren();
    },
  };
}

/** The days of a period, and what is counted in it. */
function period() {
  const days = h('span', { class: 'days' });
  const sum = h('span', { class: 'sum' });
  return {
    el: h('p', { class: 'period' }, days, ' ', sum),
    update(told: string, counted: string) {
      setText(days, told);
      setText(sum, counted);
    },
  };
}

function dateField(label: string, onchange: () => void): HTMLInputElement {
  return h('input', { type: 'date', 'aria-label': label, onchange });
}

/** Colours from much less to much more, said in words. */
function legend(): HTMLElement {
  const steps = Array.from({ length: CLASSES }, (_, i) =>
    h('li', {}, h('span', { class: `swatch change-${i + 1}` }), h('span', {}, words.compare.classes[i])),
  );
  return h('ul', { class: 'compare-legend' }, ...steps);
}

function listOf(title: string, order: readonly number[], { cube, comparison, summary }: AppState, app: App) {
  if (!order.length || !cube || !comparison || !summary) return [];
  const rows = order.map((i) =>
    h(
      'li',
      {},
      h('span', { class: `swatch change-${comparison.classes[i]! + 1}` }),
      h(
        'button',
        { type: 'button', class: 'link', dir: 'auto', onclick: () => app.set({ place: cube.places.id[i]! }) },
        fullName(cube.places, i),
      ),
      h('span', { class: 'n' }, `${num(comparison.countsB[i]!)} → ${num(summary.counts[i]!)}`),
    ),
  );
  return [h('h2', {}, title), h('ul', {}, ...rows)];
}
