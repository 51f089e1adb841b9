import { describe, expect, it } from 'vitest';
import {
  configOf,
  type Peer,
  type PeerAnswer,
  type PeerRequest,
  startPeer,
  tellThrough,
  testNotice,
} from '../../testing/index.ts';

interface Attachment {
  color: string;
  text: string;
  fields: { title: string; value: string }[];
}

/** What Slack says to a message that it cannot take. */
function mistakeIn({ json }: PeerRequest): string | null {
  const { text, attachments = [] } = json as { text?: string; attachments?: Attachment[] };
  if (!text) return 'no_text';
  const isTooLong = text.length > 40_000 || attachments.some(({ text }) => text.length > 3_000);
  return isTooLong || attachments.length > 100 ? 'msg_too_long' : null;
}

const startHook = () =>
  startPeer((request) => {
    const mistake = mistakeIn(request);
    return mistake ? { status: 400, body: mistake } : { body: 'ok' };
  });

/** Slack's Web API as far as a bot needs it. */
async function startSlack({ mayUpload = true }: { mayUpload?: boolean } = {}) {
  let ts = 1;
  const posted: string[] = [];
  const answer = (request: PeerRequest): PeerAnswer => {
    const { path, headers, json, body } = request;
    const no = (error: string) => ({ body: { ok: false, error } });
    if (path.startsWith('/upload/'))
      return body.length > 0 ? { body: `OK - ${body.length}` } : { status: 400 };
    if (headers.authorization !== 'Bearer xoxb-1') return no('invalid_auth');
    if (path === '/api/files.getUploadURLExternal') {
      const form = new URLSearchParams(body.toString());
      if (!mayUpload) return no('missing_scope');
      if (!form.get('filename') || !(Number(form.get('length')) > 0)) return no('invalid_arguments');
      return { body: { ok: true, upload_url: `${peer.url}/upload/1`, file_id: 'F1' } };
    }
    if (path === '/api/files.completeUploadExternal') {
      return json['channel_id'] === 'C1' && json['thread_ts']
        ? { body: { ok: true } }
        : no('invalid_arguments');
    }
    const mistake = mistakeIn(request);
    if (mistake) return no(mistake);
    if (path === '/api/chat.postMessage') {
      if (json['channel'] !== '#ops' && json['channel'] !== 'C1') return no('channel_not_found');
      if (json['thread_ts'] !== undefined && !posted.includes(json['thread_ts'] as string))
        return no('thread_not_found');
      const own = `1700000000.00000${ts++}`;
      posted.push(own);
      return { body: { ok: true, channel: 'C1', ts: own } };
    }
    if (path === '/api/chat.update') {
      if (json['channel'] !== 'C1') return no('channel_not_found');
      return posted.includes(json['ts'] as string) ? { body: { ok: true } } : no('message_not_found');
    }
    return { status: 404 };
  };
  const peer = await startPeer(answer);
  return {
    peer,
    config: configOf({ type: 'slack', token: 'xoxb-1', channel: '#ops', api: `${peer.url}/api` }),
  };
}

const shownIn = ({ requests }: Peer) =>
  (requests[0]?.json ?? {}) as { text: string; attachments: Attachment[] };

describe("Slack's incoming webhook", () => {
  it('gets the headline, the facts beside a bar in the colour of the severity, and links', async () => {
    const peer = await startHook();
    const sent = await tellThrough(configOf({ type: 'slack', url: peer.url }), testNotice());
    expect(sent).toEqual({ answer: 'status 200: ok' });
    const { text, attachments } = shownIn(peer);
    expect(text).toBe('🔴 Critical: mailer is down');
    expect(attachments[0]?.color).toBe('#d13438');
    expect(attachments[0]?.text).toContain('<https://yagura.example/a/ack|Acknowledge>');
    expect(attachments[0]?.fields).toContainEqual({
      title: 'Likely cause',
      value: 'the broker &lt;rabbit &amp; co&gt; does not answer',
      short: true,
    });
  });

  it('is never told more than it takes, and keeps the links', async () => {
    const peer = await startHook();
    const lines = Array.from({ length: 50 }, () => '<&>'.repeat(160));
    await tellThrough(
      configOf({ type: 'slack', url: peer.url }),
      testNotice({ lines, cause: 'x'.repeat(5000) }),
    );
    const { attachments } = shownIn(peer);
    expect(attachments[0]?.text).toContain('|Acknowledge>');
  });

  it('says why it takes none', async () => {
    const peer = await startPeer(() => ({ status: 404, body: 'no_service' }));
    await expect(tellThrough(configOf({ type: 'slack', url: peer.url }), testNotice())).rejects.toThrow(
      'no_service',
    );
  });
});

describe("Slack's bot", () => {
  it('posts, answers in the thread, and changes the first message', async () => {
    const { peer, config } = await startSlack();
    const { receipt } = await tellThrough(config, testNotice());
    expect(receipt).toEqual({ channel: 'C1', ts: '1700000000.000001' });
    await tellThrough(config, testNotice({ kind: 'updated', acknowledgedBy: 'mika' }), { first: receipt });
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    const calls = peer.requests.map(({ path, json }) => [
      path,
      json['text'],
      json['thread_ts'],
      json['reply_broadcast'],
    ]);
    expect(calls).toEqual([
      ['/api/chat.postMessage', '🔴 Critical: mailer is down', undefined, undefined],
      ['/api/chat.update', '👀 Acknowledged: mailer is down', undefined, undefined],
      ['/api/chat.update', '✅ Resolved: mailer is down', undefined, undefined],
      ['/api/chat.postMessage', '✅ Resolved: mailer is down', '1700000000.000001', true],
    ]);
  });

  it('tells anew what cannot be changed any more', async () => {
    const { peer, config } = await startSlack();
    const first = { channel: 'C1', ts: '1600000000.000001' };
    const { receipt } = await tellThrough(config, testNotice({ kind: 'updated' }), { first });
    expect(peer.requests.map(({ path }) => path)).toEqual(['/api/chat.update', '/api/chat.postMessage']);
    expect(receipt).toMatchObject({ ts: '1700000000.000001' });
  });

  it('adds the chart to the thread, and does without where it may not', async () => {
    const { peer, config } = await startSlack();
    expect((await tellThrough(config, testNotice(), { chart: true })).answer).toBe('ok (with a chart)');
    expect(peer.requests.at(-1)?.json).toMatchObject({
      files: [{ id: 'F1' }],
      thread_ts: '1700000000.000001',
    });
    const { config: poor } = await startSlack({ mayUpload: false });
    expect((await tellThrough(poor, testNotice(), { chart: true })).answer).toContain('missing_scope');
  });

  it('takes a wrong channel for something that can be mended', async () => {
    const { config } = await startSlack();
    await expect(tellThrough({ ...config, channel: '#nobody' }, testNotice())).rejects.toMatchObject({
      message: 'channel_not_found',
      afterMs: 0,
    });
  });
});
