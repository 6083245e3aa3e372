export type Keys<T> = ReadonlySet<keyof T>;
export type Subscriber<T> = (changed: Keys<T>) => void;

export interface State<T extends object> {
  get(): Readonly<T>;
  set(patch: Partial<T>): void;
  /** Tells of keys as if they had changed: for subscribers that have just come. */
  announce(keys: readonly (keyof T)[]): void;
  /** Subscribers are told which keys changed, in the order in which they came. Returns the way out. */
  subscribe(fn: Subscriber<T>): () => void;
}

/** A plain object that tells who listens what changed. Changes made meanwhile are told in the next round. */
export function createState<T extends object>(
  initial: T,
  schedule: (flush: () => void) => void = (flush) => requestAnimationFrame(flush),
): State<T> {
  const value: T = { ...initial };
  const subscribers = new Set<Subscriber<T>>();
  let changed = new Set<keyof T>();
  let waiting = false;

  const flush = () => {
    waiting = false;
    for (let round = 0; changed.size && round < 8; round++) {
      const now = changed;
      changed = new Set();
      for (const fn of subscribers) fn(now);
    }
  };

  const wake = () => {
    if (!changed.size || waiting) return;
    waiting = true;
    schedule(flush);
  };

  return {
    get: () => value,
    set(patch) {
      for (const key of Object.keys(patch) as (keyof T)[]) {
        const next = patch[key] as T[keyof T];
        if (Object.is(value[key], next)) continue;
        value[key] = next;
        changed.add(key);
      }
      wake();
    },
    announce(keys) {
      for (const key of keys) changed.add(key);
      wake();
    },
    subscribe(fn) {
      subscribers.add(fn);
      return () => subscribers.delete(fn);
    },
  };
}

/** Whether any of the keys is among the changed ones. */
export function touches<T>(changed: Keys<T>, ...keys: (keyof T)[]): boolean {
  return keys.some((key) => changed.has(key));
}
