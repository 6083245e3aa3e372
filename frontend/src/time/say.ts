import { words } from '../words';
import { civil, type Day } from './day';

/** "24 Feb 2022" */
export function longDay(day: Day): string {
  const { year, month, day: d } = civil(day);
  return `${d} ${words.months[month - 1]} ${year}`;
}

/** "Feb 2022" */
export function longMonth(day: Day): string {
  const { year, month } = civil(day);
  return `${words.months[month - 1]} ${year}`;
}

export function monthName(month: number): string {
  return words.monthsAlone[month - 1] ?? '';
}

/** "24 Feb 2022", "24–26 Feb 2022", "28 Feb – 2 Mar 2022". */
export function dayRange(from: Day, to: Day): string {
  if (from === to) return longDay(from);
  const a = civil(from);
  const b = civil(to);
  if (a.year !== b.year) return `${longDay(from)} – ${longDay(to)}`;
  if (a.month !== b.month) return `${a.day} ${words.months[a.month - 1]} – ${longDay(to)}`;
  return `${a.day}–${longDay(to)}`;
}
