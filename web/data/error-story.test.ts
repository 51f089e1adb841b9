import { describe, expect, it } from 'vitest';
import { beganAfter, deedsOf, foldFrames, type Mark } from './error-story.ts';

const mark = (time: string, kind: Mark['kind'], text = ''): Mark => ({ time, kind, worker: null, text });

describe('what an error began after', () => {
  const firstSeen = '2026-11-26T14:02:00.000Z';

  it('is the last restart within ten minutes', () => {
    const marks = [mark('2026-11-26T13:00:00.000Z', 'restart'), mark('2026-11-26T14:01:59.000Z', 'restart')];
    expect(beganAfter({ firstSeen, marks })?.time).toBe('2026-11-26T14:01:59.000Z');
  });

  it('is a deploy rather than the restarts that it caused', () => {
    const marks = [
      mark('2026-11-26T14:00:00.000Z', 'deploy', 'v2'),
      mark('2026-11-26T14:01:00.000Z', 'restart'),
    ];
    expect(beganAfter({ firstSeen, marks })?.text).toBe('v2');
  });

  it('is nothing that came later or long before', () => {
    const marks = [mark('2026-11-26T13:00:00.000Z', 'deploy'), mark('2026-11-26T14:05:00.000Z', 'restart')];
    expect(beganAfter({ firstSeen, marks })).toBeNull();
  });
});

describe('the frames of a stack', () => {
  it("are parted where the program's own end", () => {
    const runs = foldFrames([{ inApp: true }, { inApp: false }, { inApp: false }, { inApp: true }]);
    expect(runs.map(({ inApp, frames }) => [inApp, frames.length])).toEqual([
      [true, 1],
      [false, 2],
      [true, 1],
    ]);
  });

  it('are all shown where none is known to be its own', () => {
    expect(foldFrames([{ inApp: false }, { inApp: false }])).toMatchObject([{ inApp: true }]);
    expect(foldFrames([])).toEqual([]);
  });
});

describe('who did what', () => {
  it('is told newest first, and says nothing of a state that nobody made', () => {
    const group = {
      status: 'resolved' as const,
      statusSince: '2026-11-26T14:00:00.000Z',
      statusBy: 'anna',
      notes: [{ id: 1, time: '2026-11-26T15:00:00.000Z', by: 'ben', text: 'the broker moved' }],
      merges: [{ id: 7, time: '2026-11-26T13:00:00.000Z', by: 'anna', group: 3, title: 'refused' }],
    };
    expect(deedsOf(group).map(({ kind, by }) => [kind, by])).toEqual([
      ['note', 'ben'],
      ['status', 'anna'],
      ['merge', 'anna'],
    ]);
    expect(deedsOf({ ...group, notes: [], merges: [], status: 'unresolved', statusBy: null })).toEqual([]);
  });
});
