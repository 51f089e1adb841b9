import { describe, expect, it } from 'vitest';
import { isPlainName, plainText } from './plain-text.ts';

describe('plain text', () => {
  it('holds nothing that acts or hides, and is otherwise as it was', () => {
    expect(plainText('a\x1b\x00b\r\u009b\u2028c\u202ed\u2066e\u200bf\ufeff')).toBe('abcdef');
    expect(plainText('日本語\té\n🗼')).toBe('日本語\té\n🗼');
  });

  it.each([
    ['nightly build', true],
    ['夜', true],
    ['a\nb', false],
    ['a\tb', false],
    ['a\x1b[2J', false],
    ['nimda\u202e', false],
  ])('as a name: %j is %s', (name, fit) => {
    expect(isPlainName(name)).toBe(fit);
  });
});
