import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Worker } from '../../hub/fleet/index.ts';
import { type Home, openHome } from '../../shared/home.ts';
import { identifyProcess } from '../../shared/process-identity.ts';
import { runCli } from '../index.ts';

/** What a route answers: a value is status 200. Called anew for each request. */
export type Answer = (request: { body: unknown; query: URLSearchParams }) => unknown;
export interface Refusal {
  refuse: number;
  problem: Record<string, unknown>;
}

export interface ScriptedHub {
  home: Home;
  /** Every request so far, as `POST /workers/mailer/stop`. */
  requests: string[];
  /** Sends live data to those that subscribed to the topic. */
  live(topic: string, type: 'snapshot' | 'delta', data: unknown): void;
  /** Topics that somebody follows now, with the cursor they came with. */
  topics: { topic: string; cursor: string | undefined }[];
  /** Breaks every live connection. */
  dropLive(): void;
}

/** A real HTTP server that says what the test wants, in a home that points to it. Its answers have the shapes of the real hub. */
export async function startScriptedHub(routes: Record<string, Answer> = {}): Promise<ScriptedHub> {
  const home = temporaryHome();
  const requests: string[] = [];
  const topics: ScriptedHub['topics'] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://hub');
    const route = `${request.method} ${url.pathname.replace('/api/v1', '')}`;
    void (async () => {
      const body = await readBody(request);
      requests.push(route);
      const isKnown = request.headers.authorization === 'Bearer secret';
      const answer: unknown = !isKnown
        ? { refuse: 401, problem: { code: 'unauthorized', detail: 'The token is not valid' } }
        : (routes[route] ?? (() => notFound))({ body, query: url.searchParams });
      const refusal =
        typeof answer === 'object' && answer !== null && 'refuse' in answer ? (answer as Refusal) : null;
      response.writeHead(refusal?.refuse ?? 200, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(refusal?.problem ?? answer));
    })();
  });
  const sockets = new WebSocketServer({ server, path: '/api/v1/live' });
  let cursor = 0;
  sockets.on('connection', (socket) => {
    socket.on('message', (frame: Buffer) => {
      const asked = JSON.parse(frame.toString()) as { topic: string; cursor?: string };
      topics.push({ topic: asked.topic, cursor: asked.cursor });
      if (asked.topic === 'logs:forbidden')
        socket.send(
          JSON.stringify({ type: 'problem', topic: asked.topic, code: 'forbidden', detail: 'Not for you' }),
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const dropLive = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  onTestFinished(() => {
    dropLive();
    server.close();
    server.closeAllConnections();
  });
  writeHolder(home.hubHolder, `http://127.0.0.1:${address.port}`);
  writeFileSync(home.token, 'secret\n', { mode: 0o600 });
  return {
    home,
    requests,
    topics,
    live(topic, type, data) {
      cursor++;
      for (const socket of sockets.clients)
        socket.send(JSON.stringify({ type, topic, cursor: `e.${cursor}`, data }));
    },
    dropLive,
  };
}

const notFound: Refusal = { refuse: 404, problem: { code: 'not_found', detail: 'There is no such thing' } };

export function temporaryHome(): Home {
  const root = mkdtempSync(join(tmpdir(), 'yagura-cli-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const home = openHome(root);
  mkdirSync(join(root, 'run'));
  return home;
}

/** Says that this very process, which certainly lives, holds the home. */
export function writeHolder(file: string, url?: string): void {
  const since = '2026-01-01T00:00:00.000Z';
  writeFileSync(file, JSON.stringify({ ...identifyProcess(process.pid), since, url }));
}

export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one command line in this process. Its output can be watched, and it can be interrupted, while it runs. */
export function startCli(
  home: Home,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; terminal?: { columns: number }; input?: string } = {},
): { done: Promise<CliRun>; output: () => string; interrupt: () => void } {
  const collect = () => {
    const sink = { text: '' };
    const stream = new Writable({
      write(chunk: Buffer, _, done) {
        sink.text += chunk.toString();
        done();
      },
    });
    if (options.terminal) Object.assign(stream, { isTTY: true, columns: options.terminal.columns });
    return { sink, stream };
  };
  const out = collect();
  const err = collect();
  const stdin = new PassThrough();
  if (options.terminal) Object.assign(stdin, { isTTY: true });
  if (options.input !== undefined) stdin.end(options.input);
  const interruption = new AbortController();
  const done = runCli(['--home', home.root, ...args], {
    env: { LANG: 'C.UTF-8', ...options.env },
    stdin,
    stdout: out.stream,
    stderr: err.stream,
    interrupted: interruption.signal,
  }).then((code) => ({ code, stdout: out.sink.text, stderr: err.sink.text }));
  return { done, output: () => out.sink.text, interrupt: () => interruption.abort() };
}

export function cli(...parameters: Parameters<typeof startCli>): Promise<CliRun> {
  return startCli(...parameters).done;
}

export function exampleWorker(changes: Partial<Worker> = {}): Worker {
  return {
    name: 'mailer',
    declaredAs: changes.name ?? 'mailer',
    kind: 'process',
    state: 'running',
    reason: '',
    since: '2026-01-01T00:00:00.000Z',
    health: 'healthy',
    pid: 4711,
    startedAt: '2026-01-01T00:00:00.000Z',
    restarts: 0,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
    host: 'here',
    labels: {},
    dependsOn: [],
    cpuRatio: 0.125,
    rssBytes: 42 * 1024 ** 2,
    processes: 1,
    fresh: true,
    seenAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
  return text === '' ? null : JSON.parse(text);
}
