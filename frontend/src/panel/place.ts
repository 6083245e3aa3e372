import type { Client } from '../api/client';
import { apiQuery } from '../api/query';
import { defaults } from '../defaults';
import { debounce, h, icon, setText, type View } from '../dom';
import { type App, type AppState, placeIndex } from '../state/app';
import { nameOf, whereOf } from '../state/places';
import { type Keys, touches } from '../state/state';
import { dayRange } from '../time/day';
import { words } from '../words';
import { createReportList, newestFirst } from './list';

/** One place: its names, how often it is named, and the sentences. */
export function createPlace(el: HTMLElement, app: App, client: Client): View<Keys<AppState>> {
  const name = h('h2', { tabindex: -1, dir: 'auto' });
  const names = h('p', { class: 'names-other' });
  const where = h('p', { class: 'where' });
  const count = h('p', { class: 'place-count', 'aria-live': 'polite' });
  const back = h(
    'button',
    { type: 'button', class: 'back', onclick: () => app.set({ place: null }) },
    icon('back'),
    words.back,
  );
  const body = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': words.placeReports });
  el.replaceChildren(h('header', { class: 'place-head' }, back, name, names, where, count), body);
  const list = createReportList(body, { client, openPlace: (id) => app.set({ place: id }) });

  const load = debounce(defaults.fetchDelay, () => {
    const { place } = app.get();
    if (place !== null) void list.load(newestFirst(apiQuery(app.get(), { place })));
  });

  const paint = (state: AppState) => {
    const i = placeIndex(state, state.place);
    const { cube, summary } = state;
    if (!cube || !summary) return;
    setText(name, i < 0 ? words.thisPlace : nameOf(cube.places, i));
    names.replaceChildren(...otherNames(cube.places.uk[i], cube.places.ru[i]));
    setText(where, i < 0 ? '' : whereOf(cube.places, i));
    const n = i < 0 ? 0 : summary.counts[i]!;
    setText(count, `${words.counted(n, state.count)} · ${dayRange(summary.from, summary.to)}`);
  };

  return {
    update(changed) {
      const state = app.get();
      if (state.place === null) return;
      if (touches(changed, 'place', 'summary')) {
        paint(state);
        load();
      }
      if (touches(changed, 'place')) body.scrollTop = 0;
    },
    destroy() {
      load.cancel();
      list.destroy();
    },
  };
}

function otherNames(uk: string | undefined, ru: string | undefined): HTMLElement[] {
  const names: HTMLElement[] = [];
  if (uk) names.push(h('span', { lang: 'uk' }, uk));
  if (ru && ru !== uk) names.push(h('span', { lang: 'ru' }, ru));
  return names;
}
