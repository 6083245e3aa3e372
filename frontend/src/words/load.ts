import type { Language } from './language';
import type { Words } from './table';

/** The words of each language, which come when they are wanted. */
export const loadWords: Record<Language, () => Promise<Words>> = {
  en: () => import('./en').then(({ en }) => en),
  uk: () => import('./uk').then(({ uk }) => uk),
  ru: () => import('./ru').then(({ ru }) => ru),
};
