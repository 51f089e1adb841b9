import type { LogRecord } from '../record.ts';
import { cleanLine } from './clean-line.ts';
import { readHeader, type Header } from './header.ts';
import { saysWhyItFailed } from './perror.ts';
import { isPartOfReport, reportHeader } from './postgres.ts';
import {
  followsAsTrace,
  isBlank,
  isIndented,
  type Language,
  namesError,
  opensTrace,
} from './stacks/index.ts';
import { understandPlain, understandStructured, understandText, type Understood } from './understand.ts';

/** A line of a worker's output, as an agent numbers it. */
export interface OutputLine {
  /** Grows with time: the id of a `LogLine`. */
  id: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  stream: 'stdout' | 'stderr';
  text: string;
  /** Its rest was left out by who sent it. */
  truncated?: boolean;
}

/** A record, and where in the worker's output it stands. */
export interface ReadRecord {
  record: LogRecord;
  stream: 'stdout' | 'stderr';
  firstId: string;
  lastId: string;
  /** Lines it was made of, also those that were left out of its text. */
  lines: number;
}

/** How much of an open record is kept, and how long it is waited for. */
export interface ReadLimits {
  /** A record is complete when nothing came for this long, in milliseconds. */
  quietMs: number;
  /** Lines kept of one record: of more, the first and the last are kept, with the number of those left out between. */
  headLines: number;
  tailLines: number;
  /** Characters kept of one record's lines, in all. */
  characters: number;
  /** A record with this many lines is ended, whatever comes next. */
  mostLines: number;
}

export const readLimits: ReadLimits = {
  quietMs: 500,
  headLines: 300,
  tailLines: 100,
  characters: 256 * 1024,
  mostLines: 20_000,
};

/** Lines that may belong to an open record are held until one comes that surely does. */
const mostHeld = 12;
/** Of lines that only are indented, no record takes more. */
const mostIndented = 500;
const none: readonly ReadRecord[] = [];

/**
 * Makes records of one worker's lines. Streaming and pure: lines go in as they come, records come out when they are complete, and time is only
 * what the caller says. Each stream has an open record of its own, so that traces on both at once stay whole.
 *
 * Records come out in the order in which they are completed. Memory is bounded by `readLimits`, twice.
 */
export class RecordReader {
  private readonly streams: Record<OutputLine['stream'], StreamReader>;

  constructor(limits: Partial<ReadLimits> = {}) {
    const all = { ...readLimits, ...limits };
    this.streams = { stdout: new StreamReader('stdout', all), stderr: new StreamReader('stderr', all) };
  }

  /** Takes the next line; `now` is when it came, in milliseconds of any clock that `flush` is asked by too. */
  take(line: OutputLine, now: number): readonly ReadRecord[] {
    return this.streams[line.stream].take(line, now);
  }

  /** The records of streams that have been quiet. To be called a few times a second while `isOpen`. */
  flush(now: number): readonly ReadRecord[] {
    const { stdout, stderr } = this.streams;
    return [...stdout.flush(now), ...stderr.flush(now)];
  }

  /** All that is open, when no more lines come: the worker's process has ended. */
  end(): readonly ReadRecord[] {
    const { stdout, stderr } = this.streams;
    return [...stdout.end(), ...stderr.end()];
  }

  /** Whether lines are waiting for those that may come after them. */
  get isOpen(): boolean {
    return this.streams.stdout.isOpen || this.streams.stderr.isOpen;
  }
}

interface Held {
  line: OutputLine;
  text: string;
}

interface Open {
  first: OutputLine;
  last: OutputLine;
  header: Header;
  /** In front of what PostgreSQL says of one thing; null for anything else. */
  report: string | null;
  language: Language | null;
  kept: string[];
  /** The last lines, once `kept` is full; the oldest goes first. */
  tail: string[];
  leftOut: number;
  characters: number;
  lines: number;
  /** What opened it, without the header. */
  firstText: string;
  /** The last line that is not blank. */
  lastText: string;
  /** Lines that may belong to it. */
  held: Held[];
}

class StreamReader {
  private open: Open | null = null;
  private quietSince = 0;
  private headed = '';
  private header = readHeader('');
  private readonly stream: OutputLine['stream'];
  private readonly limits: ReadLimits;

  constructor(stream: OutputLine['stream'], limits: ReadLimits) {
    this.stream = stream;
    this.limits = limits;
  }

  get isOpen(): boolean {
    return this.open !== null;
  }

  take(line: OutputLine, now: number): readonly ReadRecord[] {
    const text = cleanLine(line.truncated ? `${line.text} …` : line.text);
    const done: ReadRecord[] = [];
    const before = this.open;
    // Lines that were printed apart do not belong together, also when they are read at once.
    if (before && line.time - before.last.time > this.limits.quietMs) this.close(done);
    this.quietSince = now;
    this.add(line, text, done, true);
    return done.length === 0 ? none : done;
  }

  flush(now: number): readonly ReadRecord[] {
    // A clock that was set back must not keep a record open.
    const quiet = now - this.quietSince;
    return this.open && (quiet >= this.limits.quietMs || quiet < 0) ? this.end() : none;
  }

  end(): readonly ReadRecord[] {
    const done: ReadRecord[] = [];
    while (this.open) this.close(done);
    return done;
  }

  private add(line: OutputLine, text: string, done: ReadRecord[], mayHold: boolean): void {
    const { open } = this;
    if (open) {
      const belongs = this.belongs(open, text);
      if (belongs === 'part') {
        this.release(open);
        this.append(open, line, text);
        if (open.lines >= this.limits.mostLines) this.close(done);
        return;
      }
      if (belongs === 'maybe' && mayHold) {
        open.held.push({ line, text });
        return;
      }
      this.close(done);
      // Held lines that belonged to nothing may have opened something.
      if (this.open) return this.add(line, text, done, mayHold);
    }
    this.begin(line, text, done);
  }

  private belongs(open: Open, text: string): 'part' | 'maybe' | 'no' {
    const { language, header, held, report } = open;
    if (report !== null && isPartOfReport(report, text)) return 'part';
    const last = held.findLast((one) => !isBlank(one.text))?.text ?? open.lastText;
    if (language) {
      const belongs = language.continues(text, last, open.firstText);
      if (belongs !== 'maybe') return belongs;
      return held.length < mostHeld && !this.isNew(text) ? 'maybe' : 'no';
    }
    const serious = header.level === 'error' || header.level === 'fatal' || header.level === 'warn';
    const indented = isIndented(text);
    if (indented || mayFollow(text)) {
      const found = followsAsTrace(text);
      if (found) {
        // What a runtime prints of an error has nothing to do with what a logger said in peace before.
        if (indented && header.found && !serious && found.opens(text)) return 'no';
        open.language = found;
        return 'part';
      }
    }
    if (header.found && indented && !isBlank(text)) return open.lines < mostIndented ? 'part' : 'no';
    if (serious) {
      const opened = opensTrace(text);
      if (opened && !this.isNew(text)) {
        open.language = opened;
        return 'part';
      }
    }
    // Two errors one after the other are two, unless the first is a logger's line about the second.
    if (!serious && (!namesError(open.lastText) || namesError(text))) return 'no';
    return held.length < mostHeld && !this.isNew(text) ? 'maybe' : 'no';
  }

  /** Whether a line begins a record of its own for certain. */
  private isNew(text: string): boolean {
    return text.charCodeAt(0) === 123 || this.headerOf(text).found;
  }

  /** The header of the line at hand is asked for more than once. */
  private headerOf(text: string): Header {
    if (text !== this.headed) {
      this.headed = text;
      this.header = readHeader(text);
    }
    return this.header;
  }

  private begin(line: OutputLine, text: string, done: ReadRecord[]): void {
    // Empty lines between records say nothing.
    if (isBlank(text)) return;
    const header = this.headerOf(text);
    const structured = understandStructured(text, header);
    if (structured) {
      done.push(this.record(structured, line, line, 1));
      return;
    }
    const body = header.end > 0 ? text.slice(header.end) : text;
    this.open = {
      first: line,
      last: line,
      header,
      report: reportHeader(text),
      language: opensTrace(body),
      kept: [text],
      tail: [],
      leftOut: 0,
      characters: text.length,
      lines: 1,
      firstText: body,
      lastText: body,
      held: [],
    };
  }

  private append(open: Open, line: OutputLine, text: string): void {
    const { headLines, tailLines, characters } = this.limits;
    open.last = line;
    open.lines += 1;
    if (!isBlank(text)) open.lastText = text;
    open.characters += text.length;
    if (
      open.leftOut === 0 &&
      open.tail.length === 0 &&
      open.kept.length < headLines &&
      open.characters <= characters / 2
    ) {
      open.kept.push(text);
      return;
    }
    open.tail.push(text);
    while (open.tail.length > tailLines || (open.tail.length > 1 && open.characters > characters)) {
      open.characters -= (open.tail.shift() ?? '').length;
      open.leftOut += 1;
    }
  }

  /** The held lines belong to the record after all. */
  private release(open: Open): void {
    const { held } = open;
    if (held.length === 0) return;
    open.held = [];
    for (const { line, text } of held) this.append(open, line, text);
  }

  /** Ends the open record. Held lines are read again by themselves, and may open the next. */
  private close(done: ReadRecord[]): void {
    const { open } = this;
    if (!open) return;
    this.open = null;
    const { kept, tail, leftOut } = open;
    const lines =
      leftOut > 0
        ? [...kept, `… [${leftOut.toLocaleString('en')} lines left out]`, ...tail]
        : [...kept, ...tail];
    const understood = understandPlain(lines, open.header, open.language);
    if (understood.level === null && this.stream === 'stderr' && saysWhyItFailed(understood.message))
      understood.level = 'error';
    done.push(this.record(understood, open.first, open.last, open.lines));
    for (const { line, text } of open.held) this.add(line, text, done, true);
  }

  private record(understood: Understood, first: OutputLine, last: OutputLine, lines: number): ReadRecord {
    return {
      record: { time: first.time, ...understood },
      stream: this.stream,
      firstId: first.id,
      lastId: last.id,
      lines,
    };
  }
}

/** Frames that are not indented begin like this; what runs over every line must be quick. */
function mayFollow(text: string): boolean {
  switch (text.charCodeAt(0)) {
    case 35: // #0 of PHP
    case 67: // Caused by:
    case 83: // Stack trace:
    case 103: // goroutine
    case 115: // stack backtrace:
      return true;
    default:
      return text.includes(':in ');
  }
}

/** A text that is one record already (an entry of Loki, a body of OpenTelemetry), read like a worker's output. */
export function readText(text: string, time: number): LogRecord {
  const lines = text.split('\n', readLimits.headLines + 1).map(cleanLine);
  return { time, ...understandText(lines) };
}
