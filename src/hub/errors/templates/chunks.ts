import { anyValue } from './look.ts';

/** What stands between two blanks: words and punctuation, values as their places. */
export interface Chunk {
  text: string;
  /** The words in it: from the one to before the other. */
  from: number;
  to: number;
}

export function chunksOf({
  between,
  words,
}: {
  between: readonly string[];
  words: readonly string[];
}): Chunk[] {
  const chunks: Chunk[] = [];
  let open: Chunk = { text: '', from: 0, to: 0 };
  for (let at = 0; at <= words.length; at += 1) {
    const [first = '', ...rest] = (between[at] as string).split(' ');
    open.text += first;
    for (const text of rest) {
      chunks.push(open);
      open = { text, from: at, to: at };
    }
    if (at < words.length) {
      open.text += words[at] as string;
      open.to = at + 1;
    }
  }
  chunks.push(open);
  return chunks;
}

/** Whether the pattern's value may be all of what the chunk holds there: a value has no blank but any punctuation. */
export function swallows(pattern: string, chunk: Chunk): boolean {
  const at = pattern.indexOf(anyValue);
  if (at < 0 || chunk.from === chunk.to) return false;
  const after = pattern.length - at - anyValue.length;
  return (
    pattern.indexOf('\u0001', at + 1) < 0 &&
    chunk.text.length > at + after &&
    chunk.text.startsWith(pattern.slice(0, at)) &&
    chunk.text.endsWith(pattern.slice(at + anyValue.length))
  );
}

/** Whether every chunk is the pattern's, or swallowed by a value of it. */
export function fits(patterns: readonly Chunk[], chunks: readonly Chunk[]): boolean {
  return (
    patterns.length === chunks.length &&
    patterns.every((pattern, at) => {
      const chunk = chunks[at] as Chunk;
      return pattern.text === chunk.text || swallows(pattern.text, chunk);
    })
  );
}
