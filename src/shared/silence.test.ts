import { describe, expect, it } from 'vitest';
import { createSilenceWatch } from './silence.ts';

describe('a silent partner', () => {
  it('hangs when it does nothing for too long', () => {
    const watch = createSilenceWatch(10_000);
    expect(watch.hangsForMs(0, 50)).toBeNull();
    expect(watch.hangsForMs(10_000, 51)).toBeNull();
    expect(watch.hangsForMs(10_001, 51)).toBe(10_001);
  });

  it('is busy while it computes, but not for ever', () => {
    const watch = createSilenceWatch(10_000);
    watch.hangsForMs(0, 0);
    expect(watch.hangsForMs(30_000, 30)).toBeNull();
    expect(watch.hangsForMs(60_000, 60)).toBeNull();
    expect(watch.hangsForMs(60_001, 6_000)).toBe(60_001);
  });

  it('begins anew with every word', () => {
    const watch = createSilenceWatch(10_000);
    watch.hangsForMs(0, 0);
    watch.heard();
    expect(watch.hangsForMs(20_000, 0)).toBeNull();
    expect(watch.hangsForMs(30_001, 0)).toBe(10_001);
  });
});
