import { describe, expect, it } from 'vitest';
import { decodeCube, UNDATED } from '../src/cube/decode';
import { buildTables } from '../src/cube/tables';
import { inWindow, nearestDay } from '../src/cube/totals';
import { createWindow } from '../src/cube/window';
import { defaultFilter } from '../src/state/filter';
import { type Block, encodeCube, type Row } from './cube-encode';

const settlement = 1;
const country = 4;

const blocks: Block[] = [
  {
    id: 10,
    name: 'Bakhmut',
    kind: settlement,
    lon: 38,
    lat: 48.6,
    rows: [
      { from: 19000, n: 2 },
      { from: 19000, to: 19003, n: 300, precision: 2, firm: false },
      { from: 19010, n: 1, uses: 2 },
      { from: 19020, to: 19050, n: 4, precision: 4 },
      { from: null, n: 7 },
    ],
  },
  { id: -5, name: 'Snake Island', kind: 7, lon: 30.2, lat: 45.25, rows: [{ from: 18990, n: 1 }] },
  { id: 11, name: 'Russia', kind: country, lon: 90, lat: 60, rows: [{ from: 19001, n: 5 }] },
  { id: 0, name: '', kind: settlement, lon: null, lat: null, rows: [{ from: 19001, n: 3 }] },
];

const decoded = () => decodeCube(encodeCube(blocks).buffer);

describe('decodeCube', () => {
  it('reads back what was written', () => {
    const cube = decoded();
    expect([cube.first, cube.last]).toEqual([18990, 19050]);
    expect(cube.places.name).toEqual(['Bakhmut', 'Snake Island', 'Russia', '']);
    expect([...cube.rows.place]).toEqual([0, 0, 0, 0, 0, 1, 2, 3]);
    expect([...cube.rows.from]).toEqual([19000, 19000, 19010, 19020, UNDATED, 18990, 19001, 19001]);
    expect([...cube.rows.to]).toEqual([19000, 19003, 19010, 19050, UNDATED, 18990, 19001, 19001]);
    expect([...cube.rows.n]).toEqual([2, 300, 1, 4, 7, 1, 5, 3]);
  });

  it('refuses other bytes and cut ones with a plain message', () => {
    expect(() => decodeCube(new TextEncoder().encode('<!doctype html>').buffer)).toThrow(/format MMC1/);
    const whole = encodeCube(blocks);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeCube(whole.slice(0, length).buffer)).toThrow();
    }
  });
});

describe('buildTables', () => {
  const tables = () => buildTables(decoded(), defaultFilter);

  it('gives every row one reason', () => {
    const { totals } = tables();
    expect(inWindow(totals.shown, 18990, 19050)).toBe(303);
    expect(inWindow(totals.wide, 18990, 19050)).toBe(5);
    expect(inWindow(totals.use, 18990, 19050)).toBe(1);
    expect(inWindow(totals.coarse, 18990, 19050)).toBe(4);
    expect(totals.undated.undated).toBe(7);
    expect(inWindow(totals.unplaced, 18990, 19050)).toBe(3);
  });

  it('knows the first and last day shown and the nearest day to an empty window', () => {
    const { shown } = tables().totals;
    expect(shown.extent).toEqual([18990, 19003]);
    expect(nearestDay(shown, 19030, 19040)).toBe(19000);
    expect(nearestDay(shown, 18992, 18994)).toBe(18990);
  });

  it('keeps undated rows in every window when they are wanted', () => {
    const window = createWindow(buildTables(decoded(), { ...defaultFilter, precision: [] }));
    window.moveTo(18000, 18001);
    expect(window.total()).toBe(7);
  });
});

describe('createWindow', () => {
  it('counts what overlaps, and how much of it is firm', () => {
    const window = createWindow(buildTables(decoded(), defaultFilter));
    window.moveTo(19002, 19030);
    expect([window.total(), window.places(), window.firm[0]]).toEqual([300, 1, 0]);
    window.moveTo(18990, 19000);
    expect([window.total(), window.places(), window.firm[0]]).toEqual([303, 2, 2]);
    window.moveTo(19004, 19009);
    expect([window.total(), window.places()]).toEqual([0, 0]);
  });

  it('equals plain counting after any series of moves', () => {
    const random = seeded(7);
    const many = randomBlocks(random, 40);
    const tables = buildTables(decodeCube(encodeCube(many).buffer), {
      ...defaultFilter,
      kind: [],
      use: [],
      precision: [],
    });
    const window = createWindow(tables);
    for (let move = 0; move < 200; move++) {
      const from = 18950 + Math.floor(random() * 200);
      const to = from + Math.floor(random() * random() * 150);
      window.moveTo(from, to);
      const plain = many.map((block) => overlapping(block.rows, from, to));
      expect([...window.counts]).toEqual(plain);
      expect(window.total()).toBe(plain.reduce((a, b) => a + b, 0));
      expect(window.places()).toBe(plain.filter((n) => n > 0).length);
      expect(inWindow(tables.totals.shown, from, to) + tables.totals.shown.undated).toBe(window.total());
    }
  });
});

function overlapping(rows: Row[], from: number, to: number): number {
  const hit = (row: Row) => row.from === null || (row.from <= to && (row.to ?? row.from) >= from);
  return rows.filter(hit).reduce((sum, row) => sum + row.n, 0);
}

function randomBlocks(random: () => number, count: number): Block[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    name: `Place ${i}`,
    kind: settlement,
    lon: 30,
    lat: 50,
    rows: randomRows(random),
  }));
}

function randomRows(random: () => number): Row[] {
  const dated = Array.from({ length: 30 }, () => {
    const from = 19000 + Math.floor(random() * 100);
    return { from, to: from + (random() < 0.3 ? Math.floor(random() * 20) : 0), n: 1 + Math.floor(random() * 200) };
  });
  dated.sort((a, b) => a.from - b.from);
  return random() < 0.5 ? dated : [...dated, { from: null, n: 2 }];
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
