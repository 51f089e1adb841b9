import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import {
  dsnOf,
  hasZlibHeader,
  isKeyOf,
  keyOfEnvelope,
  keyOfRequest,
  type Project,
  type Sentry,
  parseHeader,
  unpack,
} from '../../errors/sentry/index.ts';
import { busy, createGate } from '../../metrics/index.ts';
import { allows } from '../auth/index.ts';
import { failureOf } from '../problem.ts';
import { type App, type Context, callerOf } from '../route.ts';
import { sentryProjectParams, sentryProjects } from '../schema.ts';

const mostBytes = 10 * 1024 * 1024;
const mostUnpackedBytes = 20 * 1024 * 1024;
/** Until the key is known, which some senders have in the envelope alone. */
const mostUnprovenBytes = 1024 * 1024;
/** Of all requests that are being received or wait. */
const mostBytesAtOnce = 64 * 1024 * 1024;
const mostAtOnce = 2;
const mostWaiting = 1_000;
/** Seconds after which senders may try again. */
const retryAfterS: Record<string, number> = { busy: 1, storage_unavailable: 30 };
const exposedHeaders = 'x-sentry-error, x-sentry-rate-limits, retry-after';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the path means. */
    sentryProject: Project | null;
    /** The key was in a header or in the query, and is the right one. */
    sentryProven: boolean;
  }
}

/** Where Sentry's SDKs send to, and what came of it. */
export function sentryRoutes(app: App, { sentry, url }: Context): void {
  intakeRoutes(app, sentry);
  app.get(
    '/api/v1/sentry/projects',
    {
      config: {
        access: 'viewer',
        summary: "Projects of Sentry's SDKs: what came, how releases do; the DSN for operators alone",
      },
      schema: { response: { 200: sentryProjects } },
    },
    async (request) => {
      const mayKnow = allows(callerOf(request).role, 'operator');
      return {
        projects: sentry.projects.all().map((project) => {
          const counts = sentry.intake.counts(project.name);
          return {
            name: project.name,
            id: project.id,
            worker: project.worker ?? project.name,
            dsn: mayKnow ? dsnOf(project, url()) : null,
            rate: project.rate,
            origins: [...project.origins],
            items: Object.fromEntries(counts?.items ?? []),
            malformed: counts?.malformed ?? 0,
            limited: counts?.limited ?? 0,
            unknownMonitors: [...(counts?.strangers ?? [])],
            lastAt: counts?.lastAtMs ? isoTime(counts.lastAtMs) : null,
            releases: sentry.releases.releases(project.name),
          };
        }),
      };
    },
  );
}

function intakeRoutes(app: App, sentry: Sentry): void {
  app.register(async (scope: App) => {
    const received = { bytes: 0 };
    const gate = createGate(mostAtOnce, mostWaiting, busy);
    scope.decorateRequest('sentryProject', null);
    scope.decorateRequest('sentryProven', false);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (request: FastifyRequest, body: Readable) =>
      receive(body, request.sentryProven ? mostBytes : mostUnprovenBytes, received),
    );

    scope.addHook('onRequest', async (request, reply) => {
      const { project: asked = '' } = request.params as { project?: string };
      const project = sentry.projects.find(asked);
      request.sentryProject = project;
      const { origin } = request.headers;
      if (origin !== undefined) allowOrigin(reply, origin, project);
      if (request.method === 'OPTIONS') return;
      const key = keyOfRequest(request);
      if (key !== null) request.sentryProven = isProven(project, key);
      if (!project || (key !== null && !request.sentryProven)) throw wrongKey();
      const waitS = sentry.intake.limit(project);
      if (waitS === null) return;
      reply.header('retry-after', waitS).header('x-sentry-rate-limits', `${waitS}::project:rate`);
      throw new Failure('too_many_requests', `the project may send ${project.rate} requests a second`);
    });
    scope.addHook('onResponse', async ({ body }) => {
      if (Buffer.isBuffer(body)) received.bytes -= body.length;
    });
    scope.setErrorHandler((error: Error, _request, reply) => {
      const failure = failureOf(error);
      const waitS = retryAfterS[failure.code];
      if (waitS !== undefined)
        reply
          .header('retry-after', waitS)
          .header('x-sentry-rate-limits', `${waitS}::project:${failure.code}`);
      // SDKs show it to whoever looks why nothing arrives.
      reply.header('x-sentry-error', failure.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 500));
      throw error;
    });

    const unpacked = (request: FastifyRequest) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return unpack(body, request.headers['content-encoding'] ?? 'identity', mostUnpackedBytes);
    };
    const projectOf = ({ sentryProject }: FastifyRequest): Project => {
      if (!sentryProject) throw wrongKey();
      return sentryProject;
    };
    const config = { access: 'none', answers: 'application/json' } as const;

    for (const [end, hidden] of [
      ['/', false],
      ['', true],
    ] as const) {
      scope.post(
        `/sentry/api/:project/envelope${end}`,
        {
          config: {
            ...config,
            hidden,
            takes: 'application/x-sentry-envelope',
            summary: "An envelope of Sentry's SDKs; the key of the DSN is its authentication",
          },
          schema: { params: sentryProjectParams },
        },
        async (request) => {
          const project = projectOf(request);
          const { stored } = await gate(async () => {
            const body = await unpacked(request);
            if (!request.sentryProven && !isProven(project, keyOfEnvelope(parseHeader(body))))
              throw wrongKey();
            return { stored: sentry.intake.takeEnvelope(project, body) };
          });
          return stored;
        },
      );
      scope.post(
        `/sentry/api/:project/store${end}`,
        {
          config: {
            ...config,
            hidden,
            takes: 'application/json',
            summary: 'A single event, as old SDKs send it',
          },
          schema: { params: sentryProjectParams },
        },
        async (request) => {
          const project = projectOf(request);
          if (!request.sentryProven) throw wrongKey();
          const { stored } = await gate(async () => {
            const body = await plainEvent(await unpacked(request));
            return { stored: sentry.intake.takeEvent(project, body) };
          });
          return stored;
        },
      );
      for (const kind of ['envelope', 'store'])
        scope.options(
          `/sentry/api/:project/${kind}${end}`,
          { config: { access: 'none', hidden: true } },
          async (_, reply) => reply.code(204).send(),
        );
    }
  });
}

/** The oldest SDKs pack an event with zlib and write that as base64. */
async function plainEvent(body: Buffer): Promise<Buffer> {
  if (body.subarray(0, 200).toString('latin1').trimStart().startsWith('{')) return body;
  const packed = Buffer.from(body.toString('latin1'), 'base64');
  return hasZlibHeader(packed) ? unpack(packed, 'deflate', mostUnpackedBytes) : body;
}

function isProven(project: Project | null, key: string | null): boolean {
  return project !== null && key !== null && isKeyOf(project, key);
}

const wrongKey = () =>
  new Failure(
    'unauthorized',
    'no project has this number and this key; "yagura sentry dsn PROJECT" prints them',
  );

/** Only browsers say where a request comes from, and only declared pages may send. */
function allowOrigin(reply: FastifyReply, origin: string, project: Project | null): void {
  if (!project?.origins.includes(origin))
    throw new Failure(
      'forbidden',
      'this page may not send to the project: its origin is not under sentry.projects in yagura.yaml',
    );
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-methods', 'POST')
    .header(
      'access-control-allow-headers',
      'content-type, content-encoding, x-sentry-auth, authorization, sentry-trace, baggage',
    )
    .header('access-control-expose-headers', exposedHeaders)
    .header('access-control-max-age', '86400')
    .header('vary', 'origin');
}

/** The whole body. What is beyond the bounds is not kept: neither of one request nor of all that are under way. */
function receive(stream: Readable, most: number, received: { bytes: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const stop = (error: Error) => {
      received.bytes -= bytes;
      stream.off('data', onData);
      stream.resume();
      reject(error);
    };
    const onData = (part: Buffer) => {
      bytes += part.length;
      received.bytes += part.length;
      if (bytes > most) stop(new Failure('too_large', `the body has more than ${most} bytes`));
      else if (received.bytes > mostBytesAtOnce) stop(busy());
      else parts.push(part);
    };
    stream.on('data', onData);
    stream.once('error', stop);
    stream.once('end', () => resolve(Buffer.concat(parts, bytes)));
  });
}
