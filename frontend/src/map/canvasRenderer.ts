import { defaults } from '../defaults';
import { type Sites, wrapped } from './collect';
import { type Palette, toPixel } from './colour';
import { createMasks, type MaskOf, NONE, reachOf } from './masks';
import type { Picture, PointsInput, Renderer } from './picture';
import { type Clip, splat } from './splat';
import { createSquares } from './squares';

const TOO_MANY = 0.6; // share of squares beyond which the whole is drawn anew
const LEVEL_BITS = 8;

type Touched = (x: number, y: number, half: number, stamp: (clip: Clip) => void) => void;

/**
 * Stamps masks into an image. While the map stands still, only the squares are drawn anew in which a symbol has
 * changed: a handle that moves by a day changes few of them.
 */
export function createCanvasRenderer(canvas: HTMLCanvasElement): Renderer {
  const context = canvas.getContext('2d')!;
  let masks: MaskOf[] = []; // that of the data, then those of change
  let inked = '';
  let sites: Sites | null = null;
  let image = new ImageData(1, 1);
  let pixels = new Int32Array(image.data.buffer);
  let squares = createSquares(1, 1);
  let looks = new Uint16Array(0); // by place: 0 where nothing is drawn
  let before = looks;
  let scene = '';
  let whole: Clip = { west: 0, north: 0, east: 1, south: 1 };

  const ink = ({ data, change, halo }: Palette, ratio: number) => {
    const inks = [data, ...change];
    const wanted = `${inks} ${halo} ${ratio}`;
    if (inked === wanted) return;
    masks = inks.map((fill) => createMasks({ fill: toPixel(fill), halo: toPixel(halo) }, ratio));
    inked = wanted;
    scene = '';
  };

  const resize = (input: PointsInput) => {
    if (sites !== input.sites) {
      sites = input.sites;
      looks = new Uint16Array(sites.x.length);
      before = new Uint16Array(sites.x.length);
      scene = '';
    }
    const { width, height } = canvas;
    if (image.width === width && image.height === height) return;
    image = new ImageData(width, height);
    pixels = new Int32Array(image.data.buffer);
    squares = createSquares(width, height);
    whole = { west: 0, north: 0, east: width, south: height };
    scene = '';
  };

  /** Notes how each place looks, and marks the squares of those that look otherwise than before. */
  const compare = ({ input, frame, drawn }: Picture) => {
    [looks, before] = [before, looks];
    looks.fill(0);
    for (let i = 0; i < drawn.length; i++) looks[drawn.place[i]!] = lookOf(input, drawn.place[i]!, drawn.level[i]!);
    const { sites } = input;
    for (let place = 0; place < looks.length; place++) {
      if (looks[place] === before[place]) continue;
      const level = Math.max(looks[place]! & LEVEL_MASK, before[place]! & LEVEL_MASK);
      const x = wrapped(sites.x[place]! * frame.world - frame.left, frame.world, frame.width) + sites.dx[place]!;
      const y = sites.y[place]! * frame.world - frame.top + sites.dy[place]!;
      squares.mark(Math.round(x * frame.ratio), Math.round(y * frame.ratio), reachOf(level, frame.ratio) + 1);
    }
  };

  const stamp = ({ input, frame, drawn }: Picture, touched: Touched) => {
    const { sites, firm, classes } = input;
    const dense = drawn.length > defaults.dense;
    for (let i = 0; i < drawn.length; i++) {
      const place = drawn.place[i]!;
      if (sites.shape[place] === NONE) continue;
      const maskOf = masks[classes ? classes[place]! + 1 : 0]!;
      const mask = maskOf(drawn.level[i]!, sites.shape[place]!, !firm[place], dense);
      const x = Math.round(drawn.x[i]! * frame.ratio);
      const y = Math.round(drawn.y[i]! * frame.ratio);
      touched(x, y, mask.size >> 1, (clip) => splat(pixels, whole.east, clip, mask, x, y));
    }
  };

  return {
    draw(picture) {
      const { input, frame, drawn } = picture;
      ink(input.palette, frame.ratio);
      resize(input);
      const now = `${frame.left} ${frame.top} ${frame.world} ${drawn.length > defaults.dense}`;
      squares.clear();
      compare(picture);
      if (now === scene && squares.share() < TOO_MANY) {
        squares.all((clip) => clear(pixels, whole.east, clip));
        stamp(picture, squares.each);
      } else {
        pixels.fill(0);
        stamp(picture, (_x, _y, _half, put) => put(whole));
      }
      scene = now;
      context.putImageData(image, 0, 0);
    },
    destroy() {},
  };
}

const LEVEL_MASK = (1 << LEVEL_BITS) - 1;

/** All that decides on a place's mask, but its shape, which stays. */
function lookOf({ sites, firm, classes }: PointsInput, place: number, level: number): number {
  if (sites.shape[place] === NONE) return 0;
  const ink = classes ? classes[place]! + 1 : 0;
  return (((ink + 1) * 2 + (firm[place] ? 0 : 1)) << LEVEL_BITS) | level;
}

function clear(pixels: Int32Array, width: number, { west, north, east, south }: Clip): void {
  for (let y = north; y < south; y++) pixels.fill(0, y * width + west, y * width + east);
}
