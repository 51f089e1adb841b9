/**
 * `npm test`: installs what is needed and runs everything that checks the project, the fast parts first. Stops at the first
 * step that fails or runs no test. `npm test -- unit contracts faults` runs those alone.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildIfNeeded } from './build.mjs';
import { install, root } from './install.mjs';
import { installSystemPackages } from './system-packages.mjs';

install();
const { check } = await import('./check.mjs');

const steps = {
  check,
  build: () => buildIfNeeded().then(() => true),
  unit: () => vitest('unit', asked.length === 0 ? ['--coverage'] : []),
  contracts: () => vitest('contracts'),
  faults: () => vitest('faults'),
  browser: () => vitest('browser'),
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(' ')}`);
  process.exit(2);
}
if (!installSystemPackages()) process.exit(1);

const summary = [];
let passed = true;
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && name !== 'build' && !asked.includes(name)) continue;
  console.log(`\n── ${name} ──`);
  const started = performance.now();
  let counts = '';
  try {
    const outcome = await step();
    passed = outcome === true || typeof outcome === 'string';
    if (typeof outcome === 'string') counts = outcome;
  } catch (error) {
    passed = false;
    console.error(error.message);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
  summary.push(`  ${passed ? '✓' : '✗'} ${name.padEnd(10)} ${seconds} s  ${counts}`);
  if (!passed) break;
}
console.log(`\nNode ${process.version}\n${summary.join('\n')}`);
console.log(passed ? 'Everything passed.' : 'Failed: see above.');
process.exit(passed ? 0 : 1);

/** @returns {Promise<string | false>} the counts, or false when a test failed or none ran */
async function vitest(project, options = []) {
  mkdirSync(`${root}reports`, { recursive: true });
  const report = `${root}reports/${project}.json`;
  rmSync(report, { force: true });
  const code = await new Promise((resolve, reject) => {
    const args = [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...options], {
      cwd: root,
      stdio: 'inherit',
    })
      .on('error', reject)
      .on('exit', resolve);
  });
  if (code !== 0) return false;
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  if (numPassedTests === 0) throw new Error(`No test of "${project}" ran.`);
  const left = testResults.flatMap((file) =>
    file.assertionResults.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName),
  );
  for (const name of left) console.log(`  skipped: ${name}`);
  return `${numPassedTests} passed${numPendingTests + numTodoTests > 0 ? `, ${left.length} skipped` : ''}`;
}
