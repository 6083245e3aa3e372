import type { Axis } from '../cube/axis';
import { defaults } from '../defaults';
import type { Ends } from './drag';
import { shifted, standing } from './drag';

/** Moves a window along the axis until it reaches the end. */
export interface Player {
  stop(): void;
  toggle(): void;
}

export interface PlayerDeps {
  axis(): Axis | null;
  ends(): Ends;
  set(ends: Ends): void;
  onStop(): void;
}

export function createPlayer({ axis, ends, set, onStop }: PlayerDeps): Player {
  let frame = 0;
  let last = 0;
  let rest = 0; // days, the part of a day that has not been moved yet
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    onStop();
  };

  const step = (time: number) => {
    const span = axis();
    if (!span || !frame) return stop();
    frame = requestAnimationFrame(step);
    const passed = time - last;
    if (calm.matches && passed < defaults.playCalmStep) return;
    last = time;
    rest += (Math.min(passed, 1_200) * (span.to - span.from + 1)) / defaults.playTime;
    const days = Math.floor(rest);
    rest -= days;
    const at = standing(ends(), span);
    if (at.to >= span.to) return stop();
    if (days > 0) set(shifted(at, span, days));
  };

  const start = () => {
    const span = axis();
    if (!span) return;
    set(opening(ends(), span));
    rest = 0;
    last = performance.now();
    frame = requestAnimationFrame(step);
  };

  return {
    stop() {
      if (frame) stop();
    },
    toggle() {
      if (frame) stop();
      else start();
    },
  };
}

/** Where playing begins: the window as it is, or from the start if it is everything or at the end. */
function opening(ends: Ends, axis: Axis): Ends {
  const at = standing(ends, axis);
  const whole = at.from === axis.from && at.to === axis.to;
  const days = whole ? Math.min(defaults.playWindow, axis.to - axis.from) : at.to - at.from + 1;
  if (!whole && at.to < axis.to) return at;
  return { from: axis.from, to: axis.from + days - 1 };
}
