import { LatLngBounds } from 'leaflet';
import type { Toponym } from '../api/types';
import { defaults } from '../defaults';
import type { Sites } from '../map/collect';
import { readPalette } from '../map/colour';
import { createGround, themeNow } from '../map/ground';
import { drawLabels, inContainer, middles } from '../map/labels';
import { CIRCLE, SQUARE } from '../map/masks';
import { createPoints, type PaintNames } from '../map/points';
import { mercatorX, mercatorY } from '../map/project';
import { together } from './together';

/** The places of one article on a map of their own. */
export interface Spots {
  update(toponyms: Toponym[], onHover: (indexes: readonly number[]) => void): void;
  /** Rings the place of a toponym, null for none. */
  point(index: number | null): void;
  fit(): void;
  restyle(): void;
  destroy(): void;
}

/** Few places: larger dots than on a map of many. */
const scale = (n: number) => Math.min(2.5, Math.sqrt(Math.max(1, n))) * defaults.spotRadius;

/** One dot: toponyms at the same position. */
interface Spot {
  lat: number;
  lon: number;
  name: string;
  square: boolean;
  firm: boolean;
  indexes: number[];
}

export function createSpots(el: HTMLElement, loadBasemap: (name: string) => Promise<ArrayBuffer>): Spots {
  const { map, basemap, unwatch } = createGround(el, { basemap: loadBasemap, onBasemapError: () => {} });
  const points = createPoints(map, (...to) => nameThem(...to));
  let palette = readPalette(el);
  let spots: Spot[] = [];
  let selected = -1;
  let tell: (indexes: readonly number[]) => void = () => {};

  const nameThem: PaintNames = (context, frame, drawn) => {
    const input = {
      drawn,
      palette,
      name: (i: number) => spots[i]?.name ?? '',
      bare: () => false,
      water: () => false,
      selected,
      hover: -1,
    };
    basemap.avoid(inContainer(map, frame, [...drawLabels(context, frame, input), ...middles(drawn)]));
  };

  const draw = () => {
    const counts = spots.map(({ indexes }) => indexes.length);
    const firm = spots.map((spot) => (spot.firm ? 1 : 0));
    points.update({ sites: sitesOf(spots), counts, firm, scale, palette });
  };

  map.on('mousemove', ({ containerPoint: { x, y } }) => {
    const at = points.hit(x, y);
    if (at === selected) return;
    selected = at;
    tell(spots[at]?.indexes ?? []);
    points.rename();
  });

  return {
    update(toponyms, onHover) {
      spots = gather(toponyms);
      selected = -1;
      tell = onHover;
      draw();
    },
    point(index) {
      selected = index === null ? -1 : spots.findIndex(({ indexes }) => indexes.includes(index));
      points.rename();
    },
    fit() {
      map.invalidateSize({ animate: false });
      const box = new LatLngBounds(together(spots).map(({ lat, lon }) => [lat, lon]));
      if (box.isValid()) map.fitBounds(box.pad(0.2), { animate: false, maxZoom: defaults.placeZoom });
    },
    restyle() {
      palette = readPalette(el);
      basemap.update({ theme: themeNow() });
      draw();
    },
    destroy() {
      unwatch();
      for (const part of [points, basemap]) part.destroy();
      map.remove();
    },
  };
}

function gather(toponyms: Toponym[]): Spot[] {
  const spots = new Map<string, Spot>();
  toponyms.forEach(({ lat, lon, name, surface, kind, confidence, relation }, index) => {
    if (lat === null || lon === null) return;
    const key = `${lat},${lon}`;
    const spot = spots.get(key) ?? {
      lat,
      lon,
      name: name ?? surface,
      square: kind === 'region',
      firm: false,
      indexes: [],
    };
    spot.indexes.push(index);
    spot.firm ||= confidence >= 0.5 && relation !== 'direction';
    spots.set(key, spot);
  });
  return [...spots.values()];
}

function sitesOf(spots: Spot[]): Sites {
  return {
    x: Float64Array.from(spots, ({ lon }) => mercatorX(lon)),
    y: Float64Array.from(spots, ({ lat }) => mercatorY(lat)),
    dx: new Float32Array(spots.length),
    dy: new Float32Array(spots.length),
    shape: Uint8Array.from(spots, ({ square }) => (square ? SQUARE : CIRCLE)),
  };
}
