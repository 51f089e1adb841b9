import type { Exception, Level } from '../../record.ts';

/** Whether a line belongs to an open trace. `maybe`: only if one that does follows (an empty line, a message's further lines). */
export type Belongs = 'part' | 'maybe' | 'no';

/** How the runtimes of one family print errors. All functions are pure and get lines without colours, of bounded length. */
export interface Language {
  /** The characters with which a line that `opens` may begin; null where it can be any and `opens` looks first at what is quick to see. */
  openings: string | null;
  /** The line opens a trace by itself, whatever stood before it. */
  opens(line: string): boolean;
  /** The same for `follows`, blanks left out. */
  followings: string | null;
  /** The line goes on with what the line before it began: a first frame below an error's message. */
  follows(line: string): boolean;
  /** Whether `line` goes on with the trace; `last` is the last line of it that is not blank, `first` what opened it. */
  continues(line: string, last: string, first: string): Belongs;
  /** The errors in a whole trace, the one thrown first in front. Empty where there is none. */
  parse(lines: readonly string[]): Exception[];
  /** How serious it is that a runtime printed this, where no logger says. */
  level(lines: readonly string[]): Level;
}

/** Frames kept of one error, newest first; a trace that recurses has thousands. */
export const mostFrames = 100;
export const mostExceptions = 16;

const name =
  /^(?:[A-Za-z_$][\w$-]{0,80}(?:\.|\\|::|:)){0,12}(?:[A-Z][\w$]{0,80})?(?:Error|Exception|Failure|Fault|Throwable|Interrupt|Exit|Abort|Panic)(?:Group)?(?: \[[\w.-]{1,60}\]| \([^()]{1,80}\))?(?=:|$)/;
const error = /(?:Error|Exception|Failure|Fault|Throwable|Interrupt|Exit|Abort|Panic|Group)$/;
const embedded =
  /(?:^|[\s:([])((?:[A-Za-z_$][\w$]{0,80}[.\\]){0,12}(?:[A-Z][\w$]{0,80})?(?:Error|Exception)): /;
const anyName = /^([A-Za-z_$][\w$.\\]{0,120})(?: \[[\w.-]{1,60}\])?: /;

const uncaught = /^Uncaught (?:\(in promise\) )?/;

export interface Head {
  type: string;
  message: string;
}

const lastLetters = new Set(['r', 'n', 'e', 't', 'p', 'c', 'd'].map((letter) => letter.charCodeAt(0)));

/** Whether a line can begin with the name of an error, told quickly: the first word ends as one does. */
function mayName(line: string): boolean {
  let end = 0;
  for (; end < line.length && end < 400; end++) {
    const code = line.charCodeAt(end);
    if (code === 32 || (code === 58 && line.charCodeAt(end + 1) !== 58)) break;
  }
  return lastLetters.has(line.charCodeAt(end - 1)) && error.test(line.slice(0, end));
}

/** `TypeError: x is not a function`, `java.net.ConnectException: Connection refused`: a line that begins with the name of an error. */
export function readHead(line: string): Head | null {
  const bare = line.startsWith('[') && line.endsWith(']') ? line.slice(1, -1) : line;
  const shown = bare.startsWith('Uncaught ') ? bare.replace(uncaught, '') : bare;
  const found = mayName(shown) ? name.exec(shown)?.[0] : undefined;
  if (found === undefined) return null;
  const type = found.replace(/ [[(].*$/, '');
  return { type, message: shown.slice(found.length + 1).trim() };
}

/** An error's name anywhere it is surely one: at the beginning, or `failed to send: TypeError: x`. */
export function findHead(line: string, anyType: boolean): Head | null {
  const seen = line.slice(0, 2_000);
  const head = readHead(seen);
  if (head) return { ...head, message: head.message + line.slice(2_000) };
  const inside = embedded.exec(seen);
  if (inside) return { type: inside[1] ?? '', message: line.slice(inside.index + inside[0].length) };
  const any = anyType ? anyName.exec(seen) : null;
  return any ? { type: any[1] ?? '', message: line.slice(any[0].length) } : null;
}

/** Whether a line begins with a blank or tab, and has something behind it. */
export function isIndented(line: string): boolean {
  const code = line.charCodeAt(0);
  return code === 32 || code === 9;
}

export const isBlank = (line: string): boolean => line.trim() === '';

export const numberOf = (text: string | undefined): number | null =>
  text === undefined ? null : Number(text);
