import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Failure } from '../../../shared/failure.ts';
import {
  createGate,
  type Gate,
  type Labels,
  type Matcher,
  type ReadLimits,
  type SeriesSource,
} from '../../metrics/index.ts';
import { failureOf } from '../problem.ts';
import type { App, Context } from '../route.ts';
import { readDuration, readTime, requested } from './prometheus-params.ts';

/** As much of a query or of matchers as a form may hold. */
const bodyLimitBytes = 256 * 1024;
const longestLabelName = 1_000;
const queriesAtATime = 2;
const queriesWaiting = 100;
const labelLimits: ReadLimits = { series: 200_000, samples: 0 };
const mostMatchers = 100;
/** The version whose API this is, by which clients tell what they can ask for. */
const apiVersion = '2.42.0';

const text = z.string().optional();
const texts = z.union([z.string(), z.array(z.string())]).optional();
const queryString = z.object({ query: text, time: text, timeout: text });
const rangeString = z.object({ query: text, start: text, end: text, step: text, timeout: text });
const matchString = z.object({ 'match[]': texts, start: text, end: text, limit: text });

const statusOf: Record<string, number> = {
  bad_data: 400,
  execution: 422,
  canceled: 503,
  timeout: 503,
  unavailable: 503,
};

/** Loaded with the first request that needs it: most starts of the hub are to be quick, and come without a query. */
const loadPromql = () => import('../../metrics/promql/index.ts');
type Promql = Awaited<ReturnType<typeof loadPromql>>;

/**
 * Prometheus's own HTTP API below `/prometheus`, for Grafana, promtool and scripts: its paths, parameters, JSON and errors. GET and POST are the
 * same; a POST brings its parameters as a form.
 */
export function prometheusRoutes(app: App, context: Context): void {
  app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: bodyLimitBytes },
      async (_: FastifyRequest, body: string) => new URLSearchParams(body),
    );
    scope.setErrorHandler((error: Error, request, reply) => sendError(context, error, request, reply));
    addRoutes(scope, context);
  });
}

function addRoutes(app: App, context: Context): void {
  const kept = (): SeriesSource => {
    if (context.series) return context.series;
    throw new Failure('storage_unavailable', 'no samples are kept here');
  };
  let gate: Gate | null = null;
  const add = (
    path: string,
    summary: string,
    querystring: z.ZodType,
    answer: (params: URLSearchParams, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
    methods: ('GET' | 'POST')[] = ['GET', 'POST'],
  ) => {
    for (const method of methods) {
      app.route({
        method,
        url: `/prometheus/api/v1/${path}`,
        config: {
          access: 'viewer',
          basicAuth: true,
          answers: 'application/json',
          // Described once.
          ...(method === methods[0] ? { summary } : {}),
        },
        schema: { querystring },
        handler: (request, reply) => answer(requested(request), request, reply),
      });
    }
  };

  const ask = async (
    params: URLSearchParams,
    reply: FastifyReply,
    evaluate: (promql: Promql, options: QueryOptions) => ReturnType<Promql['queryInstant']>,
  ) => {
    const promql = await loadPromql();
    gate ??= createGate(queriesAtATime, queriesWaiting, () => {
      const text = `more than ${queriesWaiting} queries wait already (limit queries)`;
      return new promql.QueryFailure('unavailable', text);
    });
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const options = {
      source: kept(),
      signal: gone.signal,
      clock: context.clock,
      limits: timeoutIn(params, promql),
    };
    const result = await gate(() => evaluate(promql, options));
    return send(reply, promql.writeResult(result));
  };

  add('query', 'PromQL at one instant', queryString, (params, _, reply) =>
    ask(params, reply, (promql, options) => {
      const time = params.get('time');
      const timeMs = time === null || time === '' ? context.clock.now() : readTime('time', time);
      return naming('query', promql, () =>
        promql.queryInstant(params.get('query') ?? '', { ...options, timeMs }),
      );
    }),
  );

  add('query_range', 'PromQL over a time', rangeString, (params, _, reply) =>
    ask(params, reply, (promql, options) => {
      const [startMs, endMs] = [readTime('start', params.get('start')), readTime('end', params.get('end'))];
      if (endMs < startMs) {
        throw new Failure(
          'bad_request',
          'invalid parameter "end": end timestamp must not be before start time',
        );
      }
      const stepMs = readDuration('step', params.get('step'), promql.parseDuration);
      if (stepMs < 1) {
        throw new Failure(
          'bad_request',
          'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
        );
      }
      return promql.queryRange(params.get('query') ?? '', { ...options, startMs, endMs, stepMs });
    }),
  );

  add('format_query', 'A PromQL query written out anew', queryString, async (params, _, reply) => {
    const promql = await loadPromql();
    const expr = await naming('query', promql, async () => promql.parseQuery(params.get('query') ?? ''));
    return send(reply, [JSON.stringify(promql.formatQuery(expr))]);
  });

  const labelsFor = async (params: URLSearchParams, take: (labels: Labels) => void): Promise<void> => {
    const { parseSelector } = await loadPromql();
    const source = kept();
    const selectors = params.getAll('match[]');
    if (selectors.length > mostMatchers) {
      throw new Failure('bad_request', `invalid parameter "match[]": at most ${mostMatchers} of them`);
    }
    const [start, end] = [params.get('start'), params.get('end')];
    const fromMs = start === null || start === '' ? 0 : readTime('start', start);
    const toMs = end === null || end === '' ? Number.MAX_SAFE_INTEGER : readTime('end', end);
    const sets: Matcher[][] = selectors.length === 0 ? [[]] : selectors.map(parseSelector);
    const limits = { ...labelLimits };
    for (const matchers of sets) {
      for await (const labels of source.labelsOf(matchers, fromMs, toMs, limits)) take(labels);
    }
  };

  add('series', 'The labels of all series that match', matchString, async (params, _, reply) => {
    if (!params.has('match[]')) throw new Failure('bad_request', 'no match[] parameter provided');
    const { labelsText } = await loadPromql();
    const found = new Set<string>();
    await labelsFor(params, (labels) => found.add(labelsText(labels)));
    return sendList(reply, [...found].sort(), params);
  });

  add('labels', 'The names of labels', matchString, async (params, _, reply) => {
    const names = new Set<string>();
    await labelsFor(params, (labels) => {
      for (const name of Object.keys(labels)) names.add(name);
    });
    return sendList(reply, sorted(names), params);
  });

  add(
    'label/:name/values',
    'The values of one label',
    matchString,
    async (params, request, reply) => {
      const { name } = request.params as { name: string };
      if (name.length > longestLabelName || !/^[A-Za-z_]\w*$/.test(name)) {
        throw new Failure(
          'bad_request',
          `invalid label name: ${JSON.stringify(name.slice(0, longestLabelName))}`,
        );
      }
      const values = new Set<string>();
      await labelsFor(params, (labels) => {
        if (Object.hasOwn(labels, name)) values.add(labels[name] as string);
      });
      return sendList(reply, sorted(values), params);
    },
    ['GET'],
  );

  add(
    'metadata',
    'What metrics are: type, help and unit, as their senders say; of those that the tower makes too',
    z.object({ metric: text, limit: text, limit_per_metric: text }),
    async (params, _, reply) => {
      const metric = params.get('metric');
      const most = limitIn(params) || Number.POSITIVE_INFINITY;
      const own = context.figures
        .families()
        .map(({ name, type, help }) => [name, { type, help, unit: '' }] as const);
      const said = [...new Map([...context.intake.metadata(), ...own])]
        .filter(([name]) => metric === null || metric === '' || name === metric)
        .slice(0, most);
      const data = Object.fromEntries(said.map(([name, metadata]) => [name, [metadata]]));
      return send(reply, [JSON.stringify(data)]);
    },
    ['GET'],
  );

  const nothing = z.object({});
  const constants: [path: string, summary: string, data: () => unknown][] = [
    [
      'status/buildinfo',
      'Which version of the API this is',
      () => ({
        version: apiVersion,
        revision: context.version,
        branch: 'yagura',
        buildUser: '',
        buildDate: '',
        goVersion: '',
      }),
    ],
    ['query_exemplars', 'Exemplars: none are kept', () => []],
    ['rules', 'Rules: there are none', () => ({ groups: [] })],
    ['alerts', 'Alerts of rules: there are none', () => ({ alerts: [] })],
  ];
  for (const [path, summary, data] of constants) {
    const methods: ('GET' | 'POST')[] = path === 'query_exemplars' ? ['GET', 'POST'] : ['GET'];
    add(
      path,
      summary,
      nothing,
      async (_params, _request, reply) => send(reply, [JSON.stringify(data())]),
      methods,
    );
  }
}

type QueryOptions = Omit<Parameters<Promql['queryInstant']>[1], 'timeMs'>;

/** A shorter time than usual may be asked for, not a longer one. */
function timeoutIn(params: URLSearchParams, promql: Promql): { timeoutMs: number } {
  const asked = params.get('timeout');
  const most = promql.usualLimits.timeoutMs;
  if (asked === null || asked === '') return { timeoutMs: most };
  return { timeoutMs: Math.min(most, readDuration('timeout', asked, promql.parseDuration)) };
}

/** Says of which parameter a mistake is, as Prometheus does for some. */
async function naming<T>(parameter: string, { QueryFailure }: Promql, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QueryFailure) || error.kind !== 'bad_data') throw error;
    throw new QueryFailure('bad_data', `invalid parameter "${parameter}": ${error.message}`);
  }
}

function sorted(texts: ReadonlySet<string>): string[] {
  return [...texts].sort().map((each) => JSON.stringify(each));
}

/** 0: all. */
function limitIn(params: URLSearchParams): number {
  const limit = Number(params.get('limit') ?? 0);
  if (Number.isInteger(limit) && limit >= 0) return limit;
  throw new Failure('bad_request', 'invalid parameter "limit": it must be a whole number, 0 for all');
}

/** `limit`, as newer versions have it, shortens a list and says so. */
function sendList(reply: FastifyReply, items: readonly string[], params: URLSearchParams): FastifyReply {
  const limit = limitIn(params);
  if (limit === 0 || items.length <= limit) return send(reply, [`[${items.join(',')}]`]);
  return send(reply, [`[${items.slice(0, limit).join(',')}]`], ['results truncated due to limit']);
}

function send(reply: FastifyReply, data: Iterable<string>, warnings: string[] = []): FastifyReply {
  function* pieces(): Generator<string> {
    yield '{"status":"success","data":';
    yield* data;
    yield warnings.length === 0 ? '}' : `,"warnings":${JSON.stringify(warnings)}}`;
  }
  return reply.type('application/json').send(Readable.from(pieces(), { objectMode: false }));
}

function sendError(
  context: Context,
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const isQueryFailure = error.name === 'QueryFailure' && 'kind' in error;
  const failure = isQueryFailure ? null : failureOf(error);
  const errorType = isQueryFailure ? String(error.kind) : typeOf(failure);
  const status = failure?.status ?? statusOf[errorType] ?? 500;
  if (failure) {
    request.failureCode = failure.code;
    if (failure.status >= 500)
      context.log(`${request.method} ${request.url.split('?')[0]}`, failure.cause ?? failure);
    if (failure.code === 'unauthorized') reply.header('www-authenticate', 'Basic realm="Yagura", Bearer');
  }
  return reply
    .code(status)
    .type('application/json')
    .serializer(JSON.stringify)
    .send({ status: 'error', errorType, error: (failure ?? error).message });
}

/** Prometheus's name for the kind of a failure, or our own code where it has none. */
function typeOf(failure: Failure | null): string {
  switch (failure?.code) {
    case undefined:
    case 'internal':
      return 'internal';
    case 'bad_request':
    case 'too_large':
      return 'bad_data';
    case 'too_much':
      return 'execution';
    default:
      return failure?.code ?? 'internal';
  }
}
