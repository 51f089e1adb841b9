/** The trace through Yagura's own evaluation, flow and incidents, wired as a hub wires them, by a clock that is moved: every round is taken, none waits. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAlerts, openEvaluation, openRuleBook, openSilences } from '../../src/hub/alerts/index.ts';
import { readConfig } from '../../src/hub/fleet/config/index.ts';
import type { FleetEvent, Host, Worker } from '../../src/hub/fleet/index.ts';
import { createIncidents } from '../../src/hub/incidents/index.ts';
import { createMetricsStore, createTowerFigures } from '../../src/hub/metrics/index.ts';
import type { Notice } from '../../src/hub/notify/index.ts';
import { createOnCall } from '../../src/hub/oncall/index.ts';
import { testSample, testWorker, testWorkerSample } from '../../src/hub/server/testing/index.ts';
import { TestFleet } from '../../src/hub/server/testing/test-fleet.ts';
import { openStore } from '../../src/hub/store/index.ts';
import { isoTime, ManualClock } from '../../src/shared/clock.ts';
import { openHome } from '../../src/shared/home.ts';
import { openFolder } from '../measure/folder.ts';
import { type Moment, momentAt, type Told, type Trace } from './trace.ts';

/** Before the trace begins: nothing is judged in the first moments of a tower. */
const settleSeconds = 30;
/** Longer than any notice waits after the end. */
const tailSeconds = 1_200;
const stepsASecond = 5;
const turnsAStep = 8;
const memoryBytes = 1e9;
/** Of one that crashes again and again, as the agent counts it. */
const loopCrashes = 5;
const provenSeconds = 30;

/** What agents would tell of the trace. */
class TracedFleet extends TestFleet {
  readonly gone = new Set<string>();
  constructor(
    private readonly trace: Trace,
    private readonly clock: ManualClock,
  ) {
    super();
  }

  override hosts(): Host[] {
    const [usual] = super.hosts();
    if (!usual) throw new Error('a test fleet has a host');
    return this.trace.hosts.map((name) => ({
      ...usual,
      name,
      agent: { ...usual.agent, id: name, connected: !this.gone.has(name) },
      workers: this.trace.workers.filter(({ host }) => host === name).length,
    }));
  }

  override record(type: string, worker: string | null, data: Record<string, unknown>): FleetEvent {
    const host = (worker !== null && this.list.get(worker)?.host) || (this.trace.hosts[0] ?? null);
    const id = this.recorded.length + 1;
    const event = { id, time: isoTime(this.clock.now()), type, worker, host, data };
    this.recorded.push(event);
    this.tell({ kind: 'event', event });
    return event;
  }

  change(name: string, changes: Partial<Worker>): void {
    const worker = this.list.get(name);
    if (worker) this.tell({ kind: 'workers', changed: [{ ...worker, ...changes }], removed: [] });
  }
}

export async function runYagura(trace: Trace): Promise<Told[]> {
  const home = openHome(openFolder());
  const clock = new ManualClock(Date.UTC(2026, 0, 5, 3));
  const log = () => {};
  const store = await openStore({ home, clock, onCorrupt: () => {} });
  const fleet = new TracedFleet(trace, clock);
  const { workers } = trace;
  fleet.tell({
    kind: 'workers',
    removed: [],
    changed: workers.map(({ name, host, dependsOn }) =>
      testWorker(name, {
        host,
        dependsOn: dependsOn === null ? [] : [dependsOn],
        since: isoTime(clock.now()),
      }),
    ),
  });
  const config = await configOf(trace, home.root);
  const metrics = await createMetricsStore({ path: home.metrics, clock, log });
  const figures = await createTowerFigures({ fleet, sink: metrics, source: metrics, clock });
  const rules = openRuleBook({ store, clock, log });
  await rules.configure(config.alerts);
  const evaluation = await openEvaluation({
    store,
    source: metrics,
    fleet,
    clock,
    log,
    rules: rules.all().map(({ rule }) => rule),
  });
  const silences = await openSilences({ store, fleet, clock, log });
  const alerts = await openAlerts({ store, fleet, evaluation, silences, clock, log, part: () => {} });
  const startMs = clock.now() + settleSeconds * 1_000;
  const notices = new Map<string, { notice: Notice; at: number }>();
  const incidents = createIncidents({
    store,
    clock,
    log,
    fleet,
    alerts,
    onCall: createOnCall({ store, clock }),
    notifier: {
      async enqueue(list) {
        for (const notice of list)
          if (!notices.has(notice.key))
            notices.set(notice.key, { notice, at: (clock.now() - startMs) / 1_000 });
      },
      linkTo: (act, subject) => `http://tower/link/${act}/${subject}`,
      pageAt: (path) => `http://tower${path}`,
    },
    errorsOf: () => [],
    isHealable: () => true,
    chartOf: () => null,
    async silence() {},
  });
  const { channels: _, url: __, ...routing } = config.notify;
  incidents.configure({
    routing,
    channels: [{ name: 'hook', language: 'en' }],
    teams: config.teams,
  });
  incidents.begin();

  const crashes = new Map<string, { count: number; upSince: number; nextTry: number }>();
  for (let second = -settleSeconds; second < trace.seconds + tailSeconds; second += 1) {
    const moment = momentAt(trace, second);
    loseHosts(moment);
    for (const { name, host } of workers) if (!moment.lost.has(host)) live(name, moment, second);
    for (const { worker } of trace.blips.filter(({ at }) => at === second)) blink(worker);
    tellFigures(moment);
    for (let step = 0; step < stepsASecond; step += 1) {
      clock.advance(1_000 / stepsASecond);
      await settle();
    }
  }
  await incidents.close();
  await alerts.close();
  await silences.close();
  await evaluation.close();
  figures.close();
  await metrics.close();
  await store.close();
  return [...notices.values()].map(({ notice, at }) => ({
    at,
    kind: notice.kind === 'opened' || notice.kind === 'resolved' ? notice.kind : 'other',
    workers: [...(notice.workers ?? [])],
    hosts: [...(notice.hosts ?? [])],
  }));

  function loseHosts({ lost }: Moment): void {
    for (const host of trace.hosts) {
      if (lost.has(host) === fleet.gone.has(host)) continue;
      if (lost.has(host)) fleet.gone.add(host);
      else fleet.gone.delete(host);
      for (const worker of workers.filter((each) => each.host === host))
        fleet.change(worker.name, { fresh: !lost.has(host) });
    }
  }

  /** As the agent tells it: a process that dies is started anew with growing delays, until one lives. */
  function live(name: string, { state }: Moment, second: number): void {
    const worker = fleet.list.get(name);
    if (!worker) return;
    const crashed = crashes.get(name) ?? { count: 0, upSince: 0, nextTry: 0 };
    crashes.set(name, crashed);
    const is = state(name);
    const since = isoTime(clock.now());
    if (is === 'down') {
      if (worker.state === 'backoff' && second < crashed.nextTry) return;
      if (worker.state === 'backoff') fleet.record('worker.started', name, { pid: 7 });
      crashed.count += 1;
      crashed.nextTry = second + Math.min(25, 0.25 * 2 ** crashed.count);
      const exit = { code: 1, signal: null, reason: 'exit', detail: 'exit code 1' };
      fleet.record('worker.exited', name, exit);
      fleet.record('worker.backoff', name, { delayMs: (crashed.nextTry - second) * 1_000 });
      fleet.change(name, {
        state: 'backoff',
        since: worker.state === 'backoff' ? worker.since : since,
        reason: 'exit code 1',
        pid: null,
        lastExit: { ...exit, at: since } as Worker['lastExit'],
        crashes: crashed.count,
        restarts: worker.restarts + 1,
        crashLoop: crashed.count >= loopCrashes,
      });
    } else if (worker.state === 'backoff') {
      crashed.upSince = second;
      fleet.record('worker.started', name, { pid: 8 });
      fleet.change(name, { state: 'running', since, reason: '', pid: 8, startedAt: since });
    } else if (is === 'unhealthy' && worker.state === 'running') {
      fleet.record('worker.unhealthy', name, { check: 'http', reason: 'status 503' });
      fleet.change(name, { state: 'unhealthy', since, reason: 'status 503', health: 'unhealthy' });
    } else if (is === 'up' && worker.state === 'unhealthy') {
      fleet.record('worker.recovered', name, {});
      fleet.change(name, { state: 'running', since, reason: '', health: 'healthy' });
    } else if (crashed.count > 0 && second - crashed.upSince > provenSeconds) {
      crashed.count = 0;
      fleet.change(name, { crashes: 0, crashLoop: false });
    }
  }

  /** Its first restart is at once, so that it is never seen to be down. */
  function blink(name: string): void {
    const worker = fleet.list.get(name);
    if (worker?.state !== 'running') return;
    fleet.record('worker.exited', name, { code: 1, signal: null, reason: 'exit', detail: 'exit code 1' });
    fleet.record('worker.started', name, { pid: 9 });
    fleet.change(name, { pid: 9, restarts: worker.restarts + 1, crashes: 1 });
    crashes.set(name, { count: 1, upSince: Math.round((clock.now() - startMs) / 1_000), nextTry: 0 });
  }

  function tellFigures(moment: Moment): void {
    for (const host of trace.hosts) {
      if (moment.lost.has(host)) continue;
      const time = clock.now();
      const machine = testSample([], time).machines['here'];
      const running = workers.filter(
        ({ name, host: on }) => on === host && fleet.list.get(name)?.state !== 'backoff',
      );
      if (machine)
        fleet.tell({
          kind: 'figures',
          host,
          machine,
          workers: running.map(({ name }) =>
            testWorkerSample(name, { rssBytes: Math.round(moment.memoryRatio(name) * memoryBytes) }),
          ),
        });
    }
  }
}

/** What waits for the event loop, and what that waits for in turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < turnsAStep; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The default rules, and one more for memory, the same as the peers have. */
function configOf({ workers }: Trace, folder: string) {
  const path = join(folder, 'yagura.yaml');
  const declared = workers.map(({ name, dependsOn }) => [
    name,
    { command: 'run', ...(dependsOn === null ? {} : { depends_on: [dependsOn] }) },
  ]);
  const memoryHigh = {
    name: 'MemoryHigh',
    expr: `yagura_worker_memory_rss_bytes / ${memoryBytes} > 0.9`,
    for: '5m',
    severity: 'warning',
  };
  writeFileSync(
    path,
    JSON.stringify({
      workers: Object.fromEntries(declared) as object,
      alerts: { rules: [memoryHigh] },
      notify: {
        channels: { hook: { type: 'webhook', url: 'http://127.0.0.1:9/', allow_private: true } },
        routes: [{ to: ['hook'] }],
        // As often as the peers' repeat_interval.
        remind: '4h',
      },
    }),
  );
  return readConfig(path, { env: {} }).then(({ config }) => config);
}
