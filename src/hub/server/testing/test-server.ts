import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { type Home, openHome } from '../../../shared/home.ts';
import {
  type Condition,
  openAlerts,
  openRules,
  openSilences,
  type Rules,
  type RunningAlerts,
} from '../../alerts/index.ts';
import { openSentry, type Sentry } from '../../errors/sentry/index.ts';
import type { Occurrence } from '../../errors/index.ts';
import { createScrub, type Logs, openLogs, usualRetention, usualScrub } from '../../logs/index.ts';
import {
  createIntake,
  createMetricsStore,
  createTowerFigures,
  createTowerHistory,
} from '../../metrics/index.ts';
import { createMemorySink, type MemorySink } from '../../metrics/testing/memory-sink.ts';
import { createErrors, errorsFromLogs, type Errors } from '../../errors/index.ts';
import { createStatusPage, type StatusPage } from '../../status-page/index.ts';
import { createIncidents, type Incidents } from '../../incidents/index.ts';
import { openNotifier, type RunningNotifier } from '../../notify/index.ts';
import { createOnCall, type OnCall } from '../../oncall/index.ts';
import { openStore, type Store } from '../../store/index.ts';
import { createServer, type Server, type ServerOptions } from '../create-server.ts';
import type { Role } from '../schema.ts';
import { createTestFleet, type TestFleet } from './test-fleet.ts';

/** A real server with a real database in a folder of its own. */
export interface TestServer {
  fleet: TestFleet;
  logs: Logs;
  errors: Errors;
  alerts: RunningAlerts;
  rules: Rules;
  notifier: RunningNotifier;
  incidents: Incidents;
  onCall: OnCall;
  /** What is wrong, for `alerts.settled()` to look at. */
  conditions: Condition[];
  home: Home;
  store: Store;
  /** What was sent to it. */
  sink: MemorySink;
  /** What SDKs reported to it. */
  reported: Occurrence[];
  /** What becomes of it instead of being taken. */
  takeFails: Error | null;
  sentry: Sentry;
  statusPage: StatusPage;
  server: Server;
  url: string;
  port: number;
  /** The home's admin token. */
  token: string;
  /** What the server wrote to its log. */
  logged: { what: string; error: unknown }[];
  /** A request with the admin token, or the one given; a body is sent as JSON. */
  ask(
    method: string,
    path: string,
    options?: { body?: unknown; token?: string | null; headers?: Record<string, string> },
  ): Promise<Response>;
  newToken(role: Role, name?: string): Promise<{ id: string; token: string }>;
  close(): Promise<void>;
}

export async function startTestServer(
  options: Partial<
    Omit<
      ServerOptions,
      | 'fleet'
      | 'errors'
      | 'alerts'
      | 'rules'
      | 'notifier'
      | 'incidents'
      | 'onCall'
      | 'sentry'
      | 'store'
      | 'home'
      | 'intake'
      | 'figures'
      | 'history'
      | 'metrics'
      | 'statusPage'
    >
  > = {},
): Promise<TestServer> {
  const root = await mkdtemp(join(tmpdir(), 'yagura-server-'));
  const home = openHome(root);
  const store = await openStore({ home, clock: options.clock ?? systemClock, onCorrupt: () => {} });
  const fleet = createTestFleet();
  const sink = createMemorySink();
  const clock = options.clock ?? systemClock;
  const metrics = await createMetricsStore({ path: home.metrics, clock, log: () => {} });
  const figures = await createTowerFigures({ fleet, sink: metrics, source: metrics, clock });
  const errors = await createErrors({
    path: home.errors,
    clock,
    log: () => {},
    fleet,
    sink: metrics,
  });
  const reported: Occurrence[] = [];
  const sentry = openSentry({
    home,
    store,
    fleet,
    errors: {
      async take(occurrences) {
        if (test.takeFails) throw test.takeFails;
        reported.push(...occurrences);
      },
    },
    scrub: createScrub({ emails: false, patterns: [] }),
    clock,
    log: () => {},
  });
  const logged: TestServer['logged'] = [];
  const logs = await openLogs({
    home,
    fleet,
    clock,
    settings: { retention: usualRetention, scrub: usualScrub },
    errors: errorsFromLogs(errors),
    sink: metrics,
    log: () => {},
    part: () => {},
  });
  const conditions: Condition[] = [];
  const rules = await openRules({
    isBlind: () => false,
    store,
    metrics,
    series: metrics,
    fleet,
    clock,
    log: () => {},
    settings: null,
  });
  const silences = await openSilences({ store, fleet, clock, log: () => {} });
  const alerts = await openAlerts({
    store,
    fleet,
    evaluation: { conditions: () => conditions, onChange: () => () => {} },
    silences,
    clock,
    log: () => {},
    part: () => {},
  });
  const statusPage = createStatusPage({ fleet, source: metrics, troubles: () => [], clock, log: () => {} });
  const notifier = await openNotifier({
    store,
    fleet,
    clock,
    series: metrics,
    hubUrl: () => test.url,
    part: () => {},
    log: () => {},
  });
  notifier.begin();
  const onCall = createOnCall({ store, clock });
  const incidents = createIncidents({
    store,
    clock,
    log: () => {},
    fleet,
    alerts,
    onCall,
    notifier,
    errorsOf: () => [],
    isHealable: () => true,
    chartOf: () => null,
    silence: async () => {},
  });
  incidents.begin();
  const server = await createServer({
    fleet,
    alerts,
    rules,
    notifier,
    incidents,
    onCall,
    logs,
    errors,
    store,
    intake: createIntake({ sink, clock }),
    figures,
    history: createTowerHistory({ fleet, source: metrics, clock }),
    metrics,
    scrapes: null,
    series: null,
    sentry,
    statusPage,
    home,
    host: '127.0.0.1',
    port: 0,
    version: '1.2.3',
    webRoot: join(root, 'no-page'),
    checkAnswers: true,
    log: (what, error) => logged.push({ what, error }),
    ...options,
  });
  const { url } = await server.listen();
  const token = (await readFile(home.token, 'utf8')).trim();
  const test: TestServer = {
    fleet,
    errors,
    alerts,
    rules,
    notifier,
    incidents,
    onCall,
    conditions,
    logs,
    home,
    store,
    sink,
    reported,
    takeFails: null,
    sentry,
    statusPage,
    server,
    url,
    port: Number(new URL(url).port),
    token,
    logged,
    ask(method, path, { body, token: other = token, headers = {} } = {}) {
      return fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(other === null ? {} : { authorization: `Bearer ${other}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    async newToken(role, name = role) {
      const answer = await test.ask('POST', '/api/v1/tokens', { body: { name, role } });
      return (await answer.json()) as { id: string; token: string };
    },
    async close() {
      await server.close();
      await incidents.close();
      await notifier.close();
      await alerts.close();
      await silences.close();
      await rules.close();
      figures.close();
      await sentry.close();
      await logs.close();
      await errors.close();
      await metrics.close();
      await store.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return test;
}
