import type { Hub } from './client/index.ts';
import { CommandFailure } from './io.ts';
import { nearest } from '../shared/nearest.ts';
import type { Worker } from '../hub/fleet/index.ts';

/** Every worker, in the order in which they are declared. */
export function listWorkers(hub: Hub): Promise<Worker[]> {
  return hub.list<Worker>('/workers?limit=1000', 'workers');
}

/** The workers that are meant: by name, or by the name that all instances share. Fails on a name that nobody has. */
export function pickWorkers(workers: Worker[], names: readonly string[]): Worker[] {
  const picked = new Set<Worker>();
  for (const name of names) {
    const meant = workers.filter((worker) => worker.name === name || worker.declaredAs === name);
    if (meant.length === 0) {
      const close = nearest(
        name,
        workers.flatMap((worker) => [worker.name, worker.declaredAs]),
      );
      throw new CommandFailure(`There is no worker "${name}".${close ? ` Did you mean "${close}"?` : ''}`, 2);
    }
    for (const worker of meant) picked.add(worker);
  }
  return workers.filter((worker) => picked.has(worker));
}

/** Well is what was proven or wished: runs and has no check without a result, or was stopped on purpose or after its scheduled work. */
export function isWell({ state, health, fresh }: Pick<Worker, 'state' | 'health' | 'fresh'>): boolean {
  return fresh && (state === 'stopped' || (state === 'running' && health !== 'unknown'));
}
