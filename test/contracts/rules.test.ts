/** Rules of a real tower: what they find of real workers, what the command and the API say of them, and what a killed hub remembers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RuleConditions, RulePage, RuleView } from '../../src/hub/alerts/index.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        sleeper: { command: 'exec sleep 1000', labels: { team: 'night' } },
        broken: { command: 'exit 3' },
      },
      alerts: {
        rules: [
          {
            name: 'Up',
            expr: 'yagura_worker_up{worker="sleeper"} == 1',
            annotations: { summary: '{{ $labels.worker }} of {{ $labels.team }} is {{ $value }}' },
          },
          { name: 'UpLong', expr: 'yagura_worker_up{worker="sleeper"} == 1', for: '1d' },
        ],
      },
    },
  });
});
afterAll(() => tower?.cleanUp());

const conditionsOf = async (rule: string) =>
  (await tower.api<RuleConditions>(`/rules/${rule}/conditions`)).conditions;
const found = (rule: string) =>
  waitUntil(`${rule} finds something`, async () => {
    const [condition] = await conditionsOf(rule).catch(() => []);
    return condition ?? null;
  });

test('a rule finds what is so within seconds, and a hub that was killed goes on with it', async () => {
  expect(await found('Up')).toMatchObject({
    state: 'firing',
    value: 1,
    labels: { worker: 'sleeper', group: 'sleeper', team: 'night' },
    annotations: { summary: 'sleeper of night is 1' },
  });
  const pending = await found('UpLong');
  expect(pending.state).toBe('pending');
  const firing = await found('Up');
  const hub = tower.hubPid();
  if (hub === null) throw new Error('there is no hub');
  process.kill(hub, 'SIGKILL');
  await waitUntil('another hub answers', async () => {
    const next = tower.hubPid();
    return next !== null && next !== hub && (await tower.fetch('/healthz').catch(() => null))?.ok
      ? next
      : null;
  });
  const after = await Promise.all(['Up', 'UpLong'].map(found));
  expect(after.map(({ key, since, firingSince }) => ({ key, since, firingSince }))).toEqual(
    [firing, pending].map(({ key, since, firingSince }) => ({ key, since, firingSince })),
  );
});

test('a worker that cannot stay up is down by the default rules, and one that is stopped is no trouble', async () => {
  expect(await found('WorkerDown')).toMatchObject({ state: 'firing', labels: { worker: 'broken' } });
  const { rules } = await tower.api<RulePage>('/rules?state=firing');
  expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(['Up', 'WorkerDown']));
  // Also when it had crashed often enough to be a loop.
  await tower.waitForWorker('broken', ({ crashLoop }) => crashLoop);
  await tower.cli('stop', 'broken', 'sleeper');
  await waitUntil(
    'all is quiet',
    async () => {
      const page = await tower.api<RulePage>('/rules?state=firing');
      return page.rules.length === 0 ? true : null;
    },
    { withinMs: 15_000 },
  );
});

test('the command lists rules and checks those of a file', async () => {
  const { rules } = JSON.parse((await tower.cli('rules', '--json')).stdout) as { rules: RuleView[] };
  expect(rules.find(({ name }) => name === 'UpLong')).toMatchObject({
    origin: 'config',
    written: { for: '1d' },
  });
  expect((await tower.cli('rules')).stdout).toMatch(/^UpLong +warning /m);
  expect(await tower.cli('rules', 'check', 'yagura.yaml')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 rules, no mistakes.') as unknown,
  });
  writeFileSync(
    join(tower.folder, 'bad.yaml'),
    'alerts:\n  rules:\n    - {name: A, expr: "x >"}\n    - {name: B, expr: "yagura_host_cpu_ratio > 90"}\n',
  );
  const bad = await tower.cli('rules', 'check', 'bad.yaml');
  expect(bad.code).toBe(2);
  expect(bad.stderr).toContain('alerts.rules[0].expr: 1:4: parse error');
  expect(bad.stderr).toContain('shares go from 0 to 1: 90 % is 0.9');
});
