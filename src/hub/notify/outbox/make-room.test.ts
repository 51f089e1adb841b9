import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '../notice.ts';
import { chooseDropped } from './make-room.ts';

const waiting = (...list: [kind: NoticeKind, thread: string][]) =>
  list.map(([kind, thread], id) => ({ id, kind, thread }));

describe('when too many wait', () => {
  it('drops none while they fit', () => {
    expect(chooseDropped(waiting(['opened', 'a'], ['updated', 'a']), 2)).toEqual([]);
  });

  it('drops the oldest updates, reminders and digests first', () => {
    const list = waiting(
      ['opened', 'a'],
      ['updated', 'a'],
      ['digest', 'd'],
      ['reminder', 'a'],
      ['opened', 'b'],
    );
    expect(chooseDropped(list, 3)).toEqual([1, 2]);
  });

  it('then threads that are over before anybody heard of them, with both messages', () => {
    const list = waiting(
      ['opened', 'a'],
      ['opened', 'b'],
      ['resolved', 'b'],
      ['resolved', 'c'],
      ['opened', 'd'],
    );
    expect(chooseDropped(list, 4)).toEqual([1, 2]);
  });

  it('then the oldest beginnings, and the end of what was told last of all', () => {
    const list = waiting(['resolved', 'told'], ['opened', 'a'], ['opened', 'b'], ['opened', 'c']);
    expect(chooseDropped(list, 2)).toEqual([1, 2]);
    expect(chooseDropped(waiting(['resolved', 'a'], ['resolved', 'b']), 1)).toEqual([0]);
  });
});
