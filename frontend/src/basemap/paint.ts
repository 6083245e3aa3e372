import { type Chart, type ChartLayer, plain } from './chart';
import type { BasemapTheme } from './theme';

/** A square window on the map, in pixels of one zoom (the map is 256 * 2^zoom pixels wide). */
export interface Frame {
  /** left and top edge, pixels from the map's north-west corner */
  x: number;
  y: number;
  /** width and height, pixels */
  size: number;
  zoom: number;
}

/** The charts at hand, by file name without ending. */
export type Charts = ReadonlyMap<string, Chart>;

/** Half the widest line, pixels: what lies this far outside a frame may still show. */
const MARGIN = 4;

interface Stroke {
  layer: string;
  colour: keyof BasemapTheme;
  /** pixels by zoom; 0 leaves the line out */
  width: (zoom: number) => number;
  dash?: number[];
}

const between = (zoom: number, z0: number, w0: number, z1: number, w1: number): number =>
  w0 + (w1 - w0) * Math.max(0, Math.min(1, (zoom - z0) / (z1 - z0)));

const RIVERS: Stroke[] = [
  { layer: 'river4', colour: 'river', width: (z) => (z < 7 ? 0 : between(z, 7, 0.6, 11, 1.6)) },
  { layer: 'river3', colour: 'river', width: (z) => (z < 7 ? 0 : between(z, 7, 0.7, 11, 1.8)) },
  { layer: 'river2', colour: 'river', width: (z) => (z < 5 ? 0 : between(z, 5, 0.7, 11, 2.4)) },
  { layer: 'river1', colour: 'river', width: (z) => (z < 4 ? 0 : between(z, 4, 0.7, 11, 3.2)) },
];

const BORDERS: Stroke[] = [
  { layer: 'coast', colour: 'coast', width: (z) => between(z, 2, 0.5, 8, 0.9) },
  { layer: 'oblast', colour: 'oblast', width: (z) => (z < 5 ? 0 : between(z, 5, 0.7, 9, 1.2)) },
  { layer: 'state', colour: 'state', width: (z) => between(z, 2, 0.6, 9, 1.6) },
  { layer: 'disputed', colour: 'disputed', width: (z) => (z < 4 ? 0 : between(z, 4, 0.8, 9, 1.5)), dash: [4, 3] },
];

const SHORE: Stroke = { layer: 'drained', colour: 'drained', width: (z) => (z < 7 ? 0 : 1), dash: [2, 3] };

/** Paints one frame; the context's unit must be one CSS pixel, its origin the frame's corner. */
export function paint(ctx: CanvasRenderingContext2D, frame: Frame, charts: Charts, theme: BasemapTheme): void {
  ctx.fillStyle = theme.water;
  ctx.fillRect(0, 0, frame.size, frame.size);
  ctx.lineJoin = 'round';
  const land = pick(charts, landFiles(frame.zoom));
  const water = pick(charts, waterFiles(frame.zoom));
  if (land) {
    fill(ctx, land, 'land', frame, theme.land);
    fill(ctx, land, 'ukraine', frame, theme.home);
  }
  const urban = charts.get('urban');
  if (urban && frame.zoom >= 7) fill(ctx, urban, 'urban', frame, theme.urban);
  if (water) {
    stroke(ctx, water, SHORE, frame, theme);
    for (const river of RIVERS) stroke(ctx, water, river, frame, theme);
    fill(ctx, water, 'lake', frame, theme.water);
    if (frame.zoom >= 5) stroke(ctx, water, { ...BORDERS[0]!, layer: 'lake' }, frame, theme);
  }
  if (land) for (const border of BORDERS) stroke(ctx, land, border, frame, theme);
}

/** Land files for a zoom, best first. */
export function landFiles(zoom: number): string[] {
  if (zoom < 5) return ['land-0', 'land-1', 'land-2'];
  return zoom < 8 ? ['land-1', 'land-2', 'land-0'] : ['land-2', 'land-1', 'land-0'];
}

/** Water files for a zoom, best first. */
export function waterFiles(zoom: number): string[] {
  return zoom < 7 ? ['gshhg-0', 'gshhg-1'] : ['gshhg-1', 'gshhg-0'];
}

function pick(charts: Charts, names: string[]): Chart | undefined {
  for (const name of names) {
    const chart = charts.get(name);
    if (chart) return chart;
  }
  return undefined;
}

function fill(ctx: CanvasRenderingContext2D, chart: Chart, name: string, frame: Frame, colour: string): void {
  const layer = chart.layers.get(name);
  if (!layer) return;
  ctx.beginPath();
  trace(ctx, chart, layer, frame);
  ctx.fillStyle = colour;
  ctx.fill('evenodd');
}

function stroke(ctx: CanvasRenderingContext2D, chart: Chart, s: Stroke, frame: Frame, theme: BasemapTheme): void {
  const layer = chart.layers.get(s.layer);
  const width = s.width(frame.zoom);
  if (!layer || width === 0) return;
  ctx.beginPath();
  trace(ctx, chart, layer, frame);
  ctx.strokeStyle = theme[s.colour] as string;
  ctx.lineWidth = width;
  ctx.setLineDash(s.dash ?? []);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The part of a canvas context that a path needs. */
export type Pen = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'closePath'>;

/** Adds the parts of a layer that touch the frame to the pen's path, in each copy of the world that the frame meets. */
export function trace(pen: Pen, chart: Chart, layer: ChartLayer, frame: Frame): void {
  const world = 256 * 2 ** frame.zoom;
  const first = Math.floor((frame.x - MARGIN) / world);
  const last = Math.floor((frame.x + frame.size + MARGIN) / world);
  for (let copy = first; copy <= last; copy++) {
    const window = windowOf(chart, { ...frame, x: frame.x - copy * world });
    for (let p = 0; p + 1 < layer.starts.length; p++) {
      if (!outside(layer.boxes, p * 4, window)) tracePart(pen, chart, layer, p, window);
    }
  }
}

interface Window {
  /** pixels per grid unit */
  scale: number;
  round: boolean;
  x: number;
  y: number;
  west: number;
  north: number;
  east: number;
  south: number;
}

function windowOf(chart: Chart, frame: Frame): Window {
  const scale = (256 * 2 ** frame.zoom) / 2 ** chart.bits;
  return {
    scale,
    round: frame.zoom >= ROUND_FROM,
    x: frame.x,
    y: frame.y,
    west: (frame.x - MARGIN) / scale,
    north: (frame.y - MARGIN) / scale,
    east: (frame.x + frame.size + MARGIN) / scale,
    south: (frame.y + frame.size + MARGIN) / scale,
  };
}

function outside(boxes: Int32Array, at: number, w: Window): boolean {
  return boxes[at]! > w.east || boxes[at + 2]! < w.west || boxes[at + 1]! > w.south || boxes[at + 3]! < w.north;
}

function tracePart(pen: Pen, chart: Chart, layer: ChartLayer, part: number, w: Window): void {
  const from = layer.starts[part]!;
  for (let i = from; i < layer.starts[part + 1]!; i++) {
    const ref = layer.refs[i]!;
    const hidden = outside(chart.boxes, plain(ref) * 4, w);
    if (hidden && !layer.area) continue;
    traceArc(pen, chart, ref, w, !(layer.area && i > from), hidden);
  }
  if (layer.area) pen.closePath();
}

/** Vertices nearer than this to the last one drawn are skipped, pixels. */
const STEP = 0.6;
/** Corners are rounded from this zoom on, where the data's own detail ends … */
const ROUND_FROM = 9;
/** … by at most this much of each side, pixels. */
const ROUND = 20;

/** An arc out of view keeps only its ends: a straight line that passes the frame on the same side. */
function traceArc(pen: Pen, chart: Chart, ref: number, w: Window, lift: boolean, hidden: boolean): void {
  const line = project(chart, ref, w, hidden);
  const n = line.length;
  if (lift) pen.moveTo(line[0]!, line[1]!);
  else pen.lineTo(line[0]!, line[1]!);
  for (let i = 2; i < n; i += 2) {
    if (w.round && i + 2 < n) roundCorner(pen, line, i);
    else pen.lineTo(line[i]!, line[i + 1]!);
  }
}

/** The vertices of an arc in pixels of the frame: x, y, x, y … */
function project(chart: Chart, ref: number, w: Window, hidden: boolean): number[] {
  const arc = plain(ref);
  const first = chart.offsets[arc]!;
  const last = chart.offsets[arc + 1]! - 1;
  const step = hidden ? Math.max(1, last - first) : 1;
  const line: number[] = [];
  let px = Number.NaN;
  let py = Number.NaN;
  for (let n = first; n <= last; n += step) {
    const i = ref < 0 ? first + last - n : n;
    const x = chart.xy[i * 2]! * w.scale - w.x;
    const y = chart.xy[i * 2 + 1]! * w.scale - w.y;
    if (n < last && Math.abs(x - px) < STEP && Math.abs(y - py) < STEP) continue;
    line.push(x, y);
    px = x;
    py = y;
  }
  return line;
}

/** Draws up to the vertex at i and around it. The same curve comes out in both directions. */
function roundCorner(pen: Pen, line: number[], i: number): void {
  const x = line[i]!;
  const y = line[i + 1]!;
  const [ax, ay] = toward(x, y, line[i - 2]!, line[i - 1]!);
  const [bx, by] = toward(x, y, line[i + 2]!, line[i + 3]!);
  pen.lineTo(ax, ay);
  pen.quadraticCurveTo(x, y, bx, by);
}

/** The point half-way from x, y to the other end, or ROUND pixels away if that is nearer. */
function toward(x: number, y: number, endX: number, endY: number): [number, number] {
  const length = Math.hypot(endX - x, endY - y);
  const t = length === 0 ? 0 : Math.min(0.5, ROUND / length);
  return [x + (endX - x) * t, y + (endY - y) * t];
}
