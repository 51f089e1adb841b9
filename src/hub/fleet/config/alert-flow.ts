/** Of the section `alerts`: what becomes of conditions that rules find. */
import { z } from 'zod';
import { re2 } from '../../../shared/re2.ts';
import { duration, section, text } from './values.ts';

const mostMatchers = 20;
const mostRules = 500;
const written = /^\s*[a-zA-Z_][a-zA-Z0-9_.-]*\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"]*))\s*$/s;

/** As Alertmanager's: `alertname="Down"`, `team=~"post|mail"`. */
const matcher = text('a matcher such as alertname="Down" or team=~"post|mail"', 4_000)
  .refine((value) => written.test(value), {
    error: 'a matcher such as alertname="Down" or team=~"post|mail"',
  })
  .refine(
    (value) => {
      const [, op = '', quoted, plain = ''] = written.exec(value) ?? [];
      return !op.endsWith('~') || isRe2(quoted?.replaceAll(/\\(["\\])/g, '$1') ?? plain.trim());
    },
    { error: "a regular expression in RE2's syntax" },
  );

function isRe2(pattern: string): boolean {
  try {
    re2().compile(pattern);
    return true;
  } catch {
    return false;
  }
}

const matchers = z
  .array(matcher, { error: 'a list of matchers' })
  .min(1, { error: 'one matcher at least' })
  .max(mostMatchers, { error: `at most ${mostMatchers} matchers` });

export const inhibit = z
  .array(
    section({
      source_matchers: matchers.meta({ description: 'While an alert matches all of these …' }),
      target_matchers: matchers.meta({
        description: '… those that match all of these are not told by themselves.',
      }),
      equal: z
        .array(text('the name of a label', 200), { error: 'a list of labels' })
        .max(50, { error: 'at most 50 labels' })
        .default([])
        .meta({ description: 'Only where both have the same values of these labels.' }),
    }),
    { error: 'a list of rules' },
  )
  .max(mostRules, { error: `at most ${mostRules} rules` })
  .default([])
  .meta({ description: 'Alerts that cover others, as in alertmanager.yml.' });

export const hold = duration({ max: 30 * 60_000 })
  .prefault('30s')
  .meta({
    description:
      'An alert that ceased waits whether it comes back for at least so long, and ten times as long at most, before it is resolved; 0s: never.',
  });
