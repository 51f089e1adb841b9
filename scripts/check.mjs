/** `npm run check`: everything that needs no test run, side by side. Prints what fails and nothing else but one line each. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { install, root } from './install.mjs';

const checks = {
  format: ['node_modules/@biomejs/biome/bin/biome', 'format', '--colors=off'],
  lint: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--pretty', 'false'],
  'types of the page': ['node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json', '--pretty', 'false'],
  'types of the browser tests': [
    'node_modules/typescript/bin/tsc',
    '-p',
    'test/browser/tsconfig.json',
    '--pretty',
    'false',
  ],
  structure: ['scripts/check-structure.mjs'],
  'generated types': ['--import', 'tsx', 'scripts/generate-api-types.mjs', '--check'],
};

/** @returns {Promise<boolean[]>} which of them passed */
export function check() {
  return Promise.all(
    Object.entries(checks).map(async ([name, args]) => {
      const started = performance.now();
      const { code, output } = await run(args);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`  ${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output.trimEnd().split('\n').slice(0, 200).join('\n'));
      return code === 0;
    }),
  );
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ code, output }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  process.exit((await check()).every(Boolean) ? 0 : 1);
}
