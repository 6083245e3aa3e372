import type { Client } from '../api/client';
import { apiQuery } from '../api/query';
import { h } from '../dom';
import type { AppState } from '../state/app';
import { uses } from '../state/filter';
import { num, words } from '../words';

const MOST = 6; // sources listed

/** How a place is named and who names it, in mentions of the whole time; asked for when it is opened. */
export function renderShares(client: Client, state: AppState, signal: AbortSignal): HTMLElement {
  const body = h('div', { class: 'shares' });
  const details = h('details', {}, h('summary', {}, `${words.byUse} · ${words.bySource}`), body);
  const filter = { ...state, from: null, to: null, near: null, polygon: null, count: 'mentions' as const };
  const wanted = { place: state.place };

  const fill = async () => {
    const query = apiQuery(filter, wanted);
    query.delete('count');
    const [sources, ...counts] = await Promise.all([
      client.sources(query, signal),
      ...uses.map((use) => client.count('mentions', apiQuery({ ...filter, use: [use] }, wanted), signal)),
    ]);
    const ofUses = uses.map((use, i): Share => [words.use(use), counts[i]!]);
    const ofSources = sources.map(({ source, mentions }): Share => [source || words.noSource, mentions]);
    body.replaceChildren(...listed(words.byUse, ofUses), ...listed(words.bySource, ofSources.slice(0, MOST)));
  };
  details.addEventListener('toggle', () => {
    if (!details.open || body.childElementCount) return;
    fill().catch((error: Error) => {
      if (!signal.aborted) body.replaceChildren(h('p', { role: 'alert' }, words.failed(error.message)));
    });
  });
  return details;
}

type Share = [name: string, n: number];

function listed(title: string, shares: Share[]): HTMLElement[] {
  const most = Math.max(1, ...shares.map(([, n]) => n));
  const rows = shares.map(([name, n]) => {
    const bar = h('span', { class: 'share' });
    bar.style.width = `${(100 * n) / most}%`;
    return h('li', {}, h('span', { dir: 'auto' }, name), h('span', { class: 'n' }, num(n)), bar);
  });
  return [h('h3', {}, title), h('ul', {}, ...rows)];
}
