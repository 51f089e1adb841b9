import { createSocket } from 'node:dgram';
import type { Clock, Timer } from '../../../shared/clock.ts';
import { errnoOf, messageOf } from '../../../shared/failure.ts';
import { type Intake, Refusal } from '../intake/index.ts';
import type { SeriesRef } from '../samples.ts';
import { createAggregate } from './aggregate.ts';
import { parseLine } from './parse-line.ts';

export interface StatsdCounts {
  lines: number;
  /** Lines that are not StatsD. */
  broken: number;
  /** Lines of series beyond the bound. */
  beyond: number;
}

export interface Statsd {
  readonly port: number;
  counts(): StatsdCounts;
  close(): Promise<void>;
}

const flushMs = 10_000;
const mostSeries = 10_000;
/** A series that nobody sent anything of for so long is over. */
const unusedMs = 3_600_000;
/** The kernel holds so much while the hub is busy, if it may. */
const socketBytes = 4 * 1024 * 1024;

/** Listens for StatsD. Throws an `Error` that says why it cannot. */
export async function openStatsd(options: {
  host: string;
  port: number;
  intake: Intake;
  clock: Clock;
}): Promise<Statsd> {
  const { host, port, clock } = options;
  const source = options.intake.source('statsd');
  const aggregate = createAggregate({ mostSeries });
  const counts: StatsdCounts = { lines: 0, broken: 0, beyond: 0 };
  /** By their labels: those that were written at the last flush. */
  let written = new Map<string, SeriesRef>();
  let timer: Timer | undefined;

  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (packet) => {
    for (const line of packet.toString().split('\n')) {
      if (line === '') continue;
      counts.lines++;
      const parsed = parseLine(line.trimEnd());
      if (!parsed) counts.broken++;
      else if (!aggregate.add(parsed, clock.monotonic())) counts.beyond++;
    }
  });

  function flush(): void {
    timer = clock.setTimeout(flush, flushMs);
    const now = clock.now();
    aggregate.forget(clock.monotonic() - unusedMs);
    const before = written;
    written = new Map();
    for (const { labels, value } of aggregate.flush()) {
      const key = JSON.stringify(labels);
      const ref = before.get(key) ?? source.seriesOf(labels);
      if (ref instanceof Refusal) {
        source.refuse(ref, 1);
        continue;
      }
      written.set(key, ref);
      source.append(ref, now, value);
    }
    for (const [key, ref] of before) if (!written.has(key)) source.end(ref, now);
  }

  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(explain(error, host, port)));
    socket.bind({ address: host, port, exclusive: true }, resolve);
  });
  socket.removeAllListeners('error').on('error', () => {});
  try {
    socket.setRecvBufferSize(socketBytes);
  } catch {
    // What the system gives has to do.
  }
  timer = clock.setTimeout(flush, flushMs);
  return {
    port: socket.address().port,
    counts: () => ({ ...counts }),
    async close() {
      clock.clearTimeout(timer);
      // What came since the last flush is not lost.
      flush();
      clock.clearTimeout(timer);
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

function explain(error: unknown, host: string, port: number): Error {
  const why = errnoOf(error) === 'EADDRINUSE' ? 'another program listens there already' : messageOf(error);
  return new Error(`StatsD cannot listen on ${host}:${port}: ${why}`, { cause: error });
}
