import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, leaveOpen, parseFilter, type Term, writeTerm } from './parse.ts';
import { choiceFields, figureFields, textFields } from './fields.ts';

const meaning = ({ from: _from, to: _to, ...term }: Term) => term;
const terms = (text: string) => parseFilter(text).terms.map(meaning);
const mistakes = (text: string) =>
  parseFilter(text).mistakes.map(({ code, from, to, value }) => [code, text.slice(from, to), value]);

describe('the language of the filter', () => {
  it('reads everything that its help shows', () => {
    const text =
      'state:backoff,failed team:post cpu>50% mem>1GiB restarts>=3 uptime<5m -host:db name=mailer "free text"';
    expect(parseFilter(text).mistakes).toEqual([]);
    expect(terms(text)).toEqual([
      { kind: 'choice', field: 'state', values: ['backoff', 'failed'], not: false },
      { kind: 'label', label: 'team', values: ['post'], not: false },
      { kind: 'figure', field: 'cpu', comparison: '>', amount: 0.5, written: '50%', not: false },
      { kind: 'figure', field: 'mem', comparison: '>', amount: 2 ** 30, written: '1GiB', not: false },
      { kind: 'figure', field: 'restarts', comparison: '>=', amount: 3, written: '3', not: false },
      { kind: 'figure', field: 'uptime', comparison: '<', amount: 300_000, written: '5m', not: false },
      { kind: 'text', field: 'host', exact: false, values: ['db'], not: true },
      { kind: 'text', field: 'name', exact: true, values: ['mailer'], not: false },
      { kind: 'word', word: 'free text', not: false },
    ]);
  });

  it('says where each term stands', () => {
    expect(parseFilter('  a -b:"c d" ').terms.map(({ from, to }) => [from, to])).toEqual([
      [2, 3],
      [4, 12],
    ]);
  });

  it('forgives blanks around a comparison and before a unit, colons before it, and other names', () => {
    expect(terms('cpu > 50 %')).toEqual(terms('cpu>50%'));
    expect(terms('memory >= 1 GiB mailer')).toEqual(terms('mem>=1GiB mailer'));
    expect(terms('cpu:>50%')).toEqual(terms('cpu>50%'));
    expect(terms('CPU>50%')).toEqual(terms('cpu>50%'));
    expect(terms('restarts > 3 m')).toEqual(terms('restarts>3 m'));
    expect(terms('state!=running')).toEqual(terms('-state:running'));
    expect(terms('-state!=running')).toEqual(terms('state:running'));
  });

  it('reads what a Japanese keyboard writes', () => {
    expect(terms('state：backoff　cpu＞５０％')).toEqual(terms('state:backoff cpu>50%'));
    expect(terms('担当:郵便 郵便')).toEqual([
      { kind: 'label', label: '担当', values: ['郵便'], not: false },
      { kind: 'word', word: '郵便', not: false },
    ]);
  });

  it('takes labels that are named like fields, and quotes within quotes', () => {
    expect(terms('label.state:x')).toEqual([{ kind: 'label', label: 'state', values: ['x'], not: false }]);
    expect(terms('note:"say \\"hi\\", you"')).toEqual([
      { kind: 'label', label: 'note', values: ['say "hi", you'], not: false },
    ]);
    expect(terms('- a')).toEqual([
      { kind: 'word', word: '-', not: false },
      { kind: 'word', word: 'a', not: false },
    ]);
  });

  it('says what is wrong, at which place, and keeps the rest', () => {
    expect(mistakes('state: x')).toEqual([['no-value', 'state:', '']]);
    expect(mistakes('a cpu> ')).toEqual([['no-value', 'cpu>', '']]);
    expect(mistakes('team:')).toEqual([['no-value', 'team:', '']]);
    expect(mistakes('state:runing')).toEqual([['no-such-value', 'state:runing', 'runing']]);
    expect(mistakes('name>5')).toEqual([['not-comparable', 'name>5', '5']]);
    expect(mistakes('team>5')).toEqual([['not-comparable', 'team>5', '5']]);
    expect(mistakes('cpu:50%')).toEqual([['needs-comparison', 'cpu:50%', '50%']]);
    expect(mistakes('mem>500')).toEqual([['needs-unit', 'mem>500', '500']]);
    expect(mistakes('uptime<fast')).toEqual([['no-amount', 'uptime<fast', 'fast']]);
    expect(mistakes('x "two words')).toEqual([['open-quote', '"two words', 'two words']]);
    expect(mistakes('host:"two words')).toEqual([['open-quote', '"two words', 'two words']]);
    expect(terms('mailer cpu>fast state:failed')).toEqual(terms('mailer state:failed'));
    expect(terms('x "two words')).toEqual(terms('x "two words"'));
  });

  it('offers what would have been understood', () => {
    expect(parseFilter('health:x').mistakes[0]?.choices).toEqual(choiceFields.health);
    expect(parseFilter('mem>x').mistakes[0]?.amount).toBe('bytes');
  });
});

describe('while one types', () => {
  const open = (text: string, caret: number | null) => leaveOpen(parseFilter(text), caret);

  it('half a term is not wrong yet, and half a label finds what begins so', () => {
    expect(open('state:runn', 10).mistakes).toEqual([]);
    expect(open('state:runn x', 12).mistakes).toHaveLength(1);
    expect(open('state:runn', null).mistakes).toHaveLength(1);
    expect(open('team:po', 7).terms[0]).toMatchObject({ values: ['po*'] });
    expect(open('team:a,po', 9).terms[0]).toMatchObject({ values: ['a', 'po*'] });
    expect(open('team:po x', 9).terms[0]).toMatchObject({ values: ['po'] });
    expect(open('-team:po', 8).terms[0]).toMatchObject({ values: ['po'] });
  });
});

const value = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => text.trim() === text);
const values = fc.array(value, { minLength: 1, maxLength: 3 });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  value.map((word) => ({ kind: 'word' as const, word })),
  fc
    .constantFrom(...(Object.keys(choiceFields) as (keyof typeof choiceFields)[]))
    .chain((field) =>
      fc
        .subarray<string>([...choiceFields[field]], { minLength: 1 })
        .map((chosen) => ({ kind: 'choice' as const, field, values: chosen })),
    ),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constantFrom(...textFields),
    exact: fc.boolean(),
    values,
  }),
  fc.record({ kind: fc.constant('label' as const), label: fc.constantFrom('team', 'state', '担当'), values }),
  fc
    .tuple(
      fc.constantFrom(...(Object.keys(figureFields) as (keyof typeof figureFields)[])),
      fc.constantFrom(...(['>', '>=', '<', '<='] as const)),
      fc.nat(1_000),
    )
    .map(([field, comparison, many]) => {
      const [written, amount] = {
        ratio: [`${many}%`, many / 100],
        bytes: [`${many}KiB`, many * 1024],
        duration: [`${many}s`, many * 1000],
        count: [String(many), many],
      }[figureFields[field]] as [string, number];
      return { kind: 'figure' as const, field, comparison, amount, written };
    }),
);

/** Wide letters are read as their narrow twins wherever they stand. */
const isNarrow = (text: string) => !/[！-～　]/.test(text);

describe('any text', () => {
  it('is read without a failure, with every place inside the text and in order', () => {
    const pieces = fc.oneof(
      fc.string(),
      fc.constantFrom('state', ':', '"', '-', ' ', '>', '=', ',', 'cpu', '\\', '　', '！', '%'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const read = parseFilter(text);
        let end = 0;
        for (const term of read.terms) {
          expect(term.from).toBeGreaterThanOrEqual(end);
          expect(term.to).toBeGreaterThan(term.from);
          end = term.to;
        }
        for (const { from, to } of [...read.terms, ...read.mistakes]) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('keeps a value that begins like a comparison', () => {
    const term = { kind: 'text', field: 'name', exact: false, values: ['<script>'], not: false } as const;
    expect(terms(writeTerm({ ...term, values: [...term.values] }))).toEqual([term]);
  });

  it('that is written of terms means these terms', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(condition, fc.boolean()).map(([what, not]) => ({ ...what, not }))),
        (written) => {
          const text = written.map(writeTerm).join(' ');
          fc.pre(isNarrow(text));
          const read = parseFilter(text);
          expect(read.mistakes).toEqual([]);
          expect(read.terms.map(meaning)).toEqual(written);
        },
      ),
    );
  });
});
