/** Offsets of the API count code points; JavaScript's strings count UTF-16 units. */
export function utf16Offsets(text: string, codePoints: readonly number[]): number[] {
  const order = codePoints.map((_, i) => i).sort((a, b) => codePoints[a]! - codePoints[b]!);
  const out: number[] = new Array(codePoints.length);
  let unit = 0;
  let point = 0;
  for (const i of order) {
    for (; point < codePoints[i]! && unit < text.length; point++) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
    out[i] = unit;
  }
  return out;
}

export interface Mark<T> {
  /** code points, end not included */
  start: number;
  end: number;
  value: T;
}

export interface Part<T> {
  text: string;
  /** null between marks */
  value: T | null;
}

/** Cuts a text at its marks. A mark that begins inside an earlier one, or holds nothing, is left out. */
export function cut<T>(text: string, marks: readonly Mark<T>[]): Part<T>[] {
  const sorted = [...marks].sort((a, b) => a.start - b.start || b.end - a.end);
  const offsets = utf16Offsets(
    text,
    sorted.flatMap(({ start, end }) => [start, end]),
  );
  const parts: Part<T>[] = [];
  let done = 0;
  sorted.forEach(({ value }, i) => {
    const start = offsets[2 * i]!;
    const end = offsets[2 * i + 1]!;
    if (start < done || end <= start) return;
    if (start > done) parts.push({ text: text.slice(done, start), value: null });
    parts.push({ text: text.slice(start, end), value });
    done = end;
  });
  if (done < text.length) parts.push({ text: text.slice(done), value: null });
  return parts;
}

/** A word as a search compares it: case does not matter, nor do marks on Latin letters. */
function folded(word: string): string {
  const small = word.toLowerCase();
  return /\p{Script=Latin}/u.test(small) ? small.normalize('NFD').replace(/\p{M}/gu, '') : small.normalize('NFC');
}

/** The words of a search. */
export function soughtWords(search: string): ReadonlySet<string> {
  return new Set((search.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map(folded));
}

/** Cuts a text at the words that were sought. */
export function cutAtWords(text: string, sought: ReadonlySet<string>): { text: string; found: boolean }[] {
  if (!sought.size) return [{ text, found: false }];
  const pieces = text.split(/([\p{L}\p{N}\p{M}]+)/u).filter(Boolean);
  return pieces.map((piece) => ({ text: piece, found: sought.has(folded(piece)) }));
}

/** The address if it is one of the web, else null: a text may say "javascript:". */
export function webLink(url: string | null | undefined): string | null {
  if (!url || !/^https?:\/\//i.test(url)) return null;
  try {
    const { href, protocol } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
