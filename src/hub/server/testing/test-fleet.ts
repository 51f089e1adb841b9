import { isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import type { LogLine, MachineSample, WorkerSample } from '../../../link/status.ts';
import {
  type Acted,
  type CheckHistory,
  type ConfigChange,
  type Doctor,
  type EventQuery,
  type EventRates,
  type Fleet,
  type FleetChange,
  type FleetEvent,
  type Host,
  isError,
  isOfKind,
  type LiveSample,
  type LogQuery,
  type Part,
  type StateHistory,
  type Worker,
  type WorkerDetail,
} from '../../fleet/index.ts';

const start = '2026-01-01T00:00:00.000Z';
const testAgent: Host['agent'] = {
  id: 'a',
  pid: 1,
  version: '0',
  nodeVersion: '22.0.0',
  startedAt: start,
  connected: true,
  seenAt: start,
  abilities: [{ name: 'adoption', able: false, reason: 'needs /proc' }],
  problems: [],
  clockSkewMs: 3,
};

export function testWorker(name: string, changes: Partial<Worker> = {}): Worker {
  return {
    name,
    kind: 'process',
    state: 'running',
    reason: '',
    since: start,
    health: 'healthy',
    pid: 100,
    startedAt: start,
    restarts: 0,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
    host: 'here',
    declaredAs: name,
    labels: {},
    dependsOn: [],
    cpuRatio: 0.5,
    rssBytes: 1000,
    processes: 1,
    fresh: true,
    seenAt: start,
    ...changes,
  };
}

export function testSample(names: string[], time = Date.parse(start)): LiveSample {
  const each = (value: number) => names.map(() => value);
  return {
    time,
    machines: {
      here: {
        time,
        cores: 2,
        cpu: { user: 0.25, nice: 0, system: 0.25, idle: 0.5, iowait: 0, irq: 0, steal: 0 },
        cpuRatio: 0.5,
        memory: { totalBytes: 4000, availableBytes: 3000, cachedBytes: 500 },
        swap: { totalBytes: 0, usedBytes: 0 },
        load: [1, 2, 3],
        disks: [{ mount: '/', sizeBytes: 100, usedBytes: 40, availableBytes: 60 }],
        diskIo: { readBytesPerSecond: 0, writeBytesPerSecond: 0, busyRatio: 0 },
        network: { receivedBytesPerSecond: 0, sentBytesPerSecond: 0 },
        pressure: { cpu: 0.1, memory: 0, io: 0.2 },
        uptimeSeconds: 60,
      },
    },
    names,
    cpuRatio: each(0.5),
    rssBytes: each(1000),
    processes: each(1),
  };
}

/** All that an agent measures in a second, of the same machine. */
export function testFigures(workers: readonly WorkerSample[], time: number): FleetChange {
  const machine = testSample([], time).machines['here'] as MachineSample;
  return { kind: 'figures', host: 'here', machine, workers };
}

export function testWorkerSample(name: string, figures: Partial<WorkerSample> = {}): WorkerSample {
  return {
    name,
    cpuRatio: 0.5,
    rssBytes: 1000,
    pssBytes: null,
    processes: 1,
    threads: 1,
    fds: null,
    readBytesPerSecond: null,
    writeBytesPerSecond: null,
    ...figures,
  };
}

/** Keeps what it is told and answers from memory. Fields are open, so that a test can set the scene and look at what arrived. */
export class TestFleet implements Fleet {
  readonly list = new Map<string, Worker>();
  readonly lines = new Map<string, LogLine[]>();
  readonly recorded: FleetEvent[] = [];
  readonly asked: string[] = [];
  readonly signs: unknown[] = [];
  partList: Part[] = [{ name: 'agent', state: 'well', detail: '', since: null }];
  sample: LiveSample | null = null;
  changes: ConfigChange[] = [];
  planError: Error | null = null;
  /** Reading a log waits for this. */
  beforeLogs: Promise<void> = Promise.resolve();
  agentAway = false;
  followers = 0;
  readonly #listeners = new Set<(change: FleetChange) => void>();
  readonly #followers = new Map<string, Set<(lines: LogLine[]) => void>>();

  tell(change: FleetChange): void {
    if (change.kind === 'workers') {
      for (const worker of change.changed) this.list.set(worker.name, worker);
      for (const name of change.removed) this.list.delete(name);
    }
    if (change.kind === 'sample') this.sample = change.sample;
    if (change.kind === 'parts') this.partList = change.parts;
    for (const listener of this.#listeners) listener(change);
  }

  print(worker: string, ...texts: string[]): void {
    const held = this.lines.get(worker) ?? [];
    const fresh = texts.map((text, index) => ({
      id: String(held.length + index + 1).padStart(9, '0'),
      time: start,
      stream: 'stdout' as const,
      text,
      truncated: false,
    }));
    this.lines.set(worker, [...held, ...fresh]);
    for (const follower of this.#followers.get(worker) ?? []) follower(fresh);
  }

  workers(): Worker[] {
    return [...this.list.values()];
  }

  worker(name: string): WorkerDetail {
    const found = this.list.get(name);
    if (!found) throw new Failure('worker_not_found', `no worker is named ${name}`);
    return {
      ...found,
      spec: {
        command: ['sleep', '9'],
        cwd: '/',
        env: {},
        user: null,
        dependsOn: [],
        restart: { policy: 'always' },
        stop: { signal: 'SIGTERM', timeoutMs: 1000 },
        health: [],
        limits: { memoryBytes: null, cpuCores: null, pids: null },
        schedule: null,
      },
      nextRunAt: null,
      pingUrl: `http://127.0.0.1/ping/${testPingId}`,
    };
  }

  hosts(): Host[] {
    return [
      {
        name: 'here',
        agent: testAgent,
        latest: this.sample?.machines['here'] ?? null,
        workers: this.list.size,
      },
    ];
  }

  parts(): Part[] {
    return this.partList;
  }

  agents(): Doctor['agents'] {
    return [{ host: 'here', ...testAgent }];
  }

  retention(): ReturnType<Fleet['retention']> {
    return [{ what: 'events', ageMs: 1, count: 2, bytes: null }];
  }

  scrapes(): ReturnType<Fleet['scrapes']> {
    return [];
  }

  eventCount(): number {
    return this.recorded.length;
  }

  latestSample(): LiveSample | null {
    return this.sample;
  }

  events(query: EventQuery): { events: FleetEvent[]; next: number | null } {
    const found = this.recorded
      .filter(
        (event) =>
          (query.worker === undefined || event.worker === query.worker) &&
          (query.type === undefined ||
            (query.type.endsWith('.') ? event.type.startsWith(query.type) : event.type === query.type)) &&
          (query.kind === undefined || isOfKind(query.kind, event.type, isError(event.type, event.data))) &&
          (query.q === undefined || JSON.stringify(event).includes(query.q)) &&
          (query.since === undefined || event.time >= query.since) &&
          (query.until === undefined || event.time <= query.until) &&
          (query.before === undefined || event.id < query.before),
      )
      .toReversed();
    const events = found.slice(0, query.limit);
    return { events, next: found.length > query.limit ? (events.at(-1)?.id ?? null) : null };
  }

  eventRates(query: { minutes: number; worker?: string | undefined }): EventRates {
    this.asked.push(`rates ${JSON.stringify(query)}`);
    if (query.worker !== undefined) this.worker(query.worker);
    return { stepMs: 60_000, times: [0], restarts: [1], errors: [2] };
  }

  errorsSince(): number {
    return 3;
  }

  restartsSince(): number {
    return 2;
  }

  states(worker: string, sinceMs: number): StateHistory {
    this.worker(worker);
    this.asked.push(`states ${worker} ${isoTime(sinceMs)}`);
    return { from: isoTime(sinceMs), states: [] };
  }

  async act(action: 'start' | 'stop' | 'restart', worker: string, by: string): Promise<{ eventId: number }> {
    this.worker(worker);
    if (this.agentAway) throw new Failure('agent_away', 'the agent of here is away since a minute');
    return { eventId: this.record(`worker.${action}-requested`, worker, { by }).id };
  }

  async actOnMany(
    action: 'start' | 'stop' | 'restart',
    workers: readonly string[],
    by: string,
  ): Promise<Acted[]> {
    if (this.agentAway) throw new Failure('agent_away', 'the agent of here is away since a minute');
    return workers.map((worker) =>
      this.list.has(worker)
        ? { worker, eventId: this.record(`worker.${action}-requested`, worker, { by }).id }
        : { worker, code: 'worker_not_found', detail: `no worker is named ${worker}` },
    );
  }

  async processes(worker: string) {
    this.worker(worker);
    return [
      {
        pid: 100,
        ppid: 1,
        state: 'S',
        command: 'sleep 9',
        startedAt: start,
        cpuRatio: 0,
        rssBytes: 1,
        threads: 1,
      },
    ];
  }

  async checks(worker: string): Promise<CheckHistory> {
    this.worker(worker);
    const result = { at: start, ok: false, tookMs: 1, detail: 'status 500' };
    return { checks: [{ name: 'http', type: 'http', weighs: 'much', results: [result] }] };
  }

  async logs(worker: string, query: LogQuery): Promise<{ lines: LogLine[]; before: string | null }> {
    this.worker(worker);
    this.asked.push(`logs ${worker} ${JSON.stringify(query)}`);
    await this.beforeLogs;
    const matching = (this.lines.get(worker) ?? []).filter(
      (line) =>
        (query.search === null || line.text.includes(query.search)) &&
        (query.before === null || line.id < query.before),
    );
    const lines = matching.slice(-query.limit);
    return { lines, before: matching.length > query.limit ? (lines[0]?.id ?? null) : null };
  }

  async takeLogs(): Promise<[]> {
    return [];
  }

  followLogs(worker: string, listener: (lines: LogLine[]) => void): () => void {
    const followers = this.#followers.get(worker) ?? new Set();
    this.#followers.set(worker, followers.add(listener));
    this.followers += 1;
    return () => {
      this.followers -= 1;
      followers.delete(listener);
    };
  }

  heartbeat(worker: string, sign: string, exitCode: number | null, detail: string | null): void {
    this.worker(worker);
    this.signs.push({ worker, sign, exitCode, detail });
  }

  progress(worker: string, counter: string, value: number, add: boolean): void {
    this.worker(worker);
    this.signs.push({ worker, counter, value, add });
  }

  workerOfPing(id: string): string | null {
    return id === testPingId ? 'mailer' : null;
  }

  async planConfig(): Promise<{ plan: string; changes: ConfigChange[] }> {
    if (this.planError) throw this.planError;
    return { plan: 'shown', changes: this.changes };
  }

  async applyConfig(by: string, plan = 'shown'): Promise<{ eventId: number; changes: ConfigChange[] }> {
    if (plan !== 'shown') throw new Failure('conflict', 'the config has changed');
    return { eventId: this.record('config.applied', null, { by }).id, changes: this.changes };
  }

  record(type: string, worker: string | null, data: Record<string, unknown>): FleetEvent {
    const id = this.recorded.length + 1;
    const event = { id, time: isoTime(Date.parse(start) + id * 1000), type, worker, host: 'here', data };
    this.recorded.push(event);
    this.tell({ kind: 'event', event });
    return event;
  }

  onChange(listener: (change: FleetChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async shutDown(keepWorkers: boolean, by: string): Promise<void> {
    this.asked.push(`shut down ${keepWorkers ? 'keeping workers' : 'with workers'} by ${by}`);
  }
}

export const testPingId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

export function createTestFleet(): TestFleet {
  const fleet = new TestFleet();
  fleet.list.set('mailer', testWorker('mailer', { labels: { team: 'post' } }));
  fleet.list.set('broker', testWorker('broker', { state: 'backoff', health: 'none' }));
  fleet.list.set('billing.v2', testWorker('billing.v2', { labels: { team: 'money' } }));
  return fleet;
}
