/** `npm run dev`: the tower with reload on http://127.0.0.1:8910 and the page with hot reload on http://127.0.0.1:5173. */
import { spawn } from 'node:child_process';
import { install, root } from './install.mjs';

install();
const port = process.env.YAGURA_PORT ?? '8910';
const home = process.env.YAGURA_HOME ?? `${root}node_modules/.cache/yagura-dev`;
const env = { ...process.env, YAGURA_PORT: port, YAGURA_HOME: home };
const children = [
  // A reload ends the tower alone: its workers live on and are adopted, so that every change tries that too.
  [
    '--import',
    'tsx',
    '--watch-path=src',
    '--watch-preserve-output',
    'src/main.ts',
    'up',
    ...process.argv.slice(2),
  ],
  ['node_modules/vite/bin/vite.js', 'web'],
].map((args) => spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
const codes = await Promise.all(
  children.map((child) => new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 0)))),
);
process.exit(Math.max(...codes));
