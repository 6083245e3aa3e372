import type { Reason } from '../cube/tables';
import {
  defaultFilter,
  type Filter,
  type Kind,
  kinds,
  type Precision,
  precisions,
  uses,
  withAll,
} from '../state/filter';
import { words } from '../words';

/** A part of what the filter keeps off the map, or lets through beside what is usual, and how to change that. */
export interface Switch {
  reasons: readonly Reason[];
  /** names what is kept off the map, after its number */
  off(counted: string, filter: Filter): string;
  /** lets through what off names */
  turnOn(filter: Filter): Partial<Filter>;
  /** names what is let through beside the default; nothing where none of the default is, or no more than that */
  on(filter: Filter): string;
  /** takes away what on names */
  turnOff(filter: Filter): Partial<Filter>;
}

const wideKinds: readonly Kind[] = ['country', 'area'];
const coarse: readonly Precision[] = ['week', 'month', 'season', 'year'];

/** An empty list lets all through. */
const letThrough = <T>(list: readonly T[], group: readonly T[]) =>
  group.filter((item) => list.length === 0 || list.includes(item));
const keptOff = <T>(list: readonly T[], group: readonly T[]) =>
  group.filter((item) => list.length > 0 && !list.includes(item));
const also = <T>(list: readonly T[], group: readonly T[], usual: readonly T[]) =>
  letThrough(list, usual).length ? letThrough(list, group) : [];
const without = <T>(list: readonly T[], group: readonly T[], all: readonly T[]) =>
  letThrough(list, all).filter((item) => !group.includes(item));

const ofWide = <T>(list: readonly Kind[], both: T, country: T, area: T) =>
  list.length > 1 ? both : list[0] === 'country' ? country : area;

/** A group of precisions; those of it that are named change together. */
const dated = (
  group: readonly Precision[],
  off: (counted: string, hidden: readonly Precision[]) => string,
  on: (shown: readonly Precision[]) => string,
): Switch => {
  const added = ({ precision }: Filter) => also(precision, group, defaultFilter.precision);
  return {
    reasons: group,
    off: (counted, { precision }) => off(counted, keptOff(precision, group)),
    turnOn: ({ precision }) => ({ precision: withAll(precision, keptOff(precision, group), precisions) }),
    on: (filter) => (added(filter).length ? on(added(filter)) : ''),
    turnOff: ({ precision }) => ({ precision: without(precision, group, precisions) }),
  };
};

/** Every part, in the order in which they are told. */
export const switchesOf = (): Switch[] => [
  {
    reasons: ['wide'],
    off: (counted, { kind }) => ofWide(keptOff(kind, wideKinds), words.wide, words.countries, words.areas)(counted),
    turnOn: ({ kind }) => ({ kind: withAll(kind, wideKinds, kinds) }),
    on: ({ kind }) => {
      const added = also(kind, wideKinds, defaultFilter.kind);
      return added.length ? ofWide(added, words.wideOn, words.countriesOn, words.areasOn) : '';
    },
    turnOff: ({ kind }) => ({ kind: without(kind, wideKinds, kinds) }),
  },
  {
    reasons: ['kind'],
    off: words.otherKinds,
    turnOn: () => ({ kind: [] }),
    on: ({ kind }) => (kind.length === 0 ? words.otherKindsOn : ''),
    turnOff: () => ({ kind: defaultFilter.kind }),
  },
  {
    reasons: ['use'],
    off: (counted, { use }) => (keptOff(use, ['literal']).length ? words.literal : words.associative)(counted),
    turnOn: () => ({ use: [] }),
    on: ({ use }) => (also(use, ['associative'], defaultFilter.use).length ? words.associativeOn : ''),
    turnOff: ({ use }) => ({ use: without(use, ['associative'], uses) }),
  },
  dated(
    defaultFilter.precision,
    (counted, hidden) => `${counted} ${words.dated(hidden)}`,
    () => '',
  ),
  dated(coarse, (counted, hidden) => `${counted} ${words.dated(hidden)}`, words.dated),
  dated(['undated'], words.undated, () => words.undatedOn),
];
