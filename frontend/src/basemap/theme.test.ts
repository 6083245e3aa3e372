import { describe, expect, it } from 'vitest';
import { themes } from './theme';

/** Contrast of two #rrggbb colours after WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(Object.entries(themes))('the %s theme', (_name, t) => {
  it('has labels of 4.5:1 on whatever they stand on', () => {
    for (const ground of [t.land, t.home, t.urban, t.water]) {
      for (const [kind, colour] of Object.entries(t.text)) {
        expect(contrast(colour, ground), `${kind} ${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('keeps the order of importance: state borders over oblast borders over land against water', () => {
    const weight = (colour: string) => contrast(colour, t.home);
    expect(weight(t.state)).toBeGreaterThan(weight(t.oblast) * 1.4);
    expect(weight(t.disputed)).toBeGreaterThan(weight(t.oblast) * 1.4);
    expect(weight(t.water)).toBeGreaterThan(1.15);
  });
});
