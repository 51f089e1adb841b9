/**
 * The agent's end of the link: connects again and again, says hello, sends what is new and answers requests. Events come from the spool and
 * are sent until acknowledged, a bounded number at a time; statuses and samples are left out or merged while the hub is slow.
 */
import { connect } from 'node:net';
import type { AgentMessage, AgentRequest, HubMessage, Trouble } from '../../link/messages.ts';
import { protocolVersion } from '../../link/protocol.ts';
import { type Channel, createChannel } from '../../link/socket.ts';
import type { MachineSample, WorkerSample, WorkerStatus } from '../../link/status.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import type { Spool } from './spool.ts';

type Hello = Omit<Extract<AgentMessage, { kind: 'hello' }>, 'kind' | 'protocol'>;

export interface HubLink {
  open(): void;
  /** A new event is in the spool. */
  eventAdded(): void;
  status(status: WorkerStatus): void;
  sample(machine: MachineSample, workers: WorkerSample[]): void;
  trouble(problems: Trouble[]): void;
  /** For messages of which none may be left out, while there is a hub. */
  send(message: AgentMessage): void;
  readonly connected: boolean;
  /** Resolves when the hub has all events, or after the time given. */
  flush(withinMs: number): Promise<void>;
  close(): void;
}

const inFlightEvents = 500;
const eventsAtATime = 100;
const retryMs = { quick: 30, quickFor: 10_000, slow: 500 };
const gatherMs = 10;

export function createHubLink(options: {
  socketPath: string;
  clock: Clock;
  spool: Spool;
  hello: () => Hello;
  statuses: () => WorkerStatus[];
  onWelcome: (hubPid: number) => void;
  onMessage: (message: Exclude<HubMessage, { kind: 'welcome' | 'ack' | 'request' }>) => void;
  onRequest: (request: AgentRequest) => unknown;
  onHeard: () => void;
  onDisconnect: () => void;
}): HubLink {
  const { socketPath, clock, spool } = options;
  let channel: Channel<HubMessage, AgentMessage> | null = null;
  let welcome = false;
  let closed = false;
  let sentSeq = 0;
  let ackedSeq = 0;
  let awaySince = clock.monotonic();
  let retry: Timer | undefined;
  let gather: Timer | undefined;
  let problems: Trouble[] = [];
  const changed = new Map<string, WorkerStatus>();

  function open(): void {
    if (closed) return;
    const socket = connect(socketPath);
    const mine = createChannel<HubMessage, AgentMessage>(socket);
    socket.once('connect', () => {
      channel = mine;
      mine.send({ kind: 'hello', protocol: protocolVersion, ...options.hello() });
    });
    mine.onMessage((message) => {
      options.onHeard();
      receive(mine, message);
    });
    mine.onWritable(() => {
      pump();
      sendChanged();
    });
    mine.onClose(() => {
      const wasConnected = channel === mine;
      if (wasConnected) {
        channel = null;
        welcome = false;
        awaySince = clock.monotonic();
        options.onDisconnect();
      }
      if (closed) return;
      const quick = clock.monotonic() - awaySince < retryMs.quickFor;
      retry = clock.setTimeout(open, quick ? retryMs.quick : retryMs.slow);
    });
  }

  function receive(from: Channel<HubMessage, AgentMessage>, message: HubMessage): void {
    if (message.kind === 'welcome') {
      welcome = true;
      spool.continueAfter(message.lastSeq);
      spool.acknowledge(message.lastSeq);
      sentSeq = message.lastSeq;
      ackedSeq = message.lastSeq;
      changed.clear();
      from.send({ kind: 'statuses', complete: true, workers: options.statuses() });
      from.send({ kind: 'trouble', problems });
      options.onWelcome(message.pid);
      pump();
    } else if (message.kind === 'ack') {
      ackedSeq = message.seq;
      spool.acknowledge(message.seq);
      pump();
    } else if (message.kind === 'request') void answer(from, message.id, message.request);
    else options.onMessage(message);
  }

  async function answer(
    to: Channel<HubMessage, AgentMessage>,
    id: number,
    request: AgentRequest,
  ): Promise<void> {
    try {
      const value = await options.onRequest(request);
      to.send({ kind: 'answer', id, ok: true, value: value ?? null });
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'internal';
      to.send({ kind: 'answer', id, ok: false, code, message: messageOf(error) });
    }
  }

  function pump(): void {
    while (channel && welcome && channel.writable && sentSeq < spool.lastSeq) {
      const room = inFlightEvents - (sentSeq - ackedSeq);
      if (room <= 0) return;
      const events = spool.after(sentSeq, Math.min(room, eventsAtATime));
      // What was dropped from the spool is never sent; its numbers count as sent.
      if (events.length === 0) sentSeq = spool.lastSeq;
      for (const event of events) {
        channel.send({ kind: 'event', event });
        sentSeq = event.seq;
      }
    }
  }

  function sendChanged(): void {
    if (!channel || !welcome || !channel.writable || changed.size === 0) return;
    channel.send({ kind: 'statuses', complete: false, workers: [...changed.values()] });
    changed.clear();
  }

  return {
    open,
    eventAdded: pump,
    status(status) {
      changed.set(status.name, status);
      gather ??= clock.setTimeout(() => {
        gather = undefined;
        sendChanged();
      }, gatherMs);
    },
    sample(machine, workers) {
      if (channel && welcome && channel.writable) channel.send({ kind: 'sample', machine, workers });
    },
    trouble(next) {
      if (JSON.stringify(next) === JSON.stringify(problems)) return;
      problems = next;
      if (channel && welcome) channel.send({ kind: 'trouble', problems });
    },
    send(message) {
      if (channel && welcome) channel.send(message);
    },
    get connected() {
      return channel !== null && welcome;
    },
    async flush(withinMs) {
      sendChanged();
      const deadline = clock.monotonic() + withinMs;
      while (channel && welcome && ackedSeq < spool.lastSeq && clock.monotonic() < deadline) {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, gatherMs));
      }
    },
    close() {
      closed = true;
      clock.clearTimeout(retry);
      clock.clearTimeout(gather);
      channel?.close();
    },
  };
}
