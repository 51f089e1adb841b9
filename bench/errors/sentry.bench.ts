/** Events of 50 KB as Sentry's SDKs send them, until they are stored and grouped: how many a second, and none lost. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startTower } from '../../test/fixtures/tower.ts';
import { formatMb, formatPercent, spread } from '../measure/figures.ts';
import { cpuSeconds, pssBytes } from '../measure/processes.ts';
import { report } from '../measure/report.ts';

const events = 8_000;
const kinds = 50;
const connections = 16;
const eventBytes = 50_000;

/** Source of real programs: this one's. */
const files = readdirSync(new URL('../../src/hub', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('test'))
  .map((file) => readFileSync(new URL(`../../src/hub/${file}`, import.meta.url), 'utf8').split('\n'))
  .filter((lines) => lines.length > 50);

/**
 * Frames with their source, breadcrumbs and contexts, filled up to 50 KB. As in life, events of one kind come from the same place in the code;
 * ids, message, breadcrumbs and what the program adds differ from event to event.
 */
function event(at: number): string {
  const kind = at % kinds;
  const noise = (words: number) => Array.from({ length: words }, () => randomUUID().slice(0, 8)).join(' ');
  const frame = (depth: number) => {
    const lines = files[(kind * 31 + depth) % files.length] ?? [];
    const line = 10 + ((kind * 7 + depth * 3) % 30);
    return {
      filename: `/app/src/room-${kind}/step-${depth}.js`,
      function: `step${depth}`,
      lineno: line + 1,
      colno: 5,
      in_app: depth % 3 === 0,
      pre_context: lines.slice(line - 5, line),
      context_line: lines[line],
      post_context: lines.slice(line + 1, line + 6),
    };
  };
  const whole = {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level: 'error',
    release: 'shop@1.2',
    environment: 'production',
    exception: {
      values: [
        {
          type: `Failure${kind}`,
          value: `order ${at} of ${noise(1)} cannot be charged`,
          stacktrace: { frames: Array.from({ length: 30 }, (_, depth) => frame(depth)) },
        },
      ],
    },
    breadcrumbs: Array.from({ length: 50 }, () => ({
      timestamp: Date.now() / 1000,
      category: 'http',
      message: `GET /orders/${noise(2)}`,
      data: { status_code: 200 },
    })),
    contexts: { runtime: { name: 'node', version: 'v20.20.2' }, os: { name: 'Linux' } },
    tags: { region: 'jp' },
    extra: { filler: '' },
  };
  whole.extra.filler = noise(Math.max(0, Math.floor((eventBytes - JSON.stringify(whole).length) / 9)));
  return JSON.stringify(whole);
}

const tower = await startTower({
  config: {
    workers: { shop: { command: 'sleep 100000' } },
    sentry: { projects: { bench: { worker: 'shop', rate: 100_000 } } },
  },
});
try {
  const dsn = new URL((await tower.cli('sentry', 'dsn', 'bench')).stdout.trim());
  const path = `/sentry/api/${dsn.pathname.split('/').at(-1)}/envelope/?sentry_key=${dsn.username}`;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const bodies = Array.from({ length: events }, (_, at) => {
    const text = event(at);
    const { event_id } = JSON.parse(text) as { event_id: string };
    return gzipSync(`{"event_id":"${event_id}"}\n{"type":"event"}\n${text}\n`, { level: 1 });
  });
  const send = (body: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const sending = request(
        {
          host: '127.0.0.1',
          port: tower.port,
          path,
          method: 'POST',
          agent,
          headers: { 'content-encoding': 'gzip', 'content-length': body.length },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        },
      );
      sending.on('error', reject);
      sending.end(body);
    });

  const hub = tower.hubPid() ?? 0;
  const before = { bytes: pssBytes([hub]), cpu: cpuSeconds([hub]).get(hub) ?? 0 };
  let mostBytes = before.bytes;
  const looking = setInterval(() => (mostBytes = Math.max(mostBytes, pssBytes([hub]))), 500);
  const tookMs: number[] = [];
  let refused = 0;
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < bodies.length) {
        const body = bodies[next++] as Buffer;
        const at = performance.now();
        if ((await send(body)) === 200) tookMs.push(performance.now() - at);
        else refused++;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  clearInterval(looking);
  agent.destroy();
  const cpu = (cpuSeconds([hub]).get(hub) ?? 0) - before.cpu;
  const { groups } = await tower.api<{ groups: { count: number }[] }>('/errors?limit=200');
  const counted = groups.reduce((sum, { count }) => sum + count, 0);
  const rate = tookMs.length / seconds;
  report(`${events} events of ${eventBytes / 1000} KB, gzip, ${connections} connections`, [
    {
      what: 'stored and grouped, a second',
      ours: rate.toFixed(0),
      target: '≥ 500',
      met: rate >= 500,
      peers: { 'Bugsink, published': '30' },
    },
    { what: 'until the answer, median / p95', ours: spread(tookMs) },
    { what: 'lost', ours: String(tookMs.length - counted), target: '0', met: counted === tookMs.length },
    { what: 'refused', ours: String(refused), target: '0', met: refused === 0 },
    {
      what: 'kinds told apart',
      ours: String(groups.length),
      target: String(kinds),
      met: groups.length === kinds,
    },
    {
      what: 'memory of the hub, before and at most',
      ours: `${formatMb(before.bytes)} / ${formatMb(mostBytes)}`,
    },
    { what: 'CPU of the hub, share of one core', ours: formatPercent(cpu / seconds) },
  ]);
} finally {
  await tower.cleanUp();
}
