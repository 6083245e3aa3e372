import type { Map as LeafletMap } from 'leaflet';
import { defaults } from '../defaults';
import { eachFrame, throttle } from '../dom';
import { collect, type Drawn, hitTest, makeDrawn, makeScratch } from './collect';
import { createOverlay, type Frame } from './overlay';
import type { PointsInput, Renderer } from './picture';
import { createRenderer } from './renderer';

/** Writes the names of symbols on a clean canvas above them, in CSS px of the frame. */
export type PaintNames = (context: CanvasRenderingContext2D, frame: Frame, drawn: Drawn) => void;

export interface Points {
  /** Draws now; the names follow a little later while one drawing follows the other. */
  update(input: PointsInput): void;
  /** Writes the names anew with the next frame. */
  rename(): void;
  /** The place drawn at a point of the map's container (CSS px), or -1. */
  hit(x: number, y: number): number;
  destroy(): void;
}

/** Draws places into one image: no element, no path and no layer for each. */
export function createPoints(map: LeafletMap, paintNames: PaintNames): Points {
  let input: PointsInput | null = null;
  let drawn = makeDrawn(0);
  let scratch = makeScratch(0);
  let renderer: Renderer | null = null;

  const draw = () => {
    if (!input || !overlay.frame.width) return;
    const { canvas, frame } = overlay;
    renderer ??= createRenderer(canvas, draw);
    if (scratch.below.length !== input.sites.x.length) {
      drawn = makeDrawn(input.sites.x.length);
      scratch = makeScratch(input.sites.x.length);
    }
    collect(input, frame, scratch, drawn);
    renderer.draw({ input, frame, drawn });
  };

  const name = () => {
    if (!input || !overlay.frame.width) return;
    const context = names.getContext('2d')!;
    const { ratio, width, height } = overlay.frame;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paintNames(context, overlay.frame, drawn);
  };

  const nameCalmly = throttle(defaults.calm, name);
  const overlay = createOverlay(map, 'points', 'points', () => {
    draw();
    name();
  });
  const names = overlay.also('names');

  return {
    update(next) {
      input = next;
      draw();
      nameCalmly();
    },
    rename: eachFrame(name),
    hit(x, y) {
      const { min } = map.getPixelBounds();
      return hitTest(drawn, x + min!.x - overlay.frame.left, y + min!.y - overlay.frame.top);
    },
    destroy() {
      nameCalmly.cancel();
      renderer?.destroy();
      overlay.destroy();
    },
  };
}
