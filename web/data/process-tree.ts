import type { ProcessInfo } from './types.ts';

export interface TreeRow {
  process: ProcessInfo;
  depth: number;
}

/** Parents before children, children by pid. A process whose parent is not in the list stands at the root. */
export function treeOf(processes: readonly ProcessInfo[]): TreeRow[] {
  const pids = new Set(processes.map((process) => process.pid));
  const children = new Map<number | null, ProcessInfo[]>();
  for (const process of [...processes].sort((a, b) => a.pid - b.pid)) {
    const parent = pids.has(process.ppid) && process.ppid !== process.pid ? process.ppid : null;
    children.set(parent, [...(children.get(parent) ?? []), process]);
  }
  const rows: TreeRow[] = [];
  const add = (parent: number | null, depth: number) => {
    for (const process of children.get(parent) ?? []) {
      rows.push({ process, depth });
      add(process.pid, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}
