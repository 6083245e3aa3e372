import type { Clip } from './splat';

const SHIFT = 4;
const SIDE = 1 << SHIFT; // px

/** The image in squares: which of them must be drawn anew. */
export interface Squares {
  /** What lies within `half` px of x, y has changed. */
  mark(x: number, y: number, half: number): void;
  /** Share of the squares that are marked. */
  share(): number;
  /** Calls with each marked square that a symbol within `half` px of x, y touches. */
  each(x: number, y: number, half: number, fn: (square: Clip) => void): void;
  /** Calls with every marked square. */
  all(fn: (square: Clip) => void): void;
  clear(): void;
}

export function createSquares(width: number, height: number): Squares {
  const columns = Math.ceil(width / SIDE);
  const rows = Math.ceil(height / SIDE);
  const marked = new Uint8Array(columns * rows);
  let count = 0;
  const square: Clip = { west: 0, north: 0, east: 0, south: 0 }; // one for all calls

  const visit = (column: number, row: number, fn: (square: Clip) => void) => {
    square.west = column * SIDE;
    square.north = row * SIDE;
    square.east = Math.min(width, square.west + SIDE);
    square.south = Math.min(height, square.north + SIDE);
    fn(square);
  };
  const first = (at: number, half: number) => Math.max(0, (at - half) >> SHIFT);
  const last = (at: number, half: number, most: number) => Math.min(most - 1, (at + half) >> SHIFT);

  return {
    mark(x, y, half) {
      for (let row = first(y, half); row <= last(y, half, rows); row++) {
        for (let column = first(x, half); column <= last(x, half, columns); column++) {
          count += 1 - marked[row * columns + column]!;
          marked[row * columns + column] = 1;
        }
      }
    },
    share: () => count / marked.length,
    each(x, y, half, fn) {
      for (let row = first(y, half); row <= last(y, half, rows); row++) {
        for (let column = first(x, half); column <= last(x, half, columns); column++) {
          if (marked[row * columns + column]) visit(column, row, fn);
        }
      }
    },
    all(fn) {
      for (let at = 0; at < marked.length; at++) if (marked[at]) visit(at % columns, Math.floor(at / columns), fn);
    },
    clear() {
      marked.fill(0);
      count = 0;
    },
  };
}
