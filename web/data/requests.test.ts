import { describe, expect, it } from 'vitest';
import { requestsOf } from './requests.ts';
import type { FleetEvent } from './types.ts';

const start = Date.parse('2026-11-25T12:00:00Z');

/** Events in the order in which they happened, each with its ms since the start. */
function requests(told: [type: string, ms: number, data?: FleetEvent['data']][], nowMs = 1_000_000) {
  const events = told.map(
    ([type, ms, data = {}], at): FleetEvent => ({
      id: at + 1,
      time: new Date(start + ms).toISOString(),
      type: `worker.${type}`,
      worker: 'w',
      host: 'h',
      data,
    }),
  );
  return requestsOf(events.toReversed(), start + nowMs).map(({ action, by, result, tookMs, detail }) => ({
    action,
    by,
    result,
    tookMs,
    detail,
  }));
}

describe('what came of a request', () => {
  it('is read from what followed', () => {
    expect(
      requests([
        ['restart-requested', 0, { by: 'token:ann' }],
        ['stopping', 1],
        ['exited', 8, { reason: 'operator', signal: 'SIGTERM' }],
        ['started', 9],
        ['stop-requested', 60_000, { by: 'session:bob' }],
        ['stopping', 60_001],
        ['exited', 60_050, { reason: 'operator' }],
        ['stopped', 60_051],
      ]),
    ).toEqual([
      { action: 'stop', by: 'session:bob', result: 'done', tookMs: 50, detail: '' },
      { action: 'restart', by: 'token:ann', result: 'done', tookMs: 9, detail: '' },
    ]);
  });

  it('is a failure when nothing could be started, or it died in the same breath', () => {
    expect(
      requests([
        ['start-requested', 0],
        ['start-failed', 5, { detail: 'no such command' }],
      ]),
    ).toMatchObject([{ result: 'failed', tookMs: null, detail: 'no such command' }]);
    expect(
      requests([
        ['start-requested', 0],
        ['started', 4],
        ['exited', 300, { code: 1, reason: 'exit', detail: 'code 1' }],
      ]),
    ).toMatchObject([{ result: 'failed', tookMs: 4, detail: 'code 1' }]);
    // A job that ends well, and a crash much later, are no failure of the start.
    expect(
      requests([
        ['start-requested', 0],
        ['started', 4],
        ['exited', 300, { code: 0, reason: 'exit' }],
      ]),
    ).toMatchObject([{ result: 'done' }]);
    expect(
      requests([
        ['start-requested', 0],
        ['started', 4],
        ['exited', 30_000, { code: 1, reason: 'exit' }],
      ]),
    ).toMatchObject([{ result: 'done' }]);
  });

  it('is never assumed', () => {
    expect(requests([['restart-requested', 0]], 1_000)).toMatchObject([{ result: 'under-way' }]);
    expect(requests([['restart-requested', 0]])).toMatchObject([{ result: 'unknown', tookMs: null }]);
    expect(
      requests([
        ['restart-requested', 0],
        ['stop-requested', 5],
        ['exited', 9, { reason: 'operator' }],
      ]),
    ).toMatchObject([{ result: 'done' }, { result: 'overtaken' }]);
  });
});
