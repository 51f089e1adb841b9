/** What the explorer asks, as it stands in the address, and what was asked before. Pure but for the browser's memory. */
import { recall, remember } from './memory.ts';
import { type PeriodSearch, periodSearch } from './period.ts';
import { textIn } from './time-range.ts';

export interface ExploreSearch extends PeriodSearch {
  /** PromQL. */
  q?: string;
  /** A chart when it is not there. */
  view?: 'table';
}

export const longestQuery = 10_000;

export function exploreSearch({ q, view, ...period }: Record<string, unknown>): ExploreSearch {
  const text = textIn(q, longestQuery);
  return {
    ...(text !== undefined && { q: text }),
    ...(view === 'table' && { view }),
    ...periodSearch(period),
  };
}

const mostRemembered = 20;
const key = 'queries';

/** Newest first. */
export function rememberedQueries(): string[] {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string') : [];
  } catch {
    return [];
  }
}

/** Each once, the newest first. */
export function withQuery(queries: readonly string[], query: string): string[] {
  return [query, ...queries.filter((each) => each !== query)].slice(0, mostRemembered);
}

export function rememberQuery(query: string): void {
  remember(key, JSON.stringify(withQuery(rememberedQueries(), query)));
}

/** Where in a query Prometheus found the mistake that it tells of as `1:5: parse error: …`; null when it does not say. */
export function placeOfError(query: string, message: string): number | null {
  const [, line, column] = /\b(\d+):(\d+): parse error/.exec(message) ?? [];
  if (line === undefined || column === undefined) return null;
  const before = query.split('\n').slice(0, Number(line) - 1);
  const at = before.reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1;
  return Math.min(Math.max(0, at), query.length);
}
