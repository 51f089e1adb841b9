/** What people deal with: asked for in pages, kept fresh by what the server tells of changes. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { type Text, useText } from '../i18n/index.ts';
import { ask } from './api.ts';
import { type IncidentSearch, incidentQuestion } from './incident-search.ts';
import { notify } from './notices.ts';
import { problemText } from './problem-text.ts';
import type { IncidentDetail } from './types.ts';

const pageSize = 50;
/** How long something has lasted grows also where nothing is told of. */
const refreshMs = 30_000;

export const incidentsQuery = (search: IncidentSearch) =>
  infiniteQueryOptions({
    queryKey: ['incidents', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/incidents', {
        query: {
          ...incidentQuestion(search),
          limit: pageSize,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

export const incidentTimesQuery = queryOptions({
  queryKey: ['incidents', 'times'],
  queryFn: ({ signal }) => ask('GET /api/v1/incidents/times', { query: { days: 30 }, signal }),
  refetchInterval: refreshMs,
});

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id],
    queryFn: ({ signal }) => ask('GET /api/v1/incidents/{id}', { name: id, signal }),
    refetchInterval: refreshMs,
  });

/** Texts that come in both languages, in the reader's. */
export function said(text: Pick<Text, 'language'>, words: { en: string; ja: string }): string {
  return words[text.language];
}

/** What a person does with an incident. The page shows it as the server then says it is. */
export function useIncidentAct(id: string) {
  const text = useText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ run }: { run: () => Promise<IncidentDetail>; done?: string }) => run(),
    onSuccess: (incident, { done }) => {
      client.setQueryData(incidentQuery(id).queryKey, incident);
      if (done !== undefined) notify({ tone: 'well', text: done });
    },
    onError: (error) => notify({ tone: 'bad', text: problemText(text, error) }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['incidents'] }),
  });
}
