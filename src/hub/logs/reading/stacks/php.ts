/** PHP: uncaught exceptions with those before them, and exceptions written to a log as text. */
import type { Exception, Frame, Level } from '../../record.ts';
import { inApp } from './in-app.ts';
import { type Belongs, isBlank, type Language, mostExceptions, mostFrames, numberOf } from './language.ts';

const head =
  /^(?:Next |Uncaught |(?:PHP )?Fatal error: {1,2}Uncaught )?([A-Za-z_\\][\w\\@]{0,200})(?:: ([^]{0,8000}))? in (\S.{0,500}):(\d{1,7})$/;
const frameLine =
  /^#(\d{1,6}) (?:(\{main\})|(\[internal function\]|.{1,500}?)(?:\((\d{1,7})\))?: (.{1,500}))$/;
const uncaught = /^(?:Uncaught |(?:PHP )?Fatal error: {1,2}Uncaught )/;
const start = 'Stack trace:';

export const php: Language = {
  openings: 'PF',
  followings: 'S#',
  opens: (line) => /^(?:PHP )?Fatal error: {1,2}Uncaught /.test(line),
  follows: (line) => line === start || (line.startsWith('#0 ') && frameLine.test(line)),
  continues,
  parse,
  level,
};

function continues(line: string, last: string): Belongs {
  if (isBlank(line)) return 'maybe';
  if (line === start || frameLine.test(line) || line.startsWith('  thrown in ')) return 'part';
  if (line.startsWith('Next ')) return 'part';
  // Further lines of a message, until its stack trace begins.
  return last === start || frameLine.test(last) || last.startsWith('  thrown in ') ? 'no' : 'maybe';
}

function level(lines: readonly string[]): Level {
  return uncaught.test(lines.find((line) => !isBlank(line)) ?? '') ? 'fatal' : 'error';
}

function parse(lines: readonly string[]): Exception[] {
  const found: Exception[] = [];
  let said: string[] = [];
  let open: { exception: Exception; place: Frame } | null = null;
  for (const line of lines) {
    const frame = frameLine.exec(line);
    if (line === start) {
      open = openError(said.join('\n').trim());
      said = [];
      if (open && found.length < mostExceptions) found.push(open.exception);
    } else if (frame) {
      if (open && open.exception.frames.length < mostFrames) addFrame(open, frame);
    } else if (!line.startsWith('  thrown in ')) said.push(line);
  }
  return found;
}

function openError(text: string): { exception: Exception; place: Frame } | null {
  const named = head.exec(text) ?? head.exec(text.slice(text.lastIndexOf('\n') + 1));
  if (!named)
    return text === ''
      ? null
      : { exception: { type: 'Error', message: text, frames: [] }, place: placeOf(null, undefined) };
  const [, type = '', message = '', file = '', line] = named;
  return { exception: { type, message, frames: [] }, place: placeOf(file, line) };
}

/** A line names the function that was called and where from; a frame names where it stands and in which function. */
function addFrame(
  open: { exception: Exception; place: Frame },
  [, , main, file, line, call]: RegExpExecArray,
): void {
  const name = main ?? call?.replace(/\([^]*$/, '') ?? null;
  if (open.place.file !== null || name !== null)
    open.exception.frames.push({ ...open.place, function: name });
  open.place = placeOf(main === undefined ? (file ?? null) : null, line);
}

function placeOf(file: string | null, line: string | undefined): Frame {
  return {
    function: null,
    file,
    line: numberOf(line),
    column: null,
    inApp: file !== null && inApp.php(file),
  };
}
