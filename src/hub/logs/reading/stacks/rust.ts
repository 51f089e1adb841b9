/** Rust: panics with and without a backtrace, and errors with their causes as anyhow and eyre print them. */
import type { Exception, Frame, Level } from '../../record.ts';
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

const panic =
  /^thread '([^'\n]{0,200})'(?: \(\d{1,12}\))? panicked at (?:'([^\n]{0,8000})', )?(\S[^\n]{0,500}?):(\d{1,9}):(\d{1,9}):?$/;
const overflow = /^thread '([^'\n]{0,200})'(?: \(\d{1,12}\))? has overflowed its stack/;
const runtime = /^fatal runtime error: /;
const section = /^(?:stack backtrace:|Stack backtrace:|Caused by:|Location:|Backtrace omitted|note: )/;
const frameLine = /^\s{0,12}(\d{1,6}):\s{1,12}(?:0x[0-9a-f]{1,16} - )?(\S.{0,1000})$/;
const placeLine = /^\s{1,60}at (\S.{0,1000}?):(\d{1,9})(?::(\d{1,9}))?$/;
const cause = /^\s{1,12}(?:\d{1,3}: )?(\S.{0,4000})$/;

export const rust: Language = {
  openings: 'tf',
  followings: 'sSC',
  opens: (line) =>
    line.startsWith("thread '") ? panic.test(line) || overflow.test(line) : runtime.test(line),
  follows: (line) => line === 'stack backtrace:' || line === 'Stack backtrace:' || line === 'Caused by:',
  continues,
  parse,
  level,
};

function continues(line: string, last: string): Belongs {
  if (panic.test(last) && last.endsWith(':')) return 'part';
  if (isBlank(line)) return 'maybe';
  if (isIndented(line) || section.test(line) || runtime.test(line)) return 'part';
  return isIndented(last) || section.test(last) || runtime.test(last) ? 'no' : 'maybe';
}

function level(lines: readonly string[]): Level {
  for (const line of lines) {
    const thread = panic.exec(line)?.[1];
    if (thread !== undefined) return thread === 'main' ? 'fatal' : 'error';
    if (overflow.test(line) || runtime.test(line)) return 'fatal';
  }
  return 'error';
}

function parse(lines: readonly string[]): Exception[] {
  const at = lines.findIndex((line) => panic.test(line));
  const frames = readFrames(lines);
  if (at >= 0) {
    const [, , quoted, file = '', line, column] = panic.exec(lines[at] ?? '') ?? [];
    const message = quoted ?? messageBelow(lines, at + 1);
    const place: Frame = {
      function: null,
      file,
      line: numberOf(line),
      column: numberOf(column),
      inApp: inApp.rust(file, null),
    };
    return [{ type: 'panic', message, frames: frames.length > 0 ? frames : [place] }];
  }
  const overflowed = lines.find((line) => overflow.test(line) || runtime.test(line));
  if (overflowed !== undefined) {
    const said = lines.find((line) => runtime.test(line))?.replace(runtime, '') ?? 'stack overflow';
    return [{ type: 'fatal runtime error', message: said, frames }];
  }
  return withCauses(lines, frames);
}

function messageBelow(lines: readonly string[], from: number): string {
  const end = lines.findIndex((line, at) => at > from && section.test(line));
  return lines
    .slice(from, end < 0 ? undefined : end)
    .join('\n')
    .trimEnd();
}

function readFrames(lines: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  const from = lines.findIndex((line) => /^[sS]tack backtrace:/.test(line));
  if (from < 0) return frames;
  for (const line of lines.slice(from + 1)) {
    const place = placeLine.exec(line);
    const last = frames.at(-1);
    if (place && last) {
      last.file = place[1] ?? null;
      last.line = numberOf(place[2]);
      last.column = numberOf(place[3]);
      last.inApp = inApp.rust(last.file, last.function);
      continue;
    }
    const name = frameLine.exec(line)?.[2];
    if (name === undefined || frames.length >= mostFrames) continue;
    const plain = name.replace(/::h[0-9a-f]{16}$/, '').replace(/\[[0-9a-f]{16}\]/g, '');
    frames.push({ function: plain, file: null, line: null, column: null, inApp: inApp.rust(null, plain) });
  }
  return frames;
}

/** The cause that stands last was there first. */
function withCauses(lines: readonly string[], frames: Frame[]): Exception[] {
  const first = lines.find((line) => !isBlank(line)) ?? '';
  const head = findHead(first, false) ?? { type: 'Error', message: first };
  const found: Exception[] = [{ ...head, frames }];
  const from = lines.indexOf('Caused by:');
  if (from < 0) return frames.length > 0 || findHead(first, false) ? found : [];
  for (const line of lines.slice(from + 1)) {
    const message = isIndented(line) ? cause.exec(line)?.[1] : undefined;
    if (message === undefined || found.length >= mostExceptions) break;
    found.unshift({ ...(findHead(message, false) ?? { type: 'Error', message }), frames: [] });
  }
  return found;
}
