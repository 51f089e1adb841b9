import { expect, it } from 'vitest';
import { createTestSource } from '../testing/index.ts';
import { readAnswers } from './testing/answers.ts';
import { askOurs, keyOfQuestion, questions } from './testing/ask.ts';
import { difference } from './testing/compare.ts';
import { readSeries, toSeries } from './testing/series.ts';

/** Go's logarithm of numbers below 2.2e-308 is wrong; docs/promql.md lists all that differs. */
const knownToDiffer = new Set(['ln(edge)', 'log10(edge)']);

it('answers each query as Prometheus did', async () => {
  const source = createTestSource(readSeries().map(toSeries));
  const answers = readAnswers();
  const asked = questions().filter(({ kind }) => kind === 'instant');
  expect(asked.length).toBeGreaterThan(600);
  const differences: string[] = [];
  for (const question of asked) {
    const theirs = answers[keyOfQuestion(question)];
    const differs = theirs ? difference(theirs, await askOurs(source, question), question) : 'not recorded';
    if (differs !== null && !knownToDiffer.has(question.query))
      differences.push(`${question.query}: ${differs}`);
  }
  expect(differences).toEqual([]);
});

it('tells what differs', () => {
  const vector = (value: string, metric = { a: '1' }) =>
    ({ status: 'success', data: { resultType: 'vector', result: [{ metric, value: [1, value] }] } }) as const;
  const compare = (theirs: Parameters<typeof difference>[0], ours: Parameters<typeof difference>[0]) =>
    difference(theirs, ours, { ordered: true });
  expect(compare(vector('1'), vector('1.0000000001'))).toBeNull();
  expect(compare(vector('NaN'), vector('NaN'))).toBeNull();
  expect(compare(vector('1'), vector('1.00000001'))).toContain('at 1: 1, ours 1.00000001');
  expect(compare(vector('NaN'), vector('1'))).toContain('NaN');
  expect(compare(vector('+Inf'), vector('-Inf'))).toContain('+Inf');
  expect(compare(vector('1'), vector('1', { a: '2' }))).toContain('missing: 1');
  expect(compare(vector('1'), { status: 'error', errorType: 'execution', error: 'x' })).toContain(
    'ours error x',
  );
});
