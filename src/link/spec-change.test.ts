import { expect, test } from 'vitest';
import type { WorkerSpec } from './spec.ts';
import { needsNewProcess } from './spec-change.ts';

const spec: WorkerSpec = {
  name: 'mailer',
  declaredAs: 'mailer',
  kind: 'process',
  command: ['node', 'mailer.js'],
  cwd: '/srv',
  env: { A: '1', B: '2' },
  user: null,
  dependsOn: [],
  restart: {
    policy: 'always',
    initialMs: 100,
    maxMs: 1000,
    factor: 2,
    jitterRatio: 0,
    resetAfterMs: 1000,
    maxRestarts: null,
  },
  stop: { signal: 'SIGTERM', timeoutMs: 1000 },
  health: [],
  limits: { memoryBytes: null, cpuCores: null, pids: null },
  labels: {},
  schedule: null,
  logs: { maxBytes: 1000, files: 2 },
  autostart: true,
};

test.each([
  ['command', { command: ['node', 'other.js'] }],
  ['cwd', { cwd: '/tmp' }],
  ['env', { env: { A: '1', B: '3' } }],
  ['user', { user: 'www-data' }],
  ['kind', { kind: 'external' }],
] as const)('another %s needs a new process', (_, change) => {
  expect(needsNewProcess(spec, { ...spec, ...change } as WorkerSpec)).toBe(true);
});

test.each([
  ['labels', { labels: { team: 'post' } }],
  ['restart', { restart: { ...spec.restart, policy: 'never' } }],
  ['schedule', { schedule: { cron: '* * * * *', timezone: null } }],
  ['limits', { limits: { memoryBytes: 1, cpuCores: null, pids: null } }],
  ['stop', { stop: { signal: 'SIGINT', timeoutMs: 1 } }],
  ['order of env', { env: { B: '2', A: '1' } }],
] as const)('another %s does not', (_, change) => {
  expect(needsNewProcess(spec, { ...spec, ...change })).toBe(false);
});
