import { defaults } from '../defaults';
import { debounce, h, icon, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { words } from '../words';

/** Words that the posts must hold: another cube under the same slider. */
export function createSearch(el: HTMLElement, app: App): View<Keys<AppState>> {
  const input = h('input', {
    type: 'search',
    placeholder: words.search,
    'aria-label': words.searchLabel,
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 200,
    value: app.get().q,
  });
  const send = debounce(defaults.searchDelay, () => app.set({ q: input.value.trim() }));
  input.addEventListener('input', send);
  el.setAttribute('role', 'search');
  el.addEventListener('submit', (event) => {
    event.preventDefault();
    send.cancel();
    app.set({ q: input.value.trim() });
  });
  el.replaceChildren(icon('search'), input);
  return {
    update(changed) {
      const { q } = app.get();
      if (touches(changed, 'q') && input.value.trim() !== q) input.value = q;
    },
    destroy() {
      send.cancel();
      el.replaceChildren();
    },
  };
}
