import { type Cube, decodeCube, transferables } from './decode';

export type Decoded = { cube: Cube } | { error: string };

self.onmessage = (event: MessageEvent<ArrayBuffer>) => {
  try {
    const cube = decodeCube(event.data);
    self.postMessage({ cube } satisfies Decoded, { transfer: transferables(cube) });
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies Decoded);
  }
};
