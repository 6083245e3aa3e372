import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Label, type LabelKind, type Language, overlaps, parseLabels, placeLabels, toPixels } from './labels';

const file = readFileSync(new URL('../../../data/reference/basemap/labels.tsv', import.meta.url), 'utf8');
const all = parseLabels(file);
const languages: Language[] = ['en', 'uk', 'ru'];
const measure = (text: string, style: { size: number; spacing: number }) =>
  text.length * (style.size * 0.55 + style.spacing);

function town(en: string, lon: number, lat: number, kind: LabelKind = 'town'): Label {
  return { kind, from: 5, to: 12, lon, lat, names: { en, uk: en, ru: en } };
}

describe('parseLabels', () => {
  it('names the line that is wrong', () => {
    const head = 'kind\tfrom\tto\tlon\tlat\ten\tuk\tru';
    expect(() => parseLabels('name\tlon')).toThrow('labels.tsv, line 1: expected the columns kind from');
    expect(() => parseLabels(`${head}\ntown\t5\t12\t30.5\n`)).toThrow('labels.tsv, line 2');
    expect(() => parseLabels(`${head}\nfort\t5\t12\t30.5\t50.4\ta\tb\tc`)).toThrow('line 2');
    expect(() => parseLabels(`${head}\ntown\t5\t12\teast\t50.4\ta\tb\tc`)).toThrow('line 2');
    expect(parseLabels(`${head}\n`)).toEqual([]);
  });
});

describe('labels.tsv', () => {
  it('has every name in the letters of its language', () => {
    for (const { names } of all) {
      expect(names.en, names.en).toMatch(/^[\p{Script=Latin}\d ’()–.-]+$/u);
      expect(names.uk, names.uk).toMatch(/^[А-ЩЬЮЯҐЄІЇа-щьюяґєії\d ’()–-]+$/u);
      expect(names.ru, names.ru).toMatch(/^[А-Яа-яЁё\d ’()–-]+$/u);
    }
  });

  it('keeps to the world and to the zooms of the map', () => {
    for (const { lon, lat, from, to, names } of all) {
      expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 85, names.en).toBe(true);
      expect(from >= 2 && from <= to && to <= 12, names.en).toBe(true);
    }
  });

  it.each([
    ['Bakhmut', 'Бахмут', 'Бахмут'],
    ['Dnipro', 'Дніпро', 'Днепр'],
    ['Kropyvnytskyi', 'Кропивницький', 'Кропивницкий'],
    ['Zviahel', 'Звягель', 'Звягель'],
  ])('spells %s as it is spelt now', (en, uk, ru) => {
    expect(all.filter((l) => l.names.en === en).map((l) => l.names)).toContainEqual({ en, uk, ru });
  });
});

describe('placeLabels', () => {
  it('leaves no two labels on each other, at any zoom, in any language', () => {
    for (const language of languages) {
      for (let zoom = 2; zoom <= 12; zoom++) {
        const placed = placeLabels(all, { zoom, language, measure });
        expect(placed.length).toBeGreaterThan(5);
        placed.forEach((a, i) => {
          const hit = placed.slice(i + 1).find((b) => overlaps(a.box, b.box));
          expect(hit && `${a.label.names.en} on ${hit.label.names.en}, zoom ${zoom} ${language}`).toBeUndefined();
        });
      }
    }
  });

  it('always shows Kyiv, and the large cities from zoom 6', () => {
    for (const language of languages) {
      const shown = (zoom: number) =>
        new Set(placeLabels(all, { zoom, language, measure }).map((p) => p.label.names.en));
      for (let zoom = 3; zoom <= 12; zoom++) expect(shown(zoom), `zoom ${zoom}`).toContain('Kyiv');
      for (const name of ['Kharkiv', 'Odesa', 'Dnipro', 'Lviv', 'Donetsk', 'Kherson', 'Mariupol', 'Luhansk']) {
        expect(shown(6)).toContain(name);
      }
    }
  });

  it('gives way to the other side of the dot, then leaves out', () => {
    const [x, y] = toPixels(30, 50, 6);
    const crowd = [town('First', 30, 50), town('Second', 30.02, 50), town('Third', 30.01, 50)];
    const placed = placeLabels(crowd, { zoom: 6, language: 'en', measure });
    expect(placed[0]).toMatchObject({ align: 'left', x, y });
    expect(placed.map((p) => p.label.names.en)).toEqual(['First']);
    const apart = placeLabels([town('First', 30, 50), town('Second', 29.7, 50)], { zoom: 6, language: 'en', measure });
    expect(apart.map((p) => p.align)).toEqual(['left', 'right']);
  });

  it('breaks long names of countries in two, and keeps those of towns whole', () => {
    const names = ['Bosnia and Herzegovina', 'Kamianets-Podilskyi town'];
    const labels = [town(names[0]!, 10, 40, 'country'), town(names[1]!, 40, 40)];
    const placed = placeLabels(labels, { zoom: 6, language: 'en', measure });
    expect(placed.map((p) => p.lines)).toEqual([['BOSNIA AND', 'HERZEGOVINA'], [names[1]]]);
  });
});
