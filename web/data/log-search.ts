/** What is looked for in all logs, as it stands in the address. Pure. */
import { boundsOf, isLive, periodIn, type PeriodSearch, periodSearch } from './period.ts';
import { given, textIn } from './time-range.ts';

/** At least so grave; what says no level is left out then. */
export const logLevels = ['info', 'warn', 'error', 'fatal'] as const;
export type LeastLevel = (typeof logLevels)[number];

export interface LogSearch extends PeriodSearch {
  /** Words that must all be there, `"a phrase"`, `time*`, `-not`. */
  q?: string;
  worker?: string;
  level?: LeastLevel;
  /** Wording with places for values: `timeout after <NUM> ms`. */
  template?: string;
}

/** As the server takes it. */
export const longestLogQ = 1_000;

export function logSearch(asked: Record<string, unknown>): LogSearch {
  const { compare: _, ...period } = periodSearch(asked);
  return given({
    q: textIn(asked['q'], longestLogQ),
    worker: textIn(asked['worker']),
    level: logLevels.find((level) => level === asked['level']),
    template: textIn(asked['template'], longestLogQ),
    ...period,
  });
}

export interface LogFilter {
  q?: string;
  worker?: string;
  level?: string;
  template?: string;
}

/** As the server is asked, but for the time. */
export function logFilterOf({ q, worker, level, template }: LogSearch): LogFilter {
  return given({
    q: q?.trim(),
    worker,
    level: level && logLevels.slice(logLevels.indexOf(level)).join(','),
    template,
  });
}

/** What the live topic of a search is called. */
export function topicOf(filter: LogFilter): string {
  return `logs?${new URLSearchParams({ ...filter }).toString()}`;
}

/** From when to when, in RFC 3339; what ends now has no end. */
export function logTimesOf(search: LogSearch, now: number): { from: string; to?: string } {
  const period = periodIn(search);
  const { from, to } = boundsOf(period, now);
  return given({
    from: new Date(from).toISOString(),
    to: isLive(period) ? undefined : new Date(to).toISOString(),
  });
}

const item = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;

/** The texts of a question that a hit holds, for marking them. */
export function markedBy(q: string): string[] {
  return [...q.matchAll(item)].flatMap(([, minus, phrase, word = '']) => {
    const text = (phrase ?? word.replace(/\*$/, '')).trim();
    return minus === '-' || text === '' ? [] : [text];
  });
}

/** Where any of the texts occurs, as [from, to), in order and apart from each other. */
export function marksIn(text: string, texts: readonly string[]): [number, number][] {
  const lower = text.toLowerCase();
  // A letter whose small form has another length would move the places.
  if (lower.length !== text.length) return [];
  const found: [number, number][] = [];
  for (const wanted of texts.map((each) => each.toLowerCase()))
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length))
      found.push([at, at + wanted.length]);
  found.sort(([a], [b]) => a - b);
  const apart: [number, number][] = [];
  for (const [from, to] of found) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}
