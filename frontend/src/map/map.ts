import type { Map as LeafletMap } from 'leaflet';
import type { RegionFeature } from '../api/types';
import type { Cube } from '../cube/types';
import { debounce, type View } from '../dom';
import { type App, type AppState, placeIndex } from '../state/app';
import { kindAt } from '../state/filter';
import { nameOf } from '../state/places';
import { type Keys, touches } from '../state/state';
import { language } from '../words';
import type { Drawn, Sites } from './collect';
import { type Palette, readPalette } from './colour';
import { createGround, type GroundDeps, themeNow } from './ground';
import { type Box, drawLabels, inContainer, middles } from './labels';
import { createLegend } from './legend';
import { NONE } from './masks';
import type { Frame } from './overlay';
import { listenToPointer } from './pointer';
import { createPoints, type PaintNames } from './points';
import { createRegions } from './regions';
import { createScale, roundMost, type Scale } from './scale';
import { sitesOf } from './sites';
import { createTravel, type Travel } from './travel';

export interface MapPart extends View<Keys<AppState>>, Omit<Travel, 'refit'> {
  /** for layers that lie on the same map */
  leaflet: LeafletMap;
  setRegions(features: RegionFeature[]): void;
  /** Takes the colours anew, as after dark has come. */
  restyle(): void;
  /** Writes names in another language. */
  rename(): void;
}

const SETTLE = 220; // ms after the last drawing before the basemap's labels make room

/** The map: basemap, outlines of regions, symbols, labels, legend. */
export function createMap(el: HTMLElement, app: App, deps: GroundDeps): MapPart {
  const { map, basemap, unwatch } = createGround(el, deps, () => travel.refit());
  const travel = createTravel(el, map, app);
  const legend = createLegend(el.parentElement!.querySelector<HTMLElement>('.legend')!);
  const regions = createRegions(map);
  const points = createPoints(map, (context, frame, drawn) => nameThem(context, frame, drawn));
  let palette: Palette = readPalette(el);
  let sites: Sites | null = null;
  let scale: Scale = createScale(1);
  let most = 0;
  let width = 0;
  let regionPlaces: number[] = [];

  let taken: { frame: Frame; labels: Box[]; drawn: Drawn } | null = null;

  const settle = debounce(SETTLE, () => {
    if (taken) basemap.avoid(inContainer(map, taken.frame, [...taken.labels, ...middles(taken.drawn)]));
  });

  const nameThem: PaintNames = (context, frame, drawn) => {
    const state = app.get();
    const { cube } = state;
    if (!cube || !sites) return;
    const labels = drawLabels(context, frame, {
      drawn,
      palette,
      name: (i) => nameOf(cube.places, i),
      bare: (i) => sites!.shape[i] === NONE,
      water: (i) => kindAt[cube.places.kind[i]!] === 'water',
      selected: placeIndex(state, state.place),
      hover: state.hover ?? -1,
    });
    taken = { frame, labels, drawn };
    basemap.clear(inContainer(map, frame, labels));
    settle();
  };

  const drawPoints = ({ summary, comparison }: AppState) => {
    if (!summary || !sites || sites.x.length !== summary.counts.length) return;
    const counts = comparison?.both ?? summary.counts;
    const firm = comparison?.firm ?? summary.firm;
    points.update({ sites, counts, firm, scale, palette, classes: comparison?.classes });
  };

  const drawRegions = ({ cube, summary, place }: AppState) => {
    if (!cube || !summary) return;
    const shown = new Set<number>();
    for (const i of regionPlaces) if (summary.counts[i]! > 0) shown.add(cube.places.id[i]!);
    regions.update(shown, place, palette.region);
  };

  const rescale = ({ summary, comparison, count }: AppState) => {
    if (!summary) return;
    const next = roundMost(summary.most, most);
    const wide = map.getSize().x;
    if (next !== most || wide !== width) scale = createScale(next, wide);
    most = next;
    width = wide;
    legend.update({ scale, most, unit: count, compared: comparison !== null });
  };

  listenToPointer(el, map, points, app);

  return {
    update(changed) {
      const state = app.get();
      if (touches(changed, 'cube') && state.cube) {
        sites = sitesOf(state.cube);
        regionPlaces = regionsOf(state.cube);
      }
      if (touches(changed, 'summary', 'count', 'comparison')) rescale(state);
      if (touches(changed, 'summary', 'comparison')) drawPoints(state);
      if (touches(changed, 'summary', 'place')) drawRegions(state);
      if (touches(changed, 'place', 'hover')) points.rename();
    },
    leaflet: map,
    setRegions: regions.setShapes,
    show: travel.show,
    back: travel.back,
    showAll: travel.showAll,
    restyle() {
      palette = readPalette(el);
      basemap.update({ theme: themeNow() });
      drawPoints(app.get());
      drawRegions(app.get());
    },
    rename() {
      basemap.update({ language });
      points.rename();
      legend.update({ scale, most, unit: app.get().count, compared: app.get().comparison !== null });
    },
    destroy() {
      settle.cancel();
      unwatch();
      for (const part of [points, regions, legend, basemap]) part.destroy();
      map.remove();
    },
  };
}

function regionsOf({ places }: Cube): number[] {
  return [...places.id.keys()].filter((i) => kindAt[places.kind[i]!] === 'region');
}
