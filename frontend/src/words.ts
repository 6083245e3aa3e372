import type { Distinct } from './state/app';
import type { By, Kind, Precision, Unit, Use } from './state/filter';
import { type Language, language, locale, onSpeak, speak, tags } from './words/language';
import { loadWords } from './words/load';
import { createPlural } from './words/plural';
import type { Words } from './words/table';

export { language, locale } from './words/language';

/** 12,431 */
export function num(n: number): string {
  return numbers[language].num(n);
}

/** Between the numbers of a sum. */
export const BETWEEN = ' · ';

/** "5.2 MB" */
export function bytesText(bytes: number): string {
  const mega = bytes >= 1_000_000;
  const style = { style: 'unit', unit: mega ? 'megabyte' : 'kilobyte', maximumSignificantDigits: 2 } as const;
  return new Intl.NumberFormat(locale, style).format(Math.max(1, bytes / (mega ? 1_000_000 : 1_000)));
}

const numbers: Record<Language, ReturnType<typeof createPlural>> = {
  en: createPlural(tags.en),
  uk: createPlural(tags.uk),
  ru: createPlural(tags.ru),
};

/** Every sentence of the page in its language, and the ways to choose among them; others after speak(). */
export let words = choicesOf(await loadWords[language]());

/** Goes on in another language, once its words have come; without them everything stays as it is. */
export async function speakIn(next: Language): Promise<void> {
  const table = await loadWords[next]().catch(() => null);
  if (!table) return;
  coming = table;
  speak(next);
}

let coming: Words;

onSpeak(() => {
  words = choicesOf(coming);
});

/** Whether one of them can have several places and dates: a report and a mention have one of each. */
export function isManifold(unit: Unit): boolean {
  return unit === 'documents' || unit === 'stories';
}

function choicesOf(table: Words) {
  const overDates = (what: string, unit: Unit) => (isManifold(unit) ? table.forEachDate(what) : what);
  return {
    ...table,
    unitTitle: (unit: Unit) => table.units[unit].title,
    unitNote: (unit: Unit) => table.units[unit].note,
    by: (by: By) => table.bys[by][0],
    byNote: (by: By) => table.bys[by][1],
    kind: (kind: string) => table.kindNames[kind as Kind]?.[0] ?? table.anyPlace,
    kinds: (kind: Kind) => table.kindNames[kind][1],
    use: (use: Use) => table.uses[use],
    useShort: (use: string) => table.usesShort[use as Use] ?? use,
    precision: (precision: Precision) => table.precisions[precision],
    /** "dated to the week or to the month" */
    dated: (precisions: readonly Precision[]) => {
      const names = precisions.map((one) => table.precisions[one][0]!.toLowerCase() + table.precisions[one].slice(1));
      return table.dated(new Intl.ListFormat(locale, { type: 'disjunction' }).format(names));
    },
    /** "914 places · 765 posts · 475 texts": each counted once; what is not known is left out */
    sum: (places: number, known: Distinct | null) =>
      [table.places(places), ...(known ? [table.posts(known.posts), table.texts(known.documents)] : [])].join(BETWEEN),
    /** Names a sum over places: a document and a story are in it once for each place and date. */
    summed: (what: string, unit: Unit) => (isManifold(unit) ? table.forEachPlace(what) : what),
    /** "116 reports": what a place has in the window, a sum over its dates. */
    ofPlace: (n: number, unit: Unit) => overDates(table.counted(n, unit), unit),
    legend: (unit: Unit) => overDates(table.legend(table.units[unit].title), unit),
    change: (n: number) => (n > 0 ? `▲ ${num(n)}` : n < 0 ? `▼ ${num(-n)}` : '='),
    changeTitle: (before: number, unit: Unit) => overDates(table.changeTitle(table.counted(before, unit)), unit),
  };
}
