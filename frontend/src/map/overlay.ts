import { Bounds, DomUtil, type LatLng, type Map as LeafletMap, type Point, type ZoomAnimEvent } from 'leaflet';

/** A canvas that lies over the map, a little larger than it, and follows it. */
export interface Overlay {
  canvas: HTMLCanvasElement;
  /** Where the canvas's corner lies in the world at the zoom it is drawn for, in CSS px; and its size. */
  readonly frame: Frame;
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

/** Share of the map's size that the canvas reaches beyond it. */
const PADDING = 0.08;
const TILE = 256;

export function createOverlay(map: LeafletMap, pane: string, className: string, redraw: () => void): Overlay {
  const canvas = DomUtil.create('canvas', `overlay leaflet-zoom-animated ${className}`, map.getPane(pane));
  let centre: LatLng = map.getCenter();
  let zoom = map.getZoom();
  const frame: Frame = { left: 0, top: 0, width: 0, height: 0, world: TILE, ratio: 1 };

  const place = () => {
    centre = map.getCenter();
    zoom = map.getZoom();
    const box = paddedBox(map);
    const origin = map.getPixelBounds().min!;
    const size = box.getSize();
    DomUtil.setPosition(canvas, map.containerPointToLayerPoint(box.min!));
    frame.left = origin.x + box.min!.x;
    frame.top = origin.y + box.min!.y;
    frame.world = TILE * 2 ** zoom;
    resize(canvas, frame, size);
    redraw();
  };

  const animate = (event: ZoomAnimEvent) => {
    const scale = map.getZoomScale(event.zoom, zoom);
    const corner = paddedBox(map).min!;
    const half = map.getSize().divideBy(2).subtract(corner).multiplyBy(-scale);
    const newCentre = map.project(event.center, event.zoom).subtract(map.getSize().divideBy(2));
    const pane = DomUtil.getPosition(map.getPane('mapPane')!);
    const origin = newCentre.add(pane).round();
    DomUtil.setTransform(canvas, map.project(centre, event.zoom).add(half).subtract(origin), scale);
  };

  const events = { move: place, viewreset: place, resize: place, zoomanim: animate };
  map.on(events);
  place();
  return {
    canvas,
    frame,
    destroy() {
      map.off(events);
      canvas.remove();
    },
  };
}

function paddedBox(map: LeafletMap): Bounds {
  const size = map.getSize();
  const pad = size.multiplyBy(PADDING).round();
  return new Bounds(pad.multiplyBy(-1), size.add(pad));
}

function resize(canvas: HTMLCanvasElement, frame: Frame, size: Point): void {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  if (frame.width === size.x && frame.height === size.y && frame.ratio === ratio) return;
  frame.width = size.x;
  frame.height = size.y;
  frame.ratio = ratio;
  canvas.width = Math.round(size.x * ratio);
  canvas.height = Math.round(size.y * ratio);
  canvas.style.width = `${size.x}px`;
  canvas.style.height = `${size.y}px`;
}
