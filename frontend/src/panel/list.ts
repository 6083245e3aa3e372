import type { Client } from '../api/client';
import type { Mention, Page } from '../api/types';
import { defaults } from '../defaults';
import { attr, h, setText } from '../dom';
import { type Ghosts, ghostsOf } from '../state/ghosts';
import { soughtWords } from '../text';
import { words } from '../words';
import { renderCard } from './card';
import { type Card, createGrouping } from './group';
import { renderWhy } from './why';

export interface ListDeps {
  client: Client;
  openPlace(id: number): void;
  /** id of the mention that a link leads to */
  meant(): string | null;
  /** what the map shows of an explanation; null when it is closed */
  explain(ghosts: Ghosts | null): void;
}

export interface ReportList {
  /** What stands there is no longer what is asked for: it stays, marked as busy, until that is loaded. */
  outdate(): void;
  /** Forgets what stands there, and what is on its way. */
  clear(): void;
  /** Fills the list anew; what stands there stays until the first page has come. */
  load(query: URLSearchParams): Promise<void>;
  /** Asks once more for what could not be loaded. */
  retry(): void;
  destroy(): void;
}

/** Sentences, newest first, a page at a time. */
export function createReportList(el: HTMLElement, { client, openPlace, meant, explain }: ListDeps): ReportList {
  const cards = h('div', { class: 'cards' });
  const note = h('p', { class: 'note', role: 'status' });
  const again = h('button', { type: 'button', class: 'button', hidden: true }, words.retry);
  const more = h('button', { type: 'button', class: 'button more', hidden: true }, words.more);
  el.replaceChildren(cards, note, again, more);
  let abort = new AbortController();
  let grouping = createGrouping();
  let shown = new Map<Card, HTMLElement>();
  let sought = soughtWords('');

  const actions = {
    openPlace,
    sought: () => sought,
    async why(mention: Mention, into: HTMLElement) {
      const open = !into.hidden && into.dataset.mention === mention.id;
      into.hidden = open;
      if (open) return explain(null);
      into.dataset.mention = mention.id;
      into.replaceChildren(h('p', { class: 'muted' }, words.loading));
      const body = await client.why(mention.id).then(
        ({ geometry, properties }) => {
          if (geometry && into.dataset.mention === mention.id) explain(ghostsOf(geometry.coordinates, properties));
          return renderWhy(properties);
        },
        (error: Error) => h('p', { role: 'alert' }, words.failed(error.message)),
      );
      if (into.dataset.mention === mention.id) into.replaceChildren(body);
    },
  };

  const show = (page: Page<Mention>, signal: AbortSignal) => {
    for (const card of grouping.add(page.features)) {
      const old = shown.get(card);
      const next = renderCard(card, actions);
      shown.set(card, next);
      if (old) old.replaceWith(next);
      else cards.append(next);
    }
    setText(note, grouping.cards.length ? '' : words.none);
    reveal();
    const following = () => client.next(page, signal);
    more.hidden = !page.links?.some(({ rel }) => rel === 'next');
    more.onclick = () => void attempt(() => following() ?? Promise.resolve(page), signal);
  };

  /** Marks the report that a link leads to, and scrolls to it. */
  const reveal = () => {
    const id = meant();
    const card = id && grouping.cards.find((one) => one.sentences.some((s) => s.mentions.some((m) => m.id === id)));
    const found = card && shown.get(card);
    if (!found || found.classList.contains('meant')) return;
    found.classList.add('meant');
    found.scrollIntoView({ block: 'nearest' });
  };

  const attempt = async (ask: () => Promise<Page<Mention>>, signal: AbortSignal, first?: () => void) => {
    more.hidden = true;
    again.hidden = true;
    try {
      const page = await ask();
      if (signal.aborted) return;
      first?.();
      show(page, signal);
    } catch (error) {
      if (signal.aborted) return;
      setText(note, words.failed(error instanceof Error ? error.message : String(error)));
      again.hidden = false;
      again.onclick = () => void attempt(ask, signal, first);
    }
  };

  const empty = () => {
    grouping = createGrouping();
    shown = new Map();
    cards.replaceChildren();
  };

  const outdate = () => {
    attr(el, 'aria-busy', 'true');
    if (!grouping.cards.length) setText(note, words.loading);
  };

  return {
    outdate,
    clear() {
      abort.abort();
      empty();
      attr(el, 'aria-busy', null);
      for (const part of [again, more]) part.hidden = true;
      setText(note, '');
    },
    async load(query) {
      abort.abort();
      abort = new AbortController();
      const { signal } = abort;
      outdate();
      await attempt(
        () => client.mentions(query, signal),
        signal,
        () => {
          empty();
          sought = soughtWords(query.get('q') ?? '');
        },
      );
      if (!signal.aborted) attr(el, 'aria-busy', null);
    },
    retry() {
      if (!again.hidden) again.click();
    },
    destroy() {
      abort.abort();
      el.replaceChildren();
    },
  };
}

/** Sorted and paged as the lists show it. */
export function newestFirst(query: URLSearchParams): URLSearchParams {
  query.set('sortby', '-date');
  query.set('limit', String(defaults.page));
  return query;
}
