/** One pixel of an ImageData on a little-endian machine: alpha, blue, green, red from the top. Not premultiplied. */
export type Pixel = number;

export function pixel(red: number, green: number, blue: number, alpha: number): Pixel {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export function withAlpha(colour: Pixel, alpha: number): Pixel {
  return ((colour & 0xffffff) | (Math.round(alpha) << 24)) >>> 0;
}

/** src over dst, both not premultiplied. */
export function over(src: Pixel, dst: Pixel): Pixel {
  const sa = src >>> 24;
  const da = dst >>> 24;
  if (sa === 255 || da === 0) return src;
  if (sa === 0) return dst;
  const under = (da * (255 - sa)) / 255;
  const alpha = sa + under;
  const mix = (shift: number) => (((src >> shift) & 255) * sa + ((dst >> shift) & 255) * under) / alpha + 0.5;
  return pixel(mix(0), mix(8), mix(16), alpha + 0.5);
}

/** The colours of the map's own layers, as the style sheet has them now. */
export interface Palette {
  data: string;
  halo: string;
  ink: string;
  mark: string;
  region: string;
  /** from much less to much more */
  change: readonly string[];
}

export function readPalette(el: Element): Palette {
  const style = getComputedStyle(el);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    data: read('--data'),
    halo: read('--halo'),
    ink: read('--ink'),
    mark: read('--mark'),
    region: read('--region'),
    change: [1, 2, 3, 4, 5].map((step) => read(`--change-${step}`)),
  };
}

/** Any CSS colour as a pixel. */
export function toPixel(css: string): Pixel {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return pixel(red, green, blue, alpha);
}
