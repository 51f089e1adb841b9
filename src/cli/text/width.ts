import { withoutColour } from './clean.ts';

let segmenter: Intl.Segmenter | undefined;
/** Made when a text needs it: the hub and the agent start through here too, and it takes 20 ms. */
const segmentsOf = (text: string) => (segmenter ??= new Intl.Segmenter()).segment(text);
/** East Asian Wide and Fullwidth (UAX #11) and emoji: two columns each. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const narrowOnly = /^[\x20-\x7e]*$/;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that the text takes on a terminal; colour sequences take none. */
export function textWidth(text: string): number {
  const plain = withoutColour(text);
  if (narrowOnly.test(plain)) return plain.length;
  let columns = 0;
  for (const { segment } of segmentsOf(plain)) columns += segmentWidth(segment);
  return columns;
}

/** Cuts to at most so many columns, the last of which is then `…`. Text without colour sequences only. */
export function cutToWidth(text: string, columns: number, ellipsis = '…'): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - ellipsis.length;
  if (room < 0) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of segmentsOf(text)) {
    used += segmentWidth(segment);
    if (used > room) break;
    kept += segment;
  }
  return kept + ellipsis;
}

export function padToWidth(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - textWidth(text)));
  return side === 'left' ? text + space : space + text;
}

function segmentWidth(segment: string): number {
  if (invisible.test(segment)) return 0;
  if (wide.test(segment)) return 2;
  // Halfwidth voicing marks join the kana before them in a segment, but take a column of their own.
  return 1 + (/[\uff9e\uff9f]/.test(segment.slice(1)) ? 1 : 0);
}
