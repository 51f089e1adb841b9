import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Failure } from '../../../shared/failure.ts';
import {
  inGroups,
  isShown,
  labelsOf,
  matchersOf,
  postedBody,
  postedSilence,
  readFilters,
  readPosted,
  receiver,
  showAlert,
  showSilence,
  silenceOrder,
  statusOf,
} from '../../alerts/alertmanager/index.ts';
import { compileMatchers } from '../../metrics/index.ts';
import { failureOf, pathOf } from '../problem.ts';
import { type App, type Context, callerOf } from '../route.ts';

/** Some thousand alerts with their annotations; a Prometheus sends 64 at a time. */
const mostPostedBytes = 8 * 1024 * 1024;
const mostSilences = 1_000;
const mostMistakesTold = 20;

/** Its shapes are described where they come from: Alertmanager's `api/v2/openapi.yaml`. */
const json = 'application/json';
const reads = { access: 'viewer', basicAuth: true, answers: json } as const;
const changes = { access: 'operator', basicAuth: true, answers: json } as const;

const flag = z.stringbool().default(true);
const filter = z.union([z.string().max(2_000), z.array(z.string().max(2_000))]).optional();
const alertsQuery = z.object({
  active: flag,
  silenced: flag,
  inhibited: flag,
  filter,
  receiver: z.string().max(1_000).optional(),
});
const silencesQuery = z.object({ filter });
const silenceParams = z.object({ silenceID: z.uuid() });

/** Alertmanager's own API below `/alertmanager`, for Prometheus, amtool and Grafana: its paths, JSON and errors, which are texts. */
export function alertmanagerRoutes(app: App, context: Context): void {
  app.register(async (scope: App) => {
    scope.setErrorHandler((error: Error, request, reply) => {
      const failure = failureOf(error);
      request.failureCode = failure.code;
      if (failure.status >= 500)
        context.log(`${request.method} ${pathOf(request)}`, failure.cause ?? failure);
      if (failure.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
      if (failure.code === 'busy') reply.header('retry-after', 1);
      return reply
        .code(failure.status)
        .type('application/json')
        .serializer(JSON.stringify)
        .send(failure.message);
    });
    alertRoutes(scope, context);
    silenceRoutes(scope, context);
    aboutRoutes(scope, context);
  });
}

function alertRoutes(app: App, context: Context): void {
  const shown = (query: z.output<typeof alertsQuery>) => {
    const matches = compileMatchers(readFilters(query.filter));
    const isForUs = compileMatchers(
      query.receiver === undefined ? [] : [{ name: 'receiver', op: '=~', value: query.receiver }],
    );
    if (!isForUs({ receiver: receiver.name })) return [];
    return (
      context.alerts
        .firing()
        // One that ceased and is only held, in case it comes back, is over as far as Alertmanager goes.
        .filter((alert) => alert.ceasedAt === null && matches(labelsOf(alert)))
        .map((alert) => showAlert(alert, context.clock.now()))
        .filter((alert) => isShown(alert, query))
    );
  };
  app.get(
    '/alertmanager/api/v2/alerts',
    {
      config: { ...reads, summary: "Alertmanager's API v2: alerts that are on" },
      schema: { querystring: alertsQuery },
    },
    async (request) => shown(request.query),
  );
  app.get(
    '/alertmanager/api/v2/alerts/groups',
    {
      config: {
        access: 'viewer',
        basicAuth: true,
        summary: "Alertmanager's API v2: the same by their names",
      },
      schema: { querystring: alertsQuery },
    },
    async (request) => inGroups(shown(request.query)),
  );
  app.post(
    '/alertmanager/api/v2/alerts',
    {
      bodyLimit: mostPostedBytes,
      config: {
        ...changes,
        takes: json,
        summary: "Alertmanager's API v2: takes alerts, sent again while they last",
      },
    },
    async (request, reply) => {
      const { alerts, mistakes } = readPosted(bodyOf(request, postedBody));
      if (alerts.length > 0) await context.alerts.post(alerts);
      if (mistakes.length > 0)
        throw new Failure('bad_request', mistakes.slice(0, mostMistakesTold).join('; '));
      return reply.code(200).send();
    },
  );
}

function silenceRoutes(app: App, context: Context): void {
  app.get(
    '/alertmanager/api/v2/silences',
    {
      config: { ...reads, summary: "Alertmanager's API v2: silences" },
      schema: { querystring: silencesQuery },
    },
    async (request) => {
      const wanted = readFilters(request.query.filter);
      return context.alerts.silences
        .list({ limit: mostSilences })
        .silences.filter(({ matchers }) =>
          wanted.every((one) =>
            matchers.some(({ name, op, value }) => name === one.name && op === one.op && value === one.value),
          ),
        )
        .map(showSilence)
        .sort(silenceOrder);
    },
  );
  app.post(
    '/alertmanager/api/v2/silences',
    {
      config: {
        ...changes,
        takes: json,
        audit: 'silence.create',
        summary: "Alertmanager's API v2: creates a silence, or another one in the place of one",
      },
    },
    async (request) => {
      const { silences } = context.alerts;
      const posted = bodyOf(request, postedSilence);
      const { id, startsAt, endsAt, comment, createdBy } = posted;
      const { actor } = callerOf(request);
      const before = id ? silences.silence(id) : null;
      const created = await silences.create(
        {
          matchers: matchersOf(posted),
          startsAt: new Date(startsAt).toISOString(),
          endsAt: new Date(endsAt).toISOString(),
          comment,
        },
        createdBy ? `${createdBy} (${actor})` : actor,
      );
      if (before && before.state !== 'expired') await silences.expire(before.id);
      request.auditTarget = created.id;
      return { silenceID: created.id };
    },
  );
  app.get(
    '/alertmanager/api/v2/silence/:silenceID',
    {
      config: { ...reads, summary: "Alertmanager's API v2: one silence" },
      schema: { params: silenceParams },
    },
    async (request) => showSilence(context.alerts.silences.silence(request.params.silenceID)),
  );
  app.delete(
    '/alertmanager/api/v2/silence/:silenceID',
    {
      config: {
        ...changes,
        audit: 'silence.expire',
        summary: "Alertmanager's API v2: ends a silence",
      },
      schema: { params: silenceParams },
    },
    async (request, reply) => {
      const { silenceID } = request.params;
      request.auditTarget = silenceID;
      await context.alerts.silences.expire(silenceID);
      return reply.code(200).send();
    },
  );
}

function aboutRoutes(app: App, { clock, version, startedAt }: Context): void {
  app.get(
    '/alertmanager/api/v2/status',
    {
      config: { ...reads, summary: "Alertmanager's API v2: what answers here" },
    },
    async () => statusOf(version, clock.now() - (clock.monotonic() - startedAt)),
  );
  app.get(
    '/alertmanager/api/v2/receivers',
    {
      config: {
        access: 'viewer',
        basicAuth: true,
        summary: "Alertmanager's API v2: one, since routes are ours",
      },
    },
    async () => [receiver],
  );
  for (const sign of ['healthy', 'ready'])
    app.get(
      `/alertmanager/-/${sign}`,
      {
        config: {
          access: 'none',
          answers: 'text/plain',
          summary: `Whether it is ${sign}, as Alertmanager says it`,
        },
      },
      async (_request, reply) => reply.type('text/plain').send('OK'),
    );
}

function bodyOf<Shape extends z.ZodType>({ body }: FastifyRequest, shape: Shape): z.output<Shape> {
  const { data, error } = shape.safeParse(body);
  if (!error) return data;
  const told = error.issues
    .slice(0, mostMistakesTold)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Failure('bad_request', told.join('; '));
}
