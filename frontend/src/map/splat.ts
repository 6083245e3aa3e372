import { over } from './colour';
import type { Mask } from './masks';

/** Stamps a mask with its middle at x, y onto an image of width × height. */
export function splat(image: Uint32Array, width: number, height: number, mask: Mask, x: number, y: number): void {
  const { size, pixels } = mask;
  const half = size >> 1;
  const left = x - half;
  const top = y - half;
  const x0 = Math.max(0, -left);
  const x1 = Math.min(size, width - left);
  const y0 = Math.max(0, -top);
  const y1 = Math.min(size, height - top);
  for (let row = y0; row < y1; row++) {
    let from = row * size + x0;
    let to = (top + row) * width + left + x0;
    for (let column = x0; column < x1; column++, from++, to++) {
      const src = pixels[from]!;
      if (src < 0x1000000) continue;
      const dst = image[to]!;
      image[to] = src >= 0xff000000 || dst < 0x1000000 ? src : over(src, dst);
    }
  }
}
