import { type Kind, kinds } from './look.ts';

/** A template that a person gave: it wins over what was found. */
export interface Pin {
  id: string;
  /** As shown: `session <*> for <*>`. A place takes any text, of whatever kind it is named. */
  template: string;
  /** Places, from zero, of which each value is a group of its own. */
  apart: readonly number[];
}

export interface Pattern {
  pin: Pin;
  /** What stands between the places: one longer than `kinds`. */
  literals: readonly string[];
  kinds: readonly Kind[];
  /** How much of it is fixed: the most specific is asked first. */
  fixed: number;
}

const place = new RegExp(`<(${kinds.map((kind) => kind.replace('*', '\\*')).join('|')})>`);

export function patternOf(pin: Pin): Pattern {
  const parts = pin.template.split(place);
  const literals = parts.filter((_, at) => at % 2 === 0);
  return {
    pin,
    literals,
    kinds: parts.filter((_, at) => at % 2 === 1) as Kind[],
    fixed: literals.reduce((sum, literal) => sum + literal.length, 0),
  };
}

/** What stands in the pattern's places, the shortest from left to right; null when the text is another one. */
export function valuesIn(text: string, { literals }: Pattern): string[] | null {
  const first = literals[0] as string;
  const last = literals.at(-1) as string;
  if (literals.length === 1) return text === first ? [] : null;
  if (!text.startsWith(first) || !text.endsWith(last)) return null;
  const end = text.length - last.length;
  const values: string[] = [];
  let at = first.length;
  for (const literal of literals.slice(1, -1)) {
    const found = text.indexOf(literal, at);
    if (found < 0 || found + literal.length > end) return null;
    values.push(text.slice(at, found));
    at = found + literal.length;
  }
  if (at > end) return null;
  return [...values, text.slice(at, end)];
}
