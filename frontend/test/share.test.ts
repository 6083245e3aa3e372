import { describe, expect, it } from 'vitest';
import { sizeOf } from '../src/dialog/size';
import { generationOf, hasChanged, linkTo } from '../src/share/link';
import type { AppState } from '../src/state/app';
import { defaultFilter } from '../src/state/filter';
import { readAddress } from '../src/state/url';

const plain = { ...defaultFilter, place: null, tab: 'places', view: null, embed: false, layers: [], cube: null };
const state = (patch: Partial<AppState>) => ({ ...plain, ...patch }) as AppState;
const cube = (generation: string) => ({ generation }) as AppState['cube'];
const base = 'https://example.org/map/?q=old';

describe('a link', () => {
  const full = state({
    from: 19_000,
    to: 19_030,
    q: 'bridge & dam',
    near: { lon: 37.18, lat: 48.28, km: 25 },
    polygon: null,
    place: 7,
    tab: 'reports',
    view: { lat: 48, lon: 37, zoom: 8 },
    cube: cube('12'),
  });

  it('says all that the address says, and which data it was made of', () => {
    const { pathname, search } = new URL(linkTo(full, base));
    expect(pathname).toBe('/map/');
    expect(generationOf(search)).toBe('12');
    const { filter, ...rest } = readAddress(search);
    for (const key of Object.keys(defaultFilter) as (keyof typeof filter)[]) expect(filter[key]).toEqual(full[key]);
    expect(rest).toMatchObject({ place: 7, tab: 'reports', view: full.view, embed: false });
  });

  it('may be for a frame', () => {
    expect(readAddress(new URL(linkTo(full, base, true)).search).embed).toBe(true);
    expect(readAddress(new URL(linkTo(state({ embed: true }), base, false)).search).embed).toBe(false);
  });

  it.each([
    ['12', '12', false],
    ['12', '11', true],
    ['12', null, false],
  ])('of data %s, made of %s: changed is %s', (now, made, changed) => {
    expect(hasChanged(state({ cube: cube(now) }), made)).toBe(changed);
  });
});

describe('the size of a download', () => {
  const feature = '{"type":"Feature","id":1},';
  const row = 'B,"two\nlines ""so"""\n';

  it.each([
    ['geojson', `{"features":[${feature.repeat(10)}`, 100, 14 + 100 * feature.length],
    ['kml', `<kml>${'<Placemark>1</Placemark>'.repeat(4)}`, 1_000, 5 + 24_000],
    ['csv', `name,text\n${row}${row}C,`, 50, 10 + 50 * row.length],
    ['gpkg', `{"features":[${feature.repeat(10)}`, 0, 900_000 + 0.6 * 14],
  ])('of %s is judged by its beginning', (format, text, count, bytes) => {
    expect(sizeOf(format, { text, whole: false }, count)).toBeCloseTo(bytes, 3);
  });

  it('is that of the whole, if it is short; and unknown where nothing is to be seen', () => {
    expect(sizeOf('csv', { text: 'name\nA\n', whole: true }, 1)).toBe(7);
    expect(sizeOf('geojson', { text: '{"features":[', whole: false }, 7)).toBeNull();
  });
});
