import type { Mention } from '../api/types';
import { defaultFilter } from '../state/filter';
import { readAddress, writeAddress } from '../state/url';
import { parseDay } from '../time/day';
import { words } from '../words';
import { whenOf } from './when';

/** The query of a page that shows a mention: among those of its place on its days, whatever its kind, use and precision. */
export function mentionAddress({ id, properties: p }: Mention): string {
  const from = parseDay(p.date);
  const filter = { ...defaultFilter, from, to: parseDay(p.date_to) ?? from, kind: [], use: [], precision: [] };
  const tab = p.place === null ? 'reports' : 'places';
  return writeAddress({ ...readAddress(''), filter, place: p.place, mention: id, tab });
}

/** A line for a footnote. */
export function citationOf({ id, properties: p }: Mention): string {
  const { source, title, url } = p;
  return words.cited({ place: p.name ?? p.surface, date: whenOf(p), source, title, url, id });
}
