import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import type { Labels, SampleSink, SeriesRef } from '../samples.ts';
import { type RemoteAddress, remoteAddress } from './address.ts';
import { openDiskQueue, type QueueStats } from './disk-queue.ts';
import { type Batch, encodeBlock } from './encode-block.ts';
import { sendBlock } from './send-block.ts';

export interface RemoteWriterState {
  queue: Pick<QueueStats, 'samples' | 'bytes' | 'trouble'>;
  sentSamples: number;
  /** Refused there, or too many to wait. */
  droppedSamples: number;
  /** Why the newest attempt failed, in words, and since when none succeeds; null: all is well. */
  error: { text: string; since: string } | null;
}

export interface RemoteWriter {
  /** What is put into it goes into the given sink, and to the store. */
  sink: SampleSink;
  state(): RemoteWriterState;
  /** Writes down what is not on disk yet. What waits there is sent by whoever comes next. */
  close(): Promise<void>;
}

const collectMs = 1_000;
/** While the store does not answer, fewer and bigger blocks wait. */
const collectInTroubleMs = 10_000;
/** A block is closed sooner when it has so many samples. */
const mostSamples = 10_000;
const firstDelayMs = 500;
const longestDelayMs = 30_000;

/**
 * Sends every sample to a store by remote write 1.0. Blocks go one after the other in the order in which they came, and each as often as it takes:
 * a block whose answer was lost is sent twice, which is the same samples again and changes nothing there.
 */
export async function openRemoteWriter(options: {
  to: SampleSink;
  url: string;
  headers: Readonly<Record<string, string>>;
  queueDir: string;
  queueBytes: number;
  clock: Clock;
  onState?: (state: RemoteWriterState) => void;
  random?: () => number;
}): Promise<RemoteWriter> {
  const { to, clock, random = Math.random } = options;
  const address: RemoteAddress = remoteAddress(options.url, options.headers);
  const queue = openDiskQueue(options.queueDir, options.queueBytes);
  const labelsByRef = new Map<SeriesRef, Labels>();
  let batches = new Map<SeriesRef, Batch>();
  let collected = 0;
  let sentSamples = 0;
  let refusedSamples = 0;
  let error: RemoteWriterState['error'] = null;
  let failures = 0;
  let sending: Promise<void> | null = null;
  let retry: Timer | undefined;
  let closed = false;
  const stopping = new AbortController();

  function collect(ref: SeriesRef, time: number, value: number | null): void {
    const labels = labelsByRef.get(ref);
    if (!labels) return;
    const batch = batches.get(ref);
    if (batch) {
      batch.times.push(time);
      batch.values.push(value);
    } else batches.set(ref, { labels, times: [time], values: [value] });
    if (++collected >= mostSamples) closeBlock();
  }

  function closeBlock(): void {
    if (collected === 0) return;
    const block = { body: encodeBlock(batches.values()), samples: collected };
    batches = new Map();
    collected = 0;
    queue.push(block);
    send();
  }

  let collecting = clock.setTimeout(function tick() {
    closeBlock();
    collecting = clock.setTimeout(tick, error === null ? collectMs : collectInTroubleMs);
  }, collectMs);

  function state(): RemoteWriterState {
    const { samples, bytes, dropped, trouble } = queue.stats();
    return {
      queue: { samples, bytes, trouble },
      sentSamples,
      droppedSamples: refusedSamples + dropped,
      error,
    };
  }

  function send(): void {
    if (closed || sending || retry) return;
    sending = sendAll().finally(() => {
      sending = null;
      options.onState?.(state());
    });
  }

  async function sendAll(): Promise<void> {
    for (let block = queue.next(); block && !closed; block = queue.next()) {
      const sent = await sendBlock(address, block.body, {
        now: () => clock.now(),
        signal: stopping.signal,
      });
      if (closed && sent.outcome === 'later') return;
      if (sent.outcome === 'later') {
        failures++;
        error = { text: sent.why, since: error?.since ?? isoTime(clock.now()) };
        waitAndSend(Math.max(sent.afterMs, delayOf(failures, random())));
        return;
      }
      if (sent.outcome === 'taken') {
        sentSamples += block.samples;
        error = null;
      } else {
        refusedSamples += block.samples;
        error = { text: sent.why, since: error?.since ?? isoTime(clock.now()) };
      }
      failures = 0;
      queue.remove(block.id);
    }
  }

  function waitAndSend(delayMs: number): void {
    if (closed) return;
    retry = clock.setTimeout(() => {
      retry = undefined;
      send();
    }, delayMs);
  }

  // What waits from before.
  send();
  return {
    sink: {
      refOf(source, labels) {
        const ref = to.refOf(source, labels);
        if (ref !== null && !labelsByRef.has(ref)) labelsByRef.set(ref, labels);
        return ref;
      },
      append(ref, time, value) {
        to.append(ref, time, value);
        collect(ref, time, value);
      },
      endSeries(ref, time) {
        to.endSeries(ref, time);
        collect(ref, time, null);
      },
    },
    state,
    async close() {
      closeBlock();
      closed = true;
      stopping.abort();
      clock.clearTimeout(collecting);
      clock.clearTimeout(retry);
      await sending;
    },
  };
}

/** Doubles up to a bound, a random quarter off, so that many towers do not come back at once. */
function delayOf(failures: number, random: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1)) * (1 - random / 4);
}
