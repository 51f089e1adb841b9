import { scan } from './scan.ts';
import { saying } from './template.ts';

const longest = 300;

/** What a message says, with places for what looks like a value: `timeout after <NUM> ms`; of a long one the beginning. */
export function wordingOf(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  const { words, between } = scan(line.slice(0, longest));
  const { text } = saying(words, between);
  return line.length > longest ? `${text}…` : text;
}
