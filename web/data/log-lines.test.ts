import { describe, expect, it } from 'vitest';
import { changeLog, emptyLog, keptLines, type LogView, plainText } from './log-lines.ts';
import type { LogLine } from './types.ts';

const line = (id: number): LogLine => ({
  id: String(id),
  time: '2026-01-01T00:00:00.000Z',
  stream: 'stdout',
  text: `line ${id}`,
  truncated: false,
});
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => line(from + at));
const ids = (view: LogView) => view.entries.map((entry) => entry.id);
const open = changeLog(emptyLog, { do: 'snapshot', lines: lines(10, 12) });

describe('a log on the screen', () => {
  it('appends what comes and puts older lines before it, each once', () => {
    const view = changeLog(open, { do: 'append', lines: [line(12)], skipped: 0 });
    expect(ids(view)).toEqual(['10', '11', '12']);
    expect(ids(changeLog(view, { do: 'older', lines: lines(8, 11) }))).toEqual(['8', '9', '10', '11', '12']);
  });

  it('says where lines were left out', () => {
    const view = changeLog(open, { do: 'append', lines: [line(40)], skipped: 28 });
    expect(view.entries.at(-2)).toEqual({ id: 'skipped:40', skipped: 28 });
  });

  it('stands still while held, and then shows what waited', () => {
    let view = changeLog(open, { do: 'pause' });
    view = changeLog(view, { do: 'append', lines: [line(12)], skipped: 0 });
    expect(ids(view)).toEqual(['10', '11']);
    expect(view.waiting).toHaveLength(1);
    // The connection was lost and came back meanwhile: the snapshot holds lines that are known.
    view = changeLog(view, { do: 'snapshot', lines: lines(11, 15) });
    view = changeLog(view, { do: 'resume' });
    expect(ids(view)).toEqual(['10', '11', '12', '13', '14']);
    expect(view).toMatchObject({ paused: false, waiting: [] });
  });

  it('is bounded', () => {
    const view = changeLog(open, { do: 'append', lines: lines(12, 12 + keptLines), skipped: 0 });
    expect(view.entries).toHaveLength(keptLines);
    expect(view.entries.at(-1)?.id).toBe(String(11 + keptLines));
  });

  it('begins anew for another worker', () => {
    expect(changeLog(open, { do: 'reset' })).toBe(emptyLog);
  });
});

describe('the text of a line', () => {
  it('is freed of terminal colours, titles and cursor movements, and of nothing else', () => {
    expect(plainText('\u001b[1;31mERROR\u001b[0m [x] \u001b]0;title\u0007done\u001b[2K 終了')).toBe(
      'ERROR [x] done 終了',
    );
    expect(plainText('[31m stays')).toBe('[31m stays');
  });
});
