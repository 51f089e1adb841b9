/** `yagura up` → the first live point on the page's socket, on a new home, one that was used before, and one with thirty days of history. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort, projectRoot } from '../test/fixtures/tower.ts';
import { p95, spread } from './measure/figures.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { writeThirtyDays } from './metrics/thirty-days.ts';

const rounds = 25;
const workerCount = 10;

interface Times {
  healthyMs: number;
  livePointMs: number;
}

async function startOnce(folder: string): Promise<Times> {
  const port = await freePort();
  const home = join(folder, 'home');
  const startedAt = performance.now();
  const up = spawn(
    process.execPath,
    [
      join(projectRoot, 'bin', 'yagura'),
      'up',
      '--home',
      home,
      '--port',
      String(port),
      '--config',
      join(folder, 'yagura.yaml'),
    ],
    { stdio: 'ignore', cwd: folder },
  );
  const ended = new Promise((resolve) => up.once('exit', resolve));
  try {
    while (!(await isHealthy(port))) {
      if (up.exitCode !== null) throw new Error(`"yagura up" ended with ${up.exitCode}`);
      await pause(5);
    }
    const healthyMs = performance.now() - startedAt;
    await firstPoint(port, readFileSync(join(home, 'token'), 'utf8').trim());
    return { healthyMs, livePointMs: performance.now() - startedAt };
  } finally {
    up.kill('SIGTERM');
    await ended;
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).status === 200;
  } catch {
    return false;
  }
}

function firstPoint(port: number, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'subscribe', topic: 'samples' })));
    socket.on('message', (data: Buffer) => {
      const { data: sample } = JSON.parse(data.toString()) as { data: { names: string[] } | null };
      if (sample === null || sample.names.length < workerCount) return;
      socket.close();
      resolve();
    });
  });
}

function prepare(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-bench-start-'));
  const workers = Object.fromEntries(
    Array.from({ length: workerCount }, (_, i) => [`worker-${i}`, { command: ['sleep', '1000000'] }]),
  );
  writeFileSync(join(folder, 'yagura.yaml'), JSON.stringify({ workers }));
  return folder;
}

const fresh: Times[] = [];
for (let round = 0; round < rounds; round++) {
  const folder = prepare();
  fresh.push(await startOnce(folder));
  rmSync(folder, { recursive: true, force: true });
}
const used: Times[] = [];
const folder = prepare();
await startOnce(folder);
for (let round = 0; round < rounds; round++) used.push(await startOnce(folder));
const figures = join(folder, 'home', 'metrics.db');
if (!existsSync(figures)) throw new Error('the home has gone');
rmSync(figures);
const names = Array.from({ length: workerCount }, (_, i) => `worker-${i}`);
const samples = await writeThirtyDays(figures, names);
const bytes = statSync(figures).size;
const remembering: Times[] = [];
for (let round = 0; round < rounds; round++) remembering.push(await startOnce(folder));
if (statSync(figures).size < bytes / 2) throw new Error('the history has gone');
rmSync(folder, { recursive: true, force: true });

const row = (what: string, times: Times[], of: keyof Times) => {
  const ms = times.map((time) => time[of]);
  return { what, ours: spread(ms), target: 'p95 ≤ 2 s', met: p95(ms) <= 2_000 };
};
report(
  `cold start with ${workerCount} workers: median / p95 (n)`,
  [
    row('first start → answers', fresh, 'healthyMs'),
    row('first start → first live point', fresh, 'livePointMs'),
    row('later start → answers', used, 'healthyMs'),
    row('later start → first live point', used, 'livePointMs'),
    row('with 30 days of history → answers', remembering, 'healthyMs'),
    row('with 30 days of history → first live point', remembering, 'livePointMs'),
  ],
  [
    `The history: ${(samples / 1e6).toFixed(0)} million samples of ${names.length} workers and a machine, ${(bytes / 1e6).toFixed(0)} MB.`,
  ],
);
