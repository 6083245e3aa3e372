import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [process.env.SHOTS ? 'e2e/shots.ts' : 'e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false, // one browser at a time
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
