/** What a matcher accepts, as a function of a label's value; the value of a label that is not there is empty. */
import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Matcher } from '../samples.ts';

export interface Accepts {
  name: string;
  accepts: (value: string) => boolean;
  /** When only these values can be accepted. */
  values: readonly string[] | null;
}

/** Nothing but letters that stand for themselves, and alternatives of them. */
const plain = /^[^\\.+*?()[\]{}^$]*$/;

/** Fails with `bad_request` on a pattern that is not one of RE2's. */
export async function compileMatchers(matchers: readonly Matcher[]): Promise<Accepts[]> {
  return Promise.all(matchers.map(compile));
}

async function compile({ name, op, value }: Matcher): Promise<Accepts> {
  if (op === '=') return { name, values: [value], accepts: (other) => other === value };
  if (op === '!=') return { name, values: null, accepts: (other) => other !== value };
  const matches = await compilePattern(value);
  return op === '=~'
    ? { name, ...matches }
    : { name, values: null, accepts: (other) => !matches.accepts(other) };
}

async function compilePattern(pattern: string): Promise<Omit<Accepts, 'name'>> {
  if (plain.test(pattern)) {
    const values = [...new Set(pattern.split('|'))];
    const set = new Set(values);
    return { values, accepts: (value) => set.has(value) };
  }
  if (pattern === '.*') return { values: null, accepts: (value) => !value.includes('\n') };
  if (pattern === '.+') return { values: null, accepts: (value) => value !== '' && !value.includes('\n') };
  const { RE2JS } = await import('re2js'); // most matchers need none
  try {
    const compiled = RE2JS.compile(pattern);
    return { values: null, accepts: (value) => compiled.matches(value) };
  } catch (error) {
    throw new Failure('bad_request', `the pattern ${JSON.stringify(pattern)}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
