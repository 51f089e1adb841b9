/** What stands in the list, line by line. */
import type { Grouping } from '../../data/grouping.ts';
import { type Group, groupWorkers } from '../../data/worker-list.ts';
import type { Worker } from '../../data/types.ts';

export type Line =
  | { kind: 'worker'; key: string; name: string }
  | { kind: 'group'; key: string; group: Group; grouping: Exclude<Grouping, 'none'> };

const workerLine = ({ name }: Worker): Line => ({ kind: 'worker', key: name, name });

export function linesOf(sorted: readonly Worker[], grouping: Grouping): Line[] {
  if (grouping === 'none') return sorted.map(workerLine);
  return groupWorkers(sorted, grouping).flatMap((group) => [
    // A name has no blank in it, so the keys are different.
    { kind: 'group' as const, key: `group ${group.value}`, group, grouping },
    ...group.workers.map(workerLine),
  ]);
}
