import type { Drawn, Symbols } from './collect';
import type { Palette } from './colour';
import type { Frame } from './overlay';

export interface PointsInput extends Symbols {
  /** those of the counts that are firm; where none is, the symbol is hollow */
  firm: ArrayLike<number>;
  palette: Palette;
  /** by place, which of palette.change; without, all have the colour of the data */
  classes?: Uint8Array | undefined;
}

/** One drawing of all symbols. */
export interface Picture {
  input: PointsInput;
  frame: Frame;
  drawn: Drawn;
}

/** Draws symbols on a canvas that is as large as the frame. */
export interface Renderer {
  draw(picture: Picture): void;
  destroy(): void;
}
