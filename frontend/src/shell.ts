import { attr, h, setText, type View } from './dom';
import type { App, AppState } from './state/app';
import { type Keys, touches } from './state/state';
import { type Tab, tabs } from './state/url';
import { words } from './words';

/** What frames the views: tabs, ribbon, messages, the sheet of small screens, Escape. */
export function createShell(app: App): View<Keys<AppState>> {
  const at = (id: string) => document.getElementById(id)!;
  const message = at('message');
  const sheet = at('panel');
  const grip = at('sheet-grip');

  const tabButtons = tabs.map((tab) => at(`tab-${tab}`));
  tabButtons.forEach((button, i) => {
    button.addEventListener('click', () => app.set({ tab: tabs[i]! }));
    button.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      const next = (i + step + tabs.length) % tabs.length;
      app.set({ tab: tabs[next]! });
      tabButtons[next]!.focus();
    });
  });

  grip.addEventListener('click', () => {
    const open = sheet.classList.toggle('open');
    attr(grip, 'aria-expanded', String(open));
  });

  const openSheet = () => {
    sheet.classList.add('open');
    attr(grip, 'aria-expanded', 'true');
  };

  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], :popover-open'))
      return;
    if (event.target instanceof HTMLInputElement && event.target.value) return;
    if (app.get().place !== null) app.set({ place: null });
  };
  document.addEventListener('keydown', onEscape);

  let returnTo: HTMLElement | null = null;
  const paintPanels = ({ place, tab }: AppState) => {
    const panels: Record<Tab, HTMLElement> = {
      places: at('panel-places'),
      reports: at('panel-reports'),
      compare: at('panel-compare'),
    };
    for (const [i, name] of tabs.entries()) {
      panels[name].hidden = place !== null || tab !== name;
      attr(tabButtons[i]!, 'aria-selected', String(tab === name));
      attr(tabButtons[i]!, 'tabindex', tab === name ? 0 : -1);
    }
    at('lists').hidden = place !== null;
    at('panel-place').hidden = place === null;
  };

  const moveFocus = ({ place, tab }: AppState, wasOpen: boolean) => {
    if (place !== null) {
      if (!wasOpen) returnTo = document.activeElement as HTMLElement | null;
      openSheet();
      at('panel-place').querySelector('h2')?.focus({ preventScroll: true });
    } else if (wasOpen) (returnTo?.isConnected ? returnTo : at(`tab-${tab}`)).focus({ preventScroll: true });
  };

  const paintMessage = ({ gone, error, cube, loading }: AppState) => {
    const text = gone ? words.gone : error ? words.failed(error) : !cube && loading ? words.loading : '';
    message.hidden = text === '';
    message.classList.toggle('bad', gone || error !== null);
    setText(message, text);
    document.body.classList.toggle('loading', loading);
  };

  const paintRibbon = ({ info }: AppState) => {
    const ribbon = at('ribbon');
    ribbon.hidden = !info?.demo;
    if (info?.demo) ribbon.replaceChildren(words.demo, h('code', {}, words.demoCommand));
  };

  let wasOpen = false;
  let started = false; // the place of the address takes no focus
  return {
    update(changed) {
      const state = app.get();
      if (touches(changed, 'place', 'tab')) paintPanels(state);
      if (touches(changed, 'place')) {
        if (started) moveFocus(state, wasOpen);
        else if (state.place !== null) openSheet();
        wasOpen = state.place !== null;
      }
      if (touches(changed, 'gone', 'error', 'cube', 'loading')) paintMessage(state);
      if (touches(changed, 'info')) paintRibbon(state);
      if (state.summary) document.body.classList.remove('waiting');
      started = true;
    },
    destroy: () => document.removeEventListener('keydown', onEscape),
  };
}
