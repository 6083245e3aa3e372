import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => join('src', path));

/** What each file imports of ours, types too. */
const imports = new Map(
  files.map((path) => {
    const code = readFileSync(path, 'utf8');
    const asked = [...code.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, to]) => join(dirname(path), to!));
    const known = asked.map((to) => [`${to}.ts`, `${to}/index.ts`].find((file) => files.includes(file)));
    return [path, known.filter((file) => file !== undefined)] as const;
  }),
);

/** A way from a file back to itself, or null. */
function circleFrom(start: string): string[] | null {
  const seen = new Set<string>();
  const walk = (path: string, way: string[]): string[] | null => {
    for (const next of imports.get(path) ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...way, next]);
      if (found) return found;
    }
    return null;
  };
  return walk(start, [start]);
}

describe('the files', () => {
  it('are read', () => {
    expect(imports.get('src/app.ts')!.length).toBeGreaterThan(20);
  });

  it.each(files)('%s imports nothing that imports it', (path) => {
    expect(circleFrom(path)).toBeNull();
  });
});
