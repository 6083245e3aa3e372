import type { MentionProperties } from '../api/types';
import { defaults } from '../defaults';
import { parseDay } from '../time/day';
import { dayRange, longMonth } from '../time/say';
import { words } from '../words';

/** "24 Feb 2022", "about Aug 2022 · published 26 Dec 2024". */
export function whenOf(p: MentionProperties): string {
  const event = eventText(p);
  const published = parseDay(p.published);
  const from = parseDay(p.date);
  const to = parseDay(p.date_to) ?? from;
  if (published === null) return event;
  const apart =
    from === null ||
    to === null ||
    published < from - defaults.tellPublished ||
    published > to + defaults.tellPublished;
  return apart ? `${event} · ${words.published(dayRange(published, published))}` : event;
}

function eventText(p: MentionProperties): string {
  const days = daysText(p);
  return p.planned && p.date !== null ? `${days} (${words.planned})` : days;
}

function daysText(p: MentionProperties): string {
  const from = parseDay(p.date);
  if (from === null) return words.undatedReport;
  const to = parseDay(p.date_to) ?? from;
  if (p.date_precision === 'month') return `${words.about} ${longMonth(from)}`;
  if (p.date_precision === 'season' || p.date_precision === 'year') return `${words.about} ${dayRange(from, to)}`;
  return dayRange(from, to);
}
