import { anyValue } from './look.ts';

/** What stands between two blanks: words and punctuation, values as their places. */
export interface Chunk {
  text: string;
  /** The words in it: from the one to before the other. */
  from: number;
  to: number;
  /** Where in the text its only place is, when anything may stand there; else -1. */
  open: number;
}

export function chunksOf(words: readonly string[], between: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let text = '';
  let from = 0;
  let to = 0;
  const close = () => {
    const open = text.indexOf(anyValue);
    chunks.push({ text, from, to, open: open === text.lastIndexOf(anyValue.charAt(0)) ? open : -1 });
  };
  for (let at = 0; at <= words.length; at += 1) {
    const [first = '', ...rest] = (between[at] as string).split(' ');
    text += first;
    for (const next of rest) {
      close();
      text = next;
      from = to = at;
    }
    if (at === words.length) break;
    text += words[at] as string;
    to = at + 1;
  }
  close();
  return chunks;
}

/** Whether the pattern's place may be all of what the chunk holds there: a value has no blank but any punctuation. */
export function swallows({ text: pattern, open }: Chunk, { text, from, to }: Chunk): boolean {
  if (open < 0 || from === to) return false;
  const behind = pattern.length - open - anyValue.length;
  return (
    text.length > open + behind &&
    text.startsWith(pattern.slice(0, open)) &&
    text.endsWith(pattern.slice(open + anyValue.length))
  );
}
