import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../shared/failure.ts';
import { compileMatcher, compileMatchers, compileRe2, valuesOf } from './matchers.ts';
import type { Matcher } from './samples.ts';

const matcher = (op: Matcher['op'], value: string): Matcher => ({ name: 'a', op, value });
const matches = (op: Matcher['op'], value: string, given: string) =>
  compileMatcher(matcher(op, value))(given);

describe('a matcher', () => {
  it('compares, or matches from end to end', () => {
    expect(matches('=', 'x', 'x')).toBe(true);
    expect(matches('=', '', 'x')).toBe(false);
    expect(matches('!=', 'x', 'y')).toBe(true);
    expect(matches('=~', 'x|y+', 'yy')).toBe(true);
    expect(matches('=~', 'x', 'xx')).toBe(false);
    expect(matches('!~', 'x.', 'xx')).toBe(false);
    expect(matches('!~', 'x.', 'x')).toBe(true);
    expect(matches('=~', '', '')).toBe(true);
  });

  it('is the same with and without the engine', () => {
    const piece = fc.constantFrom('a', 'b', '|', '.*', '.+', '-', '/', ' ', '(', ')', '\\d', '1', '\n');
    const given = fc.array(fc.constantFrom('a', 'b', '-', '/', ' ', '1', '\n')).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), given, (pieces, value) => {
        const pattern = pieces.join('');
        let engine: ReturnType<typeof compileRe2>;
        try {
          engine = compileRe2(pattern);
        } catch {
          return;
        }
        expect(matches('=~', pattern, value)).toBe(engine.matches(value));
      }),
      { numRuns: 500 },
    );
  });

  it('fails on what is no expression, and on one without end', () => {
    expect(() => matches('=~', '(a', '')).toThrow(Failure);
    expect(() => matches('=~', '(a', '')).toThrow('missing closing )');
    expect(() => matches('=~', '(a'.repeat(5001), '')).toThrow('at most 10000 characters');
  });

  it('takes a label that is not there for an empty one', () => {
    const all = compileMatchers([matcher('!=', 'x'), { name: 'b', op: '=', value: '' }]);
    expect(all({})).toBe(true);
    expect(all({ b: '1' })).toBe(false);
    expect(all({ a: 'x' })).toBe(false);
  });

  it('tells the values it lets through, when it can', () => {
    expect(valuesOf(matcher('=', 'x'))).toEqual(['x']);
    expect(valuesOf(matcher('=~', 'x|y|x'))).toEqual(['x', 'y']);
    expect(valuesOf(matcher('=~', 'x.*'))).toBeNull();
    expect(valuesOf(matcher('!=', 'x'))).toBeNull();
  });
});
