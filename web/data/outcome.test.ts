import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';
import type { FleetEvent } from './types.ts';

const start = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(start + ms).toISOString();
const event = (id: number, ms: number, type: string, data: Record<string, unknown> = {}): FleetEvent => ({
  id,
  time: at(ms),
  type,
  worker: 'mailer',
  host: 'here',
  data,
});
const requested = event(10, 0, 'worker.restart-requested');
const running = { state: 'running', health: 'none', startedAt: at(-60_000) } as const;

describe('outcome of an action', () => {
  it('claims nothing before something happened', () => {
    expect(outcomeOf('restart', 10, [requested], running)).toMatchObject({ phase: 'asked', tookMs: null });
    expect(outcomeOf('restart', 10, [], running)).toMatchObject({ phase: 'asked' });
  });

  it('does not take an earlier start for the outcome', () => {
    expect(outcomeOf('restart', 10, [requested, event(9, -5, 'worker.started')], running).phase).toBe(
      'asked',
    );
  });

  it('is under way once the old process ended', () => {
    const events = [event(11, 3, 'worker.exited'), requested];
    expect(outcomeOf('restart', 10, events, running).phase).toBe('under-way');
  });

  it('tells how long the restart took, and waits for health when there are checks', () => {
    const events = [event(12, 9, 'worker.started'), event(11, 3, 'worker.exited'), requested];
    const outcome = (health: 'none' | 'unknown' | 'healthy', startedAt: string) =>
      outcomeOf('restart', 10, events, { state: 'running', health, startedAt });
    expect(outcome('none', at(8))).toMatchObject({ phase: 'done', tookMs: 9, health: null });
    expect(outcome('unknown', at(8))).toMatchObject({ health: 'awaited', startedAt: start + 9 });
    expect(outcome('healthy', at(8)).health).toBe('healthy');
    // Still the old process's verdict.
    expect(outcome('healthy', at(-60_000)).health).toBe('awaited');
  });

  it('calls a process that ends at once a failure, and a later end another story', () => {
    const started = event(11, 9, 'worker.started');
    const soon = event(12, 500, 'worker.exited', { code: 3, reason: 'exit', detail: 'exit code 3' });
    expect(outcomeOf('start', 10, [soon, started, requested], running)).toMatchObject({
      phase: 'failed',
      detail: 'exit code 3',
    });
    const later = event(12, 60_000, 'worker.exited', { detail: 'exit code 3' });
    expect(outcomeOf('start', 10, [later, started, requested], running).phase).toBe('done');
  });

  it('is not a failure when a job ends well at once, or somebody stops it', () => {
    const started = event(11, 9, 'worker.started');
    for (const end of [
      { code: 0, reason: 'exit' },
      { signal: 'SIGTERM', reason: 'operator' },
    ]) {
      const ended = event(12, 500, 'worker.exited', end);
      expect(outcomeOf('start', 10, [ended, started, requested], running).phase).toBe('done');
    }
  });

  it('says why a start failed', () => {
    const failed = event(11, 2, 'worker.start-failed', { detail: 'no such command: nodde' });
    expect(outcomeOf('start', 10, [failed, requested], running)).toMatchObject({
      phase: 'failed',
      detail: 'no such command: nodde',
    });
  });

  it('is done with a stop when the process ended', () => {
    const stopping = [event(11, 1, 'worker.stopping'), requested];
    expect(outcomeOf('stop', 10, stopping, running).phase).toBe('under-way');
    const ended = [event(12, 700, 'worker.exited', { reason: 'operator' }), ...stopping];
    expect(outcomeOf('stop', 10, ended, running)).toMatchObject({ phase: 'done', tookMs: 700 });
    expect(outcomeOf('stop', 10, [requested], { ...running, state: 'stopped' }).phase).toBe('done');
  });
});
