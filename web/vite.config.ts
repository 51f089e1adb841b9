import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const hub = process.env['YAGURA_URL'] ?? 'http://127.0.0.1:8910';

/**
 * Nearly all of the first file's functions are called as it loads. Chromium compiles them beside the page's thread while the file comes in,
 * rather than one by one when each is first called, if this is its first line; to other browsers it is a comment.
 */
const compileAtOnce: Plugin = {
  name: 'compile-at-once',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk' && file.name === 'main')
          file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
    },
  },
};

/** The file that asks for what the first page shows runs while the browser still fetches and compiles all the others. */
const startAtOnce: Plugin = {
  name: 'start-at-once',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const start = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'start');
      if (!start) throw new Error('there is no chunk named start');
      const attrs = { type: 'module', async: true, crossorigin: true, src: `/${start.fileName}` };
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
    },
  },
};

const isOfStart = /\/web\/(start|data\/(api|clock|memory|store|live\/[a-z-]+)|i18n\/language)\.ts$/;

const beforePaint = 'before-paint.js';
let beforePaintFile = '';
/** What the page waits for before its first paint is named by its content, so that who comes back need not ask whether it is still the same. */
const keepBeforePaint: Plugin = {
  name: 'keep-before-paint',
  apply: 'build',
  buildStart() {
    const source = readFileSync(new URL(`public/${beforePaint}`, import.meta.url));
    const reference = this.emitFile({ type: 'asset', name: beforePaint, source });
    beforePaintFile = this.getFileName(reference);
  },
  transformIndexHtml: (html) => html.replace(`/${beforePaint}`, `/${beforePaintFile}`),
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwind(), compileAtOnce, startAtOnce, keepBeforePaint],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // A strict content policy allows no data: scripts and styles, so nothing is inlined.
    assetsInlineLimit: 0,
    // The modulepreload polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    // What the bound is on is measured compressed, by bench/page/.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Which plugin took how long is of no use to who starts Yagura.
      checks: { bundlerTimings: false },
      output: {
        // The first page is one file rather than fifty: each costs the browser and the hub more than its bytes do.
        codeSplitting: {
          groups: [
            { name: 'start', test: isOfStart, priority: 1 },
            { name: 'main', tags: ['$initial'] },
            // What lies over the page; one part of it is seldom used without the others.
            {
              name: 'over-the-page',
              test: /node_modules\/(@radix-ui|@floating-ui|react-remove-scroll|aria-hidden)/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: hub, ws: true },
      '/prometheus': { target: hub },
      '/login': { target: hub, bypass: (request) => (request.url?.includes('code=') ? null : '/index.html') },
    },
  },
});
