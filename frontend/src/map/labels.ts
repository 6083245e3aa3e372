import type { Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import type { Drawn } from './collect';
import type { Palette } from './colour';
import type { Frame } from './overlay';

export interface LabelsInput {
  drawn: Drawn;
  palette: Palette;
  name(place: number): string;
  /** no symbol stands there: the label is its own mark */
  bare(place: number): boolean;
  /** a river or a sea: it may bear the name of a town */
  water(place: number): boolean;
  selected: number;
  hover: number;
}

export interface Box {
  west: number;
  north: number;
  east: number;
  south: number;
}

const SIZE = 12; // CSS px
const GAP = 4; // CSS px between symbol and label
let family = ''; // asked for once a drawing: styles are dear
const RING = 5; // CSS px that the ring of the open place reaches beyond its symbol

/**
 * Names the places that matter in view, without overlap, and rings the one that is open or pointed at. Gives the
 * boxes of the labels, CSS px of the frame.
 */
export function drawLabels(context: CanvasRenderingContext2D, { width, height }: Frame, input: LabelsInput): Box[] {
  const placed: Box[] = [];
  family = getComputedStyle(context.canvas).fontFamily;
  context.lineJoin = 'round';
  context.textBaseline = 'middle';
  const most = Math.min(defaults.labels, Math.floor((width * height) / defaults.labelArea));
  for (const i of wantedFirst(input)) {
    if (placed.length >= most) break;
    drawOne(context, input, i, placed, { west: 0, north: 0, east: width, south: height });
  }
  for (const place of new Set([input.selected, input.hover])) ring(context, input, place);
  return placed;
}

/** Boxes of the frame in CSS px of the map's container. */
export function inContainer(map: LeafletMap, { left, top }: Frame, boxes: readonly Box[]): Box[] {
  const { min } = map.getPixelBounds();
  const x = min!.x - left;
  const y = min!.y - top;
  return boxes.map(({ west, north, east, south }) => ({
    west: west - x,
    east: east - x,
    north: north - y,
    south: south - y,
  }));
}

const MIDDLE = 8; // CSS px: a town's own label lies that near to its symbol
const MOST_MIDDLES = 1_500;

/** Boxes of the middles of the largest symbols. */
export function middles({ length, x, y }: Drawn): Box[] {
  return Array.from({ length: Math.min(length, MOST_MIDDLES) }, (_, i) => ({
    west: x[i]! - MIDDLE,
    east: x[i]! + MIDDLE,
    north: y[i]! - MIDDLE,
    south: y[i]! + MIDDLE,
  }));
}

/** The open place first, then the largest. */
function wantedFirst({ drawn, selected }: LabelsInput): number[] {
  const most = Math.min(drawn.length, defaults.labelTries);
  const order = Array.from({ length: most }, (_, i) => i);
  const at = selected < 0 ? -1 : drawn.place.subarray(0, drawn.length).indexOf(selected);
  return at < 0 ? order : [at, ...order.filter((i) => i !== at)];
}

function drawOne(context: CanvasRenderingContext2D, input: LabelsInput, i: number, placed: Box[], frame: Box): void {
  const { drawn, palette } = input;
  const place = drawn.place[i]!;
  const text = input.name(place);
  const bare = input.bare(place);
  context.font = `${bare || input.water(place) ? 'italic 500' : place === input.selected ? '700' : '600'} ${SIZE}px ${family}`;
  const width = widthOf(context, text);
  const radius = bare ? -width / 2 : drawn.radius[i]! + (place === input.selected ? RING + GAP : GAP);
  const box = candidates(drawn.x[i]!, drawn.y[i]!, radius, width).find(
    (one) => inside(one, frame) && !placed.some((other) => overlap(one, other)),
  );
  if (!box) return;
  placed.push(box);
  context.lineWidth = 3;
  context.strokeStyle = palette.halo;
  context.strokeText(text, box.west + 1, (box.north + box.south) / 2);
  context.fillStyle = palette.ink;
  context.fillText(text, box.west + 1, (box.north + box.south) / 2);
}

/** Right, left, above, below the symbol. */
function candidates(x: number, y: number, radius: number, width: number): Box[] {
  const half = SIZE * 0.7;
  const at = (west: number, middle: number): Box => ({
    west,
    east: west + width + 2,
    north: middle - half,
    south: middle + half,
  });
  const beside = [at(x + radius, y), at(x - radius - width - 2, y)];
  return radius < 0
    ? beside.slice(0, 1)
    : [...beside, at(x - width / 2, y - radius - half), at(x - width / 2, y + radius + half)];
}

function ring(context: CanvasRenderingContext2D, { drawn, palette }: LabelsInput, place: number): void {
  const at = place < 0 ? -1 : drawn.place.subarray(0, drawn.length).indexOf(place);
  if (at < 0) return;
  for (const [width, colour] of [
    [5, palette.halo],
    [2.5, palette.mark],
  ] as const) {
    context.beginPath();
    context.arc(drawn.x[at]!, drawn.y[at]!, drawn.radius[at]! + RING - 1, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

function inside(box: Box, frame: Box): boolean {
  return box.west >= frame.west && box.east <= frame.east && box.north >= frame.north && box.south <= frame.south;
}

function overlap(a: Box, b: Box): boolean {
  return a.west < b.east && b.west < a.east && a.north < b.south && b.north < a.south;
}

const widths = new Map<string, number>();
const MOST_WIDTHS = 5_000;

/** Measuring is dear, and the same names come frame after frame. */
function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size >= MOST_WIDTHS) widths.clear();
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}
