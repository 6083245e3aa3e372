import type { Client } from './api/client';
import type { Info } from './api/types';
import type { Model } from './cube/model';
import { defaults } from './defaults';
import type { App } from './state/app';

/**
 * Keeps the page true to the store: what it gives asks what is stored, and has the counts loaded anew if that is no
 * longer what it was, or if they have not come. So does a reader who comes back to the page after a while.
 */
export function createUpkeep(app: App, client: Pick<Client, 'info'>, model: Model): () => Promise<void> {
  let asked = 0;

  const learn = async () => {
    asked = Date.now();
    const before = app.get().info;
    const info = await client.info().catch(() => null);
    if (!info) return;
    app.set({ info });
    if (before && isOther(before, info)) await model.reload();
    else if (app.get().error !== null) await model.load();
  };

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - asked > defaults.upkeep) void learn();
  });
  return learn;
}

/** Whether something else is stored: more, less, or another database. */
function isOther(a: Info, b: Info): boolean {
  return (['generation', 'documents', 'posts', 'mentions'] as const).some((key) => a[key] !== b[key]);
}
