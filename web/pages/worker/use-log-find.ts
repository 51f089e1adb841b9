import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ask } from '../../data/api.ts';
import type { LogLine } from '../../data/types.ts';

const mostFound = 1_000;
/** Who types on is not asked for. */
const typingMs = 250;

export interface LogFind {
  typed: string;
  type: (text: string) => void;
  /** What is searched for; empty: nothing. */
  search: string;
  /** Newest last; undefined until the answer is there. */
  lines: readonly LogLine[] | undefined;
  /** There may be older ones that were not looked at. */
  more: boolean;
  error: Error | null;
  /** Id of the line that was gone to. */
  current: string | null;
  go: (line: LogLine) => void;
  /** Looks again; what was found before stays until the answer is there. */
  again: () => void;
}

/** Finds text in the whole log, not only in what is on the screen. `show` brings a line into view. */
export function useLogFind(worker: string, wanted: string, show: (line: LogLine) => void): LogFind {
  const [typed, type] = useState(wanted);
  const [search, setSearch] = useState(wanted.trim());
  /** The line that was gone to, of a search; before that it is the newest. */
  const [chosen, choose] = useState<{ search: string; id: string } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), typed === '' ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['log-search', worker, search],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/workers/{name}/logs', {
        name: worker,
        query: { limit: mostFound, q: search },
        signal,
      }),
    enabled: search !== '',
    gcTime: 0,
  });
  const lines = search === '' ? undefined : found.data?.lines;
  const newest = lines?.at(-1);
  // The newest of what is found is gone to by itself, once for each search.
  const shownFor = useRef('');
  const newestShow = useRef(show);
  useLayoutEffect(() => {
    newestShow.current = show;
  });
  useEffect(() => {
    if (!newest || shownFor.current === search) return;
    shownFor.current = search;
    newestShow.current(newest);
  }, [newest, search]);
  return {
    typed,
    type,
    search,
    lines,
    more: found.data?.before !== null && found.data?.before !== undefined,
    error: found.error,
    current: chosen?.search === search ? chosen.id : (newest?.id ?? null),
    go(line) {
      choose({ search, id: line.id });
      show(line);
    },
    again: () => void found.refetch(),
  };
}
