/** `npm run bench [-- name … --option=value]`: runs the named files of bench/, or all of them, one after the other. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { install, root } from './install.mjs';

install();
await buildIfNeeded();
/** Name → path below bench/. */
const benches = new Map(
  readdirSync(`${root}bench`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bench.ts'))
    .toSorted()
    .map((file) => [basename(file, '.bench.ts'), file]),
);
const given = process.argv.slice(2);
/** Also the value of an option that stands by itself: `--data DIR`. */
const isOption = (argument, at) =>
  argument.startsWith('-') || (/^--[^=]+$/.test(given[at - 1] ?? '') && !benches.has(argument));
const asked = given.filter((argument, at) => !isOption(argument, at));
const options = given.filter(isOption);
const unknown = asked.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Benches: ${[...benches.keys()].join(' ')}`);
  process.exit(2);
}
let failed = false;
for (const name of asked.length > 0 ? asked : benches.keys()) {
  console.log(`\n── ${name} ──`);
  const args = ['--import', 'tsx', `bench/${benches.get(name)}`, ...options];
  failed = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0 || failed;
}
process.exit(failed ? 1 : 0);
