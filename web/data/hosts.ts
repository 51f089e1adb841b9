/** Machines and their agents. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import { type PeriodSearch, periodSearch } from './period.ts';
import { compareNames } from './standing.ts';
import type { Host, MachineSample } from './types.ts';

/** The figures come live; who is connected and what is missing changes seldom. */
export const hostsQuery = queryOptions({
  queryKey: ['hosts'],
  queryFn: ({ signal }) => ask('GET /api/v1/hosts', { signal }),
  refetchInterval: 5_000,
});

/** What stands in the page's address. */
export interface HostSearch extends PeriodSearch {
  /** The one of many that is open. */
  host?: string;
}

export function hostSearch({ host, ...period }: Record<string, unknown>): HostSearch {
  return { ...(typeof host === 'string' && host !== '' ? { host } : {}), ...periodSearch(period) };
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
