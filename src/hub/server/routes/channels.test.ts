import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configOf, startPeer } from '../../notify/testing/index.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer();
});
afterEach(() => test.close());

const configure = async (channels: Parameters<TestServer['notifier']['configure']>[0]['channels']) =>
  test.notifier.configure({ channels, language: 'en', url: null });
const jsonOf = async (answer: Promise<Response>) => (await (await answer).json()) as Record<string, unknown>;

describe('channels', () => {
  it('are listed without what is secret, and tried by a test whose outcome is kept', async () => {
    const peer = await startPeer(() => ({ status: 201, body: 'thanks' }));
    await configure({ ops: configOf({ type: 'webhook', url: `${peer.url}/secret`, secret: 'hush' }) });
    const listed = await jsonOf(test.ask('GET', '/api/v1/channels'));
    expect(listed).toMatchObject({
      channels: [{ name: 'ops', type: 'webhook', state: 'unused', error: null }],
    });
    expect(JSON.stringify(listed)).not.toMatch(/secret|hush/);
    const { token } = await test.newToken('operator');
    const tested = test.ask('POST', '/api/v1/channels/ops/test', { token, body: {} });
    expect(await jsonOf(tested)).toMatchObject({ outcome: 'delivered', answer: 'status 201: thanks' });
    expect(await jsonOf(test.ask('GET', '/api/v1/deliveries?channel=ops&limit=1'))).toMatchObject({
      deliveries: [{ channel: 'ops', kind: 'test' }],
      nextCursor: null,
    });
    expect((await test.ask('GET', '/api/v1/deliveries?cursor=x')).status).toBe(400);
  });

  it('are tried by operators alone, and only when they are there', async () => {
    const { token } = await test.newToken('viewer');
    expect((await test.ask('POST', '/api/v1/channels/ops/test', { token, body: {} })).status).toBe(403);
    expect((await test.ask('POST', '/api/v1/channels/ops/test', { body: {} })).status).toBe(404);
  });
});

describe('a browser', () => {
  const subscription = (changes: object = {}) => ({
    channel: 'phones',
    endpoint: 'https://push.example/1',
    keys: { p256dh: randomBytes(65).toString('base64url'), auth: randomBytes(16).toString('base64url') },
    ...changes,
  });

  it('asks for notifications, and not any more', async () => {
    await configure({ phones: configOf({ type: 'web-push', contact: 'mailto:a@b.example' }) });
    const { publicKey, channels } = await jsonOf(test.ask('GET', '/api/v1/push'));
    expect(Buffer.from(String(publicKey), 'base64url')).toHaveLength(65);
    expect(channels).toEqual(['phones']);
    const answer = await test.ask('POST', '/api/v1/push/subscriptions', { body: subscription() });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    expect(test.notifier.pushes.of('phones')).toHaveLength(1);
    expect((await test.ask('DELETE', `/api/v1/push/subscriptions/${id}`)).status).toBe(204);
    expect(test.notifier.pushes.of('phones')).toHaveLength(0);
  });

  it.each([
    [404, { channel: 'nobody' }],
    [400, { endpoint: 'http://push.example/1' }],
    [400, { keys: { p256dh: 'AAAA', auth: 'AAAA' } }],
  ])('is refused with %i for %j', async (status, changes) => {
    expect(
      (await test.ask('POST', '/api/v1/push/subscriptions', { body: subscription(changes) })).status,
    ).toBe(status);
  });
});

describe('a link of a message', () => {
  const acts: string[] = [];
  const linkTo = () => new URL(test.notifier.linkTo('acknowledge', '7')).pathname;
  const open = (method: string, path: string, headers: Record<string, string> = {}) =>
    test.ask(method, path, { token: null, headers });
  beforeEach(() => {
    acts.length = 0;
    test.notifier.setLinkTarget({
      describe: (_act, subject) => (subject === '7' ? 'mailer <is> down' : null),
      perform: async (act, subject) => void acts.push(`${act} ${subject}`),
    });
  });

  it('asks first, since scanners of mail follow it, and acts when somebody says so', async () => {
    const path = linkTo();
    const asked = await open('GET', path);
    expect(asked.status).toBe(200);
    expect(asked.headers.get('content-type')).toContain('text/html');
    expect(asked.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    const html = await asked.text();
    expect(html).toContain('mailer &lt;is&gt; down');
    expect(html).toContain('<form method="post"><button>Acknowledge</button></form>');
    expect(acts).toEqual([]);
    const done = await open('POST', path, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('Acknowledged.');
    expect(acts).toEqual(['acknowledge 7']);
    const audit = await jsonOf(test.ask('GET', '/api/v1/audit?limit=1'));
    expect(audit).toMatchObject({ entries: [{ action: 'link.acknowledge', target: '7', outcome: 'done' }] });
  });

  it('speaks Japanese to those who do', async () => {
    const html = await (await open('GET', linkTo(), { 'accept-language': 'ja,en;q=0.8' })).text();
    expect(html).toContain('この件の対応を引き受けますか?');
    expect(html).toContain('lang="ja"');
  });

  it('is nothing when it is not ours, or its thing is gone', async () => {
    expect((await open('GET', '/a/nonsense')).status).toBe(404);
    expect((await open('POST', '/a/nonsense')).status).toBe(404);
    const gone = new URL(test.notifier.linkTo('silence', '8')).pathname;
    expect((await open('GET', gone)).status).toBe(410);
    expect((await open('GET', linkTo().slice(0, -1))).status).toBe(404);
    expect(acts).toEqual([]);
  });
});
