import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../src/words/en';
import { chooseLanguage } from '../src/words/language';
import { ru } from '../src/words/ru';
import { signs as inRussian } from '../src/words/signsRu';
import { signs as inUkrainian } from '../src/words/signsUk';
import type { Words } from '../src/words/table';
import { uk } from '../src/words/uk';

/** Paths of all that a table holds, with the kind of thing that stands there. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`));
  return [`${path}: ${typeof value === 'function' ? `of ${value.length}` : typeof value}`];
}

const others: [string, Words][] = [
  ['uk', uk],
  ['ru', ru],
];

describe.each(others)('the words in %s', (_, table) => {
  it('are those of English, none missing and none more', () => {
    expect(paths(table).sort()).toEqual(paths(en).sort());
  });

  it('are none of them empty or left in Latin letters', () => {
    const same = ['demoCommand'];
    const left = texts(table).filter(([key, text]) => text === '' || (!/[а-яіїєґ]/i.test(text) && !same.includes(key)));
    expect(left).toEqual([]);
  });
});

/** Every text of a table by its path; functions are asked with a sample. */
function texts(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, [...path, key]));
}

describe('reasons', () => {
  const named = (file: string, line: RegExp) => [...readFileSync(file, 'utf8').matchAll(line)].map(([, text]) => text!);

  it('are told in every language: signs of a name', () => {
    const all = named('../geo/toponym/weights.go', /^\tf\w+: +\{"([^"]+)"/gm).filter((text) => text !== 'start');
    expect(all.length).toBeGreaterThan(40);
    for (const [, table] of others) expect(all.filter((text) => !/[а-яіїєґ]/i.test(table.sign(text)))).toEqual([]);
    for (const signs of [inUkrainian, inRussian])
      expect(Object.keys(signs).filter((text) => !all.includes(text))).toEqual([]);
  });

  it('are told in every language: cues for one place and not another', () => {
    const all = named('../geo/resolve/explain.go', /^\t"([^"]+)": +"/gm);
    expect(all.length).toBeGreaterThan(12);
    expect(all.filter((name) => !(name in en.cues))).toEqual([]);
  });
});

describe('numbers and their words', () => {
  it.each([
    [1, '1 report', '1 повідомлення', '1 сообщение'],
    [3, '3 reports', '3 повідомлення', '3 сообщения'],
    [5, '5 reports', '5 повідомлень', '5 сообщений'],
    [11, '11 reports', '11 повідомлень', '11 сообщений'],
    [21, '21 reports', '21 повідомлення', '21 сообщение'],
  ])('%i', (n, ...expected) => {
    expect([en, uk, ru].map((table) => table.counted(n, 'reports'))).toEqual(expected);
  });

  it.each([
    [1, '1 place · 1 post · 1 text', '1 місце · 1 допис · 1 текст', '1 место · 1 запись · 1 текст'],
    [2, '2 places · 2 posts · 2 texts', '2 місця · 2 дописи · 2 тексти', '2 места · 2 записи · 2 текста'],
    [5, '5 places · 5 posts · 5 texts', '5 місць · 5 дописів · 5 текстів', '5 мест · 5 записей · 5 текстов'],
    [12, '12 places · 12 posts · 12 texts', '12 місць · 12 дописів · 12 текстів', '12 мест · 12 записей · 12 текстов'],
    [21, '21 places · 21 posts · 21 texts', '21 місце · 21 допис · 21 текст', '21 место · 21 запись · 21 текст'],
    [24, '24 places · 24 posts · 24 texts', '24 місця · 24 дописи · 24 тексти', '24 места · 24 записи · 24 текста'],
  ])('%i of each in the head line', (n, ...expected) => {
    expect([en, uk, ru].map(({ places, posts, texts }) => `${places(n)} · ${posts(n)} · ${texts(n)}`)).toEqual(
      expected,
    );
  });

  it('are written as each language writes them', () => {
    expect(en.places(12_431)).toBe('12,431 places');
    expect(uk.places(12_431).replace(/\s/g, ' ')).toBe('12 431 місце');
  });
});

describe('the page itself', () => {
  it('asks for words that there are', () => {
    const keys = [...readFileSync('index.html', 'utf8').matchAll(/data-(?:text|label)="(\w+)"/g)].map(
      ([, key]) => key!,
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) expect(typeof en[key as keyof Words], key).toBe('string');
  });
});

describe('the language', () => {
  it.each([
    ['uk', null, ['en-US'], 'uk'],
    [null, 'ru', ['uk'], 'ru'],
    [null, null, ['de-AT', 'uk-UA', 'en'], 'uk'],
    ['xx', null, ['de'], 'en'],
  ] as const)('%s, %s, %j is %s', (asked, kept, wanted, expected) => {
    expect(chooseLanguage(asked, kept, wanted)).toBe(expected);
  });
});

describe('the code', () => {
  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'words' ? [] : files(path);
      return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [path] : [];
    });

  it.each(files('src'))('%s says nothing of its own', (path) => {
    expect(spoken(readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('would be found out', () => {
    expect(spoken("setText(el, 'No reports');")).toEqual(['No reports']);
    expect(spoken("h('button', { title: `Zoom to it` }, 'Close')")).toEqual(['Zoom to it', 'Close']);
    expect(spoken("h('p', { class: 'muted small' }, words.none); throw new Error('it is wrong')")).toEqual([]);
  });
});

/** Texts in code that a reader would see: names of products, errors that mean a fault, and selectors are none. */
function spoken(code: string): string[] {
  const plain = code
    .replace(/\/\*[\s\S]*?\*\/|(?<=\s|^)\/\/.*$/gm, '')
    .replace(/^import .*$/gm, '')
    .replace(/(?:new|class) \w*Error\((?:[^()]|\([^()]*\))*\)/g, '')
    .replace(/#version 300 es[\s\S]*?`/g, '`');
  const literals = [...plain.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(([, a, b]) => a ?? b ?? '');
  return literals.filter(
    (text) => !NAMES.has(text) && [CAPITAL, SMALL].some((form) => form.test(text.replace(/\$\{[^}]*\}/g, ''))),
  );
}

/** A word that begins with a capital, or English words in a row. */
const CAPITAL = /^\P{L}*\p{Lu}\p{Ll}+(?![\p{Lu}(-])/u;
const SMALL = /(^| )(the|is|are|of|to|and|not|no|with|in|from|by) /;
/** Keys, types of GeoJSON, headers, and what bears the same name in all languages. */
const NAMES = new Set([
  ...'Escape Enter Home End Accept Content-Type Content-Disposition Files UTC'.split(' '),
  ...'Feature FeatureCollection GeometryCollection Point MultiPoint LineString MultiLineString'.split(' '),
  ...'Polygon MultiPolygon GeoJSON GeoPackage OpenStreetMap Copernicus'.split(' '),
  ...['GeoJSON text sequence', 'Google Maps', 'Kyiv Łódź', 'Київ', 'Киев'],
]);
