/**
 * The hub's end of the link: agents connect, say hello and are listened to. What they say is checked, since it comes from outside; samples,
 * which come each second, by a quicker check than the rest. An agent's newer connection replaces its older one.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { type AgentMessage, type AgentRequest, agentMessage, type HubMessage } from '../../link/messages.ts';
import { createPending, type Pending } from '../../link/pending.ts';
import { aliveEveryMs, protocolVersion } from '../../link/protocol.ts';
import { type Channel, createChannel } from '../../link/socket.ts';
import type { Clock } from '../../shared/clock.ts';
import { Failure, type FailureCode, failures } from '../../shared/failure.ts';
import { identifyProcess, type ProcessIdentity } from '../../shared/process-identity.ts';

export type Hello = Extract<AgentMessage, { kind: 'hello' }>;
type Report = Exclude<AgentMessage, { kind: 'hello' | 'answer' | 'alive' }>;

export interface ConnectedAgent {
  readonly hello: Hello;
  readonly process: ProcessIdentity;
  send(message: HubMessage): void;
  /** Throws `agent_away` or `agent_timeout`, or what the agent refused it with. */
  ask(request: AgentRequest, timeoutMs: number): Promise<unknown>;
}

export interface Agents {
  listen(): Promise<void>;
  list(): ConnectedAgent[];
  close(): Promise<void>;
}

const helloWithinMs = 5_000;

export function createAgents(options: {
  socketPath: string;
  clock: Clock;
  /** The last event of this agent that is stored. */
  storedSeq: (agentId: string) => number;
  onConnect: (agent: ConnectedAgent) => void;
  onReport: (agent: ConnectedAgent, report: Report) => void;
  onHeard: (agent: ConnectedAgent) => void;
  onDisconnect: (agent: ConnectedAgent, why: string) => void;
  log: (text: string) => void;
}): Agents {
  const { socketPath, clock, log } = options;
  const connected = new Map<string, { agent: ConnectedAgent; replace: () => void }>();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    accept(createChannel<unknown, HubMessage>(socket));
  });
  const alive = setInterval(() => {
    for (const { agent } of connected.values()) agent.send({ kind: 'alive' });
  }, aliveEveryMs);

  function accept(channel: Channel<unknown, HubMessage>): void {
    let agent: ConnectedAgent | null = null;
    const pending = createPending(clock);
    const waiting = clock.setTimeout(() => channel.destroy('no hello came'), helloWithinMs);
    channel.onMessage((raw) => {
      const message = check(raw);
      if (!message) {
        log('an agent sent something that is not understood; it was left out');
        return;
      }
      if (!agent) {
        if (message.kind !== 'hello') return channel.destroy('the first message was no hello');
        if (message.protocol !== protocolVersion) {
          log(
            `the agent of ${message.host} speaks protocol ${message.protocol}, this hub ${protocolVersion}`,
          );
          return channel.destroy('another protocol');
        }
        clock.clearTimeout(waiting);
        agent = welcome(channel, pending, message);
        options.onConnect(agent);
        return;
      }
      options.onHeard(agent);
      if (message.kind === 'answer') settle(pending, message);
      else if (message.kind !== 'alive' && message.kind !== 'hello') options.onReport(agent, message);
    });
    channel.onClose((why) => {
      clock.clearTimeout(waiting);
      pending.rejectAll(new Failure('agent_away', 'the connection to the agent broke before it answered'));
      if (!agent || connected.get(agent.hello.agentId)?.agent !== agent) return;
      connected.delete(agent.hello.agentId);
      options.onDisconnect(agent, why);
    });
  }

  function welcome(channel: Channel<unknown, HubMessage>, pending: Pending, hello: Hello): ConnectedAgent {
    const agent: ConnectedAgent = {
      hello,
      process: identifyProcess(hello.pid) ?? { pid: hello.pid, startTicks: 0 },
      send: (message) => channel.send(message),
      ask: (request, timeoutMs) =>
        pending.ask(
          (id) => channel.send({ kind: 'request', id, request }),
          timeoutMs,
          () => new Failure('agent_timeout', `the agent did not answer within ${timeoutMs} ms`),
        ),
    };
    connected.get(hello.agentId)?.replace();
    connected.set(hello.agentId, {
      agent,
      replace: () => channel.destroy('a newer connection of the same agent came'),
    });
    const lastSeq = options.storedSeq(hello.agentId);
    agent.send({ kind: 'welcome', protocol: protocolVersion, pid: process.pid, lastSeq });
    return agent;
  }

  return {
    async listen() {
      mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
      rmSync(socketPath, { force: true });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(socketPath, resolve);
      });
      chmodSync(socketPath, 0o600);
    },
    list: () => [...connected.values()].map(({ agent }) => agent),
    async close() {
      clearInterval(alive);
      connected.clear();
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function settle(pending: Pending, answer: Extract<AgentMessage, { kind: 'answer' }>): void {
  if (answer.ok) pending.settle(answer.id, { value: answer.value });
  else pending.settle(answer.id, { error: failureOf(answer.code, answer.message) });
}

function failureOf(code: string, message: string): Failure {
  return new Failure(code in failures ? (code as FailureCode) : 'internal', message);
}

function check(raw: unknown): AgentMessage | null {
  if (isSample(raw)) return raw;
  const parsed = agentMessage.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

/** The figures that are reckoned with must be numbers; the rest is only passed on. */
function isSample(raw: unknown): raw is Extract<AgentMessage, { kind: 'sample' }> {
  if (typeof raw !== 'object' || raw === null) return false;
  const { kind, machine, workers } = raw as Partial<Extract<AgentMessage, { kind: 'sample' }>>;
  return (
    kind === 'sample' &&
    typeof machine?.time === 'number' &&
    typeof machine.cpuRatio === 'number' &&
    typeof machine.memory?.totalBytes === 'number' &&
    Array.isArray(machine.disks) &&
    Array.isArray(machine.load) &&
    Array.isArray(workers) &&
    workers.every((worker) => typeof worker?.name === 'string' && typeof worker.cpuRatio === 'number')
  );
}
