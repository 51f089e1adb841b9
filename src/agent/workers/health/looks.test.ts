import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { systemClock } from '../../../shared/clock.ts';
import { listPids, readStat } from '../../proc.ts';
import { execProbe } from './exec.ts';
import { httpProbe } from './http.ts';
import { createHealthMonitor, type Verdict } from './index.ts';
import type { Probe, ProbeResult } from './probe.ts';
import { tcpProbe } from './tcp.ts';

const thresholds = { name: 'x', everyMs: 200, timeoutMs: 5_000, failures: 3, successes: 1, startPeriodMs: 0 };
const look = (probe: Probe) => new Promise<ProbeResult>((resolve) => void probe(resolve));

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('http', () => {
  let base = '';
  let seen: string[] = [];
  const answers: Record<string, RequestListener> = {
    '/ok': (_, response) => response.end('fine'),
    '/created': (_, response) => response.writeHead(201).end(),
    '/moved': (_, response) => response.writeHead(302, { location: '/broken' }).end(),
    '/broken': (_, response) => response.writeHead(503).end('down'),
    '/silent': () => {},
    '/endless': (_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(32 * 1024)), 1);
      response.on('close', () => {
        clearInterval(timer);
        seen.push('endless closed');
      });
    },
    '/garbage': (request) => request.socket.end('this is no HTTP\r\n\r\n'),
    '/closed': (request) => request.socket.destroy(),
  };
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    answers[request.url ?? '']?.(request, response);
  });
  beforeAll(async () => {
    base = `http://127.0.0.1:${await listen(server)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const probe = (url: string, more: Partial<Extract<HealthCheckSpec, { type: 'http' }>> = {}) =>
    look(httpProbe({ type: 'http', ...thresholds, url, status: null, ...more }, systemClock));

  it.each([
    ['/ok', null, { ok: true, detail: 'status 200' }],
    ['/created', null, { ok: true, detail: 'status 201' }],
    ['/broken', null, { ok: false, detail: 'status 503, expected 200–399' }],
    ['/broken', [200, 503], { ok: true, detail: 'status 503' }],
    ['/ok', [201, 204], { ok: false, detail: 'status 200, expected 201, 204' }],
  ])('%s with expected %s', async (path, status, expected) => {
    expect(await probe(base + path, { status })).toEqual(expected);
  });

  it('does not follow a redirect', async () => {
    seen = [];
    expect(await probe(`${base}/moved`)).toEqual({ ok: true, detail: 'status 302' });
    expect(seen).toEqual(['/moved']);
  });

  it('ends an endless body', async () => {
    seen = [];
    expect(await probe(`${base}/endless`)).toEqual({ ok: true, detail: 'status 200' });
    await vi.waitFor(() => expect(seen).toContain('endless closed'), { timeout: 10_000 });
  });

  it('waits for an answer no longer than its timeout', async () => {
    expect(await probe(`${base}/silent`, { timeoutMs: 100 })).toEqual({
      ok: false,
      detail: 'no answer within 100 ms',
    });
  });

  it('says in plain words what is wrong', async () => {
    expect(await probe(`${base}/closed`)).toEqual({
      ok: false,
      detail: 'connection closed by the other side',
    });
    expect((await probe(`${base}/garbage`)).ok).toBe(false);
    expect(await probe(`http://127.0.0.1:${await freePort()}/`)).toEqual({
      ok: false,
      detail: 'connection refused',
    });
    expect(await probe('not a url')).toEqual({ ok: false, detail: 'Invalid URL' });
    expect((await probe('ftp://127.0.0.1/')).ok).toBe(false);
    expect((await probe(base.replace('http', 'https'))).ok).toBe(false);
  });

  it('can be cancelled', async () => {
    let told = 0;
    const cancel = httpProbe(
      { type: 'http', ...thresholds, url: `${base}/silent`, status: null },
      systemClock,
    )(() => (told += 1));
    cancel();
    await probe(`${base}/ok`);
    expect(told).toBe(0);
  });
});

describe('tcp', () => {
  const probe = (port: number, host = '127.0.0.1') =>
    look(tcpProbe({ type: 'tcp', ...thresholds, host, port }, systemClock));

  it('passes where somebody listens, and fails where nobody does', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    expect(await probe(port)).toEqual({ ok: true, detail: 'connected' });
    await new Promise((resolve) => server.close(resolve));
    expect(await probe(port)).toEqual({ ok: false, detail: 'connection refused' });
  });

  it('says when a name is unknown', async () => {
    expect((await probe(80, 'no-such-host.invalid')).detail).toMatch(/^host name not found/);
  });
});

describe('exec', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'yagura-exec-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const start = (
    command: string[],
    more: { timeoutMs?: number; user?: string; env?: Record<string, string> } = {},
  ) => {
    const { timeoutMs = 15_000, user = null, env = {} } = more;
    return execProbe({ type: 'exec', ...thresholds, timeoutMs, command }, { cwd, env, user }, systemClock);
  };
  const probe = (...given: Parameters<typeof start>) => look(start(...given));
  const sh = (text: string, more = {}) => probe(['/bin/sh', '-c', text], more);
  const isRunning = (pid: number) => !['Z', 'X', undefined].includes(readStat(pid)?.state);

  it.each([
    ['exit 0', { ok: true, detail: 'exit code 0' }],
    ['echo all fine; echo more', { ok: true, detail: 'all fine' }],
    ['exit 3', { ok: false, detail: 'exit code 3' }],
    ['echo "queue is stuck" >&2; exit 1', { ok: false, detail: 'exit code 1: queue is stuck' }],
    ['kill -9 $$', { ok: false, detail: 'killed by SIGKILL' }],
    ['printf "\\033[31mred\\033[0m\\007\\n"; exit 2', { ok: false, detail: 'exit code 2: red' }],
  ])('%s', async (text, expected) => {
    expect(await sh(text)).toEqual(expected);
  });

  it('bounds what it keeps of the output and does not block on it', async () => {
    const { ok, detail } = await sh('head -c 3000000 /dev/zero | tr "\\0" a');
    expect(ok).toBe(true);
    expect(detail).toHaveLength(300);
  });

  it('runs in the folder of the worker with its environment, but not as part of it', async () => {
    expect((await sh('pwd')).detail).toBe(cwd);
    const env = { QUEUE: 'mail', YAGURA_RUN: 'r1' };
    expect((await sh('echo "$QUEUE,$YAGURA_RUN,"', { env })).detail).toBe('mail,,');
  });

  it.runIf(process.getuid?.() === 0)('runs as the user of the worker', async () => {
    expect((await sh('id -un', { user: 'nobody' })).detail).toBe('nobody');
    expect(await sh('true', { user: 'no-such-user' })).toEqual({
      ok: false,
      detail: 'cannot run /bin/sh: no such user: no-such-user',
    });
  });

  it('says when the command cannot be run', async () => {
    expect(await probe(['/no/such/program'])).toEqual({
      ok: false,
      detail: 'cannot run /no/such/program: no such program or folder',
    });
    expect((await probe(['/etc/passwd'])).detail).toBe('cannot run /etc/passwd: not allowed to');
  });

  it('kills the whole tree at its timeout, a setsid helper included', async () => {
    const result = await sh('(setsid sleep 1000 & echo $! > helper; sleep 1000) & echo $$ > self; wait', {
      timeoutMs: 1_000,
    });
    expect(result).toEqual({ ok: false, detail: 'not finished within 1 s' });
    const pids = ['self', 'helper'].map((name) => Number(readFileSync(join(cwd, name), 'utf8')));
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 10_000 });
    expect(listPids().filter((pid) => pids.includes(readStat(pid)?.session ?? 0) && isRunning(pid))).toEqual(
      [],
    );
  });

  it('does not wait for a helper that keeps the output open, nor leave it behind', async () => {
    expect(await sh('sleep 1000 & echo $! > left; echo done')).toEqual({ ok: true, detail: 'done' });
    const pid = Number(readFileSync(join(cwd, 'left'), 'utf8'));
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  it('runs at most sixteen commands at a time; those that wait can be cancelled', async () => {
    const told: number[] = [];
    const all = Array.from({ length: 20 }, (_, at) => start(['sleep', '1000'])(() => told.push(at)));
    const children = () =>
      listPids().filter((pid) => {
        const stat = readStat(pid);
        return stat?.ppid === process.pid && stat.comm === 'sleep' && stat.state !== 'Z';
      }).length;
    await vi.waitFor(() => expect(children()).toBe(16), { timeout: 10_000 });
    all[19]?.(); // one that has not begun
    for (const cancel of all) cancel();
    await vi.waitFor(() => expect(children()).toBe(0), { timeout: 10_000 });
    expect(told).toEqual([]);
    expect(await sh('echo free again')).toEqual({ ok: true, detail: 'free again' });
  });
});

describe('a monitor of a real worker', () => {
  function monitorOf(checks: HealthCheckSpec[], child: ChildProcess) {
    const verdicts: Verdict[] = [];
    const monitor = createHealthMonitor({
      checks,
      worker: 'web',
      kind: 'process',
      cwd: tmpdir(),
      env: {},
      user: null,
      clock: systemClock,
      logs: { lastWriteAt: () => null, watch: () => () => {} },
      onChange: (verdict) => verdicts.push(verdict),
    });
    const pid = child.pid ?? 0;
    monitor.begin({ pid, startTicks: readStat(pid)?.startTicks ?? 0 });
    onTestFinished(() => {
      monitor.end();
      child.kill('SIGKILL');
    });
    return { monitor, verdicts, pid };
  }
  const until = (happened: () => void) => vi.waitFor(happened, { timeout: 15_000, interval: 20 });

  it('sees an HTTP service come up, hang and come back', async () => {
    const port = await freePort();
    const text = `require('http').createServer((q,s)=>s.end('ok')).listen(${port},'127.0.0.1')`;
    const child = spawn(process.execPath, ['-e', text], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}/`;
    const spec: HealthCheckSpec = {
      type: 'http',
      ...thresholds,
      url,
      status: null,
      timeoutMs: 1_000,
      startPeriodMs: 30_000,
    };
    const { monitor, verdicts, pid } = monitorOf([spec], child);
    await until(() => expect(monitor.verdict().health).toBe('healthy'));
    execFileSync('kill', ['-STOP', String(pid)]);
    await until(() =>
      expect(monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: true, check: 'x' }),
    );
    expect(monitor.verdict().reason).toMatch(/^health check "x" failed \d+ times: no answer within 1 s$/);
    execFileSync('kill', ['-CONT', String(pid)]);
    await until(() => expect(monitor.verdict().health).toBe('healthy'));
    expect(verdicts.some((verdict) => verdict.health === 'degraded')).toBe(false);
  });

  it('runs a command for its health', async () => {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const command = ['/bin/sh', '-c', 'echo stuck; exit 1'];
    const { monitor } = monitorOf([{ type: 'exec', ...thresholds, command }], child);
    await until(() =>
      expect(monitor.verdict().reason).toMatch(/^health check "x" failed \d times: exit code 1: stuck$/),
    );
  });
});
