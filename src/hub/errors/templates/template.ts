/** A kind of message: words that say what happened, and places for values. */
import { type Chunk, chunksOf, swallows } from './chunks.ts';
import { anyValue, isPlace, type Kind, kindOf, kinds, placeFor } from './look.ts';
import type { Scanned } from './scan.ts';

export interface Template {
  /** Made from the words that it began with, so that it is the same wherever and whenever they come first. */
  readonly id: string;
  readonly between: readonly string[];
  words: readonly string[];
  /** The words as numbers, since these are compared fast. */
  codes: Int32Array;
  /** Only of one in which words varied, since the others are many and seldom need them. */
  chunks: readonly Chunk[];
  chunkCount: number;
  /** As shown: `timeout after <NUM> ms`. */
  text: string;
  /** Messages seen. */
  count: number;
  /** Which words hold a value because of what varied there, and some of that. */
  readonly varied: Map<number, readonly string[]>;
  /** Seen since room was made. */
  fresh: boolean;
  /** False once it became part of another, or was forgotten. */
  alive: boolean;
}

export interface Parameter {
  kind: Kind;
  value: string;
}

export function newTemplate({
  id,
  words,
  between,
  count,
  varied,
}: Pick<Template, 'id' | 'words' | 'between' | 'count' | 'varied'>): Template {
  const chunkCount = between.reduce((sum, gap) => sum + gap.split(' ').length - 1, 1);
  const template = { id, between, count, varied, chunks: [], chunkCount, fresh: true, alive: true };
  return Object.assign(template, saying(words, between));
}

/** What follows from the words. */
export function saying(words: readonly string[], between: readonly string[]) {
  return { words, codes: codesOf(words), text: textOf(words, between) };
}

function textOf(words: readonly string[], between: readonly string[]): string {
  return words.reduce((text, word, at) => text + shownAs(word) + between[at + 1], between[0] as string);
}

export const shownAs = (word: string) => (isPlace(word) ? `<${kindOf(word)}>` : word);

const any = 0;
const codeOfPlace = new Map<string, number>(
  kinds.map((kind, at) => [placeFor[kind], kind === '*' ? any : -1 - at]),
);

/** A positive number for a word (FNV-1a), a negative one for a place, zero for one that may hold anything. */
export function codesOf(words: readonly string[]): Int32Array {
  return Int32Array.from(words, (word) => {
    if (isPlace(word)) return codeOfPlace.get(word) ?? any;
    let hash = 0x811c9dc5;
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
    return (hash >>> 1) + 1;
  });
}

/** What is compared: `codes` made from `words`. */
export interface Coded {
  words: readonly string[];
  codes: Int32Array;
}

/** How many words a pattern shares with what it covers; -1 when it does not cover it. */
export function covers(pattern: Coded, other: Coded): number {
  let shared = 0;
  for (let at = 0; at < pattern.codes.length; at += 1) {
    const code = pattern.codes[at] as number;
    if (code === any) continue;
    if (code !== other.codes[at]) return -1;
    if (code > 0) shared += 1;
  }
  // Different words may have one number.
  return pattern.words.every((word, at) => word === anyValue || word === other.words[at]) ? shared : -1;
}

/** The words in which they differ; null when those are more than half, which is too many to be of one kind. */
export function differences(a: Coded, b: Coded): number[] | null {
  const most = Math.max(1, a.codes.length / 2);
  let count = 0;
  for (let at = 0; at < a.codes.length && count <= most; at += 1) if (a.codes[at] !== b.codes[at]) count += 1;
  if (count > most) return null;
  return a.words.flatMap((_, at) => (a.codes[at] === b.codes[at] ? [] : [at]));
}

/** A template of more places where anything may be than words says too little to be one. */
export function saysEnough(words: readonly string[]): boolean {
  let said = 0;
  let open = 0;
  for (const word of words) {
    if (word === anyValue) open += 1;
    else if (!isPlace(word) && word !== '') said += 1;
  }
  return said > 0 && said >= open;
}

/** The values of a message of the template's own punctuation. */
export function valuesOf({ words }: Template, { starts, ends }: Scanned, text: string): Parameter[] {
  const values: Parameter[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    if (isPlace(word)) values.push({ kind: kindOf(word), value: text.slice(starts[at], ends[at]) });
  }
  return values;
}

/** Whether a message of other punctuation is all the same but for what stands in places that may hold anything. */
export function swallowsAll({ chunks: patterns }: Template, chunks: readonly Chunk[]): boolean {
  for (let at = 0; at < chunks.length; at += 1) {
    const pattern = patterns[at] as Chunk;
    const chunk = chunks[at] as Chunk;
    if (pattern.text !== chunk.text && !swallows(pattern, chunk)) return false;
  }
  return true;
}

/** The values of such a message. */
export function swallowedBy({ chunks: patterns }: Template, scanned: Scanned, text: string): Parameter[] {
  const { starts, ends, between, words } = scanned;
  return chunksOf(words, between).flatMap((chunk, index): Parameter[] => {
    const pattern = patterns[index] as Chunk;
    if (pattern.text !== chunk.text) {
      const start = (starts[chunk.from] as number) - afterBlank(between[chunk.from] as string);
      const end = (ends[chunk.to - 1] as number) + beforeBlank(between[chunk.to] as string);
      const behind = pattern.text.length - pattern.open - anyValue.length;
      return [{ kind: '*', value: text.slice(start + pattern.open, end - behind) }];
    }
    return words.slice(chunk.from, chunk.to).flatMap((word, at) => {
      const value = text.slice(starts[chunk.from + at], ends[chunk.from + at]);
      return isPlace(word) ? [{ kind: kindOf(word), value }] : [];
    });
  });
}

const afterBlank = (gap: string) => gap.length - 1 - gap.lastIndexOf(' ');
const beforeBlank = (gap: string) => (gap.includes(' ') ? gap.indexOf(' ') : gap.length);
