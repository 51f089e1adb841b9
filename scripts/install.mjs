/** Installs the pinned dependencies when they are missing or older than the lock file. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** npm writes the hidden lock file last, so it is older than ours only when ours has changed since. */
function isInstalled() {
  const installed = statSync(`${root}node_modules/.package-lock.json`, { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

export function install() {
  if (isInstalled()) return;
  console.error('Installing dependencies …');
  // The versions of the lock file, which is left as it is. (`npm ci` would insist on optional packages of every platform.) Building
  // needs the development dependencies too, whatever NODE_ENV or npm's `omit` say.
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('Installing failed: see the messages of npm above. Is the package registry reachable?');
    process.exit(1);
  }
}
