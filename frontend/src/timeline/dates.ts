import { attr, h, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { dayOf, isoDay, parseDay } from '../time/day';
import { words } from '../words';

/** Days of a preset, counted back from the newest day; null is everything. */
const presets = [7, 30, 90, null] as const;

/** A year that is being typed passes through 0002 and 0020: these are not meant. */
const FIRST_TYPED = dayOf(1000, 1, 1);

/** Two date fields and the presets. */
export function createDates(el: HTMLElement, app: App): View<Keys<AppState>> {
  const from = field(words.fromDay, (day) => app.set({ from: day, ...(after(day, app.get().to) && { to: day }) }));
  const to = field(words.toDay, (day) => app.set({ to: day, ...(after(app.get().from, day) && { from: day }) }));
  const buttons = presets.map((days) =>
    h(
      'button',
      { class: 'preset', type: 'button', onclick: () => app.set(presetWindow(app.get(), days)) },
      days === null ? words.allDays : words.lastDays(days),
    ),
  );
  el.append(
    h('div', { class: 'dates' }, from.label, h('span', { 'aria-hidden': 'true' }, '–'), to.label),
    h('div', { class: 'presets', role: 'group', 'aria-label': words.daysBack }, ...buttons),
  );
  return {
    update(changed) {
      if (!touches(changed, 'summary', 'from', 'to')) return;
      const state = app.get();
      if (!state.summary) return;
      const { axis, summary } = state;
      show(from.input, state.from ?? (axis && summary.from));
      show(to.input, state.to ?? (axis && summary.to));
      presets.forEach((days, i) => {
        const window = presetWindow(state, days);
        attr(
          buttons[i]!,
          'aria-pressed',
          String((days === null || window.from !== null) && window.from === state.from && window.to === state.to),
        );
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
  const input = h('input', { type: 'date', 'aria-label': name, onchange: changed });
  return { input, label: h('label', { class: 'date' }, input) };
}

function show(input: HTMLInputElement, day: number | null): void {
  const text = day === null ? '' : isoDay(day);
  if (input.value !== text && document.activeElement !== input) input.value = text;
}
