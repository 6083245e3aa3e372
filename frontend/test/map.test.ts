import { describe, expect, it } from 'vitest';
import { axisOf } from '../src/cube/axis';
import { decodeCube } from '../src/cube/decode';
import { createRanking } from '../src/cube/rank';
import { defaults } from '../src/defaults';
import { together } from '../src/dialog/together';
import { over, pixel } from '../src/map/colour';
import { createMasks, levelOf } from '../src/map/masks';
import { mercatorX, mercatorY } from '../src/map/project';
import { createScale, legendSteps } from '../src/map/scale';
import { sitesOf } from '../src/map/sites';
import { splat } from '../src/map/splat';
import { createSquares } from '../src/map/squares';
import { inFrame } from '../src/state/places';
import { isoDay, parseDay } from '../src/time/day';
import { encodeCube } from './cube-encode';

describe('the scale', () => {
  it('is true to areas while it fits', () => {
    const scale = createScale(50);
    expect(scale(1)).toBeCloseTo(defaults.radius.least);
    expect(scale(40) / scale(10)).toBeCloseTo(2);
  });

  it('grows from one report to the largest place, whatever its count', () => {
    for (const most of [1, 10, 1_000, 100_000, 1_000_000]) {
      const scale = createScale(most);
      const radii = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].filter((n) => n <= most).map(scale);
      expect(radii).toEqual([...radii].sort((a, b) => a - b));
      expect(radii[0]).toBeGreaterThanOrEqual(defaults.radius.floor);
      expect(radii.at(-1)).toBeLessThanOrEqual(defaults.radius.most + 0.01);
    }
  });

  it('is explained in round figures', () => {
    expect(legendSteps(1)).toEqual([1]);
    expect(legendSteps(118)).toEqual([1, 10, 100]);
    expect(legendSteps(3)).toEqual([1, 3]);
  });
});

describe('symbols', () => {
  const ink = { fill: pixel(200, 0, 0, 255), halo: pixel(255, 255, 255, 255) };
  const image = () => new Int32Array(40 * 40);
  const whole = { west: 0, north: 0, east: 40, south: 40 };
  const alphaAt = (pixels: Int32Array, x: number, y: number) => pixels[y * 40 + x]! >>> 24;

  it('are filled or hollow, and end at their radius', () => {
    const masks = createMasks(ink, 1);
    const full = image();
    splat(full, 40, whole, masks(levelOf(8), 0, false, true), 20, 20);
    expect(alphaAt(full, 20, 20)).toBe(255);
    expect(full[20 * 40 + 20]! & 255).toBe(200);
    expect(alphaAt(full, 20, 31)).toBe(0);
    const hollow = image();
    splat(hollow, 40, whole, masks(levelOf(8), 0, true, true), 20, 20);
    expect(hollow[20 * 40 + 20]! & 0xffffff).toBe(0xffffff);
  });

  it('are cut off at the edges of the image', () => {
    const mask = createMasks(ink, 1)(levelOf(8), 1, false, true);
    for (const [x, y] of [
      [0, 0],
      [39, 39],
      [-50, 20],
      [20, 90],
    ] as const) {
      expect(() => splat(image(), 40, whole, mask, x, y)).not.toThrow();
    }
    const corner = image();
    splat(corner, 40, whole, mask, 0, 0);
    expect(alphaAt(corner, 0, 0)).toBe(255);
    expect(alphaAt(corner, 39, 0)).toBe(0);
  });

  it('keep to the squares that are to be drawn anew', () => {
    const mask = createMasks(ink, 1)(levelOf(8), 0, false, true);
    const squares = createSquares(40, 40);
    squares.mark(3, 3, 2);
    expect(squares.share()).toBeCloseTo(1 / 9);
    const part = image();
    squares.each(16, 16, mask.size >> 1, (clip) => splat(part, 40, clip, mask, 16, 16));
    const full = image();
    splat(full, 40, whole, mask, 16, 16);
    for (let y = 0; y < 40; y++)
      for (let x = 0; x < 40; x++) expect(part[y * 40 + x]).toBe(x < 16 && y < 16 ? full[y * 40 + x] : 0);
  });

  it('that reach beyond the image mark what is left of them', () => {
    const squares = createSquares(40, 40);
    squares.mark(-30, 20, 5);
    expect(squares.share()).toBe(0);
    squares.mark(39, 39, 50);
    expect(squares.share()).toBe(1);
    squares.clear();
    expect(squares.share()).toBe(0);
  });

  it('mix colours by their alpha', () => {
    expect(over(pixel(200, 0, 0, 255), pixel(0, 0, 0, 255))).toBe(pixel(200, 0, 0, 255));
    const half = over(pixel(255, 255, 255, 128), pixel(0, 0, 0, 255));
    expect(half & 255).toBeGreaterThan(125);
    expect(half & 255).toBeLessThan(131);
    expect(over(pixel(9, 9, 9, 0), pixel(1, 2, 3, 77))).toBe(pixel(1, 2, 3, 77));
  });
});

describe('places', () => {
  it('are projected by Web Mercator', () => {
    expect([mercatorX(-180), mercatorX(0), mercatorX(180)]).toEqual([0, 0.5, 1]);
    expect(mercatorY(0)).toBeCloseTo(0.5);
    expect(mercatorY(85.0511)).toBeCloseTo(0, 5);
    expect(mercatorY(90)).toBeCloseTo(0, 5);
  });

  it('lie in the frame or outside, also across the antimeridian', () => {
    const places = decodeCube(
      encodeCube([
        { id: 1, name: 'A', kind: 1, lon: 31, lat: 50, rows: [] },
        { id: 2, name: 'B', kind: 1, lon: -175, lat: 50, rows: [] },
        { id: 0, name: '', kind: 1, lon: null, lat: null, rows: [] },
      ]).buffer,
    ).places;
    expect([0, 1, 2].map((i) => inFrame(places, i, [22, 44, 41, 52]))).toEqual([true, false, false]);
    expect([0, 1, 2].map((i) => inFrame(places, i, [170, 44, 190, 52]))).toEqual([false, true, false]);
  });

  it('are ranked by count, ties in order', () => {
    const rank = createRanking(5);
    expect([...rank(Int32Array.of(3, 0, 900_000, 3, 5))]).toEqual([2, 4, 0, 3]);
    expect([...rank(Int32Array.of(3, 0, 900_000, 3, 5), (i) => i !== 2)]).toEqual([4, 0, 3]);
    expect([...rank(new Int32Array(5))]).toEqual([]);
  });
});

describe('the axis', () => {
  const day = (text: string) => parseDay(text)!;

  it('goes from the first to the last percentile, in whole months, without coarse days', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ from: day('2022-03-10') + i, n: 1 }));
    const odd = [
      { from: day('1944-05-01'), n: 1 },
      { from: day('2000-01-01'), to: day('2000-12-31'), n: 500, precision: 6 },
    ];
    const late = [{ from: day('2031-01-01'), n: 1 }];
    const cube = decodeCube(
      encodeCube([{ id: 1, name: 'A', kind: 1, lon: 31, lat: 50, rows: [...odd, ...rows, ...late] }]).buffer,
    );
    const axis = axisOf(cube, 0.01)!;
    expect([isoDay(axis.from), isoDay(axis.to)]).toEqual(['2022-03-01', '2022-09-30']);
  });

  it.each([
    ['2022-02-24', '2022-02-01'],
    ['2022-01-31', '2022-03-01'],
  ])('takes in the month before if nothing lies further off: from %s', (first, start) => {
    const many = Array.from({ length: 200 }, (_, i) => ({ from: day('2022-03-10') + i, n: 1 }));
    const rows = [{ from: day(first), n: 1 }, ...many];
    const cube = decodeCube(encodeCube([{ id: 1, name: 'A', kind: 1, lon: 31, lat: 50, rows }]).buffer);
    expect(isoDay(axisOf(cube, 0.01)!.from)).toBe(start);
  });

  it.each([
    ['2022-10-20', '2022-10-31'],
    ['2022-11-02', '2022-09-30'],
  ])('takes in the month after if nothing lies further off: until %s', (last, end) => {
    const many = Array.from({ length: 200 }, (_, i) => ({ from: day('2022-03-10') + i, n: 1 }));
    const rows = [...many, { from: day(last), n: 1 }];
    const cube = decodeCube(encodeCube([{ id: 1, name: 'A', kind: 1, lon: 31, lat: 50, rows }]).buffer);
    expect(isoDay(axisOf(cube, 0.01)!.to)).toBe(end);
  });

  it('is nothing where nothing is dated', () => {
    const cube = decodeCube(
      encodeCube([{ id: 1, name: 'A', kind: 1, lon: 31, lat: 50, rows: [{ from: null, n: 1 }] }]).buffer,
    );
    expect(axisOf(cube, 0.01)).toBeNull();
  });
});

describe('a pasted article', () => {
  const at = (lon: number, lat: number) => ({ lon, lat });
  const donbas = [at(37.9, 48.6), at(37.5, 48.7), at(38.1, 48.3), at(36.2, 50), at(30.5, 50.4)];

  it('is shown without the one place far away', () => {
    expect(together([...donbas, at(-77, 38.9)])).toEqual(donbas);
  });

  it('is shown whole where places lie everywhere, or are few', () => {
    const world = [at(30, 50), at(-77, 39), at(139, 35), at(2, 49), at(-58, -34)];
    expect(together(world)).toEqual(world);
    expect(together([at(30, 50), at(-77, 39)])).toHaveLength(2);
  });
});

describe('places at one point', () => {
  it('stand side by side, the town where it is', () => {
    const cube = decodeCube(
      encodeCube([
        { id: 1, name: 'Pokrovsk Raion', kind: 2, lon: 37.17, lat: 48.28, rows: [] },
        { id: 2, name: 'Pokrovsk', kind: 1, lon: 37.17, lat: 48.28, rows: [] },
        { id: 3, name: 'Dobropillia', kind: 1, lon: 37.08, lat: 48.46, rows: [] },
      ]).buffer,
    );
    const { dx, dy } = sitesOf(cube);
    expect([...dx].map((x, i) => Math.hypot(x, dy[i]!) > 5)).toEqual([true, false, false]);
  });
});
