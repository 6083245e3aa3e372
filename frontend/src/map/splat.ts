import { over } from './colour';
import type { Mask } from './masks';

/** Part of an image, px; east and south are the first beyond it. */
export interface Clip {
  west: number;
  north: number;
  east: number;
  south: number;
}

/** Stamps a mask with its middle at x, y onto what the clip leaves of an image that is `width` px wide. */
export function splat(image: Int32Array, width: number, clip: Clip, mask: Mask, x: number, y: number): void {
  const { size, pixels } = mask;
  const half = size >> 1;
  const left = x - half;
  const top = y - half;
  const x0 = Math.max(0, clip.west - left);
  const x1 = Math.min(size, clip.east - left);
  const y0 = Math.max(0, clip.north - top);
  const y1 = Math.min(size, clip.south - top);
  for (let row = y0; row < y1; row++) {
    let from = row * size + x0;
    let to = (top + row) * width + left + x0;
    for (let column = x0; column < x1; column++, from++, to++) {
      const src = pixels[from]!;
      const alpha = src >>> 24;
      if (alpha === 0) continue;
      const dst = image[to]!;
      const under = dst >>> 24;
      if (alpha === 255 || under === 0) image[to] = src;
      else image[to] = under === 255 ? onto(src, dst) : over(src, dst);
    }
  }
}

/** src over an opaque dst, two channels at a time. */
function onto(src: number, dst: number): number {
  const alpha = (src >>> 24) + 1;
  const rest = 256 - alpha;
  const redBlue = (Math.imul(src & 0xff00ff, alpha) + Math.imul(dst & 0xff00ff, rest)) >>> 8;
  const green = (Math.imul((src >>> 8) & 0xff, alpha) + Math.imul((dst >>> 8) & 0xff, rest)) >>> 8;
  return (redBlue & 0xff00ff) | (green << 8) | 0xff000000;
}
