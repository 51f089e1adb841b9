/** A real supervisor in a temporary home, for tests with real processes. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerSpec } from '../../../link/spec.ts';
import type { WorkerStatus } from '../../../link/status.ts';
import { type Clock, systemClock } from '../../../shared/clock.ts';
import { type Home, openHome } from '../../../shared/home.ts';
import { createLogStore, type LogStore } from '../../logs/index.ts';
import { readRunMarker, readStat } from '../../proc.ts';
import { createTreeFinder, readAllStats, type TreeFinder } from '../../tree.ts';
import { createSupervisor, type Supervisor } from '../index.ts';

export interface SeenEvent {
  type: string;
  worker: string | null;
  data: Record<string, unknown>;
}

export interface Fixture {
  home: Home;
  logs: LogStore;
  finder: TreeFinder;
  supervisor: Supervisor;
  events: SeenEvent[];
  statuses: Map<string, WorkerStatus>;
  status(worker: string): WorkerStatus;
  output(worker: string): string;
  close(): Promise<void>;
}

export function makeHome(): Home {
  const home = openHome(mkdtempSync(join(tmpdir(), 'yagura-workers-')));
  mkdirSync(home.runs, { recursive: true });
  return home;
}

export function openFixture(home = makeHome(), clock: Clock = systemClock): Fixture {
  const logs = createLogStore({ dir: home.workerLogs, clock });
  const events: SeenEvent[] = [];
  const statuses = new Map<string, WorkerStatus>();
  const finder = createTreeFinder();
  const supervisor = createSupervisor({
    home,
    clock,
    logs,
    finder,
    emit: (type, worker, data) => events.push({ type, worker, data }),
    onStatus: (status) => statuses.set(status.name, status),
    // Programs of others may be killed while a test runs, and are not what it is about.
    oomKills: () => 0,
  });
  return {
    home,
    logs,
    finder,
    supervisor,
    events,
    statuses,
    status(worker) {
      const status = statuses.get(worker);
      if (!status) throw new Error(`nothing is known of ${worker}`);
      return status;
    },
    output(worker) {
      const file = join(home.workerLogs, worker, 'stdout.log');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    },
    async close() {
      await supervisor.shutDown({ keepWorkers: false, by: 'test', hurry: true });
      logs.close();
      killMarked(home);
      rmSync(home.root, { recursive: true, force: true });
    },
  };
}

/** Whatever a failed test may have left of this home's workers and shims. */
export function killMarked(home: Home): void {
  for (const { pid } of readAllStats()) {
    if (pid === process.pid || !belongsTo(pid, home)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function belongsTo(pid: number, home: Home): boolean {
  try {
    const isShim = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home.runs);
    return (
      isShim ||
      (readRunMarker(pid) !== null && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home.root))
    );
  } catch {
    return false;
  }
}

export function makeSpec(
  name: string,
  command: string[] | string,
  rest: Partial<WorkerSpec> = {},
): WorkerSpec {
  return {
    name,
    declaredAs: name,
    kind: 'process',
    command: typeof command === 'string' ? ['/bin/sh', '-c', command] : command,
    cwd: tmpdir(),
    env: {},
    user: null,
    dependsOn: [],
    restart: {
      policy: 'always',
      initialMs: 100,
      maxMs: 30_000,
      factor: 2,
      jitterRatio: 0.1,
      resetAfterMs: 30_000,
      maxRestarts: null,
    },
    stop: { signal: 'SIGTERM', timeoutMs: 5_000 },
    health: [],
    limits: { memoryBytes: null, cpuCores: null, pids: null },
    labels: {},
    schedule: null,
    logs: { maxBytes: 1_000_000, files: 2 },
    autostart: true,
    ...rest,
  };
}

/** Waits for something to become true, generously: the machine may be busy. */
export async function until<T>(
  what: string,
  probe: () => T | null | undefined | false,
  timeoutMs = 15_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A process is there and not a zombie. */
export function lives(pid: number): boolean {
  const stat = readStat(pid);
  return stat !== null && stat.state !== 'Z' && stat.state !== 'X';
}
