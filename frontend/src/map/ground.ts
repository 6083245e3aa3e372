import { Control, Map as LeafletMap } from 'leaflet';
import { type Basemap, createBasemap } from '../basemap';
import { defaults } from '../defaults';
import { language } from '../words';

export interface GroundDeps {
  basemap(name: string): Promise<ArrayBuffer>;
  onBasemapError(error: Error): void;
}

export interface Ground {
  map: LeafletMap;
  basemap: Basemap;
  unwatch(): void;
}

/** A Leaflet map with our basemap, set up as every map of the page is. */
export function createGround(el: HTMLElement, deps: GroundDeps, onResize = () => {}): Ground {
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
    language,
    onError: deps.onBasemapError,
  });
  return { map, basemap, unwatch: keepSize(el, map, onResize) };
}

/** Leaflet itself sees only the window's size change. */
function keepSize(el: HTMLElement, map: LeafletMap, onResize: () => void): () => void {
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    onResize();
  });
  observer.observe(el);
  return () => observer.disconnect();
}

export function themeNow(): 'light' | 'dark' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
