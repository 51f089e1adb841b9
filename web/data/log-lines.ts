/** The lines of a log on the screen: bounded, in order, honest about what is left out. Pure. */
import { useEffect, useReducer } from 'react';
import { liveClient } from './live/index.ts';
import type { LogLine, LogsDelta } from './types.ts';

/** A line, or a note that lines are missing at this place. */
export type LogEntry = LogLine | SkippedLines;

interface SkippedLines {
  id: string;
  skipped: number;
  /** There were even more of them. */
  more?: boolean;
}

export interface LogView {
  /** What is shown; without a gap that is not told of. */
  entries: readonly LogEntry[];
  /** The newest lines while something else is shown: those that came since, or with `apart` the end of the log. */
  waiting: readonly LogEntry[];
  paused: boolean;
  /** Another part of the log is shown: between it and `waiting` there are lines that are not here. */
  apart: boolean;
  loaded: boolean;
}

export type LogInput =
  | { do: 'reset' }
  | { do: 'snapshot'; lines: LogLine[] }
  | { do: 'append'; lines: LogLine[]; skipped: number }
  | { do: 'older'; lines: LogLine[] }
  /** `complete`: these are all there are up to now. */
  | { do: 'newer'; lines: LogLine[]; complete: boolean }
  /** Shows another part of the log. */
  | { do: 'jump'; lines: LogLine[] }
  | { do: 'pause' }
  | { do: 'resume' };

export const keptLines = 3_000;
/** Who goes back in a log may have more of it at a time than who follows it. */
export const keptWhileReading = 12_000;

export const emptyLog: LogView = { entries: [], waiting: [], paused: false, apart: false, loaded: false };

export function changeLog(view: LogView, input: LogInput): LogView {
  switch (input.do) {
    case 'reset':
      return emptyLog;
    case 'snapshot': {
      const lines = bound(input.lines.map(entryOf));
      if (!view.paused) return { ...view, entries: lines, loaded: true };
      // What the lost connection has cost may be missing between the two.
      const last = view.entries.at(-1)?.id;
      const apart = view.apart || (last !== undefined && !lines.some((line) => line.id === last));
      return { ...view, waiting: apart ? lines : after(lines, last ?? ''), apart };
    }
    case 'append': {
      const lines = input.lines.map(entryOf);
      const added: LogEntry[] =
        input.skipped > 0
          ? [{ id: skippedId(input.lines[0]?.id ?? 'end'), skipped: input.skipped }, ...lines]
          : lines;
      return view.paused
        ? { ...view, waiting: bound([...view.waiting, ...added]) }
        : { ...view, entries: bound([...view.entries, ...added]), loaded: true };
    }
    case 'older': {
      const entries = [...fresh(input.lines.map(entryOf), view.entries), ...view.entries];
      const cut = entries.slice(keptWhileReading);
      if (cut.length === 0) return { ...view, entries };
      return {
        ...view,
        entries: entries.slice(0, keptWhileReading),
        waiting: view.apart ? view.waiting : bound([...cut, ...view.waiting]),
        apart: true,
      };
    }
    case 'newer': {
      const lines = fresh(input.lines.map(entryOf), view.entries);
      const entries = [...view.entries, ...lines].slice(-keptWhileReading);
      const last = lastLineId(entries);
      const meets = input.complete || view.waiting.some((entry) => entry.id === last);
      return meets
        ? { ...view, entries, waiting: after(view.waiting, last), apart: false }
        : { ...view, entries };
    }
    case 'jump':
      return {
        ...view,
        entries: input.lines.map(entryOf),
        waiting: view.apart ? view.waiting : bound([...view.entries, ...view.waiting]),
        paused: true,
        apart: true,
        loaded: true,
      };
    case 'pause':
      return { ...view, paused: true };
    default: {
      const entries = view.apart ? view.waiting : [...view.entries, ...fresh(view.waiting, view.entries)];
      return { ...view, paused: false, apart: false, waiting: [], entries: bound(entries) };
    }
  }
}

/** How many lines are missing among the entries, at least. */
export function skippedIn(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, entry) => sum + ('text' in entry ? 0 : entry.skipped), 0);
}

/** How many of the entries were printed before a moment. */
export function countBefore(entries: readonly LogEntry[], time: number): number {
  const found = entries.findIndex((entry) => 'text' in entry && Date.parse(entry.time) >= time);
  return found < 0 ? entries.length : found;
}

/** What the agent says in the place of lines that came too fast for anybody. */
const leftOut = /^… (more than )?(\d{1,15}) lines left out here: printed faster than they can be shown$/;

function entryOf(line: LogLine): LogEntry {
  const [whole, more, count] = leftOut.exec(line.text) ?? [];
  if (whole === undefined) return line;
  return { id: skippedId(line.id), skipped: Number(count), more: more !== undefined };
}

const skippedId = (id: string) => `skipped:${id}`;

/** Those that are not known yet. */
function fresh(entries: readonly LogEntry[], known: readonly LogEntry[]): LogEntry[] {
  const ids = new Set(known.map((entry) => entry.id));
  return entries.filter((entry) => !ids.has(entry.id));
}

function lastLineId(entries: readonly LogEntry[]): string {
  return entries.findLast((entry) => 'text' in entry)?.id ?? '';
}

/** What comes after a line; ids grow in the order of the lines. */
function after(entries: readonly LogEntry[], id: string): readonly LogEntry[] {
  const from = entries.findIndex((entry) => 'text' in entry && entry.id > id);
  return from < 0 ? [] : entries.slice(from);
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
