/** Machines and their agents. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from './api.ts';
import { useHistory, windowMs } from './history.ts';
import { hostHourQuery } from './queries.ts';
import { compareNames } from './standing.ts';
import type { Host, MachineSample } from './types.ts';

/** The figures come live; who is connected and what is missing changes seldom. */
export const hostsQuery = queryOptions({
  queryKey: ['hosts'],
  queryFn: ({ signal }) => ask('GET /api/v1/hosts', { signal }),
  refetchInterval: 5_000,
});

export const hostSpans = ['15m', '1h'] as const;
export type HostSpan = (typeof hostSpans)[number];

/** What stands in the page's address. */
export interface HostSearch {
  /** The one of many that is open. */
  host?: string;
  span?: HostSpan;
}

export function hostSearch({ host, span }: Record<string, unknown>): HostSearch {
  return {
    ...(typeof host === 'string' && host !== '' ? { host } : {}),
    ...(span === '1h' ? { span } : {}),
  };
}

export const hostSpanMs: Record<HostSpan, number> = { '15m': windowMs, '1h': 3_600_000 };

/** A quarter of an hour as it was sampled, or an hour in means of 15 seconds. */
export function useHostHistory(host: string, span: HostSpan) {
  const exact = useHistory(span === '15m' ? { host } : null, 2_000);
  const means = useQuery({ ...hostHourQuery(host), enabled: span === '1h' });
  return span === '15m' ? exact : means;
}

/** What one must look at first stands first: lost ones, those with problems, then by name. */
export function byNeed(a: Host, b: Host): number {
  return needOf(a) - needOf(b) || compareNames(a.name, b.name);
}

function needOf({ agent }: Host): number {
  if (!agent.connected) return 0;
  return agent.problems.length > 0 ? 1 : 2;
}

export function memoryRatio({ memory }: MachineSample): number {
  return memory.totalBytes === 0 ? 0 : 1 - memory.availableBytes / memory.totalBytes;
}

type Disk = MachineSample['disks'][number];

export const diskRatio = ({ usedBytes, availableBytes }: Disk): number =>
  usedBytes + availableBytes === 0 ? 0 : usedBytes / (usedBytes + availableBytes);

export function fullestDisk({ disks }: MachineSample): Disk | null {
  return disks.toSorted((a, b) => diskRatio(b) - diskRatio(a))[0] ?? null;
}

/** Said until an ability was first needed. */
const notTried = 'not tried yet';

/** What the machine does not let its agent do. */
export function missingOf({ abilities }: Pick<Host['agent'], 'abilities'>) {
  return abilities.filter(({ able, reason }) => !able && reason !== notTried);
}
