import { describe, expect, it } from 'vitest';
import {
  configOf,
  formParts,
  type PeerAnswer,
  startPeer,
  tellThrough,
  testNotice,
} from '../../testing/index.ts';

interface Embed {
  title?: string;
  description?: string;
  color?: number;
  fields?: { name: string; value: string }[];
  image?: { url: string };
}

/** Discord's bounds on embeds. */
function isFine(payload: Record<string, unknown>): boolean {
  const embeds = (payload['embeds'] ?? []) as Embed[];
  const sizeOf = ({ title = '', description = '', fields = [] }: Embed) =>
    title.length +
    description.length +
    fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return (
    embeds.length > 0 &&
    embeds.length <= 10 &&
    embeds.every(
      (embed) =>
        (embed.title ?? '').length <= 256 &&
        (embed.description ?? '').length <= 4096 &&
        (embed.fields ?? []).length <= 25 &&
        (embed.fields ?? []).every(
          ({ name, value }) => name && value && name.length <= 256 && value.length <= 1024,
        ) &&
        Number.isInteger(embed.color) &&
        sizeOf(embed) <= 6000,
    )
  );
}

async function startDiscord({ limited = false }: { limited?: boolean } = {}) {
  let messages = 0;
  const forms: ReturnType<typeof formParts>[] = [];
  const peer = await startPeer((request): PeerAnswer => {
    const { method, path, headers, json } = request;
    if (limited)
      return {
        status: 429,
        body: { message: 'You are being rate limited.', retry_after: 1.25, global: false },
      };
    const url = new URL(path, 'http://discord');
    if (!url.pathname.startsWith('/api/webhooks/1/secret')) return { status: 404, body: { code: 10015 } };
    if (headers['content-type']?.startsWith('multipart/form-data')) forms.push(formParts(request));
    else if (!isFine(json)) return { status: 400, body: { code: 50035, message: 'Invalid Form Body' } };
    if (method === 'POST') {
      messages += 1;
      return url.searchParams.get('wait') === 'true' ? { body: { id: `m${messages}` } } : { status: 204 };
    }
    const [, id] = /\/messages\/m(\d+)$/.exec(url.pathname) ?? [];
    return method === 'PATCH' && Number(id) <= messages
      ? { body: { id: `m${id}` } }
      : { status: 404, body: { code: 10008 } };
  });
  return {
    peer,
    forms,
    config: configOf({ type: 'discord', url: `${peer.url}/api/webhooks/1/secret?thread_id=5` }),
  };
}

describe('Discord', () => {
  it('shows an embed, whose first message later ones change', async () => {
    const { peer, config } = await startDiscord();
    const { receipt } = await tellThrough(config, testNotice());
    expect(receipt).toEqual({ id: 'm1' });
    await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt });
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    expect(peer.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/webhooks/1/secret?thread_id=5&wait=true',
      'PATCH /api/webhooks/1/secret/messages/m1?thread_id=5',
      'PATCH /api/webhooks/1/secret/messages/m1?thread_id=5',
      'POST /api/webhooks/1/secret?thread_id=5&wait=true',
    ]);
    expect(peer.requests[0]?.json).toMatchObject({
      embeds: [{ title: '🔴 Critical: mailer is down', color: 0xd13438 }],
      allowed_mentions: { parse: [] },
    });
  });

  it('is never told more than it takes', async () => {
    const { config } = await startDiscord();
    const much = testNotice({
      title: 'x'.repeat(300),
      lines: Array.from({ length: 50 }, () => '*'.repeat(500)),
      tried: Array.from({ length: 10 }, () => ({ what: 'y'.repeat(200), outcome: 'z'.repeat(200) })),
      workers: Array.from({ length: 20 }, () => 'w'.repeat(200)),
      hosts: Array.from({ length: 20 }, () => 'w'.repeat(200)),
      cause: 'x'.repeat(500),
      needs: 'x'.repeat(500),
      impact: 'x'.repeat(500),
    });
    expect((await tellThrough(config, much)).answer).toBe('status 200');
  });

  it('shows the chart, and keeps it when the message is changed', async () => {
    const { peer, config, forms } = await startDiscord();
    const { receipt } = await tellThrough(config, testNotice(), { chart: true });
    const [payload, file] = (await forms[0]) ?? [];
    expect(payload?.name).toBe('payload_json');
    expect(isFine(JSON.parse(String(payload?.body)) as Record<string, unknown>)).toBe(true);
    expect(file).toMatchObject({ name: 'files[0]', filename: 'chart.png', type: 'image/png' });
    await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt, chart: true });
    expect(peer.requests.at(-1)?.json['embeds']).toMatchObject([
      { image: { url: 'attachment://chart.png' } },
    ]);
  });

  it('is left alone for as long as it says', async () => {
    const { config } = await startDiscord({ limited: true });
    await expect(tellThrough(config, testNotice())).rejects.toMatchObject({ afterMs: 1250 });
  });

  it('gets a new message when the first one was deleted', async () => {
    const { config } = await startDiscord();
    expect(await tellThrough(config, testNotice({ kind: 'updated' }), { first: { id: 'm9' } })).toMatchObject(
      {
        receipt: { id: 'm1' },
      },
    );
  });
});
