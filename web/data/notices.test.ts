import { beforeEach, describe, expect, it } from 'vitest';
import { dismiss, notices, notify, renotify } from './notices.ts';

const texts = () => notices.get().map(({ text }) => text);

describe('notices', () => {
  beforeEach(() => notices.set([]));

  it('are shown in order until they are dismissed, a few at once', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'].map((text) => notify({ tone: 'well', text }));
    expect(texts()).toEqual(['b', 'c', 'd', 'e']);
    dismiss(ids[2] ?? 0);
    expect(texts()).toEqual(['b', 'd', 'e']);
  });

  it('are replaced in their place by what comes of them, or told anew when they are gone', () => {
    const first = notify({ tone: 'busy', text: 'restarting' });
    notify({ tone: 'well', text: 'other' });
    renotify(first, { tone: 'well', text: 'restarted' });
    expect(texts()).toEqual(['restarted', 'other']);
    dismiss(first);
    renotify(first, { tone: 'busy', text: 'half done' });
    expect(texts()).toEqual(['other']);
    renotify(first, { tone: 'bad', text: 'crashed' });
    expect(texts()).toEqual(['other', 'crashed']);
  });

  it('make room by the least urgent, so that nothing bad is pushed out by what went well', () => {
    notify({ tone: 'bad', text: 'crashed' });
    for (const text of ['a', 'b', 'c', 'd']) notify({ tone: 'well', text });
    expect(texts()).toEqual(['crashed', 'b', 'c', 'd']);
    notify({ tone: 'busy', text: 'restarting' });
    expect(texts()).toEqual(['crashed', 'c', 'd', 'restarting']);
  });
});
