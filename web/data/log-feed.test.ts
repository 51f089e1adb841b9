import { describe, expect, it } from 'vitest';
import { arrive, joined, mostArrived, nothingArrived } from './log-feed.ts';
import type { LogRecord } from './types.ts';

const record = (at: number): LogRecord => ({
  id: `r${at}`,
  time: new Date(at).toISOString(),
  worker: 'mailer',
  level: null,
  stream: 'stdout',
  text: `line ${at}`,
  structured: null,
});
const ids = (records: readonly LogRecord[]) => records.map(({ id }) => id);

describe('what comes live', () => {
  it('stands newest first, each once', () => {
    const first = arrive(nothingArrived, {
      do: 'take',
      records: [record(1), record(2)],
      skipped: 0,
      held: false,
    });
    const next = arrive(first, { do: 'take', records: [record(2), record(3)], skipped: 4, held: false });
    expect(ids(next.shown)).toEqual(['r3', 'r2', 'r1']);
    expect(next.skipped).toBe(4);
  });

  it('waits while nothing should move', () => {
    const held = arrive(nothingArrived, { do: 'take', records: [record(1)], skipped: 0, held: true });
    expect(ids(held.shown)).toEqual([]);
    expect(ids(held.waiting)).toEqual(['r1']);
    const shown = arrive(held, { do: 'show' });
    expect(ids(shown.shown)).toEqual(['r1']);
    expect(shown.waiting).toEqual([]);
  });

  it('is bounded, and then has to be asked for anew', () => {
    const many = Array.from({ length: mostArrived + 5 }, (_, at) => record(at));
    const full = arrive(nothingArrived, { do: 'take', records: many, skipped: 0, held: false });
    expect(full.shown.length).toBe(mostArrived);
    expect(full.isFull).toBe(true);
    expect(arrive(full, { do: 'reset' })).toEqual(nothingArrived);
  });

  it('goes on top of what was found, each once and in order', () => {
    expect(ids(joined([record(4), record(2)], [record(3), record(2), record(1)]))).toEqual([
      'r4',
      'r3',
      'r2',
      'r1',
    ]);
    const found = [record(1)];
    expect(joined([record(1)], found)).toBe(found);
  });
});
