import type { Axis } from '../cube/axis';
import type { Day } from '../time/day';

const LEAST = 14; // days that an axis spans, at least

/** The axis that is shown when nothing is zoomed. */
export function wholeOf(axis: Axis): Axis {
  return axis.whole ?? axis;
}

/** A part of the axis, as many times as long as it is now; the day stays where it stands. */
export function zoomed(axis: Axis, times: number, day: Day): Axis {
  const now = axis.to - axis.from + 1;
  const days = Math.max(LEAST, Math.round(now * times));
  const share = (Math.max(axis.from, Math.min(axis.to, day)) - axis.from + 0.5) / now;
  return part(axis, Math.round(day + 0.5 - share * days), days);
}

/** The part of the axis around a window, with a little room beside it. */
export function zoomedTo(axis: Axis, { from, to }: { from: Day; to: Day }): Axis {
  const room = Math.ceil((to - from + 1) / 20);
  const days = Math.max(LEAST, to - from + 1 + 2 * room);
  return part(axis, Math.round((from + to + 1 - days) / 2), days);
}

/** The same length of axis, so many days later. */
export function panned(axis: Axis, days: number): Axis {
  return part(axis, axis.from + days, axis.to - axis.from + 1);
}

function part(axis: Axis, from: Day, days: number): Axis {
  const whole = wholeOf(axis);
  if (days >= whole.to - whole.from + 1) return whole;
  const start = Math.max(whole.from, Math.min(whole.to - days + 1, from));
  return { from: start, to: start + days - 1, whole };
}
