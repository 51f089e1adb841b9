import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogLine } from '../../src/link/status.ts';
import { living } from '../fixtures/pid.ts';
import { rssBytes } from '../fixtures/sightings.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const MB = 1_000_000;
const seconds = 5;
/** Prints 20 MB in each second as fast as it is taken, and at the end how long it took and how much of that was spent writing. */
const flood = `
  const { writeSync, writeFileSync } = require('node:fs');
  const line = 'x'.repeat(199) + '\\n';
  const chunk = Buffer.from(line.repeat(500)); // 100 kB
  const total = ${seconds * 200};
  const begin = performance.now();
  let written = 0;
  let writing = 0;
  (function go() {
    const due = Math.min(total, Math.floor((performance.now() - begin) / 5));
    const from = performance.now();
    for (; written < due; written += 1) writeSync(1, chunk);
    writing += performance.now() - from;
    if (written < total) return setTimeout(go, 5);
    writeFileSync(process.argv[2], JSON.stringify({ tookMs: performance.now() - begin, writingMs: writing }));
    if (process.argv[3] === 'stay') setInterval(() => {}, 1000);
  })();`;

let tower: Tower;
let workshop: string;

beforeAll(async () => {
  workshop = mkdtempSync(join(tmpdir(), 'yagura-workshop-'));
  writeFileSync(join(workshop, 'flood.cjs'), flood);
  const once = { policy: 'never' };
  tower = await startTower({
    config: {
      workers: {
        binary: { command: 'head -c 300000 /dev/urandom; echo; echo after the noise', restart: once },
        'broken-utf8': { command: "printf 'caf\\351 \\377\\376 \\000 end\\n'", restart: once },
        'cut-utf8': {
          command: "printf '\\346\\227'; sleep 0.5; printf '\\245\\346\\234\\254\\n'",
          restart: once,
        },
        endless: {
          command: "head -c 5000000 /dev/zero | tr '\\0' x; echo; echo after the endless line",
          restart: once,
        },
        flood: {
          command: [process.execPath, join(workshop, 'flood.cjs'), join(workshop, 'supervised.json'), 'stay'],
          autostart: false,
          logs: { max_size: '20MB', files: 4 },
        },
      },
    },
  });
});
afterAll(async () => {
  await tower?.cleanUp();
  rmSync(workshop, { recursive: true, force: true });
});

describe('output that is not text', () => {
  test('is kept and shown as far as it can be, and what follows is whole', async () => {
    const lines = await linesOf('binary', 'after the noise');
    expect(lines.length).toBeGreaterThan(100);
    for (const { text } of lines) expect(text).toBe(Buffer.from(text).toString());
  });

  test('bytes that are no UTF-8 are marked', async () => {
    const lines = await linesOf('broken-utf8', 'end');
    expect(lines.map(({ text }) => text)).toEqual(['caf\uFFFD \uFFFD\uFFFD \u2400 end']);
  });

  test('a character that arrives in two halves is one', async () => {
    expect((await linesOf('cut-utf8', '日本')).map(({ text }) => text)).toContain('日本');
  });

  test('a line without end is cut where it is shown, and said so', async () => {
    const lines = await linesOf('endless', 'after the endless line');
    const cut = lines.filter(({ truncated }) => truncated);
    expect(cut.length).toBeGreaterThan(0);
    for (const { text } of lines) expect(text.length).toBeLessThanOrEqual(16 * 1024);
    expect(lines.at(-1)).toMatchObject({ text: 'after the endless line', truncated: false });
  });
});

test('20 MB a second: memory stays flat, the disk within its bound, and the worker is as fast as by itself', async () => {
  const agent = living(tower.agentPid());
  const hub = living(tower.hubPid());
  const before = { agent: rssBytes(agent), hub: rssBytes(hub) };
  const most = { agent: 0, hub: 0, disk: 0 };
  await tower.api('/workers/flood/start', { method: 'POST' });
  const alone = writeAlone();
  const supervised = await waitUntil(
    'the flood is over',
    () => {
      most.agent = Math.max(most.agent, rssBytes(agent));
      most.hub = Math.max(most.hub, rssBytes(hub));
      most.disk = Math.max(most.disk, diskBytes(join(tower.home.workerLogs, 'flood')));
      return readOutcome('supervised.json');
    },
    { withinMs: 60_000, everyMs: 100 },
  );
  const { tookMs } = await alone;
  const grown = { agent: most.agent - before.agent, hub: most.hub - before.hub };
  const slower = supervised.tookMs / tookMs - 1;
  console.log(
    `20 MB/s for ${seconds} s: agent +${mb(grown.agent)} MB, hub +${mb(grown.hub)} MB, disk at most ${mb(most.disk)} MB of 20, ` +
      `${(slower * 100).toFixed(1)} % slower than alone (${Math.round(supervised.writingMs)} ms in writes)`,
  );
  expect(grown.agent).toBeLessThanOrEqual(20 * MB);
  expect(grown.hub).toBeLessThanOrEqual(20 * MB);
  expect(most.disk).toBeGreaterThan(5 * MB);
  expect(most.disk).toBeLessThanOrEqual(20 * MB);
  expect(slower).toBeLessThanOrEqual(0.1);
  const { lines } = await tower.api<{ lines: LogLine[] }>('/workers/flood/logs?limit=1000');
  expect(lines).toHaveLength(1000);
  for (const { text } of lines) expect(text).toBe('x'.repeat(199));
});

/** The same program at the same time, into a file of its own, so that both meet the same load. */
function writeAlone(): Promise<{ tookMs: number }> {
  const file = openSync(join(workshop, 'alone.log'), 'a');
  const child = spawn(process.execPath, [join(workshop, 'flood.cjs'), join(workshop, 'alone.json')], {
    stdio: ['ignore', file, 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      closeSync(file);
      const outcome = readOutcome('alone.json');
      if (outcome) resolve(outcome);
      else reject(new Error('it came to no end'));
    });
  });
}

async function linesOf(worker: string, last: string): Promise<LogLine[]> {
  return waitUntil(`${worker} has printed "${last}"`, async () => {
    const { lines } = await tower.api<{ lines: LogLine[] }>(`/workers/${worker}/logs?limit=10000`);
    return lines.some(({ text }) => text.includes(last)) && lines;
  });
}

function readOutcome(name: string): { tookMs: number; writingMs: number } | null {
  const file = join(workshop, name);
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  return text === '' ? null : JSON.parse(text);
}

/** What the lines take on the disk: holes take nothing. */
function diskBytes(folder: string): number {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.reduce((sum, name) => sum + statSync(join(folder, name)).blocks * 512, 0);
}

const mb = (bytes: number): string => (bytes / MB).toFixed(1);
