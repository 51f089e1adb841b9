import { describe, expect, it } from 'vitest';
import { treeOf } from './process-tree.ts';

const process = (pid: number, ppid: number) => ({
  pid,
  ppid,
  state: 'S',
  command: `p${pid}`,
  startedAt: '2026-01-01T00:00:00.000Z',
  cpuRatio: 0,
  rssBytes: 0,
  threads: 1,
});

describe('the tree of processes', () => {
  it('puts children under their parents, and those who left theirs at the root', () => {
    const rows = treeOf([process(30, 20), process(20, 10), process(10, 1), process(15, 10), process(99, 1)]);
    expect(rows.map(({ process: { pid }, depth }) => [pid, depth])).toEqual([
      [10, 0],
      [15, 1],
      [20, 1],
      [30, 2],
      [99, 0],
    ]);
  });

  it('shows a process that claims to be its own parent', () => {
    expect(treeOf([process(7, 7)])).toHaveLength(1);
  });
});
