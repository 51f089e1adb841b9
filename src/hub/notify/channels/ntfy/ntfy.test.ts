import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

const problem = (code: number, http: number, error: string): PeerAnswer => ({
  status: http,
  body: { code, http, error },
});

async function startNtfy({ takesFiles = true }: { takesFiles?: boolean } = {}) {
  let published = 0;
  const peer = await startPeer(({ method, path, headers, json, body }): PeerAnswer => {
    if (headers.authorization !== 'Bearer tk_1') return problem(40301, 403, 'forbidden');
    const url = new URL(path, 'http://ntfy');
    if (method === 'PUT') {
      if (!takesFiles) return problem(40014, 400, 'attachments not allowed');
      const actions = JSON.parse(url.searchParams.get('actions') ?? '[]') as unknown[];
      if (url.pathname !== '/ops' || body.length === 0 || actions.length > 3)
        return problem(40000, 400, 'invalid');
      return {
        body: {
          id: `id${++published}`,
          event: 'message',
          attachment: { name: url.searchParams.get('filename') },
        },
      };
    }
    const {
      topic,
      message,
      priority,
      actions = [],
    } = json as {
      topic?: string;
      message?: string;
      priority?: number;
      actions?: { action: string; label: string; url: string }[];
    };
    if (url.pathname !== '/' || !/^[-_A-Za-z0-9]{1,64}$/.test(topic ?? ''))
      return problem(40009, 400, 'topic invalid');
    if (!Number.isInteger(priority) || Number(priority) < 1 || Number(priority) > 5)
      return problem(40007, 400, 'priority');
    const wrong =
      actions.length > 3 || actions.some(({ action, label, url }) => action !== 'view' || !label || !url);
    if (wrong) return problem(40018, 400, 'actions invalid');
    return Buffer.byteLength(message ?? '') > 4096
      ? problem(41301, 413, 'message too large')
      : { body: { id: `id${++published}`, event: 'message', topic } };
  });
  return { peer, config: configOf({ type: 'ntfy', server: peer.url, topic: 'ops', token: 'tk_1' }) };
}

describe('ntfy', () => {
  it('gets title, text, priority and buttons; an update takes the place of the first', async () => {
    const { peer, config } = await startNtfy();
    const { receipt } = await tellThrough(config, testNotice());
    expect(receipt).toEqual({ id: 'id1' });
    await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt });
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    expect(peer.requests.map(({ json }) => [json['title'], json['priority'], json['sequence_id']])).toEqual([
      ['🔴 Critical: mailer is down', 5, undefined],
      ['🔴 Critical: mailer is down', 2, 'id1'],
      ['✅ Resolved: mailer is down', 3, undefined],
    ]);
    expect(peer.requests[0]?.json).toMatchObject({
      click: 'https://yagura.example/incidents/7',
      actions: [{ label: 'Open' }, { label: 'Acknowledge' }, { label: 'Silence' }],
    });
  });

  it('is never told more than it takes, in bytes', async () => {
    const { config } = await startNtfy();
    const lines = Array.from({ length: 50 }, () => '復旧'.repeat(200));
    expect((await tellThrough(config, testNotice({ lines }))).answer).toContain('id1');
  });

  it('shows the chart where the server takes files', async () => {
    const { peer, config } = await startNtfy();
    const sent = await tellThrough(config, testNotice({ language: 'ja' }), { chart: true });
    expect(sent.answer).toContain('chart.png');
    const query = new URL(peer.requests[0]?.path ?? '', 'http://ntfy').searchParams;
    expect(query.get('title')).toBe('🔴 【緊急】mailer is down');
    const { peer: poor, config: other } = await startNtfy({ takesFiles: false });
    await tellThrough(other, testNotice(), { chart: true });
    expect(poor.requests.map(({ method }) => method)).toEqual(['PUT', 'POST']);
  });

  it('waits while the token is wrong', async () => {
    const { config } = await startNtfy();
    await expect(tellThrough({ ...config, token: 'x' }, testNotice())).rejects.toThrow('forbidden');
  });
});
