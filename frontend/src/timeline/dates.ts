import { attr, h, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { dayOf, isoDay, parseDay } from '../time/day';

/** Days of a preset, counted back from the newest day; null is everything. */
const presets = [
  ['7 days', 7],
  ['30 days', 30],
  ['90 days', 90],
  ['All', null],
] as const;

/** A year that is being typed passes through 0002 and 0020: these are not meant. */
const FIRST_TYPED = dayOf(1000, 1, 1);

/** Two date fields and the presets. */
export function createDates(el: HTMLElement, app: App): View<Keys<AppState>> {
  const from = field('From', (day) => app.set({ from: day, ...(after(day, app.get().to) && { to: day }) }));
  const to = field('To', (day) => app.set({ to: day, ...(after(app.get().from, day) && { from: day }) }));
  const buttons = presets.map(([label, days]) =>
    h('button', { class: 'preset', type: 'button', onclick: () => app.set(presetWindow(app.get(), days)) }, label),
  );
  el.append(
    h('div', { class: 'dates' }, from.label, h('span', { 'aria-hidden': 'true' }, '–'), to.label),
    h('div', { class: 'presets', role: 'group', 'aria-label': 'Days back from the newest' }, ...buttons),
  );
  return {
    update(changed) {
      if (!touches(changed, 'summary', 'from', 'to')) return;
      const state = app.get();
      if (!state.summary) return;
      show(from.input, state.from ?? state.summary.from);
      show(to.input, state.to ?? state.summary.to);
      presets.forEach(([, days], i) => {
        const window = presetWindow(state, days);
        attr(buttons[i]!, 'aria-pressed', String(window.from === state.from && window.to === state.to));
      });
    },
    destroy: () => el.replaceChildren(),
  };
}

function after(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a > b;
}

function presetWindow({ tables }: AppState, days: number | null): { from: number | null; to: number | null } {
  const all = tables?.totals.shown.extent;
  if (!all || days === null) return { from: null, to: null };
  return { from: all[1] - days + 1, to: all[1] };
}

function field(name: string, onDay: (day: number | null) => void) {
  const changed = () => {
    const day = parseDay(input.value);
    if (day === null || day >= FIRST_TYPED) onDay(day);
  };
  const input = h('input', { type: 'date', 'aria-label': `${name} day`, onchange: changed });
  return { input, label: h('label', { class: 'date' }, input) };
}

function show(input: HTMLInputElement, day: number): void {
  const text = isoDay(day);
  if (input.value !== text && document.activeElement !== input) input.value = text;
}
