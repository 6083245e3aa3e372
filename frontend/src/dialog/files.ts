import type { Filter } from '../state/filter';
import { isoDay } from '../time/day';

export type Collection = 'mentions' | 'places';
export type Format = 'geojson' | 'csv';

/** "mentions_2023-05-01_2023-08-31_literal.geojson" */
export function fileName(collection: Collection, format: Format, filter: Filter, framed: boolean): string {
  const day = (value: number | null, open: string) => (value === null ? open : isoDay(value));
  const window =
    filter.from === null && filter.to === null ? ['all-days'] : [day(filter.from, 'start'), day(filter.to, 'end')];
  const words =
    filter.q
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 4) ?? [];
  const parts = [collection, ...window, filter.use.join('-') || 'any-use', ...words, framed ? 'in-frame' : ''];
  return `${parts.filter(Boolean).join('_')}.${format}`;
}

type Row = Record<string, unknown>;

/** CSV with a byte order mark; cells that a spreadsheet would take for a formula are escaped. */
export function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
