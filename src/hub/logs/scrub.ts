/**
 * Masks secrets in what workers print, before any of it is kept or shown to other rooms. docs/logs.md lists what is found. Every pattern here is
 * linear: what repeats without a bound is followed by nothing that it could match itself. Patterns of people's own are run with a bound on time.
 */
import { replaceWithin } from '../../shared/bounded-match.ts';
import type { LogRecord } from './record.ts';

export interface ScrubSettings {
  /** Mask e-mail addresses as well. */
  emails: boolean;
  /** Regular expressions of people's own; everything that matches is masked. */
  patterns: readonly string[];
}

export interface Scrub {
  /** Masks in place. */
  records(records: readonly LogRecord[]): void;
  /** From now on by these. */
  configure(settings: ScrubSettings): void;
  /** Patterns that were given up, since they took too long again and again: from then on nobody looks for them. */
  givenUp(): string[];
}

export const mask = '***';

/**
 * What is worth a closer look: most lines have nothing of it. One alternative for each rule below, or more. Runs of letters and digits are looked
 * for only from where they may begin: from each letter it would take three times as long.
 */
const suspicious =
  /pass|pwd|secret|token|api.?key|access.?key|private.?key|auth|bearer|basic |cookie|session|credential|signature|dsn|:\/\/[^\s/@]{0,200}@|hooks\.slack|AKIA|ASIA|gh[opsur]_|github_pat|glpat|xox[a-z]-|[srp]k[_-]|whsec_|AIza|npm_|SG\.|eyJ|-----BEGIN|^[A-Za-z0-9+/]{64}$|(?<![\w.-])(?:\d[ -]?){0,7}?(?:\d{4}[ -]?\d{4}[ -]?\d{4}|\d{4}[ -]?\d{6}[ -]?\d{4,5})/im;

/** Keys and tokens that are known by how they look. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
  // A line of a key whose first line is a record of its own.
  /^[A-Za-z0-9+/]{64}$/gm,
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  /\bgh[opsur]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,255}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g,
  /\bhooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{1,255}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}\b|\bwhsec_[A-Za-z0-9+/=]{20,255}/g,
  /\bsk-[A-Za-z0-9_-]{20,255}/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}/g,
  /\beyJ[A-Za-z0-9_-]{5,8192}\.[A-Za-z0-9_-]{5,16384}(?:\.[A-Za-z0-9_-]{0,16384})?/g,
];

/** What stands after these, and how much of it stays. */
const after: readonly [RegExp, string][] = [
  [/\b(bearer|basic)([ \t]{1,9})(?=[^\s"',;]{0,200}[\d=._~+/-])[A-Za-z0-9._~+/=-]{8,16384}/gi, `$1$2${mask}`],
  [/(:\/\/[^\s/:@'"]{0,200}):[^\s/@'"]{1,1000}@/g, `$1:${mask}@`],
  // What Sentry calls a DSN, and tokens in the place of a user.
  [/(:\/\/)[^\s/:@'"]{16,1000}@/g, `$1${mask}@`],
];

/** The last word of a name tells: `DB_PASSWORD`, `x-api-key`, `clientSecret`, but not `max_tokens` or `routing_key`. */
const secretName =
  /(?:pass(?:word|wd|phrase|code)|pwd|secret(?:[_.-]?(?:access)?[_.-]?key)?|(?:api|access|private|secret|encryption|signing|master)[_.-]?key(?:[_.-]?id)?|token|authorization|auth|cookie|session(?:[_.-]?id)?|credentials?|signature|dsn|(?:^|[^a-z])pass)$/i;
const assignment = /([\w.-]{1,80})(\\?["'])?\s{0,4}(?:=>|[=:])\s{0,4}/g;
const assigned =
  /\\"(?:[^"\\]|\\[^"]){0,4096}\\"|"(?:[^"\\]|\\[\s\S]){0,4096}"|'(?:[^'\\]|\\[\s\S]){0,4096}'|[^\s&;,"'\\)}\]]{1,16384}/y;
const option = /(--?[A-Za-z][\w-]{1,80})[ \t]{1,4}("[^"]*"|'[^']*'|[^\s"'-]\S{0,4096})/g;
/** What stands in the place of a value and is none. */
const noValue = /^(?:null|nil|none|true|false|undefined|\*+|\[(?:redacted|filtered)|<[\w ]*>)$|^\/\/|^[[{]/i;

const card = /(?<![\w.-])(?:\d[ -]?){13,18}\d(?![\w-]|\.\d)/g;
const email = /[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g;

/** As every record passes here: text by text, cheap where there is nothing. */
export function scrubText(text: string, { emails }: Pick<ScrubSettings, 'emails'>): string {
  let rest = text;
  if (suspicious.test(text)) {
    for (const shape of shapes) rest = rest.replace(shape, mask);
    for (const [pattern, replacement] of after) rest = rest.replace(pattern, replacement);
    rest = maskAssigned(rest)
      .replace(option, (whole, name: string, value: string) =>
        secretName.test(name) && !noValue.test(value) ? whole.slice(0, -value.length) + mask : whole,
      )
      .replace(card, (digits) => (isCard(digits) ? mask : digits));
  }
  return emails && rest.includes('@') ? rest.replace(email, mask) : rest;
}

/** `password=…`, `"password": "…"` and `password: …`, also inside a quoted text. */
function maskAssigned(text: string): string {
  let shown = '';
  let from = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(assignment)) {
    if (index < from || !secretName.test(name)) continue;
    assigned.lastIndex = index + whole.length;
    const value = assigned.exec(text)?.[0] ?? '';
    const bare = value.replace(/^\\?["']|\\?["']$/g, '');
    if (bare === '' || noValue.test(bare)) continue;
    const quote = /^(?:\\?["'])?/.exec(value)?.[0] ?? '';
    shown += text.slice(from, index + whole.length) + quote + mask + quote;
    from = index + whole.length + value.length;
    // `Authorization: Bearer …` and `Set-Cookie: a=b; …` hold more than one word.
    const more = /auth|cookie/i.test(name) && quote === '' ? /[^\r\n"']*/y : null;
    if (!more) continue;
    more.lastIndex = from;
    from += more.exec(text)?.[0].length ?? 0;
  }
  return from === 0 ? text : shown + text.slice(from);
}

/** By its first digits, its length and its check digit (Luhn); a time in ms or an order's number seldom has all three. */
export function isCard(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  const isKnown =
    /^(?:4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|35\d{14}|3[068]\d{12}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14,17})$/;
  if (!isKnown.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const timeoutMs = 50;
const strikes = 3;
const leftOut = `${mask} (a pattern of logs.scrub took too long here)`;

export const usualScrub: ScrubSettings = { emails: false, patterns: [] };

/** `onGivenUp` is told of each pattern that is given up. */
export function createScrub(initial: ScrubSettings, onGivenUp: (pattern: string) => void = () => {}): Scrub {
  let settings = initial;
  let own = patternsOf(initial);
  let givenUp: string[] = [];
  const one = (text: string) => scrubText(text, settings);

  function maskOwn(texts: readonly string[]): readonly string[] {
    let rest = texts;
    for (const each of own) {
      const masked = replaceWithin(each.pattern, rest, mask, timeoutMs);
      each.timeouts = masked ? 0 : each.timeouts + 1;
      // What could not be looked through might hold just what was to be masked.
      rest = masked ?? rest.map(() => leftOut);
      if (each.timeouts < strikes) continue;
      own.splice(own.indexOf(each), 1);
      givenUp.push(each.source);
      onGivenUp(each.source);
      return rest;
    }
    return rest;
  }

  return {
    records(records) {
      for (const record of records) scrubRecord(record, one);
      if (own.length === 0) return;
      const texts: string[] = [];
      for (const record of records) mapTexts(record, (text) => void texts.push(text));
      const masked = maskOwn(texts);
      let at = 0;
      for (const record of records) mapTexts(record, () => masked[at++]);
    },
    configure(next) {
      settings = next;
      own = patternsOf(next);
      givenUp = [];
    },
    givenUp: () => givenUp,
  };
}

function patternsOf({ patterns }: ScrubSettings) {
  return patterns.map((source) => ({ pattern: new RegExp(source, 'g'), source, timeouts: 0 }));
}

function scrubRecord(record: LogRecord, one: (text: string) => string): void {
  mapTexts(record, (text, name) =>
    name !== null && secretName.test(name) && text !== '' ? mask : one(text),
  );
}

/** Puts what `change` answers in the place of each text of a record; nothing is changed where it answers nothing. */
function mapTexts(
  record: LogRecord,
  change: (text: string, name: string | null) => string | undefined | void,
): void {
  const { text } = record;
  record.text = change(text, null) ?? text;
  // A plain line is its own message: no second look.
  record.message = record.message === text ? record.text : (change(record.message, null) ?? record.message);
  for (const exception of record.exceptions)
    exception.message = change(exception.message, null) ?? exception.message;
  let fields: Record<string, LogRecord['fields'][string]> | null = null;
  for (const [name, value] of Object.entries(record.fields)) {
    if (typeof value !== 'string') continue;
    const changed = change(value, name);
    if (changed === undefined || changed === value) continue;
    fields ??= { ...record.fields };
    fields[name] = changed;
  }
  if (fields) record.fields = fields;
}
