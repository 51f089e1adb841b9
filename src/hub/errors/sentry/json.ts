/** What senders wrote, of whatever shape: read as what is wanted, cut to bounds, never trusted. */
export type Mapping = Record<string, unknown>;
export type Flat = Record<string, string | number | boolean | null>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The mapping, or an empty one. */
export function mappingOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** Sentry writes lists as such or as `{values: […]}`. */
export function listOf(value: unknown): unknown[] {
  const list = isMapping(value) ? value['values'] : value;
  return Array.isArray(list) ? list : [];
}

/** Text, with numbers and booleans as they would be written; null for anything else and for nothing. */
export function textOf(value: unknown, longest: number): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? cut(value, longest) : null;
}

export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half a character is no character.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
  return `${text.slice(0, end)}…`;
}

/** From one; null for anything that is no such number. */
export function countOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : null;
}

/**
 * Milliseconds since 1970 from seconds or from text; null where it is neither, or no time that anybody could have meant. Text without a zone is UTC.
 */
export function timeOf(value: unknown): number | null {
  const ms =
    typeof value === 'number'
      ? value * 1000
      : typeof value === 'string'
        ? /^\d+(\.\d+)?$/.test(value)
          ? Number(value) * 1000
          : Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`)
        : Number.NaN;
  return ms >= 0 && ms < 8.64e15 ? Math.round(ms) : null;
}

export interface FlatBounds {
  most: number;
  longestKey: number;
  longestValue: number;
  deepest: number;
}

/** Adds what is in there as `prefix.key` until the bounds are reached; answers how many values were left out. */
export function flatten(
  into: Map<string, Flat[string]>,
  prefix: string,
  value: unknown,
  bounds: FlatBounds,
): number {
  const walk = (key: string, value: unknown, depth: number): number => {
    if (isMapping(value) && depth < bounds.deepest)
      return Object.entries(value).reduce(
        (left, [name, inner]) => left + walk(key === '' ? name : `${key}.${name}`, inner, depth + 1),
        0,
      );
    if (value === undefined || value === null || value === '') return 0;
    if (into.size >= bounds.most || key.length > bounds.longestKey) return 1;
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    into.set(
      key,
      isPlain ? value : cut(typeof value === 'string' ? value : JSON.stringify(value), bounds.longestValue),
    );
    return 0;
  };
  return walk(prefix, value, 0);
}
