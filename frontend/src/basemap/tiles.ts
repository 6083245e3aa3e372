import { type Coords, GridLayer, type GridLayerOptions, type LatLng, type Map as LeafletMap } from 'leaflet';
import { debounce } from '../dom';
import { type Charts, paint } from './paint';
import type { BasemapTheme } from './theme';

/** Side of a tile, CSS pixels. */
const TILE = 512;
/** Tiles overlap by this much, so that no seam shows where the browser places them between pixels. */
const OVERLAP = 1;

/** Milliseconds without painting after which tiles become plain pictures. */
const STILL = 1_000;

/** The two inner methods of Leaflet 1.9's GridLayer that decide which zoom tiles are made for. */
interface Inner {
  _setView(centre: LatLng, zoom: number, noPrune?: boolean, noUpdate?: boolean): void;
  _clampZoom(zoom: number): number;
}

const Grid = GridLayer as unknown as new (options: GridLayerOptions) => GridLayer & Inner;

/**
 * Tiles painted from charts. Those that have not changed for a while become pictures: a browser that draws without a
 * graphics card copies each canvas in view with every frame.
 * Tiles in sight are repainted in place, without a flash. Leaflet makes tiles for whole
 * zooms and scales them between; these are made for the very zoom, so that half steps are sharp too. Hence tiles do not
 * divide the world evenly, and are not wrapped around it: each paints whatever copies of the world it meets.
 */
export class BasemapTiles extends Grid {
  private readonly live = new Map<HTMLElement, Coords>();
  private readonly still = debounce(STILL, () => void this.freeze());
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
    this.on('tileunload', (e) => this.live.delete((e as unknown as { tile: HTMLElement }).tile));
  }

  override _setView(centre: LatLng, zoom: number, noPrune?: boolean, noUpdate?: boolean): void {
    this.zoom = zoom;
    super._setView(centre, zoom, noPrune, noUpdate);
  }

  override _clampZoom(): number {
    return this.zoom;
  }

  override createTile(coords: Coords): HTMLElement {
    const tile = document.createElement('div');
    tile.className = 'leaflet-tile-loaded'; // shown at once, not a frame later
    tile.style.minWidth = tile.style.minHeight = `${TILE + OVERLAP}px`;
    this.live.set(tile, coords);
    this.paintTile(tile, coords);
    return tile;
  }

  /** Repaints, in another theme if one is given. */
  repaint(theme?: BasemapTheme): void {
    if (theme) this.theme = theme;
    for (const [tile, coords] of this.live) this.paintTile(tile, coords);
  }

  override onRemove(map: LeafletMap): this {
    this.still.cancel();
    return super.onRemove(map);
  }

  private paintTile(tile: HTMLElement, coords: Coords): void {
    const ratio = window.devicePixelRatio || 1;
    const size = TILE + OVERLAP;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.round(size * ratio);
    const ctx = canvas.getContext('2d', { alpha: false });
    if (!ctx) return;
    ctx.scale(canvas.width / size, canvas.height / size);
    paint(ctx, { x: coords.x * TILE, y: coords.y * TILE, size, zoom: coords.z }, this.charts, this.theme);
    tile.replaceChildren(canvas);
    this.still();
  }

  private async freeze(): Promise<void> {
    for (const tile of this.live.keys()) {
      const canvas = tile.firstChild;
      if (!(canvas instanceof HTMLCanvasElement)) continue;
      const picture = await pictureOf(canvas);
      if (picture && tile.firstChild === canvas) canvas.replaceWith(picture);
    }
  }
}

/** The canvas as an image that is ready to be shown; null where the browser cannot. */
async function pictureOf(canvas: HTMLCanvasElement): Promise<HTMLImageElement | null> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  if (!blob) return null;
  const image = new Image();
  image.alt = '';
  image.src = URL.createObjectURL(blob);
  const ready = await image.decode().then(
    () => true,
    () => false,
  );
  URL.revokeObjectURL(image.src);
  return ready ? image : null;
}
