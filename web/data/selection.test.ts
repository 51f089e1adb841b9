import { describe, expect, it } from 'vitest';
import { createSelection } from './selection.ts';

const shown = ['a', 'b', 'c', 'd', 'e'];

describe('the selection', () => {
  it('takes one in and out', () => {
    const selection = createSelection();
    selection.toggle('b');
    selection.toggle('d');
    selection.toggle('b');
    expect([...selection.names.get()]).toEqual(['d']);
    selection.clear();
    expect(selection.names.get().size).toBe(0);
  });

  it('reaches from the last one to this one, upwards too', () => {
    const selection = createSelection();
    selection.toggle('d');
    selection.extendTo('b', shown);
    expect([...selection.names.get()].toSorted()).toEqual(['b', 'c', 'd']);
    selection.extendTo('a', shown);
    expect([...selection.names.get()].toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('begins with this one when the last one is not shown any more', () => {
    const selection = createSelection();
    selection.toggle('gone');
    selection.extendTo('c', shown);
    expect([...selection.names.get()].toSorted()).toEqual(['c', 'gone']);
    selection.clear();
    selection.extendTo('e', shown);
    expect([...selection.names.get()]).toEqual(['e']);
  });
});
