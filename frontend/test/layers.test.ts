import { describe, expect, it } from 'vitest';
import { defaults } from '../src/defaults';
import { LayerError, parseLayer } from '../src/layers/geojson';
import { dateShown, firstDate, formsAt } from '../src/layers/own';
import { isoDay, parseDay } from '../src/time/day';

const feature = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', properties, geometry });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const point = (lon: unknown, lat: unknown) => ({ type: 'Point', coordinates: [lon, lat] });
const parse = (value: unknown) => parseLayer(JSON.stringify(value));
const nested = (levels: number): unknown =>
  levels ? { type: 'GeometryCollection', geometries: [nested(levels - 1)] } : point(37, 48);

const ring = [
  [36, 48],
  [38, 48],
  [38, 50],
  [36, 48],
];

describe('a layer is read', () => {
  it('from every type of geometry', () => {
    const { forms, box } = parse(
      collection(
        feature(point(37, 48)),
        feature({ type: 'MultiPoint', coordinates: [ring[0], ring[1]] }),
        feature({ type: 'LineString', coordinates: ring }),
        feature({ type: 'MultiLineString', coordinates: [ring, ring] }),
        feature({ type: 'Polygon', coordinates: [ring] }),
        feature({ type: 'MultiPolygon', coordinates: [[ring], [ring, ring]] }),
        feature({ type: 'GeometryCollection', geometries: [point(30, 46), { type: 'Polygon', coordinates: [ring] }] }),
        feature(null),
      ),
    );
    expect(forms.map(({ kind, parts }) => `${kind} ${parts.map((part) => part.length / 2).join()}`)).toEqual([
      'point 1',
      'point 2',
      'line 4',
      'line 4,4',
      'area 4',
      'area 4',
      'area 4,4',
      'point 1',
      'area 4',
    ]);
    expect(box).toEqual([30, 46, 38, 50]);
  });

  it('from a lone feature or geometry, with heights, projected', () => {
    expect(parse(feature(point(0, 0))).forms[0]!.parts[0]).toEqual(Float64Array.of(0.5, 0.5));
    expect(parse({ type: 'Point', coordinates: [180, 0, 12] }).forms[0]!.parts[0]![0]).toBe(1);
  });

  it('with the name it gives itself', () => {
    expect(parse({ ...collection(feature(point(1, 2))), name: ' Front <b>line</b> ' }).name).toBe('Front <b>line</b>');
    expect(parse({ ...collection(feature(point(1, 2))), name: 7 }).name).toBeNull();
  });
});

describe('a layer is refused in one line', () => {
  it.each([
    ['no JSON', 'PK\u0003\u0004', /no JSON/],
    ['a list', '[]', /no GeoJSON/],
    ['TopoJSON', '{"type":"Topology"}', /geometry type “Topology”/],
    ['nothing to draw', JSON.stringify(collection(feature(null))), /nothing to draw/],
    ['a feature that is none', JSON.stringify(collection(feature(point(1, 2)), 5)), /^feature 2 is no/],
    ['a property of Object', '{"type":"constructor"}', /geometry type “constructor”/],
    ['metres', JSON.stringify(feature(point(4_100_000, 6_000_000))), /WGS84/],
    ['text for a number', JSON.stringify(feature(point('37', 48))), /WGS84/],
    ['numbers beyond all', '{"type":"Point","coordinates":[1e999,4]}', /WGS84/],
    ['a position too little', JSON.stringify({ type: 'Point', coordinates: [4] }), /WGS84/],
    ['a line of one', JSON.stringify({ type: 'LineString', coordinates: [[1, 2]] }), /do not fit/],
    ['a ring of two', JSON.stringify({ type: 'Polygon', coordinates: [ring.slice(0, 2)] }), /do not fit/],
    ['coordinates of another type', JSON.stringify({ type: 'Polygon', coordinates: ring }), /WGS84|do not fit/],
    ['deep collections', JSON.stringify(nested(defaults.layer.depth + 1)), /collections within/],
    ['no date', JSON.stringify(feature(point(1, 2), { date: '24.02.2022' })), /YYYY-MM-DD/],
    ['a day that is none', JSON.stringify(feature(point(1, 2), { date: '2022-02-30' })), /YYYY-MM-DD/],
  ])('%s', (_, text, why) => {
    expect(() => parseLayer(text)).toThrow(LayerError);
    expect(() => parseLayer(text)).toThrow(why);
  });

  it('with too many positions', () => {
    const line = `[${'[1,2],'.repeat(defaults.layer.positions)}[1,2]]`;
    expect(() => parseLayer(`{"type":"LineString","coordinates":${line}}`)).toThrow(/simplify/);
  });

  it('but not for collections that are not too deep', () => {
    expect(parse(nested(defaults.layer.depth)).forms).toHaveLength(1);
  });
});

describe('a dated layer', () => {
  const day = (text: string) => parseDay(text)!;
  const { forms } = parse(
    collection(
      feature(point(1, 1), { date: '2022-03-01' }),
      feature(point(2, 1), { date: '2022-03-01T12:00:00Z' }),
      feature(point(3, 1), { date: '2022-06-01' }),
      feature(point(4, 1)),
    ),
  );
  const lonsAt = (text: string) => formsAt(forms, day(text)).map(({ parts }) => Math.round(parts[0]![0]! * 360 - 180));

  it('shows the newest date that is not after the end of the window, and what is undated', () => {
    expect(lonsAt('2022-02-28')).toEqual([4]);
    expect(lonsAt('2022-03-01')).toEqual([1, 2, 4]);
    expect(lonsAt('2022-05-31')).toEqual([1, 2, 4]);
    expect(lonsAt('2030-01-01')).toEqual([3, 4]);
  });

  it('tells its dates', () => {
    expect(isoDay(firstDate(forms)!)).toBe('2022-03-01');
    expect(isoDay(dateShown(forms, day('2022-04-01'))!)).toBe('2022-03-01');
    expect(dateShown(forms, day('2022-01-01'))).toBeNull();
  });
});
