/** What the look of a piece of text says: a number, an address, a path, … By hand and without regular expressions: no text takes long. */

/** What a value is, where its look says so; `*` is a value of no known kind. */
export const kinds = [
  'NUM',
  'SIZE',
  'TIME',
  'IP',
  'HOST',
  'HEX',
  'UUID',
  'PATH',
  'URL',
  'EMAIL',
  '*',
] as const;
export type Kind = (typeof kinds)[number];

/** Before a kind's name it marks the place of a value. No message holds it: control characters are read as blanks. */
const sign = '\u0001';
export const placeFor = Object.fromEntries(kinds.map((kind) => [kind, `${sign}${kind}`])) as Record<
  Kind,
  string
>;
export const anyValue = placeFor['*'];
export const isPlace = (word: string): boolean => word.charCodeAt(0) === 1;
export const kindOf = (place: string): Kind => place.slice(1) as Kind;

export const part = 0;
export const mark = 1;
export const blank = 2;
const classes = new Uint8Array(128);
classes.fill(blank, 0, 33);
classes[127] = blank;
for (const char of ',;=:()[]{}"\'`<>|!?%') classes[char.charCodeAt(0)] = mark;

export function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (classes[code] as number) : code === 0xa0 || code === 0x3000 ? blank : part;
}
export const isDigit = (code: number) => code >= 48 && code <= 57;
const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isHexLetter = (code: number) => (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
/** Scripts that put no blank between words and figures. */
const isUnspaced = (code: number) => code >= 0x2e80;

const months = new Set('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '));
const weekdays = new Set('Mon Tue Wed Thu Fri Sat Sun'.split(' '));
export const sizeUnits = new Set('B kB KB MB GB TB KiB MiB GiB TiB'.split(' '));
export const timeUnits = new Set(
  'ms s sec secs second seconds min mins minute minutes h hour hours'.split(' '),
);
/** `server.js:12` is a place in code: the name is part of what is said, the line is not. */
const codeFiles = new Set(
  'c cc cpp cs ex exs go h hpp java js jsx kt mjs php py rb rs scala swift ts tsx'.split(' '),
);

export function endOfWord(text: string, start: number): number {
  const unspaced = isUnspaced(text.charCodeAt(start));
  let at = start + 1;
  while (at < text.length && classAt(text, at) === part && isUnspaced(text.charCodeAt(at)) === unspaced) {
    // Leaders part words: `done....0`.
    if (text.charCodeAt(at) === 46 && text.charCodeAt(at + 1) === 46 && text.charCodeAt(start) !== 46)
      return at;
    if (
      text.charCodeAt(start) === 46 &&
      text.charCodeAt(start + 1) === 46 &&
      text.charCodeAt(at) !== 46 &&
      text.charCodeAt(at) !== 47
    )
      return at;
    at += 1;
  }
  // The full stop of a sentence is not the word's; a word of stops alone is one.
  let last = at;
  while (last > start && text.charCodeAt(last - 1) === 46) last -= 1;
  return last > start ? last : at;
}

/** Where a URL or a Windows path that begins with this word ends; `at` when there is none. */
export function linkUntil(text: string, start: number, at: number): number {
  if (text.charCodeAt(at) !== 58 || !isLetter(text.charCodeAt(start))) return at;
  const url = text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47;
  const drive = at - start === 1 && text.charCodeAt(at + 1) === 92;
  if (!url && !drive) return at;
  let to = at + 2;
  while (to < text.length && classAt(text, to) !== blank && !'"\'`<>,;)]}|'.includes(text[to] as string))
    to += 1;
  while (text.charCodeAt(to - 1) === 46 || text.charCodeAt(to - 1) === 58) to -= 1;
  return to;
}

const longestColons = 48;
/** Where a clock time, a MAC or an IPv6 address that begins here ends; `at` when there is none. */
export function colonsUntil(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (!isDigit(first) && !isHexLetter(first) && first !== 58) return at;
  const before = at > 0 ? text.charCodeAt(at - 1) : 32;
  if (isLetter(before) || isDigit(before) || before === 58) return at;
  let colons = 0;
  let digits = 0;
  let to = at;
  for (; to < text.length && to - at < longestColons; to += 1) {
    const code = text.charCodeAt(to);
    if (code === 58) colons += 1;
    else if (isDigit(code)) digits += 1;
    else if (!isHexLetter(code) && !(code === 46 && digits > 0)) break;
  }
  while (to > at && text.charCodeAt(to - 1) === 46) to -= 1;
  if (text.charCodeAt(to - 1) === 58) {
    to -= 1;
    colons -= 1;
  }
  const isLoopback = first === 58 && colons === 2 && to - at === 3;
  if (colons < 1 || (digits < 2 && !isLoopback)) return at;
  if (to < text.length && classAt(text, to) === part && text.charCodeAt(to) !== 46) return at;
  return colons > 1 || isClock(text, at, to) ? to : at;
}

/** `12:34`, `1:02:03.456` */
function isClock(text: string, at: number, to: number): boolean {
  let run = 0;
  let colons = 0;
  for (let index = at; index < to; index += 1) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) run += 1;
    else if (code === 58 && run >= 1 && run <= 3) {
      run = 0;
      colons += 1;
    } else return code === 46 && run === 2 && colons > 0;
  }
  return run === 2 && colons > 0;
}

export function placeOfColons(text: string, at: number, to: number): string {
  if (isClock(text, at, to)) return placeFor.TIME;
  return to - at === 17 && text.charCodeAt(at + 2) === 58 && text.charCodeAt(at + 5) === 58
    ? placeFor.HEX
    : placeFor.IP;
}

/** Where the date begins that stands before a clock time: `2026-11-26`, `Thu Nov 26`, `Thu, 26 Nov 2026`. */
export function dateBefore(words: readonly string[], between: readonly string[], gap: string): number {
  if (gap !== ' ') return words.length;
  const last = words.length - 1;
  if (words[last] === placeFor.TIME) return last;
  let from = words.length;
  let hasMonth = false;
  for (let index = last; index >= 0 && index > last - 4; index -= 1) {
    const word = words[index] as string;
    const isMonth = months.has(word);
    if (!isMonth && word !== placeFor.NUM && !weekdays.has(word)) break;
    hasMonth ||= isMonth;
    if (hasMonth && (isMonth || weekdays.has(word) || words[index + 1] !== undefined)) from = index;
    if (weekdays.has(word) || (between[index] !== ' ' && between[index] !== ', ')) break;
  }
  return hasMonth ? from : words.length;
}

/** `UTC`, `CEST`, `+0900` */
export function isZone(word: string): boolean {
  return (
    word.length >= 3 &&
    word.length <= 4 &&
    (word === 'UTC' || word === 'GMT' || (word.endsWith('T') && word === word.toUpperCase()))
  );
}
export function isYear(text: string, start: number, end: number): boolean {
  const century = text.slice(start, start + 2);
  return end - start === 4 && (century === '19' || century === '20');
}
/** Where the time ends that goes on behind `2026-11-26T05`, with its fraction and zone. */
export function clockUntil(text: string, at: number): number {
  let to = at;
  while (text.charCodeAt(to) === 58 && isDigit(text.charCodeAt(to + 1))) {
    to += 1;
    while (to < text.length && (isDigit(text.charCodeAt(to)) || '.+-Z'.includes(text[to] as string))) to += 1;
  }
  return text.charCodeAt(to - 1) === 46 ? to - 1 : to;
}

/** `1,234,567` is one number. */
export function thousandsUntil(text: string, start: number, at: number): number {
  if (at - start > 3) return at;
  let to = at;
  while (
    text.charCodeAt(to) === 44 &&
    isDigit(text.charCodeAt(to + 1)) &&
    isDigit(text.charCodeAt(to + 2)) &&
    isDigit(text.charCodeAt(to + 3)) &&
    !isDigit(text.charCodeAt(to + 4))
  )
    to += 4;
  return to;
}

/** `mail.example.org`: with a port behind it, a value. */
export function isHost(word: string): boolean {
  const dot = word.lastIndexOf('.');
  return dot > 0 && dot < word.length - 1 && !codeFiles.has(word.slice(dot + 1));
}

/** Where the figures begin in `core.2275`: a plain name, a dot, a number. `start` when it is not that. */
export function figuresBehind(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isDigit(text.charCodeAt(at - 1))) at -= 1;
  if (at === end || text.charCodeAt(at - 1) !== 46) return start;
  for (let index = start; index < at - 1; index += 1) if (!isLetter(text.charCodeAt(index))) return start;
  return at - 1 > start ? at : start;
}

/** What the look of a word says: the place of a value, or null for a word. */
export function placeOf(text: string, start: number, end: number): string | null {
  let digits = 0;
  let runs = 0;
  let longestRun = 0;
  let run = 0;
  let letters = 0;
  let hexLetters = 0;
  let dots = 0;
  let slashes = 0;
  let ats = 0;
  /** Figures that stand for themselves between signs, as in `node-12` and not in `node12`. */
  let bare = false;
  let pieceHasLetter = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      digits += 1;
      run += 1;
      if (run === 1) runs += 1;
      if (run > longestRun) longestRun = run;
      continue;
    }
    if (isLetter(code) || code > 127) {
      letters += 1;
      if (isHexLetter(code)) hexLetters += 1;
      pieceHasLetter = true;
    } else {
      if (run > 0 && !pieceHasLetter) bare = true;
      pieceHasLetter = false;
      if (code === 46) dots += 1;
      else if (code === 47 || code === 92) slashes += 1;
      else if (code === 64) ats += 1;
    }
    run = 0;
  }
  if (run > 0 && !pieceHasLetter) bare = true;
  const length = end - start;
  const first = text.charCodeAt(start);
  const others = length - digits - letters;
  if (ats === 1 && dots > 0 && letters > 2) return placeFor.EMAIL;
  const rooted = first === 47 || ((first === 46 || first === 126) && slashes > 0);
  if (digits === 0) return letters > 0 && (rooted || slashes > 1) ? placeFor.PATH : null;
  if (dots === 3 && letters === 0 && runs === 4 && longestRun <= 3) return placeFor.IP;
  const plus = first === 45 || first === 43 ? 1 : 0;
  if (others - plus === dots && dots <= 1 && isDigit(text.charCodeAt(start + plus))) {
    // A number, perhaps with its unit: 30, -1, 2.5s, 30ms, 512MB.
    if (letters === 0 || (letters <= 3 && !isDigit(text.charCodeAt(end - 1)) && runs <= dots + 1))
      return placeFor.NUM;
  }
  if (first === 48 && (text.charCodeAt(start + 1) | 32) === 120 && digits + hexLetters === length - 1)
    return placeFor.HEX;
  if (rooted || slashes > 1) return letters > 0 ? placeFor.PATH : anyValue;
  if (hexLetters === letters) {
    if (length === 36 && others === 4 && text[start + 8] === '-' && text[start + 13] === '-')
      return placeFor.UUID;
    if (others === 0 && length >= 8) return placeFor.HEX;
  }
  if (isDate(text, start, end)) return placeFor.TIME;
  if (isVersioned(text, start, end)) return null;
  if (bare) return anyValue;
  // A name with a short number in it, as `sda1`, `ssh2`, `utf8`: a word until it is seen to vary.
  return runs === 1 && longestRun <= 2 && isLetter(first) && isLetter(text.charCodeAt(start + 1))
    ? null
    : anyValue;
}

/** `HTTP/1.1`: a name and its version, a word until it is seen to vary. */
function isVersioned(text: string, start: number, end: number): boolean {
  let at = start;
  while (isLetter(text.charCodeAt(at))) at += 1;
  if (at - start < 2 || text.charCodeAt(at) !== 47 || end - at > 6) return false;
  for (at += 1; at < end; at += 1)
    if (!isDigit(text.charCodeAt(at)) && text.charCodeAt(at) !== 46) return false;
  return true;
}

/** `2026-11-26`, `2026/11/26`, with or without a time behind. */
function isDate(text: string, start: number, end: number): boolean {
  const separator = text.charCodeAt(start + 4);
  if (end - start < 10 || (separator !== 45 && separator !== 47) || text.charCodeAt(start + 7) !== separator)
    return false;
  for (let at = 0; at < 10; at += 1)
    if (at !== 4 && at !== 7 && !isDigit(text.charCodeAt(start + at))) return false;
  return true;
}
