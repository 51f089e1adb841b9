/** Stack traces as runtimes print them: which lines belong to one, and what errors and frames are in it. */
import type { Exception } from '../../record.ts';
import { atFrames } from './at-frames.ts';
import { go } from './go.ts';
import { findHead, type Language, readHead } from './language.ts';
import { python } from './python.ts';

export { type Belongs, isBlank, isIndented, type Language, readHead } from './language.ts';

const languages: readonly Language[] = [atFrames, python, go];

/** The language whose trace this line opens by itself. */
export function opensTrace(line: string): Language | null {
  for (const language of languages) if (language.opens(line)) return language;
  return null;
}

/** The language whose frame this line is, going on with what the line before it began. */
export function followsAsTrace(line: string): Language | null {
  for (const language of languages) if (language.follows(line)) return language;
  return null;
}

/** The errors in a text of lines, whichever language printed it; empty where there is none. */
export function parseTrace(lines: readonly string[]): Exception[] {
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines - 100), ...lines.slice(-100)] : lines;
  for (const line of shown.slice(0, 50)) {
    const language = opensTrace(line) ?? followsAsTrace(line);
    if (language) return language.parse(shown);
  }
  return parseHead(shown[0] ?? '');
}

/** An error of which only the name and message were printed. */
export function parseHead(line: string): Exception[] {
  const head = findHead(line, false);
  return head ? [{ ...head, frames: [] }] : [];
}

/** Whether a line begins with the name of an error. */
export const namesError = (line: string): boolean => readHead(line) !== null;

const mostLines = 500;
