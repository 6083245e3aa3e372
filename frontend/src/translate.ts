import { attr, h } from './dom';
import { language, speakIn, words } from './words';
import { languageNames, languages } from './words/language';

/** Writes the words of index.html in the page's language, and the switch between languages. */
export function translate(root: HTMLElement): void {
  for (const el of root.querySelectorAll<HTMLElement>('[data-text]')) el.textContent = wordOf(el.dataset.text!);
  for (const el of root.querySelectorAll<HTMLElement>('[data-label]'))
    attr(el, 'aria-label', wordOf(el.dataset.label!));
  const buttons = languages.map((one) =>
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        lang: one,
        'aria-pressed': String(one === language),
        onclick: () => void speakIn(one),
      },
      languageNames[one],
    ),
  );
  const group = root.querySelector('#languages')!;
  const held = group.contains(document.activeElement);
  group.replaceChildren(...buttons);
  if (held) buttons[languages.indexOf(language)]!.focus();
}

function wordOf(key: string): string {
  const word = words[key as keyof typeof words];
  if (typeof word !== 'string') throw new Error(`index.html asks for the words “${key}”, which are none`);
  return word;
}
