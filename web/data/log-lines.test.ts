import { describe, expect, it } from 'vitest';
import {
  changeLog,
  emptyLog,
  countBefore,
  keptLines,
  keptWhileReading,
  type LogView,
  skippedIn,
} from './log-lines.ts';
import type { LogLine } from './types.ts';

const line = (number: number): LogLine => ({
  id: String(number).padStart(6, '0'),
  time: new Date(number * 1000).toISOString(),
  stream: 'stdout',
  text: `line ${number}`,
  truncated: false,
});
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => line(from + at));
const numbers = (entries: LogView['entries']) =>
  entries.map((entry) => ('text' in entry ? Number(entry.id) : `-${entry.skipped}`));
const shown = (view: LogView) => numbers(view.entries);
const open = changeLog(emptyLog, { do: 'snapshot', lines: lines(10, 12) });

describe('a log on the screen', () => {
  it('appends what comes and puts older lines before it, each once', () => {
    const view = changeLog(open, { do: 'append', lines: [line(12)], skipped: 0 });
    expect(shown(view)).toEqual([10, 11, 12]);
    expect(shown(changeLog(view, { do: 'older', lines: lines(8, 11) }))).toEqual([8, 9, 10, 11, 12]);
  });

  it('says where lines were left out, by the hub or by the agent', () => {
    const view = changeLog(open, { do: 'append', lines: [line(40)], skipped: 28 });
    expect(shown(view)).toEqual([10, 11, '-28', 40]);
    const text = '… more than 5000 lines left out here: printed faster than they can be shown';
    const told = changeLog(view, { do: 'append', lines: [{ ...line(41), text }, line(99)], skipped: 0 });
    expect(shown(told)).toEqual([10, 11, '-28', 40, '-5000', 99]);
    expect(skippedIn(told.entries)).toBe(5028);
    expect(told.entries.at(-2)).toEqual({ id: 'skipped:000041', skipped: 5000, more: true });
  });

  it('stands still while held, and then shows what waited', () => {
    let view = changeLog(open, { do: 'pause' });
    view = changeLog(view, { do: 'append', lines: [line(12)], skipped: 0 });
    expect(shown(view)).toEqual([10, 11]);
    expect(view.waiting).toHaveLength(1);
    // The connection was lost and came back meanwhile: the snapshot holds lines that are known.
    view = changeLog(view, { do: 'snapshot', lines: lines(11, 15) });
    expect(numbers(view.waiting)).toEqual([12, 13, 14]);
    view = changeLog(view, { do: 'resume' });
    expect(shown(view)).toEqual([10, 11, 12, 13, 14]);
    expect(view).toMatchObject({ paused: false, waiting: [] });
  });

  it('does not put together what a lost connection has torn apart', () => {
    let view = changeLog(open, { do: 'pause' });
    view = changeLog(view, { do: 'snapshot', lines: lines(90, 92) });
    expect(view.apart).toBe(true);
    expect(shown(changeLog(view, { do: 'newer', lines: lines(12, 20), complete: false }))).toEqual(
      numbers(lines(10, 20)),
    );
    expect(shown(changeLog(view, { do: 'resume' }))).toEqual([90, 91]);
  });

  it('goes elsewhere, reads on to the end, and follows again', () => {
    let view = changeLog(open, { do: 'jump', lines: lines(2, 5) });
    view = changeLog(view, { do: 'append', lines: [line(12)], skipped: 0 });
    expect(shown(view)).toEqual([2, 3, 4]);
    expect(view).toMatchObject({ paused: true, apart: true });
    expect(numbers(view.waiting)).toEqual([10, 11, 12]);
    view = changeLog(view, { do: 'newer', lines: lines(5, 8), complete: false });
    expect(view.apart).toBe(true);
    view = changeLog(view, { do: 'newer', lines: lines(8, 11), complete: false });
    expect(shown(view)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(view.apart).toBe(false);
    view = changeLog(view, { do: 'resume' });
    expect(shown(view)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('goes from one place to another and back to the end', () => {
    let view = changeLog(open, { do: 'jump', lines: lines(2, 5) });
    view = changeLog(view, { do: 'jump', lines: lines(0, 2) });
    expect(shown(view)).toEqual([0, 1]);
    expect(shown(changeLog(view, { do: 'resume' }))).toEqual([10, 11]);
  });

  it('is at the end when nothing more comes', () => {
    let view = changeLog(open, { do: 'jump', lines: lines(8, 12) });
    view = changeLog(view, { do: 'newer', lines: [], complete: true });
    expect(view).toMatchObject({ apart: false, waiting: [] });
    expect(shown(changeLog(view, { do: 'resume' }))).toEqual([8, 9, 10, 11]);
  });

  it('is bounded, and does not join what it had to cut', () => {
    const view = changeLog(open, { do: 'append', lines: lines(12, 12 + keptLines), skipped: 0 });
    expect(view.entries).toHaveLength(keptLines);
    expect(shown(view).at(-1)).toBe(11 + keptLines);
    const long = changeLog(
      { ...open, entries: lines(20_000, 20_010), paused: true },
      {
        do: 'older',
        lines: lines(20_000 - keptWhileReading, 20_000),
      },
    );
    expect(long.entries).toHaveLength(keptWhileReading);
    expect(long.apart).toBe(true);
    expect(numbers(long.waiting)).toEqual(numbers(lines(20_000, 20_010)));
  });

  it('begins anew for another worker', () => {
    expect(changeLog(open, { do: 'reset' })).toBe(emptyLog);
  });

  it('finds the place of a moment', () => {
    expect(countBefore(lines(5, 9), 6_500)).toBe(2);
    expect(countBefore(lines(5, 9), 0)).toBe(0);
    expect(countBefore(lines(5, 9), 99_000)).toBe(4);
    expect(countBefore([], 1)).toBe(0);
  });
});
