import { isCounting } from '../cube/distinct';
import { h, icon, keepRoom, setText, type View } from '../dom';
import { nothing } from '../panel/headline';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { words } from '../words';
import { linkTo } from './link';
import { titleOf } from './picture';

/** The slim view for a frame: map, time, what is counted, and a way to the whole page. */
export function createEmbed(el: HTMLElement, app: App): View<Keys<AppState>> {
  const { embed } = app.get();
  document.body.classList.toggle('embed', embed);
  const link = h('a', { class: 'embed-link', target: '_blank', rel: 'noopener', href: document.baseURI });
  link.append(words.share.open, icon('out'));
  const aim = () => {
    link.href = linkTo(app.get(), document.baseURI, false);
  };
  for (const kind of ['pointerdown', 'focus']) link.addEventListener(kind, aim);
  const title = h('p', { class: 'embed-title' });
  if (embed)
    el.replaceChildren(
      h('div', { class: 'embed-line' }, title, link),
      h('p', { class: 'embed-credit' }, words.share.embedCredit),
    );
  el.hidden = !embed;
  const update = (changed: Keys<AppState>) => {
    if (!embed || !touches(changed, 'summary', 'distinct', 'info', 'error', 'gone')) return;
    keepRoom(title, isCounting(app.get()));
    const state = app.get();
    setText(title, state.summary?.total === 0 ? nothing(state) : titleOf(state));
  };
  return { update, destroy: () => el.replaceChildren() };
}
