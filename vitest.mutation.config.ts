import { defineConfig } from 'vitest/config';

/** The tests of the rules alone: what `npm run test:mutation` runs against each changed rule. */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'src/agent/workers/{restart-policy,state-machine,dependencies}.test.ts',
      'src/agent/workers/health/{weigh,streak,process}.test.ts',
      'src/hub/fleet/config/*.test.ts',
      'src/hub/errors/classification/{words,phrase-tree}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
