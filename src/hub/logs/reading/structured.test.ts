import { describe, expect, test } from 'vitest';
import { readText } from './index.ts';

const read = (value: unknown) => readText(typeof value === 'string' ? value : JSON.stringify(value), 0);
const stack = 'TypeError: no street\n    at send (/srv/shop/mail.js:3:5)\n    at node:internal/main:1:1';

describe('JSON lines', () => {
  test('pino: levels as numbers, an error with its cause', () => {
    const record = read({
      level: 50,
      time: 1_700_000_000_000,
      pid: 7,
      hostname: 'web-1',
      traceId: 'abc',
      err: {
        type: 'TypeError',
        message: 'no street',
        stack,
        code: 'E1',
        cause: { type: 'Error', message: 'gone', stack: 'Error: gone\n    at get (/srv/shop/db.js:1:1)' },
      },
      http: { status: 503 },
      msg: 'mail failed',
    });
    expect(record).toMatchObject({ level: 'error', message: 'mail failed', traceId: 'abc' });
    expect(
      record.exceptions.map(({ type, message, frames }) => [type, message, frames[0]?.function]),
    ).toEqual([
      ['Error', 'gone', 'get'],
      ['TypeError', 'no street', 'send'],
    ]);
    expect({ ...record.fields }).toEqual({ pid: 7, hostname: 'web-1', 'err.code': 'E1', 'http.status': 503 });
  });

  test.each([
    ['winston', { level: 'error', message: 'mail failed', stack, timestamp: 'x' }, 'TypeError'],
    [
      'zap',
      {
        level: 'error',
        ts: 1,
        msg: 'mail failed',
        error: 'no street',
        stacktrace:
          'main.send\n\t/srv/shop/mail.go:12\nruntime.main\n\t/usr/local/go/src/runtime/proc.go:250',
      },
      'error',
    ],
    [
      'structlog',
      {
        level: 'error',
        event: 'mail failed',
        exception:
          'Traceback (most recent call last):\n  File "/srv/shop/mail.py", line 3, in send\n    go()\nKeyError: 7',
      },
      'KeyError',
    ],
    [
      'structlog with dictionaries',
      {
        level: 'error',
        event: 'mail failed',
        exception: [
          {
            exc_type: 'KeyError',
            exc_value: '7',
            frames: [{ filename: '/srv/shop/mail.py', lineno: 3, name: 'send' }],
          },
        ],
      },
      'KeyError',
    ],
    [
      'logback',
      {
        '@timestamp': 'x',
        level: 'ERROR',
        logger_name: 'a',
        message: 'mail failed',
        stack_trace: 'java.io.IOException: gone\n\tat com.shop.Mail.send(Mail.java:3)\n',
      },
      'java.io.IOException',
    ],
    [
      'Python',
      {
        levelname: 'ERROR',
        message: 'mail failed',
        exc_info:
          'Traceback (most recent call last):\n  File "/srv/shop/mail.py", line 3, in send\nKeyError: 7',
      },
      'KeyError',
    ],
    [
      'ECS',
      {
        '@timestamp': 'x',
        'log.level': 'error',
        message: 'mail failed',
        'error.type': 'TypeError',
        'error.message': 'no street',
        'error.stack_trace': stack,
      },
      'TypeError',
    ],
    [
      'ECS, nested',
      {
        '@timestamp': 'x',
        log: { level: 'error' },
        message: 'mail failed',
        error: { type: 'TypeError', message: 'no street', stack_trace: stack },
      },
      'TypeError',
    ],
    [
      'OpenTelemetry',
      {
        severityText: 'ERROR',
        body: 'mail failed',
        attributes: {
          'exception.type': 'TypeError',
          'exception.message': 'no street',
          'exception.stacktrace': stack,
        },
      },
      'TypeError',
    ],
    [
      'bunyan',
      {
        name: 'shop',
        level: 50,
        msg: 'mail failed',
        err: { name: 'TypeError', message: 'no street', stack },
      },
      'TypeError',
    ],
    [
      'Serilog',
      {
        '@t': 'x',
        '@l': 'Error',
        '@m': 'mail failed',
        '@x': 'System.IO.IOException: gone\n   at Shop.Mail.Send() in /srv/shop/Mail.cs:line 3',
      },
      'System.IO.IOException',
    ],
    [
      'Monolog',
      {
        message: 'mail failed',
        context: {
          exception: { class: 'RuntimeException', message: 'gone', code: 0, file: '/srv/shop/mail.php:3' },
        },
        level: 400,
        level_name: 'ERROR',
      },
      'RuntimeException',
    ],
    [
      'Log4j',
      {
        level: 'ERROR',
        message: 'mail failed',
        thrown: {
          name: 'java.io.IOException',
          message: 'gone',
          extendedStackTrace: 'java.io.IOException: gone\n\tat com.shop.Mail.send(Mail.java:3)',
        },
      },
      'java.io.IOException',
    ],
  ])('%s', (_, line, type) => {
    const record = read(line);
    expect(record).toMatchObject({ level: 'error', message: 'mail failed' });
    expect(record.exceptions.at(-1)?.type).toBe(type);
  });

  test.each([
    [
      { severity: 'WARNING', message: 'x', 'logging.googleapis.com/trace': 'projects/p/traces/abc' },
      'warn',
      'abc',
    ],
    [{ t: { $date: 'x' }, s: 'E', c: 'NETWORK', msg: 'x' }, 'error', null],
    [{ version: '1.1', host: 'a', short_message: 'x', level: 3 }, 'error', null],
    [{ level: 'INFO', msg: 'x', trace: { id: 'abc' } }, 'info', 'abc'],
    [{ message: 'x', dd: { trace_id: '123' } }, null, '123'],
  ])('%j', (line, level, traceId) => {
    expect(read(line)).toMatchObject({ level, traceId, message: 'x' });
  });

  test('fields are flat and bounded', () => {
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at]));
    const { fields } = read({
      msg: 'x',
      tags: ['a', 1, { b: 2 }],
      long: 'y'.repeat(5_000),
      deep: { a: { b: { c: { d: { e: { f: 1 } } } } } },
      ...wide,
    });
    expect(Object.keys(fields)).toHaveLength(64);
    expect(fields['tags']).toBe('a, 1, {…}');
    expect(String(fields['long'])).toHaveLength(1_000);
    expect(fields['deep.a.b.c.d.e.f']).toBeUndefined();
  });

  test.each(['{', '{}', '{"a":', '{not json}', '[1, 2]', '{"__proto__": {"x": 1}, "msg": "x"}'])(
    '%s does no harm',
    (line) => {
      expect(read(line).text).toBe(line);
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );

  test('an object behind a header is read as well', () => {
    expect(read('2026-05-01T12:00:00Z {"level":"warn","msg":"slow"}')).toMatchObject({
      level: 'warn',
      message: 'slow',
    });
  });
});

describe('logfmt', () => {
  test('levels, quoted values and numbers', () => {
    const record = read(
      'time=2026-05-01T12:00:00Z level=error msg="cannot \\"send\\"" order=7 retry=true err="no \\n street" trace_id=abc',
    );
    expect(record).toMatchObject({ level: 'error', message: 'cannot "send"', traceId: 'abc' });
    expect({ ...record.fields }).toEqual({ order: 7, retry: true, err: 'no \n street' });
  });

  test.each(['a=b', 'x=1 y=2', 'level=error is what it said', 'msg=half "open'])(
    '%s is plain text',
    (line) => {
      expect(read(line)).toMatchObject({ message: line });
    },
  );
});
