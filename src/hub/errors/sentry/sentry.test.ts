import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { createScrub } from '../../logs/index.ts';
import type { Occurrence } from '../occurrence.ts';
import type { Project } from './projects.ts';
import { createSentryIntake, type SentryOptions } from './sentry.ts';
import type { SessionCount } from './sessions.ts';

const shop: Project = { name: 'shop', worker: null, rate: 1, origins: [], id: '1', key: 'k' };

function open(more: Partial<SentryOptions> = {}) {
  const taken: Occurrence[] = [];
  const sessions: SessionCount[] = [];
  const signs: string[] = [];
  const clock = new ManualClock();
  const intake = createSentryIntake({
    take: async (occurrences) => void taken.push(...occurrences),
    addSessions: async (_, counts) => void sessions.push(...counts),
    heartbeat(worker, sign) {
      if (worker !== 'nightly') return false;
      signs.push(`${worker} ${sign}`);
      return true;
    },
    isWorker: () => false,
    sourceMaps: { resolve: async (occurrence) => occurrence },
    scrub: createScrub({ emails: false, patterns: [] }),
    clock,
    ...more,
  });
  const send = (...items: [type: string, payload: unknown, header?: object][]) =>
    intake.takeEnvelope(
      shop,
      Buffer.from(
        [
          '{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}',
          ...items.flatMap(([type, payload, header]) => [
            JSON.stringify({ type, ...header }),
            typeof payload === 'string' ? payload : JSON.stringify(payload),
          ]),
        ].join('\n'),
      ),
    );
  return { intake, send, taken, sessions, signs, clock };
}

describe('the intake', () => {
  it('answers the id of an event once it is stored', async () => {
    let store = () => {};
    const stored = new Promise<void>((resolve) => (store = resolve));
    const { send } = open({ take: () => stored });
    let answer: unknown = null;
    const sending = send(['event', { message: 'x' }]).then((value) => (answer = value));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer).toBeNull();
    store();
    await sending;
    expect(answer).toEqual({ id: '9ec79c33ec9942ab8353589fcb2e04dc' });
  });

  it('keeps what is attached to an event, secrets in text masked, and names what is too large', async () => {
    const { send, taken } = open();
    await send(
      [
        'attachment',
        'token=abcdefgh12345678',
        { filename: '../../etc/notes.txt', content_type: 'text/plain' },
      ],
      ['event', { message: 'x' }],
      ['attachment', 'x'.repeat(6e6), { filename: 'huge.log', length: 6e6 }],
      ['attachment', 'a\0b', { filename: '..', length: 3 }],
    );
    expect(taken).toHaveLength(1);
    expect(taken[0]?.attachments).toEqual([
      { name: 'notes.txt', type: 'text/plain', bytes: 9, data: Buffer.from('token=***') },
      { name: 'huge.log', type: '', bytes: 6e6, data: null },
      { name: 'attachment', type: '', bytes: 3, data: Buffer.from('a\0b') },
    ]);
    // Without an event it belongs to nothing.
    await send(['attachment', 'x', { filename: 'a.txt' }]);
    expect(taken).toHaveLength(1);
  });

  it('says so when an event cannot be stored, and does not act on the rest', async () => {
    const { send, signs } = open({
      take: () => Promise.reject(new Failure('storage_unavailable', 'the disk is full')),
    });
    await expect(
      send(['check_in', { monitor_slug: 'nightly', status: 'ok' }], ['event', {}]),
    ).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(signs).toEqual([]);
  });

  it('takes a single event of an old SDK', async () => {
    const { intake, taken } = open();
    await intake.takeEvent(
      shop,
      Buffer.from('{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","message":"old password=x"}'),
    );
    expect(taken).toMatchObject([
      { id: '9ec79c33ec9942ab8353589fcb2e04dc', message: 'old password=***', worker: 'shop' },
    ]);
    await expect(intake.takeEvent(shop, Buffer.from('garbage'))).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it('counts every item by its type, known or not', async () => {
    const { send, intake } = open();
    await send(
      ['transaction', {}],
      ['profile', 'garbage'],
      ['replay_event', {}],
      ['replay_recording', 'x'],
      ['client_report', {}],
      ['statsd', 'a:1|c'],
      ['invented', '?'],
      ['', {}],
    );
    await send(
      ['transaction', {}],
      ['user_report', {}],
      ['feedback', {}],
      ['raw_security', {}],
      ['span', {}],
    );
    const counts = intake.counts('shop');
    expect(Object.fromEntries(counts?.items ?? [])).toMatchObject({
      transaction: 2,
      profile: 1,
      replay_recording: 1,
      invented: 1,
      unknown: 1,
      feedback: 1,
    });
    expect(counts).toMatchObject({ malformed: 0, lastAtMs: Date.UTC(2026, 0, 1) });
    expect(intake.counts('other')).toBeNull();
  });

  it('does not remember more types than make sense', async () => {
    const { send, intake } = open();
    for (let at = 0; at < 200; at++) await send([`t${at}`, {}]);
    expect(intake.counts('shop')?.items.size).toBe(51);
    expect(intake.counts('shop')?.items.get('other')).toBe(150);
  });

  it('takes what it can read beside what it cannot', async () => {
    const { send, intake, taken } = open();
    await send(['event', 'garbage'], ['event', { message: 'good' }]);
    expect(taken).toMatchObject([{ message: 'good' }]);
    await expect(send(['event', '[1]'])).rejects.toMatchObject({ code: 'bad_request' });
    await expect(send(['event', { message: 'x'.repeat(1024 * 1024) }])).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect(intake.counts('shop')?.malformed).toBe(3);
    expect(taken).toHaveLength(1);
  });

  it('takes check-ins as signs of life of the external worker of that name, and remembers the names of others', async () => {
    const { send, intake, signs } = open();
    for (const status of ['in_progress', 'ok', 'error', 'strange'])
      await send(['check_in', { monitor_slug: 'nightly', status }]);
    expect(signs).toEqual(['nightly start', 'nightly success', 'nightly fail']);
    for (let at = 0; at < 30; at++) await send(['check_in', { monitor_slug: `s${at}`, status: 'ok' }]);
    expect([...(intake.counts('shop')?.strangers ?? [])]).toEqual(
      Array.from({ length: 20 }, (_, at) => `s${at + 10}`),
    );
  });

  it('counts sessions by release, each once for its beginning and once for its end', async () => {
    const { send, sessions } = open();
    const attrs = { release: 'shop@1' };
    await send(['session', { sid: 'a', init: true, status: 'ok', errors: 0, attrs }]);
    await send(['session', { sid: 'a', init: false, status: 'ok', errors: 1, attrs }]);
    await send(['session', { sid: 'a', init: false, status: 'exited', errors: 1, attrs }]);
    await send(['session', { sid: 'b', init: true, status: 'crashed', errors: 1, attrs }]);
    await send(['session', { sid: 'c', init: true, status: 'ok' }]);
    await send([
      'sessions',
      {
        attrs,
        aggregates: [
          { exited: 5, errored: 2, crashed: 1 },
          { exited: -3, abnormal: 1 },
        ],
      },
    ]);
    expect(sessions).toEqual([
      { release: 'shop@1', sessions: 1, errored: 0, crashed: 0 },
      { release: 'shop@1', sessions: 0, errored: 1, crashed: 0 },
      { release: 'shop@1', sessions: 1, errored: 0, crashed: 1 },
      { release: 'shop@1', sessions: 9, errored: 3, crashed: 1 },
    ]);
  });

  it('takes the errors among log lines', async () => {
    const { send, taken } = open();
    const attributes = {
      orders: { value: 3, type: 'integer' },
      'sentry.release': { value: 'shop@1', type: 'string' },
    };
    await send([
      'log',
      {
        items: [
          { timestamp: 1_767_225_599, level: 'error', body: 'no stock', trace_id: 'f00', attributes },
          { level: 'info', body: 'fine' },
          7,
        ],
      },
      { item_count: 2 },
    ]);
    expect(taken).toEqual([
      expect.objectContaining({
        time: 1_767_225_599_000,
        level: 'error',
        message: 'no stock',
        fields: { release: 'shop@1', 'contexts.trace.trace_id': 'f00', 'extra.orders': 3 },
      }),
    ]);
    expect(taken[0]).not.toHaveProperty('id');
  });

  it('says when a project sends more than it may', () => {
    const { intake, clock } = open();
    for (let at = 0; at < 10; at++) expect(intake.limit(shop)).toBeNull();
    expect(intake.limit(shop)).toBe(1);
    expect(intake.counts('shop')?.limited).toBe(1);
    clock.advance(1_000);
    expect(intake.limit(shop)).toBeNull();
    expect(intake.limit({ ...shop, name: 'other' })).toBeNull();
  });
});
