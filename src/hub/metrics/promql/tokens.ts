import type { Span } from './failure.ts';

export type TokenKind =
  | 'end'
  | 'error'
  | 'identifier'
  | 'metric identifier'
  | 'number'
  | 'duration'
  | 'string'
  | 'operator'
  | 'aggregator'
  | 'keyword'
  | 'punctuation';

export interface Token extends Span {
  kind: TokenKind;
  /** As it is written; of an error its message; of words that mean something in lower case. */
  text: string;
  /** What a string stands for. */
  value?: string;
}

export const aggregators = [
  'avg',
  'bottomk',
  'count',
  'count_values',
  'group',
  'max',
  'min',
  'quantile',
  'stddev',
  'stdvar',
  'sum',
  'topk',
] as const;
const wordOperators = ['and', 'or', 'unless', 'atan2'];
const keywords = [
  'offset',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'start',
  'end',
];
const kinds = new Map<string, TokenKind>([
  ...aggregators.map((word) => [word, 'aggregator'] as const),
  ...wordOperators.map((word) => [word, 'operator'] as const),
  ...keywords.map((word) => [word, 'keyword'] as const),
  ['inf', 'number'],
  ['nan', 'number'],
]);

const space = /(?:[ \t\n\r]+|#[^\n]*)*/y;
const word = /[A-Za-z_:][\w:]*/y;
const labelWord = /[A-Za-z_]\w*/y;
const number = /(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d*)?)(?!\w)/y;
const duration = /(?:\d+(?:ms|[smhdwy]))+(?!\w)/y;
const numeric = /[.\d][.\w]*/y;
const symbol = /==|!=|=~|!~|<=|>=|[-+*/%^<>(),@[\]]/y;
const braceSymbol = /!=|=~|!~|[=,}]/y;

/**
 * The tokens of a query up to its end or to the first thing that is none, which becomes a token `error`: a mistake of grammar that stands
 * before it is to be told first. Follows Prometheus's lexer: within braces words are just words, a colon within brackets parts a
 * subquery's range from its step.
 */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let inBraces = false;
  let inBrackets = false;
  let depth = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(query)?.[0] ?? null;
  };
  const add = (kind: TokenKind, text: string, length = text.length, value?: string): void => {
    tokens.push({ kind, text, from: at, to: at + length, ...(value === undefined ? {} : { value }) });
    at += length;
  };
  const fail = (message: string): Token[] => {
    add('error', message, 0);
    return tokens;
  };

  for (;;) {
    at += take(space)?.length ?? 0;
    const next = query[at];
    if (next === undefined) {
      if (inBraces) return fail('unexpected end of input inside braces');
      if (inBrackets) return fail('unclosed left bracket');
      if (depth > 0) return fail('unclosed left parenthesis');
      add('end', '');
      return tokens;
    }
    if (next === '"' || next === "'" || next === '`') {
      const string = readString(query, at);
      if ('problem' in string) return fail(string.problem);
      add('string', query.slice(at, string.to), string.to - at, string.value);
      continue;
    }
    if (inBraces) {
      const name = take(labelWord);
      const sign = name === null ? take(braceSymbol) : null;
      if (name !== null) add('identifier', name);
      else if (sign !== null) {
        if (sign === '}') inBraces = false;
        add(sign.length === 2 || sign === '=' ? 'operator' : 'punctuation', sign);
      } else if (next === '{') return fail("unexpected left brace '{'");
      else return fail(`unexpected character inside braces: ${quote(charAt(query, at))}`);
      continue;
    }
    if (/[.\d]/.test(next)) {
      const [asNumber, asDuration] = [take(number), take(duration)];
      if (asNumber !== null) add('number', asNumber);
      else if (asDuration !== null) add('duration', asDuration);
      else if (next === '.' && !/\d/.test(query[at + 1] ?? '')) return fail("unexpected character: '.'");
      else {
        const what = inBrackets ? 'bad duration syntax' : 'bad number or duration syntax';
        return fail(`${what}: ${JSON.stringify(take(numeric))}`);
      }
      continue;
    }
    if (inBrackets && next === ':') {
      add('punctuation', ':');
      continue;
    }
    const name = take(word);
    if (name !== null) {
      const meaning = kinds.get(name.toLowerCase());
      if (meaning) add(meaning, name.toLowerCase());
      else add(name.includes(':') ? 'metric identifier' : 'identifier', name);
      continue;
    }
    if (next === '{') {
      inBraces = true;
      add('punctuation', next);
      continue;
    }
    const sign = take(symbol);
    if (sign === '=~' || sign === '!~') {
      return fail(`unexpected character after '${sign[0]}': '~'`);
    }
    if (sign !== null) {
      if (sign === '(') depth++;
      if (sign === ')' && --depth < 0) return fail("unexpected right parenthesis ')'");
      if (sign === '[') {
        if (inBrackets) return fail("unexpected left bracket '['");
        inBrackets = true;
      }
      if (sign === ']') {
        if (!inBrackets) return fail("unexpected right bracket ']'");
        inBrackets = false;
      }
      add('(),@[]'.includes(sign) ? 'punctuation' : 'operator', sign);
      continue;
    }
    if (next === '=') {
      add('operator', '=');
      continue;
    }
    if (next === '!') {
      at++;
      return fail(`unexpected character after '!': ${quote(charAt(query, at))}`);
    }
    return fail(`unexpected character: ${quote(charAt(query, at))}`);
  }
}

function charAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function quote(char: string): string {
  return char === '' ? 'end of input' : `'${char === "'" ? "\\'" : char}'`;
}

const simpleEscapes: Record<string, number> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** A quoted string by Go's rules; escapes may name bytes, so it is put together from bytes. */
function readString(query: string, start: number): { value: string; to: number } | { problem: string } {
  const open = query[start] as string;
  if (open === '`') {
    const end = query.indexOf('`', start + 1);
    return end < 0
      ? { problem: 'unterminated raw string' }
      : { value: query.slice(start + 1, end), to: end + 1 };
  }
  const pieces: Buffer[] = [];
  let at = start + 1;
  for (;;) {
    const char = query[at];
    if (char === undefined || char === '\n') return { problem: 'unterminated quoted string' };
    if (char === open) return { value: Buffer.concat(pieces).toString('utf8'), to: at + 1 };
    if (char !== '\\') {
      const plain = /[^\\'"\n]+|['"]/y;
      plain.lastIndex = at;
      const run = plain.exec(query)?.[0] as string;
      pieces.push(Buffer.from(run));
      at += run.length;
      continue;
    }
    const escape = readEscape(query, at, open);
    if ('problem' in escape) return escape;
    pieces.push(escape.bytes);
    at = escape.to;
  }
}

function readEscape(
  query: string,
  at: number,
  open: string,
): { bytes: Buffer; to: number } | { problem: string } {
  const kind = query[at + 1];
  if (kind === undefined) return { problem: 'escape sequence not terminated' };
  const simple = simpleEscapes[kind];
  if (simple !== undefined && !(kind !== open && (kind === '"' || kind === "'"))) {
    return { bytes: Buffer.from([simple]), to: at + 2 };
  }
  const byNumber = /\\(?:([0-7]{3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y;
  byNumber.lastIndex = at;
  const found = byNumber.exec(query);
  if (!found) return { problem: `unknown escape sequence ${quote(charAt(query, at + 1))}` };
  const [whole, octal, hex, short, long] = found;
  const code =
    octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
  const isByte = octal !== undefined || hex !== undefined;
  if (isByte ? code > 255 : code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    return { problem: 'escape sequence is an invalid Unicode code point' };
  }
  const bytes = isByte ? Buffer.from([code]) : Buffer.from(String.fromCodePoint(code));
  return { bytes, to: at + whole.length };
}
