import type { Exception, Frame, LogRecord, Scrub } from '../../logs/index.ts';
import type { Occurrence } from '../occurrence.ts';

/** The same without secrets: everything that may hold one passes where the records of logs pass, with the names that it has. */
export function scrubOccurrences<One extends Occurrence>(
  occurrences: readonly One[],
  scrub: Pick<Scrub, 'records'>,
): One[] {
  const records: LogRecord[] = [];
  const send = (message: string, fields: LogRecord['fields'], exceptions: Exception[] = []) => {
    const record = { time: 0, level: null, message, text: '', exceptions, traceId: null, fields };
    records.push(record);
    return record;
  };
  const finish = occurrences.map((occurrence) => {
    const exceptions = occurrence.exceptions.map((exception) => ({ ...exception }));
    const whole = send(occurrence.message, occurrence.fields, exceptions);
    const crumbs = occurrence.breadcrumbs?.map((crumb) => ({
      crumb,
      record: send(crumb.message, crumb.data),
    }));
    const sources = [...exceptions.flatMap(({ frames }) => frames), ...(occurrence.stack ?? [])].flatMap(
      ({ source }) => source ?? [],
    );
    const lines = send(
      '',
      Object.fromEntries(sources.flatMap(({ before, line, after }) => [...before, line, ...after]).entries()),
    );
    return (): One => {
      let at = 0;
      const next = () => String(lines.fields[at++]);
      const withSource = (frames: readonly Frame[]): Frame[] =>
        frames.map((frame) => {
          if (!frame.source) return frame;
          const before = frame.source.before.map(next);
          return { ...frame, source: { before, line: next(), after: frame.source.after.map(next) } };
        });
      return {
        ...occurrence,
        message: whole.message,
        fields: whole.fields,
        exceptions: exceptions.map((exception) => ({ ...exception, frames: withSource(exception.frames) })),
        ...(occurrence.stack ? { stack: withSource(occurrence.stack) } : {}),
        ...(crumbs
          ? {
              breadcrumbs: crumbs.map(({ crumb, record: { message, fields } }) => ({
                ...crumb,
                message,
                data: fields,
              })),
            }
          : {}),
      };
    };
  });
  scrub.records(records);
  return finish.map((one) => one());
}
