import { expect, test } from 'vitest';
import { declaredRule, type WrittenRule } from '../../fleet/config/alert-rules/index.ts';
import { createTestSource } from '../../metrics/testing/test-source.ts';
import { checkRule } from './check/index.ts';
import { defaultRules } from './defaults.ts';
import { lookAround } from './look-around.ts';

const check = (written: Omit<WrittenRule, 'name'>) => {
  const { mistakes, warnings } = checkRule(declaredRule.parse({ name: 'R', ...written }));
  return [...mistakes, ...warnings].map(({ path, message }) => `${path.join('.')}: ${message}`);
};

test.each<[string, Omit<WrittenRule, 'name'>, string[]]>([
  ['what does not parse', { expr: 'sum(x' }, ['expr: 1:6: parse error: unclosed left parenthesis']],
  [
    'a course instead of a figure',
    { expr: 'x[5m]' },
    ['expr: is a range vector, expected an instant vector: a figure and not its course'],
  ],
  [
    'what can never be true',
    { expr: 'x > 5 and x < 1' },
    ['expr: can never be true: what is wanted of x excludes each other'],
  ],
  [
    'what always is',
    { expr: 'vector(1)' },
    ['expr: compares nothing, so it fires for every series that there is'],
  ],
  ['a number', { expr: '1' }, ['expr: has a value at any time, so it always fires']],
  [
    'an end that never comes',
    { expr: 'x > 5', resolve: 'yagura_worker_up > 3' },
    ['resolve: can never be true: yagura_worker_up is between 0 and 1, so it is never > 3'],
  ],
  [
    'an event that there is not',
    { on: 'worker.fialed' },
    ['on: there are no events "worker.fialed"; did you mean "worker.failed"?'],
  ],
  [
    'a wait for what does not last',
    { on: 'error.new', for: '5m' },
    ['for: "error.new" happens and does not last, so it would never fire after a while'],
  ],
  [
    'an end of what ends by itself',
    { on: 'crash-loop', over_after: '5m' },
    ['over_after: "crash-loop" is over when it is over; see keep_firing_for'],
  ],
  [
    'a template with a mistake',
    { expr: 'x > 1', annotations: { summary: 'a {{ $lables.x }}' } },
    ['annotations.summary: $lables is not known; did you mean $labels? (at character 6)'],
  ],
  [
    'a label of every alert',
    { expr: 'x > 1', labels: { severity: 'page' } },
    ['labels.severity: has a key of its own: severity'],
  ],
  [
    'nothing wrong',
    { expr: 'sum by (a) (rate(x_total[5m])) > 5', for: '5m', labels: { team: '{{ $labels.a }}' } },
    [],
  ],
  ['something absent', { expr: 'absent(x)' }, []],
])('%s', (_, written, expected) => {
  expect(check(written)).toEqual(expected);
});

test('the default rules have no mistakes and nothing odd', () => {
  for (const rule of defaultRules)
    expect(checkRule(declaredRule.parse(rule)), rule.name).toEqual({ mistakes: [], warnings: [] });
});

test('names and labels that no figure has are told, with what was probably meant', async () => {
  const series = ['mailer', 'broker'].map((worker) => ({
    labels: { __name__: 'queue_length', queue: worker },
    times: Float64Array.of(1_000),
    values: Float64Array.of(1),
    stale: [],
  }));
  const look = (written: Omit<WrittenRule, 'name'>) =>
    lookAround(declaredRule.parse({ name: 'R', ...written }), createTestSource(series), 2_000);
  const message = async (written: Omit<WrittenRule, 'name'>) =>
    (await look(written)).map(({ message: text }) => text);
  expect(await message({ expr: 'queue_lenght > 5' })).toEqual([
    'there are no figures called queue_lenght; did you mean queue_length?',
  ]);
  expect(await message({ expr: 'queue_length{queue="mialer"} > 5' })).toEqual([
    'no series of queue_length matches queue="mialer"; did you mean "mailer"?',
  ]);
  expect(await message({ expr: 'queue_length{host="a"} > 5' })).toEqual(['queue_length has no label "host"']);
  expect(
    await message({
      expr: 'queue_length > 5',
      annotations: { summary: '{{ $labels.que }} {{ $labels.queue }}' },
    }),
  ).toEqual(['no series of the expression has a label "que"']);
  expect(await message({ expr: 'queue_length > 5' })).toEqual([]);
});
