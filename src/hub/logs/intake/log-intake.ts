import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Clock } from '../../../shared/clock.ts';
import { busy, createGate, unzip } from '../../metrics/index.ts';
import type { Feed } from '../feed/index.ts';
import type { BodyEncoding } from './sent.ts';

/** Bodies that cannot be read throw a `Failure`, and then nothing of them was taken; what was answered for is on disk. */
export interface LogIntake {
  /** OTLP: answers the response in the same encoding: empty, or how many records were not taken and why. */
  otlp(body: Buffer, encoding: BodyEncoding, isZipped: boolean): Promise<Buffer>;
  /** Loki's push; as protobuf it is in snappy's block format. Answers why records were not taken, or null when all were. */
  loki(body: Buffer, encoding: BodyEncoding, isZipped: boolean): Promise<string | null>;
}

const mostUnpackedBytes = 32 * 1024 * 1024;
const mostAtOnce = 2;
const mostWaiting = 100;

/** All of it comes with the first request: most towers get none. */
const loadOtlp = () => Promise.all([import('./otlp-messages.ts'), import('./from-otlp.ts')]);
const loadLoki = () => Promise.all([import('./loki-messages.ts'), import('./from-loki.ts')]);

export function createLogIntake({ feed, clock }: { feed: Pick<Feed, 'receive'>; clock: Clock }): LogIntake {
  const gate = createGate(mostAtOnce, mostWaiting, busy);
  return {
    otlp: (body, encoding, isZipped) =>
      gate(async () => {
        const [{ readOtlp, writeOtlp }, { fromOtlp }] = await loadOtlp();
        const message = isZipped ? await unzip(body, mostUnpackedBytes) : body;
        const { records, rejected } = asBadRequest('an OTLP logs request', () =>
          fromOtlp(readOtlp(message, encoding), clock.now()),
        );
        await feed.receive(records);
        return writeOtlp(
          rejected.records === 0
            ? {}
            : { partialSuccess: { rejectedLogRecords: rejected.records, errorMessage: rejected.why } },
          encoding,
        );
      }),
    loki: (body, encoding, isZipped) =>
      gate(async () => {
        const [{ readLoki }, { fromLoki }] = await loadLoki();
        const message = isZipped
          ? await unzip(body, mostUnpackedBytes)
          : encoding === 'protobuf'
            ? await (await import('../../metrics/snappy/index.ts')).unpack(body)
            : body;
        const { records, rejected } = asBadRequest('a push request of Loki', () =>
          fromLoki(readLoki(message, encoding), clock.now()),
        );
        await feed.receive(records);
        return rejected.records === 0 ? null : `${rejected.records} records were not taken: ${rejected.why}`;
      }),
  };
}

function asBadRequest<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure('bad_request', `the body is not ${what}: ${messageOf(error).slice(0, 500)}`, {
      cause: error,
    });
  }
}
