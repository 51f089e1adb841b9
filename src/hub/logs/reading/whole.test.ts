import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levels } from '../record.ts';
import { cleanLine } from './clean-line.ts';
import { type OutputLine, RecordReader, readText } from './index.ts';

const folder = new URL('testing/traces/', import.meta.url);
const real = readdirSync(folder).flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'));

/** Lines of real traces in any order, lines that are nearly JSON or logfmt or a header, and any bytes. */
const anyLine = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...real) },
  { weight: 1, arbitrary: fc.json().map((text) => `{"msg":${text}}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '{',
      '{"level":50',
      'level=error msg="x',
      '2026-05-01 12:00:00',
      '[',
      '<3>',
      '\t',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Buffer.from(bytes).toString('utf8').replaceAll('\n', ' ')),
  },
);
const anyLines = fc.array(
  fc.record({
    text: anyLine,
    stream: fc.constantFrom('stdout' as const, 'stderr' as const),
    gap: fc.constantFrom(0, 0, 0, 700),
  }),
  { maxLength: 80 },
);

test('nothing is lost, whatever is printed and however it is joined', () => {
  fc.assert(
    fc.property(anyLines, (given) => {
      let time = 0;
      const lines = given.map(({ text, stream, gap }, at): OutputLine => {
        time += gap;
        return { id: String(at).padStart(3, '0'), time, stream, text };
      });
      const reader = new RecordReader();
      const read = [...lines.flatMap((line) => reader.take(line, line.time)), ...reader.end()];
      for (const stream of ['stdout', 'stderr'] as const) {
        const own = read.filter((one) => one.stream === stream);
        const joined = own.map(({ record }) => record.text).join('\n');
        const printed = lines.filter((line) => line.stream === stream).map(({ text }) => text);
        // Empty lines between records are left out, colours and what cannot be seen are taken off.
        expect(seen(joined.split('\n'))).toEqual(seen(printed.map(cleanLine)));
        expect(own.map(({ firstId }) => firstId)).toEqual(own.map(({ firstId }) => firstId).sort());
        for (const one of own) expect(one.lastId >= one.firstId).toBe(true);
      }
      for (const { record } of read) {
        expect(record.level === null || levels.includes(record.level)).toBe(true);
        expect(record.message.length).toBeLessThanOrEqual(8_192);
      }
      expect(reader.isOpen).toBe(false);
    }),
    { numRuns: 300 },
  );
});

const seen = (lines: readonly string[]) => lines.filter((line) => line.trim() !== '');

test('a text that is one record already never fails either', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
      const record = readText(lines.join('\n'), 5);
      expect(record.time).toBe(5);
      for (const { frames } of record.exceptions) expect(frames.length).toBeLessThanOrEqual(200);
    }),
  );
});
