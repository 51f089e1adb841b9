/** A series and its values, as they are written. Pure. */
import { quoted } from '../../data/expressions.ts';
import type { Language } from '../../format/index.ts';

/** `name{label="value"}`, as one would ask for it. */
export function seriesText(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...others } = labels;
  const pairs = Object.entries(others).map(([label, value]) => `${label}=${quoted(value)}`);
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`;
}

/** A figure whose unit nobody knows: short on an axis, in full elsewhere. */
export function numbersIn(language: Language): {
  full: (value: number) => string;
  short: (value: number) => string;
} {
  const full = new Intl.NumberFormat(language, { maximumSignificantDigits: 9 });
  const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });
  const tiny = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 3 });
  const isTiny = (value: number) => value !== 0 && Math.abs(value) < 1e-4;
  return {
    full: (value) =>
      Number.isFinite(value)
        ? (isTiny(value) ? tiny : full).format(value)
        : String(value).replace('Infinity', 'Inf'),
    short: (value) => (isTiny(value) ? tiny : short).format(value),
  };
}
