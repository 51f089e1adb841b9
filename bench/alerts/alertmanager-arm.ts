/** The trace through Debian's `prometheus` and `prometheus-alertmanager`, in scaled time: every duration of trace and config is divided by one factor. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../measure/pause.ts';
import { startAlertmanager, startPrometheus } from './peers.ts';
import { momentAt, type Told, type Trace } from './trace.ts';

/** `group_by` of each receiver that is compared: what the documentation shows, and coarser ones that group more than they should. */
export const groupings = {
  'alertname, host': ['alertname', 'host'],
  alertname: ['alertname'],
  host: ['host'],
} as const;
export type Grouping = keyof typeof groupings;

interface Payload {
  alerts: { status: 'firing' | 'resolved'; labels: Record<string, string> }[];
}

export async function runAlertmanager(trace: Trace, factor: number): Promise<Record<Grouping, Told[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-bench-alertmanager-'));
  const scaled = (seconds: number) => `${Math.round((seconds * 1_000) / factor)}ms`;
  let startedAt = Number.POSITIVE_INFINITY;
  const now = () => ((performance.now() - startedAt) * factor) / 1_000;
  const told = Object.fromEntries(Object.keys(groupings).map((name) => [name, [] as Told[]])) as Record<
    Grouping,
    Told[]
  >;
  const wereFiring = Object.fromEntries(
    Object.keys(groupings).map((name) => [name, new Set<string>()]),
  ) as Record<Grouping, Set<string>>;

  const server = createServer((request, response) => {
    const [, place = '', name = ''] = decodeURIComponent(request.url ?? '').split('/');
    if (place === 'host') {
      const page = pageOf(trace, name, Math.max(0, now()));
      response.writeHead(page === null ? 503 : 200).end(page ?? '');
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { alerts } = JSON.parse(body) as Payload;
      const grouping = name as Grouping;
      const firing = alerts.filter(({ status }) => status === 'firing').map(({ labels }) => labels);
      const fresh = firing.filter((labels) => !wereFiring[grouping].has(JSON.stringify(labels)));
      for (const { status, labels } of alerts)
        if (status === 'firing') wereFiring[grouping].add(JSON.stringify(labels));
        else wereFiring[grouping].delete(JSON.stringify(labels));
      const about = alerts.map(({ labels }) => labels);
      told[grouping].push({
        at: now(),
        kind: fresh.length > 0 ? 'opened' : firing.length === 0 ? 'resolved' : 'other',
        workers: about.flatMap(({ worker }) => worker ?? []),
        hosts: about.flatMap(({ alertname, host }) => (alertname === 'HostDown' && host ? [host] : [])),
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  writeFileSync(
    join(folder, 'rules.yml'),
    JSON.stringify({
      groups: [
        {
          name: 'fleet',
          rules: [
            rule('HostDown', 'up == 0', 'critical', scaled(60)),
            rule('WorkerDown', 'worker_up == 0', 'critical', scaled(60)),
            rule('WorkerUnhealthy', 'worker_healthy == 0', 'warning', scaled(60)),
            rule('MemoryHigh', 'worker_memory_ratio > 0.9', 'warning', scaled(300)),
          ],
        },
      ],
    }),
  );
  const alertmanager = await startAlertmanager({
    route: {
      receiver: 'none',
      group_wait: scaled(30),
      group_interval: scaled(300),
      repeat_interval: scaled(14_400),
      routes: Object.entries(groupings).map(([receiver, group_by]) => ({
        receiver,
        group_by,
        continue: true,
      })),
    },
    receivers: [
      { name: 'none' },
      ...Object.keys(groupings).map((name) => ({
        name,
        webhook_configs: [
          { url: `http://127.0.0.1:${port}/told/${encodeURIComponent(name)}`, send_resolved: true },
        ],
      })),
    ],
    inhibit_rules: [
      {
        source_matchers: ['alertname="HostDown"'],
        target_matchers: ['alertname!="HostDown"'],
        equal: ['host'],
      },
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        equal: ['worker'],
      },
    ],
  });
  const prometheus = await startPrometheus(
    {
      global: { scrape_interval: scaled(15), evaluation_interval: scaled(15), scrape_timeout: scaled(10) },
      rule_files: [join(folder, 'rules.yml')],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanager.url).host] }] }] },
      scrape_configs: [
        {
          job_name: 'hosts',
          static_configs: trace.hosts.map((host) => ({
            targets: [`127.0.0.1:${port}`],
            labels: { host, __metrics_path__: `/host/${host}` },
          })),
        },
      ],
    },
    // These two have no key in the file; each alert that is on is sent again after so long, as without scaling.
    [`--rules.alert.resend-delay=${scaled(60)}`, `--rules.alert.for-grace-period=${scaled(600)}`],
  );
  try {
    startedAt = performance.now();
    while (now() < trace.seconds + 1_200) await pause(250);
    return told;
  } finally {
    prometheus.stop();
    alertmanager.stop();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rule(alert: string, expr: string, severity: string, forTime: string) {
  return { alert, expr, for: forTime, labels: { severity } };
}

/** What a host's exporter shows; null while the host is gone. */
function pageOf(trace: Trace, host: string, at: number): string | null {
  const moment = momentAt(trace, at);
  if (moment.lost.has(host)) return null;
  const own = trace.workers.filter((worker) => worker.host === host);
  const lines = own.flatMap(({ name }) => {
    const state = moment.state(name);
    const labels = `{worker="${name}"}`;
    return [
      `worker_up${labels} ${state === 'down' ? 0 : 1}`,
      ...(state === 'down' ? [] : [`worker_healthy${labels} ${state === 'unhealthy' ? 0 : 1}`]),
      `worker_memory_ratio${labels} ${moment.memoryRatio(name)}`,
    ];
  });
  return `${lines.join('\n')}\n`;
}
