/** `npm run bench [-- name …]`: runs the named files of bench/, or all of them, one after the other. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { buildIfNeeded } from './build.mjs';
import { install, root } from './install.mjs';

install();
await buildIfNeeded();
const benches = readdirSync(`${root}bench`)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace(/\.bench\.ts$/, ''))
  .toSorted();
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const unknown = asked.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Benches: ${benches.join(' ')}`);
  process.exit(2);
}
let failed = false;
for (const name of asked.length > 0 ? asked : benches) {
  console.log(`\n── ${name} ──`);
  const args = ['--import', 'tsx', `bench/${name}.bench.ts`, ...options];
  failed = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0 || failed;
}
process.exit(failed ? 1 : 0);
