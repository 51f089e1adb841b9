/**
 * A supervisor as a process of its own, to be killed. Arguments: the home, a file with the specs, and runs whose exit was told before.
 * Prints its events as lines of JSON.
 */
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { createLogStore } from '../../logs/index.ts';
import { createTreeFinder } from '../../tree.ts';
import { createSupervisor } from '../index.ts';

const home = openHome(process.argv[2] ?? '');
const logs = createLogStore({ dir: home.workerLogs, clock: systemClock });
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
const supervisor = createSupervisor({
  home,
  clock: systemClock,
  logs,
  finder: createTreeFinder(),
  emit: (type, worker, data) => say({ type, worker, data }),
  onStatus: (status) => say({ type: 'status', worker: status.name, data: status }),
  wasTold: (runId) => process.argv.slice(4).includes(runId),
});
process.on('SIGTERM', () => {
  void supervisor.shutDown({ keepWorkers: false, by: 'test' }).then(() => process.exit(0));
});
process.on('SIGUSR2', () => {
  void supervisor.shutDown({ keepWorkers: true, by: 'test' }).then(() => process.exit(0));
});
supervisor.adopt();
supervisor.apply(JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8')), 'test');
say({ type: 'applied', worker: null, data: {} });
setInterval(() => logs.poll(), 250);
