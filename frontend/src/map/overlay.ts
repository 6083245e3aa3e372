import { DomUtil, type LatLng, type Map as LeafletMap, type Point, type ZoomAnimEvent } from 'leaflet';

/** A canvas that lies over the map and follows it. */
export interface Overlay {
  canvas: HTMLCanvasElement;
  /** Where the canvas's corner lies in the world at the zoom it is drawn for, in CSS px; and its size. */
  readonly frame: Frame;
  /** Another canvas of the same frame, above. */
  also(className: string): HTMLCanvasElement;
  /** A canvas without anything on it costs the browser as much as any other. */
  show(shown: boolean): void;
  destroy(): void;
}

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  /** CSS px that span the world */
  world: number;
  /** device px per CSS px */
  ratio: number;
}

const TILE = 256;

export function createOverlay(map: LeafletMap, pane: string, className: string, redraw: () => void): Overlay {
  const canvases: HTMLCanvasElement[] = [];
  let centre: LatLng = map.getCenter();
  let zoom = map.getZoom();
  const frame: Frame = { left: 0, top: 0, width: 0, height: 0, world: TILE, ratio: 1 };

  const add = (className: string) => {
    const canvas = DomUtil.create('canvas', `overlay leaflet-zoom-animated ${className}`, map.getPane(pane));
    canvases.push(canvas);
    return canvas;
  };

  const place = () => {
    centre = map.getCenter();
    zoom = map.getZoom();
    const origin = map.getPixelBounds().min!;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    frame.left = origin.x;
    frame.top = origin.y;
    frame.width = size.x;
    frame.height = size.y;
    frame.world = TILE * 2 ** zoom;
    frame.ratio = Math.min(window.devicePixelRatio || 1, 2);
    for (const canvas of canvases) {
      DomUtil.setPosition(canvas, corner);
      resize(canvas, size, frame.ratio);
    }
    redraw();
  };

  const animate = (event: ZoomAnimEvent) => {
    const scale = map.getZoomScale(event.zoom, zoom);
    const half = map.getSize().divideBy(2).multiplyBy(-scale);
    const newCentre = map.project(event.center, event.zoom).subtract(map.getSize().divideBy(2));
    const pane = DomUtil.getPosition(map.getPane('mapPane')!);
    const origin = newCentre.add(pane).round();
    const corner = map.project(centre, event.zoom).add(half).subtract(origin);
    for (const canvas of canvases) DomUtil.setTransform(canvas, corner, scale);
  };

  const events = { move: place, viewreset: place, resize: place, zoomanim: animate };
  const canvas = add(className);
  map.on(events);
  place();
  return {
    canvas,
    frame,
    also(className) {
      const another = add(className);
      DomUtil.setPosition(another, map.containerPointToLayerPoint([0, 0]));
      resize(another, map.getSize(), frame.ratio);
      return another;
    },
    show(shown) {
      for (const canvas of canvases) canvas.hidden = !shown;
    },
    destroy() {
      map.off(events);
      for (const canvas of canvases) canvas.remove();
    },
  };
}

function resize(canvas: HTMLCanvasElement, size: Point, ratio: number): void {
  const width = Math.round(size.x * ratio);
  const height = Math.round(size.y * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.style.width = `${size.x}px`;
  canvas.style.height = `${size.y}px`;
}
