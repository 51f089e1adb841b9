/** C and C++: terminate, abort and failed assertions, signals, and the reports of the sanitizers. */
import type { Exception, Frame, Level } from '../../record.ts';
import { inApp } from './in-app.ts';
import { type Belongs, isBlank, isIndented, type Language, mostFrames, numberOf } from './language.ts';

const sanitizer = /^(?:==\d{1,10}==\s?)?(?:ERROR|WARNING): (\w{1,20}Sanitizer): (.{1,2000})$/;
const deadly = /^\w{1,20}Sanitizer:DEADLYSIGNAL$/;
const rule = /^={10,100}$/;
const undefinedBehaviour = /^(\S[^:\n]{0,300}):(\d{1,7}):(\d{1,7}): runtime error: (.{1,2000})$/;
const terminated =
  /^(?:terminate called (?:after throwing an instance of '([^'\n]{1,300})'|without an active exception|recursively)|libc\+\+abi: terminating (?:due to|with) uncaught exception(?: of type ([^:\n]{1,300}))?(?:: (.{0,2000}))?)/;
const what = /^\s{1,8}what\(\): {1,2}(.{0,8000})$/;
const assertion =
  /^(?:[^\n:]{1,200}: )?([^\n:]{1,300}):(\d{1,7}): (.{0,500}): Assertion [`'](.{1,2000})' failed\.?$/;
const heap =
  /^(?:free\(\): |malloc\(\): |realloc\(\): |munmap_chunk\(\): |double free or corruption|corrupted (?:size vs\. prev_size|double-linked list)|\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*|malloc_consolidate\(\))/;
const signalled =
  /^(?:.{0,200}\s)?(Segmentation fault|Aborted|Bus error|Illegal instruction|Floating point exception)(?: \(core dumped\))?$/;
const report =
  /^(?:==\d{1,10}==|=>0x|0x[0-9a-f]{6,16} is located|freed by |previously allocated |allocated by |SUMMARY: |Shadow |Thread T|Direct leak |Indirect leak |\w{1,20}Sanitizer[ :]|HINT: |READ of |WRITE of |Address 0x|This frame has |Uninitialized value |Memory was marked |Objects leaked |\[frame=)/;
const numbered = /^\s{0,12}#(\d{1,6})\s{1,4}(?:0x[0-9a-f]{1,16}\s{1,4}(?:in )?)?(\S.{0,2000})$/;
const inModule = /\s\([^()\n]{1,500}\+0x[0-9a-f]{1,16}\)(?: \(BuildId: \w{1,64}\))?$/;
const place = /^(.{1,1500}?)\s{1,4}(?:at )?(\S{1,500}?)(?::(\d{1,7}))?(?::(\d{1,7}))?$/;
const libcFrame = /^(\S{1,300})\((\w{0,300})\+0x[0-9a-f]{1,16}\)\s?\[0x[0-9a-f]{1,16}\]$/;

const signals: Readonly<Record<string, string>> = {
  'Segmentation fault': 'SIGSEGV',
  Aborted: 'SIGABRT',
  'Bus error': 'SIGBUS',
  'Illegal instruction': 'SIGILL',
  'Floating point exception': 'SIGFPE',
};

export const native: Language = {
  openings: null,
  followings: '#',
  opens,
  follows: (line) => numbered.test(line) && / (?:in |at |\(\S{1,200}\+0x)/.test(line.slice(0, 2_000)),
  continues,
  parse,
  level,
};

function opens(line: string): boolean {
  // What runs over every line looks at its beginning first.
  switch (line.charCodeAt(0)) {
    case 61: // =
      return rule.test(line) || sanitizer.test(line);
    case 116: // t
    case 108: // l
      if (terminated.test(line)) return true;
      break;
    case 87: // W
    case 69: // E
      if (sanitizer.test(line)) return true;
      break;
    case 65: // A
    case 66: // B
    case 73: // I
    case 70: // F
    case 83: // S
      if (line.length < 100 && (signalled.test(line) || deadly.test(line))) return true;
      break;
    default:
  }
  return (
    (line.endsWith('failed.') && assertion.test(line)) ||
    heap.test(line) ||
    (line.includes(': runtime error: ') && undefinedBehaviour.test(line))
  );
}

function continues(line: string, last: string, first: string): Belongs {
  const sanitized = sanitizer.test(last) || report.test(last) || deadly.test(last);
  if (rule.test(last) && last === first) return sanitizer.test(line) || report.test(line) ? 'part' : 'no';
  if (isBlank(line)) return 'maybe';
  if (rule.test(line)) return deadly.test(last) || report.test(last) ? 'part' : 'no';
  if (isIndented(line) || report.test(line) || numbered.test(line) || libcFrame.test(line)) return 'part';
  if (signalled.test(line)) return 'part';
  return sanitized && sanitizer.test(line) ? 'part' : 'no';
}

/** Only undefined behaviour and data races are reported by a program that goes on. */
function level(lines: readonly string[]): Level {
  return lines.some((line) => undefinedBehaviour.test(line) || line.includes('ThreadSanitizer: '))
    ? 'error'
    : 'fatal';
}

function parse(lines: readonly string[]): Exception[] {
  const head = readHead(lines);
  return head ? [{ ...head, frames: readFrames(lines) }] : [];
}

function readHead(lines: readonly string[]): { type: string; message: string } | null {
  for (const line of lines) {
    const sanitized = sanitizer.exec(line);
    if (sanitized) {
      const said = sanitized[2] ?? '';
      const type =
        sanitized[1] === 'LeakSanitizer'
          ? 'memory leak'
          : (/^(.{1,80}?)(?: on (?:unknown )?address| \(pid=|:|$)/.exec(said)?.[1] ?? said);
      return { type, message: said };
    }
    const ended = terminated.exec(line);
    if (ended) {
      const message = lines.map((one) => what.exec(one)?.[1]).find((one) => one !== undefined);
      return { type: ended[1] ?? ended[2] ?? 'terminate', message: message ?? ended[3] ?? line };
    }
    const undefinedOne = undefinedBehaviour.exec(line);
    if (undefinedOne) return { type: 'undefined behaviour', message: undefinedOne[4] ?? '' };
    const asserted = assertion.exec(line);
    if (asserted) return { type: 'assertion', message: asserted[4] ?? '' };
    if (heap.test(line)) return { type: 'SIGABRT', message: line };
    const signal = signalled.exec(line)?.[1];
    if (signal !== undefined) return { type: signals[signal] ?? signal, message: line };
  }
  return null;
}

/** Of several stacks the first is where it happened. */
function readFrames(lines: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  for (const line of lines) {
    const asserted = assertion.exec(line);
    if (asserted) frames.push(frameOf(asserted[3] ?? null, asserted[1] ?? null, asserted[2], undefined));
    const found = numbered.exec(line);
    const listed = found ? null : libcFrame.exec(line);
    if (found) {
      if (frames.length > 0 && found[1] === '0') break;
      frames.push(readFrame(found[2] ?? ''));
    } else if (listed)
      frames.push(
        frameOf(listed[2] === '' ? null : (listed[2] ?? null), listed[1] ?? null, undefined, undefined),
      );
    else if (isBlank(line) && frames.length > 0) break;
    if (frames.length >= mostFrames) break;
  }
  if (frames.length > 0) return frames;
  const found = lines.map((line) => undefinedBehaviour.exec(line)).find((one) => one !== null);
  return found ? [frameOf(null, found[1] ?? null, found[2], found[3])] : [];
}

function readFrame(printed: string): Frame {
  const text = printed.replace(inModule, '');
  const found = place.exec(text);
  // Without debug information there is only the module, and nothing says where in it.
  if (!found || (found[3] === undefined && text !== printed)) {
    const name = text.replace(/ <null>$/, '');
    return frameOf(name, /\(([^\s()]{1,300})\+0x/.exec(printed)?.[1] ?? null, undefined, undefined);
  }
  if (found[3] === undefined) return frameOf(text, null, undefined, undefined);
  return frameOf(found[1] ?? null, found[2] ?? null, found[3], found[4]);
}

function frameOf(
  name: string | null,
  file: string | null,
  line: string | undefined,
  column: string | undefined,
): Frame {
  const plain = name === null || name === '<null>' ? null : name;
  return {
    function: plain,
    file,
    line: numberOf(line),
    column: numberOf(column),
    inApp: inApp.native(file, name),
  };
}
