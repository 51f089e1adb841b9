/** What is wrong by rule, and what nobody is to be told of: asked for in pages, kept fresh by what the server tells of changes. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AlertSearch, alertQuestion } from './alert-search.ts';
import { ask } from './api.ts';
import type { Alert, Silence } from './types.ts';

const pageSize = 100;
/** Silences and rules change seldom and tell nobody. */
const refreshMs = 15_000;

export const alertsQuery = (search: AlertSearch) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/alerts', {
        query: {
          ...alertQuestion(search),
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

/** Those in force and to come are asked for by themselves: what is over may be many. */
export const silencesQuery = (over: boolean) =>
  queryOptions({
    queryKey: ['silences', over],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/silences', {
        query: { state: over ? 'expired' : 'active,pending', limit: 500 },
        signal,
      }),
    refetchInterval: refreshMs,
  });

/** Which alerts a silence would cover now. */
export const coverQuery = (matchers: Silence['matchers']) =>
  queryOptions({
    queryKey: ['alerts', 'cover', matchers],
    queryFn: ({ signal }) => ask('POST /api/v1/silences/preview', { body: { matchers }, signal }),
    enabled: matchers.length > 0,
    placeholderData: keepPreviousData,
  });

/** What stands beside an alert: whoever knows it should see it first, the rest is told by its rule. */
const shownFirst = ['worker', 'host', 'group', 'instance', 'job'];
const notShown = new Set(['alertname', 'severity']);

export function labelsShown(labels: Alert['labels']): [name: string, value: string][] {
  const rank = ([name]: [string, string]) => {
    const at = shownFirst.indexOf(name);
    return at < 0 ? shownFirst.length : at;
  };
  return Object.entries(labels)
    .filter(([name]) => !notShown.has(name))
    .toSorted((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0]));
}

/** What exactly this alert is about, for a silence that covers it and those like it. */
export function matchersOf({ rule, labels }: Pick<Alert, 'rule' | 'labels'>): Silence['matchers'] {
  return [
    { name: 'alertname', op: '=', value: rule },
    ...Object.entries(labels)
      .filter(([name]) => !notShown.has(name))
      .map(([name, value]) => ({ name, op: '=' as const, value })),
  ];
}

const written = /^\s*([a-zA-Z_][a-zA-Z0-9_.-]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s",]*)\s*$/s;

/** Reads one matcher a line, as `worker=~"mailer-.*"`; `wrong` are lines that are none. */
export function readMatchers(text: string): { matchers: Silence['matchers']; wrong: string[] } {
  const matchers: Silence['matchers'] = [];
  const wrong: string[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [, name, op, value] = written.exec(line) ?? [];
    if (name === undefined || value === undefined) wrong.push(line.trim());
    else
      matchers.push({
        name,
        op: op as Silence['matchers'][number]['op'],
        value: value.startsWith('"')
          ? value.slice(1, -1).replaceAll(/\\(["\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
          : value,
      });
  }
  return { matchers, wrong };
}

export function matcherText({ name, op, value }: Silence['matchers'][number]): string {
  return `${name}${op}"${value.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
