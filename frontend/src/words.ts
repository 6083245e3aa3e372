import type { By, Kind, Precision, Unit, Use } from './state/filter';
import { en } from './words/en';
import { language, locale } from './words/language';
import { createPlural } from './words/plural';
import { ru } from './words/ru';
import type { Words } from './words/table';
import { uk } from './words/uk';

export { language, locale } from './words/language';

/** 12,431 */
export const { num } = createPlural(locale);

const table: Words = { en, uk, ru }[language];

/** Every sentence of the page in its language, and the ways to choose among them. */
export const words = {
  ...table,
  unitTitle: (unit: Unit) => table.units[unit].title,
  unitNote: (unit: Unit) => table.units[unit].note,
  by: (by: By) => table.bys[by][0],
  byNote: (by: By) => table.bys[by][1],
  kind: (kind: string) => table.kindNames[kind as Kind]?.[0] ?? table.anyPlace,
  kinds: (kind: Kind) => table.kindNames[kind][1],
  use: (use: Use) => table.uses[use],
  useShort: (use: string) => table.usesShort[use as Use] ?? use,
  precision: (precision: Precision) => table.precisions[precision],
  sum: (n: number, unit: Unit, m: number) => table.sum(table.counted(n, unit), table.places(m)),
  legend: (unit: Unit) => table.legend(table.units[unit].title),
  change: (n: number) => (n > 0 ? `▲ ${num(n)}` : n < 0 ? `▼ ${num(-n)}` : '='),
  changeTitle: (before: number, unit: Unit) => table.changeTitle(table.counted(before, unit)),
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

/** Sentences of what is taken away. */
export const shareWords = {
  title: 'Link and picture',
  link: 'Link to what you see',
  copy: 'Copy the link',
  copied: 'Copied.',
  selected: 'Selected: press Ctrl+C to copy.',
  layersStay: 'Own layers are not in it: they stay in this page.',
  embed: 'For a frame in another page',
  embedNote: 'map and time only; the server must allow frames',
  picture: 'Save the map as a picture',
  saved: (name: string) => `Saved as ${name}.`,
  noPicture: 'This browser could not make a picture of this size.',
  changed: 'The data have changed since this link was made: counts may differ.',
  close: 'Close this note',
  open: 'Open the whole page',
  embedCredit: 'mentionmap: mentions, not events · GeoNames CC BY 4.0 · Natural Earth · GSHHG LGPL',
  credit: 'mentionmap: mentions, not events',
  search: (q: string) => `with “${q}”`,
  sources: (names: string) => `from ${names}`,
  ownLayers: (names: string) => `own layers: ${names}`,
  forPrograms: 'a feature a line, for programs',
  forEarth: 'for Google Earth',
  forQgis: 'for QGIS, with outlines of regions',
};

/** Sentences of the comparison of two periods. */
export const compareWords = {
  title: 'Compare two periods',
  close: 'End the comparison',
  periodA: (days: string, n: number) => `A: ${days} · ${num(n)}`,
  periodB: (days: string, n: number) => `B: ${days} · ${num(n)}`,
  fromDay: 'First day of period B',
  toDay: 'Last day of period B',
  before: 'Take the equal period before',
  classes: ['less than a third in A', 'less in A', 'about the same', 'more in A', 'more than three times in A'],
  how: 'Shares of each period’s reports, so that a busier period changes nothing; few reports count for little. Size: both periods together.',
  nothing: 'One of the periods is empty: there is nothing to compare.',
  more: 'Named more in A (B → A)',
  less: 'Named less in A (B → A)',
};
