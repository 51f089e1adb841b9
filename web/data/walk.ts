/** From one worker to the next, in the order of the list that the reader came from. */
import { compareNames } from './standing.ts';
import type { ListSearch } from './list-search.ts';
import { createStore } from './store.ts';

/** Names in the order in which a list showed them last; empty before any did. */
export const lastList = createStore<readonly string[]>([]);

/** How that list was arranged, so that one comes back to the same. */
export const lastSearch = createStore<ListSearch>({});

export interface Neighbours {
  previous: string | null;
  next: string | null;
  /** Its place in the list, from 1. */
  at: number;
  of: number;
}

/** A list that does not hold the worker is not the one that the reader came from: then all of them count, by name. */
export function neighboursOf(list: readonly string[], all: Iterable<string>, name: string): Neighbours {
  const there = new Set(all);
  const known = list.filter((each) => there.has(each));
  const order = known.includes(name) ? known : [...there].sort(compareNames);
  const at = order.indexOf(name);
  return {
    previous: order[at - 1] ?? null,
    next: at < 0 ? null : (order[at + 1] ?? null),
    at: at + 1,
    of: order.length,
  };
}
