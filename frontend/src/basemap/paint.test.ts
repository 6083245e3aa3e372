import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Chart, decodeChart } from './chart';
import { type Frame, landFiles, type Pen, trace, waterFiles } from './paint';
import { inside, polygons, type Rings } from './testing';

/** Records closed rings as straight lines. */
function recorder(): Pen & { rings: Rings } {
  const rings: Rings = [];
  return {
    rings,
    moveTo: (x, y) => void rings.push([x, y]),
    lineTo: (x, y) => void rings.at(-1)!.push(x, y),
    quadraticCurveTo: (_cx, _cy, x, y) => void rings.at(-1)!.push(x, y),
    closePath: () => undefined,
  };
}

const chart = decodeChart(
  Uint8Array.from(readFileSync(new URL('../../../data/reference/basemap/land-0.bin', import.meta.url))).buffer,
);

describe('trace', () => {
  it.each([
    [2, 0, 0],
    [4, 4, 2],
    [6, 18, 10],
    [6, 19, 11],
  ])('fills the frame like the whole layer: zoom %d, tile %d/%d', (zoom, column, row) => {
    const frame: Frame = { x: column * 512, y: row * 512, size: 512, zoom };
    const pen = recorder();
    trace(pen, chart, chart.layers.get('land')!, frame);
    const whole = polygons(chart, 'land');
    const scale = (256 * 2 ** zoom) / 2 ** chart.bits;
    let wrong = 0;
    let land = 0;
    for (let x = 4.3; x < 512; x += 37) {
      for (let y = 4.7; y < 512; y += 37) {
        const truth = inside(whole, (frame.x + x) / scale, (frame.y + y) / scale);
        if (truth) land++;
        if (truth !== inside(pen.rings, x, y)) wrong++;
      }
    }
    expect(land).toBeGreaterThan(0);
    expect(wrong, 'points within a skipped bend of the shore').toBeLessThanOrEqual(zoom < 4 ? 6 : 1);
    const vertices = pen.rings.reduce((sum, ring) => sum + ring.length / 2, 0);
    expect(vertices).toBeLessThan(chart.xy.length / 4);
  });

  it('repeats the world east and west', () => {
    const world = 256 * 2 ** 2.5;
    const at = (x: number): Rings => {
      const pen = recorder();
      trace(pen, chart, chart.layers.get('land')!, { x, y: 300, size: 512, zoom: 2.5 });
      return pen.rings;
    };
    expect(at(world + 200).length).toBe(at(200).length);
    expect(at(200 - world).length).toBe(at(200).length);
    const antimeridian = at(world - 256);
    expect(inside(antimeridian, 216, 57), 'Chukotka').toBe(true);
    expect(inside(antimeridian, 377, 77), 'Alaska').toBe(true);
  });

  it('skips lines out of view', () => {
    const pen = recorder();
    trace(pen, chart, chart.layers.get('state')!, { x: 0, y: 512 * 4, size: 512, zoom: 5 });
    expect(pen.rings).toEqual([]); // the Pacific
  });

  it('rounds corners alike in both directions', () => {
    const corner = (backwards: boolean): number[][] => {
      const drawn: number[][] = [];
      const pen: Pen = {
        moveTo: (x, y) => void drawn.push([x, y]),
        lineTo: (x, y) => void drawn.push([x, y]),
        quadraticCurveTo: (cx, cy, x, y) => void drawn.push([cx, cy], [x, y]),
        closePath: () => undefined,
      };
      trace(pen, bend(backwards), bend(backwards).layers.get('l')!, { x: 0, y: 0, size: 512, zoom: 9 });
      return drawn;
    };
    const there = corner(false);
    expect(there).toEqual([
      [0, 0],
      [80, 0],
      [100, 0],
      [100, 20],
      [100, 100],
    ]);
    expect(corner(true).reverse()).toEqual(there);
  });
});

/** One line with a right angle, in pixels of zoom 9. */
function bend(backwards: boolean): Chart {
  return {
    bits: 17,
    xy: Int32Array.of(0, 0, 100, 0, 100, 100),
    offsets: Uint32Array.of(0, 3),
    boxes: Int32Array.of(0, 0, 100, 100),
    layers: new Map([
      [
        'l',
        {
          area: false,
          refs: Int32Array.of(backwards ? -1 : 0),
          starts: Uint32Array.of(0, 1),
          boxes: Int32Array.of(0, 0, 100, 100),
        },
      ],
    ]),
  };
}

describe('the files of a zoom', () => {
  it.each([
    [2, 'land-0', 'gshhg-0'],
    [4.5, 'land-0', 'gshhg-0'],
    [6.5, 'land-1', 'gshhg-0'],
    [7, 'land-1', 'gshhg-1'],
    [12, 'land-2', 'gshhg-1'],
  ])('zoom %d: %s and %s first', (zoom, land, water) => {
    expect(landFiles(zoom)[0]).toBe(land);
    expect(waterFiles(zoom)[0]).toBe(water);
  });
});
