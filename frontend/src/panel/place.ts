import type { Client } from '../api/client';
import { apiQuery, summaryQuery } from '../api/query';
import type { Places } from '../cube/types';
import { defaults } from '../defaults';
import { debounce, h, icon, setText, type View } from '../dom';
import { type App, type AppState, placeIndex } from '../state/app';
import { nameOf, whereOf } from '../state/places';
import { type Keys, touches } from '../state/state';
import { dayRange } from '../time/say';
import { BETWEEN, words } from '../words';
import { languages } from '../words/language';
import { renderFacts } from './facts';
import { createReportList, newestFirst } from './list';
import { renderShares } from './shares';

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
  const facts = h('div', { class: 'facts' });
  const unknown = h('p', { class: 'note', role: 'status', hidden: true }, words.unknownPlace);
  el.replaceChildren(h('header', { class: 'place-head' }, back, name, names, where, count), body);
  const sentences = h('div');
  body.append(unknown, facts, sentences);
  const list = createReportList(sentences, {
    client,
    openPlace: (id) => app.set({ place: id }),
    meant: () => app.get().mention,
    explain: (ghosts) => app.set({ ghosts }),
  });

  const load = debounce(defaults.fetchDelay, () => {
    const { place } = app.get();
    if (place === null) return;
    void list.load(newestFirst(apiQuery(app.get(), { place })));
    void countOnce(app.get());
  });

  let counting = new AbortController();
  /** Tells the documents that name the place, each once: the counts by date have one as often as it has dates. */
  const countOnce = async (state: AppState) => {
    const { cube, summary, place } = state;
    if (cube?.count !== 'documents' || cube.grain !== 1 || !summary || state.playing) return;
    const { signal } = counting;
    const sum = await client.summary(summaryQuery(state, { place }), signal).catch(() => null); // what stands there stays true
    if (signal.aborted || !sum || String(sum.generation) !== cube.generation) return;
    setText(count, `${words.counted(sum.documents, 'documents')}${BETWEEN}${dayRange(summary.from, summary.to)}`);
  };

  let linked = app.get().place; // whose sentences hold the mention that a link led to
  const leave = (changed: Keys<AppState>, { place }: AppState) => {
    if (place !== linked && !touches(changed, 'mention')) app.set({ mention: null });
    linked = place;
  };

  let abort = new AbortController();
  const learn = (state: AppState) => {
    abort.abort();
    facts.replaceChildren();
    if (state.place === null) return;
    abort = new AbortController();
    const query = apiQuery({ ...state, from: null, to: null, near: null, polygon: null });
    const { signal } = abort;
    const shares = renderShares(client, state, signal);
    client.place(state.place, query, signal).then(
      (known) => {
        const { axis, summary } = app.get();
        if (axis && summary) facts.replaceChildren(...renderFacts(known, { axis, day: summary.to }), shares);
      },
      () => {}, // the sentences below say what is wrong
    );
  };

  const paint = (state: AppState) => {
    counting.abort();
    counting = new AbortController();
    const i = placeIndex(state, state.place);
    const { cube, summary } = state;
    if (!cube || !summary) return;
    unknown.hidden = i >= 0;
    setText(name, i < 0 ? words.thisPlace : nameOf(cube.places, i));
    names.replaceChildren(...otherNames(cube.places, i));
    setText(where, i < 0 ? '' : whereOf(cube.places, i));
    const n = i < 0 ? 0 : summary.counts[i]!;
    setText(count, i < 0 ? '' : `${words.ofPlace(n, cube.count)}${BETWEEN}${dayRange(summary.from, summary.to)}`);
  };

  return {
    update(changed) {
      const state = app.get();
      if (touches(changed, 'place')) app.set({ ghosts: null });
      if (touches(changed, 'place')) {
        list.clear();
        leave(changed, state);
      }
      const back = touches(changed, 'gone') && !state.gone;
      if (back) list.retry();
      if (back || touches(changed, 'place', 'kind', 'use', 'precision', 'cube')) learn(state);
      if (state.place === null) return;
      if (touches(changed, 'place', 'summary')) {
        paint(state);
        list.outdate();
        load();
      }
      if (touches(changed, 'place')) body.scrollTop = 0;
    },
    destroy() {
      abort.abort();
      counting.abort();
      load.cancel();
      list.destroy();
    },
  };
}

/** What the place is called in the other languages, where that differs. */
function otherNames(places: Places, i: number): HTMLElement[] {
  const all = { en: places.name[i], uk: places.uk[i], ru: places.ru[i] };
  const seen = new Set([nameOf(places, i)]);
  return languages.flatMap((lang) => {
    const text = all[lang];
    if (!text || seen.has(text)) return [];
    seen.add(text);
    return h('span', { lang }, text);
  });
}
