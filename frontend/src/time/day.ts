/** A civil day as days since 1970-01-01. It has no zone. */
export type Day = number;

const MS = 86_400_000;

export interface Civil {
  year: number;
  /** 1..12 */
  month: number;
  day: number;
}

export function civil(day: Day): Civil {
  const date = new Date(day * MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Months and days outside their range carry over, as in Date.UTC. */
export function dayOf(year: number, month: number, day: number): Day {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS);
}

/** YYYY-MM-DD, or null if the calendar has no such day. */
export function parseDay(text: string | null | undefined): Day | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:$|T)/.exec(text ?? '');
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const value = dayOf(year, month, day);
  const back = civil(value);
  return year > 0 && back.month === month && back.day === day ? value : null;
}

export function isoDay(day: Day): string {
  const { year, month, day: d } = civil(day);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(d)}`;
}

export function monthStart(day: Day): Day {
  const { year, month } = civil(day);
  return dayOf(year, month, 1);
}

export function monthEnd(day: Day): Day {
  const { year, month } = civil(day);
  return dayOf(year, month + 1, 0);
}

/** The same day some months on; the 31st becomes the last day of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, day: d } = civil(day);
  const last = civil(dayOf(year, month + months + 1, 0)).day;
  return dayOf(year, month + months, Math.min(d, last));
}

/** The Monday on or before the day. */
export function weekStart(day: Day): Day {
  return day - ((((day + 3) % 7) + 7) % 7);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
