/** A number as Prometheus's API writes it: like JavaScript, but for the infinite ones, the sign of zero and two digits of an exponent. */
export function numberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (!Number.isFinite(value)) return infiniteText(value);
  const text = String(value);
  const e = text.indexOf('e');
  if (e < 0) return text;
  const digits = text.slice(e + 2);
  return digits.length > 1 ? text : `${text.slice(0, e + 2)}0${digits}`;
}

/** The same without ever an exponent: Go's `'f', -1`. */
export function plainNumberText(value: number): string {
  const text = numberText(value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-])(\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign, whole = '', fraction = '', direction, exponent] = parts;
  const digits = whole + fraction;
  const point = whole.length + (direction === '+' ? 1 : -1) * Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

function infiniteText(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** Go's `ParseFloat`, as it is applied to the label `le`; null when it is no number. */
export function readNumber(text: string): number | null {
  if (/^[+-]?inf(inity)?$/i.test(text)) {
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** An instant as the API writes it: seconds, with exactly three decimals when it is no whole second. */
export function secondsText(ms: number): string {
  const whole = Math.trunc(ms / 1000);
  const rest = Math.abs(ms % 1000);
  const sign = ms < 0 && whole === 0 ? '-' : '';
  return rest === 0 ? String(whole) : `${sign}${whole}.${String(rest).padStart(3, '0')}`;
}
