/**
 * What figures cost: bytes a sample on disk, processor time to take one in, and 24 hours of one series for a chart of 1,000 points; Yagura's
 * store, Debian's prometheus and victoria-metrics with the same real series in one run.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetricsStore, type MetricsStore } from '../../src/hub/metrics/index.ts';
import { encodeBlock } from '../../src/hub/metrics/remote-store/encode-block.ts';
import { openSqlite } from '../../src/hub/store/index.ts';
import { ManualClock } from '../../src/shared/clock.ts';
import { freePort, startTower } from '../../test/fixtures/tower.ts';
import { waitUntil } from '../../test/fixtures/wait-until.ts';
import { median, spread } from '../measure/figures.ts';
import { openFolder } from '../measure/folder.ts';
import { pause } from '../measure/pause.ts';
import { cpuSeconds } from '../measure/processes.ts';
import { report, type Row } from '../measure/report.ts';
import { countOf, nabSeries, procSeries, type RealSeries, seconds } from './series.ts';

const dayMs = 86_400_000;
const rounds = 25;
const folder = openFolder();
const ages = { raw: 3650 * dayMs, medium: 3650 * dayMs, coarse: 3650 * dayMs };

const sizeOf = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;

const cpuOf = (pid: number) => cpuSeconds([pid]).get(pid) ?? 0;

interface Stored {
  bytes: number;
  /** Of the samples as they came alone, where that can be told. */
  rawBytes?: number;
  /** Processor seconds for taking the samples in. */
  cpuSeconds?: number;
}

/** As it happens second by second, then closed as when the windows are over. */
async function storeOurs(name: string, series: readonly RealSeries[]): Promise<Stored> {
  const path = join(folder, `${name}.db`);
  const clock = new ManualClock(series[0]?.times[0] ?? 0);
  const store = await createMetricsStore({ path, clock, log: console.log, retention: { ages, bytes: 1e12 } });
  const refs = series.map(({ labels }) => store.refOf('remote-write', labels) as number);
  const all = [...seconds(series)];
  const before = process.cpuUsage();
  for (const { timeMs, of } of all) {
    clock.advance(Math.max(0, timeMs - clock.now()));
    for (const { index, value } of of) store.append(refs[index] as number, timeMs, value);
    // Sealing goes on between two seconds, as it does there.
    if (timeMs % 10_000 < 1_000) await pause(0);
  }
  await closeAll(store, clock);
  const { user, system } = process.cpuUsage(before);
  await store.close();
  // Without the room that the segments left, which the next ones take.
  const sqlite = await openSqlite(path);
  sqlite.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  const bytes = sizeOf(path);
  sqlite.exec('DROP TABLE medium; DROP TABLE coarse; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  sqlite.close();
  return { bytes, rawBytes: sizeOf(path), cpuSeconds: (user + system) / 1e6 };
}

async function closeAll(store: MetricsStore, clock: ManualClock): Promise<void> {
  clock.advance(130_000);
  await pause(2_000);
  clock.jumpWall(3 * 3_600_000);
  clock.advance(1_000);
  await store.maintain();
}

/** Blocks as Prometheus itself compacts them. */
function storePrometheus(name: string, series: readonly RealSeries[]): Stored {
  const text = join(folder, `${name}.om`);
  const blocks = join(folder, `${name}-blocks`);
  const families = new Map<string, RealSeries[]>();
  for (const each of series) {
    const family = each.labels['__name__'] ?? '';
    families.set(family, [...(families.get(family) ?? []), each]);
  }
  const lines = [...families].flatMap(([family, members]) => [
    `# TYPE ${family} unknown`,
    ...members.flatMap(({ labels, times, values }) => {
      const pairs = Object.entries(labels).filter(([label]) => label !== '__name__');
      const text = pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',');
      return times.map((time, at) => `${family}{${text}} ${values[at]} ${time / 1_000}`);
    }),
  ]);
  writeFileSync(text, `${lines.join('\n')}\n# EOF\n`);
  mkdirSync(blocks);
  const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '-q', text, blocks], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`promtool: ${made.stderr}`);
  rmSync(text);
  return { bytes: sizeOf(blocks) };
}

interface Server {
  url: string;
  pid: number;
  data: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

async function startServer(program: string, args: (port: number, data: string) => string[]): Promise<Server> {
  const port = await freePort();
  const data = join(folder, `${program}-${port}`);
  const child = spawn(program, args(port, data), { stdio: 'ignore', cwd: folder });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await waitUntil(
    `${program} is ready`,
    async () => (await fetch(`${url}/-/ready`).catch(() => null))?.ok === true,
  );
  return {
    url,
    pid: child.pid ?? 0,
    data,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}

const startPrometheus = () => {
  writeFileSync(join(folder, 'prometheus.yml'), '{}\n');
  return startServer('prometheus', (port, data) => [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
    '--log.level=error',
  ]);
};

const startVictoriaMetrics = () =>
  startServer('victoria-metrics', (port, data) => [
    `-storageDataPath=${data}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=100y',
    '-search.latencyOffset=0s',
    '-loggerLevel=ERROR',
  ]);

/** Bodies of five minutes of all series each, as a sender would send them after a pause; the peers refuse much more at once. */
function bodiesOf(series: readonly RealSeries[]): Buffer[] {
  const bodies: Buffer[] = [];
  const first = Math.min(...series.map(({ times }) => times[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...series.map(({ times }) => times.at(-1) ?? 0));
  for (let from = first; from <= last; from += 300_000) {
    const part = series.flatMap(({ labels, times, values }) => {
      const start = times.findIndex((time) => time >= from);
      const end = times.findIndex((time) => time >= from + 300_000);
      const cut = <Item>(list: Item[]) => (start < 0 ? [] : list.slice(start, end < 0 ? undefined : end));
      return cut(times).length > 0 ? [{ labels, times: cut(times), values: cut(values) }] : [];
    });
    bodies.push(encodeBlock(part));
  }
  return bodies;
}

async function send(
  url: string,
  bodies: readonly Buffer[],
  headers: Record<string, string> = {},
): Promise<void> {
  for (const body of bodies) {
    const answer = await fetch(`${url}/api/v1/write`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        ...headers,
      },
      body: new Uint8Array(body),
    });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  }
}

/** What the server's processor time and its folder grow by, once all is merged. */
async function storeVictoriaMetrics(series: readonly RealSeries[]): Promise<Stored> {
  const bodies = bodiesOf(series);
  const server = await startVictoriaMetrics();
  const before = cpuOf(server.pid);
  await send(server.url, bodies);
  await fetch(`${server.url}/internal/force_flush`);
  await fetch(`${server.url}/internal/force_merge`);
  await pause(3_000);
  const used = cpuOf(server.pid) - before;
  await server.stop();
  return { bytes: sizeOf(server.data), cpuSeconds: used };
}

async function prometheusCpu(series: readonly RealSeries[]): Promise<number> {
  const bodies = bodiesOf(series);
  const server = await startPrometheus();
  const before = cpuOf(server.pid);
  await send(server.url, bodies);
  await pause(1_000);
  const used = cpuOf(server.pid) - before;
  await server.stop('SIGKILL');
  return used;
}

/** The last ten minutes of the recording, from ten machines at once. */
function tenMachines(series: readonly RealSeries[]): RealSeries[] {
  const from = Math.max(...series.map(({ times }) => times.at(-1) ?? 0)) - 600_000;
  const recent = series.flatMap(({ labels, times, values }) => {
    const start = times.findIndex((time) => time >= from);
    return start < 0 ? [] : [{ labels, times: times.slice(start), values: values.slice(start) }];
  });
  return Array.from({ length: 10 }, (_, machine) =>
    recent.map((each) => ({ ...each, labels: { ...each.labels, machine: `${machine}` } })),
  ).flat();
}

/** One series of the recording over and over until it is a day long, up to now. */
function dayOf(series: readonly RealSeries[]): RealSeries {
  const { values } = series.find(
    ({ labels }) => labels['__name__'] === 'node_memory_MemAvailable',
  ) as RealSeries;
  const end = Math.floor(Date.now() / 1_000) * 1_000;
  return {
    labels: { __name__: 'memory' },
    times: Array.from({ length: 86_400 }, (_, at) => end - (86_400 - at) * 1_000),
    values: Array.from({ length: 86_400 }, (_, at) => values[at % values.length] as number),
  };
}

async function dayOnScreen(
  series: readonly RealSeries[],
): Promise<{ ours: number[]; prometheus: number[]; victoria: number[]; first: unknown }[]> {
  const day = dayOf(series);
  const bodies = bodiesOf([day]);
  const tower = await startTower({ config: { workers: {} } });
  const prometheus = await startPrometheus();
  const victoria = await startVictoriaMetrics();
  try {
    const authorization = { authorization: `Bearer ${tower.token}` };
    await send(`${tower.url}/prometheus`, bodies, authorization);
    await send(prometheus.url, bodies);
    await send(victoria.url, bodies);
    await fetch(`${victoria.url}/internal/force_flush`);
    // Closed windows are compacted every half minute.
    await pause(45_000);
    const end = (day.times.at(-1) as number) / 1_000;
    const results = [];
    for (const query of ['memory', 'avg_over_time(memory[87s])', 'max_over_time(memory[87s])']) {
      const times = {
        ours: [] as number[],
        prometheus: [] as number[],
        victoria: [] as number[],
        first: query,
      };
      const ask = async (url: string, headers: Record<string, string>) => {
        const span = new URLSearchParams({
          query,
          start: String(end - 86_313),
          end: String(end),
          step: '86.4',
        });
        const startedAt = performance.now();
        const answer = await fetch(`${url}/api/v1/query_range?${span.toString()}`, { headers });
        const { data } = (await answer.json()) as { data: { result: { values: unknown[] }[] } };
        const points = data.result[0]?.values.length ?? 0;
        if (points < 990) throw new Error(`${url} answered ${points} points to ${query}`);
        return performance.now() - startedAt;
      };
      for (let round = 0; round < rounds + 3; round += 1) {
        const took = {
          ours: await ask(`${tower.url}/prometheus`, authorization),
          prometheus: await ask(prometheus.url, {}),
          victoria: await ask(`${victoria.url}/prometheus`, { 'cache-control': 'no-cache' }),
        };
        if (round < 3) continue;
        for (const name of ['ours', 'prometheus', 'victoria'] as const) times[name].push(took[name]);
      }
      results.push(times);
    }
    return results;
  } finally {
    await prometheus.stop('SIGKILL');
    await victoria.stop('SIGKILL');
    await tower.cleanUp();
  }
}

const proc = procSeries(folder);
const nab = nabSeries(Math.floor(Date.now() / 1_000) * 1_000);
const sets = [
  { name: '/proc of this machine', series: proc },
  ...(nab ? [{ name: 'NAB, as if once a second', series: nab }] : []),
  ...(nab ? [{ name: 'both', series: [...proc, ...nab] }] : []),
];
const perSample = (bytes: number, series: readonly RealSeries[]) =>
  `${(bytes / countOf(series)).toFixed(2)} B`;
/** Without `--only`, all; else one of `bytes` and `day`. */
const only = process.argv.find((argument) => argument.startsWith('--only='))?.split('=')[1];
const rows: Row[] = [];
const notes: string[] = [];
const speeds: Row[] = [];
for (const { name, series } of only === 'day' ? [] : sets) {
  const id = name.replaceAll(/\W+/g, '-');
  const ours = await storeOurs(id, series);
  const prometheus = storePrometheus(id, series);
  const victoria = await storeVictoriaMetrics(series);
  const isBoth = name === 'both';
  rows.push({
    what: `${name}: ${series.length} series, ${countOf(series)} samples`,
    ours: perSample(ours.rawBytes ?? 0, series),
    peers: {
      'prometheus 2.42': perSample(prometheus.bytes, series),
      'victoria-metrics 1.79': perSample(victoria.bytes, series),
    },
    ...(isBoth ? { target: '≤ 1.2 B', met: (ours.rawBytes ?? 0) / countOf(series) <= 1.2 } : {}),
  });
  notes.push(`${name}, with the tiers of 15 s and 5 min: ${perSample(ours.bytes, series)} a sample.`);
}
if (only !== 'day') {
  const series = tenMachines(proc);
  const ours = await storeOurs('ten', series);
  const victoria = await storeVictoriaMetrics(series);
  const rate = (used: number) => countOf(series) / used;
  const text = (used: number) => `${Math.round(rate(used) / 1_000)} k/s`;
  speeds.push({
    what: 'samples taken in, a processor second',
    ours: text(ours.cpuSeconds ?? 0),
    peers: {
      'prometheus 2.42': text(await prometheusCpu(series)),
      'victoria-metrics 1.79': text(victoria.cpuSeconds ?? 0),
    },
    target: '≥ 500 k/s',
    met: rate(ours.cpuSeconds ?? 1) >= 500_000,
  });
}
if (only !== 'day') {
  report('bytes a stored sample, all files', rows, notes);
  report('taking in', speeds, [
    'Yagura: appended one by one, with journal, sealing, closing into all tiers; the others: remote write, which has to be unpacked.',
  ]);
}
if (only !== 'bytes') {
  report(
    '24 h of one series at 1 s, 1,000 points over HTTP: median / p95 (n)',
    (await dayOnScreen(proc)).map(({ first, ours, prometheus, victoria }) => ({
      what: String(first),
      ours: spread(ours),
      peers: { 'prometheus 2.42': spread(prometheus), 'victoria-metrics 1.79': spread(victoria) },
      target: '≤ prometheus',
      met: median(ours) <= median(prometheus),
    })),
  );
}
