import { z } from 'zod';
import { alsoNumbers, dayMs, duration, section, text } from '../values.ts';

const kinds = ['expr', 'on', 'heartbeat'] as const;
type Kind = (typeof kinds)[number];
/** Keys that only make sense with one of the kinds. */
const keysOf: Record<Kind, readonly string[]> = {
  expr: ['resolve', 'no_data'],
  on: ['match', 'over_after'],
  heartbeat: [],
};

const longest = { name: 100, expr: 10_000, label: 1_000, annotation: 4_000 } as const;
const mostEntries = 50;

const oneLine = (expected: string, most: number) =>
  text(expected, most).refine((value) => !/[\r\n]/.test(value), { error: `${expected} on one line` });

const expr = text('a PromQL expression', longest.expr);

/** Signs of life and failing expressions may last long: they are compared with the clock, no timer waits for them. */
const span = (min = 0) => duration({ min, max: 400 * dayMs });

const labelName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, { error: 'a name of letters, digits and underscores' });

const texts = (most: number) =>
  z
    .record(
      labelName,
      z
        .string({ error: 'text' })
        .max(most, { error: `text of at most ${most} characters` })
        .meta(alsoNumbers),
      { error: 'a mapping of names to text' },
    )
    .refine((entries) => Object.keys(entries).length <= mostEntries, {
      error: `at most ${mostEntries} entries`,
    })
    .default({});

export const declaredRule = section({
  name: oneLine('a name', longest.name).meta({
    description: 'Unique. One that Yagura brings along is replaced by a rule of its name.',
  }),
  expr: expr.optional().meta({ description: 'PromQL: each series of the answer is wrong by itself.' }),
  on: oneLine('a type of events such as "worker.failed"', 100)
    .optional()
    .meta({ description: 'A type of events, or something that a worker or host is.' }),
  heartbeat: section({
    name: oneLine('a name', longest.name).optional().meta({ description: "Default: the rule's name." }),
    every: span(1000).meta({ description: 'It is pinged at least this often.' }),
    grace: span().prefault('1m').meta({ description: 'So much later is soon enough.' }),
  })
    .optional()
    .meta({ description: 'Fires when nobody pings its address in time.' }),
  for: span().prefault('0s').meta({ description: 'Fires only after so long without a break.' }),
  keep_firing_for: span()
    .prefault('0s')
    .meta({ description: 'Fires on for so long after it was found the last time.' }),
  resolve: expr.optional().meta({
    description: 'PromQL: once it fires, it is over only when this has a series of the same labels.',
  }),
  no_data: z
    .enum(['ok', 'alert', 'keep'])
    .default('ok')
    .meta({ description: 'Without any samples: all is well, that is an alert, or it stays as it was.' }),
  match: texts(longest.label).meta({
    description: 'What worker, host, a label of the worker or a field of the event must be; * is any text.',
  }),
  over_after: span(1000).optional().meta({ description: 'Over after so long without another such event.' }),
  severity: z.enum(['critical', 'warning', 'info']).default('warning'),
  labels: texts(longest.label).meta({ description: 'Added to what it finds; templates.' }),
  annotations: texts(longest.annotation).meta({
    description: 'summary, description and others; templates such as {{ $labels.worker }} and {{ $value }}.',
  }),
  page: z.boolean().default(false).meta({ description: 'Tell a person even when Yagura heals it in time.' }),
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'false: not looked at; with a name alone it switches a default rule off.' }),
})
  .refine((rule) => chosen(rule).length === 1 || (chosen(rule).length === 0 && !rule['enabled']), {
    error: ({ input }) =>
      `${chosen(input).join(' and ') || 'none'} given, expected exactly one of ${kinds.join(', ')}`,
    params: { whole: true },
    when: ({ value }) => isMapping(value),
  })
  .superRefine((rule, context) => {
    for (const kind of kinds)
      for (const key of keysOf[kind])
        if (rule[kind] === undefined && isGiven(rule, key))
          context.addIssue({
            code: 'custom',
            path: [key],
            params: { whole: true },
            message: `goes with "${kind}" alone`,
          });
  });

/** With all defaults; durations in ms. */
export type DeclaredRule = z.output<typeof declaredRule>;
/** As it was written. */
export type WrittenRule = z.input<typeof declaredRule>;

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function chosen(rule: unknown): Kind[] {
  return isMapping(rule) ? kinds.filter((kind) => rule[kind] !== undefined) : [];
}

/** Defaults are there already, so what nobody wrote cannot be told from what is as by default. */
function isGiven(rule: Record<string, unknown>, key: string): boolean {
  const value = rule[key];
  if (key === 'no_data') return value !== 'ok';
  return isMapping(value) ? Object.keys(value).length > 0 : value !== undefined;
}
