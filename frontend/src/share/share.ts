import { createPopover } from '../bar/popover';
import { attr, h, icon, setText, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { isoDay } from '../time/day';
import { words } from '../words';
import { generationOf, hasChanged, linkTo } from './link';
import { paintPicture, type Scene } from './picture';

export interface ShareParts extends Scene {
  /** takes the button */
  tools: HTMLElement;
  /** takes what a link says that was made of other data */
  notice: HTMLElement;
}

/** Takes away what is seen: as a link, as a picture, as a frame in another page. */
export function createShare({ tools, notice, ...scene }: ShareParts, app: App): View<Keys<AppState>> {
  const button = h('button', { type: 'button', class: 'tool', title: words.share.title }, icon('share'));
  attr(button, 'aria-label', words.share.title);
  const url = h('input', { type: 'text', readonly: true, 'aria-label': words.share.link });
  const framed = h('input', { type: 'checkbox', onchange: () => fill() });
  const said = h('p', { class: 'muted', role: 'status' });
  const copy = h('button', { type: 'button', class: 'button', onclick: () => void take() }, words.share.copy);
  const save = h('button', { type: 'button', class: 'button', onclick: () => void picture() }, words.share.picture);
  const body = h(
    'div',
    { class: 'share-body' },
    h('div', { class: 'copy-line' }, url, copy),
    h('label', { class: 'choice' }, framed, h('span', {}, words.share.embed), h('small', {}, words.share.embedNote)),
    save,
    said,
  );
  const popover = createPopover(button, words.share.title, body, () => {
    setText(said, '');
    fill();
  });
  tools.append(button, popover);

  const fill = () => {
    url.value = linkTo(app.get(), document.baseURI, framed.checked);
  };

  const take = async () => {
    fill();
    url.select();
    const done = await navigator.clipboard.writeText(url.value).then(
      () => true,
      () => false,
    );
    const kept = app.get().layers.length ? ` ${words.share.layersStay}` : '';
    setText(said, (done ? words.share.copied : words.share.selected) + kept);
  };

  const picture = async () => {
    const state = app.get();
    const canvas = paintPicture(scene, state);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    const name = pictureName(state);
    if (blob) saveAs(blob, name);
    setText(said, blob ? words.share.saved(name) : words.share.noPicture);
  };

  const note = createNote(notice, generationOf(location.search));
  return {
    update(changed) {
      if (touches(changed, 'cube')) note.compare(app.get());
      if (popover.matches(':popover-open')) fill();
    },
    destroy() {
      button.remove();
      popover.remove();
      notice.replaceChildren();
    },
  };
}

/** Says once whether the data are those that the link was made of. */
function createNote(notice: HTMLElement, made: string | null) {
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': words.share.close }, icon('close'));
  close.addEventListener('click', () => {
    notice.hidden = true;
  });
  const told = h('span', { role: 'status' });
  notice.replaceChildren(told, close);
  let done = made === null;
  return {
    compare(state: AppState) {
      if (done || !state.cube) return;
      done = true;
      notice.hidden = !hasChanged(state, made);
      if (!notice.hidden) setText(told, words.share.changed);
    },
  };
}

function saveAs(blob: Blob, download: string): void {
  const href = URL.createObjectURL(blob);
  h('a', { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function pictureName({ summary }: AppState): string {
  return summary ? `mentionmap-${isoDay(summary.from)}-${isoDay(summary.to)}.png` : 'mentionmap.png';
}
