import { describe, expect, test } from 'vitest';
import type { Channel, Delivery } from '../../hub/server/index.ts';
import { cli, startScriptedHub } from '../testing/scripted-hub.ts';

const channel = (name: string, more: Partial<Channel> = {}): Channel => ({
  name,
  type: 'slack',
  target: '#ops',
  state: 'well',
  waiting: 0,
  lastDeliveredAt: null,
  error: null,
  ...more,
});
const delivery: Delivery = {
  id: 1,
  channel: 'ops',
  thread: 'test-1',
  noticeKey: 'test:1',
  kind: 'test',
  severity: 'info',
  title: 'This channel works',
  time: '2026-01-01T00:00:00.000Z',
  tookMs: 12,
  attempt: 1,
  outcome: 'delivered',
  answer: 'status 200: ok',
};
const failing = channel('mail', {
  type: 'email',
  target: 'ops@example.org',
  state: 'failing',
  waiting: 3,
  error: { text: 'connection refused', since: '2026-01-01T00:00:00.000Z', nextTryAt: null },
});

describe('yagura channels', () => {
  test('lists where messages go and why they do not arrive', async () => {
    const hub = await startScriptedHub({ 'GET /channels': () => ({ channels: [channel('ops'), failing] }) });
    const { code, stdout } = await cli(hub.home, ['channels']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ops +slack +#ops +well +0 +never/);
    expect(stdout).toMatch(/mail +email +ops@example\.org +failing +3 +never +connection refused/);
    expect(JSON.parse((await cli(hub.home, ['channels', '--json'])).stdout)).toMatchObject({
      channels: [{ name: 'ops' }, { name: 'mail' }],
    });
  });

  test('says where to add one when there is none', async () => {
    const hub = await startScriptedHub({ 'GET /channels': () => ({ channels: [] }) });
    expect((await cli(hub.home, ['channels'])).stdout).toContain('notify.channels');
  });

  test('sends a test message and prints what the peer said', async () => {
    let outcome: Delivery['outcome'] = 'delivered';
    const hub = await startScriptedHub({
      'GET /channels': () => ({ channels: [channel('ops')] }),
      'POST /channels/ops/test': () => ({ ...delivery, outcome }),
    });
    expect(await cli(hub.home, ['channels', 'test', 'ops'])).toMatchObject({
      code: 0,
      stdout: 'ops took it: status 200: ok\n',
    });
    outcome = 'failed';
    expect(await cli(hub.home, ['channels', 'test', 'ops'])).toMatchObject({ code: 1 });
    const { code, stderr } = await cli(hub.home, ['channels', 'test', 'opps']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "ops"?');
  });
});
