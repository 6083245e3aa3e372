export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Writes a number with the form of a word that goes with it: "1 report", "2 звіти", "5 отчётов". */
export function createPlural(locale: string): { num(n: number): string; plural(n: number, forms: Forms): string } {
  const number = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const num = (n: number) => number.format(n);
  return { num, plural: (n, forms) => `${num(n)} ${forms[rules.select(n)] ?? forms.other}` };
}
