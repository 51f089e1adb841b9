import type { ErrorSink, ReceivedError } from '../logs/index.ts';
import type { Errors } from './create-errors.ts';
import type { Occurrence } from './occurrence.ts';

const feed = 'logs';

/** Takes the errors among the records that the room of logs reads, each once: how far it is read is stored with them. */
export function errorsFromLogs(errors: Pick<Errors, 'take' | 'markOf'>): ErrorSink {
  let taken: number | null = null;
  return {
    async take(batch) {
      taken ??= Number(errors.markOf(feed) ?? Number.NEGATIVE_INFINITY);
      const after = taken;
      const fresh = batch.filter(({ position }) => position > after);
      const last = fresh.at(-1);
      if (!last) return;
      await errors.take(fresh.map(toOccurrence), new Map([[feed, String(last.position)]]));
      taken = last.position;
    },
  };
}

function toOccurrence({ worker, source, record }: ReceivedError): Occurrence {
  const { time, level, message, exceptions, traceId, fields } = record;
  return {
    time,
    worker,
    source,
    // What shows a trace and does not say how grave it is, is an error.
    level: level ?? 'error',
    message,
    exceptions,
    exit: null,
    fields: traceId === null ? fields : { ...fields, traceId },
  };
}
