import { expect, test } from 'vitest';
import type { Alert, Silence } from '../../hub/alerts/index.ts';
import { cli, startScriptedHub } from '../testing/scripted-hub.ts';

const time = '2026-01-01T00:00:00.000Z';
const alert: Alert = {
  id: '7',
  key: 'WorkerDown mailer',
  rule: 'WorkerDown',
  severity: 'critical',
  labels: { worker: 'mailer' },
  annotations: { summary: 'mailer is \u001b[31mdown' },
  value: null,
  state: 'firing',
  startsAt: time,
  endsAt: null,
  ceasedAt: null,
  source: 'rule',
  generatorUrl: null,
  silencedBy: [],
  inhibitedBy: [],
  flapping: false,
  returns: 0,
  noticeable: true,
  noticedAt: time,
  updatedAt: time,
  page: false,
  isTest: false,
};
const silence: Silence = {
  id: '0d9f5a3e-1111-4222-8333-444455556666',
  matchers: [{ name: 'worker', op: '=', value: 'mailer' }],
  startsAt: time,
  endsAt: null,
  recurrence: { cron: '0 2 * * 0', durationMs: 3_600_000, timezone: 'Asia/Tokyo' },
  comment: 'new disk',
  createdBy: 'token:ann',
  createdAt: time,
  updatedAt: time,
  origin: 'person',
  state: 'pending',
  window: { from: time, to: null },
};

test('alerts says what is wrong, and why some of it is told to nobody', async () => {
  const inhibited = { ...alert, id: '8', inhibitedBy: ['7'], noticeable: false };
  const states: string[] = [];
  const { home } = await startScriptedHub({
    'GET /alerts': ({ query }) => {
      states.push(query.get('state') ?? 'all');
      return { alerts: [alert, inhibited], counts: { firing: 2 }, next: null };
    },
  });
  const { stdout, stderr, code } = await cli(home, ['alerts']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ID\s+SEVERITY/);
  expect(stdout).toMatch(/7\s+critical\s+firing\s.*WorkerDown\s+mailer\s+mailer is .*down/);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain('inhibited by 7');
  expect(stderr).toContain('1 of these is told to nobody');
  expect(JSON.parse((await cli(home, ['alerts', '--json', '--state', 'all'])).stdout)).toMatchObject({
    alerts: [{ id: '7' }, { id: '8' }],
    counts: { firing: 2 },
  });
  expect(states).toEqual(['firing,pending', 'all', 'all']);
});

test('alerts says when nothing is wrong', async () => {
  const { home } = await startScriptedHub({ 'GET /alerts': () => ({ alerts: [], next: null }) });
  expect((await cli(home, ['alerts'])).stderr).toContain('Nothing is firing.');
});

test('silence add, list and expire', async () => {
  const bodies: unknown[] = [];
  const { home, requests } = await startScriptedHub({
    'POST /silences': ({ body }) => {
      bodies.push(body);
      return silence;
    },
    'POST /silences/preview': () => ({ alerts: [], total: 3 }),
    'GET /silences': () => ({ silences: [silence], next: null }),
    [`POST /silences/${silence.id}/expire`]: () => silence,
  });
  const add = (...args: string[]) =>
    cli(home, ['silence', 'add', 'worker=mailer', '--comment', 'new disk', ...args]);
  expect((await add('--for', '30m')).stdout).toContain(silence.id);
  expect(bodies[0]).toMatchObject({
    matchers: ['worker=mailer'],
    comment: 'new disk',
    endsAt: expect.any(String),
  });
  await add('--cron', '0 2 * * 0', '--timezone', 'Asia/Tokyo', '--for', '1h');
  expect(bodies[1]).toMatchObject({ recurrence: silence.recurrence });
  expect((await add('--dry-run')).stdout).toContain('3 alerts');
  expect(await add('--for', 'a while')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('30m, 2h or 7d'),
  });
  const listed = await cli(home, ['silence', 'list']);
  expect(listed.stdout).toMatch(
    /pending .*0 2 \* \* 0 Asia\/Tokyo .*worker="mailer" .*the token "ann" .*new disk/,
  );
  expect((await cli(home, ['silence', 'expire', silence.id])).stdout).toContain('is over');
  expect(requests).toContain(`POST /silences/${silence.id}/expire`);
});
