/** In which order workers start and stop, and what the failure of one means for others. Pure. */
import type { DependencySpec, WorkerSpec } from '../../link/spec.ts';
import type { WorkerStatus } from '../../link/status.ts';

type Needs = Pick<WorkerSpec, 'name' | 'dependsOn'>;

/** The first dependency that is not there yet, as `broker (healthy)`; null when nothing is to be waited for. */
export function waitsFor(spec: Needs, statusOf: (worker: string) => WorkerStatus | undefined): string | null {
  for (const need of spec.dependsOn) {
    if (!isMet(need, statusOf(need.worker))) return `${need.worker} (${need.until})`;
  }
  return null;
}

function isMet(need: DependencySpec, status: WorkerStatus | undefined): boolean {
  if (!status) return false;
  const { lastExit } = status;
  const isDone = status.state === 'stopped' && lastExit?.reason === 'exit' && lastExit.code === 0;
  if (isDone) return true; // it was there to do something first
  const runs = status.state === 'running' || status.state === 'degraded' || status.state === 'unhealthy';
  if (!runs) return false;
  return (
    need.until === 'started' ||
    status.health === 'healthy' ||
    status.health === 'degraded' ||
    status.health === 'none'
  );
}

/** What has to happen to those that depend on a worker which has just failed. */
export function onFailureOf(
  worker: string,
  specs: Iterable<Needs>,
): { worker: string; action: 'restart' | 'stop' }[] {
  const actions: { worker: string; action: 'restart' | 'stop' }[] = [];
  for (const spec of specs) {
    const need = spec.dependsOn.find((each) => each.worker === worker);
    if (need && need.onFailure !== 'ignore') actions.push({ worker: spec.name, action: need.onFailure });
  }
  return actions;
}

/** Those of `up` that may be stopped now, because none that needs them is up any more. In a cycle all may, so that nothing waits for ever. */
export function stoppableNow(specs: readonly Needs[], up: ReadonlySet<string>): string[] {
  const needed = new Set<string>();
  for (const spec of specs) {
    if (up.has(spec.name))
      for (const need of spec.dependsOn) if (need.worker !== spec.name) needed.add(need.worker);
  }
  const free = [...up].filter((worker) => !needed.has(worker));
  return free.length > 0 ? free : [...up];
}
