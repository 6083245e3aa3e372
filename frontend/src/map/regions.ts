import { Canvas, GeoJSON, type Map as LeafletMap } from 'leaflet';
import type { RegionFeature } from '../api/types';

export interface Regions {
  setShapes(features: RegionFeature[]): void;
  /** Outlines the regions of these place ids, the open one stronger. */
  update(shown: ReadonlySet<number>, selected: number | null, colour: string): void;
  destroy(): void;
}

/** Pale outlines: a filled area would say that all of it is meant. */
export function createRegions(map: LeafletMap): Regions {
  const renderer = new Canvas({ pane: 'regions', padding: 0.2 });
  const shapes = new Map<number, GeoJSON>();
  let wanted: [ReadonlySet<number>, number | null, string] = [new Set(), null, ''];
  let drawn = '';

  const draw = () => {
    const [shown, selected, colour] = wanted;
    const key = `${selected} ${colour} ${shapes.size} ${[...shown].join()}`;
    if (key === drawn) return;
    drawn = key;
    for (const [id, shape] of shapes) {
      if (!shown.has(id)) shape.remove();
      else shape.setStyle(styleOf(colour, id === selected)).addTo(map);
    }
  };

  return {
    setShapes(features) {
      for (const feature of features) {
        const { geometry } = feature;
        if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') continue; // no outline is known
        const data = { type: 'Feature', geometry, properties: {} } as const;
        shapes.set(Number(feature.id), new GeoJSON(data, { renderer, interactive: false } as L.GeoJSONOptions));
      }
      draw();
    },
    update(...next) {
      wanted = next;
      draw();
    },
    destroy() {
      for (const shape of shapes.values()) shape.remove();
      renderer.remove();
    },
  };
}

function styleOf(colour: string, selected: boolean): L.PathOptions {
  return {
    color: colour,
    weight: selected ? 2.5 : 1,
    opacity: selected ? 0.95 : 0.45,
    fill: selected,
    fillColor: colour,
    fillOpacity: 0.08,
  };
}
