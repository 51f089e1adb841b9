/** The list of errors that one came from, so that its page leads to the one before and after it, and back to the list as it was. */
import type { ErrorSearch } from './error-search.ts';
import { createStore } from './store.ts';

export const lastErrorList = createStore<readonly number[]>([]);
export const lastErrorSearch = createStore<ErrorSearch>({});

export function neighboursIn(
  ids: readonly number[],
  id: number,
): { previous: number | null; next: number | null } {
  const at = ids.indexOf(id);
  return { previous: at < 0 ? null : (ids[at - 1] ?? null), next: at < 0 ? null : (ids[at + 1] ?? null) };
}
