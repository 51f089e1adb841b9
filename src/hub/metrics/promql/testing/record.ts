/**
 * Records the series over which PromQL is compared with Prometheus, into `series.json.gz` beside this file:
 *
 *     node --import tsx src/hub/metrics/promql/testing/record.ts [MINUTES]
 *
 * Real figures of this machine and of workers that are killed and started again now and then, once a second; how late a timer was, as a
 * histogram; and some of these figures spread over days. Times are moved to a fixed day, so that answers stay the same.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { edgeSeries, type RecordedSeries, recordingStartMs, spreadSeries } from './series.ts';

const everyMs = 1_000;
const ticksPerSecond = 100;
const buckets = [0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, Number.POSITIVE_INFINITY];
const series = new Map<string, RecordedSeries>();

function note(labels: Record<string, string>, timeMs: number, value: number | 'stale'): void {
  const key = JSON.stringify(labels);
  const known = series.get(key) ?? { labels, times: [], values: [] };
  known.times.push(timeMs);
  known.values.push(value);
  series.set(key, known);
}

function noteMachine(timeMs: number): void {
  const [cpu = '', ...lines] = readFileSync('/proc/stat', 'utf8').split('\n');
  const modes = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'];
  const ticks = cpu.trim().split(/\s+/).slice(1).map(Number);
  modes.forEach((mode, index) => {
    note(
      { __name__: 'host_cpu_seconds_total', host: 'here', mode },
      timeMs,
      (ticks[index] ?? 0) / ticksPerSecond,
    );
  });
  const figure = (name: string) => Number(lines.find((line) => line.startsWith(name))?.split(' ')[1]);
  note({ __name__: 'host_context_switches_total', host: 'here' }, timeMs, figure('ctxt'));
  note({ __name__: 'host_forks_total', host: 'here' }, timeMs, figure('processes'));
  note({ __name__: 'host_processes_running', host: 'here' }, timeMs, figure('procs_running'));
  const memory = readFileSync('/proc/meminfo', 'utf8');
  for (const [name, field] of [
    ['host_memory_total_bytes', 'MemTotal'],
    ['host_memory_available_bytes', 'MemAvailable'],
    ['host_memory_cached_bytes', 'Cached'],
  ] as const) {
    const kilobytes = new RegExp(`^${field}: +(\\d+)`, 'm').exec(memory)?.[1];
    note({ __name__: name, host: 'here' }, timeMs, Number(kilobytes) * 1024);
  }
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ').map(Number);
  ['1m', '5m', '15m'].forEach((window, index) => {
    note({ __name__: 'host_load', host: 'here', window }, timeMs, load[index] ?? 0);
  });
}

/** A process that is busy a small part of the time and grows; killed and started again after some seconds. */
interface Worker {
  name: string;
  team: string;
  livesTicks: number;
  restTicks: number;
  process: ChildProcess | null;
  age: number;
}

const program = `const kept = []; setInterval(() => { kept.push('x'.repeat(2000 + kept.length)); const end = performance.now() + 4; while (performance.now() < end); }, 80)`;

function noteWorker(worker: Worker, timeMs: number): void {
  const labels = (name: string) => ({ __name__: name, host: 'here', team: worker.team, worker: worker.name });
  const names = ['worker_cpu_seconds_total', 'worker_memory_rss_bytes', 'worker_threads'];
  worker.age++;
  if (worker.process && worker.age > worker.livesTicks) {
    worker.process.kill('SIGKILL');
    worker.process = null;
    worker.age = 0;
    for (const name of names) note(labels(name), timeMs, 'stale');
  } else if (!worker.process && worker.age > worker.restTicks) {
    worker.process = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    worker.age = 0;
  }
  note(labels('worker_up'), timeMs, worker.process ? 1 : 0);
  if (!worker.process?.pid || worker.age === 0) return;
  const stat = readFileSync(`/proc/${worker.process.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .map(Number);
  const figures = [
    ((stat[11] ?? 0) + (stat[12] ?? 0)) / ticksPerSecond,
    (stat[21] ?? 0) * 4096,
    stat[17] ?? 0,
  ];
  names.forEach((name, index) => note(labels(name), timeMs, figures[index] ?? 0));
}

const lateness = { counts: buckets.map(() => 0), sum: 0, count: 0 };

function noteLateness(timeMs: number): void {
  const base = { host: 'here', timer: 'tick' };
  buckets.forEach((le, index) => {
    const text = le === Number.POSITIVE_INFINITY ? '+Inf' : String(le);
    note({ __name__: 'timer_late_seconds_bucket', ...base, le: text }, timeMs, lateness.counts[index] ?? 0);
  });
  note({ __name__: 'timer_late_seconds_sum', ...base }, timeMs, lateness.sum);
  note({ __name__: 'timer_late_seconds_count', ...base }, timeMs, lateness.count);
}

function watchTimers(): NodeJS.Timeout {
  let due = performance.now() + 50;
  return setInterval(() => {
    const late = Math.max(0, (performance.now() - due) / 1000);
    due = performance.now() + 50;
    lateness.sum += late;
    lateness.count++;
    buckets.forEach((le, index) => {
      if (late <= le) lateness.counts[index] = (lateness.counts[index] ?? 0) + 1;
    });
  }, 50);
}

const minutes = Number(process.argv[2] ?? 10);
const workers: Worker[] = [
  { name: 'mailer', team: 'post', livesTicks: 150, restTicks: 8, process: null, age: 8 },
  { name: 'broker', team: 'post', livesTicks: 10_000, restTicks: 0, process: null, age: 0 },
  { name: 'billing', team: 'money', livesTicks: 47, restTicks: 2, process: null, age: 2 },
  { name: 'importer', team: 'money', livesTicks: 20, restTicks: 330, process: null, age: 200 },
];
const timers = watchTimers();
const startedMs = performance.now();
for (let tick = 0; tick < minutes * 60; tick++) {
  await sleep(Math.max(0, startedMs + tick * everyMs - performance.now()));
  // Scrapes are never quite on time.
  const timeMs = recordingStartMs + Math.round(performance.now() - startedMs);
  noteMachine(timeMs);
  for (const worker of workers) noteWorker(worker, timeMs);
  if (tick % 5 === 0) noteLateness(timeMs);
}
clearInterval(timers);
for (const worker of workers) worker.process?.kill('SIGKILL');
const recorded = [...series.values()];
const all = [...recorded, ...spreadSeries(recorded), ...edgeSeries()];
writeFileSync(new URL('series.json.gz', import.meta.url), gzipSync(JSON.stringify(all), { level: 9 }));
console.log(`${all.length} series, ${all.reduce((sum, one) => sum + one.times.length, 0)} samples`);
