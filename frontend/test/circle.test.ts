import { describe, expect, it } from 'vitest';
import { decodeCube } from '../src/cube/decode';
import { buildTables } from '../src/cube/tables';
import { createWindow } from '../src/cube/window';
import { edgeOf, inCircle, kilometres, roundKm } from '../src/layers/circle';
import { mercatorX, mercatorY } from '../src/map/project';
import { defaultFilter } from '../src/state/filter';
import { encodeCube } from './cube-encode';

const pokrovsk = { lon: 37.1781, lat: 48.2826 };

describe('distance', () => {
  it.each([
    ['along the equator: a degree', 0, 0, 1, 0, 111.195],
    ['along a meridian', 30, 0, 30, 90, 10_007.557],
    ['half way around', 0, 0, 180, 0, 20_015.115],
    ['across the antimeridian', 179.5, 0, -179.5, 0, 111.195],
    ['none', 37, 48, 37, 48, 0],
  ])('%s', (_, lon1, lat1, lon2, lat2, km) => {
    expect(kilometres(lon1, lat1, lon2, lat2)).toBeCloseTo(km, 2);
  });

  it('to what has no position is none', () => {
    expect(inCircle({ ...pokrovsk, km: 20_000 }, Number.NaN, Number.NaN)).toBe(false);
  });

  it('is said in round figures', () => {
    expect([0.01, 3.08, 24.7, 26.2, 143, 1001].map(roundKm)).toEqual([0.1, 3.1, 25, 26, 145, 1000]);
  });
});

describe('the edge of a circle', () => {
  it('lies as far away as it says, all around', () => {
    for (const { lat, km } of [
      { lat: 48, km: 25 },
      { lat: -60, km: 900 },
    ]) {
      const edge = edgeOf({ lon: 37, lat, km });
      for (let i = 0; i < edge.length; i += 2) {
        const lon = (edge[i]! - 0.5) * 360;
        const y = (Math.atan(Math.sinh(Math.PI * (1 - 2 * edge[i + 1]!))) * 180) / Math.PI;
        expect(kilometres(37, lat, lon, y)).toBeCloseTo(km, 4);
      }
    }
  });

  it('does not jump where it crosses the antimeridian', () => {
    const edge = edgeOf({ lon: 179.9, lat: 60, km: 100 });
    const xs = Array.from({ length: edge.length / 2 }, (_, i) => edge[2 * i]!);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(0.02);
  });

  it('stands around its middle', () => {
    const edge = edgeOf({ ...pokrovsk, km: 25 });
    expect(edge[0]).toBeCloseTo(mercatorX(pokrovsk.lon), 9); // due north
    expect(edge[1]).toBeLessThan(mercatorY(pokrovsk.lat));
  });
});

describe('counts in a circle', () => {
  const cube = decodeCube(
    encodeCube([
      { id: 1, name: 'Pokrovsk', kind: 1, ...pokrovsk, rows: [{ from: 19_000, n: 3 }] },
      { id: 2, name: 'Myrnohrad', kind: 1, lon: 37.2647, lat: 48.3022, rows: [{ from: 19_000, n: 5 }] },
      { id: 3, name: 'Kyiv', kind: 1, lon: 30.52, lat: 50.45, rows: [{ from: 19_000, n: 7 }] },
      { id: 4, name: 'Ukraine', kind: 4, lon: 31, lat: 49, rows: [{ from: 19_000, n: 11 }] },
      { id: 0, name: '', kind: 1, lon: null, lat: null, rows: [{ from: 19_000, n: 13 }] },
    ]).buffer,
  );

  it('are those of the places in it; the others are nowhere else', () => {
    const tables = buildTables(cube, { ...defaultFilter, near: { ...pokrovsk, km: 25 } });
    const window = createWindow(tables);
    window.moveTo(19_000, 19_000);
    expect([...window.counts]).toEqual([3, 5, 0, 0, 0]);
    expect(tables.totals.wide.starts.at(-1)).toBe(0);
    expect(tables.totals.unplaced.starts.at(-1)).toBe(0);
    expect(tables.totals.away.starts.at(-1)).toBe(7 + 11 + 13);
  });
});
