import WebSocket from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testOccurrence } from '../../errors/testing/test-errors.ts';
import type {
  ErrorGroup,
  ErrorGroupDetail,
  ErrorPage,
  ErrorSummary,
  Occurrence,
} from '../../errors/index.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;
let viewer: string;
let operator: string;
beforeAll(async () => {
  test = await startTestServer();
  viewer = (await test.newToken('viewer')).token;
  operator = (await test.newToken('operator')).token;
  await take('disk full on node 7', { worker: 'mailer' });
  await take('disk full on node 9', { worker: 'mailer' });
  await take('connect ECONNREFUSED 10.0.0.1:5432', { worker: 'shop' });
});
afterAll(() => test.close());

async function take(message: string, changes: Partial<Occurrence> = {}): Promise<void> {
  const taken = test.errors.take([testOccurrence(message, { time: Date.now(), ...changes })]);
  await test.errors.flush();
  await taken;
}
const get = async <Body>(path: string): Promise<Body> => {
  const answer = await test.ask('GET', `/api/v1${path}`, { token: viewer });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Body;
};
const send = (method: string, path: string, body?: unknown, token = operator) =>
  test.ask(method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });
const find = async (q: string): Promise<ErrorGroup> => {
  const { groups } = await get<ErrorPage>(`/errors?q=${encodeURIComponent(q)}`);
  return groups[0] as ErrorGroup;
};

describe('GET /errors', () => {
  it('lists kinds of errors and pages through them', async () => {
    const page = await get<ErrorPage>('/errors?limit=1&sort=count&status=unresolved,regressed');
    expect(page).toMatchObject({ total: 2, groups: [{ count: 2, workers: ['mailer'] }] });
    const rest = await get<ErrorPage>(`/errors?limit=1&sort=count&cursor=${page.next}`);
    expect(rest).toMatchObject({ next: null, groups: [{ category: 'network', workers: ['shop'] }] });
  });

  it('refuses what it does not know', async () => {
    for (const query of [
      'status=broken',
      'sort=colour',
      'category=weather',
      'level=9',
      'since=today',
      'limit=0',
      'cursor=x',
    ])
      expect((await send('GET', `/errors?${query}`)).status).toBe(400);
    expect((await send('GET', '/errors/77')).status).toBe(404);
    expect((await send('GET', '/errors/x')).status).toBe(400);
  });

  it('tells of one kind all there is', async () => {
    const { id } = await find('disk full');
    const detail = await get<ErrorGroupDetail>(`/errors/${id}?hours=48`);
    expect(detail).toMatchObject({
      newest: { message: 'disk full on node 9' },
      touched: [{ worker: 'mailer', count: 2 }],
    });
    const page = await get<{ occurrences: unknown[]; next: string }>(`/errors/${id}/occurrences?limit=1`);
    expect(page.occurrences).toHaveLength(1);
    expect(await get(`/errors/${id}/occurrences?limit=1&cursor=${page.next}`)).toMatchObject({ next: null });
  });

  it('sums up by category, and the system counts the day', async () => {
    const { categories, totals } = await get<ErrorSummary>('/errors/summary?hours=6');
    expect(totals).toMatchObject({ groups: 2, occurrences: 3 });
    expect(categories.map(({ count }) => count)).toEqual([2, 1]);
    expect(await get('/system')).toMatchObject({ errors24h: 3, errors1h: 3 });
  });
});

describe('changing errors', () => {
  it('is for operators, and written down', async () => {
    const { id } = await find('disk full');
    expect((await send('PATCH', `/errors/${id}`, { status: 'resolved' }, viewer)).status).toBe(403);
    const answer = await send('PATCH', `/errors/${id}`, {
      status: 'resolved',
      inNextDeploy: true,
      assignee: 'ann',
      note: 'on it',
    });
    expect(await answer.json()).toMatchObject({
      group: {
        status: 'resolved',
        statusBy: 'token:operator',
        awaitsDeploy: true,
        assignee: 'ann',
        notes: [{ text: 'on it' }],
      },
    });
    const audit = await test.ask('GET', '/api/v1/audit?action=error.change');
    expect(await audit.json()).toMatchObject({
      entries: [
        { actor: 'token:operator', target: `error ${id}`, outcome: 'done', detail: { status: 'resolved' } },
        { actor: 'token:viewer', outcome: 'forbidden' },
      ],
    });
  });

  it('refuses what changes nothing or contradicts itself', async () => {
    const { id } = await find('disk full');
    for (const body of [
      {},
      { status: 'gone' },
      { status: 'ignored', inNextDeploy: true },
      { category: 'weather' },
      { assignee: '' },
    ])
      expect((await send('PATCH', `/errors/${id}`, body)).status).toBe(400);
  });

  it('changes many, or none', async () => {
    const ids = [(await find('disk full')).id, (await find('ECONNREFUSED')).id];
    expect((await send('POST', '/errors/actions', { groups: [...ids, 99], status: 'ignored' })).status).toBe(
      404,
    );
    expect((await find('ECONNREFUSED')).status).toBe('unresolved');
    expect((await send('POST', '/errors/actions', { groups: ids, status: 'ignored' })).status).toBe(204);
    expect((await find('ECONNREFUSED')).status).toBe('ignored');
  });

  it('corrects a category', async () => {
    const { id } = await find('ECONNREFUSED');
    expect(await (await send('PATCH', `/errors/${id}`, { category: 'database' })).json()).toMatchObject({
      group: { category: 'database', corrected: true, confidence: 1 },
    });
  });

  it('merges, parts again, and splits', async () => {
    const [one, other] = [await find('disk full'), await find('ECONNREFUSED')];
    const merged = await send('POST', '/errors/merge', { into: one.id, groups: [other.id] });
    expect(await merged.json()).toEqual({ group: one.id });
    const { merges } = await get<ErrorGroupDetail>(`/errors/${one.id}`);
    expect((await send('POST', `/errors/merges/${merges[0]!.id}/undo`)).status).toBe(204);
    await take('disk full on node 9', { worker: 'shop' });
    const split = await send('POST', `/errors/${one.id}/split`, { by: 'worker', worker: 'shop' });
    expect(split.status).toBe(201);
    const { group } = (await split.json()) as { group: number };
    expect(await get(`/errors/${group}`)).toMatchObject({ count: 1, workers: ['shop'] });
    expect((await send('POST', `/errors/${one.id}/split`, { by: 'colour' })).status).toBe(400);
  });
});

describe('deploys', () => {
  it('are marked and listed', async () => {
    const answer = await send('POST', '/deploys', { version: 'v1.2' });
    expect(answer.status).toBe(201);
    expect(await get('/deploys')).toMatchObject({
      deploys: [{ version: 'v1.2', worker: null, by: 'token:operator' }],
    });
    expect((await send('POST', '/deploys', { version: 'v1.2', worker: 'nobody' })).status).toBe(404);
    expect((await send('POST', '/deploys', { version: '' })).status).toBe(400);
  });
});

describe('the live topic of errors', () => {
  it('begins with the newest and goes on with what changes', async () => {
    const socket = new WebSocket(`${test.url.replace('http', 'ws')}/api/v1/live`, {
      headers: { authorization: `Bearer ${viewer}` },
    });
    const messages: { type: string; data: { changed: { title: string }[] } }[] = [];
    let arrived = () => {};
    socket.on('message', (data: Buffer) => {
      messages.push(JSON.parse(data.toString()) as (typeof messages)[number]);
      arrived();
    });
    /** Changes of before may be told with it, or just before it. */
    const told = (isIt: (message: (typeof messages)[number]) => boolean) =>
      new Promise<void>((resolve) => {
        arrived = () => {
          if (messages.some(isIt)) resolve();
        };
        arrived();
      });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'subscribe', topic: 'errors' }));
    await told(({ type }) => type === 'snapshot');
    await take('a brand-new thing');
    await told(
      ({ type, data }) => type === 'delta' && data.changed.some(({ title }) => title === 'a brand-new thing'),
    );
    socket.close();
    expect(messages[0]).toMatchObject({ type: 'snapshot', data: { removed: [], more: false } });
    expect(messages[0]!.data.changed.length).toBeGreaterThan(1);
  });
});

describe('a file that came with an occurrence', () => {
  it('is saved and never shown, whatever it is called', async () => {
    const data = Buffer.from('<script>alert(1)</script>');
    const name = 'レポート "7".html';
    await take('out of paper', {
      source: 'sentry',
      attachments: [{ name, type: 'text/html', bytes: data.length, data }],
    });
    const { id } = await find('out of paper');
    const { newest } = await get<ErrorGroupDetail>(`/errors/${id}`);
    const attachment = newest?.attachments[0];
    expect(attachment).toMatchObject({ name, type: 'text/html', bytes: data.length, isKept: true });
    const answer = await test.ask('GET', `/api/v1/errors/${id}/attachments/${attachment?.id}`, {
      token: viewer,
    });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="____ _7_.html"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(data);
    expect((await test.ask('GET', `/api/v1/errors/${id}/attachments/999`)).status).toBe(404);
  });
});
