import type { By, Kind, Precision, Unit, Use } from './state/filter';

const number = new Intl.NumberFormat('en-GB');

/** 12,431 */
export function num(n: number): string {
  return number.format(n);
}

function plural(n: number, one: string, many = `${one}s`): string {
  return `${num(n)} ${n === 1 ? one : many}`;
}

const unitWords: Record<Unit, [string, string]> = {
  reports: ['report', 'reports'],
  mentions: ['mention', 'mentions'],
  documents: ['document', 'documents'],
  stories: ['story', 'stories'],
};

const unitNotes: Record<Unit, string> = {
  reports: 'a post that names a place under a date',
  mentions: 'every time a place is named',
  documents: 'texts that name it',
  stories: 'near-copies counted once',
};

const byWords: Record<By, [string, string]> = {
  event: ['Day of the event', 'when it happened, as the text says'],
  published: ['Day of publication', 'when the post appeared'],
};

const kindWords: Record<Kind, [string, string]> = {
  settlement: ['settlement', 'Settlements'],
  district: ['district', 'Districts'],
  region: ['region', 'Regions'],
  country: ['country', 'Countries'],
  area: ['wider area', 'Wider areas'],
  water: ['water', 'Rivers, lakes, seas'],
  facility: ['facility', 'Facilities'],
  street: ['street', 'Streets'],
};

const useWords: Record<Use, string> = {
  literal: 'The place itself',
  associative: 'A government or dateline named by it',
};

const precisionWords: Record<Precision, string> = {
  undated: 'Undated',
  day: 'To the day',
  days: 'To a few days',
  week: 'To the week',
  month: 'To the month',
  season: 'To the season',
  year: 'To the year',
};

/** Every sentence of the page, in one place, so that other languages can follow. */
export const words = {
  counted: (n: number, unit: Unit) => plural(n, ...unitWords[unit]),
  places: (n: number) => plural(n, 'place'),
  unit: (unit: Unit) => unitWords[unit][1],
  unitTitle: (unit: Unit) => unitWords[unit][1][0]!.toUpperCase() + unitWords[unit][1].slice(1),
  unitNote: (unit: Unit) => unitNotes[unit],
  by: (by: By) => byWords[by][0],
  byNote: (by: By) => byWords[by][1],
  kind: (kind: string) => kindWords[kind as Kind]?.[0] ?? 'place',
  kinds: (kind: Kind) => kindWords[kind][1],
  use: (use: Use) => useWords[use],
  useShort: (use: string) => (use === 'associative' ? 'a government or dateline' : 'the place itself'),
  precision: (precision: Precision) => precisionWords[precision],

  notOnMap: 'Not on the map: ',
  wide: (n: number) => plural(n, 'country or wider area', 'countries and wider areas'),
  wideOn: 'countries and wider areas listed',
  otherKinds: (n: number) => `${num(n)} of other kinds`,
  otherKindsOn: 'all kinds',
  associative: (n: number) => `${num(n)} named for a government or a dateline`,
  associativeOn: 'governments and datelines',
  coarse: (n: number) => `${num(n)} dated only to a month or year`,
  coarseOn: 'dated to a month or year',
  undated: (n: number) => `${num(n)} undated`,
  undatedOn: 'undated',
  unplaced: (n: number) => `${num(n)} not placed`,
  outside: (n: number) => `${num(n)} outside: zoom out`,
  nothingBetween: (from: string, to: string) => `Nothing between ${from} and ${to}.`,
  nothingAtAll: 'Nothing matches these filters.',
  nearest: (day: string) => `Nearest: ${day}, go there`,
  clearFilters: 'Show the default view',
  emptyStore: 'Nothing is stored yet. Add texts with mentionmap ingest FOLDER.',

  firstDay: 'First day',
  lastDay: 'Last day',
  from: (day: string, sum: string) => `From ${day}; ${sum}`,
  to: (day: string, sum: string) => `To ${day}; ${sum}`,
  sum: (n: number, unit: Unit, m: number) => `${words.counted(n, unit)} of ${words.places(m)}`,
  earlier: 'earlier',
  later: 'later',
  perBin: { day: 'by day', week: 'by week', month: 'by month' },

  legend: (unit: Unit) => `${words.unitTitle(unit)} of a place`,
  hollow: 'unsure, or a direction only',
  square: 'a whole region',
  cameNew: 'new',
  change: (n: number) => (n > 0 ? `▲ ${num(n)}` : n < 0 ? `▼ ${num(-n)}` : '='),
  changeTitle: (before: number, unit: Unit) => `${words.counted(before, unit)} in the equal period before`,

  demo: 'Demo: short reports written for this project. Yours: ',
  demoCommand: 'mentionmap ingest FOLDER',
  gone: 'The server does not answer. What you see stays; trying again …',
  loading: 'Loading …',
  failed: (why: string) => `This did not load: ${why}`,
  retry: 'Try again',
  more: 'More',
  back: 'Back to all places',
  why: 'Why here?',
  about: 'about',
  published: (day: string) => `published ${day}`,
  undatedReport: 'undated',
  noSource: 'source not named',
  link: 'Open the source',
  none: 'No sentence to show.',
};

/** Sentences of the reader's own layers. */
export const layerWords = {
  title: 'Own layers',
  about: 'Lay a GeoJSON over the map: a front line, a boundary. It stays in this page, nothing is sent.',
  choose: 'Choose a file, or drop it on the page',
  shown: 'Show this layer',
  name: 'Name of the layer',
  colour: 'Colour of the layer',
  remove: 'Remove this layer',
  zoom: 'Zoom to it',
  asOf: (day: string) => `as of ${day}`,
  begins: (day: string) => `begins ${day}`,
  feature: (n: number) => `feature ${num(n)}`,
  theGeometry: 'the geometry',
  failed: (file: string, why: string) => `${file}: ${why}`,
  notJson: 'this is no JSON: save the layer as GeoJSON',
  notGeoJson: 'this JSON is no GeoJSON: it must be a FeatureCollection, a Feature or a geometry',
  noShapes: 'no feature has a geometry: there is nothing to draw',
  notFeature: (where: string) => `${where} is no GeoJSON feature`,
  notGeometry: (where: string) => `${where} has no GeoJSON geometry`,
  unknownType: (where: string, type: string) =>
    `${where} has the geometry type “${type}”: only points, lines, polygons and collections of them can be drawn`,
  tooDeep: (where: string) => `${where} holds collections within collections: split them`,
  badCoordinates: (where: string) => `${where} has coordinates that do not fit its geometry type`,
  badPosition: (where: string) =>
    `${where} has a position that is not longitude, latitude in degrees: save the layer in WGS84 (EPSG:4326)`,
  badDate: (where: string, date: string) => `${where} has the date “${date}”: write it as YYYY-MM-DD`,
  tooMany: (most: number) => `it has more than ${num(most)} positions: simplify it`,
  tooLarge: (megabytes: number) => `it is larger than ${num(megabytes)} MB: simplify it`,
  tooManyLayers: (most: number) => `there are ${num(most)} layers already: remove one`,
};

/** Sentences of the circle as a filter. */
export const circleWords = {
  draw: 'Draw a circle',
  hint: 'Drag on the map from the middle of the circle outwards. Escape ends it.',
  radius: (km: number) => `${num(km)} km`,
  around: (km: number, name: string) => `${num(km)} km around ${name}`,
  clear: (around: string) => `Only ${around}: take this away`,
  within: 'Only within',
  ofHere: 'km of here',
  set: 'Set',
};
