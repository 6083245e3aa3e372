import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // the page may be served under any path
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy forbids data: URLs
    modulePreload: { polyfill: false },
    emptyOutDir: true, // public/.keep is copied back
    reportCompressedSize: true,
  },
  worker: { format: 'es' },
});
