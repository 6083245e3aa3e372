import type { Toponym } from '../api/types';
import { h } from '../dom';
import { renderWhy } from '../panel/why';
import { countryName } from '../state/places';
import { cut } from '../text';
import { parseDay } from '../time/day';
import { dayRange } from '../time/say';
import { words } from '../words';

export interface ArticleView {
  /** Lights up the spans of these toponyms, none for an empty list. */
  point(indexes: readonly number[]): void;
}

/** The text with its places marked; a click says why. */
export function renderArticle(
  el: HTMLElement,
  text: string,
  toponyms: Toponym[],
  onPoint: (index: number | null) => void,
): ArticleView {
  const about = h('div', {
    class: 'about',
    'aria-live': 'polite',
    tabindex: 0,
    role: 'region',
    'aria-label': words.why,
  });
  const marks = new Map<number, HTMLElement>();
  const parts = cut(
    text,
    toponyms.map(({ start, end }, value) => ({ start, end, value })),
  );
  const body = h('div', { class: 'text article-text', dir: 'auto' });

  const explain = (index: number) => {
    about.replaceChildren(...describe(toponyms[index]!));
    for (const [i, mark] of marks) mark.ariaPressed = String(i === index);
    onPoint(index);
  };

  for (const { text, value } of parts) {
    if (value === null) body.append(text);
    else {
      const mark = spanOf(text, toponyms[value]!);
      mark.addEventListener('pointerenter', () => onPoint(value));
      mark.addEventListener('pointerleave', () => onPoint(null));
      mark.addEventListener('focus', () => onPoint(value));
      mark.addEventListener('click', () => explain(value));
      marks.set(value, mark);
      body.append(mark);
    }
  }
  el.replaceChildren(body, about);
  el.scrollTop = 0;
  about.replaceChildren(h('p', { class: 'muted' }, toponyms.length ? words.pasteChoose : ''));
  return {
    point(indexes) {
      for (const [i, mark] of marks) mark.classList.toggle('lit', indexes.includes(i));
      if (indexes.length) marks.get(indexes[0]!)?.scrollIntoView({ block: 'nearest' });
    },
  };
}

function spanOf(text: string, { use, confidence, lat }: Toponym): HTMLElement {
  const certainty = confidence >= 0.8 ? 'sure' : confidence >= 0.5 ? 'likely' : 'unsure';
  const mark = h('mark', { class: `place-mark ${use} ${lat === null ? 'unplaced' : certainty}` }, text);
  return h('button', { type: 'button', class: 'mark-button', 'aria-pressed': 'false' }, mark);
}

function describe(t: Toponym): HTMLElement[] {
  const where = [words.kind(t.kind), t.admin1, countryName(t.country)].filter(Boolean).join(', ');
  const from = parseDay(t.date);
  const when = from === null ? words.undatedReport : dayRange(from, parseDay(t.date_to) ?? from);
  return [
    h('h3', { dir: 'auto' }, t.name ?? t.surface),
    h('p', { class: 'where' }, `${where} · ${words.useShort(t.use)} · ${when}`),
    h('h4', {}, words.why),
    renderWhy(t),
  ];
}
