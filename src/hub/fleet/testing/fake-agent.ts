import { once } from 'node:events';
import { connect } from 'node:net';
import type { AgentEvent, AgentMessage, AgentRequest, HubMessage } from '../../../link/messages.ts';
import { protocolVersion } from '../../../link/protocol.ts';
import { createChannel } from '../../../link/socket.ts';
import type { WorkerSpec } from '../../../link/spec.ts';
import type { MachineSample, WorkerSample, WorkerStatus } from '../../../link/status.ts';

export interface FakeAgent {
  readonly received: HubMessage[];
  send(message: AgentMessage): void;
  event(seq: number, type: string, worker?: string | null, data?: Record<string, unknown>): void;
  statuses(workers: WorkerStatus[], complete?: boolean): void;
  sample(workers: WorkerSample[], time?: number): void;
  /** How it answers requests. */
  onRequest(answer: (request: AgentRequest) => unknown): void;
  readonly closed: Promise<unknown>;
  leave(): void;
}

/** Says what an agent would say, over the real socket. */
export async function connectFakeAgent(
  socketPath: string,
  options: { agentId?: string; pid?: number; protocol?: number; lastSeq?: number; host?: string } = {},
): Promise<FakeAgent> {
  const {
    agentId = 'agent-1',
    pid = process.pid,
    protocol = protocolVersion,
    lastSeq = 0,
    host = 'box',
  } = options;
  const socket = connect(socketPath);
  await once(socket, 'connect');
  const channel = createChannel<HubMessage, AgentMessage>(socket);
  const received: HubMessage[] = [];
  let respond: (request: AgentRequest) => unknown = () => null;
  channel.onMessage((message) => {
    received.push(message);
    if (message.kind !== 'request') return;
    const { id, request } = message;
    const value = respond(request);
    if (value instanceof Error) {
      const { code = 'internal' } = value as { code?: string };
      channel.send({ kind: 'answer', id, ok: false, code, message: value.message });
    } else if (value !== undefined) channel.send({ kind: 'answer', id, ok: true, value });
  });
  channel.send({
    kind: 'hello',
    protocol,
    agentId,
    host,
    version: '0.0.1',
    pid,
    startedAt: '2026-01-01T00:00:00.000Z',
    platform: 'test',
    desiredVersion: 0,
    lastSeq,
    abilities: { cgroups: false },
  });
  return {
    received,
    send: (message) => channel.send(message),
    event: (seq, type, worker = null, data = {}) => {
      const event: AgentEvent = { seq, time: '2026-01-01T00:00:01.000Z', type, worker, data };
      channel.send({ kind: 'event', event });
    },
    statuses: (workers, complete = true) => channel.send({ kind: 'statuses', complete, workers }),
    sample: (workers, time = 1_000) =>
      channel.send({ kind: 'sample', machine: machineSampleAt(time), workers }),
    onRequest: (answer) => {
      respond = answer;
    },
    closed: once(socket, 'close'),
    leave: () => socket.destroy(),
  };
}

export function specOf(name: string, change: Partial<WorkerSpec> = {}): WorkerSpec {
  return {
    name,
    declaredAs: name,
    kind: 'process',
    command: ['sleep', '1'],
    cwd: '/',
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
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    health: [],
    limits: { memoryBytes: null, cpuCores: null, pids: null },
    labels: {},
    schedule: null,
    logs: { maxBytes: 1_000_000, files: 2 },
    autostart: true,
    ...change,
  };
}

export function statusOf(name: string, change: Partial<WorkerStatus> = {}): WorkerStatus {
  return {
    name,
    kind: 'process',
    state: 'running',
    reason: '',
    since: '2026-01-01T00:00:00.000Z',
    health: 'healthy',
    pid: 100,
    startedAt: '2026-01-01T00:00:00.000Z',
    restarts: 0,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
    ...change,
  };
}

export function sampleOf(name: string, change: Partial<WorkerSample> = {}): WorkerSample {
  return {
    name,
    cpuRatio: 0.25,
    rssBytes: 1_000,
    pssBytes: null,
    processes: 1,
    threads: 1,
    fds: 3,
    readBytesPerSecond: null,
    writeBytesPerSecond: 0,
    ...change,
  };
}

export function machineSampleAt(time: number): MachineSample {
  return {
    time,
    cores: 2,
    cpu: { user: 0.5, nice: 0, system: 0, idle: 0.5, iowait: 0, irq: 0, steal: 0 },
    cpuRatio: 0.5,
    memory: { totalBytes: 1_000, availableBytes: 400, cachedBytes: 100 },
    swap: { totalBytes: 0, usedBytes: 0 },
    load: [1, 2, 3],
    disks: [{ mount: '/', sizeBytes: 1_000, usedBytes: 500, availableBytes: 500 }],
    diskIo: { readBytesPerSecond: 0, writeBytesPerSecond: 0, busyRatio: 0 },
    network: { receivedBytesPerSecond: 0, sentBytesPerSecond: 0 },
    pressure: null,
    uptimeSeconds: 1,
  };
}
