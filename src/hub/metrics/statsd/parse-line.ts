/** One line of StatsD, such as `mails.sent:1|c|@0.1|#team:post,urgent`. */
export interface StatsdLine {
  /** As a Prometheus name, without suffixes. */
  name: string;
  /** `distribution`: timers, histograms and distributions, which differ in name only. */
  type: 'counter' | 'gauge' | 'distribution' | 'set';
  /** Numbers; of a set its members. */
  values: string[];
  /** Share of what happened that was sent, above 0 and at most 1. */
  rate: number;
  labels: Record<string, string>;
}

const types: Record<string, StatsdLine['type']> = {
  c: 'counter',
  g: 'gauge',
  ms: 'distribution',
  h: 'distribution',
  d: 'distribution',
  s: 'set',
};
const longestLine = 8_192;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** Null when the line is none; what DogStatsD adds beyond metrics (events, service checks) is none either. */
export function parseLine(line: string): StatsdLine | null {
  if (line.length > longestLine) return null;
  const [head = '', code = '', ...rest] = line.split('|');
  const type = types[code];
  const colon = head.indexOf(':');
  if (!type || colon < 1) return null;
  const given = head.slice(colon + 1);
  const values = type === 'set' ? [given] : given.split(':');
  if (type !== 'set' && !values.every((value) => number.test(value))) return null;
  let rate = 1;
  let labels: Record<string, string> = {};
  for (const part of rest) {
    if (part.startsWith('@')) rate = Number(part.slice(1));
    // Others are DogStatsD's: a time, a container.
    else if (part.startsWith('#')) labels = labelsOf(part.slice(1));
  }
  if (!(rate > 0 && rate <= 1)) return null;
  return { name: cleanName(head.slice(0, colon)), type, values, rate, labels };
}

function labelsOf(tags: string): Record<string, string> {
  const labels = tags.split(',').flatMap((tag): [string, string][] => {
    const colon = tag.indexOf(':');
    const key = colon === -1 ? tag : tag.slice(0, colon);
    if (key === '') return [];
    // A tag alone is a mark that something has.
    return [[cleanName(key).replaceAll(':', '_'), colon === -1 ? 'true' : tag.slice(colon + 1)]];
  });
  return Object.fromEntries(labels.filter(([name, value]) => value !== '' && !name.startsWith('__')));
}

function cleanName(name: string): string {
  const clean = name.replace(/[^a-zA-Z0-9_:]/g, '_');
  return /^\d/.test(clean) ? `_${clean}` : clean;
}
