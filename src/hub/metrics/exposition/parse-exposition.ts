import type { Format } from './format.ts';
import { ExpositionError } from './parse-series.ts';

export { ExpositionError } from './parse-series.ts';

export interface ParseLimits {
  samples: number;
  /** Of one line, in characters: a bound on every name, label and help text in it. */
  lineLength: number;
}

/** A sample as it stands there. `series` is its text with name and labels, for `parseSeries`; the same series has the same text each time. */
type OnSample = (series: string, value: number, timeMs: number | null) => void;
/** What a comment says of a metric: its TYPE, HELP or, in OpenMetrics, UNIT. */
type OnComment = (kind: string, metric: string, text: string) => void;

const types: Record<Format, readonly string[]> = {
  text: ['counter', 'gauge', 'histogram', 'summary', 'untyped'],
  openmetrics: ['counter', 'gauge', 'histogram', 'gaugehistogram', 'stateset', 'info', 'summary', 'unknown'],
};

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const wordNumbers: Record<string, number> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};
const integer = /^-?\d{1,18}$/;

/**
 * Reads a page of figures and hands out each sample in order. A page with a mistake is wrong as a whole: throws `ExpositionError`, which names
 * the line, and what was handed out before must be forgotten. Exemplars are checked for form and left.
 */
export function parseExposition(
  page: string,
  format: Format,
  limits: ParseLimits,
  onSample: OnSample,
  onComment: OnComment = () => {},
): void {
  let lineNumber = 0;
  let samples = 0;
  let ended = false;
  const take = (line: string) => {
    if (ended) throw new ExpositionError('there is something after "# EOF"');
    if (line.length > limits.lineLength)
      throw new ExpositionError(`it is longer than ${limits.lineLength} characters`);
    const first = line.charCodeAt(0);
    if (first === hash) {
      if (format === 'openmetrics' && line === '# EOF') ended = true;
      else takeComment(line, format, onComment);
      return;
    }
    if (Number.isNaN(first) || (format === 'text' && line.trim() === '')) {
      if (format === 'openmetrics') throw new ExpositionError('it is empty');
      return;
    }
    if (++samples > limits.samples)
      throw new ExpositionError(`there are more than ${limits.samples} samples`);
    takeSample(line, format, onSample);
  };
  try {
    for (let from = 0; from < page.length; ) {
      lineNumber++;
      const newline = page.indexOf('\n', from);
      const to = newline === -1 ? page.length : newline;
      take(page.slice(from, to));
      from = to + 1;
    }
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    throw new ExpositionError(`line ${lineNumber}: ${error.message}`);
  }
  if (format === 'openmetrics' && !ended) throw new ExpositionError('the page does not end with "# EOF"');
}

const [hash, space, tab, quote, backslash, opening, closing] = Buffer.from('# \t"\\{}');

function takeSample(line: string, format: Format, onSample: OnSample): void {
  const end = endOfSeries(line);
  if (end === 0) throw new ExpositionError('a sample has no name');
  const [plain, exemplar] = format === 'openmetrics' ? splitExemplar(line.slice(end)) : [line.slice(end)];
  const words = plain.split(/[ \t]+/).filter((word) => word !== '');
  const [value, time] = words;
  if (value === undefined) throw new ExpositionError('a sample has no value');
  if (words.length > 2) throw new ExpositionError(`unexpected text after the sample: ${cut(words[2] ?? '')}`);
  if (exemplar !== undefined) checkExemplar(exemplar);
  onSample(line.slice(0, end), numberOf(value), time === undefined ? null : timeOf(time, format));
}

/** Where name and labels end: behind the closing brace, or at the first blank when there are no labels. */
function endOfSeries(line: string): number {
  let at = 0;
  const code = () => line.charCodeAt(at);
  while (at < line.length && code() !== opening && code() !== space && code() !== tab) at++;
  const endOfName = at;
  while (code() === space || code() === tab) at++;
  if (code() !== opening) return endOfName;
  for (let inQuotes = false; at < line.length; at++) {
    if (code() === quote) inQuotes = !inQuotes;
    else if (inQuotes && code() === backslash) at++;
    else if (!inQuotes && code() === closing) return at + 1;
  }
  throw new ExpositionError('its labels do not end');
}

function splitExemplar(rest: string): [string, string?] {
  const at = rest.indexOf(' # ');
  return at === -1 ? [rest] : [rest.slice(0, at), rest.slice(at + 3)];
}

function checkExemplar(text: string): void {
  const end = endOfSeries(text);
  const words = text.slice(end).trim().split(' ');
  if (!text.startsWith('{') || words.length > 2) throw new ExpositionError(`a wrong exemplar: ${cut(text)}`);
  for (const word of words) numberOf(word);
}

function takeComment(line: string, format: Format, onComment: OnComment): void {
  const [, kind = '', name = '', text = ''] = /^#[ \t]+(\w+)[ \t]+(\S+)(?:[ \t]+(.*))?$/.exec(line) ?? [];
  if (kind === 'TYPE') {
    const known = types[format];
    if (!known.includes(text.trim()))
      throw new ExpositionError(
        `${cut(name)} has the type ${cut(text)}, expected one of ${known.join(', ')}`,
      );
  } else if (format === 'openmetrics' && kind !== 'HELP' && kind !== 'UNIT')
    throw new ExpositionError('a comment that is neither HELP, TYPE nor UNIT');
  if (kind === 'TYPE' || kind === 'HELP' || kind === 'UNIT') onComment(kind, name, text);
}

function numberOf(word: string): number {
  if (plainNumber.test(word)) return Number(word);
  const sign = word.startsWith('-') ? -1 : 1;
  const known = wordNumbers[word.replace(/^[+-]/, '').toLowerCase()];
  if (known === undefined) throw new ExpositionError(`${cut(word)} is not a number`);
  return sign * known;
}

/** Whole ms in the text format, seconds in OpenMetrics. */
function timeOf(word: string, format: Format): number {
  if (format === 'openmetrics' ? !plainNumber.test(word) : !integer.test(word))
    throw new ExpositionError(`${cut(word)} is not a time`);
  return format === 'openmetrics' ? Math.round(Number(word) * 1000) : Number(word);
}

function cut(text: string): string {
  return JSON.stringify(text.slice(0, 50));
}
