import { type Pixel, pixel, withAlpha } from './colour';

export const CIRCLE = 0;
export const SQUARE = 1;
/** Drawn as a label only. */
export const NONE = 2;

/** A symbol drawn once, to be stamped many times. */
export interface Mask {
  size: number;
  /** size × size, row by row */
  pixels: Uint32Array;
}

export interface Ink {
  fill: Pixel;
  halo: Pixel;
}

/** Steps of the radius per device pixel. */
const STEPS = 2;

/** Masks by shape, hollowness and radius in device pixels, made when first asked for. */
export function createMasks(ink: Ink, ratio: number): (level: number, shape: number, hollow: boolean) => Mask {
  const made = new Map<number, Mask>();
  return (level, shape, hollow) => {
    const key = level * 4 + shape * 2 + (hollow ? 1 : 0);
    const known = made.get(key);
    if (known) return known;
    const mask = drawMask(level / STEPS, shape, hollow, ink, ratio);
    made.set(key, mask);
    return mask;
  };
}

/** The step nearest to a radius. */
export function levelOf(radius: number): number {
  return Math.round(radius * STEPS);
}

function drawMask(radius: number, shape: number, hollow: boolean, ink: Ink, ratio: number): Mask {
  const edge = {
    halo: ratio,
    ring: Math.min((hollow ? 1.8 : 1) * ratio, radius * 0.6),
    body: bodyAlpha(radius / ratio),
  };
  const half = Math.ceil(radius + edge.halo);
  const size = 2 * half + 1;
  const pixels = new Uint32Array(size * size);
  // a square of the same area as the circle
  const reach = shape === SQUARE ? radius * 0.886 : radius;
  const body = hollow ? withAlpha(ink.halo, 180) : withAlpha(ink.fill, edge.body);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const away = shape === SQUARE ? Math.max(Math.abs(x - half), Math.abs(y - half)) : Math.hypot(x - half, y - half);
      pixels[y * size + x] = symbolAt(reach - away, edge, body, ink);
    }
  }
  return { size, pixels };
}

/** Small symbols are dense, large ones let the map and their neighbours through; radius in CSS px. */
function bodyAlpha(radius: number): number {
  return 255 - 95 * Math.max(0, Math.min(1, (radius - 4) / 8));
}

interface Edge {
  halo: number;
  ring: number;
}

/** The pixel `inside` device pixels within the outline (negative: outside): halo, ring, body. */
function symbolAt(inside: number, { halo, ring }: Edge, body: Pixel, ink: Ink): Pixel {
  const within = coverage(inside - ring);
  const line = coverage(inside) - within;
  const around = coverage(inside + halo) - coverage(inside);
  const parts = [
    withAlpha(ink.halo, 200 * around),
    withAlpha(ink.fill, 255 * line),
    withAlpha(body, (body >>> 24) * within),
  ];
  const [outer = 0, middle = 0, inner = 0] = parts;
  return beside(beside(outer, middle), inner);
}

/** Two inks that share a pixel side by side: their alphas add up. */
function beside(a: Pixel, b: Pixel): Pixel {
  const wa = a >>> 24;
  const wb = b >>> 24;
  if (!wa) return b;
  if (!wb) return a;
  const mix = (shift: number) => (((a >> shift) & 255) * wa + ((b >> shift) & 255) * wb) / (wa + wb);
  return pixel(mix(0), mix(8), mix(16), Math.min(255, wa + wb));
}

/** Share of a pixel that an edge at this distance covers. */
function coverage(distance: number): number {
  return Math.max(0, Math.min(1, distance + 0.5));
}
