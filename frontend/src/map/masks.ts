import { over, type Pixel, withAlpha } from './colour';

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
  const halo = ratio;
  const ring = Math.min(1.6 * ratio, radius * 0.6);
  const half = Math.ceil(radius + halo);
  const size = 2 * half + 1;
  const pixels = new Uint32Array(size * size);
  // a square of the same area as the circle
  const reach = shape === SQUARE ? radius * 0.886 : radius;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const away = shape === SQUARE ? Math.max(Math.abs(x - half), Math.abs(y - half)) : Math.hypot(x - half, y - half);
      pixels[y * size + x] = symbolAt(reach - away, halo, hollow ? ring : 0, ink);
    }
  }
  return { size, pixels };
}

/** The pixel `inside` device pixels within the outline (negative: outside); ring 0 fills the whole. */
function symbolAt(inside: number, halo: number, ring: number, { fill, halo: paper }: Ink): Pixel {
  const outer = coverage(inside + halo);
  const body = coverage(inside);
  const base = withAlpha(paper, outer * (ring && body === 1 ? 190 : 215));
  const hole = ring ? coverage(inside - ring) : 0;
  return over(withAlpha(fill, 255 * body * (1 - hole)), base);
}

/** Share of a pixel that an edge at this distance covers. */
function coverage(distance: number): number {
  return Math.max(0, Math.min(1, distance + 0.5));
}
