/**
 * `npm test`: installs what is needed and runs everything that checks the project, the fast parts first. Stops at the first
 * step that fails or runs no test. `npm test -- unit contracts faults` runs those alone. The last line counts the tests of all steps; a check
 * and the build count as one each.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildIfNeeded } from './build.mjs';
import { install, root } from './install.mjs';
import { installSystemPackages } from './system-packages.mjs';

install();
const { check } = await import('./check.mjs');

const steps = {
  check: async () => {
    const results = await check();
    const passed = results.filter(Boolean).length;
    return { passed, failed: results.length - passed, skipped: 0 };
  },
  build: async () => {
    await buildIfNeeded();
    return { passed: 1, failed: 0, skipped: 0 };
  },
  // More files at a time than cores: most of a test's time is waiting for processes.
  unit: () =>
    vitest('unit*', [
      '--maxWorkers=3',
      ...(asked.length === 0 ? ['--coverage'] : []),
      ...(folder ? [folder] : []),
    ]),
  contracts: () => vitest('contracts', ['--maxWorkers=3']),
  faults: () => vitest('faults', ['--maxWorkers=3']),
  browser: () => vitest('browser', ['--maxWorkers=3']),
};
const asked = process.argv.slice(2);
/** Unit tests of this folder alone: what runs in a browser is the same on every Node. */
const folder = process.env.TEST_FOLDER;
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(' ')}`);
  process.exit(2);
}
if (!installSystemPackages()) process.exit(1);

const summary = [];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && name !== 'build' && !asked.includes(name)) continue;
  console.log(`\n── ${name} ──`);
  const started = performance.now();
  const counts = await step().catch((error) => {
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  for (const [outcome, count] of Object.entries(counts)) total[outcome] += count;
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
  summary.push(`  ${counts.failed === 0 ? '✓' : '✗'} ${name.padEnd(10)} ${seconds} s  ${inWords(counts)}`);
  if (counts.failed > 0) break;
}
console.log(`\nNode ${process.version}\n${summary.join('\n')}`);
// For whoever adds up several runs.
if (process.env.TEST_COUNTS) appendFileSync(process.env.TEST_COUNTS, `${total.passed} ${total.failed}\n`);
console.log(`Tests: ${inWords(total)}`);
process.exit(total.failed === 0 ? 0 : 1);

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Runs the vitest projects of that name; what could not be run counts as failed, too. */
async function vitest(project, options = []) {
  mkdirSync(`${root}reports`, { recursive: true });
  const report = `${root}reports/${project.replace('*', '')}.json`;
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
  const { testResults } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const of = (status) => tests.filter((test) => test.status === status);
  const [passed, failed] = [of('passed').length, of('failed').length];
  for (const { fullName, status } of tests)
    if (status !== 'passed' && status !== 'failed') console.log(`  skipped: ${fullName}`);
  if (code === 0 && passed === 0) throw new Error(`No test of "${project}" ran.`);
  // A file that cannot be loaded, an error outside of any test or a coverage threshold fails the run, too.
  return {
    passed,
    failed: code === 0 ? failed : Math.max(failed, 1),
    skipped: tests.length - passed - failed,
  };
}
