/** Stack traces as runtimes print them: which lines belong to one, and what errors and frames are in it. */
import type { Exception } from '../../record.ts';
import { atFrames } from './at-frames.ts';
import { beam } from './beam.ts';
import { go } from './go.ts';
import { findHead, type Language, readHead } from './language.ts';
import { native } from './native.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';

export { type Belongs, isBlank, isIndented, type Language, readHead } from './language.ts';

const mostLines = 500;
/** A message may have some lines before its trace begins. */
const mostLinesAbove = 50;

const languages: readonly Language[] = [python, go, rust, beam, php, ruby, native, atFrames];

/** For each first character the languages whose lines may begin with it, so that most lines are asked of few. */
function byFirst(charactersOf: (language: Language) => string | null): readonly (readonly Language[])[] {
  return Array.from({ length: 129 }, (_, code) =>
    languages.filter((language) => charactersOf(language)?.includes(String.fromCharCode(code)) ?? true),
  );
}

const opening = byFirst(({ openings }) => openings);
const following = byFirst(({ followings }) => followings);
const none: readonly Language[] = [];

/** The language whose trace this line opens by itself. */
export function opensTrace(line: string): Language | null {
  for (const language of opening[Math.min(line.charCodeAt(0), 128)] ?? none)
    if (language.opens(line)) return language;
  return null;
}

/** The language whose frame this line is, going on with what the line before it began. */
export function followsAsTrace(line: string): Language | null {
  let at = 0;
  while (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9) at++;
  for (const language of following[Math.min(line.charCodeAt(at), 128)] ?? none)
    if (language.follows(line)) return language;
  return null;
}

/** The language whose trace is in these lines. */
export function languageOf(lines: readonly string[]): Language | null {
  for (const line of lines.slice(0, mostLinesAbove)) {
    const language = opensTrace(line) ?? followsAsTrace(line);
    if (language) return language;
  }
  return null;
}

/** The errors in a text of lines, whichever language printed it, the one thrown first in front; empty where there is none. */
export function parseTrace(lines: readonly string[]): Exception[] {
  const shown =
    lines.length > mostLines ? [...lines.slice(0, -100 + mostLines), ...lines.slice(-100)] : lines;
  return languageOf(shown)?.parse(shown) ?? parseHead(shown[0] ?? '');
}

/** An error of which only the name and message were printed. */
export function parseHead(line: string): Exception[] {
  const head = findHead(line, false);
  return head ? [{ ...head, frames: [] }] : [];
}

/** Whether a line begins with the name of an error. */
export const namesError = (line: string): boolean => readHead(line) !== null;
