import type { Client } from '../api/client';
import { apiQuery, queryText, type Wanted } from '../api/query';
import type { PlaceFeature } from '../api/types';
import { defaults } from '../defaults';
import { attr, debounce, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { dayRange } from '../time/day';
import { num, words } from '../words';
import { createDialog } from './dialog';
import { type Collection, csvOf, type Format, fileName } from './files';

export interface Download extends View<Keys<AppState>> {
  open(): void;
}

/** Takes away what is seen: the count is the store's own, asked for before the click. */
export function createDownload(app: App, client: Client): Download {
  const what = radios('what', [
    ['mentions', 'Mentions', 'each with its sentence, dates and source'],
    ['places', 'Places', 'each with its count'],
  ]);
  const format = radios('format', [
    ['geojson', 'GeoJSON', 'for maps'],
    ['csv', 'CSV', 'for spreadsheets'],
  ]);
  const framed = h('input', { type: 'checkbox' });
  const seen = h('p', { class: 'muted' });
  const count = h('p', { class: 'download-count', role: 'status' });
  const name = h('p', { class: 'file-name' });
  const save = h(
    'a',
    { class: 'button primary', href: '#', role: 'button' },
    icon('down-tray'),
    h('span', {}, 'Download'),
  );
  const url = h('input', { type: 'text', readonly: true, 'aria-label': 'The same as a URL' });
  const copy = h('button', { type: 'button', class: 'button' }, 'Copy');
  const said = h('span', { class: 'muted', role: 'status' });
  const dialog = createDialog(
    'download',
    'Download',
    seen,
    h('div', { class: 'two' }, what.el, format.el),
    h('label', { class: 'choice' }, framed, h('span', {}, 'Only what lies inside the map frame')),
    h('div', { class: 'download-sum' }, count, name),
    h('p', {}, save),
    h(
      'div',
      { class: 'as-url' },
      h('p', {}, 'The same as a URL for QGIS, GDAL or curl'),
      h('div', { class: 'copy-line' }, url, copy),
      said,
    ),
  );
  let abort = new AbortController();

  const chosen = () => {
    const state = app.get();
    const collection = what.value() as Collection;
    const wanted: Wanted = framed.checked && state.bounds ? { bbox: clipped(state.bounds) } : {};
    return { state, collection, format: format.value() as Format, query: apiQuery(state, wanted) };
  };

  const refresh = debounce(60, async () => {
    if (!dialog.open) return;
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const { state, collection, format, query } = chosen();
    const file = fileName(collection, format, state, framed.checked);
    const link = linkOf(client, collection, format, query);
    setText(seen, sentence(state));
    setText(name, file);
    url.value = link;
    attr(save, 'href', link);
    attr(save, 'download', file);
    setText(count, words.loading);
    try {
      const one = withLimit(query, 1);
      const page = collection === 'mentions' ? await client.mentions(one, signal) : await client.places(one, signal);
      setText(
        count,
        collection === 'mentions' ? words.counted(page.numberMatched, 'mentions') : words.places(page.numberMatched),
      );
      attr(save, 'aria-disabled', page.numberMatched === 0 ? 'true' : null);
    } catch (error) {
      if (!signal.aborted) setText(count, words.failed(error instanceof Error ? error.message : String(error)));
    }
  });

  save.addEventListener('click', (event) => {
    const { collection, format, query } = chosen();
    if (save.getAttribute('aria-disabled')) return event.preventDefault();
    if (collection === 'mentions') return; // the browser follows the link: streamed by the server
    event.preventDefault();
    void savePlaces(client, query, format, name.textContent ?? 'places', (done) => setText(count, done)).catch(
      (error: Error) => setText(count, words.failed(error.message)),
    );
  });
  copy.addEventListener('click', async () => {
    url.select();
    const done = await navigator.clipboard.writeText(url.value).then(
      () => true,
      () => false,
    );
    setText(said, done ? 'Copied.' : 'Selected: press Ctrl+C to copy.');
  });
  dialog.addEventListener('change', refresh);
  dialog.addEventListener('close', () => {
    abort.abort();
    setText(said, '');
  });

  return {
    open() {
      dialog.showModal();
      refresh();
    },
    update(changed) {
      if (touches(changed, 'summary', 'bounds')) refresh();
    },
    destroy() {
      refresh.cancel();
      dialog.remove();
    },
  };
}

function linkOf(client: Client, collection: Collection, format: Format, query: URLSearchParams): string {
  const asked = new URLSearchParams(query);
  if (collection === 'places')
    return client.url('api/collections/places/items', withLimit(asked, defaults.downloadPage));
  asked.set('f', format);
  return client.url('api/export', asked);
}

function withLimit(query: URLSearchParams, limit: number): URLSearchParams {
  const limited = new URLSearchParams(query);
  limited.set('limit', String(limit));
  return limited;
}

/** The map can be dragged past the edge of the world; the API's box cannot. */
function clipped([west, south, east, north]: readonly [number, number, number, number]) {
  const whole = east - west >= 360;
  const turn = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
  return [whole ? -180 : turn(west), Math.max(-90, south), whole ? 180 : turn(east), Math.min(90, north)] as const;
}

async function savePlaces(
  client: Client,
  query: URLSearchParams,
  format: Format,
  name: string,
  tell: (text: string) => void,
) {
  const { signal } = new AbortController();
  const features: PlaceFeature[] = [];
  let page = await client.places(withLimit(query, defaults.downloadPage), signal);
  for (;;) {
    features.push(...page.features);
    tell(`${num(features.length)} of ${words.places(page.numberMatched)}`);
    const next = client.next(page, signal);
    if (!next) break;
    page = await next;
  }
  tell(words.places(features.length));
  const text =
    format === 'csv'
      ? csvOf(features.map(flat))
      : JSON.stringify({ type: 'FeatureCollection', filters: queryText(query), features });
  saveBlob(new Blob([text], { type: format === 'csv' ? 'text/csv' : 'application/geo+json' }), name);
}

function flat({ id, geometry, properties }: PlaceFeature): Record<string, unknown> {
  const [lon, lat] = geometry?.coordinates ?? [null, null];
  return { id, lon, lat, ...properties };
}

function saveBlob(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

function sentence({ summary, q, source }: AppState): string {
  if (!summary) return '';
  const parts = [dayRange(summary.from, summary.to), q && `with “${q}”`, source.length && `from ${source.join(', ')}`];
  return `What the map is set to: ${parts.filter(Boolean).join(', ')}, with the filters of the chips.`;
}

function radios(name: string, choices: [string, string, string][]) {
  const inputs = choices.map(([value], i) => h('input', { type: 'radio', name, value, checked: i === 0 }));
  const labels = choices.map(([, label, note], i) =>
    h('label', { class: 'choice' }, inputs[i], h('span', {}, label), h('small', {}, note)),
  );
  const el = h('fieldset', {}, h('legend', {}, name === 'what' ? 'What' : 'Format'), ...labels);
  return { el, value: () => inputs.find(({ checked }) => checked)?.value ?? '' };
}
