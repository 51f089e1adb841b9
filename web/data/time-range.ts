/** A stretch of time that is looked for, as it stands in an address: so far back from now, or from one instant to another. Pure. */
export const spans = {
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
} as const;
export type Span = keyof typeof spans;

export interface TimeRange {
  last?: Span;
  /** RFC 3339. */
  since?: string;
  until?: string;
}

/** What is undefined takes away what was looked for. */
export type Change<Search> = { [Key in keyof Search]?: Search[Key] | undefined };

/** What makes no sense is left out. */
export function timeRange({ last, since, until }: Record<string, unknown>): Change<TimeRange> {
  return {
    last: typeof last === 'string' && Object.hasOwn(spans, last) ? (last as Span) : undefined,
    since: instantIn(since),
    until: instantIn(until),
  };
}

function instantIn(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? new Date(value).toISOString()
    : undefined;
}

/** A text from an address; one of digits only was parsed as a number. */
export function textIn(value: unknown, most = 200): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.slice(0, most) : undefined;
}

/** Without the keys that have no value. */
export function given<Search extends object>(
  search: Search,
): { [Key in keyof Search]: NonNullable<Search[Key]> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Search]: NonNullable<Search[Key]>;
  };
}

export function instantsOf(
  { last, since, until }: TimeRange,
  now: number,
): { since: string | undefined; until: string | undefined } {
  return last === undefined
    ? { since, until }
    : { since: new Date(now - spans[last]).toISOString(), until: undefined };
}

/** An instant as `<input type="datetime-local">` wants it: local time without a zone. Empty for none. */
export function localInput(iso: string | undefined): string {
  if (iso === undefined) return '';
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What `<input type="datetime-local">` says, as an instant; undefined while it says none, or one beyond what can be asked for. */
export function instantOf(local: string): string | undefined {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? undefined : date.toISOString();
}

/** Where a stretch that ends now begins, ms since the epoch: to the minute, so that what is shown of it changes no more often. */
export function beginOf(last: Span | undefined, now: number): number {
  return last === undefined ? Number.NEGATIVE_INFINITY : Math.floor(now / 60_000) * 60_000 - spans[last];
}

/** Without what has grown older than that since it was asked for; the same list when nothing has. */
export function notBefore<Timed extends { time: string }>(
  newestFirst: readonly Timed[],
  begin: number,
): readonly Timed[] {
  const kept = newestFirst.findLastIndex(({ time }) => Date.parse(time) >= begin) + 1;
  return kept === newestFirst.length ? newestFirst : newestFirst.slice(0, kept);
}
