import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import 'leaflet.markercluster/dist/MarkerCluster.css';
import 'leaflet.markercluster/dist/MarkerCluster.Default.css';
import { decodeCube } from '../src/cube/decode';
import { buildTables } from '../src/cube/tables';
import { createWindow } from '../src/cube/window';
import { createScale } from '../src/map/scale';
import { defaultFilter } from '../src/state/filter';

const MOST = 20_000; // units of the largest place, roughly

/** One step of a dragged handle, drawn the way other maps do. */
type Draw = (counts: Int32Array) => void;

(globalThis as { L?: unknown }).L = { ...L }; // the plugin adds to it

/** The same data, window and scale as the page's; only the drawing differs. */
async function start(): Promise<void> {
  const cube = decodeCube(await (await fetch('/api/cube')).arrayBuffer());
  const tables = buildTables(cube, defaultFilter);
  const window = createWindow(tables);
  const scale = createScale(MOST);
  const map = L.map('map', {
    preferCanvas: true,
    fadeAnimation: false,
    zoomAnimation: false,
    maxZoom: 14, // the cluster plugin does not work without
  });
  map.fitBounds([
    [44.2, 22],
    [52.6, 41],
  ]);
  const { lat, lon } = cube.places;
  const clustered = location.hash === '#cluster';
  const draw = clustered ? await cluster(map, lat, lon) : circles(map, lat, lon, scale);
  Object.assign(globalThis, {
    days: tables.days,
    step(from: number, to: number) {
      window.moveTo(tables.day0 + from, tables.day0 + to);
      draw(window.counts);
    },
  });
}

function circles(map: L.Map, lat: Float64Array, lon: Float64Array, scale: (n: number) => number): Draw {
  const renderer = L.canvas();
  const markers = Array.from(lat, (y, i) => L.circleMarker([y, lon[i]!], { renderer, radius: 3, weight: 1 }));
  return (counts) => {
    markers.forEach((marker, i) => {
      const n = counts[i]!;
      if (n && !map.hasLayer(marker)) marker.addTo(map);
      if (n) marker.setRadius(scale(n));
      else marker.remove();
    });
  };
}

async function cluster(map: L.Map, lat: Float64Array, lon: Float64Array): Promise<Draw> {
  await import('leaflet.markercluster');
  const { MarkerClusterGroup } = (
    globalThis as unknown as { L: { MarkerClusterGroup: new (o: object) => L.LayerGroup } }
  ).L;
  const group = new MarkerClusterGroup({ animate: false }).addTo(map) as L.LayerGroup & {
    addLayers(layers: L.Layer[]): void;
  };
  const markers = Array.from(lat, (y, i) => L.marker([y, lon[i]!]));
  return (counts) => {
    group.clearLayers();
    group.addLayers(markers.filter((_, i) => counts[i]! > 0));
  };
}

void start();
