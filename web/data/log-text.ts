/**
 * What a worker prints, as pieces that can be shown: its terminal colours become looks of the page, cursor movements are left out, and
 * what steers a terminal or turns text around is shown as a harmless sign. Pure.
 */
export type AnsiColour = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white';

export interface Look {
  colour: AnsiColour | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

export interface Piece {
  text: string;
  look: Look;
}

const plainLook: Look = { colour: null, bold: false, dim: false, italic: false, underline: false };
const colours: readonly AnsiColour[] = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
];

/** Terminal colours and cursor movements; the first group holds what colours. */
const escapes =
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with one
  /\u001b(?:\[([0-9;:]*)m|\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]+[0-~]|[@-Z\\-_])/g;

/** The text alone. */
export function plainText(text: string): string {
  return shown(text.includes('\u001b') ? text.replace(escapes, '') : text);
}

/** The text in pieces of one look each. */
export function piecesOf(text: string): Piece[] {
  if (!text.includes('\u001b')) return [{ text: shown(text), look: plainLook }];
  const pieces: Piece[] = [];
  let look = plainLook;
  let from = 0;
  const add = (to: number) => {
    if (to > from) pieces.push({ text: shown(text.slice(from, to)), look });
  };
  for (const match of text.matchAll(escapes)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[1] !== undefined) look = changeLook(look, match[1]);
  }
  add(text.length);
  return pieces;
}

function changeLook(look: Look, codes: string): Look {
  const numbers = codes.split(/[;:]/).map(Number);
  let next = look;
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 0) next = plainLook;
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 2) next = { ...next, dim: true };
    else if (code === 3) next = { ...next, italic: true };
    else if (code === 4) next = { ...next, underline: true };
    else if (code === 22) next = { ...next, bold: false, dim: false };
    else if (code === 23) next = { ...next, italic: false };
    else if (code === 24) next = { ...next, underline: false };
    else if (code >= 30 && code <= 37) next = { ...next, colour: colours[code - 30] ?? null };
    else if (code >= 90 && code <= 97) next = { ...next, colour: colours[code - 90] ?? null };
    else if (code === 39) next = { ...next, colour: null };
    else if (code === 38 || code === 48) {
      // 256 colours or a true one: of these only the sixteen that have names are known here.
      const named = numbers[at + 1] === 5 ? (numbers[at + 2] ?? 0) : 16;
      if (code === 38) next = { ...next, colour: named < 16 ? (colours[named % 8] ?? null) : null };
      at += numbers[at + 1] === 5 ? 2 : 4;
    }
  }
  return next;
}

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const steering = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** What must not act acts no more, and is still seen. */
function shown(text: string): string {
  return text.replace(steering, (sign) => {
    const code = sign.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

/** Where a searched text occurs, as [from, to) of the plain text; upper and lower case are alike. */
export function occurrences(text: string, search: string): [number, number][] {
  if (search === '') return [];
  const found: [number, number][] = [];
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  // A letter whose small form has another length would move the places.
  if (lower.length !== text.length) return [];
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length))
    found.push([at, at + wanted.length]);
  return found;
}

/** Pieces cut where something found begins or ends. */
export function markPieces(
  pieces: readonly Piece[],
  found: readonly [number, number][],
): (Piece & { marked: boolean })[] {
  const cut: (Piece & { marked: boolean })[] = [];
  let at = 0;
  let next = 0;
  for (const { text, look } of pieces) {
    const end = at + text.length;
    let from = at;
    while (from < end) {
      while ((found[next]?.[1] ?? Number.POSITIVE_INFINITY) <= from) next++;
      const [start, stop] = found[next] ?? [end, end];
      const marked = start <= from;
      const to = Math.min(end, marked ? stop : start);
      cut.push({ text: text.slice(from - at, to - at), look, marked });
      from = to;
    }
    at = end;
  }
  return cut;
}
