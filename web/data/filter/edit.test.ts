import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTerm, askForLabel, replaceSpan, statesIn, toggleState } from './edit.ts';
import { choiceFields } from './fields.ts';

describe('a click on a state', () => {
  it('asks for it too, then no more, and leaves the rest as it was typed', () => {
    expect(toggleState('', 'failed')).toBe('state:failed');
    expect(toggleState('mail', 'failed')).toBe('mail state:failed');
    expect(toggleState('state:failed mail', 'lost')).toBe('state:failed,lost mail');
    expect(toggleState('x state:failed,lost  "a b"', 'failed')).toBe('x state:lost  "a b"');
    expect(toggleState('x  state:lost  "a b"', 'lost')).toBe('x "a b"');
    expect(toggleState('state:lost x', 'lost')).toBe('x');
    expect(toggleState('-state:lost', 'lost')).toBe('-state:lost state:lost');
    expect(statesIn('x state:lost,failed')).toEqual(['lost', 'failed']);
    expect(statesIn('-state:lost')).toEqual([]);
  });

  it('twice changes nothing', () => {
    const states = fc.subarray([...choiceFields.state]);
    fc.assert(
      fc.property(
        states,
        fc.constantFrom(...choiceFields.state),
        fc.constantFrom('', 'mail', 'cpu>5%'),
        (before, one, rest) => {
          const text = before.reduce(toggleState, rest);
          const after = toggleState(toggleState(text, one), one);
          expect(statesIn(after).toSorted()).toEqual(before.toSorted());
        },
      ),
    );
  });
});

describe('a click on a label', () => {
  it('asks for it, in place of what was asked of the same label', () => {
    expect(askForLabel('mail', 'team', 'post')).toBe('mail team:post');
    expect(askForLabel('team:shop mail', 'team', 'post office')).toBe('team:"post office" mail');
    expect(askForLabel('-team:shop', 'team', 'post')).toBe('-team:shop team:post');
  });
});

it('blanks around what is taken out go with it', () => {
  expect(addTerm('a  ', 'b')).toBe('a b');
  expect(replaceSpan('a bb c', { from: 2, to: 4 }, '')).toBe('a c');
  expect(replaceSpan('a bb', { from: 2, to: 4 }, '')).toBe('a');
  expect(replaceSpan('a bb c', { from: 2, to: 4 }, 'd')).toBe('a d c');
});
