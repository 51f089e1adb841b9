/** Values of a structured line, laid out flat and bounded: `{http: {status: 503}}` becomes `http.status` → 503. */
export type Value = string | number | boolean | null;

const mostFields = 64;
const longestKey = 120;
const longestValue = 1_000;
const deepest = 5;
const mostItems = 16;

export class Fields {
  readonly flat: Record<string, Value> = Object.create(null) as Record<string, Value>;
  private count = 0;

  /** Adds a value under a name; what is beyond the bounds is left to the record's text. */
  add(name: string, value: unknown, depth = 0): void {
    if (this.count >= mostFields || name.length > longestKey || value === undefined) return;
    if (typeof value === 'object' && value !== null) {
      if (depth >= deepest) return;
      if (Array.isArray(value)) this.put(name, listed(value));
      else
        for (const key in value)
          this.add(`${name}.${key}`, (value as Record<string, unknown>)[key], depth + 1);
      return;
    }
    if (typeof value === 'string') this.put(name, shorten(value, longestValue));
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) this.put(name, value);
  }

  private put(name: string, value: Value): void {
    if (!(name in this.flat)) this.count += 1;
    this.flat[name] = value;
  }
}

function listed(items: readonly unknown[]): string {
  const shown = items
    .slice(0, mostItems)
    .map((item) => (typeof item === 'object' && item !== null ? '{…}' : String(item)));
  if (items.length > mostItems) shown.push('…');
  return shorten(shown.join(', '), longestValue);
}

export const shorten = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
