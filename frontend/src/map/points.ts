import type { Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import { eachFrame } from '../dom';
import { collect, type Drawn, hitTest, makeDrawn, makeScratch, type Symbols } from './collect';
import { type Palette, toPixel } from './colour';
import { createMasks, levelOf, NONE } from './masks';
import { createOverlay, type Frame } from './overlay';
import { splat } from './splat';

export interface PointsInput extends Symbols {
  /** those of the counts that are firm; where none is, the symbol is hollow */
  firm: ArrayLike<number>;
  palette: Palette;
  /** by place, which of palette.change; without, all have the colour of the data */
  classes?: Uint8Array | undefined;
}

/** Draws on top of the symbols, on the same canvas, in CSS px of the frame. */
export type PaintOver = (context: CanvasRenderingContext2D, frame: Frame, drawn: Drawn) => void;

export interface Points {
  /** Draws with the next frame; without input, the same once more. */
  update(input?: PointsInput): void;
  /** The place drawn at a point of the map's container (CSS px), or -1. */
  hit(x: number, y: number): number;
  destroy(): void;
}

/** Draws places into one image: no element, no path and no layer for each. */
export function createPoints(map: LeafletMap, paintOver: PaintOver): Points {
  let input: PointsInput | null = null;
  let drawn = makeDrawn(0);
  let scratch = makeScratch(0);
  let masks: ReturnType<typeof createMasks>[] = []; // that of the data, then those of change
  let inked = '';
  let image: ImageData | null = null;
  let pixels = new Int32Array(0);

  const draw = () => {
    if (!input || !overlay.frame.width) return;
    const { canvas, frame } = overlay;
    const context = canvas.getContext('2d')!;
    prepare(canvas, input, frame.ratio);
    collect(input, frame, scratch, drawn);
    pixels.fill(0);
    stamp(input, frame, drawn);
    context.putImageData(image!, 0, 0);
    context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    paintOver(context, frame, drawn);
  };

  const prepare = (canvas: HTMLCanvasElement, { palette, sites }: PointsInput, ratio: number) => {
    const inks = [palette.data, ...palette.change];
    const wanted = `${inks} ${palette.halo} ${ratio}`;
    if (inked !== wanted) {
      const halo = toPixel(palette.halo);
      masks = inks.map((fill) => createMasks({ fill: toPixel(fill), halo }, ratio));
      inked = wanted;
    }
    if (scratch.level.length < sites.x.length) {
      drawn = makeDrawn(sites.x.length);
      scratch = makeScratch(sites.x.length);
    }
    if (image?.width === canvas.width && image.height === canvas.height) return;
    image = new ImageData(canvas.width, canvas.height);
    pixels = new Int32Array(image.data.buffer);
  };

  const stamp = ({ sites, firm, classes }: PointsInput, { ratio }: Frame, { length, place, x, y, radius }: Drawn) => {
    const { width, height } = image!;
    const dense = length > defaults.dense;
    for (let i = 0; i < length; i++) {
      const at = place[i]!;
      if (sites.shape[at] === NONE) continue;
      const masksOf = masks[classes ? classes[at]! + 1 : 0]!;
      const mask = masksOf(levelOf(radius[i]! * ratio), sites.shape[at]!, !firm[at], dense);
      splat(pixels, width, height, mask, Math.round(x[i]! * ratio), Math.round(y[i]! * ratio));
    }
  };

  const soon = eachFrame(draw);
  const overlay = createOverlay(map, 'points', 'points', draw);

  return {
    update(next) {
      if (next) input = next;
      soon();
    },
    hit(x, y) {
      const { min } = map.getPixelBounds();
      return hitTest(drawn, x + min!.x - overlay.frame.left, y + min!.y - overlay.frame.top);
    },
    destroy: overlay.destroy,
  };
}
