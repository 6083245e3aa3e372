import type { Client } from './api/client';
import type { Info } from './api/types';
import type { Model } from './cube/model';
import { defaults } from './defaults';
import { throttle } from './dom';
import type { App } from './state/app';

export interface Upkeep {
  /** Asks what is stored, and has the counts loaded anew if they are of something else, or have not come. */
  learn(): Promise<void>;
  /** Takes the generation of the store that an answer tells, and learns if the page shows another. */
  hear(generation: string): void;
}

/**
 * Keeps the page true to the store. It learns when an answer tells that something was stored since, and when a reader
 * comes back to the page after a while.
 */
export function createUpkeep(app: App, client: Pick<Client, 'info'>, model: Model): Upkeep {
  let asked = 0;
  let reloaded = ''; // the generation that counts were loaded anew for: once each

  const isOld = (generation: string) => {
    const { cube } = app.get();
    return cube !== null && cube.generation !== generation && reloaded !== generation;
  };

  const learn = async () => {
    asked = Date.now();
    const before = app.get().info;
    const info = await client.info().catch(() => null);
    if (!info) return;
    app.set({ info });
    const generation = String(info.generation);
    if ((before && isOther(before, info)) || isOld(generation)) {
      reloaded = generation;
      await model.reload();
    } else if (app.get().error !== null) await model.load();
  };
  const learnSoon = throttle(defaults.changing, () => void learn());

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - asked > defaults.upkeep) void learn();
  });
  return {
    learn,
    hear(generation) {
      const { info } = app.get();
      if (info && (String(info.generation) !== generation || isOld(generation))) learnSoon();
    },
  };
}

/** Whether something else is stored: more, less, or another database. */
function isOther(a: Info, b: Info): boolean {
  return (['generation', 'documents', 'posts', 'mentions'] as const).some((key) => a[key] !== b[key]);
}
