import { describe, expect, it } from 'vitest';
import { ManualClock } from '../shared/clock.ts';
import { createPending } from './pending.ts';

describe('waiting for answers', () => {
  const late = () => new Error('late');

  it('gives each request its own answer', async () => {
    const pending = createPending(new ManualClock());
    const ids: number[] = [];
    const first = pending.ask((id) => ids.push(id), 100, late);
    const second = pending.ask((id) => ids.push(id), 100, late);
    pending.settle(ids[1] ?? 0, { value: 'second' });
    pending.settle(ids[0] ?? 0, { error: new Error('no') });
    await expect(second).resolves.toBe('second');
    await expect(first).rejects.toThrow('no');
  });

  it('stops waiting after the time limit and ignores what comes later', async () => {
    const clock = new ManualClock();
    const pending = createPending(clock);
    let sent = 0;
    const answer = pending.ask((id) => (sent = id), 100, late);
    clock.advance(100);
    pending.settle(sent, { value: 'too late' });
    await expect(answer).rejects.toThrow('late');
  });

  it('tells all who wait when the other side is gone', async () => {
    const pending = createPending(new ManualClock());
    const answers = [1, 2].map(() => pending.ask(() => {}, 100, late));
    pending.rejectAll(new Error('gone'));
    for (const answer of answers) await expect(answer).rejects.toThrow('gone');
  });
});
