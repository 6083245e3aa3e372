import type { Client } from '../api/client';
import { apiQuery } from '../api/query';
import { defaults } from '../defaults';
import { debounce, type View } from '../dom';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { createReportList, newestFirst } from './list';

/** All reports of the window, newest first. Text is asked for when the hand rests. */
export function createReports(el: HTMLElement, app: App, client: Client): View<Keys<AppState>> {
  const list = createReportList(el, {
    client,
    openPlace: (id) => app.set({ place: id }),
    meant: () => app.get().mention,
    explain: (ghosts) => app.set({ ghosts }),
  });
  let stale = true;

  const load = debounce(defaults.fetchDelay, () => {
    if (el.hidden || !stale) return;
    stale = false;
    void list.load(newestFirst(apiQuery(app.get())));
  });

  return {
    update(changed) {
      if (touches(changed, 'gone') && !app.get().gone) list.retry();
      if (touches(changed, 'summary')) stale = true;
      if (!touches(changed, 'summary', 'tab', 'place')) return;
      if (stale && !el.hidden) list.outdate();
      load();
    },
    destroy() {
      load.cancel();
      list.destroy();
    },
  };
}
