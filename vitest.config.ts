import { defineConfig } from 'vitest/config';

const node = {
  environment: 'node' as const,
  pool: 'forks' as const,
  // Many tests measure real time. On a crowded machine one of thousands may come too late; the log names each that ran twice.
  retry: process.env['CI'] ? 1 : 0,
};
/** Everything is covered well, the rules in full: these decide about other people's programs. */
const inFull = { lines: 100, functions: 100, branches: 100, statements: 100 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
        },
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
        branches: 88,
        'src/agent/workers/{restart-policy,state-machine,dependencies}.ts': inFull,
        'src/agent/workers/health/weigh.ts': inFull,
        'src/hub/fleet/config/{durations,sizes,expand,env-file,relations,compare}.ts': inFull,
      },
    },
  },
});
