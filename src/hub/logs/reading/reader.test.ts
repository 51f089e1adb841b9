import { describe, expect, test } from 'vitest';
import { type OutputLine, type ReadRecord, RecordReader } from './index.ts';

/** Lines as an agent would send them, all at the same time on standard output unless said otherwise. */
function lines(text: string, stream: OutputLine['stream'] = 'stdout', from = 0): OutputLine[] {
  return text.split('\n').map((one, at) => ({ id: String(from + at), time: 1_000, stream, text: one }));
}

function readAll(given: readonly OutputLine[], reader = new RecordReader()): ReadRecord[] {
  return [...given.flatMap((line) => reader.take(line, 0)), ...reader.end()];
}

const texts = (read: readonly ReadRecord[]) => read.map(({ record }) => record.text);

const trace = `TypeError: x is not a function
    at send (/srv/shop/mail.js:3:5)
    at node:internal/main/run_main_module:28:49`;

describe('lines and records', () => {
  test('a line that stands alone is a record, complete when the next one comes', () => {
    const reader = new RecordReader();
    const [first, second] = lines('one\ntwo') as [OutputLine, OutputLine];
    expect(reader.take(first, 0)).toEqual([]);
    expect(reader.isOpen).toBe(true);
    expect(texts(reader.take(second, 0))).toEqual(['one']);
    expect(texts(reader.end())).toEqual(['two']);
    expect(reader.isOpen).toBe(false);
  });

  test('a line of JSON is complete at once', () => {
    const [read] = new RecordReader().take(lines('{"level":50,"msg":"no"}')[0] as OutputLine, 0);
    expect(read?.record).toMatchObject({ level: 'error', message: 'no', time: 1_000 });
  });

  test('a stack trace is one record, with the ids of its first and last line', () => {
    const read = readAll(lines(`before\n${trace}\nafter`));
    expect(texts(read)).toEqual(['before', trace, 'after']);
    expect(read[1]).toMatchObject({ firstId: '1', lastId: '3', lines: 3, stream: 'stdout' });
    expect(read[1]?.record).toMatchObject({
      level: 'error',
      message: 'TypeError: x is not a function',
      exceptions: [{ type: 'TypeError', message: 'x is not a function' }],
    });
  });

  test('traces on both streams at once stay whole', () => {
    const out = lines(trace, 'stdout', 0);
    const err = lines(trace.replaceAll('send', 'receive'), 'stderr', 100);
    const mixed = out.flatMap((line, at) => [line, err[at] as OutputLine]);
    expect(texts(readAll(mixed)).sort()).toEqual([trace.replaceAll('send', 'receive'), trace]);
  });

  test.each(['2026-05-01 12:00:00.123 UTC [123] ', '', '2026-05-01 12:00:00.123 UTC [9] me@shop '])(
    'what PostgreSQL says of one thing is one record, behind the header %j',
    (header) => {
      const report = [
        `${header}ERROR:  duplicate key value violates unique constraint "orders_pkey"`,
        `${header}DETAIL:  Key (id)=(7) already exists.`,
        `${header}CONTEXT:  SQL statement "insert into orders values (7)"`,
        '\tPL/pgSQL function pay() line 3 at SQL statement',
        `${header}STATEMENT:  select pay(),`,
        '\t  7;',
      ].join('\n');
      const other = '2026-05-01 12:00:00.124 UTC [124] LOG:  checkpoint starting: time';
      const read = readAll(lines(`${other}\n${report}\n${other}`));
      expect(texts(read)).toEqual([other, report, other]);
      expect(read[1]?.record).toMatchObject({
        level: 'error',
        message: 'duplicate key value violates unique constraint "orders_pkey"',
      });
    },
  );

  test('what PostgreSQL says of another process or time is another record', () => {
    const error = '2026-05-01 12:00:00.123 UTC [123] ERROR:  canceling statement due to user request';
    for (const header of ['2026-05-01 12:00:00.123 UTC [124] ', '2026-05-01 12:00:00.124 UTC [123] '])
      expect(readAll(lines(`${error}\n${header}STATEMENT:  select 1;`))).toHaveLength(2);
  });

  test('what a logger says and the trace below it belong together', () => {
    const read = readAll(
      lines(`2024-05-01 12:00:00 ERROR mail failed\n${trace}\n2024-05-01 12:00:01 INFO on`),
    );
    expect(read.map(({ record }) => [record.level, record.message, record.exceptions.length])).toEqual([
      ['error', 'mail failed', 1],
      ['info', 'on', 0],
    ]);
  });

  test('lines below an error that turn out to be no trace are records of their own', () => {
    expect(texts(readAll(lines('ERROR failed\ntrying again\nconnected')))).toEqual([
      'ERROR failed',
      'trying again',
      'connected',
    ]);
  });
});

describe('time', () => {
  test('an open record is complete after the quiet time', () => {
    const reader = new RecordReader({ quietMs: 500 });
    for (const line of lines(trace)) reader.take(line, 10_000);
    expect(reader.flush(10_499)).toEqual([]);
    expect(texts(reader.flush(10_500))).toEqual([trace]);
    expect(reader.flush(20_000)).toEqual([]);
  });

  test('lines that were printed apart do not belong together, also when they are read at once', () => {
    const [head, ...rest] = lines(trace) as [OutputLine, ...OutputLine[]];
    const later = rest.map((line) => ({ ...line, time: 2_000 }));
    expect(readAll([head, ...later])).toHaveLength(2);
  });

  test('a clock that was set back ends what is open', () => {
    const reader = new RecordReader();
    reader.take(lines('one')[0] as OutputLine, 10_000);
    expect(texts(reader.flush(5_000))).toEqual(['one']);
  });
});

describe('bounds', () => {
  test('of an endless trace the head and the tail are kept, and how much is not', () => {
    const frames = Array.from({ length: 1_000 }, (_, at) => `    at f${at} (/srv/a.js:${at + 1}:1)`);
    const [read, ...more] = readAll(lines(['Error: deep', ...frames].join('\n')));
    expect(more).toEqual([]);
    expect(read?.lines).toBe(1_001);
    const shown = read?.record.text.split('\n') ?? [];
    expect(shown).toHaveLength(401);
    expect(shown[300]).toBe('… [601 lines left out]');
    expect(shown.at(-1)).toBe(frames.at(-1));
  });

  test('a line of a megabyte is cut, and says so', () => {
    const [read] = readAll(lines('x'.repeat(1_000_000)));
    expect(read?.record.text).toMatch(/^x{32768} … \[967,232 characters left out\]$/);
  });
});

describe('what is not for people', () => {
  test.each([
    ['colours', '\u001b[1;31merror\u001b[0m: gone', 'error: gone'],
    ['a link', '\u001b]8;;https://example.com\u0007text\u001b]8;;\u0007', 'text'],
    ['a cursor that moves', 'one\u001b[2K\u001b[1Gtwo', 'onetwo'],
    ['control characters', 'a\u0000b\u0007c\rd', 'abcd'],
    ['text turned around', 'a\u202eb', 'ab'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0x62]).toString('utf8'), 'a\ufffd\ufffdb'],
    ['Japanese and emoji', '注文 🎌 を処理', '注文 🎌 を処理'],
  ])('%s', (_, printed, text) => {
    expect(texts(readAll(lines(printed)))).toEqual([text]);
  });

  test('a coloured line has its level', () => {
    expect(readAll(lines('\u001b[31mERROR\u001b[0m gone'))[0]?.record).toMatchObject({
      level: 'error',
      message: 'gone',
    });
  });
});
