import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DependencySpec } from '../../link/spec.ts';
import type { WorkerStatus } from '../../link/status.ts';
import { onFailureOf, stoppableNow, waitsFor } from './dependencies.ts';

const need = (worker: string, rest: Partial<DependencySpec> = {}): DependencySpec => ({
  worker,
  until: 'started',
  onFailure: 'ignore',
  ...rest,
});
const spec = (name: string, ...dependsOn: (string | DependencySpec)[]) => ({
  name,
  dependsOn: dependsOn.map((each) => (typeof each === 'string' ? need(each) : each)),
});
const status = (rest: Partial<WorkerStatus>): WorkerStatus => ({
  name: 'x',
  kind: 'process',
  state: 'running',
  reason: '',
  since: '',
  health: 'none',
  pid: null,
  startedAt: null,
  restarts: 0,
  crashes: 0,
  crashLoop: false,
  nextStartAt: null,
  lastExit: null,
  checks: [],
  ...rest,
});

describe('what a worker waits for', () => {
  const waits = (until: DependencySpec['until'], broker: Partial<WorkerStatus> | null) =>
    waitsFor(spec('a', need('broker', { until })), () => (broker ? status(broker) : undefined));

  it('is nothing when it needs nothing', () => {
    expect(waitsFor(spec('a'), () => undefined)).toBeNull();
  });

  it('is a start, or health where that is asked for', () => {
    expect(waits('started', { state: 'starting' })).toBe('broker (started)');
    expect(waits('started', { state: 'backoff' })).toBe('broker (started)');
    expect(waits('started', null)).toBe('broker (started)');
    for (const state of ['running', 'degraded', 'unhealthy'] as const)
      expect(waits('started', { state, health: 'unknown' })).toBeNull();
    expect(waits('healthy', { health: 'unknown' })).toBe('broker (healthy)');
    expect(waits('healthy', { state: 'unhealthy', health: 'unhealthy' })).toBe('broker (healthy)');
    for (const health of ['healthy', 'degraded', 'none'] as const)
      expect(waits('healthy', { health })).toBeNull();
  });

  it('is over when the other has done its work and ended well', () => {
    const exit = { code: 0, signal: null, at: '', reason: 'exit' as const, detail: '' };
    expect(waits('started', { state: 'stopped', lastExit: exit })).toBeNull();
    expect(waits('healthy', { state: 'stopped', lastExit: exit })).toBeNull();
    expect(waits('started', { state: 'stopped', lastExit: { ...exit, code: 1 } })).toBe('broker (started)');
    expect(waits('started', { state: 'backoff', lastExit: exit })).toBe('broker (started)');
    expect(waits('started', { state: 'stopped', lastExit: { ...exit, reason: 'operator' } })).toBe(
      'broker (started)',
    );
    expect(waits('started', { state: 'stopped' })).toBe('broker (started)');
  });

  it('is the first that is missing', () => {
    const up = new Map([['b', status({})]]);
    expect(waitsFor(spec('a', 'b', 'c', 'd'), (worker) => up.get(worker))).toBe('c (started)');
  });
});

describe('a failure', () => {
  it('touches those that asked for it', () => {
    const specs = [
      spec('a', need('broker', { onFailure: 'restart' })),
      spec('b', need('broker', { onFailure: 'stop' })),
      spec('c', 'broker'),
      spec('d', need('other', { onFailure: 'stop' })),
      spec('broker'),
    ];
    expect(onFailureOf('broker', specs)).toEqual([
      { worker: 'a', action: 'restart' },
      { worker: 'b', action: 'stop' },
    ]);
  });
});

describe('the order of stopping', () => {
  it('takes those first that nobody needs', () => {
    const specs = [spec('web', 'api'), spec('api', 'db'), spec('db'), spec('alone')];
    expect(stoppableNow(specs, new Set(['web', 'api', 'db', 'alone']))).toEqual(['web', 'alone']);
    expect(stoppableNow(specs, new Set(['api', 'db']))).toEqual(['api']);
    expect(stoppableNow(specs, new Set(['db']))).toEqual(['db']);
    expect(stoppableNow(specs, new Set())).toEqual([]);
  });

  it('does not wait for ever in a cycle, nor for itself', () => {
    expect(stoppableNow([spec('a', 'b'), spec('b', 'a')], new Set(['a', 'b']))).toEqual(['a', 'b']);
    expect(stoppableNow([spec('a', 'a'), spec('b')], new Set(['a', 'b']))).toEqual(['a', 'b']);
  });

  it('comes to an end whatever needs whatever', () => {
    const graph = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 40 });
    fc.assert(
      fc.property(graph, (edges) => {
        const specs = Array.from({ length: 10 }, (_, n) =>
          spec(String(n), ...edges.filter(([from]) => from === n).map(([, to]) => String(to))),
        );
        const up = new Set(specs.map(({ name }) => name));
        for (let waves = 0; up.size > 0; waves++) {
          expect(waves).toBeLessThan(10);
          for (const name of stoppableNow(specs, up)) up.delete(name);
        }
      }),
    );
  });
});
