// The words on the map: a hand-made list, of which each zoom shows those that find room.

export type LabelKind = 'country' | 'sea' | 'capital' | 'area' | 'town' | 'water' | 'river';
export type Language = 'en' | 'uk' | 'ru';

export interface Label {
  kind: LabelKind;
  /** first and last zoom that show it */
  from: number;
  to: number;
  lon: number;
  lat: number;
  names: Record<Language, string>;
}

const KINDS: readonly string[] = ['country', 'sea', 'capital', 'area', 'town', 'water', 'river'];
const COLUMNS = 'kind\tfrom\tto\tlon\tlat\ten\tuk\tru';

/** Reads labels.tsv; the order of its lines is the order of precedence. */
export function parseLabels(text: string): Label[] {
  const [head, ...lines] = text.split('\n');
  if (head !== COLUMNS) throw new Error(`labels.tsv, line 1: expected the columns ${COLUMNS.replaceAll('\t', ' ')}`);
  return lines.flatMap((line, i) => (line === '' ? [] : [parseLabel(line, i + 2)]));
}

function parseLabel(line: string, number: number): Label {
  const f = line.split('\t');
  const [from, to, lon, lat] = f.slice(1, 5).map(Number) as [number, number, number, number];
  if (f.length !== 8 || !KINDS.includes(f[0]!) || ![from, to, lon, lat].every(Number.isFinite)) {
    throw new Error(`labels.tsv, line ${number}: expected ${COLUMNS.replaceAll('\t', ' ')}, got ${line}`);
  }
  return { kind: f[0] as LabelKind, from, to, lon, lat, names: { en: f[5]!, uk: f[6]!, ru: f[7]! } };
}

/** How a kind of label looks at a zoom. Sizes in pixels. */
export interface LabelStyle {
  size: number;
  weight: number;
  italic: boolean;
  /** space between letters, pixels */
  spacing: number;
  upper: boolean;
  dot: number;
}

export function labelStyle(label: Label, zoom: number): LabelStyle {
  const plain = { weight: 400, italic: false, spacing: 0, upper: false, dot: 0 };
  switch (label.kind) {
    case 'country':
      return { ...plain, size: label.from <= 3 ? 12 : 11, weight: 500, spacing: 1.6, upper: true };
    case 'area':
      return { ...plain, size: 12, weight: 500, spacing: 1.6, upper: true };
    case 'sea':
      return { ...plain, size: 12.5, italic: true, spacing: 0.6 };
    case 'water':
    case 'river':
      return { ...plain, size: 11.5, italic: true };
    case 'capital':
      return { ...plain, size: zoom >= 6 ? 14 : 12, weight: 600, dot: 2.6 };
    case 'town':
      return { ...plain, ...townSize(zoom - label.from), dot: 2 };
  }
}

/** A town grows with the zooms since it first appeared. */
function townSize(age: number): Pick<LabelStyle, 'size' | 'weight'> {
  if (age >= 3) return { size: 13, weight: 500 };
  return age >= 1 ? { size: 12, weight: 500 } : { size: 11.5, weight: 400 };
}

/** Pixels from the map's north-west corner at the zoom of the placement. */
export interface Box {
  west: number;
  north: number;
  east: number;
  south: number;
}

export interface PlacedLabel {
  label: Label;
  style: LabelStyle;
  lines: string[];
  align: 'left' | 'center' | 'right';
  /** the place itself */
  x: number;
  y: number;
  /** where the text is anchored: by align, and the middle of its first line */
  textX: number;
  textY: number;
  /** the text's box */
  box: Box;
}

/** Width of a text in a style, pixels. */
export type Measure = (text: string, style: LabelStyle) => number;

export interface Placing {
  zoom: number;
  language: Language;
  measure: Measure;
}

/** Line height, in units of the text's size. */
export const LEADING = 1.2;
/** Room kept free around a label, pixels. */
const AIR = 3;
/** Longer names of countries and seas break into two lines, characters. */
const LONG = 13;

/**
 * Chooses and places the labels of a zoom for the whole world, so that none jumps while the map is dragged. What stands
 * first in the list wins; a town tries right, left, above and below its dot and is left out when nothing is free.
 */
export function placeLabels(labels: readonly Label[], placing: Placing): PlacedLabel[] {
  const taken = new Boxes();
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    if (placing.zoom < label.from || placing.zoom > label.to) continue;
    const spot = candidates(label, placing).find((c) => taken.free(withDot(c), AIR));
    if (!spot) continue;
    taken.add(withDot(spot));
    placed.push(spot);
  }
  return placed;
}

function withDot(p: PlacedLabel): Box {
  const r = p.style.dot;
  return r === 0 ? p.box : union(p.box, { west: p.x - r, north: p.y - r, east: p.x + r, south: p.y + r });
}

function union(a: Box, b: Box): Box {
  return {
    west: Math.min(a.west, b.west),
    north: Math.min(a.north, b.north),
    east: Math.max(a.east, b.east),
    south: Math.max(a.south, b.south),
  };
}

function candidates(label: Label, { zoom, language, measure }: Placing): PlacedLabel[] {
  const style = labelStyle(label, zoom);
  const name = label.names[language];
  const lines = breakLines(style.upper ? name.toLocaleUpperCase(language) : name, style.dot === 0);
  const width = Math.max(...lines.map((line) => measure(line, style)));
  const [x, y] = toPixels(label.lon, label.lat, zoom);
  const at = (align: PlacedLabel['align'], textX: number, middle: number): PlacedLabel => {
    const half = (lines.length * style.size * LEADING) / 2;
    const west = align === 'left' ? textX : align === 'right' ? textX - width : textX - width / 2;
    const box = { west, north: middle - half, east: west + width, south: middle + half };
    return { label, style, lines, align, x, y, textX, textY: middle - half + (style.size * LEADING) / 2, box };
  };
  if (style.dot === 0) return [at('center', x, y)];
  const gap = style.dot + 3;
  const lift = style.dot + style.size * 0.75;
  return [at('left', x + gap, y), at('right', x - gap, y), at('center', x, y - lift), at('center', x, y + lift)];
}

/** Breaks a long name at the space nearest its middle. */
function breakLines(name: string, mayBreak: boolean): string[] {
  if (!mayBreak || name.length <= LONG) return [name];
  let best = -1;
  for (let i = name.indexOf(' '); i >= 0; i = name.indexOf(' ', i + 1)) {
    if (Math.abs(i - name.length / 2) < Math.abs(best - name.length / 2)) best = i;
  }
  return best < 0 ? [name] : [name.slice(0, best), name.slice(best + 1)];
}

/** Web Mercator (EPSG:3857), pixels from the north-west corner. */
export function toPixels(lon: number, lat: number, zoom: number): [x: number, y: number] {
  const size = 256 * 2 ** zoom;
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  return [(lon / 360 + 0.5) * size, y * size];
}

export function overlaps(a: Box, b: Box, air = 0): boolean {
  return a.west < b.east + air && b.west < a.east + air && a.north < b.south + air && b.north < a.south + air;
}

/** Boxes in a grid of cells, so that a question looks at near ones only. */
class Boxes {
  private readonly cells = new Map<string, Box[]>();
  private static readonly CELL = 256;

  free(box: Box, air: number): boolean {
    const wide = { west: box.west - air, north: box.north - air, east: box.east + air, south: box.south + air };
    return !this.keys(wide).some((key) => this.cells.get(key)?.some((other) => overlaps(wide, other)));
  }

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  private keys(box: Box): string[] {
    const keys: string[] = [];
    const cell = (v: number) => Math.floor(v / Boxes.CELL);
    for (let x = cell(box.west); x <= cell(box.east); x++) {
      for (let y = cell(box.north); y <= cell(box.south); y++) keys.push(`${x}:${y}`);
    }
    return keys;
  }
}
