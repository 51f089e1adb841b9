/** Go: panics, fatal errors and dumps of goroutines; also stack traces of zap and pkg/errors, which print frames the same way. */
import type { Exception, Frame, Level } from '../../record.ts';
import { inApp } from './in-app.ts';
import { type Belongs, isBlank, isIndented, type Language, mostFrames, numberOf } from './language.ts';

const opening =
  /^(?:panic: |fatal error: |SIGQUIT: quit|SIGABRT: abort|unexpected fault address |runtime: goroutine stack exceeds )/;
const goroutine = /^goroutine \d{1,12}(?: gp=\S{1,40}| m=\S{1,40}| mp=\S{1,40}){0,4} \[[^\]\n]{1,200}\]:$/;
const place =
  /^\t([^\t\n]{1,1000}?\.(?:go|s|cgo|y)):(\d{1,9})(?: \+0x[0-9a-f]{1,16})?(?: (?:fp|sp|pc)=\S{1,40}){0,3}$/;
const call = /^(?:created by \S|panic\(|(?=[\w/~%-]{0,200}\.)[\w./~%-]{1,300}(?:[([]|$))/;
const tail =
  /^(?:exit status \d|\[signal |\[recovered|PC=|rax |\.\.\.|runtime: |runtime stack:|[a-z0-9]{2,6} {1,8}0x[0-9a-f]{1,16}$|goroutine running on other thread)/;

export const go: Language = {
  openings: 'pfSurg',
  followings: 'g/',
  opens: (line) => opening.test(line) || goroutine.test(line),
  follows: (line) => (line.startsWith('\t') ? place.test(line) : goroutine.test(line)),
  continues,
  parse,
  level,
};

function continues(line: string, last: string): Belongs {
  if (isBlank(line)) return 'maybe';
  if (isIndented(line) || goroutine.test(line) || tail.test(line) || opening.test(line)) return 'part';
  if (place.test(last) || goroutine.test(last) || last.startsWith('runtime stack:'))
    return call.test(line) ? 'part' : 'no';
  return opening.test(last) ? 'maybe' : 'no';
}

/** A panic that somebody caught (`http: panic serving …`) is printed by a logger, with words before it. */
function level(lines: readonly string[]): Level {
  return opening.test(lines[0] ?? '') ? 'fatal' : 'error';
}

function parse(lines: readonly string[]): Exception[] {
  const firstPlace = lines.findIndex((line) => place.test(line));
  const head = readHead(lines, firstPlace < 0 ? lines.length : firstPlace);
  const stacks = readStacks(lines);
  // The goroutine that panicked is printed first; in a dump of all of them the first with code of its own says most.
  const frames = stacks.find((stack) => stack.some((frame) => frame.inApp)) ?? stacks[0] ?? [];
  // Above the panic itself stand the frames that print it.
  const panicked = frames.findLastIndex(
    (frame) => frame.function === 'panic' || frame.function === 'runtime.gopanic',
  );
  const own = panicked >= 0 ? frames.slice(panicked + 1) : frames;
  if (head === null && own.length === 0) return [];
  return [{ type: head?.type ?? 'error', message: head?.message ?? '', frames: own }];
}

/** One list of frames for each goroutine. */
function readStacks(lines: readonly string[]): Frame[][] {
  const stacks: Frame[][] = [[]];
  for (const [at, line] of lines.entries()) {
    if (goroutine.test(line)) stacks.push([]);
    const found = place.exec(line);
    const stack = stacks.at(-1);
    if (found && stack && stack.length < mostFrames) stack.push(readFrame(lines[at - 1] ?? '', found));
  }
  return stacks.filter((stack) => stack.length > 0);
}

function readHead(lines: readonly string[], until: number): { type: string; message: string } | null {
  const fatal = lines.findIndex((line, index) => index < until && line.startsWith('fatal error: '));
  const at = fatal >= 0 ? fatal : lines.findIndex((line, index) => index < until && opening.test(line));
  const first = at < 0 ? (lines[0] ?? '') : (lines[at] ?? '');
  if (at < 0) {
    const served = /\bpanic(?: serving \S{1,100})?: (.*)$/.exec(first.slice(0, 4_000));
    if (served) return typed('panic', served[1] ?? '');
    // Loggers and pkg/errors print the frames alone, or below a message.
    return goroutine.test(first) || until <= 1 ? null : { type: 'error', message: first.trim() };
  }
  const further: string[] = [];
  for (
    let line = at + 1;
    line < until && lines[line] !== '' && !tail.test(lines[line] ?? '') && !goroutine.test(lines[line] ?? '');
    line++
  )
    if (!(lines[line] ?? '').startsWith('\tpanic: ')) further.push(lines[line] ?? '');
  const split = first.indexOf(': ');
  const message = [split < 0 ? '' : first.slice(split + 2), ...further].join('\n').trim();
  return typed(split < 0 ? first : first.slice(0, split), message.replace(/ \[recovered\]$/, ''));
}

/** `main.MyError{…}` and `*errors.errorString` name a type; a plain string names none. */
function typed(type: string, message: string): { type: string; message: string } {
  if (message.startsWith('runtime error: ')) return { type: 'runtime error', message: message.slice(15) };
  return { type, message };
}

function readFrame(above: string, [, file = '', line]: RegExpExecArray): Frame {
  const created = above.replace(/^created by /, '').replace(/ in goroutine \d+$/, '');
  const name = created.endsWith(')') ? created.slice(0, argumentsAt(created)) : created;
  return { function: name, file, line: numberOf(line), column: null, inApp: inApp.go(file, name) };
}

/** Where the last pair of brackets opens: `main.(*Server).handle(0xc00, 0x1)`. */
function argumentsAt(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at > 0; at--) {
    const sign = text.charCodeAt(at);
    if (sign === 41) depth += 1;
    else if (sign === 40) depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
