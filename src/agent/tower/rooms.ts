import type { Trouble } from '../../link/messages.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import type { LogLine, WorkerSample, WorkerStatus } from '../../link/status.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Home } from '../../shared/home.ts';
import type { TreeSignals } from '../sampling/index.ts';
import type { Root, TreeFinder } from '../tree.ts';
export interface LogStore {
  open(worker: string, options: { maxBytes: number; files: number }): { stdout: string; stderr: string };
  poll(): void;
  lastWriteAt(worker: string): number | null;
  bytesWritten(worker: string): number;
  read(
    worker: string,
    query: {
      limit: number;
      before: string | null;
      after: string | null;
      search: string | null;
      stream: 'stdout' | 'stderr' | null;
    },
  ): Promise<{ lines: LogLine[]; before: string | null }>;
  follow(worker: string, onLines: (lines: LogLine[]) => void): () => void;
  watch(worker: string, pattern: RegExp, onMatch: (match: RegExpExecArray) => void): () => void;
  trouble(): Trouble[];
  abilities(): Record<string, boolean | string>;
  forget(worker: string): void;
  close(): void;
}
export interface Supervisor {
  adopt(): void;
  apply(specs: WorkerSpec[], by: string): void;
  start(worker: string, by: string): void;
  stop(worker: string, by: string): void;
  restart(worker: string, by: string): void;
  heartbeat(
    worker: string,
    sign: 'success' | 'start' | 'fail' | 'exit',
    exitCode: number | null,
    detail: string | null,
  ): void;
  progress(worker: string, counter: string, value: number, add: boolean): void;
  observe(signals: Map<string, TreeSignals>, samples: WorkerSample[]): void;
  forgive(why: 'suspended' | 'hub-away'): void;
  statuses(): WorkerStatus[];
  roots(): Root[];
  root(worker: string): Root | null;
  shutDown(options: { keepWorkers: boolean; by: string }): Promise<void>;
  abilities(): Record<string, boolean | string>;
  trouble(): Trouble[];
}
export function createLogStore(_: { dir: string; clock: Clock }): LogStore {
  return {
    open: () => ({ stdout: '/dev/null', stderr: '/dev/null' }),
    poll() {},
    lastWriteAt: () => null,
    bytesWritten: () => 0,
    read: () => Promise.resolve({ lines: [], before: null }),
    follow: () => () => {},
    watch: () => () => {},
    trouble: () => [],
    abilities: () => ({}),
    forget() {},
    close() {},
  };
}
export function createSupervisor(_: {
  home: Home;
  clock: Clock;
  logs: LogStore;
  finder: TreeFinder;
  emit: (type: string, worker: string | null, data: Record<string, unknown>) => void;
  onStatus: (status: WorkerStatus) => void;
}): Supervisor {
  return {
    adopt() {},
    apply() {},
    start() {},
    stop() {},
    restart() {},
    heartbeat() {},
    progress() {},
    observe() {},
    forgive() {},
    statuses: () => [],
    roots: () => [],
    root: () => null,
    shutDown: () => Promise.resolve(),
    abilities: () => ({}),
    trouble: () => [],
  };
}
