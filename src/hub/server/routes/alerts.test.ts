import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Alert, AlertPage, AlertsDelta, Silence, SilencePage } from '../../alerts/index.ts';
import { testCondition } from '../../alerts/testing/index.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;
let viewer: string;
let operator: string;
beforeAll(async () => {
  test = await startTestServer();
  viewer = (await test.newToken('viewer')).token;
  operator = (await test.newToken('operator')).token;
  test.conditions.push(
    testCondition('mailer'),
    testCondition('feed', { severity: 'warning', rule: 'Slow' }),
    testCondition('shop', { state: 'pending', firingMs: null }),
  );
  await test.alerts.settled();
});
afterAll(() => test.close());

const get = async <Body>(path: string, token = viewer): Promise<Body> => {
  const answer = await test.ask('GET', `/api/v1${path}`, { token });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Body;
};
const post = (path: string, body?: unknown, token = operator) =>
  test.ask('POST', `/api/v1${path}`, { token, ...(body !== undefined && { body }) });
const keys = async (query: string) => (await get<AlertPage>(`/alerts${query}`)).alerts.map(({ key }) => key);
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

it('lists alerts, filters them, and answers one', async () => {
  const page = await get<AlertPage>('/alerts');
  expect(page.alerts.map(({ key }) => key)).toEqual(['shop', 'feed', 'mailer']);
  expect(page.counts).toMatchObject({ critical: 1, warning: 1, firing: 2, pending: 1 });
  expect(await keys('?state=firing')).toEqual(['feed', 'mailer']);
  expect(await keys('?state=firing,pending&severity=warning')).toEqual(['feed']);
  expect(await keys(`?match=${encodeURIComponent('worker=~"m.*|s.*"')}&match=severity=critical`)).toEqual([
    'shop',
    'mailer',
  ]);
  expect(await keys('?noticeable=true&worker=mailer')).toEqual(['mailer']);
  expect(await keys('?rule=Slow')).toEqual(['feed']);
  const first = await get<AlertPage>('/alerts?limit=2');
  const second = await get<AlertPage>(`/alerts?limit=2&cursor=${first.next ?? ''}`);
  expect(second.alerts.map(({ key }) => key)).toEqual(['mailer']);
  expect(await get<Alert>(`/alerts/${second.alerts[0]?.id ?? ''}`)).toMatchObject({ key: 'mailer' });
  for (const [path, status] of [
    ['/alerts/999', 404],
    ['/alerts?state=broken', 400],
    ['/alerts?match=nonsense', 400],
    ['/alerts?match=worker=~"("', 400],
    ['/alerts?cursor=nonsense', 400],
  ] as const)
    expect([path, (await test.ask('GET', `/api/v1${path}`)).status]).toEqual([path, status]);
});

it('makes silences, shows what they would cover and ends them, for operators', async () => {
  const body = { matchers: ['worker="mailer"'], endsAt: inAnHour(), comment: 'new disk' };
  expect((await post('/silences', body, viewer)).status).toBe(403);
  const preview = await post('/silences/preview', { matchers: body.matchers }, viewer);
  expect(await preview.json()).toMatchObject({ total: 1, alerts: [{ key: 'mailer' }] });
  const made = await post('/silences', body);
  expect(made.status).toBe(201);
  const silence = (await made.json()) as Silence;
  expect(silence).toMatchObject({ state: 'active', createdBy: 'token:operator', origin: 'person' });
  await test.alerts.settled();
  expect(await keys('?noticeable=true')).toEqual(['feed']);
  expect((await get<SilencePage>('/silences?state=active')).silences).toHaveLength(1);
  expect(await get<Silence>(`/silences/${silence.id}`)).toMatchObject({ comment: 'new disk' });
  expect((await post(`/silences/${silence.id}/expire`, undefined, viewer)).status).toBe(403);
  expect(await (await post(`/silences/${silence.id}/expire`)).json()).toMatchObject({ state: 'expired' });
  await test.alerts.settled();
  expect(await keys('?noticeable=true')).toEqual(['feed', 'mailer']);
  for (const wrong of [
    { ...body, matchers: [] },
    { ...body, matchers: ['worker=~".*"'] },
    { ...body, matchers: [{ name: 'worker', op: '==', value: 'x' }] },
    { ...body, comment: '' },
    { ...body, endsAt: undefined },
    { ...body, recurrence: { cron: 'daily', durationMs: 3_600_000, timezone: null } },
  ])
    expect([wrong, (await post('/silences', wrong)).status]).toEqual([wrong, 400]);
  const audit = await get<{ entries: { action: string; target: string | null }[] }>(
    '/audit?action=silence.',
    test.token,
  );
  expect(
    audit.entries.some(({ action, target }) => action === 'silence.expire' && target?.includes(silence.id)),
  ).toBe(true);
});

it('tells live what changes, with how many there are of what', async () => {
  const got: { type: string; data: AlertsDelta }[] = [];
  const socket = new WebSocket(`${test.url.replace('http', 'ws')}/api/v1/live`, {
    headers: { authorization: `Bearer ${viewer}` },
  });
  socket.on('message', (data: Buffer) => got.push(JSON.parse(data.toString()) as (typeof got)[number]));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'subscribe', topic: 'alerts' }));
  await expect.poll(() => got[0]?.data.changed.map(({ key }) => key)).toEqual(['feed', 'mailer']);
  test.conditions.push(testCondition('late'));
  await test.alerts.settled();
  await expect
    .poll(() => got[1])
    .toMatchObject({
      type: 'delta',
      data: { changed: [{ key: 'late', state: 'firing' }], counts: { critical: 2 }, more: false },
    });
  socket.terminate();
});
