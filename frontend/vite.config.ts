import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const MOST = 250_000; // bytes of code and styles, gzipped

export default defineConfig({
  base: './', // the page may be served under any path
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy forbids data: URLs
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    emptyOutDir: true, // public/.keep is copied back
    reportCompressedSize: true,
  },
  resolve: { alias: [{ find: /^leaflet$/, replacement: 'leaflet/dist/leaflet-src.esm.js' }] }, // smaller than the bundle for every loader
  worker: { format: 'es' },
  plugins: [preloadApp(), limitSize()],
});

/** The first script asks for the counts and then for the rest of the code: the browser learns of both at once. */
function preloadApp(): Plugin {
  return {
    name: 'preload-app',
    transformIndexHtml(_html, { bundle }) {
      const app = Object.values(bundle ?? {}).find((part) => part.type === 'chunk' && part.name === 'app');
      if (!app) return [];
      return [{ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${app.fileName}` } }];
    },
  };
}

/** Ends the build where the page has grown too large. */
function limitSize(): Plugin {
  return {
    name: 'limit-size',
    writeBundle(_options, bundle) {
      let size = 0;
      for (const part of Object.values(bundle)) {
        if (/\.(js|css)$/.test(part.fileName)) size += gzipSync(part.type === 'chunk' ? part.code : part.source).length;
      }
      if (size > MOST) this.error(`code and styles are ${size} bytes gzipped, more than ${MOST}`);
    },
  };
}
