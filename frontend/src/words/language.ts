export const languages = ['en', 'uk', 'ru'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', uk: 'Українська', ru: 'Русский' };

const KEY = 'mentionmap-language';
const tags: Record<Language, string> = { en: 'en-GB', uk: 'uk-UA', ru: 'ru-RU' };

/** The first known of what the address says (?lang=uk), what was chosen here before, and what the browser asks for. */
export function chooseLanguage(asked: string | null, kept: string | null, wanted: readonly string[]): Language {
  const codes = [asked, kept, ...wanted].map((tag) => tag?.slice(0, 2).toLowerCase());
  return languages.find((one) => one === codes.find((code) => languages.some((known) => known === code))) ?? 'en';
}

/** The language of the page, the same until it is loaded anew. */
export const language: Language = typeof document === 'undefined' ? 'en' : onPage();

/** With its region, for dates, numbers and the names of countries. */
export const locale = tags[language];

function onPage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  const chosen = chooseLanguage(asked, keep().get(), navigator.languages);
  if (asked) keep().set(chosen);
  document.documentElement.lang = chosen;
  return chosen;
}

/** Loads the page anew in another language; the address keeps what is shown. */
export function speak(next: Language): void {
  keep().set(next);
  const address = new URL(location.href);
  address.searchParams.delete('lang');
  history.replaceState(null, '', address);
  location.reload();
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
