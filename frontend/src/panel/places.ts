import { defaults } from '../defaults';
import { attr, h, setText, throttle, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { inFrame, nameOf, whereOf } from '../state/places';
import { type Keys, touches } from '../state/state';
import { type Order, orders } from '../state/url';
import type { Day } from '../time/day';
import { longDay } from '../time/say';
import { isManifold, num, words } from '../words';
import { createOrdering } from './order';

interface RowParts {
  el: HTMLElement;
  name: HTMLElement;
  where: HTMLElement;
  bar: HTMLElement;
  n: HTMLElement;
  change: HTMLElement;
}

/** The places of the window, most first: the map for keyboard and ear. Only the rows in view exist. */
export function createPlaces(el: HTMLElement, app: App): View<Keys<AppState>> {
  const framed = h('input', {
    type: 'checkbox',
    checked: app.get().framed,
    onchange: () => app.set({ framed: framed.checked }),
  });
  const unit = h('p', { class: 'list-unit muted' });
  const spacer = h('div', { class: 'spacer' });
  const list = h('div', {
    class: 'place-list',
    role: 'listbox',
    tabindex: 0,
    id: 'place-list',
    'aria-label': words.placeList,
  });
  list.append(spacer);
  const choice = h(
    'select',
    { 'aria-label': words.order.label, onchange: () => app.set({ order: choice.value as Order }) },
    ...orders.map((order) => h('option', { value: order, selected: order === app.get().order }, words.order[order])),
  );
  el.replaceChildren(
    h('div', { class: 'list-tools' }, h('label', { class: 'framed' }, framed, words.onlyInFrame), choice),
    unit,
    list,
  );

  const rows: RowParts[] = [];
  let ordering = createOrdering(0);
  let order: Uint32Array = new Uint32Array(0);
  let active = -1; // position in the order
  let height = 0; // CSS px: asking the browser would make it lay out what has just been written
  let scrolled = 0;

  const open = (position: number) => {
    const place = order[position];
    const id = place === undefined ? undefined : app.get().cube?.places.id[place];
    if (id) app.set({ place: id });
  };

  const paint = () => {
    const state = app.get();
    const { cube, summary } = state;
    if (!cube || !summary || el.hidden) return;
    spacer.style.height = `${order.length * defaults.rowHeight}px`;
    const first = Math.max(0, Math.floor(scrolled / defaults.rowHeight) - 2);
    const shown = Math.min(order.length - first, Math.ceil(height / defaults.rowHeight) + 4);
    while (rows.length < shown) rows.push(addRow(list));
    const most = summary.most || 1;
    rows.forEach((row, i) => {
      row.el.hidden = i >= shown;
      if (i < shown) {
        const place = order[first + i]!;
        paintRow(row, state, place, first + i, order.length, most);
        if (state.order === 'first') paintFirst(row.change, ordering.firstDay(place, state.tables!));
      }
      row.el.classList.toggle('active', first + i === active);
    });
    const current = active < 0 ? undefined : rows[active - first]?.el;
    attr(list, 'aria-activedescendant', current && !current.hidden ? current.id : null);
  };

  const reorder = () => {
    const { cube, summary, tables, framed, bounds, order: wanted } = app.get();
    if (!cube || !summary || !tables || summary.counts.length !== cube.places.id.length) return;
    const inside = framed && bounds ? (i: number) => inFrame(cube.places, i, bounds) : undefined;
    order = ordering.sort(wanted, summary, tables, inside);
    choice.value = wanted;
    if (active >= order.length) active = order.length - 1;
    paint();
  };

  const move = (to: number) => {
    active = Math.max(0, Math.min(order.length - 1, to));
    const top = active * defaults.rowHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    const bottom = top + defaults.rowHeight - list.clientHeight;
    if (bottom > list.scrollTop) list.scrollTop = bottom;
    scrolled = list.scrollTop;
    app.set({ hover: order[active] ?? null });
    paint();
  };

  const positionOf = (target: EventTarget | null): number => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
    return row ? Number(row.dataset.position) : -1;
  };

  const reorderCalmly = throttle(defaults.calm, reorder);
  list.addEventListener('scroll', () => {
    scrolled = list.scrollTop;
    paint();
  });
  list.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(list.clientHeight / defaults.rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: order.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' || event.key === ' ') open(Math.max(0, active));
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', (event) => open(positionOf(event.target)));
  list.addEventListener('pointermove', (event) => app.set({ hover: order[positionOf(event.target)] ?? null }));
  list.addEventListener('pointerleave', () => app.set({ hover: null }));
  list.addEventListener('blur', () => app.set({ hover: null }));
  const observer = new ResizeObserver(() => {
    height = list.clientHeight;
    paint();
  });
  observer.observe(list);

  return {
    update(changed) {
      const { cube } = app.get();
      if (touches(changed, 'cube') && cube) {
        ordering = createOrdering(cube.places.id.length);
        setText(unit, words.legend(cube.count));
        unit.hidden = !isManifold(cube.count);
      }
      if (touches(changed, 'cube', 'tables')) scrolled = list.scrollTop = 0;
      if (touches(changed, 'cube', 'tables', 'order')) reorder();
      else if (touches(changed, 'summary', 'framed') || (touches(changed, 'bounds') && app.get().framed))
        reorderCalmly();
      else if (touches(changed, 'tab', 'place', 'hover')) paint();
    },
    destroy() {
      reorderCalmly.cancel();
      observer.disconnect();
      el.replaceChildren();
    },
  };
}

let made = 0;

function addRow(list: HTMLElement): RowParts {
  const name = h('span', { class: 'name' });
  const where = h('span', { class: 'where' });
  const bar = h('span', { class: 'share' });
  const n = h('span', { class: 'n' });
  const change = h('span', { class: 'change' });
  const el = h(
    'div',
    { class: 'place-row', role: 'option', id: `place-row-${made++}` },
    bar,
    h('span', { class: 'names' }, name, where),
    change,
    n,
  );
  list.append(el);
  return { el, name, where, bar, n, change };
}

function paintRow(row: RowParts, state: AppState, place: number, position: number, all: number, most: number): void {
  const { cube, summary, hover } = state;
  const { places, count } = cube!;
  const n = summary!.counts[place]!;
  row.el.style.transform = `translateY(${position * defaults.rowHeight}px)`;
  row.el.dataset.position = String(position);
  attr(row.el, 'aria-posinset', position + 1);
  attr(row.el, 'aria-setsize', all);
  attr(row.el, 'aria-selected', String(places.id[place] === state.place));
  row.el.classList.toggle('hovered', hover === place);
  setText(row.name, nameOf(places, place));
  setText(row.where, whereOf(places, place));
  setText(row.n, num(n));
  attr(row.n, 'title', words.ofPlace(n, count));
  row.bar.style.width = `${(100 * n) / most}%`;
  row.el.classList.toggle('hollow', summary!.firm[place] === 0);
  paintChange(row.change, n, summary!.before?.[place], count);
}

function paintFirst(el: HTMLElement, day: Day): void {
  el.hidden = false;
  setText(el, words.firstNamed(longDay(day)));
  attr(el, 'title', null);
}

function paintChange(el: HTMLElement, n: number, before: number | undefined, count: AppState['count']): void {
  el.hidden = before === undefined;
  if (before === undefined) return;
  setText(el, before === 0 ? words.cameNew : words.change(n - before));
  attr(el, 'title', words.changeTitle(before, count));
}
