import { listOf, type Mapping, mappingOf, textOf } from './json.ts';

/** How many runs or requests of a release there were, and how many of them crashed or met an error. */
export interface SessionCount {
  release: string;
  sessions: number;
  errored: number;
  crashed: number;
}

const mostAtOnce = 1_000_000;

/** What a `session` or `sessions` item adds; null where it adds nothing, as an update of a session that was counted when it began. */
export function sessionCount(type: string, payload: Mapping): SessionCount | null {
  const release = textOf(mappingOf(payload['attrs'])['release'], 250) ?? textOf(payload['release'], 250);
  if (release === null) return null;
  const count = { release, sessions: 0, errored: 0, crashed: 0 };
  if (type === 'session') {
    // Each session is told of when it begins and again when it changes; only its beginning and its end are counted, once each.
    count.sessions = payload['init'] === true ? 1 : 0;
    count.crashed = payload['status'] === 'crashed' ? 1 : 0;
    count.errored =
      count.crashed === 0 && payload['status'] !== 'ok' && numberOf(payload['errors']) > 0 ? 1 : 0;
  } else {
    for (const aggregate of listOf(payload['aggregates']).map(mappingOf)) {
      const [exited, errored, crashed, abnormal] = ['exited', 'errored', 'crashed', 'abnormal'].map((key) =>
        numberOf(aggregate[key]),
      ) as [number, number, number, number];
      count.sessions += exited + errored + crashed + abnormal;
      count.errored += errored + abnormal;
      count.crashed += crashed;
    }
  }
  return count.sessions + count.errored + count.crashed > 0 ? count : null;
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' && value > 0 ? Math.min(mostAtOnce, Math.floor(value)) : 0;
