import { type Acted, checkHistory, history, maskText, stateHistory, type Worker } from '../../fleet/index.ts';
import { Failure } from '../../../shared/failure.ts';
import { allows } from '../auth/index.ts';
import type { App, AuditedAct, Context } from '../route.ts';
import { callerOf, decodeCursor, encodeCursor } from '../route.ts';
import {
  accepted,
  heartbeatBody,
  historyQuery,
  logPage,
  logsQuery,
  processPage,
  progressBody,
  statesQuery,
  workerPage,
  workerParams,
  workersActed,
  workersActionBody,
  workersQuery,
  workerWithScrape,
} from '../schema.ts';

const historyMs = 15 * 60_000;
const statesMs = 24 * 3_600_000;
const mostStatesMs = 30 * statesMs;
const mostEntries = 20;

export function workerRoutes(app: App, context: Context): void {
  const { fleet, clock } = context;

  app.get(
    '/api/v1/workers',
    {
      config: { access: 'viewer', summary: 'Every declared worker, dead or alive, by name' },
      schema: { querystring: workersQuery, response: { 200: workerPage } },
    },
    async (request) => {
      const { limit, cursor, state, label, q } = request.query;
      const after = decodeCursor(cursor);
      const matching = fleet
        .workers()
        .filter(
          (worker) =>
            (state === undefined || worker.state === state) &&
            (label === undefined || hasLabel(worker, label)) &&
            (q === undefined || worker.name.toLowerCase().includes(q.toLowerCase())),
        )
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const rest = after === null ? matching : matching.filter((worker) => worker.name > after);
      const workers = rest.slice(0, limit);
      const last = workers.at(-1);
      return {
        workers,
        total: matching.length,
        next: last && rest.length > limit ? encodeCursor(last.name) : null,
      };
    },
  );

  app.get(
    '/api/v1/workers/:name',
    {
      config: { access: 'viewer', summary: 'One worker with its spec' },
      schema: { params: workerParams, response: { 200: workerWithScrape } },
    },
    async (request) => {
      const { name } = request.params;
      const scrape = context.scrapes?.stateOf(name) ?? null;
      const found = {
        ...fleet.worker(name),
        metrics: scrape && { ...scrape, url: maskText(scrape.url) },
      };
      // Whoever knows the ping URL can fake signs of life.
      return allows(callerOf(request).role, 'operator') ? found : { ...found, pingUrl: null };
    },
  );

  for (const action of ['start', 'stop', 'restart'] as const) {
    app.post(
      `/api/v1/workers/:name/${action}`,
      {
        config: {
          access: 'operator',
          audit: `worker.${action}`,
          summary: `Ask for a ${action}; its outcome is an event`,
        },
        schema: { params: workerParams, response: { 202: accepted } },
      },
      async (request, reply) => {
        const { eventId } = await fleet.act(action, request.params.name, callerOf(request).actor);
        return reply.code(202).send({ eventId });
      },
    );
  }

  app.post(
    '/api/v1/workers/actions',
    {
      config: {
        access: 'operator',
        audit: 'worker.act-on-many',
        summary: 'Start, stop or restart many in one go; the outcome of each is an event',
      },
      schema: { body: workersActionBody, response: { 202: workersActed } },
    },
    async (request, reply) => {
      const { action, workers } = request.body;
      request.auditDetail = { action, workers };
      const results = await fleet.actOnMany(action, workers, callerOf(request).actor);
      request.auditEntries = auditedActs(action, results);
      return reply.code(202).send({ results });
    },
  );

  app.get(
    '/api/v1/workers/:name/logs',
    {
      config: { access: 'viewer', summary: 'What a worker printed, newest last' },
      schema: { params: workerParams, querystring: logsQuery, response: { 200: logPage } },
    },
    async (request) => fleet.logs(request.params.name, logQueryOf(request.query)),
  );

  app.get(
    '/api/v1/workers/:name/logs.txt',
    {
      config: { access: 'viewer', summary: 'The newest lines as a text file', answers: 'text/plain' },
      schema: { params: workerParams, querystring: logsQuery },
    },
    async (request, reply) => {
      const { name } = request.params;
      const { lines } = await fleet.logs(name, logQueryOf(request.query));
      return reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}.log"`)
        .send(lines.map((line) => `${line.time} ${line.stream} ${line.text}\n`).join(''));
    },
  );

  app.get(
    '/api/v1/workers/:name/history',
    {
      config: { access: 'viewer', summary: 'Figures of the last 15 minutes, one a second' },
      schema: { params: workerParams, querystring: historyQuery, response: { 200: history } },
    },
    async (request) => {
      return context.history.worker(request.params.name, sinceMs(request.query.since, clock.now()));
    },
  );

  app.get(
    '/api/v1/workers/:name/states',
    {
      config: {
        access: 'viewer',
        summary: 'What a worker was over time, each stop with who or what caused it',
      },
      schema: { params: workerParams, querystring: statesQuery, response: { 200: stateHistory } },
    },
    async (request) => {
      const { since } = request.query;
      const from = since === undefined ? clock.now() - statesMs : Date.parse(since);
      return fleet.states(request.params.name, Math.max(from, clock.now() - mostStatesMs));
    },
  );

  app.get(
    '/api/v1/workers/:name/checks',
    {
      config: {
        access: 'viewer',
        summary: "The last 50 results of each of a worker's health checks, and how they count",
      },
      schema: { params: workerParams, response: { 200: checkHistory } },
    },
    async (request) => fleet.checks(request.params.name),
  );

  app.get(
    '/api/v1/workers/:name/processes',
    {
      config: { access: 'viewer', summary: "A worker's process tree now" },
      schema: { params: workerParams, response: { 200: processPage } },
    },
    async (request) => ({ processes: await fleet.processes(request.params.name) }),
  );

  app.post(
    '/api/v1/workers/:name/heartbeat',
    {
      config: { access: 'operator', summary: 'A sign of life' },
      schema: { params: workerParams, body: heartbeatBody },
    },
    async (request, reply) => {
      const { status, exitCode, detail } = request.body;
      if ((status === 'exit') !== (exitCode !== null)) {
        const errors = [{ path: 'exitCode', message: 'goes with status exit, and only with it' }];
        throw new Failure('bad_request', 'exitCode goes with status exit, and only with it', { errors });
      }
      fleet.heartbeat(request.params.name, status, exitCode, detail);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/workers/:name/progress',
    {
      config: { access: 'operator', summary: 'A counter that moved: useful work was done' },
      schema: { params: workerParams, body: progressBody },
    },
    async (request, reply) => {
      const { counter, add, value } = request.body;
      fleet.progress(request.params.name, counter, add ?? value ?? 0, add !== undefined);
      return reply.code(204).send();
    },
  );
}

/** Start of the asked-for history in ms since the epoch; the last 15 minutes when nothing was asked for. */
export function sinceMs(since: string | undefined, now: number): number {
  return since === undefined ? now - historyMs : Date.parse(since);
}

/** A selection that a person could have made one by one is written down like that; a larger one in one entry. */
function auditedActs(action: string, results: readonly Acted[]): AuditedAct[] {
  const outcomeOf = (result: Acted) => ('code' in result ? result.code : 'done');
  const about = { action: `worker.${action}` };
  if (results.length <= mostEntries)
    return results.map((result) => ({
      ...about,
      target: result.worker,
      outcome: outcomeOf(result),
      detail: { of: results.length },
    }));
  const refused = results.flatMap((result) =>
    'code' in result ? [[result.worker, result.code] as const] : [],
  );
  const detail = { workers: results.map(({ worker }) => worker), refused: Object.fromEntries(refused) };
  return [{ ...about, target: `${results.length} workers`, outcome: outcomeOfMany(results), detail }];
}

/** Nothing is `done` of which some was refused; why all were, if it is for one reason. */
function outcomeOfMany(results: readonly Acted[]): string {
  const outcomes = new Set(results.map((result) => ('code' in result ? result.code : 'done')));
  const [only] = outcomes;
  if (only !== undefined && outcomes.size === 1) return only;
  return outcomes.has('done') ? 'partial' : 'refused';
}

function hasLabel(worker: Worker, wanted: string): boolean {
  const at = wanted.indexOf('=');
  const held = worker.labels[at < 0 ? wanted : wanted.slice(0, at)];
  return held !== undefined && (at < 0 || held === wanted.slice(at + 1));
}

function logQueryOf(query: {
  limit: number;
  before?: string | undefined;
  after?: string | undefined;
  at?: string | undefined;
  q?: string | undefined;
  stream?: 'stdout' | 'stderr' | undefined;
}) {
  if (query.at !== undefined && (query.before ?? query.after) !== undefined) {
    const errors = [{ path: 'at', message: 'cannot be asked for together with before or after' }];
    throw new Failure('bad_request', 'at cannot be asked for together with before or after', { errors });
  }
  return {
    limit: query.limit,
    before: query.before ?? null,
    after: query.after ?? null,
    search: query.q ?? null,
    stream: query.stream ?? null,
    ...(query.at !== undefined && { at: new Date(query.at).toISOString() }),
  };
}
