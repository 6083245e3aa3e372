import { LatLngBounds, type Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import type { App, AppState, Bounds } from '../state/app';
import type { MapView } from '../state/url';

/** Where the map stands and goes. */
export interface Travel {
  /** Brings a place into view. */
  show(lat: number, lon: number): void;
  /** Goes back to where the map stood before, unless the reader has moved it since. */
  back(): void;
  /** Zooms out until everything counted is in the frame. */
  showAll(): void;
  /** The first frame again in a new size, until the reader has moved the map. */
  refit(): void;
}

export function createTravel(el: HTMLElement, map: LeafletMap, app: App): Travel {
  const start = app.get().view;
  let touched = start !== null; // then a change of size keeps the middle
  let moved = false; // the address tells of a new view once the reader has moved it
  let before: MapView | null = null; // where the map stood before a place was shown

  for (const kind of ['pointerdown', 'wheel', 'keydown']) {
    const onHand = () => {
      touched = true;
      moved = true;
      before = null;
    };
    el.addEventListener(kind, onHand, { passive: true });
  }
  map.on('moveend', () => app.set({ bounds: boundsOf(map), ...(moved && { view: viewOf(map) }) }));
  if (start) map.setView([start.lat, start.lon], start.zoom, { animate: false });
  app.set({ bounds: boundsOf(map) });

  return {
    show(lat, lon) {
      if (map.getBounds().pad(-0.1).contains([lat, lon])) return;
      before ??= viewOf(map);
      touched = true;
      moved = true;
      map.setView([lat, lon], Math.max(map.getZoom(), defaults.placeZoom));
    },
    back() {
      if (before) map.setView([before.lat, before.lon], before.zoom);
      before = null;
    },
    showAll() {
      const box = boxOf(app.get());
      touched = true;
      moved = true;
      if (box.isValid()) map.fitBounds(box.extend(map.getBounds()).pad(0.02));
    },
    refit() {
      if (!touched) map.fitBounds(defaults.frame, { animate: false });
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

function boundsOf(map: LeafletMap): Bounds {
  const box = map.getBounds();
  return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
}

function viewOf(map: LeafletMap): MapView {
  const { lat, lng } = map.getCenter();
  return { lat, lon: lng, zoom: map.getZoom() };
}
