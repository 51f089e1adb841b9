/** Debian's own `prometheus` sends its alerts to a tower as to an Alertmanager, and `amtool` lists and silences them there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Program, startPrometheus } from '../fixtures/metric-programs.ts';
import { writeSeries } from '../fixtures/prometheus.ts';
import { run, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
let prometheus: Program;
let amtoolConfig: string;

interface Shown {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  status: { state: string; silencedBy: string[] };
  generatorURL: string;
}

/** Prometheus's own folder is not known beforehand, so its rules are in the tower's. */
beforeAll(async () => {
  tower = await startTower({
    config: { workers: { mailer: { command: 'sleep 1000' } } },
  });
  const rules = join(tower.folder, 'rules.yml');
  writeFileSync(
    rules,
    `
groups:
  - name: workers
    interval: 1s
    rules:
      - alert: DiskFull
        expr: disk_used_ratio > 0.9
        labels: {severity: page, team: post}
        annotations: {summary: "{{ $labels.disk }} is full"}
`,
  );
  amtoolConfig = join(tower.folder, 'amtool-http.yml');
  writeFileSync(amtoolConfig, `authorization: {credentials: ${tower.token}}\n`);
  prometheus = await startPrometheus(`
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [${rules}]
alerting:
  alertmanagers:
    - path_prefix: /alertmanager
      authorization: {credentials: ${tower.token}}
      static_configs: [{targets: ["127.0.0.1:${tower.port}"]}]
`);
  // What it finds before it knows of an Alertmanager goes nowhere, and is sent again a minute later.
  await waitUntil('Prometheus knows the tower', async () => {
    const answer = await fetch(`${prometheus.url}/api/v1/alertmanagers`);
    const { data } = (await answer.json()) as { data: { activeAlertmanagers: unknown[] } };
    return data.activeAlertmanagers.length > 0;
  });
});
afterAll(async () => {
  await prometheus?.stop();
  await tower?.cleanUp();
});

const fill = (ratio: number) =>
  writeSeries(prometheus.url, [
    {
      labels: { __name__: 'disk_used_ratio', disk: '/srv' },
      times: [Date.now()],
      values: [ratio],
    },
  ]);

async function amtool(...args: string[]): Promise<string> {
  const outcome = await run('amtool', [
    `--alertmanager.url=${tower.url}/alertmanager`,
    `--http.config.file=${amtoolConfig}`,
    ...args,
  ]);
  if (outcome.code !== 0) throw new Error(`amtool ${args.join(' ')}: ${outcome.stderr}`);
  return outcome.stdout.trim();
}
const alerts = async (...filter: string[]) =>
  JSON.parse(await amtool('-o', 'json', 'alert', 'query', ...filter)) as Shown[];
const ofPrometheus = async (...filter: string[]) =>
  (await alerts(...filter)).filter(({ labels }) => labels['alertname'] === 'DiskFull');

describe("Alertmanager's API", () => {
  test('takes what a Prometheus finds, and its end', async () => {
    await fill(0.95);
    const [alert] = await waitUntil('its alert came', async () => {
      const found = await ofPrometheus();
      return found.length > 0 && found;
    });
    expect(alert).toMatchObject({
      labels: { team: 'post', disk: '/srv', severity: 'page' },
      status: { state: 'active' },
    });
    expect(alert?.annotations['summary']).toBe('/srv is full');
    expect(alert?.generatorURL).toContain('/graph?g0.expr=disk_used_ratio');
    expect(await ofPrometheus('team=post')).toHaveLength(1);
    expect(await ofPrometheus('team=other')).toEqual([]);
  });

  test('lets amtool silence it, and end the silence', async () => {
    const id = await amtool('silence', 'add', 'alertname=DiskFull', '--comment=new disk', '--duration=1h');
    expect(await ofPrometheus()).toEqual([]);
    expect(await ofPrometheus('--silenced')).toMatchObject([
      { status: { state: 'suppressed', silencedBy: [id] } },
    ]);
    expect(await amtool('silence', 'query', 'alertname=DiskFull')).toContain('new disk');
    expect(await amtool('silence', 'query', 'alertname=Other')).not.toContain('new disk');
    await amtool('silence', 'expire', id);
    expect(await ofPrometheus()).toHaveLength(1);
    expect(await amtool('silence', 'query', '--expired', '--within=1h')).toContain(id);
  });

  test('tells amtool what it asks for on the way', async () => {
    expect(await amtool('config', 'show')).toContain('receiver: yagura');
    await amtool('alert', 'add', 'ByHand', 'team=post', '--annotation=summary=a test');
    expect((await alerts('alertname=ByHand'))[0]).toMatchObject({ annotations: { summary: 'a test' } });
  });

  test('is for those with a token alone', async () => {
    const post = (headers: Record<string, string>) =>
      tower.fetch('/alertmanager/api/v2/alerts', {
        method: 'POST',
        token: null,
        body: '[]',
        headers: { 'content-type': 'application/json', ...headers },
      });
    const refused = await post({});
    expect(refused.status).toBe(401);
    expect(typeof (await refused.json())).toBe('string');
    const { token } = await tower.api<{ token: string }>('/tokens', {
      method: 'POST',
      body: { name: 'reader', role: 'viewer' },
    });
    expect((await post({ authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await tower.fetch('/alertmanager/api/v2/alerts', { token })).status).toBe(200);
    expect((await tower.fetch('/alertmanager/-/ready', { token: null })).status).toBe(200);
  });

  test('hears when it is over', async () => {
    await fill(0.2);
    await waitUntil('the alert is over', async () => (await ofPrometheus()).length === 0);
  });
});
