/** `npm run dev`: the tower from its sources with reload, and the page with hot reload on http://127.0.0.1:5173. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { install, root } from './install.mjs';

install();
const env = {
  ...process.env,
  YAGURA_HOME: process.env.YAGURA_HOME ?? `${root}node_modules/.cache/yagura-dev`,
  YAGURA_PORT: process.env.YAGURA_PORT ?? '8910',
  // Where the page's own server passes requests on to.
  YAGURA_URL: `http://127.0.0.1:${process.env.YAGURA_PORT ?? '8910'}`,
};
const run = (...args) => spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
// By its address, since the programs that start each other do so in the home.
const yagura = (...args) => run('--import', import.meta.resolve('tsx'), 'src/main.ts', ...args);
const ended = (child) => new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 0)));

const page = run('node_modules/vite/bin/vite.js', 'web');
let tower = yagura('up', ...process.argv.slice(2));
let reloading = false;
let stopping = false;
let pending;

watch(`${root}src`, { recursive: true }, (_, file) => {
  if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return;
  clearTimeout(pending);
  pending = setTimeout(() => void reload(), 300);
});

/** The workers live on and are adopted, so that every change tries that too. */
async function reload() {
  if (reloading || stopping) return;
  reloading = true;
  console.log('\nReloading …');
  await ended(yagura('down', '--keep-workers'));
  if (!stopping) tower = yagura('up', ...process.argv.slice(2));
  reloading = false;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => void stop(signal));
}

/** Ctrl-C reaches the tower by itself. */
async function stop(signal) {
  if (stopping) return;
  stopping = true;
  page.kill();
  if (signal === 'SIGTERM') tower.kill(signal);
  process.exit(tower.exitCode ?? (await ended(tower)));
}
