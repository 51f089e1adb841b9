/** 24 hours of series at one second, a thousand points on the screen: Debian's Prometheus and a tower, the same samples, one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readStat } from '../../src/agent/proc.ts';
import type { RecordedSeries } from '../../src/hub/metrics/promql/testing/series.ts';
import { startPrometheus, writeSeries } from '../../test/fixtures/prometheus.ts';
import { startTower } from '../../test/fixtures/tower.ts';
import { median, p95 } from '../measure/figures.ts';
import { report } from '../measure/report.ts';

const dayMs = 86_400_000;
const points = 1_000;
const rounds = 25;
const manySeries = 10;
/** Windows that are over are closed meanwhile. */
const settleMs = 45_000;
const endMs = Math.floor(Date.now() / 1_000) * 1_000;
const startMs = endMs - dayMs;

/** A counter that grows now more, now less, and is set back twice a day. */
function counter(n: number): RecordedSeries {
  const times = Array.from({ length: dayMs / 1_000 }, (_, second) => startMs + second * 1_000);
  let value = 0;
  const values = times.map((_, second) => {
    value =
      second % 43_200 === 20_000 + n
        ? 0
        : value + Math.round(5 + 4 * Math.sin(second / 3_000) + ((second * 7919) % 10)) / 10;
    return value;
  });
  return { labels: { __name__: 'day', n: String(n) }, times, values };
}

const queries = {
  'one series, as it is': 'day{n="0"}',
  'one series, `rate(…[5m])`': 'rate(day{n="0"}[5m])',
  'one series, `max_over_time(…[2m])`': 'max_over_time(day{n="0"}[2m])',
  'one series, `avg_over_time(…[1h])`': 'avg_over_time(day{n="0"}[1h])',
  'one series, `quantile_over_time(0.9, …[5m])`': 'quantile_over_time(0.9, day{n="0"}[5m])',
  [`${manySeries} series, \`sum(rate(…[5m]))\``]: 'sum(rate(day[5m]))',
};

async function ask(url: string, query: string, headers: Record<string, string> = {}): Promise<number> {
  const body = new URLSearchParams({
    query,
    start: String(startMs / 1_000),
    end: String(endMs / 1_000),
    step: String(dayMs / 1_000 / points),
  });
  const startedAt = performance.now();
  const answer = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body, headers });
  const text = await answer.text();
  const took = performance.now() - startedAt;
  const pairs = text.split('],[').length;
  if (!answer.ok || pairs < points - 5) throw new Error(`${query}: ${pairs} points, ${text.slice(0, 300)}`);
  return took;
}

/** Processor time of a process so far, in ms. */
function cpuMs(pid: number): number {
  const stat = readStat(pid);
  return stat ? (stat.userTicks + stat.systemTicks) * 10 : Number.NaN;
}

const prometheus = await startPrometheus();
const tower = await startTower({ config: { workers: {} } });
try {
  const series = Array.from({ length: manySeries }, (_, n) => counter(n));
  const ours = `${tower.url}/prometheus`;
  const authorization = { authorization: `Bearer ${tower.token}` };
  await writeSeries(prometheus.url, series);
  await writeSeries(ours, series, authorization);
  await sleep(settleMs);
  const rows = [];
  for (const [what, query] of Object.entries(queries)) {
    const took = { theirs: [] as number[], ours: [] as number[] };
    const hub = tower.hubPid() ?? 0;
    let [theirCpuMs, ourCpuMs] = [0, 0];
    for (let round = -3; round < rounds; round++) {
      const theirs = await ask(prometheus.url, query);
      const our = await ask(ours, query, authorization);
      // The first ones warm both up.
      if (round < 0) {
        [theirCpuMs, ourCpuMs] = [cpuMs(prometheus.pid), cpuMs(hub)];
        continue;
      }
      took.theirs.push(theirs);
      took.ours.push(our);
    }
    const perQuery = (pid: number, beforeMs: number) => ((cpuMs(pid) - beforeMs) / rounds).toFixed(0);
    const show = (values: number[], cpu: string) =>
      `${median(values).toFixed(1)} ms (p95 ${p95(values).toFixed(1)}, processor ${cpu})`;
    rows.push({
      what,
      ours: show(took.ours, perQuery(hub, ourCpuMs)),
      peers: { 'Prometheus 2.42': show(took.theirs, perQuery(prometheus.pid, theirCpuMs)) },
      target: "≤ Prometheus's",
      met: median(took.ours) <= median(took.theirs),
    });
  }
  report(`24 h at 1 s, ${points} points, over HTTP`, rows);
} finally {
  await tower.cleanUp();
  await prometheus.stop();
}
process.exit();
