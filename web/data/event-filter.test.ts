import { describe, expect, it } from 'vitest';
import * as server from '../../src/hub/fleet/events/event-kinds.ts';
import { eventKinds, fitsFilter, isError, isOfKind } from './event-filter.ts';
import type { FleetEvent } from './types.ts';

const types = [
  ...Object.values(server.kindRules).flatMap((rule) => rule.types),
  'config.later',
  'agent.started',
  'hub.started',
  'database.backed-up',
  'system.shutdown-requested',
  'worker.exited',
];
const datas = [
  {},
  { reason: 'exit', code: 0 },
  { reason: 'exit', code: 3 },
  { reason: 'oom' },
  { reason: 'operator' },
];

function event(changes: Partial<FleetEvent> = {}): FleetEvent {
  return {
    id: 1,
    time: '2026-01-01T10:00:00.000Z',
    type: 'worker.exited',
    worker: 'mailer',
    host: 'box',
    data: { reason: 'exit', code: 3, detail: 'exit code 3: No Space' },
    ...changes,
  };
}

describe('kinds of events', () => {
  it('are the same as the server’s', () => {
    expect(eventKinds).toEqual(server.eventKinds);
    for (const kind of eventKinds) {
      for (const type of types) {
        for (const data of datas) {
          const expected = server.isOfKind(kind, type, server.isError(type, data));
          expect([kind, type, data, isOfKind(kind, { type, data })]).toEqual([kind, type, data, expected]);
        }
      }
    }
    for (const data of datas)
      expect(isError({ type: 'worker.exited', data })).toBe(server.isError('worker.exited', data));
  });
});

describe('a filter', () => {
  it.each([
    [{}, true],
    [{ worker: 'mailer' }, true],
    [{ worker: 'mail' }, false],
    [{ kind: 'failures' }, true],
    [{ kind: 'checks' }, false],
    [{ q: 'no space' }, true],
    [{ q: 'BOX' }, true],
    [{ q: 'exited' }, true],
    [{ q: 'disk' }, false],
    [{ since: '2026-01-01T10:00:00Z' }, true],
    [{ since: '2026-01-01T19:00:01+09:00' }, false],
    [{ until: '2026-01-01T10:00:00Z' }, true],
    [{ until: '2026-01-01T09:59:59Z' }, false],
  ] as const)('%o: %s', (filter, expected) => {
    expect(fitsFilter(event(), filter)).toBe(expected);
  });

  it('holds events of Yagura itself, which have no worker', () => {
    expect(fitsFilter(event({ worker: null, type: 'agent.started' }), { kind: 'yagura', q: 'agent' })).toBe(
      true,
    );
  });
});
