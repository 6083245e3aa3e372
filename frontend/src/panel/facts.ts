import { forward } from 'mgrs';
import type { PlaceKnown } from '../api/types';
import type { Axis } from '../cube/axis';
import { h, setText } from '../dom';
import { addMonths, type Day, isoDay, monthStart, parseDay, weekStart } from '../time/day';
import { longDay } from '../time/say';
import { type Bin, grainFor } from '../timeline/bins';
import { num, words } from '../words';
import { copyText } from './copy';

const BARE_BAR = 3; // CSS px, least width of a bar of the spark line
const WIDTH = 320; // units of the spark line
const HEIGHT = 32;
const GRID_DIGITS = 4; // of easting and northing: ten metres
const SVG = 'http://www.w3.org/2000/svg';

export interface Seen {
  axis: Axis;
  /** last day of the window: the day of satellite pictures */
  day: Day;
}

/** What is known of a place: names of former days, people, counts in time, coordinates to take away, other maps. */
export function renderFacts(place: PlaceKnown, { axis, day }: Seen): Element[] {
  const former = [...new Set(Object.values(place.former).flat())];
  const said = h('span', { class: 'muted', role: 'status' });
  const take = (text: string, label: string) =>
    h(
      'button',
      {
        type: 'button',
        'aria-label': `${label}: ${text}`,
        title: label,
        onclick: async () => setText(said, (await copyText(text)) ? words.copied : words.notCopied),
      },
      text,
    );
  const grid = gridOf(place.lat, place.lon);
  return [
    former.length ? h('p', { class: 'muted' }, words.formerly(former.join(', '))) : null,
    place.population ? h('p', { class: 'muted' }, words.inhabitants(place.population)) : null,
    sparkLine(place, axis),
    h(
      'p',
      { role: 'group', 'aria-label': words.coordinates },
      take(`${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`, words.copyDecimal),
      grid ? take(grid, words.copyGrid) : null,
      said,
    ),
    h('p', {}, `${words.openIn} `, ...otherMaps(place, day).map(([name, href]) => outward(name, href))),
  ].filter((part) => part !== null);
}

/** "37U DQ 06410 84133" without the last digits: to ten metres; null beyond 80° S and 84° N. */
export function gridOf(lat: number, lon: number): string | null {
  if (!(lat >= -80 && lat <= 84)) return null;
  const parts = /^(\d{1,2}[A-Z])([A-Z]{2})(\d+)$/.exec(forward([lon, lat], GRID_DIGITS));
  if (!parts) return null;
  const [, zone, square, digits = ''] = parts;
  return `${zone} ${square} ${digits.slice(0, GRID_DIGITS)} ${digits.slice(GRID_DIGITS)}`;
}

/** Other maps of the same place, the last of them on the same day. They are asked only when a link is followed. */
export function otherMaps({ lat, lon }: Pick<PlaceKnown, 'lat' | 'lon'>, day: Day): [name: string, href: string][] {
  const [y, x] = [lat.toFixed(5), lon.toFixed(5)];
  const on = isoDay(day);
  return [
    ['OpenStreetMap', `https://www.openstreetmap.org/?mlat=${y}&mlon=${x}#map=12/${y}/${x}`],
    ['Google Maps', `https://www.google.com/maps/@?api=1&map_action=map&center=${y}%2C${x}&zoom=12&basemap=satellite`],
    [
      'Copernicus',
      `https://browser.dataspace.copernicus.eu/?zoom=12&lat=${y}&lng=${x}&datasetId=S2_L2A_CDAS&layerId=1_TRUE_COLOR` +
        `&fromTime=${on}T00%3A00%3A00.000Z&toTime=${on}T23%3A59%3A59.999Z`,
    ],
  ];
}

function outward(name: string, href: string): HTMLElement {
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, name);
}

/** Counts in time, each row in the bin in which it begins. */
export function binStarts({ days }: Pick<PlaceKnown, 'days'>, axis: Axis, width: number): Bin[] {
  const grain = grainFor(axis, width, BARE_BAR);
  const startOf = { day: (day: Day) => day, week: weekStart, month: monthStart }[grain];
  const after = { day: (day: Day) => day + 1, week: (day: Day) => day + 7, month: (day: Day) => addMonths(day, 1) }[
    grain
  ];
  const bins = new Map<Day, Bin>();
  for (const { from, count } of days) {
    const day = parseDay(from);
    if (day === null || day < axis.from || day > axis.to) continue;
    const start = startOf(day);
    const bin = bins.get(start) ?? { from: start, to: after(start) - 1, n: 0 };
    bin.n += count;
    bins.set(start, bin);
  }
  return [...bins.values()].sort((a, b) => a.from - b.from);
}

function sparkLine(place: PlaceKnown, axis: Axis): SVGSVGElement {
  const bins = binStarts(place, axis, WIDTH);
  const most = bins.reduce((a, { n }) => Math.max(a, n), 1);
  const perDay = WIDTH / (axis.to - axis.from + 1);
  const svg = make('svg', {
    class: 'spark',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': words.overTime(longDay(axis.from), longDay(axis.to)),
  }) as SVGSVGElement;
  for (const { from, to, n } of bins) {
    const tall = Math.max(1.5, (n / most) * HEIGHT);
    const bar = make('rect', {
      x: (from - axis.from) * perDay,
      y: HEIGHT - tall,
      width: Math.max(1, (to - from + 1) * perDay - 0.5),
      height: tall,
    });
    const title = make('title', {});
    title.textContent = `${longDay(from)}: ${num(n)}`;
    bar.append(title);
    svg.append(bar);
  }
  return svg;
}

function make(tag: string, attributes: Record<string, string | number>): SVGElement {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, String(value));
  return el;
}
