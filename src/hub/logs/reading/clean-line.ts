import { plainText } from '../../../shared/plain-text.ts';

/** Characters of one line that are kept; how many are left out is said in their place. */
export const longestLine = 32 * 1024;

const unusual = /[^\t -~]/;
/* oxlint-disable no-control-regex -- escape sequences are what is taken out */
/** Colours and what else is meant for a terminal: CSI, OSC and its kin, two-character escapes. */
const escapeSequence =
  /\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\]PX^_][^\x07\x1b]{0,2000}(?:\x07|\x1b\\)?|[ -/]{0,8}[0-~]?)|\x9b[0-?]{0,64}[ -/]{0,8}[@-~]/g;
/* oxlint-enable no-control-regex */

/** A line without colours and without characters that act or hide, cut to `longestLine`. Harmless whatever it was. */
export function cleanLine(text: string): string {
  const shown = unusual.test(text) ? plainText(text.replace(escapeSequence, '').replaceAll('\n', ' ')) : text;
  if (shown.length <= longestLine) return shown;
  const end = isHighSurrogate(shown.charCodeAt(longestLine - 1)) ? longestLine - 1 : longestLine;
  return `${shown.slice(0, end)} … [${(shown.length - end).toLocaleString('en')} characters left out]`;
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code < 0xdc00;
