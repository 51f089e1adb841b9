/** Stands between texts that have nothing to do with each other: no phrase reaches across. */
export const boundary = '\n';

const isLower = (code: number) => code >= 97 && code <= 122;
const isUpper = (code: number) => code >= 65 && code <= 90;
const isDigit = (code: number) => code >= 48 && code <= 57;
const apostrophe = 39;
const curlyApostrophe = 0x2019;

/**
 * The words of a text in lower case, names of types and constants taken apart: `ConnectionRefusedError`, `CONNECTION_REFUSED` and `connection
 * refused` begin with the same two. Apostrophes vanish (`can't` → `cant`), letters beyond ASCII are left out.
 */
export function wordsOf(text: string, atMost = 1000): string[] {
  const words: string[] = [];
  let start = -1;
  let joined = '';
  const end = (at: number) => {
    if (start >= 0) words.push((joined + text.slice(start, at)).toLowerCase());
    start = -1;
    joined = '';
  };
  for (let at = 0; at < text.length && words.length < atMost; at++) {
    const code = text.charCodeAt(at);
    if (isUpper(code)) {
      const before = text.charCodeAt(at - 1);
      const opensWord = isLower(before) || (isUpper(before) && isLower(text.charCodeAt(at + 1)));
      if (start >= 0 && opensWord) end(at);
      if (start < 0) start = at;
    } else if (isLower(code) || isDigit(code)) {
      if (start < 0) start = at;
    } else if ((code === apostrophe || code === curlyApostrophe) && start >= 0) {
      joined += text.slice(start, at);
      start = at + 1;
    } else end(at);
  }
  if (words.length < atMost) end(text.length);
  return words;
}

/** Numbers, ids and single letters are of one occurrence, not of a kind. */
export function isTelling(word: string): boolean {
  if (word.length < 2 || word.length > 24) return false;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) < 58) return false;
  return true;
}
