import {
  anyValue,
  blank,
  classAt,
  clockUntil,
  colonsUntil,
  dateBefore,
  endOfWord,
  figuresBehind,
  isDigit,
  isHost,
  isPlace,
  isYear,
  isZone,
  linkUntil,
  mark,
  placeFor,
  placeOf,
  placeOfColons,
  sizeUnits,
  thousandsUntil,
  timeUnits,
} from './look.ts';

export interface Scanned {
  /** What stands before each word and after the last, blanks as one: one longer than `words`. */
  between: string[];
  /** As they are grouped: a word as it is printed, or the place of a value. */
  words: string[];
  /** Where each is in the text. */
  starts: number[];
  ends: number[];
}

/** What comes after so many words is read as one value. */
const mostWords = 256;
/** More values than these in a row are one list, since a list has no length of its own. */
const longestRow = 8;

const closers: Record<string, string> = { ')': '(', ']': '[', '}': '{', '"': '"', "'": "'" };
export function scan(text: string): Scanned {
  const between: string[] = [];
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const end = text.length;
  let gap = '';
  let at = 0;
  /** Where a `<` or `>` that belongs to the number behind it was. */
  let comparedAt = -1;

  const add = (word: string, from: number, to: number) => {
    between.push(gap);
    words.push(word);
    starts.push(from);
    ends.push(to);
    gap = '';
  };
  /** Makes the words from `index` on and what reaches to `to` one value. */
  const join = (index: number, place: string, to: number) => {
    words.length = starts.length = ends.length = index + 1;
    between.length = index + 1;
    words[index] = place;
    ends[index] = to;
    gap = '';
  };

  while (at < end) {
    const is = classAt(text, at);
    if (is === blank) {
      if (gap === '=' && words.length > 0) add('', at, at);
      while (at < end && classAt(text, at) === blank) at += 1;
      if (at < end && (words.length > 0 || gap !== '')) gap += ' ';
      continue;
    }
    if (words.length === mostWords - 1) {
      add(anyValue, at, text.trimEnd().length);
      break;
    }
    const colons = colonsUntil(text, at);
    if (colons > at) {
      const place = placeOfColons(text, at, colons);
      const from = place === placeFor.TIME ? dateBefore(words, between, gap) : words.length;
      if (from < words.length) join(from, place, colons);
      else add(place, comparedAt < 0 ? at : comparedAt, colons);
      comparedAt = -1;
      at = colons;
      continue;
    }
    const last = words.length - 1;
    if (is === mark) {
      const char = text[at] as string;
      const opener = closers[char];
      if (opener !== undefined && gap.endsWith(opener) && (gap.length > 1 || last < 0)) add('', at, at);
      else if (gap === '=' && (char === ',' || char === ';')) add('', at, at);
      if (
        (char === '<' || char === '>') &&
        isDigit(text.charCodeAt(at + 1)) &&
        (gap === '' ? last < 0 : gap.endsWith(' '))
      ) {
        comparedAt = at;
      } else if (char === ')' && gap === '' && saysSizeAgain(words, between)) {
        // Left out: `3637 bytes (3.55 KB)`, where others have `637 bytes` alone, is of the same kind.
        words.length = starts.length = ends.length = between.length = last;
      } else gap += char;
      at += 1;
      continue;
    }
    const start = at;
    at = endOfWord(text, start);
    const link = linkUntil(text, start, at);
    if (link > at) {
      add(text.charCodeAt(at + 1) === 47 ? placeFor.URL : placeFor.PATH, start, link);
      at = link;
      continue;
    }
    if (comparedAt >= 0) {
      if (text[at] === '>') gap += text[comparedAt] as string;
      else {
        add(placeFor.NUM, comparedAt, at);
        const unit = endOfWord(text, at + 1);
        if (text[at] === ' ' && timeUnits.has(text.slice(at + 1, unit))) {
          ends[last + 1] = unit;
          at = unit;
        }
        comparedAt = -1;
        continue;
      }
      comparedAt = -1;
    }
    const place = placeOf(text, start, at);
    const before = words[last];
    if (place === null) {
      const word = text.slice(start, at);
      if (gap === ' ' && before === placeFor.NUM && sizeUnits.has(word)) join(last, placeFor.SIZE, at);
      else if (gap === ' ' && before === placeFor.TIME && isZone(word)) join(last, before, at);
      else add(word, start, at);
      continue;
    }
    if (place === placeFor.NUM) at = thousandsUntil(text, start, at);
    if (place === placeFor.TIME) at = clockUntil(text, at);
    if (gap === ':' && before !== undefined && (isPlace(before) || isHost(before)))
      join(last, before === placeFor.IP ? before : isPlace(before) ? anyValue : placeFor.HOST, at);
    else if (gap === ' ' && before === placeFor.TIME && isYear(text, start, at)) join(last, before, at);
    else {
      const tail = place === anyValue ? figuresBehind(text, start, at) : start;
      if (tail > start) {
        add(text.slice(start, tail - 1), start, tail - 1);
        gap = '.';
        add(placeFor.NUM, tail, at);
      } else add(place, start, at);
    }
  }
  if (gap === '=' && words.length > 0) add('', end, end);
  between.push(gap);
  const found = { between, words, starts, ends };
  if (words.length > longestRow) joinRows(found);
  return found;
}

/** Whether the last word is in brackets what the one before counted in bytes. */
function saysSizeAgain(words: readonly string[], between: readonly string[]): boolean {
  const last = words.length - 1;
  return (
    words[last] === placeFor.SIZE &&
    between[last] === ' (' &&
    words[last - 1] === 'bytes' &&
    words[last - 2] === placeFor.NUM
  );
}

/** Makes each long row of values one value, and of names with figures, as `node1 node2 …`. */
function joinRows({ between, words, starts, ends }: Scanned): void {
  let to = 0;
  for (let at = 0; at < words.length; ) {
    let next = at + 1;
    if (isOfRow(words[at] as string))
      while (
        next < words.length &&
        isOfRow(words[next] as string) &&
        (between[next] === ' ' || between[next] === between[at + 1])
      )
        next += 1;
    const isRow = next - at > longestRow;
    const keepUntil = isRow ? at + 1 : next;
    for (let index = at; index < keepUntil; index += 1, to += 1) {
      between[to] = between[index] as string;
      words[to] = isRow ? anyValue : (words[index] as string);
      starts[to] = starts[index] as number;
      ends[to] = ends[isRow ? next - 1 : index] as number;
    }
    at = next;
  }
  between[to] = between[words.length] as string;
  words.length = starts.length = ends.length = to;
  between.length = to + 1;
}

const isOfRow = (word: string) => isPlace(word) || /\d/.test(word);
