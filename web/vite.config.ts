import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const hub = process.env['YAGURA_URL'] ?? 'http://127.0.0.1:8910';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwind()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // A strict content policy allows no data: scripts and styles, so nothing is inlined.
    assetsInlineLimit: 0,
    // The modulepreload polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    // Which plugin took how long is of no use to who starts Yagura.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: hub, ws: true },
      '/login': { target: hub, bypass: (request) => (request.url?.includes('code=') ? null : '/index.html') },
    },
  },
});
