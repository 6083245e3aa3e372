import type { Axis } from '../cube/axis';
import { defaults } from '../defaults';
import type { Day } from '../time/day';
import type { Ends } from './drag';
import { grown, isWhole, shifted, standing } from './drag';
import type { Pace } from './pace';

/** Moves a window along the axis until it reaches the end. */
export interface Player {
  stop(): void;
  toggle(): void;
  /** Moves it once, so many days on, or back. */
  step(days: number): void;
}

export interface PlayerDeps {
  axis(): Axis | null;
  ends(): Ends;
  pace: Pace;
  set(ends: Ends): void;
  onStop(): void;
}

export function createPlayer({ axis, ends, pace, set, onStop }: PlayerDeps): Player {
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
    rest += (Math.min(passed, 1_200) * (span.to - span.from + 1) * pace.speed) / defaults.playTime;
    const days = Math.floor(rest);
    rest -= days;
    const at = standing(ends(), span);
    if (at.to >= span.to) return stop();
    if (days > 0) set(onward(at, span, days));
  };

  const onward = (at: { from: Day; to: Day }, span: Axis, days: number) =>
    pace.grows ? grown(at, span, days) : shifted(at, span, days);

  const start = () => {
    const span = axis();
    if (!span) return;
    set(opening(ends(), span, pace.grows));
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
    step(days) {
      const span = axis();
      if (!span) return;
      if (frame) stop();
      const at = standing(ends(), span);
      set(isWhole(at, span) ? opening(ends(), span, pace.grows) : onward(at, span, days));
      onStop();
    },
  };
}

/** Where playing begins: the window as it is, or from the start if it is everything or at the end. */
function opening(ends: Ends, axis: Axis, grows: boolean): Ends {
  const at = standing(ends, axis);
  const whole = isWhole(at, axis);
  const days = whole ? Math.min(defaults.playWindow, axis.to - axis.from) : at.to - at.from + 1;
  if (!whole && at.to < axis.to) return at;
  if (grows && !whole) return { from: at.from, to: at.from };
  return { from: axis.from, to: axis.from + days - 1 };
}
