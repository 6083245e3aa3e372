import { describe, expect, it } from 'vitest';
import { cumulate, makeTotals } from '../src/cube/totals';
import { addMonths, dayOf, isoDay, monthEnd, monthStart, parseDay, weekStart } from '../src/time/day';
import { dayRange, longDay } from '../src/time/say';
import { binsOf, grainFor, ticksOf } from '../src/timeline/bins';
import { keyed, moved, shifted } from '../src/timeline/drag';

const day = (text: string) => parseDay(text)!;

describe('days', () => {
  it.each([
    ['1970-01-01', 0],
    ['2022-02-24', 19047],
    ['0001-01-01', -719162],
  ])('%s is day %i', (text, value) => {
    expect(parseDay(text)).toBe(value);
    expect(isoDay(value)).toBe(text);
  });

  it.each(['2023-02-29', '2022-13-01', '2022-1-1', '', 'x', '20220224'])('refuses %j', (text) => {
    expect(parseDay(text)).toBeNull();
  });

  it('reads the day of a time stamp', () => {
    expect(parseDay('2024-12-26T10:30')).toBe(day('2024-12-26'));
  });

  it('writes days and ranges', () => {
    expect(longDay(day('2022-02-24'))).toBe('24 Feb 2022');
    expect(dayRange(day('2022-02-24'), day('2022-02-26'))).toBe('24–26 Feb 2022');
    expect(dayRange(day('2022-02-28'), day('2022-03-02'))).toBe('28 Feb – 2 Mar 2022');
    expect(dayRange(day('2022-12-31'), day('2023-01-01'))).toBe('31 Dec 2022 – 1 Jan 2023');
  });

  it('steps by months and weeks', () => {
    expect(isoDay(addMonths(day('2023-01-31'), 1))).toBe('2023-02-28');
    expect(isoDay(addMonths(day('2024-03-31'), -1))).toBe('2024-02-29');
    expect(isoDay(monthStart(day('2024-02-29')))).toBe('2024-02-01');
    expect(isoDay(monthEnd(day('2024-02-03')))).toBe('2024-02-29');
    expect(isoDay(weekStart(day('2022-02-24')))).toBe('2022-02-21');
    expect(weekStart(dayOf(1969, 12, 31))).toBe(dayOf(1969, 12, 29));
  });
});

const axis = { from: 100, to: 200 };

describe('the handles', () => {
  it('open an end that reaches the end of the axis', () => {
    expect(moved({ from: 120, to: 150 }, axis, 'from', 100)).toEqual({ from: null, to: 150 });
    expect(moved({ from: 120, to: 150 }, axis, 'to', 205)).toEqual({ from: 120, to: null });
  });

  it('do not pass one another', () => {
    expect(moved({ from: 120, to: 150 }, axis, 'from', 170)).toEqual({ from: 150, to: 150 });
    expect(moved({ from: 120, to: 150 }, axis, 'to', 110)).toEqual({ from: 120, to: 120 });
  });

  it('keep the length of the window at the ends of the axis', () => {
    expect(shifted({ from: 120, to: 150 }, axis, -50)).toEqual({ from: 100, to: 130 });
    expect(shifted({ from: 120, to: 150 }, axis, 80)).toEqual({ from: 170, to: 200 });
  });

  it.each([
    ['ArrowRight', 121],
    ['ArrowLeft', 119],
    ['Home', null],
    ['End', 150],
  ])('follow %s', (key, from) => {
    expect(keyed({ from: 120, to: 150 }, axis, 'from', key, addMonths)).toEqual({ from, to: 150 });
  });

  it('leave other keys alone', () => {
    expect(keyed({ from: 120, to: 150 }, axis, 'from', 'Tab', addMonths)).toBeNull();
  });
});

describe('bins', () => {
  it('choose the grain by the room there is', () => {
    const year = { from: 0, to: 364 };
    expect([1500, 400, 100].map((width) => grainFor(year, width, 4))).toEqual(['day', 'week', 'month']);
  });

  it('cover the axis without gap, each counted as its window', () => {
    const span = { from: day('2022-02-01'), to: day('2022-04-30') };
    const totals = makeTotals(span.from, 89);
    totals.starts[10] = 2; // one unit on 11 Feb, one from 11 Feb to 2 Mar
    totals.ends[10] = 1;
    totals.ends[29] = 1;
    cumulate(totals);
    for (const grain of ['day', 'week', 'month'] as const) {
      const bins = binsOf(totals, span, grain);
      expect(bins[0]!.from).toBe(span.from);
      expect(bins.at(-1)!.to).toBe(span.to);
      bins.slice(1).forEach((bin, i) => {
        expect(bin.from).toBe(bins[i]!.to + 1);
      });
    }
    expect(binsOf(totals, span, 'month').map(({ n }) => n)).toEqual([2, 1, 0]);
  });

  it('label years and, with room, months', () => {
    const span = { from: day('2022-03-01'), to: day('2024-02-29') };
    expect(ticksOf(span, 130).every(({ year }) => year)).toBe(true);
    expect(ticksOf(span, 2000)).toHaveLength(24);
  });
});
