import { setImmediate as laterTurn } from 'node:timers/promises';
import { Failure, messageOf } from '../../../shared/failure.ts';
import { createGate } from '../gate.ts';
import { busy, type Intake, Refusal, unzip } from '../intake/index.ts';
import type { MetricsRequest } from './messages.ts';

export type OtlpEncoding = 'protobuf' | 'json';

export interface Otlp {
  /**
   * Takes the metrics of one request and answers the response in the same encoding: empty, or how many data points were not taken and why. Throws
   * `Failure` when the request cannot be read, and then nothing of it was taken.
   */
  take(body: Buffer, encoding: OtlpEncoding, zipped: boolean): Promise<Buffer>;
}

const mostUnpackedBytes = 32 * 1024 * 1024;
const mostAtOnce = 2;
const mostWaiting = 100;
/** Samples after which others get their turn. */
const turn = 5_000;

/** All of it comes with the first request: most towers get none. */
const load = () => Promise.all([import('./messages.ts'), import('./protobuf.ts'), import('./to-samples.ts')]);

export function createOtlp(intake: Intake): Otlp {
  const source = intake.source('otlp');
  const gate = createGate(mostAtOnce, mostWaiting, busy);
  let loading: ReturnType<typeof load> | undefined;
  return {
    take: (body, encoding, zipped) =>
      gate(async () => {
        loading ??= load();
        const [{ metricsRequest }, { decodeRequest, encodeResponse }, { toSamples }] = await loading;
        const message = zipped ? await unzip(body, mostUnpackedBytes) : body;
        const { samples, metadata, rejected } = asBadRequest(() => {
          const sent = encoding === 'json' ? JSON.parse(message.toString()) : decodeRequest(message);
          const { data, error } = metricsRequest.safeParse(sent);
          const [issue] = error?.issues ?? [];
          if (issue) throw new Error(`${issue.path.join('.')}: ${issue.message}`);
          return toSamples(data as MetricsRequest);
        });
        for (const { metric, ...said } of metadata) source.describe(metric, said);
        let refused = 0;
        let why = rejected.why;
        for (const [index, { labels, timeMs, value }] of samples.entries()) {
          if (index % turn === turn - 1) await laterTurn();
          const ref = source.seriesOf(labels);
          if (ref instanceof Refusal) source.refuse(ref, 1);
          const refusal =
            ref instanceof Refusal
              ? ref
              : value === null
                ? source.end(ref, timeMs)
                : source.append(ref, timeMs, value);
          if (!refusal) continue;
          refused++;
          why ||= refusal.text;
        }
        const answer =
          rejected.points + refused === 0
            ? {}
            : { partialSuccess: { rejectedDataPoints: rejected.points + refused, errorMessage: why } };
        return encoding === 'json' ? Buffer.from(JSON.stringify(answer)) : encodeResponse(answer);
      }),
  };
}

function asBadRequest<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure(
      'bad_request',
      `the body is not an OTLP metrics request: ${messageOf(error).slice(0, 500)}`,
      {
        cause: error,
      },
    );
  }
}
