import type { Map as LeafletMap } from 'leaflet';
import { eachFrame } from '../dom';
import './basemap.css';
import { type Chart, decodeChart } from './chart';
import { LabelLayer } from './labelLayer';
import { type Box, type Label, type Language, parseLabels } from './labels';
import { landFiles, waterFiles } from './paint';
import { type BasemapTheme, type ThemeName, themes } from './theme';
import { BasemapTiles } from './tiles';

export type { Box, Label, Language } from './labels';
export { type BasemapTheme, type ThemeName, themes } from './theme';

/** Fetches a file of the basemap by name, such as "land-0.bin". */
export type Loader = (name: string) => Promise<ArrayBuffer>;

export interface BasemapOptions {
  load: Loader;
  theme: ThemeName | BasemapTheme;
  language: Language;
  /** CSS font family of the labels; default: the page's own */
  font?: string;
  /** z-index of the labels' pane; default 450: over the data, under markers and popups */
  labelZIndex?: number;
  /** told when a file cannot be loaded; the map goes on with what it has */
  onError?: (error: Error) => void;
}

export interface Basemap {
  update(change: { theme?: ThemeName | BasemapTheme; language?: Language }): void;
  /** Labels in view and their boxes, pixels of the map's frame. */
  labels(): { label: Label; box: Box }[];
  /** Keeps labels out of these boxes (pixels of the map's frame) until the zoom changes or new boxes come. */
  avoid(boxes: readonly Box[]): void;
  /** Rubs out the labels under these boxes at once; avoid() brings back what is free again. */
  clear(boxes: readonly Box[]): void;
  /** Settled once land and water for the first view are painted, or have failed. */
  readonly ready: Promise<void>;
  destroy(): void;
}

const LABEL_PANE = 'basemap-labels';

/** Letters that make the browser fetch the part of a web font which a language needs. */
const SAMPLE: Record<Language, string> = { en: 'Kyiv Łódź', uk: 'Київ', ru: 'Киев' };

/** Adds the offline map to a Leaflet map (EPSG:3857). */
export function createBasemap(map: LeafletMap, options: BasemapOptions): Basemap {
  const charts = new Map<string, Chart>();
  const theme = resolve(options.theme);
  const ground = map.getContainer().style;
  ground.background = theme.water;
  map.createPane(LABEL_PANE).style.zIndex = String(options.labelZIndex ?? 450);
  const font = options.font ?? getComputedStyle(map.getContainer()).fontFamily;
  const tiles = new BasemapTiles(charts, theme).addTo(map);
  const words = new LabelLayer({ pane: LABEL_PANE, theme, language: options.language, font }).addTo(map);
  const repaint = eachFrame(() => tiles.repaint());
  const files = new Files(options, (name, chart) => {
    charts.set(name, chart);
    repaint();
  });
  const need = async () => {
    await files.need(COARSE);
    await calm();
    await files.need(fine(map.getZoom()));
  };
  const onZoom = () => void need();
  map.on('zoomend', onZoom);
  const letters = (language: Language) => document.fonts.load(`500 12px ${font}`, SAMPLE[language]);
  const named = letters(options.language); // measured once, in the font that will be seen
  void files.text('labels.tsv', async (text) => {
    await Promise.allSettled([named, files.need(COARSE)]);
    words.setLabels(parseLabels(text));
  });
  return {
    update(change) {
      const next = change.theme === undefined ? undefined : resolve(change.theme);
      if (next) {
        ground.background = next.water;
        tiles.repaint(next);
      }
      words.restyle({ ...(next && { theme: next }), ...(change.language && { language: change.language }) });
      if (change.language) void letters(change.language).then(() => words.replace());
    },
    labels: () => words.shown(),
    avoid: (boxes) => words.avoid(boxes),
    clear: (boxes) => words.clear(boxes),
    ready: need(),
    destroy() {
      map.off('zoomend', onZoom);
      files.close();
      tiles.remove();
      words.remove();
      map.getPane(LABEL_PANE)?.remove();
      ground.background = '';
    },
  };
}

function resolve(theme: ThemeName | BasemapTheme): BasemapTheme {
  return typeof theme === 'string' ? themes[theme] : theme;
}

/** What every zoom is painted from until the fine files are there. */
const COARSE = ['land-0', 'gshhg-0'];

/** The files in which a zoom is drawn in full. */
function fine(zoom: number): string[] {
  return [landFiles(zoom)[0]!, waterFiles(zoom)[0]!, ...(zoom >= 6 ? ['urban'] : [])];
}

const PATIENCE = 500; // ms

/** When the browser has nothing better to do: the data come first. */
function calm(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done(), { timeout: PATIENCE });
    else setTimeout(done, PATIENCE);
  });
}

/** Loads each file once; a failed one is asked for again at the next need. */
class Files {
  private readonly asked = new Map<string, Promise<void>>();
  private closed = false;

  constructor(
    private readonly options: Pick<BasemapOptions, 'load' | 'onError'>,
    private readonly arrived: (name: string, chart: Chart) => void,
  ) {}

  close(): void {
    this.closed = true;
  }

  async need(names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.chart(name)));
  }

  private chart(name: string): Promise<void> {
    let loading = this.asked.get(name);
    if (!loading) {
      loading = this.guard(name, async () => {
        const chart = decodeChart(await this.options.load(`${name}.bin`));
        if (!this.closed) this.arrived(name, chart);
      });
      this.asked.set(name, loading);
    }
    return loading;
  }

  text(file: string, arrived: (text: string) => void): Promise<void> {
    return this.guard(file, async () => {
      const text = new TextDecoder().decode(await this.options.load(file));
      if (!this.closed) arrived(text);
    });
  }

  private async guard(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (e) {
      this.asked.delete(name);
      this.options.onError?.(e instanceof Error ? e : new Error(String(e)));
    }
  }
}
