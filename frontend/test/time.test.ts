import { describe, expect, it } from 'vitest';
import { cumulate, makeTotals } from '../src/cube/totals';
import { addMonths, dayOf, isoDay, monthEnd, monthStart, parseDay, weekStart } from '../src/time/day';
import { dayRange, longDay } from '../src/time/say';
import { binsOf, grainFor, ticksOf } from '../src/timeline/bins';
import { grown, keyed, moved, shifted } from '../src/timeline/drag';
import { panned, wholeOf, zoomed, zoomedTo } from '../src/timeline/zoom';

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

  it('open no end at the edge of a part of the axis', () => {
    const part = { from: 120, to: 160, whole: axis };
    expect(moved({ from: 130, to: 150 }, part, 'from', 120)).toEqual({ from: 120, to: 150 });
    expect(moved({ from: 130, to: 150 }, { ...part, to: 200 }, 'to', 200)).toEqual({ from: 130, to: null });
  });

  it('let the window grow up to the end of the axis, and shrink no further than a day', () => {
    expect(grown({ from: 120, to: 150 }, axis, 30)).toEqual({ from: 120, to: 180 });
    expect(grown({ from: 120, to: 150 }, axis, 80)).toEqual({ from: 120, to: 200 });
    expect(grown({ from: 120, to: 150 }, axis, -80)).toEqual({ from: 120, to: 120 });
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

describe('a closer look at the axis', () => {
  it('leaves the day where it stands', () => {
    const near = zoomed({ from: 0, to: 999 }, 0.5, 250);
    expect(near).toEqual({ from: 125, to: 624, whole: { from: 0, to: 999 } });
    expect((250.5 - near.from) / 500).toBeCloseTo(250.5 / 1000, 2);
  });

  it.each([
    ['is never closer than two weeks', zoomed({ from: 0, to: 19 }, 0.1, 10), 14],
    ['ends where all is seen again', zoomed({ from: 20, to: 69, whole: axis }, 4, 30), 101],
    ['holds a window with room beside it', zoomedTo(axis, { from: 120, to: 159 }), 44],
    ['holds a single day', zoomedTo(axis, { from: 200, to: 200 }), 14],
  ])('%s', (_, { from, to }, days) => {
    expect(to - from + 1).toBe(days);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(200);
  });

  it('goes along the axis as far as its ends', () => {
    const part = zoomedTo(axis, { from: 120, to: 159 });
    expect(panned(part, 10)).toEqual({ from: part.from + 10, to: part.to + 10, whole: axis });
    expect(panned(part, 999)).toMatchObject({ to: axis.to });
    expect(panned(part, -999)).toMatchObject({ from: axis.from });
    expect(wholeOf(zoomed(part, 99, 130))).toEqual(axis);
    expect(zoomed(part, 99, 130).whole).toBeUndefined();
  });
});
