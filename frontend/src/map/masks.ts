import { type Pixel, pixel, withAlpha } from './colour';

export const CIRCLE = 0;
export const SQUARE = 1;
/** Drawn as a label only. */
export const NONE = 2;

/** A symbol drawn once, to be stamped many times. */
export interface Mask {
  size: number;
  /** size × size, row by row */
  pixels: Int32Array;
}

export interface Ink {
  fill: Pixel;
  halo: Pixel;
}

export type MaskOf = (level: number, shape: number, hollow: boolean, dense: boolean) => Mask;

/** CSS px: smaller symbols have no halo among many. */
export const BARE = 3;

/** Steps of the radius per device pixel. */
export const STEPS = 2;

/** Opacity of halos, and of the body of hollow symbols, of 255. */
export const HALO_ALPHA = 200;
export const HOLLOW_ALPHA = 180;

/** Masks by shape, hollowness and radius in device pixels, made when first asked for. */
export function createMasks(ink: Ink, ratio: number): MaskOf {
  const made: Mask[] = [];
  return (level, shape, hollow, dense) => {
    const key = level * 8 + shape * 4 + (hollow ? 2 : 0) + (dense ? 1 : 0);
    const known = made[key];
    if (known) return known;
    const mask = drawMask(level / STEPS, { shape, hollow, dense }, ink, ratio);
    made[key] = mask;
    return mask;
  };
}

/** The step nearest to a radius. */
export function levelOf(radius: number): number {
  return Math.round(radius * STEPS);
}

/** Device px from the middle of a mask to its edge, at most. */
export function reachOf(level: number, ratio: number): number {
  return Math.ceil(level / STEPS + ratio);
}

interface Form {
  shape: number;
  hollow: boolean;
  /** opaque, because many symbols lie upon one another */
  dense: boolean;
}

function drawMask(radius: number, { shape, hollow, dense }: Form, ink: Ink, ratio: number): Mask {
  const alpha = dense ? 255 : bodyAlpha(radius / ratio);
  const edge = {
    halo: dense && radius < BARE * ratio ? 0 : ratio,
    ring: Math.min((hollow ? 1.8 : 1) * ratio, radius * 0.6),
  };
  const half = Math.ceil(radius + edge.halo);
  const size = 2 * half + 1;
  const pixels = new Int32Array(size * size);
  // a square of the same area as the circle
  const reach = shape === SQUARE ? radius * 0.886 : radius;
  const body = hollow ? withAlpha(ink.halo, dense ? 255 : HOLLOW_ALPHA) : withAlpha(ink.fill, alpha);
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
    withAlpha(ink.halo, HALO_ALPHA * around),
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
