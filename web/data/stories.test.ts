import { describe, expect, it } from 'vitest';
import { tellStories } from './stories.ts';
import type { FleetEvent } from './types.ts';

const start = Date.parse('2026-03-01T12:00:00Z');

/** Events as `[seconds, type, worker, data]`, oldest first; the page has them newest first. */
function events(...told: [number, string, string | null, Record<string, unknown>?][]): FleetEvent[] {
  return told
    .map(([seconds, type, worker, data = {}], at) => ({
      id: at + 1,
      time: new Date(start + seconds * 1000).toISOString(),
      type,
      worker,
      host: 'here',
      data,
    }))
    .toReversed();
}

const crash = { code: 3, signal: null, reason: 'exit', detail: 'exit code 3' };

describe('stories', () => {
  it('makes one line of many restarts of one worker', () => {
    const told: Parameters<typeof events> = [];
    for (let round = 0; round < 50; round++) {
      told.push(
        [round * 20, 'worker.exited', 'crasher', crash],
        [round * 20 + 1, 'worker.started', 'crasher'],
      );
    }
    const stories = tellStories(events(...told));
    expect(stories).toHaveLength(1);
    expect(stories[0]).toMatchObject({
      kind: 'crashed',
      workers: ['crasher'],
      count: 50,
      ending: 'running',
      detail: 'exit code 3',
    });
  });

  it('begins a new story after a pause of five minutes', () => {
    const stories = tellStories(
      events(
        [0, 'worker.exited', 'a', crash],
        [1, 'worker.started', 'a'],
        [302, 'worker.exited', 'a', crash],
      ),
    );
    expect(stories.map(({ kind, count, ending }) => [kind, count, ending])).toEqual([
      ['crashed', 1, 'waiting'],
      ['crashed', 1, 'running'],
    ]);
  });

  it('tells of a healing as one story with its cause', () => {
    const [story] = tellStories(
      events(
        [0, 'worker.unhealthy', 'ocr', { check: 'http', reason: 'no answer' }],
        [
          1,
          'worker.exited',
          'ocr',
          { code: null, signal: 'SIGTERM', reason: 'health', detail: 'http failed' },
        ],
        [2, 'worker.started', 'ocr'],
        [3, 'worker.recovered', 'ocr', { afterMs: 3000 }],
      ),
    );
    expect(story).toMatchObject({ kind: 'healed', count: 1, ending: 'running', detail: 'http failed' });
  });

  it('lets the worst thing name the story', () => {
    const [story] = tellStories(
      events(
        [0, 'worker.exited', 'a', crash],
        [1, 'worker.backoff', 'a'],
        [2, 'worker.failed', 'a', { gaveUp: true, detail: 'exit code 3' }],
      ),
    );
    expect(story).toMatchObject({ kind: 'failed', ending: 'down', count: 1 });
  });

  it('says that a worker recovered when that is the end of it', () => {
    const [story] = tellStories(
      events([0, 'worker.unhealthy', 'a', { reason: 'slow' }], [9, 'worker.recovered', 'a']),
    );
    expect(story).toMatchObject({ kind: 'recovered', ending: 'running' });
  });

  it('joins the start of a whole fleet', () => {
    const stories = tellStories(
      events([0, 'worker.started', 'a'], [1, 'worker.started', 'b'], [2, 'worker.started', 'c']),
    );
    expect(stories).toHaveLength(1);
    expect(stories[0]).toMatchObject({ kind: 'started', workers: ['c', 'b', 'a'], id: 3 });
    expect(stories[0]?.fromTime).toBe('2026-03-01T12:00:00.000Z');
    expect(stories[0]?.toTime).toBe('2026-03-01T12:00:02.000Z');
  });

  it('never joins the crashes of different workers', () => {
    expect(
      tellStories(events([0, 'worker.exited', 'a', crash], [1, 'worker.exited', 'b', crash])),
    ).toHaveLength(2);
  });

  it('tells who asked', () => {
    const [story] = tellStories(
      events(
        [0, 'worker.restart-requested', 'a', { by: 'token:kenji' }],
        [1, 'worker.exited', 'a', { signal: 'SIGTERM', code: null, reason: 'operator', detail: 'restart' }],
        [2, 'worker.started', 'a'],
      ),
    );
    expect(story).toMatchObject({ kind: 'restarted', by: 'token:kenji', ending: 'running' });
  });

  it('takes an end with code 0 for the end of a job', () => {
    const [story] = tellStories(
      events(
        [0, 'worker.started', 'report'],
        [1, 'worker.exited', 'report', { code: 0, signal: null, reason: 'exit', detail: 'exit code 0' }],
        [2, 'worker.completed', 'report'],
      ),
    );
    expect(story).toMatchObject({ kind: 'finished', count: 1 });
  });

  it('keeps events without a worker apart by type', () => {
    const stories = tellStories(events([0, 'config.applied', null, { by: 'cli' }], [1, 'hub.started', null]));
    expect(stories.map(({ kind, type, by, ending }) => ({ kind, type, by, ending }))).toEqual([
      { kind: 'other', type: 'hub.started', by: null, ending: null },
      { kind: 'other', type: 'config.applied', by: 'cli', ending: null },
    ]);
  });

  it('puts the newest story first, and keeps the order of those that go on within a minute', () => {
    const told: Parameters<typeof events> = [
      [0, 'worker.exited', 'a', crash],
      [1, 'worker.exited', 'b', crash],
    ];
    const order = (...more: typeof told) =>
      tellStories(events(...told, ...more)).map((story) => story.workers[0]);
    expect(order()).toEqual(['b', 'a']);
    expect(order([59, 'worker.started', 'a'])).toEqual(['b', 'a']);
    expect(order([60, 'worker.started', 'a'])).toEqual(['a', 'b']);
  });
});
