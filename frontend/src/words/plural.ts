export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Writes a number with the form of a word that goes with it: "1 report", "2 звіти", "5 отчётов". */
export function createPlural(locale: string): { num(n: number): string; plural(n: number, forms: Forms): string } {
  // made when first asked for: they take milliseconds, and a page speaks one of its languages
  let number: Intl.NumberFormat | undefined;
  let rules: Intl.PluralRules | undefined;
  const num = (n: number) => {
    number ??= new Intl.NumberFormat(locale);
    return number.format(n);
  };
  const formOf = (n: number) => {
    rules ??= new Intl.PluralRules(locale);
    return rules.select(n);
  };
  return { num, plural: (n, forms) => `${num(n)} ${forms[formOf(n)] ?? forms.other}` };
}
