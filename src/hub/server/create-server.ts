import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import websocket from '@fastify/websocket';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { errnoOf, Failure, messageOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';
import type { Alerts, Rules } from '../alerts/index.ts';
import type { Errors } from '../errors/index.ts';
import type { Sentry } from '../errors/sentry/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Incidents } from '../incidents/index.ts';
import type { Logs } from '../logs/index.ts';
import type {
  Intake,
  MetricsStore,
  Scraper,
  SeriesSource,
  TowerFigures,
  TowerHistory,
} from '../metrics/index.ts';
import type { StatusPage } from '../status-page/index.ts';
import type { OnCall } from '../oncall/index.ts';
import type { Store } from '../store/index.ts';
import { Access, createLoginLimit, createSqlAccessStore } from './auth/index.ts';
import { buildApp, type Patience, usualPatience } from './build-app.ts';
import { assertSafeToListen, explainListenError } from './listen.ts';
import { createLive, type Live, type LiveLimits } from './live/index.ts';
import { findPage, servePage } from './page.ts';
import { createPulse } from './pulse.ts';
import { type App, type Context, callerOf } from './route.ts';
import { systemOf } from './routes/index.ts';

/** A client's message is a topic and a cursor; nothing longer is ever read. */
const longestLiveMessageBytes = 4096;
/** Sockets beyond this are closed at once, so that file descriptors remain for the database and the agent. */
const mostConnections = 5_000;

export interface ServerOptions {
  fleet: Fleet;
  errors: Errors;
  alerts: Alerts;
  incidents: Incidents;
  onCall: OnCall;
  rules: Rules;
  store: Store;
  /** What all workers print, kept and searched. */
  logs: Pick<Logs, 'store' | 'feed'>;
  /** Where what others send is taken. */
  intake: Intake;
  /** What /metrics shows. */
  figures: Pick<TowerFigures, 'families'>;
  history: TowerHistory;
  /** How figures are kept. */
  metrics: Pick<MetricsStore, 'stats' | 'retention' | 'health'>;
  /** How asking for the pages of workers goes; null when nobody asks. */
  scrapes: Pick<Scraper, 'stateOf'> | null;
  /** What PromQL is asked of; null when no samples are kept. */
  series: SeriesSource | null;
  /** Where Sentry's SDKs send to. */
  sentry: Sentry;
  /** What everybody may see. */
  statusPage: StatusPage;
  /** Where messages go. */
  notifier: Context['notifier'];
  home: Home;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  version: string;
  /** Paths of PEM files. */
  tls?: { cert: string; key: string } | undefined;
  /** Listen beyond loopback without TLS. */
  insecure?: boolean | undefined;
  /** Further names under which this server is reached. */
  names?: readonly string[] | undefined;
  /** What went wrong inside; callers are never told. */
  log?: ((what: string, error: unknown) => void) | undefined;
  clock?: Clock | undefined;
  /** Folder of the built page. */
  webRoot?: string | undefined;
  patience?: Partial<Patience> | undefined;
  liveLimits?: Partial<LiveLimits> | undefined;
  checkAnswers?: boolean | undefined;
}

export interface Server {
  /** Answers the address for people. Throws a Failure that says who holds the port. */
  listen(): Promise<{ url: string }>;
  /** A fresh one-time link; works once, within ten minutes. */
  loginLink(): string;
  close(): Promise<void>;
}

export async function createServer(options: ServerOptions): Promise<Server> {
  const { fleet, host, port } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? ((what, error) => console.error(`${what}:`, error));
  assertSafeToListen({ host, tls: options.tls !== undefined, insecure: options.insecure ?? false });
  const tls = options.tls ? await readTls(options.tls) : null;
  const accessStore = createSqlAccessStore(options.store);
  const access = await Access.open({
    store: accessStore,
    clock,
    tokenFile: options.home.token,
    onError: log,
  });

  let url = addressOf(host, port, tls !== null);
  const pulse = createPulse(clock);
  const page = await findPage(options.webRoot);
  const context: Context = {
    fleet,
    errors: options.errors,
    alerts: options.alerts,
    incidents: options.incidents,
    onCall: options.onCall,
    rules: options.rules,
    access,
    accessStore,
    logs: options.logs,
    intake: options.intake,
    figures: options.figures,
    history: options.history,
    metrics: options.metrics,
    scrapes: options.scrapes,
    series: options.series,
    sentry: options.sentry,
    statusPage: options.statusPage,
    notifier: options.notifier,
    store: options.store,
    pulse,
    liveClients: () => live.connections(),
    loginLimit: createLoginLimit(clock),
    clock,
    version: options.version,
    startedAt: clock.monotonic(),
    secure: tls !== null,
    pageBuild: page?.build ?? null,
    url: () => url,
    log,
  };
  const names = new Set([host, hostname(), ...(options.names ?? [])].map((name) => name.toLowerCase()));
  const live = createLive({
    fleet,
    logs: options.logs,
    errors: options.errors,
    alerts: options.alerts,
    incidents: options.incidents,
    access,
    clock,
    log,
    system: () => systemOf(context),
    limits: options.liveLimits ?? {},
  });
  const { app } = await buildApp({
    context,
    names,
    tls,
    patience: { ...usualPatience, ...options.patience },
    checkAnswers: options.checkAnswers ?? false,
    extend: async (app) => {
      app.addHook('onResponse', async () => pulse.requestDone());
      await serveLive(app, live);
      await servePage(app, page?.root ?? null);
    },
  });
  app.server.maxConnections = mostConnections;
  await app.ready();

  return {
    async listen() {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw await explainListenError(error, host, port);
      }
      const bound = app.server.address();
      url = addressOf(host, typeof bound === 'object' && bound ? bound.port : port, tls !== null);
      return { url };
    },
    loginLink: () => `${url}/login?code=${access.createLoginCode().code}`,
    async close() {
      pulse.close();
      await live.close();
      await app.close();
    },
  };
}

async function serveLive(app: App, live: Live): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: longestLiveMessageBytes, perMessageDeflate: false },
  });
  // Node forgets the socket of a request that asks for an upgrade: refused ones would stay open for as long as the client likes.
  app.addHook('onResponse', async (request) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon();
  });
  app.get(
    '/api/v1/live',
    {
      websocket: true,
      preValidation: async () => live.assertRoom(),
      config: { access: 'viewer', hidden: true },
    },
    (socket, request) => live.accept(socket, callerOf(request)),
  );
}

async function readTls(files: { cert: string; key: string }): Promise<{ cert: string; key: string }> {
  const read = async (option: string, path: string) => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw new Failure(
        'config_invalid',
        `server.tls.${option}: cannot read ${path} (${errnoOf(error) ?? messageOf(error)})`,
      );
    }
  };
  return { cert: await read('cert', files.cert), key: await read('key', files.key) };
}

/** For people on this machine: an address that means "every interface" is no place to go to. */
function addressOf(host: string, port: number, tls: boolean): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}
