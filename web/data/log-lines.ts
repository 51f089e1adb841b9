/** The lines of a log on the screen: bounded, in order, honest about what is left out. Pure. */
import { useEffect, useReducer } from 'react';
import { liveClient } from './live/index.ts';
import type { LogLine, LogsDelta } from './types.ts';

/** A line, or a note that lines are missing at this place. */
export type LogEntry = LogLine | { id: string; skipped: number };

export interface LogView {
  entries: readonly LogEntry[];
  /** Lines that came while the reader held the log still. */
  waiting: readonly LogEntry[];
  paused: boolean;
  loaded: boolean;
}

export type LogInput =
  | { do: 'reset' }
  | { do: 'snapshot'; lines: LogLine[] }
  | { do: 'append'; lines: LogLine[]; skipped: number }
  | { do: 'older'; lines: LogLine[] }
  | { do: 'pause' }
  | { do: 'resume' };

export const keptLines = 3_000;

export const emptyLog: LogView = { entries: [], waiting: [], paused: false, loaded: false };

export function changeLog(view: LogView, input: LogInput): LogView {
  switch (input.do) {
    case 'reset':
      return emptyLog;
    case 'snapshot':
      return view.paused
        ? { ...view, waiting: bound(input.lines) }
        : { ...view, entries: bound(input.lines), loaded: true };
    case 'append': {
      const target = view.paused ? view.waiting : view.entries;
      const added: LogEntry[] =
        input.skipped > 0
          ? [{ id: `skipped:${input.lines[0]?.id ?? target.length}`, skipped: input.skipped }, ...input.lines]
          : input.lines;
      const next = bound([...target, ...added]);
      return view.paused ? { ...view, waiting: next } : { ...view, entries: next, loaded: true };
    }
    case 'older': {
      const known = new Set(view.entries.map((entry) => entry.id));
      const older = input.lines.filter((line) => !known.has(line.id));
      return { ...view, entries: [...older, ...view.entries].slice(0, keptLines) };
    }
    case 'pause':
      return { ...view, paused: true };
    default: {
      const known = new Set(view.entries.map((entry) => entry.id));
      const arrived = view.waiting.filter((entry) => !known.has(entry.id));
      return { ...view, paused: false, waiting: [], entries: bound([...view.entries, ...arrived]) };
    }
  }
}

function bound(entries: readonly LogEntry[]): readonly LogEntry[] {
  return entries.length > keptLines ? entries.slice(-keptLines) : entries;
}

export function useLogTail(worker: string) {
  const [view, change] = useReducer(changeLog, emptyLog);
  useEffect(() => {
    change({ do: 'reset' });
    return liveClient().subscribe(`logs:${worker}`, {
      snapshot: (data) => change({ do: 'snapshot', ...(data as LogsDelta) }),
      delta: (data) => change({ do: 'append', ...(data as LogsDelta) }),
    });
  }, [worker]);
  return { view, change };
}

/** Terminal colours and cursor movements, which mean nothing here. */
// oxlint-disable-next-line no-control-regex -- escape sequences begin with one
const escapes = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

export function plainText(text: string): string {
  return text.includes('\u001b') ? text.replace(escapes, '') : text;
}
