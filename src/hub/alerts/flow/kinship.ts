import type { Host, Worker } from '../../fleet/index.ts';
import { type Kinship, lingerMs } from './inhibit.ts';

type Seen = Pick<Worker, 'name' | 'host' | 'state' | 'dependsOn' | 'fresh'>;

const downStates: ReadonlySet<Worker['state']> = new Set([
  'unhealthy',
  'backoff',
  'stopping',
  'stopped',
  'failed',
  'lost',
]);

export interface KinshipBook extends Kinship {
  /** Looks at who is down now; answers in how many ms one that came back is taken for well again, null: nobody is waited for. */
  look(
    workers: readonly Seen[],
    hosts: readonly Pick<Host, 'name' | 'agent'>[],
    monotonicMs: number,
  ): number | null;
}

export function createKinship(): KinshipBook {
  /** When each was last seen down. */
  const downAt = new Map<string, number>();
  let nowMs = 0;
  let workersByName = new Map<string, Seen>();
  let parents = new Map<string, readonly string[]>();
  return {
    look(workers, hosts, monotonicMs) {
      nowMs = monotonicMs;
      workersByName = new Map(workers.map((worker) => [worker.name, worker]));
      parents = new Map();
      for (const { name, state } of workers) if (downStates.has(state)) downAt.set(`worker ${name}`, nowMs);
      for (const { name, agent } of hosts) if (!agent.connected) downAt.set(`host ${name}`, nowMs);
      let leftMs: number | null = null;
      for (const [kin, at] of downAt) {
        const left = at + lingerMs - nowMs;
        if (left < 0) downAt.delete(kin);
        else if (at < nowMs) leftMs = Math.min(leftMs ?? left, left);
      }
      return leftMs;
    },
    isDown: (kin) => downAt.has(kin),
    parentsOf(name) {
      const known = parents.get(name);
      if (known) return known;
      const found = new Set<string>();
      const open = [name];
      for (let next = open.pop(); next !== undefined; next = open.pop())
        for (const dependency of workersByName.get(next)?.dependsOn ?? [])
          if (dependency !== name && !found.has(dependency)) {
            found.add(dependency);
            open.push(dependency);
          }
      const host = workersByName.get(name)?.host;
      const all = [
        ...[...found].map((each) => `worker ${each}`),
        ...(host === undefined ? [] : [`host ${host}`]),
      ];
      parents.set(name, all);
      return all;
    },
  };
}
