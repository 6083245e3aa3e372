import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../src/words/en';
import { chooseLanguage } from '../src/words/language';
import { ru } from '../src/words/ru';
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
    const left = Object.entries(table).filter(([key, value]) => {
      if (typeof value !== 'string') return false;
      return value === '' || (!/[а-яіїєґ]/i.test(value) && key !== 'demoCommand');
    });
    expect(left).toEqual([]);
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
