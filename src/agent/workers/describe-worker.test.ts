import { describe, expect, it } from 'vitest';
import { describeLife } from './describe-worker.ts';
import type { Verdict } from './health/index.ts';
import { type Life, newLife } from './state-machine.ts';

const well: Verdict = { health: 'healthy', heal: false, reason: '', check: null };
const exit = { code: 1, signal: null, at: '', reason: 'exit' as const, detail: 'exit code 1' };
const about: Parameters<typeof describeLife>[1] = { verdict: well, waitsFor: '', unkillable: null };
const show = (life: Partial<Life>, rest: Partial<typeof about> = {}) =>
  describeLife({ ...newLife, ...life }, { ...about, ...rest });

describe('what is shown of a worker', () => {
  it('that is down says whether it failed, was stopped or has nothing to do', () => {
    expect(show({ failed: true, lastExit: exit })).toEqual({ state: 'failed', reason: 'exit code 1' });
    expect(show({ failed: true })).toEqual({ state: 'failed', reason: '' });
    expect(show({ held: true, lastExit: exit })).toEqual({ state: 'stopped', reason: 'exit code 1' });
    expect(show({ held: true })).toEqual({ state: 'stopped', reason: 'stopped by an operator' });
    expect(show({ lastExit: exit })).toEqual({ state: 'stopped', reason: '' });
  });

  it('that waits says for what', () => {
    expect(show({ phase: 'waiting' }, { waitsFor: 'broker (healthy)' })).toEqual({
      state: 'starting',
      reason: 'waits for broker (healthy)',
    });
    expect(show({ phase: 'waiting' })).toEqual({ state: 'starting', reason: '' });
    expect(show({ phase: 'starting' })).toEqual({ state: 'starting', reason: '' });
  });

  it('that runs follows its verdict', () => {
    const states = (['healthy', 'none', 'unknown', 'degraded', 'unhealthy'] as const).map(
      (health) => show({ phase: 'up' }, { verdict: { ...well, health } }).state,
    );
    expect(states).toEqual(['running', 'running', 'running', 'degraded', 'unhealthy']);
    expect(show({ phase: 'up' }, { verdict: { ...well, reason: 'quiet' } }).reason).toBe('quiet');
  });

  it('that ends says why, or what is in the way', () => {
    const ending = { reason: 'operator' as const, detail: 'asked for by alice', timeoutMs: 1 };
    expect(show({ phase: 'stopping', ending })).toEqual({ state: 'stopping', reason: 'asked for by alice' });
    expect(show({ phase: 'stopping' })).toEqual({ state: 'stopping', reason: '' });
    expect(show({ phase: 'stopping', ending }, { unkillable: '7 (D)' }).reason).toBe(
      'these processes cannot be killed: 7 (D)',
    );
    expect(show({ phase: 'clearing', lastExit: exit })).toEqual({
      state: 'stopping',
      reason: 'ending what its last run left behind',
    });
    expect(show({ phase: 'clearing' }, { unkillable: '7 (D)' }).reason).toContain('7 (D)');
  });

  it('that vanished is lost until more is known', () => {
    expect(show({ phase: 'clearing', lastExit: { ...exit, reason: 'unknown' } }).state).toBe('lost');
  });

  it('that is slowed down says how its last run ended', () => {
    expect(show({ phase: 'backoff', lastExit: exit })).toEqual({ state: 'backoff', reason: 'exit code 1' });
    expect(show({ phase: 'backoff' })).toEqual({ state: 'backoff', reason: '' });
  });
});
