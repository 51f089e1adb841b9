import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrub } from '../../logs/index.ts';
import { scrubOccurrences } from './scrub-occurrences.ts';
import { type EventContext, toOccurrence } from './to-occurrence.ts';

const now = Date.UTC(2026, 10, 26, 12);
const context: EventContext = {
  worker: 'shop',
  isWorker: (name) => name === 'mailer' || name === 'mailer-1',
  nowMs: now,
  sentAtMs: null,
  id: null,
};
const read = (event: Record<string, unknown>, more: Partial<EventContext> = {}) =>
  toOccurrence(event, { ...context, ...more });

describe('an event', () => {
  it('of Python with a cause is told from the root cause on, each with its newest call first', () => {
    const occurrence = read({
      event_id: '2ded5792e9d646398c763b157d0dfc59',
      timestamp: '2026-11-26T11:59:58.157800Z',
      level: 'error',
      platform: 'python',
      release: 'py@1',
      exception: {
        values: [
          {
            type: 'ZeroDivisionError',
            value: 'division by zero',
            stacktrace: {
              frames: [
                { filename: 'ev.py', abs_path: '/app/ev.py', function: '<module>', lineno: 6, in_app: true },
              ],
            },
          },
          {
            type: 'KeyError',
            value: "'k'",
            mechanism: { type: 'excepthook', handled: false },
            stacktrace: {
              frames: [
                {
                  filename: 'ev.py',
                  abs_path: '/app/ev.py',
                  function: '<module>',
                  lineno: 7,
                  in_app: true,
                  pre_context: ['a', 'b'],
                  context_line: 'c',
                  post_context: ['d'],
                  vars: { password: "'x'" },
                },
                {
                  filename: 'lib/x.py',
                  abs_path: '/usr/lib/python3/x.py',
                  function: 'get',
                  lineno: 3,
                  colno: 0,
                  in_app: false,
                },
              ],
            },
          },
        ],
      },
    });
    expect(occurrence).toEqual({
      id: '2ded5792e9d646398c763b157d0dfc59',
      time: now - 1843,
      worker: 'shop',
      source: 'sentry',
      level: 'error',
      message: "'k'",
      exceptions: [
        {
          type: 'ZeroDivisionError',
          message: 'division by zero',
          frames: [{ function: '<module>', file: '/app/ev.py', line: 6, column: null, inApp: true }],
        },
        {
          type: 'KeyError',
          message: "'k'",
          frames: [
            { function: 'get', file: '/usr/lib/python3/x.py', line: 3, column: null, inApp: false },
            {
              function: '<module>',
              file: '/app/ev.py',
              line: 7,
              column: null,
              inApp: true,
              source: { before: ['a', 'b'], line: 'c', after: ['d'] },
            },
          ],
        },
      ],
      exit: null,
      fields: { release: 'py@1', platform: 'python', handled: false, mechanism: 'excepthook' },
    });
  });

  it('of a message has the stack beside it, whether its SDK calls that an exception or a thread', () => {
    const stacktrace = { frames: [{ function: 'Server.?', filename: '/app/a.mjs', lineno: 9 }] };
    const stack = [
      { function: 'Server.<anonymous>', file: '/app/a.mjs', line: 9, column: null, inApp: true },
    ];
    const ofNode = read({
      message: 'hello',
      exception: { values: [{ value: 'hello', stacktrace, mechanism: { synthetic: true } }] },
    });
    expect(ofNode).toMatchObject({ message: 'hello', exceptions: [], stack });
    const ofPython = read({
      message: 'hello',
      threads: { values: [{ current: false }, { current: true, stacktrace }] },
    });
    expect(ofPython).toMatchObject({ message: 'hello', exceptions: [], stack });
  });

  it('of a native crash has its frames in the thread that crashed', () => {
    const stacktrace = { frames: [{ function: 'main', package: '/usr/bin/app', instruction_addr: '0x1' }] };
    const { exceptions } = read({
      platform: 'native',
      exception: { values: [{ type: 'SIGSEGV', value: 'Segfault', thread_id: 1 }] },
      threads: {
        values: [
          { id: 2, current: true },
          { id: 1, crashed: true, stacktrace },
        ],
      },
    });
    expect(exceptions[0]?.frames).toMatchObject([{ function: 'main', file: '/usr/bin/app' }]);
  });

  it('of Java names functions with their class', () => {
    const frame = {
      module: 'com.shop.Mailer',
      function: 'send',
      filename: 'Mailer.java',
      lineno: 12,
      in_app: true,
    };
    const { exceptions } = read({
      platform: 'java',
      exception: { values: [{ type: 'IllegalStateException', stacktrace: { frames: [frame] } }] },
    });
    expect(exceptions[0]?.frames[0]).toMatchObject({ function: 'com.shop.Mailer.send', file: 'Mailer.java' });
  });

  it.each([
    [{ logentry: { message: 'value %s of %(x)s', params: [7] } }, 'value 7 of %(x)s'],
    [{ logentry: { message: '%(user)s is away', params: { user: 'ann' } } }, 'ann is away'],
    [{ logentry: { message: 'took {} ms at {1}', params: [30, 'home'] } }, 'took 30 ms at home'],
    [{ logentry: { message: '100%% of %d', params: [2] } }, '100% of 2'],
    [{ logentry: { message: 'x %s', formatted: 'x y', params: ['z'] } }, 'x y'],
    [{ message: { message: 'old %s', params: ['way'] } }, 'old way'],
    [{ 'sentry.interfaces.Message': { message: 'older %s', params: ['way'] } }, 'older way'],
    [{ message: 'plain %s' }, 'plain %s'],
    [{ exception: [{ type: 'Error', value: 'as a list' }] }, 'as a list'],
    [{ exception: { values: [{ type: 'StopIteration' }] } }, 'StopIteration'],
    [{}, ''],
  ])('%j says %s', (event, message) => {
    expect(read(event).message).toBe(message);
  });

  it.each([
    ['warning', 'warn'],
    ['fatal', 'fatal'],
    ['critical', 'fatal'],
    ['log', 'info'],
    ['DEBUG', 'debug'],
    ['nonsense', 'error'],
    [undefined, 'error'],
  ])('of level %s is %s', (level, expected) => {
    expect(read({ level }).level).toBe(expected);
  });

  it.each([
    ['seconds', now / 1000 - 5, null, now - 5_000],
    ['text in UTC', '2026-11-26T11:59:55Z', null, now - 5_000],
    ['text of another zone', '2026-11-26T20:59:55+09:00', null, now - 5_000],
    ['text without a zone', '2026-11-26T11:59:55', null, now - 5_000],
    ['a clock that is an hour behind', now / 1000 - 3605, now - 3_600_000, now - 5_000],
    ['a clock that is an hour ahead', now / 1000 + 3595, now + 3_600_000, now - 5_000],
    ['the future', now / 1000 + 5, null, now],
    ['nothing', undefined, null, now],
    ['nonsense', 'yesterday', null, now],
    ['a number beyond all times', 1e300, null, now],
  ])('has its time by %s', (_, timestamp, sentAtMs, expected) => {
    expect(read({ timestamp }, { sentAtMs }).time).toBe(expected);
  });

  it('belongs to the worker that its tag or its server is called by, else to the one of its project', () => {
    expect(read({ tags: { worker: 'mailer-1' }, server_name: 'mailer' }).worker).toBe('mailer-1');
    expect(read({ tags: [['worker', 'mailer']] }).worker).toBe('mailer');
    expect(read({ tags: [{ key: 'worker', value: 'mailer' }] }).worker).toBe('mailer');
    expect(read({ tags: { worker: 'stranger' }, server_name: 'mailer' }).worker).toBe('mailer');
    expect(read({ server_name: 'host-17' }).worker).toBe('shop');
  });

  it('may say how it wants to be grouped, unless that is as usual', () => {
    expect(read({ fingerprint: ['{{ default }}', 'eu', 7] }).fingerprint).toEqual([
      '{{ default }}',
      'eu',
      '7',
    ]);
    expect(read({ fingerprint: ['{{ default }}'] })).not.toHaveProperty('fingerprint');
    expect(read({ fingerprint: [] })).not.toHaveProperty('fingerprint');
  });

  it('has its own id, else that of its envelope, else a new one', () => {
    const id = '9ec79c33ec9942ab8353589fcb2e04dc';
    expect(read({ event_id: '9EC79C33-EC99-42AB-8353-589FCB2E04DC' }).id).toBe(id);
    expect(read({ event_id: 'x' }, { id }).id).toBe(id);
    expect(read({}).id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps what tells about it flat, and nothing that is private or secret', () => {
    const occurrence = read({
      message: 'no route for token=abc123',
      exception: {
        values: [
          {
            type: 'E',
            value: 'password=x1',
            stacktrace: {
              frames: [{ filename: 'a.js', context_line: 'const api_key = "abc";', pre_context: ['plain'] }],
            },
          },
        ],
      },
      environment: 'prod',
      sdk: { name: 'sentry.python', version: '1.9' },
      user: { id: 7, email: 'a@example.com', ip_address: '10.0.0.1' },
      request: {
        url: 'https://shop.example/x?api_key=abc',
        method: 'POST',
        headers: { Cookie: 'a=b' },
        data: { card: 1 },
        cookies: 'a=b',
      },
      contexts: { os: { name: 'Linux', version: '6' }, trace: { trace_id: 'f00' } },
      extra: {
        password: 'hunter2',
        list: [1, 2],
        deep: { a: { b: { c: { d: 1 } } } },
        'sys.argv': ['--token', 'x'],
      },
      tags: { region: 'eu' },
      breadcrumbs: {
        values: [
          {
            timestamp: now / 1000,
            category: 'http',
            level: 'info',
            message: 'GET /?secret=1',
            data: { status_code: 200, authorization: 'Bearer abcdefghij' },
          },
        ],
      },
    });
    const [scrubbed] = scrubOccurrences([occurrence], createScrub({ emails: false, patterns: [] }));
    const { fields, breadcrumbs, message, exceptions } = scrubbed ?? occurrence;
    expect(message).toBe('no route for token=***');
    expect(exceptions).toMatchObject([
      {
        message: 'password=***',
        frames: [{ source: { before: ['plain'], line: 'const api_key = "***";', after: [] } }],
      },
    ]);
    expect(fields).toMatchObject({
      environment: 'prod',
      sdk: 'sentry.python 1.9',
      'user.id': 7,
      'request.method': 'POST',
      'request.url': 'https://shop.example/x?api_key=***',
      'contexts.os.name': 'Linux',
      'contexts.trace.trace_id': 'f00',
      'extra.password': '***',
      'extra.list': '[1,2]',
      'extra.deep.a.b.c': '{"d":1}',
      'tags.region': 'eu',
    });
    expect(JSON.stringify(fields)).not.toMatch(/example\.com|10\.0\.0\.1|Cookie|hunter2|card/);
    expect(breadcrumbs).toEqual([
      {
        time: now,
        level: 'info',
        category: 'http',
        message: 'GET /?secret=***',
        data: { status_code: 200, authorization: '***' },
      },
    ]);
  });

  it('is bounded, however much is in it', () => {
    const long = 'x y '.repeat(3_000);
    const frames = Array.from({ length: 150 }, () => ({
      function: long,
      filename: long,
      lineno: 1,
      context_line: long,
      pre_context: Array(100).fill(long),
    }));
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, long]));
    const occurrence = read({
      message: long,
      exception: {
        values: Array.from({ length: 30 }, () => ({ type: long, value: long, stacktrace: { frames } })),
      },
      breadcrumbs: Array.from({ length: 300 }, () => ({ message: long, data: many })),
      tags: many,
      extra: many,
      contexts: many,
      fingerprint: Array(500).fill(long),
    });
    expect(occurrence.exceptions).toHaveLength(20);
    expect(occurrence.exceptions[0]?.frames).toHaveLength(100);
    expect(occurrence.breadcrumbs).toHaveLength(100);
    expect(Object.keys(occurrence.fields).length).toBeLessThanOrEqual(150);
    expect(occurrence.fingerprint).toHaveLength(20);
    expect(occurrence.message.length).toBeLessThanOrEqual(8_192);
  });

  it('is read whatever it holds', () => {
    const keys = [
      'exception',
      'values',
      'type',
      'value',
      'stacktrace',
      'frames',
      'tags',
      'user',
      'logentry',
      'message',
      'params',
      'breadcrumbs',
      'contexts',
      'extra',
      'timestamp',
      'fingerprint',
      'threads',
      'mechanism',
      'event_id',
      'request',
      '__proto__',
      'constructor',
    ];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom(null, true, 0, -1, 1e308, '', 'x', '{{ default }}', '%s'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 8 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), tree), (event) => {
        const occurrence = read(event);
        expect(occurrence.time).toBeLessThanOrEqual(now);
        expect(occurrence.time).toBeGreaterThanOrEqual(0);
        expect(typeof occurrence.message).toBe('string');
        for (const value of Object.values(occurrence.fields))
          expect(['string', 'number', 'boolean']).toContain(typeof value);
      }),
      { numRuns: 1_000 },
    );
  });
});
