import { defaults } from '../defaults';

/** Radius in CSS px of a place with n units. */
export type Scale = (n: number) => number;

const KNOWN = 2048;

/**
 * Areas are true to the counts while one report is still a dot beside the largest place; where it would not be,
 * the exponent is lowered, and what is smaller still is held at the floor. `most` is the largest count of all, of
 * those that are shown.
 */
export function createScale(most: number, mapWidth = Number.POSITIVE_INFINITY): Scale {
  const { radius, radiusPower, narrow } = defaults;
  const largest = mapWidth > narrow ? radius.most : radius.mostNarrow;
  const fitting = Math.log(largest / radius.least) / Math.log(Math.max(most, 2));
  const power = Math.max(radiusPower.least, Math.min(radiusPower.most, fitting));
  const one = fitting >= radiusPower.least ? radius.least : largest / most ** power;
  const known = new Float32Array(KNOWN); // a power costs more than a look-up
  for (let n = 0; n < KNOWN; n++) known[n] = Math.max(radius.floor, one * Math.max(n, 1) ** power);
  return (n) => (n < KNOWN ? known[n]! : Math.max(radius.floor, one * n ** power));
}

/**
 * The largest count that the scale is made for, a round figure: the same as before while it still fits, so that symbols
 * do not breathe with every step of a dragged window.
 */
export function roundMost(most: number, before: number): number {
  if (most <= before && most * SLACK >= before) return before;
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return ten * ([1, 2, 5].find((step) => step * ten >= most) ?? 10);
}

const SLACK = 5; // the largest symbol may fall to a fifth of its area before the scale follows

/** Round figures for the legend: about three, from one to the largest count. */
export function legendSteps(most: number): number[] {
  if (most <= 1) return [1];
  if (most <= 4) return [1, most];
  const top = roundDown(most);
  const middle = roundDown(Math.max(2, Math.round(Math.sqrt(top))));
  return [...new Set([1, middle, top])];
}

function roundDown(n: number): number {
  const ten = 10 ** Math.floor(Math.log10(n));
  const step = [5, 2, 1].find((factor) => factor * ten <= n) ?? 1;
  return step * ten;
}
