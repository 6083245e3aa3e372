import type { Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import { eachFrame } from '../dom';
import { type Palette, toPixel } from './colour';
import { createMasks, levelOf, NONE, SQUARE } from './masks';
import { createOverlay, type Frame } from './overlay';
import type { Scale } from './scale';
import { splat } from './splat';

/** Where places lie and what stands for them; parallel arrays. */
export interface Sites {
  /** Web Mercator, 0..1 from west and north; NaN without a position */
  x: Float64Array;
  y: Float64Array;
  /** CIRCLE, SQUARE or NONE */
  shape: Uint8Array;
}

export interface PointsInput {
  sites: Sites;
  counts: ArrayLike<number>;
  /** those of the counts that are firm; where none is, the symbol is hollow */
  firm: ArrayLike<number>;
  scale: Scale;
  palette: Palette;
}

/** What was drawn last, largest first, in CSS px of the canvas. */
export interface Drawn {
  length: number;
  place: Uint32Array;
  x: Float32Array;
  y: Float32Array;
  radius: Float32Array;
}

export interface Points {
  update(input: PointsInput): void;
  /** The place drawn at a point of the map's container (CSS px), or -1. */
  hit(x: number, y: number): number;
  drawn(): Drawn;
  frame(): Frame;
  destroy(): void;
}

/** Draws places into one image: no element, no path and no layer for each. */
export function createPoints(map: LeafletMap, onDrawn: () => void): Points {
  let input: PointsInput | null = null;
  let drawn = makeDrawn(0);
  let masks: ReturnType<typeof createMasks> | null = null;
  let inked = '';
  let image: ImageData | null = null;
  let pixels = new Uint32Array(0);

  const draw = () => {
    if (!input || !overlay.frame.width) return;
    const { canvas, frame } = overlay;
    prepare(canvas, input.palette, frame.ratio);
    if (drawn.place.length < input.sites.x.length) drawn = makeDrawn(input.sites.x.length);
    collect(input, frame, drawn);
    pixels.fill(0);
    stamp(input, frame, drawn);
    canvas.getContext('2d')!.putImageData(image!, 0, 0);
    onDrawn();
  };

  const prepare = (canvas: HTMLCanvasElement, palette: Palette, ratio: number) => {
    const wanted = `${palette.data} ${palette.halo} ${ratio}`;
    if (!masks || inked !== wanted) {
      masks = createMasks({ fill: toPixel(palette.data), halo: toPixel(palette.halo) }, ratio);
      inked = wanted;
    }
    if (image?.width === canvas.width && image.height === canvas.height) return;
    image = new ImageData(canvas.width, canvas.height);
    pixels = new Uint32Array(image.data.buffer);
  };

  const stamp = ({ sites, firm }: PointsInput, { ratio }: Frame, { length, place, x, y, radius }: Drawn) => {
    const { width, height } = image!;
    for (let i = 0; i < length; i++) {
      const at = place[i]!;
      if (sites.shape[at] === NONE) continue;
      const mask = masks!(levelOf(radius[i]! * ratio), sites.shape[at] === SQUARE ? 1 : 0, !firm[at]);
      splat(pixels, width, height, mask, Math.round(x[i]! * ratio), Math.round(y[i]! * ratio));
    }
  };

  const soon = eachFrame(draw);
  const overlay = createOverlay(map, 'points', 'points', draw);

  return {
    update(next) {
      input = next;
      soon();
    },
    hit: (x, y) => hitTest(drawn, x + overlayOffset(map, overlay.frame).x, y + overlayOffset(map, overlay.frame).y),
    drawn: () => drawn,
    frame: () => overlay.frame,
    destroy: overlay.destroy,
  };
}

/** From the container's corner to the canvas's, CSS px. */
export function overlayOffset(map: LeafletMap, frame: Frame): { x: number; y: number } {
  const { x, y } = map.getPixelBounds().min!;
  return { x: x - frame.left, y: y - frame.top };
}

function makeDrawn(most: number): Drawn {
  return {
    length: 0,
    place: new Uint32Array(most),
    x: new Float32Array(most),
    y: new Float32Array(most),
    radius: new Float32Array(most),
  };
}

const LEVELS = 512; // radii are sorted to an eighth of a CSS px

/** Finds what lies in the frame and puts it in order, largest first, by counting. */
function collect({ sites, counts, scale }: PointsInput, frame: Frame, out: Drawn): void {
  const { left, top, width, height, world } = frame;
  const start = new Uint32Array(LEVELS + 1);
  const level = new Uint16Array(sites.x.length);
  const radii = new Map<number, number>();
  const radiusOf = (n: number) => radii.get(n) ?? remember(radii, n, scale(n));
  const reach = scale(Number.MAX_SAFE_INTEGER) > 200 ? 64 : 48;
  for (let i = 0; i < sites.x.length; i++) {
    level[i] = LEVELS;
    if (!counts[i]) continue;
    const x = wrapped(sites.x[i]! * world - left, world, width);
    const y = sites.y[i]! * world - top;
    if (!(x > -reach && x < width + reach && y > -reach && y < height + reach)) continue;
    const step = LEVELS - 1 - Math.min(LEVELS - 1, Math.round(radiusOf(counts[i]!) * 8));
    level[i] = step;
    start[step + 1]!++;
  }
  for (let i = 0; i < LEVELS; i++) start[i + 1]! += start[i]!;
  out.length = start[LEVELS]!;
  for (let i = 0; i < level.length; i++) {
    if (level[i] === LEVELS) continue;
    const at = start[level[i]!]!++;
    out.place[at] = i;
    out.x[at] = wrapped(sites.x[i]! * world - left, world, width);
    out.y[at] = sites.y[i]! * world - top;
    out.radius[at] = radiusOf(counts[i]!);
  }
}

function remember(radii: Map<number, number>, n: number, radius: number): number {
  radii.set(n, radius);
  return radius;
}

/** The copy of the world that is nearest to the frame. */
function wrapped(x: number, world: number, width: number): number {
  return x - Math.round((x - width / 2) / world) * world;
}

/** The smallest symbol under the point: it was drawn last. */
function hitTest({ length, place, x, y, radius }: Drawn, atX: number, atY: number): number {
  for (let i = length - 1; i >= 0; i--) {
    const reach = radius[i]! + defaults.hitSlack;
    const dx = x[i]! - atX;
    const dy = y[i]! - atY;
    if (dx * dx + dy * dy <= reach * reach) return place[i]!;
  }
  return -1;
}

/** Web Mercator, 0..1 from the north; the poles are cut off. */
export function mercatorY(lat: number): number {
  const sin = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}
