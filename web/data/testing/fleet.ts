/** Workers and samples for tests. */
import type { LiveSample, Worker } from '../types.ts';

const start = '2026-01-01T00:00:00.000Z';

export function testWorker(name: string, changes: Partial<Worker> = {}): Worker {
  return {
    name,
    kind: 'process',
    state: 'running',
    reason: '',
    since: start,
    health: 'healthy',
    pid: 100,
    startedAt: start,
    restarts: 0,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
    host: 'here',
    declaredAs: name,
    labels: {},
    dependsOn: [],
    cpuRatio: null,
    rssBytes: null,
    processes: null,
    fresh: true,
    seenAt: start,
    ...changes,
  };
}

/** One second's figures: `[name, cpuRatio, rssBytes]` of each worker. */
export function testSample(time: number, workers: [string, number, number][]): LiveSample {
  return {
    time,
    machines: {},
    names: workers.map(([name]) => name),
    cpuRatio: workers.map(([, cpu]) => cpu),
    rssBytes: workers.map(([, , rss]) => rss),
    processes: workers.map(() => 1),
  };
}
