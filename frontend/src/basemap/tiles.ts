import { type Coords, GridLayer } from 'leaflet';
import { type Charts, paint } from './paint';
import type { BasemapTheme } from './theme';

/** Side of a tile, CSS pixels. */
const TILE = 512;
/** Tiles overlap by this much, so that no seam shows where the browser places them between pixels. */
const OVERLAP = 1;

/** Canvas tiles painted from charts. Tiles in sight are repainted in place, without a flash. */
export class BasemapTiles extends GridLayer {
  private readonly live = new Map<HTMLCanvasElement, Coords>();
  private readonly charts: Charts;
  private theme: BasemapTheme;

  constructor(charts: Charts, theme: BasemapTheme) {
    super({ tileSize: TILE, className: 'basemap-tiles', updateInterval: 60, keepBuffer: 3 });
    this.charts = charts;
    this.theme = theme;
    this.on('tileunload', (e) => this.live.delete((e as unknown as { tile: HTMLCanvasElement }).tile));
  }

  override createTile(coords: Coords): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const side = TILE + OVERLAP;
    canvas.style.minWidth = canvas.style.minHeight = `${side}px`;
    this.live.set(canvas, coords);
    this.paintTile(canvas, coords);
    return canvas;
  }

  /** Repaints, in another theme if one is given. */
  repaint(theme?: BasemapTheme): void {
    if (theme) this.theme = theme;
    for (const [canvas, coords] of this.live) this.paintTile(canvas, coords);
  }

  private paintTile(canvas: HTMLCanvasElement, coords: Coords): void {
    const ratio = window.devicePixelRatio || 1;
    const size = TILE + OVERLAP;
    canvas.width = canvas.height = Math.round(size * ratio);
    const ctx = canvas.getContext('2d', { alpha: false });
    if (!ctx) return;
    ctx.scale(canvas.width / size, canvas.height / size);
    paint(ctx, { x: coords.x * TILE, y: coords.y * TILE, size, zoom: coords.z }, this.charts, this.theme);
  }
}
