import type { Axis } from '../cube/axis';
import type { Day } from '../time/day';
import { wholeOf } from './zoom';

/** The window as it is kept: null is an open end, which stands at the end of the axis. */
export interface Ends {
  from: Day | null;
  to: Day | null;
}

export type Grip = 'from' | 'to' | 'both';

/** Where the ends stand on the axis. */
export function standing({ from, to }: Ends, axis: Axis): { from: Day; to: Day } {
  const clamp = (day: Day) => Math.max(axis.from, Math.min(axis.to, day));
  return { from: clamp(from ?? axis.from), to: clamp(to ?? axis.to) };
}

/** Whether the window is everything that the axis shows. */
export function isWhole(at: { from: Day; to: Day }, axis: Axis): boolean {
  return at.from === axis.from && at.to === axis.to;
}

/** The window after a grip is put on a day. An end that reaches the end of the whole axis is open. */
export function moved(ends: Ends, axis: Axis, grip: 'from' | 'to', day: Day): Ends {
  const at = standing(ends, axis);
  const whole = wholeOf(axis);
  if (grip === 'from') {
    const from = Math.min(day, at.to);
    return { from: from <= whole.from ? null : from, to: ends.to };
  }
  const to = Math.max(day, at.from);
  return { from: ends.from, to: to >= whole.to ? null : to };
}

/** The window shifted as a whole, its length kept, inside the axis. */
export function shifted(start: { from: Day; to: Day }, axis: Axis, days: number): Ends {
  const by = Math.max(axis.from - start.from, Math.min(axis.to - start.to, days));
  return { from: start.from + by, to: start.to + by };
}

/** The window with its last day so many days later, inside the axis. */
export function grown(start: { from: Day; to: Day }, axis: Axis, days: number): Ends {
  return { from: start.from, to: Math.max(start.from, Math.min(axis.to, start.to + days)) };
}

/** The window after a key on one of its handles, or null if the key means nothing. */
export function keyed(
  ends: Ends,
  axis: Axis,
  grip: 'from' | 'to',
  key: string,
  month: (day: Day, by: number) => Day,
): Ends | null {
  const now = standing(ends, axis)[grip];
  const targets: Record<string, Day> = {
    ArrowLeft: now - 1,
    ArrowDown: now - 1,
    ArrowRight: now + 1,
    ArrowUp: now + 1,
    PageDown: month(now, -1),
    PageUp: month(now, 1),
    Home: axis.from,
    End: axis.to,
  };
  const day = targets[key];
  return day === undefined ? null : moved(ends, axis, grip, Math.max(axis.from, Math.min(axis.to, day)));
}
