import type { Axis } from '../cube/axis';
import { inWindow, type Totals } from '../cube/totals';
import { addMonths, type Day, monthStart, weekStart } from '../time/day';

export type Grain = 'day' | 'week' | 'month';

export interface Bin {
  from: Day;
  to: Day;
  n: number;
}

/** The finest grain whose bars are still wide enough. Widths in CSS px. */
export function grainFor({ from, to }: Axis, width: number, least: number): Grain {
  const perDay = width / (to - from + 1);
  if (perDay >= least) return 'day';
  return perDay * 7 >= least ? 'week' : 'month';
}

/** Bins over the axis; each counts as its own window would. */
export function binsOf(totals: Totals, axis: Axis, grain: Grain): Bin[] {
  const bins: Bin[] = [];
  for (let from = axis.from; from <= axis.to; ) {
    const to = Math.min(axis.to, nextStart(from, grain) - 1);
    bins.push({ from, to, n: inWindow(totals, from, to) });
    from = to + 1;
  }
  return bins;
}

function nextStart(day: Day, grain: Grain): Day {
  if (grain === 'day') return day + 1;
  return grain === 'week' ? weekStart(day) + 7 : addMonths(monthStart(day), 1);
}

/** Days at which the axis is labelled: years, or months where there is room. */
export function ticksOf({ from, to }: Axis, width: number): { day: Day; year: boolean }[] {
  const months = (to - from + 1) / 30.4;
  const step = [1, 2, 3, 6, 12].find((every) => width / (months / every) >= 52) ?? 12;
  const ticks: { day: Day; year: boolean }[] = [];
  for (let day = monthStart(from); day <= to; day = addMonths(day, 1)) {
    const month = new Date(day * 86_400_000).getUTCMonth();
    if (day >= from && month % step === 0) ticks.push({ day, year: month === 0 });
  }
  return ticks;
}
