/**
 * The language that people filter workers with. All terms must hold:
 *
 *     state:backoff,failed    one of these words
 *     cpu>50%  uptime<5m      a figure, with its unit
 *     team:post               a label; `*` stands for anything
 *     name:mail  name=mailer  a part of it, or exactly this
 *     mail  "two words"       in the name, the host, the labels or the reason
 *     -host:db                a term that must not hold
 *     label.state:x           a label that is named like a field
 *
 * What cannot be understood is told with its place and left out, so that the list is never lost. Pure.
 */
import {
  type Amount,
  choiceFields,
  type ChoiceField,
  type FigureField,
  figureFields,
  fieldOf,
  isChoice,
  isFigure,
  type TextField,
} from './fields.ts';
import { isUnit, readBytes, readCount, readDuration, readRatio } from './values.ts';

export type Comparison = '>' | '>=' | '<' | '<=' | '=';

export type Condition =
  | { kind: 'word'; word: string }
  | { kind: 'choice'; field: ChoiceField; values: string[] }
  | { kind: 'text'; field: TextField; exact: boolean; values: string[] }
  | { kind: 'label'; label: string; values: string[] }
  /** `written` is the amount as it was typed. */
  | { kind: 'figure'; field: FigureField; comparison: Comparison; amount: number; written: string };

/** Where in the text, the end excluded. */
export interface Span {
  from: number;
  to: number;
}

export type Term = Condition & Span & { not: boolean };

export interface Mistake extends Span {
  code:
    | 'no-value'
    | 'no-such-value'
    | 'not-comparable'
    | 'needs-comparison'
    | 'needs-unit'
    | 'no-amount'
    | 'one-amount'
    | 'open-quote';
  /** The key as it was typed, and the value; empty when there is none. */
  key: string;
  value: string;
  /** What would be understood. */
  amount?: Amount;
  choices?: readonly string[];
}

export interface Filter {
  terms: Term[];
  mistakes: Mistake[];
}

interface Word extends Span {
  text: string;
  open: boolean;
}

/** Characters of Japanese keyboards stand for their narrow twins; each is one character long, so places stay. */
export function narrow(text: string): string {
  return text.replace(/[！-～　]/g, (wide) =>
    wide === '　' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
}

const keyed = /([\p{L}_][\p{L}\p{N}_./-]*)(:?>=|:?<=|!=|:?>|:?<|:|=)/uy;
const spacedFigure = new RegExp(
  `(${[...Object.keys(figureFields), 'memory'].join('|')})\\s+(>=|<=|>|<|=)`,
  'iy',
);

export function parseFilter(typed: string): Filter {
  const text = narrow(typed);
  const terms: Term[] = [];
  const mistakes: Mistake[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const from = at;
    const not = text[at] === '-' && /\S/.test(text[at + 1] ?? ' ');
    if (not) at++;
    const key = matchAt(spacedFigure, text, at) ?? matchAt(keyed, text, at);
    if (!key) {
      const word = readWord(text, at, false);
      at = word.to;
      if (word.open)
        mistakes.push({ code: 'open-quote', key: '', value: word.text, from: word.from, to: at });
      if (word.text !== '') terms.push({ kind: 'word', word: word.text, not, from, to: at });
      continue;
    }
    at += key[0].length;
    const name = key[1] ?? '';
    const operator = (key[2] ?? ':').replace(/^:(?=.)/, '');
    const field = fieldOf(name);
    const words =
      field !== null && isFigure(field) ? [readAmount(text, at, figureFields[field])] : readWords(text, at);
    at = words.at(-1)?.to ?? at;
    const read = conditionOf({
      key: name,
      operator,
      words: words.filter((word) => word.text !== ''),
      from,
      to: at,
    });
    const openWord = words.find((word) => word.open);
    if (openWord)
      mistakes.push({ code: 'open-quote', key: name, value: openWord.text, from: openWord.from, to: at });
    if ('code' in read) mistakes.push(read);
    else terms.push({ ...read, not: not !== (operator === '!='), from, to: at });
  }
  return { terms, mistakes };
}

interface Keyed extends Span {
  key: string;
  operator: string;
  words: Word[];
}

function conditionOf({ key, operator, words, from, to }: Keyed): Condition | Mistake {
  const [first] = words;
  const wrong = (code: Mistake['code'], more: Partial<Mistake> = {}): Mistake => ({
    code,
    key,
    value: first?.text ?? '',
    from,
    to,
    ...more,
  });
  const field = fieldOf(key);
  const compares = /[<>]/.test(operator);
  const values = words.map((word) => word.text);
  if (field !== null && isFigure(field)) {
    const amount = figureFields[field];
    if (!first) return wrong('no-value', { amount });
    if (words.length > 1) return wrong('one-amount', { amount });
    const read = readers[amount](first.text);
    if (read === null) return wrong(/^\d+$/.test(first.text) ? 'needs-unit' : 'no-amount', { amount });
    // Nobody has a CPU use of exactly half a core.
    if (!compares && amount !== 'count') return wrong('needs-comparison', { amount });
    const comparison = (compares ? operator : '=') as Comparison;
    return { kind: 'figure', field, comparison, amount: read, written: first.text };
  }
  if (compares) return wrong('not-comparable');
  if (field !== null && isChoice(field)) {
    const choices: readonly string[] = choiceFields[field];
    if (!first) return wrong('no-value', { choices });
    const lower = values.map((value) => value.toLowerCase());
    const unknown = words.find((_, at) => !choices.includes(lower[at] ?? ''));
    if (unknown) return wrong('no-such-value', { value: unknown.text, choices });
    return { kind: 'choice', field, values: lower };
  }
  if (!first) return wrong('no-value');
  if (field !== null) return { kind: 'text', field, exact: operator !== ':', values };
  return { kind: 'label', label: key.replace(/^label\./, ''), values };
}

const readers: Record<Amount, (text: string) => number | null> = {
  ratio: readRatio,
  bytes: readBytes,
  duration: readDuration,
  count: readCount,
};

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** `"two words"`, with `\"` for a quote in it, or everything up to a blank (or a comma, in a list). */
function readWord(text: string, from: number, inList: boolean): Word {
  if (text[from] !== '"') {
    const plain = matchAt(inList ? /[^\s,]*/y : /\S*/y, text, from)?.[0] ?? '';
    return { text: plain, from, to: from + plain.length, open: false };
  }
  let word = '';
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\' && /["\\]/.test(text[at + 1] ?? '')) at++;
    word += text[at++];
  }
  const closed = at < text.length;
  return { text: word, from, to: closed ? at + 1 : at, open: !closed };
}

function readWords(text: string, from: number): Word[] {
  const words = [readWord(text, from, true)];
  let at = words[0]?.to ?? from;
  while (text[at] === ',') {
    const word = readWord(text, at + 1, true);
    words.push(word);
    at = word.to;
  }
  return words;
}

/** A number and its unit may have a blank between them, and before them. */
function readAmount(text: string, from: number, of: Amount): Word {
  const blanks = matchAt(/\s*(?=\d)/y, text, from)?.[0].length ?? 0;
  const word = readWord(text, from + blanks, false);
  const apart = /^\d+(\.\d+)?$/.test(word.text) ? matchAt(/\s([a-z%]+)(?!\S)/iy, text, word.to) : null;
  if (!apart || !isUnit(apart[1] ?? '', of)) return word;
  return { ...word, text: word.text + apart[1], to: word.to + apart[0].length };
}

/** A value as it must be typed. */
export function quote(value: string): string {
  return value === '' || /[\s,"\\]|^[-<>]|^[\p{L}_][\p{L}\p{N}_./-]*[:=<>!]/u.test(value)
    ? `"${value.replace(/["\\]/g, '\\$&')}"`
    : value;
}

/** A term as text; what is read from it again means the same. */
export function writeTerm(term: Condition & { not: boolean }): string {
  return (term.not ? '-' : '') + writeCondition(term);
}

function writeCondition(condition: Condition): string {
  const list = (values: string[]) => values.map(quote).join(',');
  switch (condition.kind) {
    case 'word':
      return quote(condition.word);
    case 'choice':
      return `${condition.field}:${list(condition.values)}`;
    case 'text':
      return `${condition.field}${condition.exact ? '=' : ':'}${list(condition.values)}`;
    case 'label':
      return `${fieldOf(condition.label) === null ? '' : 'label.'}${condition.label}:${list(condition.values)}`;
    default:
      return `${condition.field}${condition.comparison}${condition.written}`;
  }
}

/**
 * While a term is being typed it is not wrong yet, and half a label finds those that begin so. `caret`: where one types; null when
 * nobody does.
 */
export function leaveOpen(filter: Filter, caret: number | null): Filter {
  if (caret === null) return filter;
  const isOpen = ({ from, to }: Span) => from <= caret && caret <= to;
  return {
    terms: filter.terms.map((term) =>
      term.kind === 'label' && term.to === caret && !term.not
        ? {
            ...term,
            values: term.values.map((value, at) => (at === term.values.length - 1 ? `${value}*` : value)),
          }
        : term,
    ),
    mistakes: filter.mistakes.filter((mistake) => !isOpen(mistake)),
  };
}
