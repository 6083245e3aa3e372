import { type Coords, GridLayer, type GridLayerOptions, type LatLng } from 'leaflet';
import { type Charts, paint } from './paint';
import type { BasemapTheme } from './theme';

/** Side of a tile, CSS pixels. */
const TILE = 512;
/** Tiles overlap by this much, so that no seam shows where the browser places them between pixels. */
const OVERLAP = 1;

/** The two inner methods of Leaflet 1.9's GridLayer that decide which zoom tiles are made for. */
interface Inner {
  _setView(centre: LatLng, zoom: number, noPrune?: boolean, noUpdate?: boolean): void;
  _clampZoom(zoom: number): number;
}

const Grid = GridLayer as unknown as new (options: GridLayerOptions) => GridLayer & Inner;

/**
 * Canvas tiles painted from charts. Tiles in sight are repainted in place, without a flash. Leaflet makes tiles for whole
 * zooms and scales them between; these are made for the very zoom, so that half steps are sharp too. Hence tiles do not
 * divide the world evenly, and are not wrapped around it: each paints whatever copies of the world it meets.
 */
export class BasemapTiles extends Grid {
  private readonly live = new Map<HTMLCanvasElement, Coords>();
  private readonly charts: Charts;
  private theme: BasemapTheme;
  private zoom = Number.NaN;

  constructor(charts: Charts, theme: BasemapTheme) {
    super({
      tileSize: TILE,
      className: 'basemap-tiles',
      updateInterval: 60,
      updateWhenIdle: false,
      updateWhenZooming: false,
      keepBuffer: 2,
      noWrap: true,
    });
    this.charts = charts;
    this.theme = theme;
    this.on('tileunload', (e) => this.live.delete((e as unknown as { tile: HTMLCanvasElement }).tile));
  }

  override _setView(centre: LatLng, zoom: number, noPrune?: boolean, noUpdate?: boolean): void {
    this.zoom = zoom;
    super._setView(centre, zoom, noPrune, noUpdate);
  }

  override _clampZoom(): number {
    return this.zoom;
  }

  override createTile(coords: Coords): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.className = 'leaflet-tile-loaded'; // shown at once, not a frame later
    canvas.style.minWidth = canvas.style.minHeight = `${TILE + OVERLAP}px`;
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
