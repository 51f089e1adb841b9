/** JavaScript (V8), Java and Kotlin, .NET: runtimes that print a frame as `at …`, told apart frame by frame. */
import type { Exception, Frame, Level } from '../../record.ts';
import { inApp } from './in-app.ts';
import {
  type Belongs,
  findHead,
  type Head,
  isBlank,
  isIndented,
  type Language,
  mostExceptions,
  mostFrames,
  numberOf,
  readHead,
} from './language.ts';

const frameLine = /^\s{1,200}at (?=\S)/;
const uncaughtAt = /^(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]|node:|evalmachine)[^\s:()][^:\n]{0,400}:\d{1,7}$/;
const caret = /^\s{0,400}[\^~][\^~\s]{0,400}$/;
const inThread = /^Exception in thread "([^"]{0,200})" ?/;
const dotnetUncaught = /^Unhandled [Ee]xception[.:] /;
const more = /^\.\.\. (\d{1,6}) (?:more|common frames omitted)/;
const causeMark = /^(?:Caused by: |Wrapped by: |-{2,3}> |\[cause\]: |cause: )/;
const listMark = /^\[(?:errors|cause)\]: \[$/;
/** Node tells where an error became an event; the frames of that are no part of what was thrown. */
const emitted = /^Emitted '[^']{0,200}' event(?: on [\w$]{1,200} instance)? at:$/;
const nodeVersion = /^Node\.js v\d/;
const closing = /^[}\])][,;]?$|^\} \{$/;
const packaging = /\s~?\[[^[\]]{0,200}\]$/;
const location = /:(\d{1,9})(?::(\d{1,9}))?$/;
const javaPlace =
  /^(?:[\w$.+-]{1,200}\.\w{1,12}(?::(\d{1,9}))?|Native Method|Unknown Source|<generated>|[\w$]{1,100}:(\d{1,9}))$/;
const dotnetPlace = /:line (\d{1,9})$/;
const suppressed = 'Suppressed: ';
const endOfInner = '--- End of inner exception stack trace ---';

export const atFrames: Language = {
  // A drive of Windows is one letter of any.
  openings: null,
  followings: 'aCW-[c',
  opens,
  follows: (line) => frameLine.test(line) || (isIndented(line) && introduces(line.trim())),
  continues,
  parse,
  level,
};

function opens(line: string): boolean {
  // The place of an uncaught error ends with a line number; the others begin with a word of their own.
  const last = line.charCodeAt(line.length - 1);
  if (last >= 48 && last <= 57 && uncaughtAt.test(line)) return true;
  const first = line.charCodeAt(0);
  return first === 69 ? inThread.test(line) : first === 85 && dotnetUncaught.test(line);
}

function continues(line: string, last: string): Belongs {
  if (isBlank(line)) return 'maybe';
  // Below the place of an uncaught error stand the line of source, the caret, an empty line and the error.
  if (uncaughtAt.test(last)) return 'maybe';
  if (caret.test(line) || nodeVersion.test(line) || emitted.test(line)) return 'part';
  if (caret.test(last)) return 'part';
  if (isIndented(line) || closing.test(line) || causeMark.test(line)) return 'part';
  // Further lines of a message, if frames follow.
  return isIndented(last) || nodeVersion.test(last) || closing.test(last) ? 'no' : 'maybe';
}

function level(lines: readonly string[]): Level {
  const first = lines[0] ?? '';
  const thread = inThread.exec(first)?.[1];
  if (thread !== undefined) return thread === 'main' ? 'fatal' : 'error';
  if (dotnetUncaught.test(first)) return 'fatal';
  return lines.some((line) => nodeVersion.test(line)) || (uncaughtAt.test(first) && lines.length > 3)
    ? 'fatal'
    : 'error';
}

interface Open {
  head: Head;
  frames: Frame[];
  /** Frames it shares with the one around it, which are printed there. */
  common: number;
  around: Open | null;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

function parse(lines: readonly string[]): Exception[] {
  const firstFrame = lines.findIndex((line) => frameLine.test(line));
  const start = headAt(lines, firstFrame < 0 ? lines.length : firstFrame);
  if (start === null) return [];
  const found: Open[] = [start];
  let at: Open = start;
  let skipBelow = -1;
  // After `[errors]: [` the next line that names an error is one of them.
  let listed = false;
  for (const line of lines.slice(start.next)) {
    const text = line.trim();
    if (text === '') continue;
    const indent = indentOf(line);
    if (skipBelow >= 0 && indent >= skipBelow) continue;
    skipBelow = -1;
    const shared = more.exec(text);
    if (text.startsWith('at ') && indent > 0) {
      if (at.frames.length < mostFrames) at.frames.push(readFrame(text.slice(3)));
    } else if (text.startsWith(suppressed)) skipBelow = indent;
    else if (emitted.test(text)) skipBelow = indent + 1;
    else if (text === endOfInner) at = at.around ?? at;
    else if (shared) at.common = Number(shared[1]);
    else if (listMark.test(text)) listed = true;
    else {
      const marked = causeMark.test(text);
      const head = causeIn(text, listed || at.frames.length > 0);
      if (head && found.length < mostExceptions) {
        const next: Open = { head, frames: [], common: 0, around: at };
        // What caused it was thrown before it; others of a list after each other.
        found.splice(found.indexOf(at) + (marked || listed ? 0 : 1), 0, next);
        at = next;
        listed = false;
      } else if (at.frames.length === 0 && at.around !== null && !closing.test(text))
        at.head = { ...at.head, message: `${at.head.message}\n${text}` };
    }
  }
  for (const { frames, common, around } of found)
    if (common > 0 && around)
      frames.push(...around.frames.slice(-common).slice(0, mostFrames - frames.length));
  return found.filter(({ head }) => head.type !== 'Trace').map(({ head, frames }) => ({ ...head, frames }));
}

interface Start extends Open {
  /** Where what follows the head begins. */
  next: number;
}

/** The line that names the error, and its message's further lines. */
function headAt(lines: readonly string[], firstFrame: number): Start | null {
  const marked = lines.findIndex((line) => isIndented(line) && introduces(line.trim()));
  const until = marked < 0 ? firstFrame : Math.min(marked, firstFrame);
  const carets = lines.slice(0, until).findLastIndex((line) => caret.test(line));
  const from = carets < 0 ? 0 : carets + 1;
  let at = lines.findIndex((line, index) => index >= from && index < until && readHead(strip(line)) !== null);
  if (at < 0) at = lines.findIndex((line, index) => index >= from && index < until && !isBlank(line));
  if (at < 0) return null;
  const line = strip(lines[at] ?? '');
  const framed = until < lines.length;
  const head = findHead(line, framed) ?? (framed || carets >= 0 ? { type: 'Error', message: line } : null);
  if (head === null) return null;
  let next = at + 1;
  if (framed) while (next < until && !introduces((lines[next] ?? '').trim())) next += 1;
  const message = [head.message, ...lines.slice(at + 1, next)].join('\n').trimEnd();
  return { head: { type: head.type, message }, frames: [], common: 0, around: null, next };
}

const introduces = (text: string) => causeMark.test(text) || listMark.test(text);

const strip = (line: string) =>
  line
    .replace(inThread, '')
    .replace(dotnetUncaught, '')
    .replace(/^Uncaught /, '')
    .replace(/\]? \{$/, '')
    .trim();

/** The error that a line inside a trace introduces. */
function causeIn(text: string, belowFrames: boolean): Head | null {
  const mark = causeMark.exec(text)?.[0];
  if (mark !== undefined) {
    const rest = strip(text.slice(mark.length));
    if (rest === '') return null;
    return findHead(rest, true) ?? { type: rest.replace(/:.*$/, ''), message: rest };
  }
  return belowFrames ? readHead(strip(text).replace(/,$/, '')) : null;
}

function readFrame(printed: string): Frame {
  const text = printed.replace(packaging, '').replace(/(?:\s\{|,)$/, '');
  const inFile = text.lastIndexOf(' in ');
  if (inFile > 0 && text.includes('(')) {
    const line = dotnetPlace.exec(text)?.[1];
    const end = line === undefined ? text.length : text.lastIndexOf(':line ');
    return dotnet(text.slice(0, text.indexOf('(')), text.slice(inFile + 4, end), numberOf(line));
  }
  if (!text.endsWith(')')) return javascript(null, text.replace(/^async /, ''));
  const spaced = text.indexOf(' (');
  if (spaced > 0) return javascript(text.slice(0, spaced), text.slice(spaced + 2, -1));
  const open = text.indexOf('(');
  const inside = text.slice(open + 1, -1);
  const name = text.slice(0, open);
  const place = javaPlace.exec(inside);
  if (!place) return dotnet(name, null, null);
  const plain = name.slice(name.lastIndexOf('/') + 1);
  const file = inside.replace(/:\d+$/, '');
  return {
    function: plain,
    file: /^(?:Native Method|Unknown Source|<generated>)$/.test(file) ? null : file,
    line: numberOf(place[1] ?? place[2]),
    column: null,
    inApp: inApp.java(plain),
  };
}

function dotnet(name: string, file: string | null, line: number | null): Frame {
  return { function: name.trim(), file, line, column: null, inApp: inApp.dotnet(name) };
}

function javascript(name: string | null, printed: string): Frame {
  const place = location.exec(printed);
  const path = place ? printed.slice(0, place.index) : printed;
  const file = path.startsWith('file://') ? path.slice(7) : path;
  return {
    function: name?.replace(/^async /, '') ?? null,
    file,
    line: numberOf(place?.[1]),
    column: numberOf(place?.[2]),
    inApp: inApp.javascript(file),
  };
}
