/**
 * 1,000 rules over 1,000 workers, looked at each second: what that takes of a core. The store is the real one and gets 12 figures of each worker
 * a second; time is made to pass, so that no second waits for the next. Three sets of rules: all compare the figures of all workers, each with a
 * limit of its own; each asks for one worker's; and a mix with rates, sums and quotients, as people write them.
 */
import { join } from 'node:path';
import { openEvaluation } from '../../src/hub/alerts/evaluation/index.ts';
import { type Rule, toRule } from '../../src/hub/alerts/rules/index.ts';
import { declaredRule } from '../../src/hub/fleet/config/alert-rules/index.ts';
import { createMetricsStore } from '../../src/hub/metrics/index.ts';
import { openStore } from '../../src/hub/store/index.ts';
import { ManualClock } from '../../src/shared/clock.ts';
import { openFolder } from '../measure/folder.ts';
import { median } from '../measure/figures.ts';
import { pause } from '../measure/pause.ts';
import { report, type Row } from '../measure/report.ts';

const workers = 1_000;
const rules = 1_000;
/** History before the first look, for windows of five minutes. */
const before = 320;
const seconds = 60;
const most = 0.2;
const gauges = [
  'up',
  'unwell',
  'cpu_ratio',
  'memory_rss_bytes',
  'memory_pss_bytes',
  'processes',
  'threads',
  'open_fds',
];
const counters = ['cpu_seconds_total', 'io_read_bytes_total', 'io_write_bytes_total', 'restarts_total'];
const folder = openFolder();

const ruleOf = (name: string, expr: string, more: object = {}): Rule =>
  toRule(declaredRule.parse({ name, expr, ...more }), 'config') as Rule;
const many = (of: (index: number) => Rule) => Array.from({ length: rules }, (_, index) => of(index));
const gauge = (index: number) => `yagura_worker_${gauges[index % gauges.length]}`;

/** About one look in a thousand finds something; a few of the mix are what looks far back. */
const sets: Record<string, readonly Rule[]> = {
  'every rule over every worker': many((index) =>
    ruleOf(`all-${index}`, `${gauge(index)} > ${1_000 + index}`, { for: '10s' }),
  ),
  'every rule over a worker of its own': many((index) =>
    ruleOf(`own-${index}`, `${gauge(index)}{worker="w-${index}"} > 999`, { for: '10s' }),
  ),
  'a mix with rates, sums and quotients': many((index) => {
    const name = `mix-${index}`;
    switch (index % 10) {
      case 0:
        return ruleOf(name, `rate(yagura_worker_cpu_seconds_total[5m]) > ${1 + index / 100}`);
      case 1:
        return ruleOf(name, `sum by (group) (yagura_worker_memory_rss_bytes) > ${1e6 + index}`);
      case 2:
        return ruleOf(name, `yagura_worker_memory_rss_bytes / yagura_worker_processes > ${1e5 + index}`);
      case 3:
        return ruleOf(name, `yagura_worker_up == 0 and yagura_worker_open_fds > ${index}`);
      default:
        return ruleOf(name, `${gauge(index)} > ${1_000 + index}`, {
          resolve: `${gauge(index)} < 900`,
          for: '1m',
        });
    }
  }),
};

async function measure(
  name: string,
  set: readonly Rule[],
): Promise<{ share: number; roundMs: number; found: number }> {
  const clock = new ManualClock(Date.UTC(2026, 5, 1));
  const store = await openStore({
    home: { database: join(folder, `${name}.db`), backups: join(folder, `${name}-backups`) },
    clock,
    onCorrupt: () => {},
  });
  const metrics = await createMetricsStore({
    path: join(folder, `${name}-metrics.db`),
    clock,
    log: console.log,
  });
  const refs = Array.from({ length: workers }, (_, worker) =>
    [...gauges, ...counters].map(
      (figure) =>
        metrics.refOf('tower', {
          __name__: `yagura_worker_${figure}`,
          worker: `w-${worker}`,
          host: `h-${worker % 20}`,
          group: `g-${worker % 50}`,
        }) as number,
    ),
  );
  let second = 0;
  const pass = () => {
    clock.advance(1_000);
    second += 1;
    refs.forEach((of, worker) =>
      of.forEach((ref, figure) =>
        metrics.append(
          ref,
          clock.now(),
          figure < gauges.length ? (worker * 7 + figure * 13 + second) % 1_001 : second * (worker % 5),
        ),
      ),
    );
  };
  for (let past = 0; past < before; past += 1) {
    pass();
    if (past % 10 === 0) await pause(0);
  }
  const evaluation = await openEvaluation({
    store,
    source: metrics,
    fleet: {
      workers: () => [],
      hosts: () => [],
      parts: () => [],
      events: () => ({ events: [], next: null }),
      onChange: () => () => {},
      record: () => {
        throw new Error('nothing happens here');
      },
    },
    // Rounds are made here, one a second.
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      setTimeout: () => ({ id: 0 }),
      clearTimeout: () => {},
    },
    log: console.log,
    rules: set,
  });
  const rounds: number[] = [];
  let cpuMs = 0;
  for (let past = 0; past < seconds; past += 1) {
    pass();
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await evaluation.round();
    rounds.push(performance.now() - startedAt);
    await pause(20);
    const { user, system } = process.cpuUsage(cpu);
    cpuMs += (user + system) / 1_000;
  }
  const found = evaluation.conditions().length;
  const failing = evaluation.reports().filter(({ failure }) => failure !== null);
  if (failing.length > 0) throw new Error(`${failing.length} rules fail: ${failing[0]?.failure}`);
  await evaluation.close();
  await metrics.close();
  await store.close();
  return { share: cpuMs / 1_000 / seconds, roundMs: median(rounds), found };
}

const rows: Row[] = [];
for (const [what, set] of Object.entries(sets)) {
  const { share, roundMs, found } = await measure(String(rows.length), set);
  rows.push({
    what: `${rules} rules over ${workers} workers each second: ${what}`,
    ours: `${(share * 100).toFixed(1)} % of a core, ${roundMs.toFixed(0)} ms a round, ${found} found`,
    target: `≤ ${most * 100} %`,
    met: share <= most,
  });
}
report('Rules', rows);
