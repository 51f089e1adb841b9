/** Python: tracebacks, chained ones, groups of exceptions, syntax errors. The newest call is printed last. */
import type { Exception, Frame } from '../../record.ts';
import { inApp } from './in-app.ts';
import {
  type Belongs,
  isBlank,
  isIndented,
  type Language,
  mostExceptions,
  mostFrames,
  numberOf,
} from './language.ts';

const opening =
  /^(?:Traceback \(most recent call last\):|Exception in thread [^\n]{1,200}:$|Exception ignored in: |Fatal Python error: |(?:Task|Future) exception was never retrieved$)/;
const context = /^(?:future|handle|task|source_traceback): /;
const groupOpening = /^\s{1,40}\+ Exception Group Traceback \(most recent call last\):/;
const frameLine = /^\s{1,40}File "([^"]{1,1000})", line (\d{1,9})(?:, in (.{1,300}))?$/;
const lastLine = /^([A-Za-z_][\w.]{0,200})(?:: ?|$)/;
const chained =
  /^(?:During handling of the above exception, another exception occurred:|The above exception was the direct cause of the following exception:)$/;
const margin = /^\s{0,40}(?:[|+][-+| ]?){0,12}(?:-{2,20}(?: (?:\d{1,6}|\.\.\.) -{2,20})?)?/;

export const python: Language = {
  openings: 'TEF ',
  followings: 'TEF+',
  opens: (line) =>
    opening.test(line) || groupOpening.test(line) || (line.startsWith('  File "') && frameLine.test(line)),
  follows: (line) => opening.test(line) || groupOpening.test(line) || frameLine.test(line),
  continues,
  parse,
  level: (lines) => ((lines[0] ?? '').startsWith('Fatal Python error') ? 'fatal' : 'error'),
};

function continues(line: string, last: string): Belongs {
  if (isBlank(line)) return 'maybe';
  if (isIndented(line)) return 'part';
  if (chained.test(line)) return 'part';
  const announced = opening.test(last) && !last.startsWith('Traceback (');
  if (context.test(line)) return announced ? 'part' : 'no';
  if (line.startsWith('Traceback ('))
    return announced || chained.test(last) || context.test(last) ? 'part' : 'no';
  // The line that names the error closes the trace: only an indented one can stand before it.
  return (isIndented(last) || last.startsWith('Traceback (')) && lastLine.test(line) ? 'part' : 'no';
}

function parse(lines: readonly string[]): Exception[] {
  const found: Exception[] = [];
  let frames: Frame[] = [];
  let open = false;
  /** Groups print what they hold below themselves: it was thrown first. */
  let grouped: Exception | null = null;
  const close = (type: string, message: string) => {
    const exception = { type, message, frames: frames.toReversed().slice(0, mostFrames) };
    frames = [];
    open = false;
    return exception;
  };
  for (const line of lines) {
    const inGroup = /^\s{1,40}[|+]/.test(line);
    const text = inGroup ? line.replace(margin, '  ') : line;
    const frame = frameLine.exec(inGroup ? `  ${text.trimStart()}` : text);
    if (frame) {
      frames.push(readFrame(frame));
      open = true;
      continue;
    }
    if (text.trimStart().includes('Traceback (most recent call last):')) {
      frames = [];
      open = true;
      continue;
    }
    if (found.length >= mostExceptions) continue;
    const own = inGroup ? dedented(line) : line;
    const named = isIndented(own) ? null : lastLine.exec(own);
    if (!named || chained.test(own)) continue;
    if (!open && !(inGroup && grouped !== null)) {
      continue;
    }
    const exception = close(named[1] ?? '', own.slice(named[0].length));
    if (inGroup && grouped === null && exception.type.endsWith('Group')) grouped = exception;
    else found.push(exception);
  }
  return grouped ? [...found, grouped] : found;
}

/** A line of a group without the bars in front: `    | ValueError: 1`. */
function dedented(line: string): string {
  const at = line.lastIndexOf('| ', 60);
  return at < 0 || !/^[\s|+-]{0,60}$/.test(line.slice(0, at)) ? line : line.slice(at + 2);
}

function readFrame([, file = '', line, name]: RegExpExecArray): Frame {
  return { function: name ?? null, file, line: numberOf(line), column: null, inApp: inApp.python(file) };
}
