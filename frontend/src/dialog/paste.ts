import type { Client } from '../api/client';
import type { Toponym } from '../api/types';
import { defaults } from '../defaults';
import { h, setText } from '../dom';
import { words } from '../words';
import { renderArticle } from './article';
import { createDialog } from './dialog';
import { createSpots, type Spots } from './spots';

export interface PasteDeps {
  client: Client;
  basemap(name: string): Promise<ArrayBuffer>;
}

export interface Paste {
  open(): void;
  restyle(): void;
  destroy(): void;
}

/** Reads an article that is not stored: the text on the left, its places on the right. */
export function createPaste({ client, basemap }: PasteDeps): Paste {
  const text = h('textarea', {
    'aria-label': words.pasteText,
    placeholder: words.pasteHere,
    rows: 12,
    spellcheck: 'false',
  });
  const date = h('input', { type: 'date' });
  const find = h('button', { type: 'submit', class: 'button primary' }, words.pasteFind);
  const status = h('p', { class: 'paste-status', role: 'status' });
  const edit = h('button', { type: 'button', class: 'button', hidden: true }, words.pasteEdit);
  const form = h(
    'form',
    { class: 'paste-form' },
    text,
    h('div', { class: 'paste-actions' }, h('label', {}, words.pasteDate, date), find),
    h('p', { class: 'muted' }, words.pasteNote),
  );
  const result = h('div', {
    class: 'article',
    hidden: true,
    tabindex: 0,
    role: 'region',
    'aria-label': words.pasteResult,
  });
  const left = h('div', { class: 'paste-left' }, form, h('div', { class: 'paste-bar' }, status, edit), result);
  const ground = h('div', { class: 'ground' });
  const right = h('div', { class: 'paste-map' }, ground);
  const dialog = createDialog('paste', words.paste, h('div', { class: 'paste-body' }, left, right));
  let spots: Spots | null = null;

  const showForm = (shown: boolean) => {
    form.hidden = !shown;
    result.hidden = shown;
    edit.hidden = shown;
    dialog.classList.toggle('read', !shown);
  };

  const show = (article: string, toponyms: Toponym[]) => {
    const view = renderArticle(result, article, toponyms, (i) => spots?.point(i));
    spots ??= createSpots(ground, basemap);
    spots.update(toponyms, (indexes) => view.point(indexes));
    const placed = toponyms.filter(({ lat }) => lat !== null).length;
    const some = toponyms.length ? words.pasteFound(words.places(toponyms.length), placed) : words.pasteNothing;
    setText(status, some);
    showForm(false);
    spots.fit();
    result.focus();
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const article = text.value;
    if (!article.trim()) return setText(status, words.pasteEmpty);
    const bytes = new TextEncoder().encode(article).length;
    if (bytes > defaults.articleBytes) return setText(status, words.pasteLong);
    setText(status, words.loading);
    find.disabled = true;
    await client.locate(article, date.value || null).then(
      ({ toponyms }) => show(article, toponyms),
      (error: Error) => setText(status, words.failed(error.message)),
    );
    find.disabled = false;
  });
  edit.addEventListener('click', () => {
    showForm(true);
    setText(status, '');
    text.focus();
  });

  return {
    open() {
      dialog.showModal();
      spots ??= createSpots(ground, basemap);
      spots.fit();
      if (!form.hidden) text.focus();
    },
    restyle: () => spots?.restyle(),
    destroy() {
      spots?.destroy();
      dialog.remove();
    },
  };
}
