import { createPopover } from '../bar/popover';
import { defaults } from '../defaults';
import { attr, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { longDay } from '../time/say';
import { words } from '../words';
import { LayerError, parseLayer } from './geojson';
import { createOnlineSwitch } from './online';
import { dateShown, firstDate, layerColours, type OwnLayer } from './own';

/** Shows a box of degrees: west, south, east, north. */
export type ShowBox = (box: OwnLayer['box']) => void;

/** The reader's own layers: a button on the map, a list behind it, files dropped on the page. */
export function createLayers(el: HTMLElement, app: App, showBox: ShowBox): View<Keys<AppState>> {
  const button = h('button', { type: 'button', class: 'tool', title: words.layers.title }, icon('layers'));
  attr(button, 'aria-label', words.layers.title);
  const file = h('input', { type: 'file', accept: '.geojson,.json,application/geo+json', multiple: true });
  const error = h('p', { class: 'layer-error', role: 'alert' });
  const list = h('ul', { class: 'layer-list' });
  const online = createOnlineSwitch(app);
  online.paint();
  const body = h(
    'div',
    { class: 'layer-body' },
    h('p', { class: 'muted' }, words.layers.about),
    list,
    online.el,
    h('label', { class: 'layer-file' }, h('span', {}, words.layers.choose), file),
    error,
  );
  const popover = createPopover(button, words.layers.title, body, () => {});
  el.append(button, popover);
  const rows = new Map<number, Row>();
  let next = 1 + Math.max(0, ...app.get().layers.map(({ id }) => id));

  const change = (id: number, patch: Partial<OwnLayer>) =>
    app.set({ layers: app.get().layers.map((layer) => (layer.id === id ? { ...layer, ...patch } : layer)) });

  const take = async (files: readonly File[]) => {
    setText(error, '');
    for (const one of files) {
      try {
        const layer = await readFile(one, app.get().layers.length);
        app.set({ layers: [...app.get().layers, { ...layer, id: next, colour: colourOf(next), shown: true }] });
        next++;
      } catch (problem) {
        setText(
          error,
          words.layers.failed(one.name, problem instanceof LayerError ? problem.message : String(problem)),
        );
      }
    }
  };

  file.addEventListener('change', async () => {
    await take([...(file.files ?? [])]);
    file.value = '';
  });
  const stopDrop = listenToDrops(async (files) => {
    if (!popover.matches(':popover-open')) popover.showPopover();
    await take(files);
  });

  const paint = ({ layers, summary }: AppState) => {
    for (const [id, row] of rows) {
      if (layers.some((layer) => layer.id === id)) continue;
      if (row.el.contains(document.activeElement)) file.focus();
      row.el.remove();
      rows.delete(id);
    }
    for (const layer of layers) {
      let row = rows.get(layer.id);
      if (!row) {
        row = makeRow(layer, { change, showBox, remove: (id) => app.set({ layers: without(app.get().layers, id) }) });
        rows.set(layer.id, row);
        list.append(row.el);
      }
      setText(row.asOf, asOf(layer, summary?.to ?? null));
    }
    button.classList.toggle(
      'on',
      layers.some(({ shown }) => shown),
    );
  };

  return {
    update(changed) {
      if (touches(changed, 'online', 'info')) online.paint();
      if (touches(changed, 'layers') || (touches(changed, 'summary') && rows.size)) paint(app.get());
    },
    destroy() {
      stopDrop();
      button.remove();
      popover.remove();
    },
  };
}

function without(layers: readonly OwnLayer[], id: number): readonly OwnLayer[] {
  return layers.filter((layer) => layer.id !== id);
}

function colourOf(id: number): string {
  return layerColours[(id - 1) % layerColours.length]!;
}

async function readFile(file: File, have: number): Promise<Pick<OwnLayer, 'name' | 'forms' | 'box'>> {
  if (have >= defaults.layer.most) throw new LayerError(words.layers.tooManyLayers(defaults.layer.most));
  if (file.size > defaults.layer.bytes) throw new LayerError(words.layers.tooLarge(defaults.layer.bytes / 1e6));
  const { name, forms, box } = parseLayer(await file.text());
  return { name: name ?? file.name.replace(/\.(geo)?json$/i, ''), forms, box };
}

interface Row {
  el: HTMLElement;
  asOf: HTMLElement;
}

interface RowActions {
  change(id: number, patch: Partial<OwnLayer>): void;
  remove(id: number): void;
  showBox: ShowBox;
}

function makeRow({ id, name, colour, box, shown: isShown }: OwnLayer, { change, remove, showBox }: RowActions): Row {
  const asOf = h('p', { class: 'muted as-of' });
  const shown = h('input', { type: 'checkbox', checked: isShown, 'aria-label': words.layers.shown });
  const title = h('input', { type: 'text', value: name, maxlength: 80, dir: 'auto', 'aria-label': words.layers.name });
  const ink = h('input', { type: 'color', value: colour, 'aria-label': words.layers.colour });
  const away = h('button', { type: 'button', class: 'icon-button', 'aria-label': words.layers.remove }, icon('close'));
  const zoom = h('button', { type: 'button', class: 'link small', onclick: () => showBox(box) }, words.layers.zoom);
  shown.addEventListener('change', () => change(id, { shown: shown.checked }));
  title.addEventListener('change', () => change(id, { name: title.value.trim() || name }));
  ink.addEventListener('input', () => change(id, { colour: ink.value }));
  away.addEventListener('click', () => remove(id));
  const el = h(
    'li',
    { class: 'layer-row' },
    h('div', { class: 'layer-line' }, shown, ink, title, away),
    h('div', { class: 'layer-line' }, zoom, asOf),
  );
  return { el, asOf };
}

/** Which of its dates a layer shows. */
function asOf({ forms }: OwnLayer, end: number | null): string {
  const first = firstDate(forms);
  if (first === null || end === null) return '';
  const date = dateShown(forms, end);
  return date === null ? words.layers.begins(longDay(first)) : words.layers.asOf(longDay(date));
}

/** Takes files that are dropped anywhere on the page. */
function listenToDrops(take: (files: readonly File[]) => void): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  };
  const drop = (event: DragEvent) => {
    document.body.classList.remove('dropping');
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  };
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', leave);
  document.addEventListener('drop', drop);
  return () => {
    document.removeEventListener('dragover', over);
    document.removeEventListener('dragleave', leave);
    document.removeEventListener('drop', drop);
  };
}
