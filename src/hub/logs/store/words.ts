/**
 * What counts as a word, for the index and for a question alike. The index (FTS5's `unicode61`) parts words at whatever is no letter or number.
 * Japanese, Chinese and Korean have no such gaps: there each pair of neighbouring characters is a word of its own, so that 接続 is found within
 * サーバーに接続できません. The index only tells which blocks may hold what is asked for; whether a text does is told by a pattern here.
 */

/** Letters of scripts that are not parted by spaces: kana, Han, Hangul. */
const unspaced =
  '\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\uff66-\\uff9f';
const hasUnspaced = new RegExp(`[${unspaced}]`);
const runs = new RegExp(`[${unspaced}]+`, 'g');
/** Signs of our own stand in the index as words that begin with one of these; texts have none. */
const privateUse = /[\ue000-\uf8ff]/g;
const isForeign = /[\u0300-\uffff]/;

export const sourceWord = (source: number): string => `\ue000${source}`;
export const levelWord = (digit: number): string => `\ue001${digit}`;

/** A text as the index gets it. */
export function forIndex(text: string): string {
  if (!isForeign.test(text)) return text;
  const own = text.replace(privateUse, ' ');
  return hasUnspaced.test(own) ? own.replace(runs, (run) => ` ${pairs(run).join(' ')} `) : own;
}

/** Of each character with the next, and the last one alone: so one character is found as the beginning of a pair. */
function pairs(run: string): string[] {
  return Array.from(run, (_, at) => run.slice(at, at + 2));
}

/** Something that a text must hold, or must not. */
export interface Term {
  /** Words that a block must have in the index; with a star: words that begin so. */
  words: string[];
  /** Whether a text holds it. Has no state. */
  pattern: Pick<RegExp, 'test'>;
  isExcluded: boolean;
}

export interface Question {
  terms: Term[];
}

const mostTerms = 20;
const longestTerm = 200;
/** Of fewer characters, too many words begin so. */
const shortestBeginning = 3;

const item = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;

/** `timeout`, `time*`, `"connection refused"`, `-debug`: all must hold. Never fails; what is too long or too much is cut off. */
export function readQuestion(q: string): Question {
  const terms: Term[] = [];
  for (const [, minus = '', phrase, word = ''] of q.normalize('NFC').matchAll(item)) {
    if (terms.length >= mostTerms) break;
    const isBeginning = phrase === undefined && word.length > 1 && word.endsWith('*');
    const text = (phrase ?? (isBeginning ? word.slice(0, -1) : word)).slice(0, longestTerm).trim();
    if (text !== '' && text !== '-') terms.push(termOf(text, isBeginning, minus === '-'));
  }
  return { terms };
}

/** The places of values in a wording, as the room of errors writes them: `timeout after <NUM> ms`. */
const place = /<(?:\*|[A-Z]+)>/;

/**
 * The question, and that the text holds what a wording says between its values, in this order. What stands before and behind it in a line (time,
 * level) is not a part of it; blanks count as one.
 */
export function withWording({ terms }: Question, wording: string): Question {
  const parts = wording.replace(/…$/, '').split(place);
  const said = parts.map((part) => part.replace(/\s+/g, ' ')).filter((part) => part.trim() !== '');
  if (said.length === 0) return { terms };
  const words = parts.flatMap((part, at) => {
    // A value may stand right at a word, which makes another word of both.
    const whole = part
      .replace(at > 0 ? new RegExp(`^${letter}+`, 'u') : /^$/, '')
      .replace(at < parts.length - 1 || wording.endsWith('…') ? new RegExp(`${letter}+$`, 'u') : /^$/, '');
    return wordsOf(whole, false);
  });
  return {
    terms: [...terms, { words, isExcluded: false, pattern: { test: (text) => holdsInOrder(text, said) } }],
  };
}

function holdsInOrder(text: string, parts: readonly string[]): boolean {
  const plain = text.replace(/\s+/g, ' ');
  let at = 0;
  for (const part of parts) {
    const found = plain.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** The index takes signs that are put on a letter as a part of it. */
const letter = '[\\p{L}\\p{N}\\p{M}]';
/** A letter of a spaced script, which would make a word longer. */
const inWord = `[${letter}--[${unspaced}]]`;

function termOf(text: string, isBeginning: boolean, isExcluded: boolean): Term {
  const begins = new RegExp(`^${inWord}`, 'v').test(text);
  const ends = new RegExp(`${inWord}$`, 'v').test(text);
  const literal = text.split(/\s+/).map(escape).join('\\s+');
  const pattern = new RegExp(
    `${begins ? `(?<!${inWord})` : ''}${literal}${ends && !isBeginning ? `(?!${inWord})` : ''}`,
    'iv',
  );
  return { words: wordsOf(text, isBeginning), pattern, isExcluded };
}

/** What the index must have for a text to hold this. */
function wordsOf(text: string, isBeginning: boolean): string[] {
  const found = forIndex(text).match(new RegExp(`${letter}+`, 'gu')) ?? [];
  const parts = found.filter((part) => /[\p{L}\p{N}]/u.test(part));
  const isUnspaced = (part: string) => hasUnspaced.test(part);
  return parts.flatMap((part, at): string[] => {
    // The last character of a run alone may be followed by anything in a text.
    if (isUnspaced(part) && part.length === 1)
      return at > 0 && isUnspaced(parts[at - 1] ?? '') ? [] : [`${part}*`];
    const isCut = isBeginning && at === parts.length - 1 && !isUnspaced(part);
    if (!isCut) return [part];
    return part.length >= shortestBeginning ? [`${part}*`] : [];
  });
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** What the index is asked for; null when it cannot tell anything. */
export function matchOf(
  question: Question,
  sources: readonly number[] | null,
  digits: readonly number[] | null,
): string | null {
  const either = (words: readonly string[]) => `(${words.map(quote).join(' OR ')})`;
  const all = [
    ...(sources ? [either(sources.map(sourceWord))] : []),
    ...(digits ? [either(digits.map(levelWord))] : []),
    ...new Set(
      question.terms.filter(({ isExcluded }) => !isExcluded).flatMap(({ words }) => words.map(quote)),
    ),
  ];
  return all.length === 0 ? null : all.join(' AND ');
}

function quote(word: string): string {
  return word.endsWith('*') ? `"${word.slice(0, -1)}" *` : `"${word}"`;
}

/** Whether a text answers a question. */
export function answers(text: string, { terms }: Question): boolean {
  return terms.every(({ pattern, isExcluded }) => pattern.test(text) !== isExcluded);
}

/** Whether one of several texts in one piece may; false is certain. */
export function mayAnswer(texts: string, { terms }: Question): boolean {
  return terms.every(({ pattern, isExcluded }) => isExcluded || pattern.test(texts));
}
