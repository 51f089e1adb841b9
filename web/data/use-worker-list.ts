/** The list of workers as it is to be shown: filtered, sorted, and as live as it must be. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useNow } from './use-now.ts';
import { asksForFigures, matches } from './filter/match.ts';
import { type Filter, leaveOpen, parseFilter } from './filter/parse.ts';
import { type Vocabulary, vocabularyOf } from './filter/vocabulary.ts';
import type { ListArrangement } from './list-search.ts';
import { noFigures } from './live/fleet-state.ts';
import { fleet } from './live/index.ts';
import { useStore } from './use-store.ts';
import type { Worker } from './types.ts';
import { useWorkers } from './use-fleet.ts';
import { createRanker, sortWorkers } from './worker-list.ts';

export interface WorkerList {
  /** Null until the fleet is known. */
  sorted: readonly Worker[] | null;
  total: number;
  filter: Filter;
  vocabulary: Vocabulary;
}

/** What depends on the time of day is looked at anew this often, as the order of live figures is. */
const steadyMs = 3_000;

/** `caret`: where in the filter one is writing; null when nobody is. */
export function useWorkerList(
  { q, sort }: Pick<ListArrangement, 'q' | 'sort'>,
  caret: number | null,
): WorkerList {
  const workers = useWorkers();
  const parsed = useMemo(() => parseFilter(q), [q]);
  const filter = useMemo(() => leaveOpen(parsed, caret), [parsed, caret]);
  const vocabulary = useMemo(() => vocabularyOf(workers?.values() ?? []), [workers]);
  const asks = asksForFigures(parsed);
  const byFigures = asks || sort.some(({ id }) => id === 'cpu' || id === 'memory');
  // An order that follows figures may come a moment later, in pieces between frames.
  const figures = useDeferredValue(
    useStore(fleet.steadyFigures, (steady) => (byFigures ? steady : noFigures)),
  );
  const now = useDeferredValue(useNow((at) => (asks ? Math.floor(at / steadyMs) * steadyMs : 0)));
  const [rank] = useState(createRanker);
  const sorted = useMemo(() => {
    if (!workers) return null;
    const present = { figures, now };
    const matching = [...workers.values()].filter((worker) => matches(filter, worker, present));
    return sortWorkers(matching, sort, figures, rank(workers.values()));
  }, [workers, filter, sort, figures, now, rank]);
  return { sorted, total: workers?.size ?? 0, filter, vocabulary };
}
