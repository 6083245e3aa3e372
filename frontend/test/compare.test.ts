import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { themes } from '../src/basemap/theme';
import { changeOf, classOf } from '../src/compare/score';

describe('the change of a place', () => {
  it('is none where nothing is known, or a period is empty', () => {
    expect(changeOf(0, 0, 500, 2_000)).toBeCloseTo(0);
    expect(changeOf(5, 0, 5, 0)).toBe(0);
    expect(changeOf(0, 5, 0, 5)).toBe(0);
  });

  it('is none where the share is the same, however busy the period', () => {
    for (const times of [0.25, 1, 3, 40]) expect(changeOf(20 * times, 20, 1_000 * times, 1_000)).toBeCloseTo(0);
  });

  it('turns its sign when the periods are exchanged', () => {
    expect(changeOf(30, 4, 900, 700)).toBeCloseTo(-changeOf(4, 30, 700, 900));
  });

  it('comes near the plain ratio with many reports, and near none with few', () => {
    expect(changeOf(40_000, 10_000, 1e6, 1e6)).toBeCloseTo(2, 2);
    expect(changeOf(1, 0, 1_000, 1_000)).toBeCloseTo(Math.log2(5 / 4));
    expect(changeOf(4, 1, 1_000, 1_000)).toBeLessThan(changeOf(40, 10, 1_000, 1_000));
  });

  it.each([
    [-3, 0],
    [-1, 1],
    [-0.5, 2],
    [0, 2],
    [0.5, 2],
    [1, 3],
    [1.6, 4],
  ])('of %d is of class %i', (change, expected) => {
    expect(classOf(change)).toBe(expected);
  });
});

describe('the colours of change', () => {
  const css = readFileSync(new URL('../src/compare/compare.css', import.meta.url), 'utf8');
  const all = [...css.matchAll(/--change-\d: (#[0-9a-f]{6});/g)].map(([, colour]) => colour!);
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  };

  it.each([
    ['light', all.slice(0, 5), themes.light.home],
    ['dark', all.slice(5), themes.dark.home],
  ] as const)('stand out on the %s map', (_, colours, ground) => {
    expect(colours).toHaveLength(5);
    for (const colour of colours) expect(contrast(colour, ground), colour).toBeGreaterThanOrEqual(3);
  });
});
