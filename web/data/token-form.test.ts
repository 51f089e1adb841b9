import { describe, expect, it } from 'vitest';
import { isPlainName } from '../../src/shared/plain-text.ts';
import { bodyOf, nameProblem } from './token-form.ts';

describe('a new token', () => {
  it.each([
    ['', 'missing'],
    ['  ', 'missing'],
    ['ci', 'taken'],
    [' ci ', 'taken'],
    ['a\tb', 'invisible'],
    ['a\u202Eb', 'invisible'],
    ['wall screen', null],
    ['監視画面', null],
  ])('named %j: %s', (name, expected) => {
    expect(nameProblem(name, ['home', 'ci'])).toBe(expected);
  });

  it('has a name that the server takes', () => {
    for (const name of ['a\tb', 'a\u202Eb', 'a\u200Bb', 'wall screen', '監視画面', 'a\u2028b']) {
      expect([name, nameProblem(name, []) === null]).toEqual([name, isPlainName(name)]);
    }
  });

  it('ends when it was asked to, or never', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(bodyOf({ name: ' ci ', role: 'viewer', lifetime: '30d' }, now)).toEqual({
      name: 'ci',
      role: 'viewer',
      expiresAt: '2026-01-31T00:00:00.000Z',
    });
    expect(bodyOf({ name: 'ci', role: 'admin', lifetime: 'never' }, now).expiresAt).toBeNull();
  });
});
