import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type About, decodeCube, decodeParts } from '../src/cube/decode';
import { readFile } from '../src/cube/file';
import { buildTables, type Tables, wholeSlots } from '../src/cube/tables';
import { inWindow, nearestDay } from '../src/cube/totals';
import type { Cube, Grain, SlotRows } from '../src/cube/types';
import { createWindow } from '../src/cube/window';
import { defaultFilter } from '../src/state/filter';
import { type Block, encodeCube, file, type Row } from './cube-encode';

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

/** Rows of a part of a cube, as text: "slot: place flags n". */
function listed({ offset, place, flags, n }: SlotRows): string[] {
  return [...offset.slice(1).entries()].flatMap(([slot, end]) =>
    Array.from({ length: end - offset[slot]! }, (_, i) => offset[slot]! + i).map(
      (i) => `${slot}: ${place[i]} ${flags[i]} ${n[i]}`,
    ),
  );
}

describe('decodeCube', () => {
  it('reads back what was written', () => {
    const { first, last, places, index } = decoded();
    expect([first, last]).toEqual([18990, 19050]);
    expect(places.name).toEqual(['Bakhmut', 'Snake Island', 'Russia', '']);
    expect(listed(index.single)).toEqual(['0: 1 37 1', '10: 0 37 2', '11: 2 37 5', '11: 3 37 3', '20: 0 38 1']);
    expect(listed(index.starts)).toEqual(['10: 0 9 300', '30: 0 49 4']);
    expect(listed(index.ends)).toEqual(['13: 0 9 300', '60: 0 49 4']);
    expect(listed(index.undated)).toEqual(['0: 0 33 7']);
  });

  it('reads nothing, too', () => {
    const cube = decodeCube(encodeCube([]).buffer);
    expect([cube.first, cube.last, cube.places.id, cube.index.single.n.length]).toEqual([null, null, [], 0]);
  });

  it('refuses other bytes and cut ones with a plain message', () => {
    expect(() => decodeCube(new TextEncoder().encode('<!doctype html>').buffer)).toThrow(/format MMC2/);
    const whole = encodeCube(blocks);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeCube(whole.slice(0, length).buffer)).toThrow(/^the (counts|list)/);
    }
  });

  it('reads damaged bytes to the end or says what is wrong, and never asks for more room than they have', () => {
    const random = seeded(11);
    const whole = encodeCube(randomBlocks(random, 20));
    for (let round = 0; round < 2000; round++) {
      const bad = whole.slice();
      for (let i = 0; i < 1 + random() * 4; i++) bad[Math.floor(random() * bad.length)] = Math.floor(random() * 256);
      try {
        const { index } = decodeCube(bad.buffer);
        expect(index.single.n.length + index.starts.n.length + index.undated.n.length).toBeLessThan(whole.length);
      } catch (error) {
        expect(String(error)).toMatch(/^Error: the (counts|list)/);
      }
    }
  });

  it.each([
    ['a place that is not listed', { rows: 1, first: 0, last: 9 }, [0, 1, 7, 1, 69, 0]],
    ['days outside of their own', { rows: 1, first: 0, last: 9 }, [0, 1, 0, 1, 69, 10]],
    ['days outside of their own', { rows: 1, first: 5, last: 9 }, [0, 1, 0, 1, 69, 4]],
    ['not all of their rows', { rows: 2, first: 0, last: 9 }, [0, 1, 0, 1, 69, 0]],
    ['a span of days', { rows: 0, first: 9, last: 0 }, []],
    ['a span of days', { rows: 0, first: -1e9, last: 1e9 }, []],
    ['no grain', { rows: 0, grain: 3 }, []],
    ['before their last row', { rows: 1e9 }, [0]],
    ['do not say', { rows: 0, by: undefined }, []],
  ])('refuses %s', (says, header, body) => {
    const places = { ref: [0], id: [1], name: ['A'], uk: [''], ru: [''], kind: [1], country: [''], admin1: [''] };
    const all = { generation: '1', by: 'event', count: 'reports', grain: 1, places: { ...places, lon: [1], lat: [1] } };
    expect(() => decodeCube(file({ ...all, ...header }, Uint8Array.from(body)).buffer)).toThrow(says);
  });

  it('refuses lists of places that do not go together', () => {
    const { places } = readFile(encodeCube(blocks).buffer).header;
    for (const bad of [{ ...places, lon: [] }, { ...places, name: 'x' }, {}, []]) {
      const header = { generation: '1', by: 'event', count: 'reports', grain: 1, rows: 0, places: bad };
      expect(() => decodeCube(file(header, new Uint8Array()).buffer)).toThrow('the list of places is not whole');
    }
  });
});

describe('what the server writes', () => {
  const read = (name: string) => new Uint8Array(readFileSync(new URL(`data/${name}`, import.meta.url))).buffer;
  const parts: { about: About; places: string[]; days: string[]; weeks: string[] } = JSON.parse(
    readFileSync(new URL('data/cube-parts.json', import.meta.url), 'utf8'),
  );
  const windows: { from: number; to: number; places: Record<string, number> }[] = JSON.parse(
    readFileSync(new URL('data/cube-windows.json', import.meta.url), 'utf8'),
  );
  for (const { places } of windows) delete places['0 1']; // not placed: not on the map
  const everything = { ...defaultFilter, kind: [], use: [], precision: [] };
  const decode = (grain: Grain, files: string[]) =>
    decodeParts({ about: parts.about, grain, places: parts.places.map(read), files: files.map(read) });
  const sums = (cube: Cube, from: number, to: number) => {
    const window = createWindow(buildTables(cube, everything));
    window.moveTo(from, to);
    const found = cube.places.id.map((id, i) => [`${id} ${cube.places.kind[i]}`, window.counts[i]!] as const);
    return Object.fromEntries(found.filter(([, n]) => n > 0));
  };

  it('is read, in one piece and in parts', () => {
    const whole = decodeCube(read('cube.bin'));
    const joined = decode(1, parts.days);
    expect(parts.days.length).toBeGreaterThan(1);
    for (const { from, to, places } of windows) {
      expect(sums(whole, from, to)).toEqual(places);
      expect(sums(joined, from, to)).toEqual(places);
    }
  });

  it('counts weeks as their days, and says which weeks', () => {
    const weeks = decode(7, parts.weeks);
    const days = decode(1, parts.days);
    const tables = buildTables(weeks, everything);
    expect(tables.totals.shown.extent).toEqual([days.first, days.last]);
    for (const { from, to } of windows) {
      const whole = wholeSlots(tables, from, to);
      expect(whole.from).toBeLessThanOrEqual(from);
      expect(whole.to).toBeGreaterThanOrEqual(to);
      expect(sums(weeks, from, to)).toEqual(sums(days, whole.from, whole.to));
      const { shown } = tables.totals;
      const window = createWindow(tables);
      window.moveTo(whole.from, whole.to);
      expect(inWindow(shown, whole.from, whole.to) + shown.undated).toBe(window.total());
    }
  });

  it('is refused where a part is missing or of another grain', () => {
    expect(() => decode(1, parts.weeks)).toThrow('do not fit together');
    const [first] = parts.places;
    const cut = () => decodeParts({ about: parts.about, grain: 1, places: [], files: [read(parts.days[0]!)] });
    expect(cut).toThrow('not listed');
    expect(() => decodeParts({ about: parts.about, grain: 1, places: [read(first!).slice(1)], files: [] })).toThrow();
  });
});

describe('buildTables', () => {
  const tables = () => buildTables(decoded(), defaultFilter);

  it('gives every row one reason', () => {
    const { totals } = tables();
    expect(inWindow(totals.shown, 18990, 19050)).toBe(303);
    expect(inWindow(totals.wide, 18990, 19050)).toBe(5);
    expect(inWindow(totals.use, 18990, 19050)).toBe(1);
    expect(inWindow(totals.month, 18990, 19050)).toBe(4);
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
    expect(checkMoves(randomBlocks(seeded(7), 40)).marks).toEqual({ begun: null, ended: null });
  });

  it('equals it, too, where it starts anew at marks', () => {
    const tables = checkMoves(randomBlocks(seeded(9), 40), { far: 200, between: 100 });
    expect(tables.marks.begun?.length).toBeGreaterThan(5);
    expect(tables.marks.ended?.length).toBeGreaterThan(5);
  });
});

/** Moves a window at random, near and far, and holds it against plain counting. */
function checkMoves(blocks: Block[], limits?: { far: number; between: number }): Tables {
  const random = seeded(3);
  const everything = { ...defaultFilter, kind: [], use: [], precision: [] };
  const tables = buildTables(decodeCube(encodeCube(blocks).buffer), everything);
  const window = createWindow(tables, limits);
  for (let move = 0; move < 200; move++) {
    const from = 18950 + Math.floor(random() * 200);
    const to = from + Math.floor(random() * random() * 150);
    window.moveTo(from, to);
    const plain = blocks.map((block) => overlapping(block.rows, from, to));
    expect([...window.counts]).toEqual(plain);
    expect([...window.firm]).toEqual(plain);
    expect(window.total()).toBe(plain.reduce((a, b) => a + b, 0));
    expect(window.places()).toBe(plain.filter((n) => n > 0).length);
    expect(inWindow(tables.totals.shown, from, to) + tables.totals.shown.undated).toBe(window.total());
  }
  return tables;
}

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
