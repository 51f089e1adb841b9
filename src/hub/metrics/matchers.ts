import type { RE2JS } from 're2js';
import { Failure, messageOf } from '../../shared/failure.ts';
import { re2 } from '../../shared/re2.ts';
import { valueOf } from './labels.ts';
import type { Labels, Matcher } from './samples.ts';

/** Longer expressions cost more to compile than any label is worth. */
const longestPattern = 10_000;
const plain = /^[\w:/ -]*$/;
const alternatives = /^[\w:/ -]*(\|[\w:/ -]*)*$/;

/** Whether a label's value matches; a label that is not there has the value ''. Fails with `bad_request` on an expression that is none. */
export function compileMatcher({ op, value }: Matcher): (value: string) => boolean {
  if (op === '=') return (given) => given === value;
  if (op === '!=') return (given) => given !== value;
  const matches = compilePattern(value);
  return op === '=~' ? matches : (given) => !matches(given);
}

/** Whether labels match all of these. */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const compiled = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
  return (labels) => compiled.every(({ name, matches }) => matches(valueOf(labels, name)));
}

/** The only values that a matcher lets through, when these can be told from it: `a` and `b` of `=~"a|b"`; null when they cannot. */
export function valuesOf({ op, value }: Matcher): readonly string[] | null {
  if (op === '=') return [value];
  return op === '=~' && alternatives.test(value) ? [...new Set(value.split('|'))] : null;
}

/** A text in RE2's syntax, anchored at both ends as Prometheus does it. */
export function compileRe2(pattern: string): RE2JS {
  if (pattern.length > longestPattern) {
    throw new Failure('bad_request', `a regular expression has at most ${longestPattern} characters`);
  }
  try {
    return re2().compile(`^(?:${pattern})$`);
  } catch (error) {
    throw new Failure('bad_request', messageOf(error), { cause: error });
  }
}

/** The usual ones need no engine: a text, a choice of texts, a prefix, anything, something. */
function compilePattern(pattern: string): (value: string) => boolean {
  if (plain.test(pattern)) return (value) => value === pattern;
  if (alternatives.test(pattern)) {
    const choice = new Set(pattern.split('|'));
    return (value) => choice.has(value);
  }
  const lead = /^([\w:/ -]*)\.([*+])$/.exec(pattern);
  if (lead) {
    const [, prefix = '', sign] = lead;
    const least = prefix.length + (sign === '+' ? 1 : 0);
    return (value) =>
      value.length >= least && value.startsWith(prefix) && !value.includes('\n', prefix.length);
  }
  const expression = compileRe2(pattern);
  return (value) => expression.matches(value);
}
