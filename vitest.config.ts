import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const node = {
  environment: 'node' as const,
  pool: 'forks' as const,
  // Many tests measure real time. On a crowded machine one of thousands may come too late; the log names each that ran twice.
  retry: process.env['CI'] ? 1 : 0,
};
/** Everything is covered well, the rules in full: these decide about other people's programs. */
const inFull = { lines: 100, functions: 100, branches: 100, statements: 100 };

/** What a test does that has to have a process for itself: it replaces something of it, signals it, weighs it, or has others started. */
const ownProcess =
  /\bvi\.(mock|resetModules|spyOn|stub|useFakeTimers)|\bprocess\.(kill|memoryUsage|umask)\b|'node:(child_process|dgram|http|net)'/;
const unitTests = ['src', 'web', 'scripts']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.test\.(tsx?|mjs)$/.test(file));
const needsOwnProcess = (file: string) => ownProcess.test(readFileSync(file, 'utf8'));
const unit = { ...node, testTimeout: 30_000, expect: { poll: { timeout: 10_000 } } };

/** What takes longest begins first, so that no process is left with it in the end. The rest goes by size, as ever. */
const longest = [
  'faults/tower-killed',
  'faults/worker-health',
  'faults/tower-time',
  'faults/tower-start',
  'faults/metrics-sent',
  'browser/shell',
  'browser/components',
  'browser/page',
  'browser/worker-page',
  'browser/layout',
  'browser/many-workers',
  'browser/demo',
];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: unitTests.filter((file) => !needsOwnProcess(file)),
          isolate: false,
        },
      },
      {
        test: { ...unit, name: 'unit-alone', include: unitTests.filter(needsOwnProcess) },
      },
      {
        test: {
          ...node,
          name: 'contracts',
          include: ['test/contracts/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'html', 'json-summary'],
      include: ['src/**/*.ts', 'web/{data,format}/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**', '**/generated/**', 'src/main.ts'],
      thresholds: {
        lines: 90,
        functions: 90,
        statements: 90,
        branches: 85,
        'src/agent/workers/{restart-policy,state-machine,dependencies}.ts': inFull,
        'src/agent/workers/health/weigh.ts': inFull,
        'src/hub/fleet/config/{durations,sizes,expand,env-file,relations,compare}.ts': inFull,
      },
    },
  },
});
