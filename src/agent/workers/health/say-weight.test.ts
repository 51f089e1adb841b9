import { describe, expect, it } from 'vitest';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { sayWeight } from './say-weight.ts';

const usual = { name: 'x', everyMs: 2_000, timeoutMs: 1_000, failures: 3, successes: 1, startPeriodMs: 0 };
const say = (spec: HealthCheckSpec, kind: 'process' | 'external' = 'process') => sayWeight(spec, kind);

describe('how a check counts', () => {
  it('names what a probe is given and how many results it takes', () => {
    const http = { ...usual, type: 'http', url: 'http://x/', status: null } as const;
    expect(say(http)).toBe(
      'It is looked at every 2 s and has 1 s to answer. After 3 failures in a row the worker is unhealthy and is restarted; 1 success makes it well again.',
    );
    expect(say({ ...http, failures: 1, successes: 2, startPeriodMs: 30_000 })).toBe(
      'It is looked at every 2 s and has 1 s to answer. After 1 failure the worker is unhealthy and is restarted; 2 successes in a row make it well again. After a start, failures do not count for 30 s.',
    );
  });

  it('names the window of a check that waits', () => {
    expect(say({ ...usual, type: 'heartbeat', withinMs: 30_000 }, 'external')).toBe(
      'A sign of life must come within 30 s. When none comes, or one that says that it failed, the worker is unhealthy; it is not Yagura that runs it.',
    );
    const progress = (source: Extract<HealthCheckSpec, { type: 'progress' }>['source']) =>
      say({ ...usual, type: 'progress', withinMs: 120_000, source });
    expect(progress({ from: 'counter', counter: 'sent' })).toContain(
      'The counter "sent" must move within 2 min.',
    );
    expect(progress({ from: 'log', pattern: 'done (\\d+)' })).toContain(
      'What matches /done (\\d+)/ in the log',
    );
    expect(progress({ from: 'file', path: 'out.csv', watch: 'size' })).toContain('The size of out.csv');
    expect(progress({ from: 'file', path: 'out.csv', watch: 'age' })).toContain(
      'The time of change of out.csv',
    );
  });

  it('says that silence is a hint', () => {
    expect(say({ ...usual, type: 'log-silence', withinMs: 600_000 })).toContain('Silence is a hint');
  });
});
