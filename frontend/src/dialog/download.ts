import type { Client, Collection } from '../api/client';
import { apiQuery, EARTH } from '../api/query';
import { attr, debounce, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { dayRange } from '../time/say';
import { bytesText, words } from '../words';
import { createDialog } from './dialog';
import { sampleFormat, sizeOf } from './size';

export interface Download extends View<Keys<AppState>> {
  open(): void;
}

/** Takes away what is seen: the count is the store's own, asked for before the click. */
export function createDownload(app: App, client: Client): Download {
  const what = radios('what', [
    ['mentions', words.unitTitle('mentions'), words.eachMention],
    ['places', words.placesTab, words.eachPlace],
  ]);
  const format = radios('format', [
    ['geojson', 'GeoJSON', words.forMaps],
    ['geojsonseq', 'GeoJSON text sequence', words.share.forPrograms],
    ['csv', 'CSV', words.forSheets],
    ['kml', 'KML', words.share.forEarth],
    ['gpkg', 'GeoPackage', words.share.forQgis],
  ]);
  const framed = h('input', { type: 'checkbox' });
  const seen = h('p', { class: 'muted' });
  const count = h('p', { class: 'download-count', role: 'status' });
  const name = h('p', { class: 'file-name' });
  const size = h('p', { class: 'file-size' });
  const save = h(
    'a',
    { class: 'button primary', href: '#', download: '' },
    icon('down-tray'),
    h('span', {}, words.download),
  );
  const url = h('input', { type: 'text', readonly: true, 'aria-label': words.sameUrl });
  const copy = h('button', { type: 'button', class: 'button' }, words.copy);
  const said = h('span', { class: 'muted', role: 'status' });
  const dialog = createDialog(
    'download',
    words.download,
    seen,
    h('div', { class: 'two' }, what.el, format.el),
    h('label', { class: 'choice' }, framed, h('span', {}, words.onlyFramed)),
    h('div', { class: 'download-sum' }, count, h('div', { class: 'file' }, name, size)),
    h('p', {}, save),
    h('div', { class: 'as-url' }, h('p', {}, words.sameUrlFor), h('div', { class: 'copy-line' }, url, copy), said),
  );
  let abort = new AbortController();

  const chosen = () => {
    const state = app.get();
    const collection = what.value() as Collection;
    const bbox = framed.checked && state.bounds ? clipped(state.bounds) : EARTH; // as on the map: nothing without a position
    return { collection, format: format.value(), query: apiQuery(state, { bbox }) };
  };

  const ask = async (signal: AbortSignal) => {
    const { collection, format, query } = chosen();
    const file = exportQuery(collection, format, query);
    const link = client.url('api/export', file);
    url.value = link;
    attr(save, 'href', link);
    const [matched, named] = await Promise.all([
      client.count(collection, query, signal),
      client.fileName(file, signal),
    ]);
    setText(count, collection === 'mentions' ? words.counted(matched, 'mentions') : words.places(matched));
    setText(name, named);
    attr(save, 'aria-disabled', matched === 0 ? 'true' : null);
    if (matched === 0) return;
    const sample = await client.sample(exportQuery(collection, sampleFormat(format), query), signal);
    const bytes = sizeOf(format, sample, matched);
    setText(size, bytes === null ? '' : words.aboutSize(bytesText(bytes)));
  };

  /** Nothing can be taken until its count is shown. */
  const refresh = () => {
    if (!dialog.open) return;
    abort.abort();
    attr(save, 'aria-disabled', 'true');
    setText(count, words.loading);
    setText(name, '');
    setText(size, '');
    soon();
  };

  const soon = debounce(60, () => {
    if (!dialog.open) return;
    abort = new AbortController();
    const { signal } = abort;
    setText(seen, sentence(app.get()));
    ask(signal).catch((error: Error) => {
      if (!signal.aborted) setText(count, words.failed(error.message));
    });
  });

  save.addEventListener('click', (event) => {
    if (save.getAttribute('aria-disabled')) event.preventDefault();
  });
  copy.addEventListener('click', async () => {
    url.select();
    const done = await navigator.clipboard.writeText(url.value).then(
      () => true,
      () => false,
    );
    setText(said, done ? words.copied : words.selected);
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
      soon.cancel();
      dialog.remove();
    },
  };
}

function exportQuery(collection: Collection, format: string, query: URLSearchParams): URLSearchParams {
  const file = new URLSearchParams(query);
  file.set('f', format);
  if (collection !== 'mentions') file.set('collection', collection);
  return file;
}

/** The map can be dragged past the edge of the world; the API's box cannot. */
function clipped([west, south, east, north]: readonly [number, number, number, number]) {
  const whole = east - west >= 360;
  const turn = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
  return [whole ? -180 : turn(west), Math.max(-90, south), whole ? 180 : turn(east), Math.min(90, north)] as const;
}

function sentence({ summary, q, source, near, polygon }: AppState): string {
  if (!summary) return '';
  const parts = [
    dayRange(summary.from, summary.to),
    q && words.withWords(q),
    source.length && words.fromSources(source.join(', ')),
    near && words.circle.radius(near.km),
    polygon && words.area.within,
  ];
  return words.setTo(parts.filter(Boolean).join(', '));
}

function radios(name: string, choices: [string, string, string][]) {
  const inputs = choices.map(([value], i) => h('input', { type: 'radio', name, value, checked: i === 0 }));
  const labels = choices.map(([, label, note], i) =>
    h('label', { class: 'choice' }, inputs[i], h('span', {}, label), h('small', {}, note)),
  );
  const el = h('fieldset', {}, h('legend', {}, name === 'what' ? words.what : words.format), ...labels);
  return { el, value: () => inputs.find(({ checked }) => checked)?.value ?? '' };
}
