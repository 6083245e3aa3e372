import { type AppState, distinctOf, isDated } from '../state/app';
import { dayRange } from '../time/say';
import { BETWEEN, words } from '../words';
import { type Mark, marksOf } from './marks';

/** What a picture is made of: the map with its canvases, and the legend beside it. */
export interface Scene {
  map: HTMLElement;
  legend: HTMLElement;
}

const MARGIN = 12; // CSS px
const LINE = 18; // CSS px

/** Paints the map as it stands, with legend, dates and credits, into a canvas of its own. */
export function paintPicture({ map, legend }: Scene, state: AppState): HTMLCanvasElement {
  const ratio = Math.max(1, Math.min(2, devicePixelRatio));
  const box = map.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const font = `12px ${getComputedStyle(map).fontFamily}`;
  const strong = `600 ${font.replace('12', '14')}`;
  const broken = (text: string, face: string) => {
    context.font = face;
    return wrap(context, text, box.width - 2 * MARGIN);
  };
  const title = broken(titleOf(state), strong);
  const caption = broken(captionOf(state), font);
  const height = box.height + 2 * MARGIN + LINE * (title.length + caption.length);
  canvas.width = Math.round(box.width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const { background, ink, muted } = colours(map);
  context.fillStyle = background;
  context.fillRect(0, 0, box.width, height);
  paintMap(context, map, box);
  for (const mark of marksOf(legend)) paintMark(context, mark, box);
  const write = (text: string, line: number, fill: string, face: string) => {
    context.fillStyle = fill;
    context.font = face;
    context.textBaseline = 'top';
    context.fillText(text, MARGIN, box.height + MARGIN + LINE * line);
  };
  for (const [i, line] of title.entries()) write(line, i, ink, strong);
  for (const [i, line] of caption.entries()) write(line, title.length + i, muted, font);
  return canvas;
}

function colours(el: Element) {
  const read = (name: string) => getComputedStyle(el).getPropertyValue(name).trim();
  return { background: read('--surface'), ink: read('--ink'), muted: read('--muted') };
}

/** "113 places · 201 posts · 140 texts · 1 Mar – 31 May 2023"; without what is not known yet, and days if there are none. */
export function titleOf(state: Pick<AppState, 'summary' | 'distinct' | 'from' | 'to'>): string {
  const { summary, distinct } = state;
  if (!summary) return '';
  const sum = words.sum(summary.places, distinctOf(summary, distinct));
  return isDated(state) ? `${sum}${BETWEEN}${dayRange(summary.from, summary.to)}` : sum;
}

/** What the picture shows beside its title, and whose data these are. */
export function captionOf({ q, source, near, polygon, layers }: AppState): string {
  const shown = layers.filter((layer) => layer.shown).map(({ name }) => name);
  const parts = [
    q && words.share.search(q),
    source.length ? words.share.sources(source.join(', ')) : '',
    near && words.circle.around(near.km, `${near.lat.toFixed(2)}, ${near.lon.toFixed(2)}`),
    polygon && words.area.within,
    shown.length ? words.share.ownLayers(shown.join(', ')) : '',
    words.share.credit,
    words.share.mapCredit,
  ];
  return parts.filter(Boolean).join(' · ');
}

function wrap(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The map's canvases, lowest pane first. */
function paintMap(context: CanvasRenderingContext2D, map: HTMLElement, box: DOMRect): void {
  context.save();
  context.beginPath();
  context.rect(0, 0, box.width, box.height);
  context.clip();
  context.fillStyle = getComputedStyle(map).backgroundColor;
  context.fillRect(0, 0, box.width, box.height);
  const height = (canvas: Element) => Number(getComputedStyle(canvas.closest('.leaflet-pane')!).zIndex) || 0;
  const canvases = [...map.querySelectorAll<HTMLCanvasElement | HTMLImageElement>('canvas, .basemap-tiles img')].sort(
    (a, b) => height(a) - height(b),
  );
  for (const canvas of canvases) {
    const at = canvas.getBoundingClientRect();
    if (!at.width || !at.height || !canvas.width || !canvas.height) continue; // hidden
    context.drawImage(canvas, at.left - box.left, at.top - box.top, at.width, at.height);
  }
  context.restore();
}

function paintMark(context: CanvasRenderingContext2D, mark: Mark, box: DOMRect): void {
  const { left, top, width, height } = mark.at;
  const [x, y] = [left - box.left, top - box.top];
  if (mark.kind === 'text') {
    context.font = mark.font;
    context.fillStyle = mark.fill;
    context.textBaseline = 'middle';
    context.fillText(mark.text, x, y + height / 2);
    return;
  }
  context.beginPath();
  if (mark.kind === 'circle') context.arc(x + width / 2, y + height / 2, width / 2, 0, 2 * Math.PI);
  else context.rect(x, y, width, height);
  if (mark.fill !== 'none') {
    context.fillStyle = mark.fill;
    context.fill();
  }
  if (mark.stroke === 'none') return;
  context.strokeStyle = mark.stroke;
  context.lineWidth = mark.line;
  context.stroke();
}
