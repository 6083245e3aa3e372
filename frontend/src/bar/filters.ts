import type { Client } from '../api/client';
import type { SourceCount } from '../api/types';
import { attr, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { bys, defaultFilter, type Filter, kinds, precisions, sameList, toggled, units, uses } from '../state/filter';
import { type Keys, touches } from '../state/state';
import { num, words } from '../words';
import { createPopover } from './popover';

type Key = 'kind' | 'use' | 'precision' | 'source' | 'count' | 'by';

interface Choice {
  value: string;
  label: string;
  note?: string;
}

/** A chip: what it says now, and what can be chosen behind it. */
interface Chip {
  key: Key;
  title: string;
  many: boolean;
  choices(sources: SourceCount[]): Choice[];
  chosen(filter: Filter): readonly string[];
  toggle(filter: Filter, value: string, all: readonly string[]): Partial<Filter>;
  face(filter: Filter): string;
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

const chipsOf = (): Chip[] => [
  {
    key: 'kind',
    title: words.chips.kind,
    many: true,
    choices: () => kinds.map((value) => ({ value, label: words.kinds(value) })),
    chosen: ({ kind }) => (kind.length ? kind : kinds),
    toggle: ({ kind }, value) => ({ kind: toggled<string>(kind, value, kinds) as Filter['kind'] }),
    face: ({ kind }) => {
      if (!kind.length) return words.faces.allKinds;
      if (sameList(kind, defaultFilter.kind)) return words.faces.usualKinds;
      return kind.length === 1 ? words.kinds(kind[0]!) : words.faces.someKinds(kind.length);
    },
  },
  {
    key: 'use',
    title: words.chips.use,
    many: true,
    choices: () => uses.map((value) => ({ value, label: words.use(value) })),
    chosen: ({ use }) => (use.length ? use : uses),
    toggle: ({ use }, value) => ({ use: toggled<string>(use, value, uses) as Filter['use'] }),
    face: ({ use }) =>
      use.length === 1 ? (use[0] === 'literal' ? words.use('literal') : words.faces.associative) : words.faces.anyUse,
  },
  {
    key: 'precision',
    title: words.chips.precision,
    many: true,
    choices: () => precisions.map((value) => ({ value, label: words.precision(value) })),
    chosen: ({ precision }) => (precision.length ? precision : precisions),
    toggle: ({ precision }, value) => ({
      precision: toggled<string>(precision, value, precisions) as Filter['precision'],
    }),
    face: ({ precision }) => {
      if (!precision.length) return words.faces.anyDate;
      if (sameList(precision, defaultFilter.precision)) return words.faces.fewDays;
      return precision.length === 1 ? words.precision(precision[0]!) : words.faces.somePrecisions(precision.length);
    },
  },
  {
    key: 'source',
    title: words.chips.source,
    many: true,
    choices: (sources) =>
      sources.map(({ source, mentions }) => ({
        value: source,
        label: source || words.faces.noName,
        note: num(mentions),
      })),
    chosen: ({ source }) => source,
    toggle: ({ source }, value) => ({
      source: source.includes(value) ? source.filter((other) => other !== value) : [...source, value],
    }),
    face: ({ source }) => {
      if (!source.length) return words.faces.allSources;
      return source.length === 1 ? source[0]! : words.faces.someSources(source.length);
    },
  },
  {
    key: 'count',
    title: words.chips.count,
    many: false,
    choices: () => units.map((value) => ({ value, label: words.unitTitle(value), note: words.unitNote(value) })),
    chosen: ({ count }) => [count],
    toggle: (_, value) => ({ count: value as Filter['count'] }),
    face: ({ count }) => words.unitTitle(count),
  },
  {
    key: 'by',
    title: words.chips.by,
    many: false,
    choices: () => bys.map((value) => ({ value, label: words.by(value), note: words.byNote(value) })),
    chosen: ({ by }) => [by],
    toggle: (_, value) => ({ by: value as Filter['by'] }),
    face: ({ by }) => words.by(by),
  },
];

/** The filters as chips; each opens what can be chosen. */
export function createFilters(el: HTMLElement, app: App, client: Client): View<Keys<AppState>> {
  const chips = chipsOf();
  let sources: SourceCount[] = [];
  const parts = chips.map((chip) => {
    const text = h('span');
    const button = h('button', { type: 'button', class: 'chip' }, text, icon('down'));
    const body = h('div', { class: 'choices' });
    const popover = createPopover(button, chip.title, body, () => void open(chip, body));
    return { chip, text, button, body, popover };
  });
  const reset = h(
    'button',
    { type: 'button', class: 'chip plain', onclick: () => app.set(resetFilter()) },
    words.clearFilters,
  );
  el.replaceChildren(...parts.flatMap(({ button, popover }) => [button, popover]), reset);

  const open = async (chip: Chip, body: HTMLElement) => {
    if (chip.key === 'source') sources = await client.sources().catch(() => sources);
    renderChoices(chip, body);
  };

  const renderChoices = (chip: Chip, body: HTMLElement) => {
    const filter = app.get();
    const chosen = chip.chosen(filter);
    const all = chip.choices(sources);
    const values = all.map((one) => one.value);
    const change = (value: string) => {
      app.set(chip.toggle(app.get(), value, values));
      keepChecked(body, chip.chosen(app.get())); // the last tick stays: nothing has changed, so no view is told
    };
    body.replaceChildren(...all.map((choice) => renderChoice(chip, choice, chosen.includes(choice.value), change)));
    if (!all.length) body.append(h('p', { class: 'muted' }, words.faces.nothing));
  };

  const paint = () => {
    const filter = app.get();
    for (const { chip, text, button, body, popover } of parts) {
      setText(text, chip.face(filter));
      attr(button, 'aria-label', `${chip.title}: ${chip.face(filter)}`);
      button.classList.toggle('changed', !isDefault(chip.key, filter));
      if (popover.matches(':popover-open')) keepChecked(body, chip.chosen(filter));
    }
    reset.hidden = chips.every(({ key }) => isDefault(key, filter)) && !filter.q;
  };

  return {
    update(changed) {
      if (touches(changed, 'kind', 'use', 'precision', 'source', 'count', 'by', 'q')) paint();
    },
    destroy: () => el.replaceChildren(),
  };
}

function renderChoice(chip: Chip, choice: Choice, checked: boolean, change: (value: string) => void): HTMLElement {
  const input = h('input', {
    type: chip.many ? 'checkbox' : 'radio',
    name: `choice-${chip.key}`,
    value: choice.value,
    checked,
    onchange: () => change(choice.value),
  });
  return h(
    'label',
    { class: 'choice' },
    input,
    h('span', { dir: 'auto' }, capital(choice.label)),
    choice.note ? h('small', {}, choice.note) : null,
  );
}

/** Ticks as the filter stands: the last tick of a list cannot be taken away. */
function keepChecked(body: HTMLElement, chosen: readonly string[]): void {
  for (const input of body.querySelectorAll('input')) input.checked = chosen.includes(input.value);
}

function isDefault(key: Key, filter: Filter): boolean {
  const now = filter[key];
  const normal = defaultFilter[key];
  return Array.isArray(now) ? sameList<string>(now, normal as string[]) : now === normal;
}

function resetFilter(): Partial<AppState> {
  const { from: _from, to: _to, ...rest } = defaultFilter;
  return rest;
}
