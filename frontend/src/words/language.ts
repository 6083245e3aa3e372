export const languages = ['en', 'uk', 'ru'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', uk: 'Українська', ru: 'Русский' };

const KEY = 'mentionmap-language';
export const tags: Record<Language, string> = { en: 'en-GB', uk: 'uk-UA', ru: 'ru-RU' };

/** The first known of what the address says (?lang=uk), what was chosen here before, and what the browser asks for. */
export function chooseLanguage(asked: string | null, kept: string | null, wanted: readonly string[]): Language {
  const codes = [asked, kept, ...wanted].map((tag) => tag?.slice(0, 2).toLowerCase());
  return languages.find((one) => one === codes.find((code) => languages.some((known) => known === code))) ?? 'en';
}

/** The language of the page. */
export let language: Language = typeof document === 'undefined' ? 'en' : onPage();

/** With its region, for dates, numbers and the names of countries. */
export let locale = tags[language];

const listeners: (() => void)[] = [];

/** Told after the language has changed, in the order in which they came. */
export function onSpeak(fn: () => void): void {
  listeners.push(fn);
}

function onPage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  const chosen = chooseLanguage(asked, keep().get(), navigator.languages);
  if (asked) keep().set(chosen);
  document.documentElement.lang = chosen;
  return chosen;
}

/** Goes on in another language. */
export function speak(next: Language): void {
  if (next === language) return;
  keep().set(next);
  language = next;
  locale = tags[next];
  document.documentElement.lang = next;
  for (const fn of listeners) fn();
}

/** Storage may be forbidden: then the choice holds until the page is closed, or not at all. */
function keep() {
  const guarded = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    get: () => guarded(() => localStorage.getItem(KEY)),
    set: (value: Language) => void guarded(() => localStorage.setItem(KEY, value)),
  };
}
