import { describe, expect, it } from 'vitest';
import { markersOf, thinned } from './chart-markers.ts';
import type { FleetEvent } from './types.ts';

let id = 0;
const event = (type: string, seconds: number, data: FleetEvent['data'] = {}): FleetEvent => ({
  id: ++id,
  time: new Date(seconds * 1000).toISOString(),
  type,
  worker: 'w',
  host: 'h',
  data,
});

describe('the signs on a chart', () => {
  it('tell a crash from an end that was wanted', () => {
    const kinds = (data: FleetEvent['data']) =>
      markersOf([event('worker.exited', 1, data)], 0).map(({ kind }) => kind);
    expect(kinds({ code: 3, reason: 'exit' })).toEqual(['crash']);
    expect(kinds({ code: 0, reason: 'exit' })).toEqual(['stop']);
    expect(kinds({ signal: 'SIGKILL', reason: 'signal' })).toEqual(['crash']);
    expect(kinds({ code: 0, reason: 'oom' })).toEqual(['crash']);
    expect(kinds({ signal: 'SIGTERM', reason: 'operator' })).toEqual(['stop']);
    expect(kinds({ reason: 'config' })).toEqual(['stop']);
    // Yagura ended it; that it was not well has a sign of its own.
    expect(kinds({ signal: 'SIGTERM', reason: 'health' })).toEqual(['stop']);
  });

  it('are in order, within the time, and only for what has a sign', () => {
    const events = [
      event('worker.started', 30),
      event('worker.backoff', 29),
      event('worker.unhealthy', 20),
      event('config.applied', 10),
      event('worker.started', 1),
    ];
    expect(markersOf(events, 5_000).map(({ time, kind }) => [time / 1000, kind])).toEqual([
      [10, 'config'],
      [20, 'ailing'],
      [30, 'start'],
    ]);
  });

  it('that lie close together are one, the worst, which says how many it stands for', () => {
    const markers = markersOf(
      [
        event('worker.started', 1),
        event('worker.exited', 2, { code: 3, reason: 'exit' }),
        event('worker.started', 3),
        event('worker.started', 11),
      ],
      0,
      20_000,
    );
    expect(thinned(markers, 10_000).map(({ time, kind, others }) => [time / 1000, kind, others])).toEqual([
      [2, 'crash', 2],
      [11, 'start', 0],
    ]);
    expect(thinned(markers, 1)).toHaveLength(4);
  });
});
