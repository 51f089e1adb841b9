import { plainText } from '../../shared/plain-text.ts';

/* Control characters are what this file is about. */
/* oxlint-disable no-control-regex -- control characters are what is taken out */
const colourSequence = /\x1b\[[0-9;]*m/g;
const escapeSequence =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]?)|\x9b[0-?]*[ -/]*[@-~]/g;

/** Text that others wrote, fit for a terminal: nothing in it can move the cursor, set the title or answer back. */
export function cleanText(text: string): string {
  return plainText(text.replace(escapeSequence, '').replace(/\r?\n|\t/g, ' '));
}

/** The same for a log line, whose own colours stay where colours are shown. */
export function cleanLogLine(text: string, coloured: boolean): string {
  if (!coloured) return plainText(text.replace(escapeSequence, ''));
  const colours =
    text.match(escapeSequence)?.map((one) => (one.match(colourSequence)?.[0] === one ? one : '')) ?? [];
  const shown = text
    .split(escapeSequence)
    .map((part, at) => plainText(part) + (colours[at] ?? ''))
    .join('');
  return shown.includes('\x1b') ? `${shown}\x1b[0m` : shown;
}

export function withoutColour(text: string): string {
  return text.replace(colourSequence, '');
}
