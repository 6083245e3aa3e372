import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Chart, decodeChart } from './chart';
import { inside, polygons } from './testing';

const dir = new URL('../../../data/reference/basemap/', import.meta.url);

function load(name: string): ArrayBuffer {
  const bytes = readFileSync(new URL(name, dir));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

function bytes(...values: (number | string)[]): ArrayBuffer {
  const flat = values.flatMap((v) => (typeof v === 'string' ? [...v].map((c) => c.charCodeAt(0)) : [v]));
  return new Uint8Array(flat).buffer;
}

// two arcs, (1,2) (3,5) and (3,5) (-61,5); one area made of the second backwards, then the first backwards
const small = ['MMBM', 1, 10, 2, 2, 2, 4, 4, 6, 2, 0, 0, 127, 0, 1, 1, 'a', 1, 1, 2, 3, 2] as const;

describe('decodeChart', () => {
  it('reads arcs and layers', () => {
    const chart = decodeChart(bytes(...small));
    expect(chart.bits).toBe(10);
    expect([...chart.xy]).toEqual([1, 2, 3, 5, 3, 5, -61, 5]);
    expect([...chart.offsets]).toEqual([0, 2, 4]);
    expect([...chart.boxes]).toEqual([1, 2, 3, 5, -61, 5, 3, 5]);
    const a = chart.layers.get('a');
    expect(a?.area).toBe(true);
    expect([...(a?.refs ?? [])]).toEqual([-2, -1]);
    expect([...(a?.boxes ?? [])]).toEqual([-61, 2, 3, 5]);
  });

  it('says what is wrong', () => {
    expect(() => decodeChart(bytes('PNG!', 1))).toThrow('starts with MMBM, got "PNG!"');
    expect(() => decodeChart(bytes('MMBM', 9))).toThrow('version 1, got 9');
    expect(() => decodeChart(bytes('MMBM', 1, 10, 255, 255, 255, 255, 1))).toThrow(/items announced, 0 bytes left/);
    expect(() => decodeChart(bytes('MMBM', 1, 10, 255, 255, 255, 255, 255, 1))).toThrow('longer than five bytes');
    expect(() => decodeChart(bytes('MMBM', 1, 10, 0, 1, 1, 'a', 0, 1, 1, 8))).toThrow('no arc 4, there are 0');
  });

  it('refuses every file that is cut short', () => {
    const whole = new Uint8Array(bytes(...small));
    for (let n = 0; n < whole.length; n++) expect(() => decodeChart(whole.slice(0, n).buffer)).toThrow(/^basemap: /);
  });
});

describe('the committed charts', () => {
  const places: [name: string, lon: number, lat: number, home: boolean][] = [
    ['Kyiv', 30.52, 50.45, true],
    ['Simferopol', 34.1, 44.95, true],
    ['Sevastopol', 33.58, 44.58, true],
    ['Donetsk', 37.8, 48.0, true],
    ['Uzhhorod', 22.4, 48.6, true],
    ['Belgorod', 36.58, 50.6, false],
    ['Krasnodar', 38.98, 45.04, false],
    ['Chisinau', 28.86, 47.01, false],
  ];

  it.each(['land-0.bin', 'land-1.bin', 'land-2.bin'])('%s holds Ukraine with Crimea', (file) => {
    const chart = decodeChart(load(file));
    expect(chart.layers.get('disputed')?.refs.length).toBeGreaterThan(0);
    for (const [name, lon, lat, home] of places) {
      expect(contains(chart, 'ukraine', lon, lat), name).toBe(home);
      expect(contains(chart, 'land', lon, lat), name).toBe(true);
    }
    expect(contains(chart, 'land', 34, 43.5), 'Black Sea').toBe(false);
    expect(contains(chart, 'land', 50.5, 42), 'Caspian Sea').toBe(false);
  });

  it.each(['gshhg-0.bin', 'gshhg-1.bin'])('%s holds the Dnipro without the drained reservoir', (file) => {
    const chart = decodeChart(load(file));
    expect(contains(chart, 'lake', 32.9, 49.25), 'Kremenchuk reservoir').toBe(true);
    expect(contains(chart, 'lake', 34.3, 47.5), 'Kakhovka reservoir').toBe(false);
    expect(chart.layers.get('drained')?.refs.length).toBeGreaterThan(0);
  });
});

function contains(chart: Chart, layer: string, lon: number, lat: number): boolean {
  const size = 2 ** chart.bits;
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  return inside(polygons(chart, layer), (lon / 360 + 0.5) * size, y * size);
}
