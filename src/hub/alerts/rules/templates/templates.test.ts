import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillTemplate, type TemplateData } from './fill.ts';
import { labelsNamed } from './names.ts';
import { parseTemplate, TemplateMistake } from './parse.ts';

const data: TemplateData = {
  labels: { worker: 'mailer-0', instance: '10.0.0.1:9100', team: '' },
  value: 0.12345,
  event: { title: 'Error: no route', count: 7 },
};
const fill = (text: string, given: Partial<TemplateData> = {}) =>
  fillTemplate(parseTemplate(text), { ...data, ...given });

function mistake(text: string): string {
  try {
    parseTemplate(text);
    return '';
  } catch (error) {
    if (error instanceof TemplateMistake) return error.message;
    throw error;
  }
}

test.each([
  ['plain { text }', 'plain { text }'],
  ['{{ $labels.worker }} is down', 'mailer-0 is down'],
  ['{{.Labels.worker}} {{ .Value }}', 'mailer-0 0.12345'],
  ['{{ $labels.nobody }}|{{$value}}', '|0.12345'],
  ['{{ $value | humanizePercentage }}', '12.35%'],
  ['{{ printf "%.2f" $value }} {{ $value | printf "%6.1f%%" }}', '0.12    0.1%'],
  ['{{ humanize 1234567 }} {{ humanize 0.00012 }} {{ humanize 0 }}', '1.235M 120u 0'],
  ['{{ humanize1024 1073741824 }}B', '1GiB'],
  [
    '{{ humanizeDuration 93784 }} {{ humanizeDuration 0.25 }} {{ humanizeDuration 12.5 }}',
    '1d 2h 3m 4s 250ms 12.5s',
  ],
  ['{{ 1790000000 | humanizeTimestamp }}', '2026-09-21 14:13:20 +0000 UTC'],
  ['{{ $labels.worker | toUpper | printf "%s!" }}', 'MAILER-0!'],
  ['{{ "over the hills" | title }}', 'Over The Hills'],
  ['{{ stripPort $labels.instance }}', '10.0.0.1'],
  ['{{ reReplaceAll "-\\\\d+$" "" $labels.worker }}', 'mailer'],
  ['{{ if gt $value 0.5 }}high{{ else if gt $value 0.1 }}middle{{ else }}low{{ end }}', 'middle'],
  ['{{ if $labels.team }}team {{ $labels.team }}{{ else }}nobody{{ end }}', 'nobody'],
  ['{{ if and (eq $labels.worker "mailer-0") (not (match "^x" $labels.worker)) }}yes{{ end }}', 'yes'],
  ['a {{- /* nothing */ -}} b', 'ab'],
  ['a {{- " " }} b', 'a  b'],
  ['{{ $event.title }} {{ $event.count }}', 'Error: no route 7'],
  ['{{ "a\\"b\\n" }}{{ `c\\d` }}', 'a"b\nc\\d'],
])('%s', (text, expected) => {
  expect(fill(text)).toBe(expected);
});

test('without a value there is a dash, whatever is done to it', () => {
  expect(fill('{{ $value }} {{ $value | humanize }} {{ printf "%.1f" $value }}', { value: null })).toBe(
    '– – –',
  );
});

describe('what is wrong is said', () => {
  test.each([
    ['{{ $label.worker }}', '$label is not known; did you mean $labels?'],
    ['{{ $value', '"{{" without "}}"'],
    ['{{ $value | humanise }}', 'there is no function "humanise"; did you mean "humanize"?'],
    ['{{ range query "up" }}{{ end }}', 'loops are not understood'],
    ['{{ template "x" }}', 'templates within templates are not understood'],
    [
      '{{ query "up" | first }}',
      'queries within templates are not understood: put it into the expression of the rule',
    ],
    ['{{ $x := 5 }}', '$x is not known; known are $labels, $value, $event, .Labels, .Value'],
    ['{{ humanize $value 5 }}', '"humanize" takes 1 value, got 2'],
    ['{{ printf }}', '"printf" takes at least 1 values, got 0'],
    ['{{ $value $value }}', 'several values stand next to each other: a function is missing'],
    ['{{ $value | 5 }}', 'after "|" comes a function'],
    ['{{ if $value }}x', '"if" without "end"'],
    ['{{ end }}', '"end" without "if"'],
    ['{{ }}', 'there is nothing between {{ and }}'],
    ['{{ (gt 1 2 }}', '"(" without ")"'],
    ['{{ $labels.a.b }}', '"$labels.a.b" has too many parts'],
    [`${'{{ if true }}'.repeat(11)}${'{{ end }}'.repeat(11)}`, '"if" is nested more than 10 times'],
    ['x'.repeat(4_001), 'a template has at most 4000 characters'],
  ])('%s', (text, expected) => {
    expect(mistake(text)).toBe(expected);
  });
});

test('the labels that it asks for', () => {
  expect(
    labelsNamed(
      parseTemplate('{{ $labels.a }}{{ if eq $labels.b (toUpper .Labels.c) }}{{ $labels.d }}{{ end }}'),
    ),
  ).toEqual(['a', 'b', 'c', 'd']);
});

test('any text is a template or a mistake, and what it fills in is bounded', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '{{',
      '}}',
      '{{ if ',
      '{{ else }}',
      '{{ end }}',
      '$value',
      '$labels',
      '|',
      '(',
      ')',
      'printf "%100000000d" ',
      ' "',
      '-}}',
      'humanize ',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      if (mistake(text) === '') expect(fill(text).length).toBeLessThanOrEqual(10_000);
    }),
    { numRuns: 500 },
  );
});

test('writes a small number with as many digits as one likes', () => {
  const text = fill('{{ printf "%.100g" $value }}', { value: 0.0001 });
  expect(Number(text)).toBe(0.0001);
});
