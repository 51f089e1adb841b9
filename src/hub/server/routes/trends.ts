import type { z } from 'zod';
import { isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import type { Fleet } from '../../fleet/index.ts';
import {
  createTrendReader,
  machineFigures,
  type Subject,
  trends,
  type Trends,
  workerFigures,
} from '../../metrics/trends/index.ts';
import type { App, Context } from '../route.ts';
import { hostParams, trendsQuery, workerParams } from '../schema.ts';

const dayMs = 86_400_000;
/** As far back as runs are told apart, and how many. Trends of what starts more often begin later. */
const runsKnown = { ms: 14 * dayMs, starts: 200 };
/** What is usual is not worth drawing over more days than this. */
const longestUsualMs = 31 * dayMs;
/** So that pages that ask a little later get the same answer. */
const roundMs = 60_000;

export function trendRoutes(app: App, { fleet, series, clock }: Context): void {
  const reader = series && createTrendReader(series, clock);
  const read = async (subject: () => Subject, query: z.infer<typeof trendsQuery>): Promise<Trends> => {
    const asked = subject();
    const span = spanOf(query);
    return reader ? reader.read(asked, span) : { at: isoTime(clock.now()), figures: [] };
  };

  app.get(
    '/api/v1/workers/:name/trends',
    {
      config: {
        access: 'viewer',
        summary:
          "What a worker's figures rise by, with its uncertainty, where the data supports a claim; how the week differs from the last; what is usual between `from` and `to`",
      },
      schema: { params: workerParams, querystring: trendsQuery, response: { 200: trends } },
    },
    async ({ params, query }) => read(() => subjectOfWorker(fleet, params.name, clock.now()), query),
  );

  app.get(
    '/api/v1/hosts/:name/trends',
    {
      config: { access: 'viewer', summary: "The same for a machine's memory, processor and file systems" },
      schema: { params: hostParams, querystring: trendsQuery, response: { 200: trends } },
    },
    async ({ params, query }) => read(() => subjectOfHost(fleet, params.name), query),
  );
}

function subjectOfWorker(fleet: Fleet, name: string, nowMs: number): Subject {
  const worker = fleet.worker(name);
  const machine = fleet.hosts().find((host) => host.name === worker.host)?.latest ?? null;
  const { events, next } = fleet.events({
    worker: name,
    type: 'worker.started',
    since: isoTime(nowMs - runsKnown.ms),
    limit: runsKnown.starts,
  });
  const seen = events.map(({ time }) => Date.parse(time)).toReversed();
  const newest = worker.startedAt === null ? [] : [Date.parse(worker.startedAt)];
  return {
    key: `worker ${name}`,
    // The same start may be told twice, a moment apart.
    starts: [...seen.filter((start) => start < (newest[0] ?? Number.POSITIVE_INFINITY) - 1_000), ...newest],
    knownFromMs: next === null ? Number.NEGATIVE_INFINITY : (seen[0] ?? Number.NEGATIVE_INFINITY),
    figures: workerFigures(worker, machine),
  };
}

function subjectOfHost(fleet: Fleet, name: string): Subject {
  const host = fleet.hosts().find((known) => known.name === name);
  if (!host) throw new Failure('not_found', `there is no host "${name}"`);
  return {
    key: `host ${name}`,
    starts: [],
    knownFromMs: Number.NEGATIVE_INFINITY,
    figures: host.latest ? machineFigures(name, host.latest) : [],
  };
}

function spanOf({ from, to }: z.infer<typeof trendsQuery>): { fromMs: number; toMs: number } | null {
  if (from === undefined || to === undefined) return null;
  const [fromMs, toMs] = [from, to].map((time) => Math.round(Date.parse(time) / roundMs) * roundMs) as [
    number,
    number,
  ];
  if (toMs <= fromMs) throw new Failure('bad_request', '"to" must be after "from"');
  if (toMs - fromMs > longestUsualMs) {
    throw new Failure('bad_request', 'what is usual can be asked for 31 days at most');
  }
  return { fromMs, toMs };
}
