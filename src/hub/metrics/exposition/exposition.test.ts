import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Labels } from '../samples.ts';
import {
  chooseFormat,
  ExpositionError,
  type Format,
  formatOf,
  parseExposition,
  parseSeries,
  writeExposition,
} from './index.ts';

const limits = { samples: 1_000, lineLength: 10_000 };

function read(page: string, format: Format = 'text', given = limits): [Labels, number, number | null][] {
  const found: [Labels, number, number | null][] = [];
  parseExposition(page, format, given, (series, value, time) =>
    found.push([parseSeries(series), value, time]),
  );
  return found;
}

describe('writing', () => {
  const family = {
    name: 'yagura_worker_cpu_seconds_total',
    type: 'counter',
    help: 'A "back\\slash"\nand a line.',
    points: [[{ worker: 'a"b\\c\nd', host: '櫓' }, 1.5]],
  } as const;

  test('escapes labels and help', () => {
    expect(writeExposition([family], 'text')).toBe(
      '# HELP yagura_worker_cpu_seconds_total A "back\\\\slash"\\nand a line.\n' +
        '# TYPE yagura_worker_cpu_seconds_total counter\n' +
        'yagura_worker_cpu_seconds_total{worker="a\\"b\\\\c\\nd",host="櫓"} 1.5\n',
    );
  });

  test('in OpenMetrics a counter family has no _total, a unit is said, and the page ends', () => {
    expect(writeExposition([family], 'openmetrics')).toBe(
      '# TYPE yagura_worker_cpu_seconds counter\n' +
        '# UNIT yagura_worker_cpu_seconds seconds\n' +
        '# HELP yagura_worker_cpu_seconds A \\"back\\\\slash\\"\\nand a line.\n' +
        'yagura_worker_cpu_seconds_total{worker="a\\"b\\\\c\\nd",host="櫓"} 1.5\n' +
        '# EOF\n',
    );
  });

  test('what has no point is left out', () => {
    expect(writeExposition([{ ...family, points: [] }], 'text')).toBe('');
  });

  test.each(['text', 'openmetrics'] as const)('%s is read as it was written', (format) => {
    const point = fc.tuple(
      fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), fc.string({ unit: 'grapheme', minLength: 1 })),
      fc.double({ noNaN: false }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 9 }), (points) => {
        const page = writeExposition([{ name: 'x', type: 'gauge', help: 'h', points }], format);
        expect(read(page, format)).toEqual(
          points.map(([labels, value]) => [
            { __name__: 'x', ...labels },
            // Text knows no negative zero.
            value === 0 ? 0 : value,
            null,
          ]),
        );
      }),
    );
  });
});

describe('reading', () => {
  test('takes what the text format allows', () => {
    const page = [
      '# HELP http_requests_total The total.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200",} 1027 1395066363000',
      '# just a remark',
      '',
      '  ',
      'plain 12.47',
      'spaced {a = "1" , b="2"}\t+Inf',
      'weird{path="C:\\\\DIR\\\\F.TXT",error="Cannot \\"find\\"\\n\\q"} -1.458255915e9',
      'closing{a="}"} NaN',
      '{"utf8.name","label.x"="1"} .5',
      'no_value{a=""} 1 -5',
      'last 3',
    ].join('\n');
    expect(read(page)).toEqual([
      [{ __name__: 'http_requests_total', method: 'post', code: '200' }, 1027, 1_395_066_363_000],
      [{ __name__: 'plain' }, 12.47, null],
      [{ __name__: 'spaced', a: '1', b: '2' }, Number.POSITIVE_INFINITY, null],
      [{ __name__: 'weird', path: 'C:\\DIR\\F.TXT', error: 'Cannot "find"\n\\q' }, -1_458_255_915, null],
      [{ __name__: 'closing', a: '}' }, Number.NaN, null],
      [{ __name__: 'utf8.name', 'label.x': '1' }, 0.5, null],
      [{ __name__: 'no_value' }, 1, -5],
      [{ __name__: 'last' }, 3, null],
    ]);
  });

  test('takes what OpenMetrics allows', () => {
    const page = [
      '# TYPE foo histogram',
      '# UNIT foo seconds',
      '# HELP foo Help.',
      'foo_bucket{le="0.1"} 8 # {trace_id="a # b"} 0.054 1520879607.789',
      'foo_count 17 1520879607.789',
      '# EOF',
    ].join('\n');
    expect(read(page, 'openmetrics')).toEqual([
      [{ __name__: 'foo_bucket', le: '0.1' }, 8, null],
      [{ __name__: 'foo_count' }, 17, 1_520_879_607_789],
    ]);
  });

  test.each([
    ['x', 'line 1: a sample has no value'],
    ['a 1\nx y', 'line 2: "y" is not a number'],
    ['x 0x10', 'line 1: "0x10" is not a number'],
    ['x 1_000', 'line 1: "1_000" is not a number'],
    ['x 1 2.5', 'line 1: "2.5" is not a time'],
    ['x 1 2 3', 'line 1: unexpected text after the sample: "3"'],
    ['x{a="1" 1', 'line 1: its labels do not end'],
    ['x{a="1} 1', 'line 1: its labels do not end'],
    [' 1', 'line 1: a sample has no name'],
    ['# TYPE x nonsense', 'line 1: "x" has the type "nonsense"'],
    ['<html><body> 1', 'unexpected text at "<html><body>"'],
    ['x{a="1",a="2"} 1', 'the label a is there twice'],
    ['x{__name__="y"} 1', 'the label __name__ is there twice'],
    ['{"x","y"} 1', 'the label __name__ is there twice'],
    ['x{a=1} 1', 'expected a value in quotes at "1}"'],
    ['x{1a="1"} 1', 'expected a label'],
    ['x{a} 1', 'expected "=" at "}"'],
    ['x{a="1" b="2"} 1', 'expected "," or "}"'],
    ['x{,} 1', 'expected a label'],
    ['x{a="1",,} 1', 'expected a label'],
    ['{a="1"} 1', 'a sample has no name'],
    ['x-y 1', 'unexpected text at "-y"'],
  ])('refuses %j', (page, why) => {
    expect(() => read(page)).toThrow(ExpositionError);
    expect(() => read(page)).toThrow(why);
  });

  test.each([
    ['x 1\n', 'does not end with "# EOF"'],
    ['x 1\n# EOF\ny 1', 'line 3: there is something after "# EOF"'],
    ['x 1\n\n# EOF', 'line 2: it is empty'],
    ['# a remark\n# EOF', 'line 1: a comment that is neither HELP, TYPE nor UNIT'],
    ['# TYPE x untyped\n# EOF', 'has the type "untyped"'],
    ['x 1 # a 1\n# EOF', 'a wrong exemplar'],
    ['x 1 nonsense\n# EOF', '"nonsense" is not a time'],
  ])('refuses %j in OpenMetrics', (page, why) => {
    expect(() => read(page, 'openmetrics')).toThrow(why);
  });

  test('is bounded in samples and in the length of a line', () => {
    expect(() => read('a 1\nb 2\nc 3', 'text', { samples: 2, lineLength: 100 })).toThrow(
      'line 3: there are more than 2 samples',
    );
    expect(() => read(`a{b="${'x'.repeat(1_000_000)}"} 1`)).toThrow(
      'line 1: it is longer than 10000 characters',
    );
  });

  test('garbage is refused or read, and nothing else happens', () => {
    const pieces = fc.constantFrom('x', '{', '}', '"', '\\', '=', ',', ' ', '\n', '#', ' # ', '1', 'a="b"');
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 40 }),
        fc.constantFrom('text', 'openmetrics'),
        (page, format) => {
          try {
            for (const [labels] of read(page.join(''), format)) expect(labels['__name__']).toBeTruthy();
          } catch (error) {
            expect(error).toBeInstanceOf(ExpositionError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('hostile text takes no longer than its length', () => {
    const started = performance.now();
    for (const text of [
      'x{a="',
      `x{${'a="1",'.repeat(100_000)}`,
      `x${' '.repeat(500_000)}`,
      '{"'.repeat(300_000),
    ])
      expect(() => read(text, 'text', { samples: 10, lineLength: 10_000_000 })).toThrow(ExpositionError);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('the format', () => {
  test.each([
    [undefined, 'text'],
    ['*/*', 'text'],
    ['text/html', 'text'],
    ['application/openmetrics-text; version=1.0.0', 'openmetrics'],
    ['application/openmetrics-text; version=2.0.0, text/plain;q=0.1', 'text'],
    ['text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.4', 'text'],
    ['text/plain, application/openmetrics-text', 'openmetrics'],
    [
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'openmetrics',
    ],
    ['application/openmetrics-text;q=0', 'text'],
  ])('asked for %s, it is %s', (accept, format) => {
    expect(chooseFormat(accept)).toBe(format);
  });

  test.each([
    [null, 'text'],
    ['text/plain; version=0.0.4', 'text'],
    ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ])('an answer of %s is %s', (type, format) => {
    expect(formatOf(type)).toBe(format);
  });
});
