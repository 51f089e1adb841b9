/**
 * What loggers print in front of a message: time, level, logger, thread, process. Read from the left, token by token, and only as far as it
 * is certain: a word of a level counts where loggers put it, never in the middle of a sentence. What stands between a time and a level
 * (`[main]`, `1234 ---`, `root -`) is only taken for a part of the header when a level comes after it.
 */
import type { Level } from '../record.ts';
import { levelOfLetter, levelOfSyslog, levelOfWord } from './levels.ts';

export interface Header {
  level: Level | null;
  /** Whether a time or a level stands there: what has one begins a record. */
  found: boolean;
  /** Where the message begins. */
  end: number;
}

const mostTokens = 14;

// Times, each where it may begin with a digit, a letter or a bracket.
const isoTime =
  /\d{4}[-/.]\d\d[-/.]\d\d(?:[T ]|, ?)\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?!\w))?(?: (?:CES?T|JST|[ECMP][SD]T|MSK|BST|IST)(?!\w))?(?![\w-])/y;
const clock = /(?:\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?|\d{1,2}:\d\d[AP]M)(?![\w:])/y;
const dayMonth =
  /\d{1,2}[-/ ](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[-/ ]\d{4}[: ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: (?:[+-]\d{4}|UTC|GMT))?(?!\w)/y;
const slashes = /\d{1,4}[/.]\d{1,2}[/.]\d{2,4}[ ,]{1,2}\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: [AP]M)?(?!\w)/y;
const android = /\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}(?!\w)/y;
const epoch = /1\d{9}(?:\d{3}|\.\d{1,9})?(?=[ \t\]|])/y;
const hadoop = /\d{6} \d{6}(?= \d)/y;
const monthDay =
  /(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2},?(?: \d{4},?)? \d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: [AP]M)?(?: [A-Z]{3,4})?(?: \d{4})?(?!\w)/y;

/** `host program[123]: ` after a time of syslog. */
const syslogProgram = /[\w.-]{1,64} [\w./@-]{1,64}(?:\([\w.-]{1,64}\))?(\[\d{1,10}\])?: /y;
const priority = /<(\d{1,3})>/y;
const klog = /([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,8}\d{1,10} [\w./-]{1,80}:\d{1,6}\] /y;
const ruby = /[DIWEFA], \[/y;
const redis = /\d{1,10}:[MSCX] \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3} ([.\-*#]) /y;
const php =
  /(?:PHP (Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated|User \w{1,12})|Fatal error|Parse error): {1,2}(?=\S)/y;
const npm = /npm (ERR!|error|WARN|warn|notice|info|verb)(?= |$)/y;

/** .NET's console: the message stands on the next line. */
const dotnet = /(trce|dbug|info|warn|fail|crit): [\w.`+<>]{1,200}\[\d{1,10}\]$/y;
/** The line of source that logged, after a level. */
const caller = /[\w./-]{1,100}\.(?:go|py|rs|rb|js|ts|java|kt|cc|cpp|c):\d{1,6}(?=[\t ])/y;
const word = /[A-Za-z]{2,13}/y;
const square = /\[([^[\]\n]{0,120})\]/y;
/** Zookeeper's threads have brackets of their own. */
const nestedSquare = /\[[^\n]{1,160}?\] - /y;
const angle = /<([\w.:-]{1,40})>/y;
const round = /\(([\w.$:/ -]{1,60})\)(?=[ :]|$)/y;
const curly = /\{[\w./-]{1,100}:\d{1,6}\}/y;
const separator = /(?:---|--|[-|~:>•])(?=\s|$)/y;
const digits = /\d{1,12}(?=\s|$)/y;
const connection = /\d{1,10}#\d{1,10}:(?: \*\d{1,12})?/y;
const pair = /[\w.]{1,40}=[^\s"]{0,100}(?=\s)/y;
const dashed = /[\w.$/:@<>-]{1,100} {1,30}- (?!-)/y;
const piped = /[\w.-]{1,60} {0,30}\| /y;
const composed = /[\w$./:@-]{1,100}(?=\s)/y;
/** `com.shop.Mailer:`, `my_crate::mail:`, `kernel/net:`: the name of a logger, which is never one plain word. */
const logger =
  /[A-Za-z_][\w$]{0,60}(?:(?:\.|::|\/)[\w$*-]{1,60}){1,12}(?:\([^()\n]{1,60}\))?(?:\[\d{1,10}\])? {0,40}:(?=\s|$)/y;
const pythonLogger = /:([\w.]{1,80}):/y;
const monolog = /[\w-]{1,40}\.(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): /y;
const androidTag = /\d{1,6} {1,6}\d{1,6} ([VDIWEF]) /y;
const span = /[\w:]{1,60}\{[^{}\n]{0,200}\}:(?=[\s\w])/y;
const threadId = /ThreadId\(\d{1,6}\)/y;

const bracketedLevel = /^\s{0,10}(?:[\w.-]{1,40}:)?([A-Za-z]{3,13})\s{0,10}(?:\/[\w-]{1,60})?$/;
const levelAfterTime = /^[\s:,|-]{0,10}\[?([A-Za-z]{3,13})(?![\w.])/;
const plainInside = /^[\w.:#@/$ ,=+*~<>()-]{1,120}$/;
const exceptionName = /(?:Error|Exception|Throwable)(?:\(|\[|:| |$)/;
const notAWord = /[\d._$:@/]/;

const phpLevels: Readonly<Record<string, Level>> = {
  error: 'error',
  'recoverable fatal error': 'error',
  warning: 'warn',
  notice: 'info',
  deprecated: 'warn',
};

const nothing: Header = { level: null, found: false, end: 0 };

/** Reads the header of a line; a line without one has the level null and its message at 0. */
export function readHeader(line: string): Header {
  const first = line.charCodeAt(0);
  if (first <= space) return indented(line);
  const special = readSpecial(line, first);
  if (special) return special;
  return new Reader(line).read(0);
}

/** Some loggers (tracing, pretty_env_logger) pad in front; more than two blanks belong to the line before. */
function indented(line: string): Header {
  let at = 0;
  while (at < 3 && line.charCodeAt(at) === space) at++;
  if (at === 0 || at === 3) return nothing;
  const header = new Reader(line).read(at);
  return header.found ? header : nothing;
}

const space = 32;
const isDigit = (code: number) => code >= 48 && code <= 57;
const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isUpper = (text: string) => text === text.toUpperCase();

function match(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

/** Headers that have a form of their own. */
function readSpecial(line: string, first: number): Header | null {
  if (isDigit(first)) {
    const sign = match(redis, line, 0);
    if (!sign) return null;
    const level = ({ '#': 'warn', '*': 'info', '-': 'info', '.': 'debug' } as const)[sign[1] ?? ''] ?? null;
    return { level, found: true, end: sign[0].length };
  }
  if (first === 110) {
    const said = match(npm, line, 0);
    if (!said) return null;
    const level = levelOfWord(said[1] === 'verb' ? 'verbose' : (said[1] ?? '').replace('!', ''));
    return { level, found: true, end: skipBlanks(line, said[0].length) };
  }
  if (first >= 99 && first <= 119 && line.charCodeAt(line.length - 1) === 93) {
    const said = match(dotnet, line, 0)?.[1];
    if (said !== undefined)
      return { level: said === 'fail' ? 'error' : levelOfWord(said), found: true, end: line.length };
  }
  const second = line.charCodeAt(1);
  if (isDigit(second)) {
    const letter = match(klog, line, 0);
    return letter && { level: levelOfLetter(letter[1] ?? ''), found: true, end: letter[0].length };
  }
  if (second === 44 && match(ruby, line, 0)) {
    const rest = line.indexOf(' -- ', 3);
    if (rest > 0 && rest < 160) {
      const message = line.indexOf(': ', rest);
      const end = message > 0 && message < rest + 80 ? message + 2 : rest + 4;
      return { level: levelOfLetter(line[0] ?? ''), found: true, end };
    }
  }
  return null;
}

function skipBlanks(line: string, at: number): number {
  while (line.charCodeAt(at) === space || line.charCodeAt(at) === 9) at++;
  return at;
}

/** Goes over one line's header. What was taken counts up to `end`, which only a time or a level moves while there is no level yet. */
class Reader {
  private level: Level | null = null;
  private timed = false;
  private end = 0;
  private at = 0;
  private readonly line: string;

  constructor(line: string) {
    this.line = line;
  }

  read(from: number): Header {
    this.at = from;
    this.end = from;
    for (let tokens = 0; tokens < mostTokens && this.at < this.line.length; tokens++) {
      if (!this.token()) break;
      this.at = skipBlanks(this.line, this.at);
      if (this.level !== null || this.sure) this.end = this.at;
      this.sure = false;
    }
    const found = this.timed || this.level !== null;
    return found ? { level: this.level, found, end: this.end } : nothing;
  }

  /** Whether what was taken last belongs to a header for certain. */
  private sure = false;

  private token(): boolean {
    const code = this.line.charCodeAt(this.at);
    if (!this.timed && this.time(code)) return true;
    if (code === 91) return this.squareBracket();
    if (code === 60) return this.angleBracket();
    if (code === 40) return this.roundBracket();
    if (code === 123) return this.timed && this.take(curly) !== null;
    if (isDigit(code)) return this.number();
    if (isLetter(code) || code === 95) return this.word();
    return (this.timed || this.level !== null) && this.take(separator) !== null;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    const found = match(pattern, this.line, this.at);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private time(code: number): boolean {
    const taken = isDigit(code) ? this.digitTime() : code > 64 && code < 88 && this.take(monthDay) !== null;
    if (!taken) return false;
    this.timed = true;
    this.sure = true;
    const after = skipBlanks(this.line, this.at);
    const program = isLetter(this.line.charCodeAt(after)) ? match(syslogProgram, this.line, after) : null;
    // A program without a process id is only believed after the time that syslog writes.
    if (program && (program[1] !== undefined || !isDigit(code))) this.at = after + program[0].length;
    else if (this.line.charCodeAt(this.at) === 58) this.at++;
    return true;
  }

  private digitTime(): boolean {
    // Which one it can be is told by the place of the first character that is no digit.
    const { line, at } = this;
    let next = at;
    while (next < at + 14 && isDigit(line.charCodeAt(next))) next++;
    const sign = line.charCodeAt(next);
    if (next - at === 4 && this.take(isoTime)) return true;
    if (sign === 58) return this.take(clock) !== null;
    if (next - at <= 4 && (sign === 47 || sign === 46) && this.take(slashes)) return true;
    if (next - at <= 2) return this.take(dayMonth) !== null || this.take(android) !== null;
    if (next - at >= 10) return this.take(epoch) !== null;
    return next - at === 6 && this.take(hadoop) !== null;
  }

  private squareBracket(): boolean {
    if (this.level !== null) {
      const nested = match(nestedSquare, this.line, this.at);
      if (nested && nested[0].lastIndexOf('[') > 0 && nested[0].length < 160) {
        this.at += nested[0].length;
        return true;
      }
    }
    const found = match(square, this.line, this.at);
    if (!found) return false;
    const inside = found[1] ?? '';
    const next = this.at + found[0].length;
    if (this.level === null && (this.levelInside(inside) || this.timeInside(inside, next))) return true;
    if (!plainInside.test(inside)) return false;
    this.at = next;
    if (this.line.charCodeAt(next) === 58) this.at++;
    this.sure = this.timed && notAWord.test(inside) && !inside.includes(' ');
    return true;
  }

  private levelInside(inside: string): boolean {
    const name = bracketedLevel.exec(inside)?.[1];
    const level = name === undefined ? null : levelOfWord(name);
    if (level === null) return false;
    this.level = level;
    this.at += inside.length + 2;
    if (this.line.charCodeAt(this.at) === 58) this.at++;
    return true;
  }

  /** `[2024-05-01 12:00:00]`, `[2024-05-01T12:00:00Z ERROR mailer]`, `[2024-05-01 12:00:00,123: ERROR/MainProcess]`. */
  private timeInside(inside: string, next: number): boolean {
    if (this.timed) return false;
    const opened = this.at;
    this.at = skipBlanks(this.line, opened + 1);
    const code = this.line.charCodeAt(this.at);
    const taken = isDigit(code) ? this.digitTime() : isLetter(code) && this.take(monthDay) !== null;
    if (!taken || this.at > next) {
      this.at = opened;
      return false;
    }
    this.timed = true;
    this.sure = true;
    const name = levelAfterTime.exec(inside.slice(this.at - opened - 1))?.[1];
    if (name !== undefined) this.level = levelOfWord(name);
    this.at = next;
    if (this.line.charCodeAt(next) === 58) this.at++;
    return true;
  }

  private angleBracket(): boolean {
    const rank = this.at === 0 ? this.take(priority) : null;
    if (rank) {
      // What follows may say more than syslog's own severity, or nothing.
      this.level = levelOfSyslog(Number(rank[1]) & 7);
      return true;
    }
    const found = this.take(angle);
    if (!found) return false;
    if (this.level === null) this.level = levelOfWord(found[1] ?? '');
    return this.level !== null || this.timed;
  }

  private roundBracket(): boolean {
    const found = match(round, this.line, this.at);
    const inside = found?.[1] ?? '';
    const level = this.level === null ? levelOfWord(inside) : null;
    if (!found || (level === null && !this.timed && this.level === null)) return false;
    if (level === null && !notAWord.test(inside)) return false;
    this.at += found[0].length;
    if (level !== null) this.level = level;
    if (this.line.charCodeAt(this.at) === 58) this.at++;
    return true;
  }

  private number(): boolean {
    if (!this.timed && this.level === null) return this.composedName();
    if (this.level !== null) return this.take(connection) !== null || this.processId();
    const tag = this.take(androidTag);
    if (tag) {
      this.level = levelOfLetter(tag[1] ?? '');
      return true;
    }
    return this.take(digits) !== null || this.composedName();
  }

  /** `1234 --- `, after a level. */
  private processId(): boolean {
    const found = match(digits, this.line, this.at);
    if (!found) return false;
    const after = skipBlanks(this.line, this.at + found[0].length);
    if (!this.line.startsWith('---', after)) return false;
    this.at = after;
    return true;
  }

  private word(): boolean {
    if (this.level === null && (this.levelWord() || this.phpLevel())) return true;
    if (this.level !== null) return this.loggerName();
    if (this.timed && (this.take(pair) || this.take(threadId))) return true;
    if (this.named()) return true;
    if (this.timed && this.loggerName()) return true;
    return this.timed && this.composedName();
  }

  /** `root - ERROR`, `app_1  | ERROR`, `production.ERROR: `: one word and the sign behind it. */
  private named(): boolean {
    const end = this.line.indexOf(' ', this.at);
    if (end < 0 || end - this.at > 100) return false;
    const sign = this.line.charCodeAt(skipBlanks(this.line, end));
    if (sign === 45) return this.take(dashed) !== null;
    if (sign === 124) return this.take(piped) !== null;
    if (this.line.charCodeAt(end - 1) !== 58) return false;
    const channel = this.take(monolog);
    if (channel) this.level = levelOfWord(channel[1] ?? '');
    return channel !== null;
  }

  private phpLevel(): boolean {
    const code = this.line.charCodeAt(this.at);
    const said = code === 80 || code === 70 ? this.take(php) : null;
    if (!said) return false;
    this.level = phpLevels[said[1]?.replace('User ', '').toLowerCase() ?? ''] ?? 'fatal';
    return true;
  }

  /** One token that is no word of a language: `web-1`, `10.0.0.1`, `user@db`. */
  private composedName(): boolean {
    const found = match(composed, this.line, this.at);
    if (!found || !notAWord.test(found[0])) return false;
    this.at += found[0].length;
    return true;
  }

  private loggerName(): boolean {
    const spanned = this.take(span);
    if (spanned || this.take(caller)) return true;
    const named = match(logger, this.line, this.at) ?? match(dashed, this.line, this.at);
    if (!named || exceptionName.test(named[0])) return false;
    this.at += named[0].length;
    return true;
  }

  private levelWord(): boolean {
    const { line, at } = this;
    const name = match(word, line, at)?.[0];
    const level = name === undefined ? null : levelOfWord(name);
    if (name === undefined || level === null) return false;
    const next = at + name.length;
    // What a runtime prints of an error begins with its name: that is the error, not a header.
    if ((name === 'Error' || name === 'panic') && line.charCodeAt(next) === 58) return false;
    if (!this.standsAsLevel(name, next)) return false;
    this.level = level;
    const sign = line.charCodeAt(next);
    this.at = sign === 58 || sign === 124 || sign === 44 ? next + 1 : next;
    const python = sign === 58 ? match(pythonLogger, line, next) : null;
    if (python) this.at = next + python[0].length;
    return true;
  }

  private standsAsLevel(name: string, next: number): boolean {
    const sign = next >= this.line.length ? space : this.line.charCodeAt(next);
    const after = this.line.charCodeAt(next + 1);
    const colon = sign === 58 && !(after === 58 || after === 47);
    if (isUpper(name)) {
      if (name === 'LOG' || name === 'HTTP' || name === 'CONFIG')
        return colon || (this.timed && sign <= space);
      return colon || sign <= space || sign === 124 || (sign === 44 && this.timed) || sign === 93;
    }
    const lower = name.toLowerCase();
    if (lower === 'log' || lower === 'http' || lower === 'config' || lower === 'fine' || lower === 'failure')
      return false;
    if (colon || sign === 9 || sign === 124) return true;
    if (sign !== space) return false;
    if (after === space || (after === 45 && this.line.charCodeAt(next + 2) === space)) return true;
    return this.timed && (lower === 'info' || lower === 'debug' || lower === 'warn' || lower === 'inf');
  }
}
