/** Rules, what they find, and what would come of one that is being written. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { RuleSearch } from './rule-search.ts';
import type { RuleBody } from './types.ts';

const pageSize = 200;
const refreshMs = 5_000;
/** A week of many series takes a while, and others may be before it. */
const longestBacktestMs = 60_000;

/** By name. */
export const rulesQuery = (search: RuleSearch) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/rules', {
        query: { ...search, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

export const ruleQuery = (name: string) =>
  queryOptions({
    queryKey: ['rules', 'one', name],
    queryFn: ({ signal }) => ask('GET /api/v1/rules/{name}', { name, signal }),
    refetchInterval: refreshMs,
  });

/** What it finds wrong now. */
export const conditionsQuery = (name: string) =>
  queryOptions({
    queryKey: ['rules', 'conditions', name],
    queryFn: ({ signal }) => ask('GET /api/v1/rules/{name}/conditions', { name, signal }),
    refetchInterval: refreshMs,
  });

/** What is wrong with a rule and what is odd. One that is no rule at all is refused (`bad_request`). */
export const checkQuery = (rule: RuleBody['rule'] | null) =>
  queryOptions({
    queryKey: ['rule-check', rule],
    queryFn: ({ signal }) => {
      if (rule === null) throw new Error('there is no rule to check');
      return ask('POST /api/v1/rules/check', { body: { rule }, signal });
    },
    enabled: rule !== null,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** When it would have fired in the last seven days. */
export const backtestQuery = (rule: RuleBody['rule'] | null) =>
  queryOptions({
    queryKey: ['rule-backtest', rule],
    queryFn: ({ signal }) => {
      if (rule === null) throw new Error('there is no rule to look back with');
      return ask('POST /api/v1/rules/backtest', { body: { rule }, signal, timeoutMs: longestBacktestMs });
    },
    enabled: rule !== null,
    retry: false,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
