import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matcherText, parseMatcher } from './matcher-text.ts';

it('reads matchers as people write them', () => {
  expect(parseMatcher('worker=mailer')).toEqual({ name: 'worker', op: '=', value: 'mailer' });
  expect(parseMatcher(' host =~ "db.*" ')).toEqual({ name: 'host', op: '=~', value: 'db.*' });
  expect(parseMatcher('severity!="info"')).toEqual({ name: 'severity', op: '!=', value: 'info' });
  expect(parseMatcher('a!~')).toEqual({ name: 'a', op: '!~', value: '' });
  for (const wrong of ['', 'worker', '=x', '1a=x', 'a="b', 'a="b"c'])
    expect([wrong, parseMatcher(wrong)]).toEqual([wrong, null]);
});

it('reads back what it wrote', () => {
  const op = fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const);
  fc.assert(
    fc.property(op, fc.string({ unit: 'binary' }), (each, value) => {
      const matcher = { name: 'worker', op: each, value };
      expect(parseMatcher(matcherText(matcher))).toEqual(matcher);
    }),
  );
});
