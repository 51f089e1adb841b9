/** Ruby: uncaught errors with their causes, and backtraces as loggers and Rails print them. */
import type { Exception, Frame } from '../../record.ts';
import { inApp } from './in-app.ts';
import {
  type Belongs,
  findHead,
  isBlank,
  isIndented,
  type Language,
  mostExceptions,
  mostFrames,
  numberOf,
} from './language.ts';

/** `mail.rb:6:in 'send': no route (ArgumentError)`: the error and its newest frame on one line. */
const uncaught = /^(\S[^:\n]{0,300}):(\d{1,7}):in [`']([^'\n]{1,200})': (.{0,8000}) \(([A-Z][\w:]{0,120})\)$/;
const inThread = /^#<Thread:[^>\n]{1,200}> terminated with exception/;
const frameLine = /^(?:\tfrom |\s{0,8})(\S[^:\n]{0,300}):(\d{1,7}):in [`']([^'\n]{1,200})'$/;
/** `KeyError (key not found: :price):` of Rails, `key not found (KeyError)` of Logger. */
const rails = /^([A-Z][\w:]{0,120}) \((.{0,8000})\):$/;
const logged = /^(.{0,8000}) \(([A-Z][\w:]{0,120})\)$/;

export const ruby: Language = {
  openings: null,
  followings: null,
  opens: (line) => (line.endsWith(')') ? uncaught.test(line) : inThread.test(line)),
  follows: (line) => line.includes(':in ') && frameLine.test(line),
  continues,
  parse,
  level: (lines) => (uncaught.test(lines[0] ?? '') ? 'fatal' : 'error'),
};

function continues(line: string, last: string, first: string): Belongs {
  if (isBlank(line)) return 'maybe';
  if (isIndented(line) || frameLine.test(line)) return 'part';
  // Below the frames stands what caused the error; the same error again was printed by somebody else.
  if (uncaught.test(line))
    return line !== first && (frameLine.test(last) || inThread.test(last)) ? 'part' : 'no';
  return frameLine.test(last) ? 'no' : 'maybe';
}

function parse(lines: readonly string[]): Exception[] {
  const found: Exception[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const head = uncaught.exec(line);
    const frame = head ? null : frameLine.exec(line);
    if (head) {
      // A thread's end is told twice when it ends its program.
      if (seen.has(line) || found.length >= mostExceptions) break;
      seen.add(line);
      const [, file = '', at, name = '', message = '', type = ''] = head;
      found.unshift({ type, message, frames: [readFrame(file, at, name)] });
    } else if (frame) {
      if (found.length === 0) found.push({ ...headOf(lines), frames: [] });
      const [, file = '', at, name = ''] = frame;
      if ((found[0]?.frames.length ?? 0) < mostFrames) found[0]?.frames.push(readFrame(file, at, name));
    }
  }
  return found;
}

function headOf(lines: readonly string[]): { type: string; message: string } {
  const first = lines.find((line) => !isBlank(line)) ?? '';
  const railed = rails.exec(first);
  if (railed) return { type: railed[1] ?? '', message: railed[2] ?? '' };
  const named = logged.exec(first);
  if (named) return { type: named[2] ?? '', message: named[1] ?? '' };
  return findHead(first, true) ?? { type: 'RuntimeError', message: first };
}

function readFrame(file: string, line: string | undefined, name: string): Frame {
  return { function: name, file, line: numberOf(line), column: null, inApp: inApp.ruby(file) };
}
