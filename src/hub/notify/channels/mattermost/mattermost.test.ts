import { describe, expect, it } from 'vitest';
import {
  configOf,
  formParts,
  type PeerAnswer,
  type PeerRequest,
  startPeer,
  tellThrough,
  testNotice,
} from '../../testing/index.ts';

const problem = (status: number, id: string): PeerAnswer => ({
  status,
  body: { id, message: id, status_code: status },
});
/** Characters of a message, and of its properties as JSON. */
const longest = { message: 16_383, props: 8_000 };

function mistakeIn(message: unknown, props: unknown): PeerAnswer | null {
  if (typeof message !== 'string' || message === '')
    return problem(400, 'api.context.invalid_body_param.app_error');
  if (message.length > longest.message) return problem(400, 'model.post.is_valid.msg.app_error');
  return JSON.stringify(props).length > longest.props
    ? problem(400, 'model.post.is_valid.props.app_error')
    : null;
}

async function startMattermost() {
  const posts = new Map<string, unknown>();
  const forms: ReturnType<typeof formParts>[] = [];
  const answer = (request: PeerRequest): PeerAnswer => {
    const { method, path, headers, json } = request;
    if (path === '/hooks/abc')
      return mistakeIn(json['text'], { attachments: json['attachments'] }) ?? { body: 'ok' };
    if (headers.authorization !== 'Bearer t') return problem(401, 'api.context.session_expired.app_error');
    if (path === '/api/v4/files') {
      forms.push(formParts(request));
      return { status: 201, body: { file_infos: [{ id: 'f1' }] } };
    }
    const mistake = mistakeIn(json['message'], json['props']);
    if (mistake) return mistake;
    if (method === 'POST' && path === '/api/v4/posts') {
      if (json['channel_id'] !== 'c1') return problem(403, 'api.context.permissions.app_error');
      if (json['root_id'] !== undefined && !posts.has(json['root_id'] as string))
        return problem(400, 'api.post.create_post.root_id.app_error');
      const id = `p${posts.size + 1}`;
      posts.set(id, json);
      return { status: 201, body: { id } };
    }
    const [, id] = /^\/api\/v4\/posts\/(\w+)\/patch$/.exec(path) ?? [];
    return method === 'PUT' && posts.has(id ?? '')
      ? { body: { id } }
      : problem(404, 'app.post.get.app_error');
  };
  const peer = await startPeer(answer);
  const config = configOf({ type: 'mattermost', server: `${peer.url}/`, token: 't', channel: 'c1' });
  return { peer, config, forms };
}

describe('Mattermost', () => {
  it('gets the message by an incoming webhook', async () => {
    const { peer } = await startMattermost();
    const sent = await tellThrough(
      configOf({ type: 'mattermost', url: `${peer.url}/hooks/abc` }),
      testNotice(),
    );
    expect(sent).toEqual({ answer: 'status 200: ok' });
    expect(JSON.stringify(peer.requests[0]?.json)).toContain('[Acknowledge](https://yagura.example/a/ack)');
  });

  it('is never told more than it takes', async () => {
    const { peer } = await startMattermost();
    const much = testNotice({
      lines: Array.from({ length: 50 }, () => '*'.repeat(500)),
      tried: Array.from({ length: 10 }, () => ({ what: '*'.repeat(200), outcome: '*'.repeat(200) })),
      workers: Array.from({ length: 20 }, () => 'w'.repeat(200)),
      cause: '*'.repeat(500),
      needs: '*'.repeat(500),
      impact: '*'.repeat(500),
    });
    await tellThrough(configOf({ type: 'mattermost', url: `${peer.url}/hooks/abc` }), much);
    expect(peer.requests).toHaveLength(1);
  });

  it('is answered in the thread by a bot, which changes the first message', async () => {
    const { peer, config } = await startMattermost();
    const { receipt } = await tellThrough(config, testNotice());
    await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt });
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    expect(peer.requests.map(({ method, path, json }) => [method, path, json['root_id']])).toEqual([
      ['POST', '/api/v4/posts', undefined],
      ['PUT', '/api/v4/posts/p1/patch', undefined],
      ['PUT', '/api/v4/posts/p1/patch', undefined],
      ['POST', '/api/v4/posts', 'p1'],
    ]);
  });

  it('shows the chart', async () => {
    const { peer, config, forms } = await startMattermost();
    await tellThrough(config, testNotice(), { chart: true });
    expect(await forms[0]).toMatchObject([
      { name: 'channel_id', body: Buffer.from('c1') },
      { name: 'files', filename: 'chart.png', type: 'image/png' },
    ]);
    expect(peer.requests.at(-1)?.json['file_ids']).toEqual(['f1']);
  });

  it('lets a message wait while the token is wrong', async () => {
    const { config } = await startMattermost();
    await expect(tellThrough({ ...config, token: 'other' }, testNotice())).rejects.toMatchObject({
      message: expect.stringContaining('session_expired'),
      afterMs: 0,
    });
  });
});
