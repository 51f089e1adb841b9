import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyServerOptions } from 'fastify';
import type { z } from 'zod';
import { Failure } from '../../shared/failure.ts';
import { collectRoutes } from './describe-routes.ts';
import { installGuard } from './guard.ts';
import type { DescribedRoute } from './openapi/index.ts';
import { pageFor } from './page.ts';
import { failureOf, MethodTable, pathOf, sendProblem } from './problem.ts';
import type { App, Context } from './route.ts';
import { descriptionRoutes, registerRoutes } from './routes/index.ts';

const bodyLimitBytes = 1024 * 1024;

/** How long the server waits for slow clients. */
export interface Patience {
  headersMs: number;
  requestMs: number;
  keepAliveMs: number;
  /** How often waiting connections are looked through. */
  checkEveryMs: number;
}

export const usualPatience: Patience = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  checkEveryMs: 2_000,
};

export interface AppOptions {
  context: Context;
  /** Names, beyond loopback and addresses, that requests may be made to. */
  names: ReadonlySet<string>;
  tls: { cert: string; key: string } | null;
  patience: Patience;
  /** Checks every answer against its schema. For tests: it costs time. */
  checkAnswers: boolean;
  /** Adds what only a running server has: the page and the live socket. */
  extend?: (app: App) => Promise<void>;
}

/** The application: what every request passes through, and the routes. */
export async function buildApp(options: AppOptions): Promise<{ app: App; routes: DescribedRoute[] }> {
  const { context, patience, tls } = options;
  const settings = {
    logger: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: patience.keepAliveMs,
    forceCloseConnections: true,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    // A request id costs time and nobody reads it here.
    genReqId: () => '',
    schemaController: schemasOf(options.checkAnswers),
  } satisfies FastifyServerOptions;
  const server = {
    headersTimeout: patience.headersMs,
    connectionsCheckingInterval: patience.checkEveryMs,
    maxHeaderSize: 16 * 1024,
  };
  const app = (tls
    ? Fastify({ ...settings, https: { ...server, ...tls } })
    : Fastify({ ...settings, http: server })) as unknown as App;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body: string, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body));
    } catch (error) {
      done(new Failure('bad_request', 'the body is not valid JSON', { cause: error }));
    }
  });

  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: tls ? { maxAge: 31_536_000 } : false,
  });
  installGuard(app, context, options.names);
  // API answers hold names, logs and roles; only the page's own files are for caches.
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });

  const methods = new MethodTable();
  app.addHook('onRoute', ({ url, method, config }) => {
    if (!config?.hidden) methods.add(url, [method].flat());
  });
  app.setErrorHandler((error: Error, request, reply) => {
    const failure = failureOf(error);
    request.failureCode = failure.code;
    if (failure.status >= 500) context.log(`${request.method} ${pathOf(request)}`, failure.cause ?? failure);
    if (failure.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
    return sendProblem(reply, failure);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = methods.allowed(path);
    // A method that it knows was turned away by the router for its path, such as a name of a thousand letters.
    if (allowed.length === 0 || allowed.includes(request.method)) {
      return (
        pageFor(app, request, reply, path) ??
        sendProblem(reply, new Failure('not_found', `nothing is at ${path}`))
      );
    }
    const detail = `${path} knows ${allowed.join(', ')}`;
    return sendProblem(reply.header('allow', allowed.join(', ')), new Failure('method_not_allowed', detail));
  });

  const routes = collectRoutes(app);
  routes.push(liveDescription);
  registerRoutes(app, context);
  descriptionRoutes(app, context, () => routes);
  await options.extend?.(app);
  return { app, routes };
}

const liveDescription: DescribedRoute = {
  method: 'GET',
  url: '/api/v1/live',
  access: 'viewer',
  summary: 'WebSocket: send a LiveRequest to subscribe by topic, receive LiveMessages',
  params: null,
  query: null,
  body: null,
  answers: { status: 101, shape: null },
};

const partNames: Record<string, string> = { querystring: 'query', params: 'path', headers: 'header' };

/** Given to Fastify at its start and not set later, so that it does not load its own validator, which nobody would use. */
function schemasOf(checkAnswers: boolean): NonNullable<FastifyServerOptions['schemaController']> {
  const validate =
    ({ schema, httpPart }: { schema: z.ZodType; httpPart?: string }) =>
    (data: unknown) => {
      // A body that is absent arrives as null.
      const result = schema.safeParse(data ?? undefined);
      return result.success
        ? { value: result.data }
        : { error: invalidInput(httpPart ?? 'request', result.error) };
    };
  const serialize = ({ schema }: { schema: z.ZodType }) =>
    checkAnswers
      ? (data: unknown) => JSON.stringify(schema.parse(data))
      : (data: unknown) => JSON.stringify(data);
  const compilersFactory = { buildValidator: () => validate, buildSerializer: () => serialize };
  // The declared types know only the compilers that come with Fastify.
  return { compilersFactory } as unknown as NonNullable<FastifyServerOptions['schemaController']>;
}

/** One entry for each mistake, at `body.name` or `query.limit`. */
function invalidInput(httpPart: string, error: z.ZodError): Failure {
  const part = partNames[httpPart] ?? httpPart;
  const errors = error.issues.slice(0, 20).map((issue) => ({
    path: [part, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
  const first = errors[0];
  return new Failure('bad_request', first ? `${first.path}: ${first.message}` : 'the request is not valid', {
    errors,
  });
}
