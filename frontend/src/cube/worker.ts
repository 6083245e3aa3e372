import { decode, type Encoded, transferables } from './decode';
import type { Cube } from './types';

export type Decoded = { cube: Cube } | { error: string };

self.onmessage = (event: MessageEvent<Encoded>) => {
  try {
    const cube = decode(event.data);
    self.postMessage({ cube } satisfies Decoded, { transfer: transferables(cube) });
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies Decoded);
  }
};
