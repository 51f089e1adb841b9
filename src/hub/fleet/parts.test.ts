import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { createParts } from './parts.ts';

describe('the parts of Yagura', () => {
  it('are well until something is said against them, and tell since when', () => {
    const clock = new ManualClock();
    const parts = createParts(clock, ['hub']);
    let told = 0;
    parts.onChange(() => told++);
    expect(parts.list()).toEqual([{ name: 'hub', state: 'well', detail: '', since: null }]);
    parts.set('hub', 'troubled', 'slow');
    clock.advance(1_000);
    parts.set('hub', 'troubled', 'slower');
    expect(parts.list()[0]).toEqual({
      name: 'hub',
      state: 'troubled',
      detail: 'slower',
      since: '2026-01-01T00:00:00.000Z',
    });
    parts.set('hub', 'troubled', 'slower');
    expect(told).toBe(2);
  });

  it('gather the troubles of one source and recover when it no longer names them', () => {
    const parts = createParts(new ManualClock(), []);
    parts.replace('box', [
      { code: 'logs.punching', detail: 'no holes' },
      { code: 'logs-full', detail: 'no space' },
      { code: 'spool', detail: 'full' },
    ]);
    expect(parts.list().map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ['logs', 'troubled', 'no holes; no space'],
      ['spool', 'troubled', 'full'],
    ]);
    parts.replace('box', [{ code: 'spool', detail: 'full' }]);
    expect(parts.list().map(({ state }) => state)).toEqual(['well', 'troubled']);
  });
});
