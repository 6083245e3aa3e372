import { Control, LatLngBounds, Map as LeafletMap } from 'leaflet';
import type { RegionFeature } from '../api/types';
import { type Basemap, createBasemap } from '../basemap';
import { defaults } from '../defaults';
import { debounce, h, type View } from '../dom';
import { type App, type AppState, type Bounds, placeIndex } from '../state/app';
import { kindAt } from '../state/filter';
import { fullName } from '../state/places';
import { type Keys, touches } from '../state/state';
import { words } from '../words';
import type { Sites } from './collect';
import { type Palette, readPalette } from './colour';
import { type Box, drawLabels, inContainer } from './labels';
import { createLegend } from './legend';
import { NONE } from './masks';
import type { Frame } from './overlay';
import { createPoints, type PaintOver } from './points';
import { createRegions } from './regions';
import { createScale, type Scale } from './scale';
import { sitesOf } from './sites';

export interface MapDeps {
  basemap(name: string): Promise<ArrayBuffer>;
  onBasemapError(error: Error): void;
}

export interface MapView extends View<Keys<AppState>> {
  setRegions(features: RegionFeature[]): void;
  /** Brings a place into view. */
  show(lat: number, lon: number): void;
  /** Zooms out until everything counted is in the frame. */
  showAll(): void;
  restyle(): void;
}

export interface Ground {
  map: LeafletMap;
  basemap: Basemap;
  unwatch(): void;
}

/** A Leaflet map with our basemap, set up as every map of the page is. */
export function createGround(el: HTMLElement, deps: MapDeps): Ground {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = new LeafletMap(el, {
    zoomControl: false,
    attributionControl: false,
    minZoom: defaults.minZoom,
    maxZoom: defaults.maxZoom,
    zoomSnap: 0.5,
    wheelPxPerZoomLevel: 90,
    worldCopyJump: true,
    zoomAnimation: !calm,
    fadeAnimation: false,
    inertia: !calm,
  });
  map.fitBounds(defaults.frame, { animate: false });
  new Control.Zoom({ position: 'topright' }).addTo(map);
  for (const [pane, z] of [
    ['regions', 410],
    ['points', 420],
  ] as const) {
    map.createPane(pane).style.zIndex = String(z);
  }
  const basemap = createBasemap(map, {
    load: deps.basemap,
    theme: themeNow(),
    language: 'en',
    onError: deps.onBasemapError,
  });
  return { map, basemap, unwatch: keepSize(el, map) };
}

/** Leaflet itself sees only the window's size change. */
function keepSize(el: HTMLElement, map: LeafletMap): () => void {
  const observer = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  observer.observe(el);
  return () => observer.disconnect();
}

export function themeNow(): 'light' | 'dark' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function createMap(el: HTMLElement, app: App, deps: MapDeps): MapView {
  const { map, basemap, unwatch } = createGround(el, deps);
  const legend = createLegend(el.parentElement!.querySelector<HTMLElement>('.legend')!);
  const regions = createRegions(map);
  const points = createPoints(map, (context, frame, drawn) => nameThem(context, frame, drawn));
  const tip = h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  el.append(tip);
  let palette: Palette = readPalette(el);
  let sites: Sites | null = null;
  let scale: Scale = createScale(1);

  let taken: [Frame, Box[]] | null = null;

  const settle = debounce(220, () => taken && basemap.avoid(inContainer(map, ...taken)));

  const nameThem: PaintOver = (context, frame, drawn) => {
    const state = app.get();
    const { cube } = state;
    if (!cube || !sites) return;
    const boxes = drawLabels(context, frame, {
      drawn,
      palette,
      name: (i) => cube.places.name[i] ?? '',
      bare: (i) => sites!.shape[i] === NONE,
      selected: placeIndex(state, state.place),
      hover: state.hover ?? -1,
    });
    taken = [frame, boxes];
    settle();
  };

  const drawPoints = ({ summary }: AppState) => {
    if (!summary || !sites || sites.x.length !== summary.counts.length) return;
    points.update({ sites, counts: summary.counts, firm: summary.firm, scale, palette });
  };

  const drawRegions = ({ cube, summary, place }: AppState) => {
    if (!cube || !summary) return;
    const shown = new Set<number>();
    cube.places.id.forEach((id, i) => {
      if (kindAt[cube.places.kind[i]!] === 'region' && summary.counts[i]! > 0) shown.add(id);
    });
    regions.update(shown, place, palette.region);
  };

  const rescale = ({ tables, count }: AppState, most: number) => {
    if (!tables) return;
    scale = createScale(most, map.getSize().x);
    legend.update({ scale, most, unit: count });
  };

  const pointAt = (event: { containerPoint: { x: number; y: number } }) =>
    points.hit(event.containerPoint.x, event.containerPoint.y);

  map.on('mousemove', (event) => {
    const place = pointAt(event);
    el.classList.toggle('pointing', place >= 0);
    app.set({ hover: place < 0 ? null : place });
    if (place < 0) tip.hidden = true;
    else showTip(tip, app.get(), place, event.containerPoint, map.getSize());
  });
  map.on('mouseout', () => {
    tip.hidden = true;
    app.set({ hover: null });
  });
  map.on('click', (event) => {
    const place = pointAt(event);
    const id = app.get().cube?.places.id[place];
    if (id) app.set({ place: id });
  });
  let byHand = app.get().view !== null; // the address tells of the view once the reader has moved it
  for (const kind of ['pointerdown', 'wheel', 'keydown']) {
    el.addEventListener(kind, () => (byHand = true), { passive: true });
  }
  map.on('moveend', () => app.set({ bounds: boundsOf(map), ...(byHand && { view: viewOf(map) }) }));

  const start = app.get().view;
  if (start) map.setView([start.lat, start.lon], start.zoom, { animate: false });
  app.set({ bounds: boundsOf(map) });

  return {
    update(changed) {
      const state = app.get();
      if (touches(changed, 'cube') && state.cube) sites = sitesOf(state.cube);
      if (touches(changed, 'tables', 'count')) rescale(state, mostOf(state));
      if (touches(changed, 'summary')) drawPoints(state);
      if (touches(changed, 'summary', 'place')) drawRegions(state);
      if (touches(changed, 'place', 'hover')) points.update();
    },
    setRegions: regions.setShapes,
    show(lat, lon) {
      byHand = true;
      const zoom = Math.max(map.getZoom(), defaults.placeZoom);
      if (!map.getBounds().pad(-0.1).contains([lat, lon])) map.setView([lat, lon], zoom);
    },
    showAll() {
      const box = boxOf(app.get());
      byHand = true;
      if (box.isValid()) map.fitBounds(box.extend(map.getBounds()).pad(0.02));
    },
    restyle() {
      palette = readPalette(el);
      basemap.update({ theme: themeNow() });
      drawPoints(app.get());
      drawRegions(app.get());
    },
    destroy() {
      settle.cancel();
      unwatch();
      for (const part of [points, regions, legend, basemap]) part.destroy();
      map.remove();
    },
  };
}

function boxOf({ cube, summary }: AppState): LatLngBounds {
  const box = new LatLngBounds([]);
  cube?.places.id.forEach((_, i) => {
    const lat = cube.places.lat[i];
    const lon = cube.places.lon[i];
    if (lat !== undefined && lon !== undefined && !Number.isNaN(lat) && summary?.counts[i]) box.extend([lat, lon]);
  });
  return box;
}

/** The largest count of a place in the whole of time. */
function mostOf({ tables }: AppState): number {
  if (!tables) return 1;
  const sums = new Int32Array(tables.places);
  for (const { place, value } of [tables.single, tables.starts, tables.undated]) {
    for (let i = 0; i < place.length; i++) sums[place[i]!]! += value[i]! >>> 1;
  }
  return sums.reduce((most, n) => Math.max(most, n), 1);
}

function showTip(
  tip: HTMLElement,
  state: AppState,
  place: number,
  at: { x: number; y: number },
  size: { x: number; y: number },
) {
  const { cube, summary, count } = state;
  if (!cube || !summary) return;
  tip.textContent = `${fullName(cube.places, place)} · ${words.counted(summary.counts[place] ?? 0, count)}`;
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(at.x + 14, size.x - width - 8);
  const top = at.y + 18 + height > size.y ? at.y - height - 12 : at.y + 18;
  tip.style.transform = `translate(${Math.max(8, left)}px, ${top}px)`;
}

function boundsOf(map: LeafletMap): Bounds {
  const box = map.getBounds();
  return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
}

function viewOf(map: LeafletMap) {
  const { lat, lng } = map.getCenter();
  return { lat, lon: lng, zoom: map.getZoom() };
}
