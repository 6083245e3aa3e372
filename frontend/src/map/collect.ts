import { defaults } from '../defaults';
import { levelOf } from './masks';
import type { Frame } from './overlay';
import type { Scale } from './scale';

/** Where places lie and what stands for them; parallel arrays. */
export interface Sites {
  /** Web Mercator, 0..1 from west and north; NaN without a position */
  x: Float64Array;
  y: Float64Array;
  /** CIRCLE, SQUARE or NONE */
  shape: Uint8Array;
  /** CSS px to the east and to the south: places at one point stand side by side */
  dx: Float32Array;
  dy: Float32Array;
}

/** What is to be drawn; counts are by place. */
export interface Symbols {
  sites: Sites;
  counts: ArrayLike<number>;
  scale: Scale;
}

/** What was drawn last, largest first, in CSS px of the canvas. */
export interface Drawn {
  length: number;
  place: Uint32Array;
  x: Float32Array;
  y: Float32Array;
  radius: Float32Array;
  /** the radius as the masks have it */
  level: Uint16Array;
}

export function makeDrawn(most: number): Drawn {
  return {
    length: 0,
    place: new Uint32Array(most),
    x: new Float32Array(most),
    y: new Float32Array(most),
    radius: new Float32Array(most),
    level: new Uint16Array(most),
  };
}

const LEVELS = 256; // more than the largest symbol has on any screen
const REACH = 40; // CSS px beyond the frame from which a symbol may still show

/** Buffers that are used again from frame to frame. */
export interface Scratch {
  start: Uint32Array;
  /** by place: how many levels below the largest; LEVELS where nothing is drawn */
  below: Uint16Array;
  x: Float32Array;
  radius: Float32Array;
}

export function makeScratch(most: number): Scratch {
  return {
    start: new Uint32Array(LEVELS + 1),
    below: new Uint16Array(most),
    x: new Float32Array(most),
    radius: new Float32Array(most),
  };
}

/** Finds what lies in the frame and puts it in order, largest level first, by counting; equals stay in theirs. */
export function collect(input: Symbols, frame: Frame, scratch: Scratch, out: Drawn): void {
  const { start, below } = scratch;
  measure(input, frame, scratch);
  for (let i = 0; i < LEVELS; i++) start[i + 1]! += start[i]!;
  out.length = start[LEVELS]!;
  const { y, dy } = input.sites;
  for (let i = 0; i < y.length; i++) {
    if (below[i] === LEVELS) continue;
    const at = start[below[i]!]!++;
    out.place[at] = i;
    out.x[at] = scratch.x[i]!;
    out.y[at] = y[i]! * frame.world - frame.top + dy[i]!;
    out.radius[at] = scratch.radius[i]!;
    out.level[at] = LEVELS - 1 - below[i]!;
  }
}

/** Radius and level of what lies in the frame, and how many have each level. */
function measure({ sites, counts, scale }: Symbols, frame: Frame, { start, below, x, radius }: Scratch): void {
  const { left, top, width, height, world, ratio } = frame;
  start.fill(0);
  for (let i = 0; i < sites.x.length; i++) {
    below[i] = LEVELS;
    if (!counts[i]) continue;
    const atY = sites.y[i]! * world - top;
    if (!(atY > -REACH && atY < height + REACH)) continue;
    const atX = wrapped(sites.x[i]! * world - left, world, width);
    if (!(atX > -REACH && atX < width + REACH)) continue;
    x[i] = atX + sites.dx[i]!;
    radius[i] = scale(counts[i]!);
    below[i] = LEVELS - 1 - Math.min(LEVELS - 1, levelOf(radius[i]! * ratio));
    start[below[i]! + 1]!++;
  }
}

/** The copy of the world that is nearest to the frame. */
export function wrapped(x: number, world: number, width: number): number {
  return x - Math.round((x - width / 2) / world) * world;
}

/** The smallest symbol under the point: it was drawn last. */
export function hitTest({ length, place, x, y, radius }: Drawn, atX: number, atY: number): number {
  for (let i = length - 1; i >= 0; i--) {
    const reach = radius[i]! + defaults.hitSlack;
    const dx = x[i]! - atX;
    const dy = y[i]! - atY;
    if (dx * dx + dy * dy <= reach * reach) return place[i]!;
  }
  return -1;
}
