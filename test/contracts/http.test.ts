import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ErrorGroupDetail, ErrorPage } from '../../src/hub/errors/index.ts';
import type { Host, System, Worker, WorkerDetail } from '../../src/hub/fleet/index.ts';
import type { LogLine, ProcessInfo } from '../../src/link/status.ts';
import { projectRoot, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;

beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        talker: {
          command:
            'echo hello; echo oops >&2; echo "$YAGURA_WORKER $YAGURA_URL $YAGURA_PING_URL"; exec sleep 1000',
          env: { GREETING: 'hello', API_TOKEN: 'top-secret' },
          labels: { team: 'post' },
          health: [{ exec: ['true'], every: '1s' }],
        },
        stopper: { command: ['sleep', '1000'] },
        far: { kind: 'external', heartbeat: { every: '30s', grace: '10s' } },
      },
    },
  });
  await tower.waitForWorker('talker', ({ health, rssBytes }) => health === 'healthy' && rssBytes !== null);
});
afterAll(() => tower?.cleanUp());

describe('GET /healthz', () => {
  test('needs no token and says how it is', async () => {
    const response = await tower.fetch('/healthz', { token: null });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ product: 'yagura', status: 'well' });
  });
});

describe('access', () => {
  test.each(['/system', '/workers', '/events', '/hosts', '/openapi.json'])(
    '%s refuses strangers with a problem',
    async (path) => {
      const response = await tower.fetch(`/api/v1${path}`, { token: null });
      if (path === '/openapi.json' && response.status === 200) return;
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({
        code: 'unauthorized',
        title: expect.any(String),
        status: 401,
        detail: expect.any(String),
      });
    },
  );

  test('a viewer may look and not touch', async () => {
    const { stdout } = await tower.cli('token', 'create', 'watcher', '--role', 'viewer', '--expires', '1h');
    const token = stdout.trim();
    expect((await tower.fetch('/api/v1/workers', { token })).status).toBe(200);
    const refused = await tower.fetch('/api/v1/workers/stopper/stop', { token, method: 'POST' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'forbidden' });
    expect((await tower.cli('token', 'revoke', 'watcher')).code).toBe(0);
    expect((await tower.fetch('/api/v1/workers', { token })).status).toBe(401);
  });

  test('what is not there is a problem too', async () => {
    const response = await tower.fetch('/api/v1/no-such-thing');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('GET /api/v1/system', () => {
  test('has version, uptime, the host, workers by state, instances, locks, errors and the parts', async () => {
    const system = await waitUntil('a sample is there', async () => {
      const found = await tower.api<System>('/system');
      return found.host.memory ? found : null;
    });
    expect(system).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptimeSeconds: expect.any(Number),
      host: {
        name: expect.any(String),
        cpuRatio: expect.any(Number),
        memory: { totalBytes: expect.any(Number) },
        disk: { usedBytes: expect.any(Number) },
      },
      workers: { total: 3 },
      instances: 0,
      locks: 0,
      errors24h: expect.any(Number),
    });
    expect(system.parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['agent', 'hub', 'database']),
    );
    expect(system.time).toMatch(/Z$/);
  });
});

describe('/api/v1/workers', () => {
  test('lists every declared worker with its figures', async () => {
    const { workers } = await tower.api<{ workers: Worker[] }>('/workers');
    expect(workers.map(({ name }) => name).sort()).toEqual(['far', 'stopper', 'talker']);
    expect(workers.find(({ name }) => name === 'talker')).toMatchObject({
      kind: 'process',
      state: 'running',
      health: 'healthy',
      pid: expect.any(Number),
      host: expect.any(String),
      restarts: 0,
      startedAt: expect.stringMatching(/Z$/),
      lastExit: null,
      cpuRatio: expect.any(Number),
      rssBytes: expect.any(Number),
      labels: { team: 'post' },
    });
    expect(workers.find(({ name }) => name === 'far')).toMatchObject({ kind: 'external', pid: null });
  });

  test('is paged by limit and cursor', async () => {
    const first = await tower.api<{ workers: Worker[]; next: string }>('/workers?limit=2');
    expect(first.workers).toHaveLength(2);
    const second = await tower.api<{ workers: Worker[]; next: null }>(
      `/workers?limit=2&cursor=${encodeURIComponent(first.next)}`,
    );
    expect(second.workers).toHaveLength(1);
    expect(second.next).toBeNull();
    expect((await tower.fetch('/api/v1/workers?cursor=nonsense')).status).toBe(400);
    expect(await (await tower.fetch('/api/v1/workers?limit=0')).json()).toMatchObject({
      code: 'bad_request',
      errors: [{ path: expect.stringContaining('limit') }],
    });
  });

  test('one has its spec, with secrets masked', async () => {
    const talker = await tower.api<WorkerDetail>('/workers/talker');
    expect(talker.spec.env['GREETING']).toBe('hello');
    expect(JSON.stringify(talker)).not.toContain('top-secret');
    expect(talker.pingUrl).toContain('/ping/');
  });

  test('an unknown one is a problem', async () => {
    expect(await (await tower.fetch('/api/v1/workers/nobody')).json()).toMatchObject({
      code: 'worker_not_found',
      status: 404,
    });
  });

  test('stop, start and restart are accepted with an event id, and happen', async () => {
    const ask = async (action: string) => {
      const response = await tower.fetch(`/api/v1/workers/stopper/${action}`, { method: 'POST' });
      expect(response.status).toBe(202);
      expect(await response.json()).toEqual({ eventId: expect.any(Number) });
    };
    await ask('stop');
    await tower.waitForWorker('stopper', ({ state }) => state === 'stopped');
    await ask('start');
    const { pid } = await tower.waitForWorker('stopper', ({ state }) => state === 'running');
    await ask('restart');
    await tower.waitForWorker('stopper', (worker) => worker.state === 'running' && worker.pid !== pid);
  });

  test('what Yagura does not run cannot be started by it', async () => {
    const response = await tower.fetch('/api/v1/workers/far/restart', { method: 'POST' });
    expect(await response.json()).toMatchObject({ code: 'not_startable', status: 409 });
  });

  test('logs have time, stream and text, newest last, and can be searched', async () => {
    const { lines } = await waitUntil('three lines are there', async () => {
      const page = await tower.api<{ lines: LogLine[] }>('/workers/talker/logs?limit=10');
      return page.lines.length >= 3 ? page : null;
    });
    expect(lines.find(({ stream }) => stream === 'stderr')?.text).toBe('oops');
    expect(lines.every(({ time }) => time.endsWith('Z'))).toBe(true);
    expect(lines.some(({ text }) => text.startsWith(`talker ${tower.url} ${tower.url}/ping/`))).toBe(true);
    const found = await tower.api<{ lines: LogLine[] }>('/workers/talker/logs?q=HELLO');
    expect(found.lines.map(({ text }) => text)).toEqual(['hello']);
  });

  test('processes are the whole tree', async () => {
    const { processes } = await tower.api<{ processes: ProcessInfo[] }>('/workers/talker/processes');
    expect(processes.some(({ command }) => command.includes('sleep 1000'))).toBe(true);
  });

  test('history has one value a second', async () => {
    const history = await waitUntil('three seconds have passed', async () => {
      const found = await tower.api<{ times: number[]; series: Record<string, unknown[]> }>(
        '/workers/talker/history',
      );
      return found.times.length >= 3 ? found : null;
    });
    for (const column of Object.values(history.series)) expect(column).toHaveLength(history.times.length);
  });
});

describe('signs of life', () => {
  test('a heartbeat makes an external worker run; a ping does it too, without a token', async () => {
    expect((await tower.worker('far')).state).not.toBe('running');
    await tower.api('/workers/far/heartbeat', { method: 'POST' });
    await tower.waitForWorker('far', ({ state }) => state === 'running');
    const { pingUrl } = await tower.api<WorkerDetail>('/workers/far');
    const path = new URL(pingUrl ?? '').pathname;
    expect((await tower.fetch(`${path}/fail`, { token: null })).status).toBe(200);
    await tower.waitForWorker('far', ({ health }) => health === 'unhealthy');
    for (const sign of ['/start', '', '/0'])
      expect((await tower.fetch(path + sign, { token: null })).status).toBe(200);
    await tower.waitForWorker('far', ({ health }) => health === 'healthy');
    expect((await tower.fetch('/ping/00000000-0000-4000-8000-000000000000', { token: null })).status).toBe(
      404,
    );
  });
});

describe('GET /api/v1/events', () => {
  test('tells what happened, by worker, type and time', async () => {
    const started = await tower.events('&worker=talker&type=worker.started');
    expect(started[0]).toMatchObject({
      id: expect.any(Number),
      time: expect.stringMatching(/Z$/),
      type: 'worker.started',
      worker: 'talker',
      data: { pid: expect.any(Number) },
    });
    expect((await tower.events('&type=worker.')).every(({ type }) => type.startsWith('worker.'))).toBe(true);
    expect(await tower.events('&since=2099-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('GET /api/v1/hosts', () => {
  test('shows the machine and its agent', async () => {
    const { hosts } = await tower.api<{ hosts: Host[] }>('/hosts');
    expect(hosts).toMatchObject([{ agent: { connected: true, pid: tower.agentPid() }, workers: 3 }]);
  });
});

describe('the config', () => {
  test('is planned and applied', async () => {
    expect(await tower.api('/config/changes')).toMatchObject({ changes: expect.any(Array) });
    expect(await tower.api('/config/apply', { method: 'POST', body: {} })).toMatchObject({
      eventId: expect.any(Number),
    });
  });
});

describe('the description', () => {
  test('names every path of this contract, and is the one in docs/', async () => {
    const document = await tower.api<{ paths: Record<string, unknown> }>('/openapi.json');
    const paths = Object.keys(document.paths).map((path) => path.replace('/api/v1', ''));
    expect(paths).toEqual(
      expect.arrayContaining([
        '/system',
        '/workers',
        '/workers/{name}',
        '/workers/{name}/restart',
        '/workers/{name}/logs',
        '/events',
        '/hosts',
      ]),
    );
    const kept = JSON.parse(
      readFileSync(join(projectRoot, 'docs', 'openapi.json'), 'utf8'),
    ) as typeof document;
    expect(Object.keys(kept.paths).sort()).toEqual(Object.keys(document.paths).sort());
  });

  test('has a page for people', async () => {
    const response = await tower.fetch('/docs');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});

describe('GET /metrics', () => {
  test('has the names that dashboards rely on', async () => {
    const text = await (await tower.fetch('/metrics')).text();
    for (const name of [
      'yagura_worker_up{',
      'yagura_worker_cpu_seconds_total{',
      'yagura_worker_memory_rss_bytes{',
      'yagura_worker_open_fds{',
      'yagura_worker_threads{',
      'yagura_worker_restarts_total{',
      'yagura_host_cpu_seconds_total{',
      'yagura_host_memory_total_bytes{',
      'yagura_host_memory_available_bytes{',
      'yagura_host_disk_size_bytes{',
      'yagura_host_disk_used_bytes{',
      'yagura_host_load{',
    ])
      expect(text).toContain(name);
    expect(text).toMatch(/yagura_worker_up\{[^}]*worker="talker"[^}]*\} 1/);
    expect((await tower.fetch('/metrics', { token: null })).status).toBe(401);
  });
});

describe('GET /api/v1/live', () => {
  test('answers a subscription with a snapshot, then deltas; a cursor resumes', async () => {
    const connect = async (cursor?: string) => {
      const socket = new WebSocket(`${tower.url.replace('http', 'ws')}/api/v1/live`, {
        headers: { authorization: `Bearer ${tower.token}` },
      });
      const messages: { type: string; cursor: string; data: { workers?: Worker[]; changed?: Worker[] } }[] =
        [];
      socket.on('message', (frame: Buffer) =>
        messages.push(JSON.parse(frame.toString('utf8')) as (typeof messages)[number]),
      );
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send(JSON.stringify({ type: 'subscribe', topic: 'workers', cursor }));
      return { socket, messages };
    };
    const first = await connect();
    const snapshot = await waitUntil('the snapshot came', () =>
      first.messages.find(({ type }) => type === 'snapshot'),
    );
    expect(snapshot.data.workers).toHaveLength(3);
    first.socket.terminate();

    await tower.cli('restart', 'stopper');
    const second = await connect(snapshot.cursor);
    await waitUntil('the missed delta came', () =>
      second.messages.some(
        ({ type, data }) => type === 'delta' && data.changed?.some(({ name }) => name === 'stopper'),
      ),
    );
    expect(second.messages.some(({ type }) => type === 'snapshot')).toBe(false);
    second.socket.terminate();
  });

  test('refuses strangers', async () => {
    const socket = new WebSocket(`${tower.url.replace('http', 'ws')}/api/v1/live`);
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });
    expect(status).toBe(401);
    socket.terminate();
  });
});

describe('the page', () => {
  test('is served at / and for deep links, with headers that protect it', async () => {
    for (const path of ['/', '/workers/talker']) {
      const response = await tower.fetch(path, { token: null, headers: { accept: 'text/html' } });
      expect(response.status).toBe(200);
      const policy = response.headers.get('content-security-policy');
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(await response.text()).toContain('<div id=');
    }
  });
});

describe("Prometheus's API", () => {
  test('answers PromQL about the workers, to a viewer with the token as a password', async () => {
    const { stdout } = await tower.cli('token', 'create', 'grafana', '--role', 'viewer', '--expires', '1h');
    const authorization = `Basic ${Buffer.from(`grafana:${stdout.trim()}`).toString('base64')}`;
    const ask = async (path: string, form?: Record<string, string>) => {
      const answer = await tower.fetch(`/prometheus/api/v1/${path}`, {
        token: null,
        headers: { authorization },
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      return (await answer.json()) as { status: string; data: { result: unknown[] } & unknown[] };
    };
    const query = 'count by (worker) (yagura_worker_up{worker="talker"} == 1)';
    const found = await waitUntil('the worker is in the figures', async () => {
      const { data } = await ask('query', { query });
      return data.result.length > 0 && data.result;
    });
    expect(found).toEqual([{ metric: { worker: 'talker' }, value: [expect.any(Number), '1'] }]);
    const now = Date.now() / 1000;
    const range = {
      query: 'max_over_time(yagura_worker_up[1m])',
      start: `${now - 60}`,
      end: `${now}`,
      step: '5s',
    };
    expect((await ask('query_range', range)).data.result.length).toBeGreaterThan(0);
    expect((await ask('label/worker/values')).data).toContain('talker');
    expect(await ask('query', { query: 'rate(' })).toMatchObject({
      status: 'error',
      errorType: 'bad_data',
      error: expect.stringContaining('parse error'),
    });
  });
});

describe('errors', () => {
  test('the end of a worker is one at once, with its kind, and may be resolved, merged, marked by deploys', async () => {
    const { pid } = await tower.worker('talker');
    process.kill(pid as number, 'SIGKILL');
    const group = await waitUntil('the end is an error', async () => {
      const { groups } = await tower.api<ErrorPage>('/errors?worker=talker&status=unresolved');
      return groups[0] ?? null;
    });
    expect(group).toMatchObject({
      title: 'talker was killed (SIGKILL)',
      kind: 'exit',
      exit: { worker: 'talker', reason: 'signal', code: null, signal: 'SIGKILL' },
      level: 'fatal',
      count: 1,
      workers: ['talker'],
      workerCount: 1,
      trend: { state: 'new', ratio: null },
      spark: { counts: expect.arrayContaining([1]) },
    });
    const detail = await tower.api<ErrorGroupDetail>(`/errors/${group.id}`);
    expect(detail).toMatchObject({
      newest: { worker: 'talker', source: 'exit' },
      fingerprints: [{ why: 'same-end' }],
    });
    expect(await tower.api('/errors/summary?worker=talker')).toMatchObject({
      totals: { groups: 1, occurrences: 1 },
    });
    const changed = await tower.api(`/errors/${group.id}`, { method: 'PATCH', body: { status: 'resolved' } });
    expect(changed).toMatchObject({ group: { status: 'resolved', statusBy: expect.any(String) } });
    expect(await tower.api('/deploys', { method: 'POST', body: { version: 'v1' } })).toMatchObject({
      version: 'v1',
    });
    const { stdout } = await tower.cli('errors', '--status', 'all');
    expect(stdout).toContain('resolved: talker was killed (SIGKILL)');
    expect(await tower.api('/system')).toMatchObject({ errors24h: expect.any(Number) });
  });
});
