/** Who needs whom and who runs where, as far as incidents care. */
import type { Host, Worker } from '../fleet/index.ts';

export interface Topology {
  readonly workers: number;
  hostOf(worker: string): string | null;
  declaredAs(worker: string): string;
  labels(worker: string): Readonly<Record<string, string>>;
  /** All that it needs, directly or not, the nearest first; bounded. */
  needs(worker: string): ReadonlySet<string>;
  /** All that need it. */
  neededBy(worker: string): ReadonlySet<string>;
  workersOn(host: string): number;
  /** Its agent is not there. */
  isLost(host: string): boolean;
}

/** Far more than people draw; a fleet in which everything needs everything must not cost time. */
const mostFollowed = 500;
const nothing: ReadonlySet<string> = new Set();

export function createTopology(
  workers: readonly Pick<Worker, 'name' | 'host' | 'declaredAs' | 'labels' | 'dependsOn'>[],
  hosts: readonly { name: string; agent: Pick<Host['agent'], 'connected'> }[],
): Topology {
  const byName = new Map(workers.map((worker) => [worker.name, worker]));
  const dependants = new Map<string, string[]>();
  const onHost = new Map<string, number>();
  for (const { name, dependsOn, host } of workers) {
    onHost.set(host, (onHost.get(host) ?? 0) + 1);
    for (const needed of dependsOn) {
      const known = dependants.get(needed);
      if (known) known.push(name);
      else dependants.set(needed, [name]);
    }
  }
  const lost = new Set(hosts.filter(({ agent }) => !agent.connected).map(({ name }) => name));
  const follow = (
    memory: Map<string, ReadonlySet<string>>,
    from: string,
    next: (worker: string) => readonly string[],
  ): ReadonlySet<string> => {
    if (next(from).length === 0) return nothing;
    const known = memory.get(from);
    if (known) return known;
    const found = new Set<string>();
    const queue = [...next(from)];
    for (const worker of queue) {
      if (worker === from || found.has(worker) || found.size >= mostFollowed) continue;
      found.add(worker);
      queue.push(...next(worker));
    }
    memory.set(from, found);
    return found;
  };
  const known = {
    needs: new Map<string, ReadonlySet<string>>(),
    neededBy: new Map<string, ReadonlySet<string>>(),
  };
  return {
    workers: workers.length,
    hostOf: (worker) => byName.get(worker)?.host ?? null,
    declaredAs: (worker) => byName.get(worker)?.declaredAs ?? worker,
    labels: (worker) => byName.get(worker)?.labels ?? {},
    needs: (worker) => follow(known.needs, worker, (name) => byName.get(name)?.dependsOn ?? []),
    neededBy: (worker) => follow(known.neededBy, worker, (name) => dependants.get(name) ?? []),
    workersOn: (host) => onHost.get(host) ?? 0,
    isLost: (host) => lost.has(host),
  };
}
