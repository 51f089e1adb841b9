/** Names as Prometheus's OTLP receiver makes them: its `BuildCompliantName` with suffixes, and `NormalizeLabel`. */

const units: Record<string, string> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
};
const perUnits: Record<string, string> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/** `http.server.duration` in `ms` → `http_server_duration_milliseconds`; empty when nothing of the name can be kept. */
export function metricNameOf(metric: {
  name: string;
  unit: string;
  isCounter: boolean;
  isGauge: boolean;
}): string {
  const [main = '', per = ''] = metric.unit.split('/', 2).map((part) => part.trim());
  const words = wordsOf(metric.name);
  if (words.length === 0) return '';
  const unit = unitWord(main, units);
  const perUnit = unitWord(per, perUnits);
  const additions = [
    unit && !words.includes(unit) ? unit : '',
    perUnit && !words.includes(perUnit) ? `per_${perUnit}` : '',
  ];
  let named = [...words, ...additions].filter(Boolean);
  const last = metric.isCounter ? 'total' : metric.isGauge && metric.unit === '1' ? 'ratio' : null;
  if (last) named = [...named.filter((word) => word !== last), last];
  const name = named.join('_');
  return /^\d/.test(name) ? `_${name}` : name;
}

/** A unit in braces is an annotation, and not part of a name. */
function unitWord(unit: string, known: Record<string, string>): string {
  if (unit === '' || /[{}]/.test(unit)) return '';
  return known[unit] ?? wordsOf(unit).join('_');
}

function wordsOf(text: string): string[] {
  return text.split(/[^a-zA-Z0-9:]+/).filter(Boolean);
}

/** `http.method` → `http_method`. */
export function labelNameOf(key: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, '_');
  if (/^\d/.test(name)) return `key_${name}`;
  return /^_(?!_)/.test(name) ? `key${name}` : name;
}

/** A bound without an exponent: `0.005`, `10`, `+Inf`. */
export function boundText(bound: number): string {
  if (bound === Number.POSITIVE_INFINITY) return '+Inf';
  const text = String(bound);
  const [, sign = '', whole = '', rest = '', power = ''] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (power === '') return text;
  const digits = whole + rest;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return (
    sign +
    (point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`)
  );
}
