import { setImmediate as laterTurn } from 'node:timers/promises';
import { Failure, messageOf } from '../../../shared/failure.ts';
import { createGate } from '../gate.ts';
import { busy, type Intake, Refusal } from '../intake/index.ts';
import type { Labels, SeriesRef } from '../samples.ts';
import type { SentSeries } from './read-write-request.ts';

export interface RemoteWrite {
  /**
   * Takes the samples of one request. Throws `Failure` when it cannot be read, and then nothing of it was taken; answers why samples of it were
   * not taken, or null when all were.
   */
  take(body: Buffer): Promise<string | null>;
}

/** So many known series are found without decoding their labels. */
const mostKnown = 100_000;
/** Requests that are unpacked at the same time, each of them bounded. */
const mostAtOnce = 4;
const mostWaiting = 100;
/** Series after which others get their turn. */
const turn = 2_000;

/** Protobuf and snappy come with the first request: most towers get none. */
const load = () => Promise.all([import('./read-write-request.ts'), import('../snappy/index.ts')]);

export function createRemoteWrite(intake: Intake): RemoteWrite {
  const source = intake.source('remote-write');
  const known = new Map<string, SeriesRef>();
  let loading: ReturnType<typeof load> | undefined;
  const gate = createGate(mostAtOnce, mostWaiting, busy);
  const begin = (labels: string, read: (labels: string) => Labels): SeriesRef | Refusal => {
    try {
      const ref = source.seriesOf(read(labels));
      if (ref instanceof Refusal) return ref;
      if (known.size >= mostKnown) known.clear();
      known.set(labels, ref);
      return ref;
    } catch (error) {
      return new Refusal('labels', `the labels of a series cannot be read: ${messageOf(error)}`);
    }
  };
  return {
    take: (body) =>
      gate(async () => {
        loading ??= load();
        const [{ readLabels, readWriteRequest }, { unpack }] = await loading;
        const message = await unpack(body);
        const { series, times, values, stale, metadata } = asBadRequest(() => readWriteRequest(message));
        for (const { metric, ...said } of metadata) source.describe(metric, said);
        const refused: Refused = { samples: 0, first: '' };
        const takeSeries = ({ labels, from, to }: SentSeries) => {
          const ref = known.get(labels) ?? begin(labels, readLabels);
          if (ref instanceof Refusal) {
            source.refuse(ref, to - from);
            return note(refused, ref, to - from);
          }
          for (let at = from; at < to; at++) {
            const time = times[at] as number;
            const isEnd = stale.size > 0 && stale.has(at);
            // A series that is over may be forgotten by whoever keeps it: its handle is asked for anew.
            if (isEnd) known.delete(labels);
            const refusal = isEnd ? source.end(ref, time) : source.append(ref, time, values[at] as number);
            if (refusal) note(refused, refusal, 1);
          }
        };
        for (let index = 0; index < series.length; index++) {
          if (index % turn === turn - 1) await laterTurn();
          takeSeries(series[index] as SentSeries);
        }
        return refused.samples === 0
          ? null
          : `${refused.samples} of ${times.length} samples were not taken: ${refused.first}`;
      }),
  };
}

interface Refused {
  samples: number;
  first: string;
}

function note(refused: Refused, { text }: Refusal, samples: number): void {
  if (refused.samples === 0) refused.first = text;
  refused.samples += samples;
}

function asBadRequest<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure('bad_request', `the body is not a write request: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
