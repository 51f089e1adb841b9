import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { type Home, openHome } from '../../../shared/home.ts';
import {
  createIntake,
  createMetricsStore,
  createTowerFigures,
  createTowerHistory,
} from '../../metrics/index.ts';
import { createMemorySink, type MemorySink } from '../../metrics/testing/memory-sink.ts';
import { openStore, type Store } from '../../store/index.ts';
import { createServer, type Server, type ServerOptions } from '../create-server.ts';
import type { Role } from '../schema.ts';
import { createTestFleet, type TestFleet } from './test-fleet.ts';

/** A real server with a real database in a folder of its own. */
export interface TestServer {
  fleet: TestFleet;
  home: Home;
  store: Store;
  /** What was sent to it. */
  sink: MemorySink;
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
    Omit<ServerOptions, 'fleet' | 'store' | 'home' | 'intake' | 'figures' | 'history' | 'metrics'>
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
  const logged: TestServer['logged'] = [];
  const server = await createServer({
    fleet,
    store,
    intake: createIntake({ sink, clock }),
    figures,
    history: createTowerHistory({ fleet, source: metrics, clock }),
    metrics,
    scrapes: null,
    series: null,
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
    home,
    store,
    sink,
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
      figures.close();
      await metrics.close();
      await store.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return test;
}
