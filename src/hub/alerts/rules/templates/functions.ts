/** The functions of templates, as Prometheus has them. Each takes what it is given and never fails. */
import { re2 } from '../../../../shared/re2.ts';

/** What a template works with. */
export type Worth = string | number | boolean | null | Readonly<Record<string, string>>;

interface Known {
  least: number;
  most: number;
  of: (...given: Worth[]) => Worth;
}

const one = (of: (worth: Worth) => Worth): Known => ({ least: 1, most: 1, of: (worth = null) => of(worth) });
const ofNumber = (of: (value: number) => string) =>
  one((worth) => (worth === null ? textOf(null) : of(numberOf(worth))));
const compared = (isSo: (order: number) => boolean): Known => ({
  least: 2,
  most: 2,
  of: (a = null, b = null) => isSo(order(a, b)),
});
const many = Number.POSITIVE_INFINITY;

const functions = new Map<string, Known>([
  ['humanize', ofNumber(humanize)],
  ['humanize1024', ofNumber(humanize1024)],
  ['humanizeDuration', ofNumber(humanizeDuration)],
  ['humanizePercentage', ofNumber((value) => `${shortNumber(value * 100)}%`)],
  ['humanizeTimestamp', ofNumber(humanizeTimestamp)],
  ['printf', { least: 1, most: many, of: (format = '', ...given) => printf(textOf(format), given) }],
  ['print', { least: 1, most: many, of: (...given) => given.map(textOf).join('') }],
  [
    'title',
    one((worth) =>
      textOf(worth).replaceAll(
        /(^|[^\p{L}\p{N}'])(\p{L})/gu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      ),
    ),
  ],
  ['toUpper', one((worth) => textOf(worth).toUpperCase())],
  ['toLower', one((worth) => textOf(worth).toLowerCase())],
  ['stripPort', one((worth) => textOf(worth).replace(/^\[(.+)\]:\d+$|^([^:]+):\d+$/, '$1$2'))],
  [
    'len',
    one((worth) => (typeof worth === 'object' && worth ? Object.keys(worth).length : textOf(worth).length)),
  ],
  [
    'match',
    {
      least: 2,
      most: 2,
      of: (pattern = '', text = '') => matcherOf(textOf(pattern), textOf(text))?.find() ?? false,
    },
  ],
  [
    'reReplaceAll',
    {
      least: 3,
      most: 3,
      of: (pattern = '', to = '', text = '') => replaceAll(textOf(pattern), textOf(to), textOf(text)),
    },
  ],
  [
    'eq',
    {
      least: 2,
      most: many,
      of: (first = null, ...others) => others.some((other) => order(first, other) === 0),
    },
  ],
  ['ne', compared((by) => by !== 0)],
  ['lt', compared((by) => by < 0)],
  ['le', compared((by) => by <= 0)],
  ['gt', compared((by) => by > 0)],
  ['ge', compared((by) => by >= 0)],
  [
    'and',
    { least: 1, most: many, of: (...given) => given.find((each) => !isTrue(each)) ?? given.at(-1) ?? null },
  ],
  ['or', { least: 1, most: many, of: (...given) => given.find(isTrue) ?? given.at(-1) ?? null }],
  ['not', one((worth) => !isTrue(worth))],
]);

export const functionNames: readonly string[] = [...functions.keys()];
export const isFunction = (name: string): boolean => functions.has(name);
export const argumentCounts = (name: string): { least: number; most: number } =>
  functions.get(name) ?? { least: 0, most: 0 };
export const callFunction = (name: string, given: readonly Worth[]): Worth =>
  functions.get(name)?.of(...given) ?? null;

/** As it is written out; a value that is not there is a dash. */
export function textOf(worth: Worth): string {
  if (worth === null) return '–';
  if (typeof worth === 'number')
    return worth === Number.POSITIVE_INFINITY
      ? '+Inf'
      : worth === Number.NEGATIVE_INFINITY
        ? '-Inf'
        : String(worth);
  if (typeof worth === 'object')
    return `map[${Object.entries(worth)
      .map(([name, value]) => `${name}:${value}`)
      .join(' ')}]`;
  return String(worth);
}

export function isTrue(worth: Worth): boolean {
  return typeof worth === 'object' && worth !== null ? Object.keys(worth).length > 0 : Boolean(worth);
}

function numberOf(worth: Worth): number {
  return typeof worth === 'object' || worth === '' ? Number.NaN : Number(worth);
}

/** Numbers as numbers, also when one of them is written as text; everything else as text. */
function order(a: Worth, b: Worth): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  const [s, t] = [textOf(a), textOf(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}

/** C's `%.4g`. */
export function shortNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return textOf(value);
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (power < -4 || power >= digits)
    return `${trim(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return trim(value.toFixed(Math.min(100, Math.max(0, digits - 1 - power))));
}

const large = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const small = ['', 'm', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

function scaled(value: number, base: number, prefixes: readonly string[]): string {
  let [rest, step] = [value, 0];
  for (; Math.abs(rest) >= base && step < prefixes.length - 1; step++) rest /= base;
  return shortNumber(rest) + prefixes[step];
}

function fraction(value: number): string {
  let [rest, step] = [value, 0];
  for (; Math.abs(rest) < 1 && step < small.length - 1; step++) rest *= 1000;
  return shortNumber(rest) + small[step];
}

function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return shortNumber(value);
  return Math.abs(value) >= 1 ? scaled(value, 1000, large) : fraction(value);
}

function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return shortNumber(value);
  return scaled(value, 1024, ['', 'ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi']);
}

function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return shortNumber(value);
  if (value === 0) return '0s';
  if (Math.abs(value) < 1) return `${fraction(value)}s`;
  if (Math.abs(value) < 60) return `${shortNumber(value)}s`;
  const whole = Math.trunc(Math.abs(value));
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  const parts = [
    ...(days > 0 ? [`${days}d`] : []),
    ...(days > 0 || hours > 0 ? [`${hours}h`] : []),
    `${minutes}m`,
    `${whole % 60}s`,
  ];
  return (value < 0 ? '-' : '') + parts.join(' ');
}

function humanizeTimestamp(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? shortNumber(seconds)
    : `${date.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

const widest = 100;

/** Go's verbs for texts and numbers; what it does not know stays as it is. */
function printf(format: string, given: readonly Worth[]): string {
  let next = 0;
  return format.replaceAll(
    /%([-+0 #]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (whole, flags: string, width: string, digits: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (next >= given.length) return whole;
      const text = verbOf(
        verb,
        given[next++] ?? null,
        digits === undefined ? undefined : Math.min(Number(digits), widest),
      );
      if (text === null) return whole;
      const signed = flags.includes('+') && /^\d/.test(text) ? `+${text}` : text;
      const to = Math.min(Number(width), widest);
      if (flags.includes('-')) return signed.padEnd(to);
      return flags.includes('0') ? signed.padStart(to, '0') : signed.padStart(to);
    },
  );
}

function verbOf(verb: string, worth: Worth, digits: number | undefined): string | null {
  switch (verb) {
    case 's':
    case 'v':
      return digits === undefined ? textOf(worth) : textOf(worth).slice(0, digits);
    case 'q':
      return JSON.stringify(textOf(worth));
    case 'd':
      return worth === null ? textOf(null) : String(Math.round(numberOf(worth)));
    case 'f':
      return worth === null ? textOf(null) : numberOf(worth).toFixed(digits ?? 6);
    case 'e':
      return worth === null ? textOf(null) : numberOf(worth).toExponential(digits ?? 6);
    case 'g':
      return worth === null
        ? textOf(null)
        : digits === undefined
          ? textOf(numberOf(worth))
          : shortNumber(numberOf(worth), Math.max(1, digits));
    case 't':
      return String(isTrue(worth));
    case 'x':
      return worth === null ? textOf(null) : Math.round(numberOf(worth)).toString(16);
    default:
      return null;
  }
}

/** Linear in the text, whatever the expression: RE2. Null: it is none. */
function matcherOf(pattern: string, text: string) {
  try {
    return re2().compile(pattern).matcher(text);
  } catch {
    return null;
  }
}

function replaceAll(pattern: string, to: string, text: string): string {
  try {
    return matcherOf(pattern, text)?.replaceAll(to) ?? text;
  } catch {
    return text;
  }
}
