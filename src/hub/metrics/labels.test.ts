import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareLabels,
  keyOf,
  keyOfOnly,
  keyWithout,
  labelText,
  namesOf,
  pickLabels,
  valueOf,
  withLabel,
} from './labels.ts';

const anyLabels = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), { maxKeys: 4 });

describe('the key of labels', () => {
  it('is the same for the same labels in any order, and for no others', () => {
    expect(keyOf({ b: '2', a: '1' })).toBe(keyOf({ a: '1', b: '2' }));
    fc.assert(
      fc.property(anyLabels, anyLabels, (a, b) => {
        expect(keyOf(a) === keyOf(b)).toBe(compareLabels(a, b) === 0);
      }),
    );
  });

  it('can be of some labels alone, or of all but some', () => {
    const labels = { a: '1', b: '2', c: '3' };
    expect(keyOfOnly(labels, ['a', 'none'])).toBe(keyOfOnly({ a: '1' }, ['a', 'none']));
    expect(keyOfOnly(labels, ['a'])).not.toBe(keyOfOnly(labels, ['b']));
    expect(keyWithout(labels, new Set(['b']))).toBe(keyOf({ a: '1', c: '3' }));
  });
});

describe('labels', () => {
  it('are read without what every object has', () => {
    expect(valueOf({}, 'constructor')).toBe('');
    expect(valueOf({ a: '1' }, 'a')).toBe('1');
  });

  it('are changed in copies', () => {
    const labels = { a: '1', b: '2' };
    expect(withLabel(labels, 'a', '3')).toEqual({ a: '3', b: '2' });
    expect(withLabel(labels, 'a', '')).toEqual({ b: '2' });
    expect(keyOf(withLabel({}, '__proto__', 'x'))).toContain('__proto__');
    expect(pickLabels(labels, (name) => name === 'b')).toEqual({ b: '2' });
    expect(labels).toEqual({ a: '1', b: '2' });
  });

  it('are ordered as Prometheus orders series', () => {
    expect(namesOf({ a: '', __name__: '', B: '' })).toEqual(['B', '__name__', 'a']);
    expect(compareLabels({ a: '1' }, { a: '1', b: '1' })).toBeLessThan(0);
    expect(compareLabels({ a: '2' }, { a: '1', b: '1' })).toBeGreaterThan(0);
    expect(compareLabels({ a: '\u{1f600}' }, { a: '\uffee' })).toBeGreaterThan(0);
    fc.assert(
      fc.property(anyLabels, anyLabels, (a, b) => {
        expect(Math.sign(compareLabels(a, b))).toBe(-Math.sign(compareLabels(b, a)) + 0);
      }),
    );
  });

  it('are written as in messages', () => {
    expect(labelText({})).toBe('{}');
    expect(labelText({ __name__: 'up' })).toBe('up');
    expect(labelText({ __name__: 'up', b: 'a "x"', a: '1' })).toBe('up{a="1", b="a \\"x\\""}');
  });
});
