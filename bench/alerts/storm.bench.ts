/** 10,000 alerts of one lost machine, posted as a Prometheus posts them, 64 at a time: how many messages come of it, how soon, and what it takes. */
import { startTower } from '../../test/fixtures/tower.ts';
import { formatMb, formatMs } from '../measure/figures.ts';
import { pause } from '../measure/pause.ts';
import { pssBytes } from '../measure/processes.ts';
import { report } from '../measure/report.ts';
import { startAlertmanager } from './peers.ts';
import { openWebhook, type Webhook } from './webhook.ts';

const alerts = 10_000;
/** As Prometheus's own `maxBatchSize`. */
const batch = 64;
const promised = { notices: 1, firstMs: 2_000, memoryBytes: 100e6 };
const lookEveryMs = 100;
const settleMs = 20_000;
/** Whatever more there is to be told comes in this time. */
const watchMs = 40_000;

interface Outcome {
  notices: number;
  firstMs: number;
  takenMs: number;
  memoryBytes: number;
}

function bodies(): string[] {
  const startsAt = new Date().toISOString();
  const endsAt = new Date(Date.now() + 240_000).toISOString();
  const all = Array.from({ length: alerts }, (_, n) => ({
    labels: { alertname: 'WorkerDown', severity: 'critical', host: 'rack-7', worker: `worker-${n}` },
    annotations: { summary: `worker-${n} is down`, description: 'Its machine does not answer any more.' },
    startsAt,
    endsAt,
    generatorURL: 'http://prometheus:9090/graph?g0.expr=worker_up+%3D%3D+0&g0.tab=1',
  }));
  return Array.from({ length: Math.ceil(alerts / batch) }, (_, n) =>
    JSON.stringify(all.slice(n * batch, (n + 1) * batch)),
  );
}

async function storm({
  webhook,
  pid,
  post,
}: {
  webhook: Webhook;
  pid: () => number;
  post: (body: string) => Promise<Response>;
}): Promise<Outcome> {
  const before = pssBytes([pid()]);
  let most = before;
  const looking = setInterval(() => {
    most = Math.max(most, pssBytes([pid()]));
  }, lookEveryMs);
  const beganAt = performance.now();
  for (const body of bodies()) {
    const answer = await post(body);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
  const takenMs = performance.now() - beganAt;
  const first = await webhook.first(() => true, watchMs);
  await pause(Math.max(0, watchMs - (performance.now() - beganAt)));
  clearInterval(looking);
  return {
    notices: webhook.calls.length,
    firstMs: (first?.atMs ?? Number.POSITIVE_INFINITY) - beganAt,
    takenMs,
    memoryBytes: most - before,
  };
}

const json = { 'content-type': 'application/json' };

async function throughYagura(): Promise<Outcome> {
  const webhook = await openWebhook();
  const tower = await startTower({
    config: {
      workers: { other: { command: 'exec sleep 100000' } },
      notify: {
        channels: { hook: { type: 'webhook', url: webhook.url, allow_private: true } },
        routes: [{ to: ['hook'] }],
      },
    },
  });
  try {
    await pause(settleMs);
    return await storm({
      webhook,
      pid: () => tower.hubPid() ?? 0,
      post: (body) => tower.fetch('/alertmanager/api/v2/alerts', { method: 'POST', body, headers: json }),
    });
  } finally {
    webhook.close();
    await tower.cleanUp();
  }
}

async function throughAlertmanager(): Promise<Outcome> {
  const webhook = await openWebhook();
  const alertmanager = await startAlertmanager({
    route: { receiver: 'hook', group_by: ['alertname', 'host'], group_wait: '30s', group_interval: '5m' },
    receivers: [{ name: 'hook', webhook_configs: [{ url: webhook.url }] }],
  });
  try {
    return await storm({
      webhook,
      pid: () => alertmanager.pid,
      post: (body) => fetch(`${alertmanager.url}/api/v2/alerts`, { method: 'POST', body, headers: json }),
    });
  } finally {
    webhook.close();
    alertmanager.stop();
  }
}

const theirs = await throughAlertmanager();
const ours = await throughYagura();
const row = (what: string, show: (outcome: Outcome) => string, target?: string, met?: boolean) => ({
  what,
  ours: show(ours),
  peers: { Alertmanager: show(theirs) },
  ...(target === undefined ? {} : { target }),
  ...(met === undefined ? {} : { met }),
});
report('10,000 alerts at once', [
  row(
    'messages',
    ({ notices }) => String(notices),
    String(promised.notices),
    ours.notices === promised.notices,
  ),
  row(
    'first alert → first message',
    ({ firstMs }) => formatMs(firstMs),
    `≤ ${formatMs(promised.firstMs)}`,
    ours.firstMs <= promised.firstMs,
  ),
  row('all are taken', ({ takenMs }) => formatMs(takenMs)),
  row(
    'memory on top',
    ({ memoryBytes }) => formatMb(memoryBytes),
    `≤ ${formatMb(promised.memoryBytes)}`,
    ours.memoryBytes <= promised.memoryBytes,
  ),
]);
