/**
 * `kill -9` of a worker that is not brought back → the first request at a webhook. A real tower with its default rules, beside Prometheus and
 * Alertmanager with the fastest rule there is (scraped and evaluated each second, no `for`) and the group wait that the documentation advises.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTower } from '../../test/fixtures/tower.ts';
import { formatMs, median, spread } from '../measure/figures.ts';
import { openFolder } from '../measure/folder.ts';
import { numberOption } from '../measure/options.ts';
import { pause } from '../measure/pause.ts';
import { report } from '../measure/report.ts';
import { startAlertmanager, startPrometheus } from './peers.ts';
import { openWebhook } from './webhook.ts';

const rounds = numberOption('rounds', 8);
const peerRounds = 3;
const giveUpMs = 60_000;
/** Nothing is judged in the first moments of a tower. */
const settleMs = 20_000;
const promisedMs = 2_000;

/** A tower of its own for each: the first notice of a new incident, and nothing from before. */
async function crashOnce(): Promise<number> {
  const webhook = await openWebhook();
  const tower = await startTower({
    config: {
      workers: {
        mailer: { command: 'exec sleep 100000', restart: { policy: 'never' } },
        other: { command: 'exec sleep 100000' },
      },
      notify: {
        channels: { hook: { type: 'webhook', url: webhook.url, allow_private: true } },
        routes: [{ to: ['hook'] }],
      },
    },
  });
  try {
    const { pid } = await tower.waitForWorker('mailer', ({ state }) => state === 'running');
    await pause(settleMs);
    const before = webhook.calls.length;
    if (before > 0) throw new Error(`told before anything happened: ${webhook.calls[0]?.text}`);
    const killedAt = performance.now();
    process.kill(pid ?? 0, 'SIGKILL');
    const call = await webhook.first(({ text }) => text.includes('mailer'), giveUpMs);
    return (call?.atMs ?? Number.POSITIVE_INFINITY) - killedAt;
  } finally {
    webhook.close();
    await tower.cleanUp();
  }
}

/** Each worker that goes down is a group of its own, so that all are measured at once. */
async function peersTimes(): Promise<number[]> {
  const folder = openFolder();
  const webhook = await openWebhook();
  const names = Array.from({ length: peerRounds }, (_, n) => `mailer-${n}`);
  const down = new Set<string>();
  const exporter = createServer((_request, response) => {
    response.end(
      `${names.map((name) => `worker_up{worker="${name}"} ${down.has(name) ? 0 : 1}`).join('\n')}\n`,
    );
  });
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  const rules = join(folder, 'rules.yml');
  const rule = { alert: 'WorkerDown', expr: 'worker_up == 0', labels: { severity: 'critical' } };
  writeFileSync(rules, JSON.stringify({ groups: [{ name: 'fleet', rules: [rule] }] }));
  const alertmanager = await startAlertmanager({
    route: { receiver: 'hook', group_by: ['alertname', 'worker'], group_wait: '30s', group_interval: '5m' },
    receivers: [{ name: 'hook', webhook_configs: [{ url: webhook.url }] }],
  });
  const prometheus = await startPrometheus({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanager.url).host] }] }] },
    scrape_configs: [
      {
        job_name: 'fleet',
        static_configs: [{ targets: [`127.0.0.1:${(exporter.address() as AddressInfo).port}`] }],
      },
    ],
  });
  try {
    await pause(3_000);
    return await Promise.all(
      names.map(async (name, n) => {
        await pause(n * 1_300);
        const downAt = performance.now();
        down.add(name);
        const call = await webhook.first(({ text }) => text.includes(name), giveUpMs);
        return (call?.atMs ?? Number.POSITIVE_INFINITY) - downAt;
      }),
    );
  } finally {
    prometheus.stop();
    alertmanager.stop();
    exporter.closeAllConnections();
    exporter.close();
    webhook.close();
  }
}

const theirs = await peersTimes();
const ours: number[] = [];
for (let round = 0; round < rounds; round += 1) ours.push(await crashOnce());
report(
  'crash → first notification',
  [
    {
      what: 'a worker is killed and not brought back',
      ours: spread(ours),
      peers: { 'Prometheus + Alertmanager': spread(theirs) },
      target: `all ≤ ${formatMs(promisedMs)}`,
      met: Math.max(...ours) <= promisedMs,
    },
  ],
  [`median of ours is ${(median(theirs) / median(ours)).toFixed(0)} times less`],
);
