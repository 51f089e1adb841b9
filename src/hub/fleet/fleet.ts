import type { TakenLogs } from '../../link/messages.ts';
import type { LogLine, MachineSample, ProcessInfo, WorkerSample } from '../../link/status.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import type { EventQuery } from './events/index.ts';
import type {
  CheckHistory,
  ConfigChange,
  Doctor,
  EventRates,
  FleetEvent,
  Host,
  LiveSample,
  Part,
  StateHistory,
  Worker,
  WorkerDetail,
} from './views.ts';

/** Something that listeners may want to show at once. */
export type FleetChange =
  | { kind: 'workers'; changed: Worker[]; removed: string[] }
  /** All that a machine's agent measured at one second; `sample` follows. */
  | { kind: 'figures'; host: string; machine: MachineSample; workers: readonly WorkerSample[] }
  | { kind: 'sample'; sample: LiveSample }
  | { kind: 'event'; event: FleetEvent }
  /** These may have printed something. */
  | { kind: 'log-news'; workers: readonly string[] }
  | { kind: 'parts'; parts: Part[] };

export interface LogQuery {
  limit: number;
  before: string | null;
  after: string | null;
  search: string | null;
  stream: 'stdout' | 'stderr' | null;
  /** An instant in UTC: the lines around it. */
  at?: string;
}

/** What became of one of many wishes. */
export type Acted = { worker: string; eventId: number } | { worker: string; code: string; detail: string };

/**
 * What the HTTP server, and later alerts and recovery, may ask of the fleet. Unknown workers throw `Failure('worker_not_found')`,
 * an absent agent `Failure('agent_away')`.
 */
export interface Fleet {
  workers(): Worker[];
  worker(name: string): WorkerDetail;
  hosts(): Host[];
  parts(): Part[];
  /** The agents, for whoever wants to know how Yagura itself is. */
  agents(): Doctor['agents'];
  /** What is kept of the fleet, and for how long at most. */
  retention(): Omit<Doctor['retention'][number], 'takesBytes'>[];
  eventCount(): number;
  /** The pages of figures that are to be asked for, by worker. */
  scrapes(): ({ worker: string; host: string; group: string } & NonNullable<WorkerSpec['metrics']>)[];
  latestSample(): LiveSample | null;
  /** What a worker was over time. */
  states(worker: string, sinceMs: number): StateHistory;
  events(query: EventQuery): { events: FleetEvent[]; next: number | null };
  eventRates(query: { minutes: number; worker?: string | undefined }): EventRates;
  errorsSince(time: string): number;
  restartsSince(time: string): number;

  /** Writes the request as an event, passes it to the agent and answers the event's id without waiting for the outcome. */
  act(action: 'start' | 'stop' | 'restart', worker: string, by: string): Promise<{ eventId: number }>;
  /** The same for many in one go, in their order; throws only when no agent is there. */
  actOnMany(action: 'start' | 'stop' | 'restart', workers: readonly string[], by: string): Promise<Acted[]>;
  processes(worker: string): Promise<ProcessInfo[]>;
  checks(worker: string): Promise<CheckHistory>;
  logs(worker: string, query: LogQuery): Promise<{ lines: LogLine[]; before: string | null }>;
  /** The lines that come next of each; see `take-logs` in `src/link/messages.ts`. */
  takeLogs(
    wishes: readonly { worker: string; from: readonly [number, number] | null }[],
    bounds: { mostBytes: number; mostBehindBytes: number },
  ): Promise<TakenLogs[]>;
  followLogs(worker: string, listener: (lines: LogLine[]) => void): () => void;

  heartbeat(
    worker: string,
    sign: 'success' | 'start' | 'fail' | 'exit',
    exitCode: number | null,
    detail: string | null,
  ): void;
  progress(worker: string, counter: string, value: number, add: boolean): void;
  /** The worker a ping id belongs to, or null. */
  workerOfPing(id: string): string | null;

  /** What applying the config file now would change. Throws `Failure('config_invalid')` with one entry per mistake. */
  planConfig(): Promise<{ plan: string; changes: ConfigChange[] }>;
  /** One after the other. With `plan`, throws `Failure('conflict')` when applying would not do what that plan said. */
  applyConfig(by: string, plan?: string): Promise<{ eventId: number; changes: ConfigChange[] }>;

  record(type: string, worker: string | null, data: Record<string, unknown>): FleetEvent;
  onChange(listener: (change: FleetChange) => void): () => void;
  /** Asks the local agent, as soon as there is one, to stop everything (or leave the workers running) and to exit. */
  shutDown(keepWorkers: boolean, by: string): Promise<void>;
}
