/** Yagura as people start it: `yagura up` with a yagura.yaml, all else by default. */
import { startTower, type Tower } from '../../test/fixtures/tower.ts';
import { commandLine } from '../measure/processes.ts';
import type { Arm, ArmWorker } from './arm.ts';

export interface YaguraArm extends Arm {
  readonly tower: Tower;
}

export async function startYagura(
  workers: readonly ArmWorker[],
  config: Record<string, unknown> = {},
): Promise<YaguraArm> {
  const tower = await startTower({
    config: {
      ...config,
      workers: Object.fromEntries(workers.map(({ name, command, yagura }) => [name, { command, ...yagura }])),
    },
  });
  const isOwn = (pid: number) =>
    pid === tower.agentPid() || pid === tower.hubPid() || commandLine(pid).includes('yagura-shim');
  return {
    name: 'Yagura',
    tower,
    logs: tower.home.workerLogs,
    own: () => tower.processes().filter(isOwn),
    others: () => tower.processes().filter((pid) => !isOwn(pid)),
    async stop(worker) {
      await tower.api(`/workers/${worker}/stop`, { method: 'POST' });
    },
    recover: () => Promise.resolve(),
    pid: () => tower.agentPid() ?? 0,
    cleanUp: () => tower.cleanUp(),
  };
}
