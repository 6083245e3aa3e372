import { DomUtil, type LatLng, Layer, type Map as LeafletMap, type Point, type ZoomAnimEvent } from 'leaflet';
import {
  type Box,
  type Label,
  type LabelKind,
  type LabelStyle,
  type Language,
  LEADING,
  overlaps,
  type PlacedLabel,
  placeLabels,
} from './labels';
import type { BasemapTheme } from './theme';

/** The canvas reaches this far beyond the map's frame on each side, CSS pixels. */
const APRON = 160;

/** Around the letters, CSS pixels. */
const HALO = 2;

export interface LabelLayerOptions {
  pane: string;
  theme: BasemapTheme;
  language: Language;
  /** CSS font family */
  font: string;
}

/** One canvas with the labels in view; it moves with the map and is redrawn when the view leaves its apron. */
export class LabelLayer extends Layer {
  private readonly canvas: HTMLCanvasElement;
  private readonly style: LabelLayerOptions;
  private labels: readonly Label[] = [];
  private placed: PlacedLabel[] = [];
  private placedFor = '';
  private obstacles: Box[] = [];
  private obstacleZoom = Number.NaN;
  private painted: { placed: PlacedLabel; shift: number }[] = [];
  private drawn: { centre: LatLng; zoom: number; origin: Point } | undefined;

  constructor(options: LabelLayerOptions) {
    super();
    this.style = { ...options };
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'basemap-labels leaflet-zoom-animated';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  override onAdd(map: LeafletMap): this {
    map.getPane(this.style.pane)?.append(this.canvas);
    this.redraw();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  override getEvents() {
    return {
      moveend: () => this.redraw(),
      viewreset: () => this.redraw(),
      resize: () => this.redraw(),
      move: () => this.followDrag(),
      zoom: () => this.stretch(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (e: unknown) => {
        const { center, zoom } = e as ZoomAnimEvent;
        this.stretch(center, zoom);
      },
    };
  }

  setLabels(labels: readonly Label[]): void {
    this.labels = labels;
    this.replace();
  }

  restyle(change: Partial<Pick<LabelLayerOptions, 'theme' | 'language'>>): void {
    Object.assign(this.style, change);
    this.replace();
  }

  /** Measures and places anew, as after a font has arrived. */
  replace(): void {
    this.placedFor = '';
    this.redraw();
  }

  /** Hides the labels under these boxes (pixels of the map's frame) until the zoom changes or new boxes come. */
  avoid(boxes: readonly Box[]): void {
    this.note(boxes);
    this.redraw();
  }

  /** Rubs out what lies under these boxes, at once and without drawing anew: what they no longer cover comes with avoid. */
  clear(boxes: readonly Box[]): void {
    this.note(boxes);
    const ctx = this.drawn?.zoom === this.obstacleZoom && this.canvas.getContext('2d');
    if (!ctx) return;
    this.painted = this.painted.filter(({ placed: { box }, shift }) => {
      const { west, north, east, south } = move(box, shift, 0);
      const free = !this.obstacles.some((o) => overlaps({ west, north, east, south }, o, 1));
      if (!free) ctx.clearRect(west - HALO, north - HALO, east - west + 2 * HALO, south - north + 2 * HALO);
      return free;
    });
  }

  private note(boxes: readonly Box[]): void {
    if (!this._map) return;
    const { x, y } = this._map.getPixelBounds().min!;
    this.obstacles = boxes.map((b) => ({
      west: b.west + x,
      north: b.north + y,
      east: b.east + x,
      south: b.south + y,
    }));
    this.obstacleZoom = this._map.getZoom();
  }

  /** The labels in view, their boxes in pixels of the map's frame. */
  shown(): { label: Label; box: Box }[] {
    if (!this._map) return [];
    const { min, max } = this._map.getPixelBounds();
    const frame = { west: min!.x, north: min!.y, east: max!.x, south: max!.y };
    return this.inView(frame).map(({ placed, shift }) => ({
      label: placed.label,
      box: move(placed.box, shift - frame.west, -frame.north),
    }));
  }

  private followDrag(): void {
    if (!this._map || !this.drawn || this._map.getZoom() !== this.drawn.zoom) return;
    const moved = this._map.getPixelBounds().min!.subtract(this.drawn.origin);
    if (Math.max(Math.abs(moved.x), Math.abs(moved.y)) > APRON * 0.75) this.redraw();
  }

  private redraw(): void {
    if (!this._map || !this.labels.length) return;
    const map = this._map;
    const ctx = this.resize(map.getSize());
    if (!ctx) return;
    const origin = map.getPixelBounds().min!;
    this.drawn = { centre: map.getCenter(), zoom: map.getZoom(), origin };
    DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([-APRON, -APRON]).round(), 1);
    const size = map.getSize();
    const frame = {
      west: origin.x - APRON,
      north: origin.y - APRON,
      east: origin.x + size.x + APRON,
      south: origin.y + size.y + APRON,
    };
    ctx.translate(-frame.west, -frame.north);
    this.place(ctx, map.getZoom());
    this.painted = this.inView(frame);
    for (const { placed, shift } of this.painted) this.draw(ctx, placed, shift);
  }

  private resize(size: Point): CanvasRenderingContext2D | null {
    const ratio = window.devicePixelRatio || 1;
    const width = size.x + 2 * APRON;
    const height = size.y + 2 * APRON;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const ctx = this.canvas.getContext('2d');
    ctx?.scale(ratio, ratio);
    return ctx;
  }

  private place(ctx: CanvasRenderingContext2D, zoom: number): void {
    const wanted = `${zoom} ${this.style.language}`;
    if (this.placedFor === wanted) return;
    const measure = (text: string, style: LabelStyle) => {
      this.setFont(ctx, style);
      return ctx.measureText(text).width;
    };
    this.placed = placeLabels(this.labels, { zoom, language: this.style.language, measure });
    this.placedFor = wanted;
  }

  /** Labels that touch the frame, once for each copy of the world in it, without those that obstacles cover. */
  private inView(frame: Box): { placed: PlacedLabel; shift: number }[] {
    const zoom = this._map.getZoom();
    const world = 256 * 2 ** zoom;
    const obstacles = zoom === this.obstacleZoom ? this.obstacles : [];
    const out: { placed: PlacedLabel; shift: number }[] = [];
    for (const placed of this.placed) {
      const first = Math.ceil((frame.west - placed.box.east) / world);
      for (let copy = first; placed.box.west + copy * world < frame.east; copy++) {
        const box = move(placed.box, copy * world, 0);
        if (overlaps(box, frame) && !obstacles.some((o) => overlaps(box, o, 1)))
          out.push({ placed, shift: copy * world });
      }
    }
    return out;
  }

  private draw(ctx: CanvasRenderingContext2D, p: PlacedLabel, shift: number): void {
    const { theme } = this.style;
    if (p.style.dot > 0) {
      ctx.beginPath();
      ctx.arc(p.x + shift, p.y, p.style.dot, 0, 2 * Math.PI);
      ctx.fillStyle = theme.dot;
      ctx.strokeStyle = theme.halo;
      ctx.lineWidth = 2;
      ctx.stroke();
      ctx.fill();
    }
    this.setFont(ctx, p.style);
    ctx.textAlign = p.align;
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 3;
    ctx.fillStyle = theme.text[tone(p.label.kind)];
    p.lines.forEach((line, i) => {
      const x = Math.round(p.textX + shift);
      const y = Math.round(p.textY + i * p.style.size * LEADING);
      if (!inWater(p.label.kind)) ctx.strokeText(line, x, y);
      ctx.fillText(line, x, y);
    });
  }

  private setFont(ctx: CanvasRenderingContext2D, s: LabelStyle): void {
    ctx.font = `${s.italic ? 'italic ' : ''}${s.weight} ${s.size}px ${this.style.font}`;
    if ('letterSpacing' in ctx) ctx.letterSpacing = `${s.spacing}px`;
  }

  /** Fits the picture, as drawn, to another view until it is redrawn there. */
  private stretch(centre: LatLng, zoom: number): void {
    if (!this.drawn) return;
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.drawn.zoom);
    const half = map.getSize().divideBy(2);
    const pane = DomUtil.getPosition(map.getPane('mapPane')!);
    const origin = map.project(centre, zoom).subtract(half).add(pane).round();
    const corner = half.add([APRON, APRON]).multiplyBy(-scale);
    DomUtil.setTransform(this.canvas, corner.add(map.project(this.drawn.centre, zoom)).subtract(origin), scale);
  }
}

function move(box: Box, x: number, y: number): Box {
  return { west: box.west + x, north: box.north + y, east: box.east + x, south: box.south + y };
}

function tone(kind: LabelKind): keyof BasemapTheme['text'] {
  if (kind === 'capital' || kind === 'town') return kind;
  return kind === 'country' || kind === 'area' ? 'country' : 'water';
}

function inWater(kind: LabelKind): boolean {
  return kind === 'sea';
}
