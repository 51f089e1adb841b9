/** What the events page looks for, as it stands in the address: so it can be sent to somebody, and the back button undoes it. Pure. */
import { type EventFilter, type EventKind, eventKinds } from './event-filter.ts';

export const spans = {
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
} as const;
export type Span = keyof typeof spans;

export interface EventSearch {
  worker?: string;
  kind?: EventKind;
  q?: string;
  /** So far back from now; or instants, RFC 3339. */
  last?: Span;
  since?: string;
  until?: string;
  /** Stories when it is not there. */
  view?: 'every';
}

/** Undefined takes away what was looked for. */
export type SearchChange = { [Key in keyof EventSearch]?: EventSearch[Key] | undefined };

/** Looks for everything; how it is told stays. */
export const noFilter: SearchChange = {
  worker: undefined,
  kind: undefined,
  q: undefined,
  last: undefined,
  since: undefined,
  until: undefined,
};

/** As the server takes it. */
export const longestQ = 100;

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function eventSearch(given: Record<string, unknown>): EventSearch {
  const { worker, kind, q, last, since, until, view } = given;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const instant = (value: unknown) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined;
  const found = {
    worker: text(worker),
    kind: eventKinds.find((each) => each === kind),
    // An address of digits only is parsed as a number.
    q: text(typeof q === 'number' ? String(q) : q)?.slice(0, longestQ),
    last: typeof last === 'string' && Object.hasOwn(spans, last) ? (last as Span) : undefined,
    since: instant(since),
    until: instant(until),
    view: view === 'every' ? ('every' as const) : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

export function filterOf(
  { worker, kind, q, last, since, until }: EventSearch,
  now = Date.now(),
): EventFilter {
  return {
    worker,
    kind,
    q: q?.trim() === '' ? undefined : q?.trim(),
    since: last === undefined ? since : new Date(now - spans[last]).toISOString(),
    until: last === undefined ? until : undefined,
  };
}

export function isFiltered({ worker, kind, q, last, since, until }: EventSearch): boolean {
  return [worker, kind, q, last, since, until].some((value) => value !== undefined);
}
