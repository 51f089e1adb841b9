import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { createObserved } from './observed.ts';
import { sampleOf, specOf, statusOf } from './testing/fake-agent.ts';

function fleetOf(...names: string[]) {
  const clock = new ManualClock();
  const observed = createObserved(clock);
  observed.declare(
    names.map((name) => specOf(name)),
    'box',
  );
  observed.presence('box', 'here', 'then');
  const report = (...statuses: ReturnType<typeof statusOf>[]) =>
    observed.report({ host: 'box', complete: true, statuses });
  return { clock, observed, report };
}

describe('what is seen', () => {
  it('keeps the order of the declaration', () => {
    const { observed, report } = fleetOf('b', 'a');
    report(statusOf('a'), statusOf('b'));
    expect(observed.views().map((view) => view.name)).toEqual(['b', 'a']);
    observed.declare([specOf('c'), specOf('a')], 'box');
    expect(observed.views().map((view) => view.name)).toEqual(['c', 'a', 'b']);
  });

  it('tells what a worker needs, and nothing of one that is not declared', () => {
    const { observed, report } = fleetOf();
    const needs = { worker: 'broker', until: 'healthy', onFailure: 'restart' } as const;
    observed.declare([{ ...specOf('a'), dependsOn: [needs] }], 'box');
    report(statusOf('a'), statusOf('b'));
    expect(observed.views().map(({ dependsOn }) => dependsOn)).toEqual([['broker'], []]);
  });

  it('makes a view once and again only when something changed', () => {
    const { observed, report } = fleetOf('a', 'b');
    report(statusOf('a'), statusOf('b'));
    const [a, b] = observed.views();
    expect(observed.views()[0]).toBe(a);
    observed.report({ host: 'box', complete: false, statuses: [statusOf('a', { state: 'backoff' })] });
    expect(observed.view('a')).not.toBe(a);
    expect(observed.view('b')).toBe(b);
  });

  it('shows no figures that are not of this second', () => {
    const { observed, report } = fleetOf('a');
    report(statusOf('a'));
    observed.sample('box', [sampleOf('a')]);
    expect(observed.view('a')).toMatchObject({ cpuRatio: 0.25, rssBytes: 1_000, processes: 1 });
    observed.sample('box', []);
    expect(observed.view('a')).toMatchObject({ cpuRatio: null, rssBytes: null, processes: null });
    observed.sample('box', [sampleOf('a')]);
    observed.presence('box', 'away', 'now');
    expect(observed.view('a')).toMatchObject({ cpuRatio: null, fresh: false, state: 'running' });
  });

  it('never shows as healthy what nobody can see any more', () => {
    const { observed, report } = fleetOf('a', 'b');
    report(statusOf('a'), statusOf('b', { state: 'unknown', reason: 'of its own', health: 'none' }));
    expect(observed.presence('box', 'lost', '2026-01-01T00:00:09.000Z')).toEqual(['a', 'b']);
    expect(observed.presence('box', 'lost', 'later')).toEqual([]);
    expect(observed.view('a')).toMatchObject({
      state: 'unknown',
      health: 'unknown',
      reason: expect.stringContaining('away since'),
    });
    expect(observed.view('b')).toMatchObject({ state: 'unknown', reason: 'of its own' });
  });

  it('drops a worker that is not declared once it stopped, or was forgotten, or cannot be asked', () => {
    const { observed, report } = fleetOf('a', 'b', 'c');
    report(statusOf('a'), statusOf('b'), statusOf('c', { state: 'stopped' }));
    expect(observed.declare([], 'box')).toEqual(['c']);
    expect(report(statusOf('a', { state: 'failed' }))).toEqual({ changed: [], removed: ['a', 'b'] });
    expect(observed.views()).toEqual([]);
    const away = fleetOf('a');
    away.report(statusOf('a'));
    away.observed.presence('box', 'away', 'now');
    expect(away.observed.declare([], 'box')).toEqual(['a']);
  });

  it('lists what an agent runs although nobody declared it', () => {
    const { observed, report } = fleetOf();
    expect(report(statusOf('stray'))).toEqual({ changed: ['stray'], removed: [] });
    expect(observed.view('stray')).toMatchObject({ declaredAs: 'stray', labels: {} });
    expect(observed.spec('stray')).toBeNull();
    expect(observed.count('box')).toBe(1);
  });

  it('does not list again what ended after it was dropped', () => {
    const { observed, report } = fleetOf();
    expect(report(statusOf('gone', { state: 'stopped' })).changed).toEqual([]);
    expect(observed.views()).toEqual([]);
  });

  it('recalls what was seen before, of declared workers only', () => {
    const { observed } = fleetOf('a');
    observed.recall(statusOf('a', { restarts: 3 }), 'box', '2025-12-31T00:00:00.000Z');
    observed.recall(statusOf('gone'), 'box', '2025-12-31T00:00:00.000Z');
    expect(observed.views()).toMatchObject([{ name: 'a', restarts: 3, seenAt: '2025-12-31T00:00:00.000Z' }]);
    expect(observed.has('gone')).toBe(false);
    expect(observed.view('gone')).toBeNull();
  });
});
