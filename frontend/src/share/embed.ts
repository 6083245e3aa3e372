import { h, icon, type View } from '../dom';
import type { App, AppState } from '../state/app';
import type { Keys } from '../state/state';
import { words } from '../words';
import { linkTo } from './link';

/** The slim view for a frame: map, time, and a way to the whole page. */
export function createEmbed(el: HTMLElement, app: App): View<Keys<AppState>> {
  const { embed } = app.get();
  document.body.classList.toggle('embed', embed);
  const link = h('a', { class: 'embed-link', target: '_blank', rel: 'noopener', href: document.baseURI });
  link.append(words.share.open, icon('out'));
  const aim = () => {
    link.href = linkTo(app.get(), document.baseURI, false);
  };
  for (const kind of ['pointerdown', 'focus']) link.addEventListener(kind, aim);
  if (embed) el.replaceChildren(link, h('p', { class: 'embed-credit' }, words.share.embedCredit));
  el.hidden = !embed;
  return { update: () => {}, destroy: () => el.replaceChildren() };
}
