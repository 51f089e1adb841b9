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

const no = (error_code: number, description: string, parameters?: object): PeerAnswer => ({
  status: error_code,
  body: { ok: false, error_code, description, parameters },
});

/** What is shown of a text in Telegram's HTML; null when it has tags that Telegram does not know, or open ones. */
function shownOf(html: string): string | null {
  const open: string[] = [];
  for (const [, close, tag = ''] of html.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
    if (!['b', 'a'].includes(tag)) return null;
    if (!close) open.push(tag);
    else if (open.pop() !== tag) return null;
  }
  const text = html.replace(/<\/?(?:b|a)\b[^>]*>/g, '');
  return open.length > 0 || /[<>]|&(?!amp;|lt;|gt;|quot;)/.test(text) ? null : text.replace(/&\w+;/g, '&');
}

async function startTelegram({ limited = false }: { limited?: boolean } = {}) {
  const sent = new Map<number, string>();
  const photos: ReturnType<typeof formParts>[] = [];
  const peer = await startPeer((request: PeerRequest): PeerAnswer => {
    const { path, json } = request;
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (token !== '1:x') return no(401, 'Unauthorized');
    if (limited) return no(429, 'Too Many Requests: retry after 9', { retry_after: 9 });
    if (method === 'sendPhoto') {
      photos.push(formParts(request));
      return { body: { ok: true, result: { message_id: 99 } } };
    }
    if (json['chat_id'] !== '-100') return no(400, 'Bad Request: chat not found');
    const shown = shownOf(json['text'] as string);
    if (shown === null || json['parse_mode'] !== 'HTML') return no(400, "Bad Request: can't parse entities");
    if (shown.length > 4096) return no(400, 'Bad Request: message is too long');
    if (method === 'editMessageText') {
      const id = json['message_id'] as number;
      if (!sent.has(id)) return no(400, 'Bad Request: message to edit not found');
      if (sent.get(id) === json['text']) return no(400, 'Bad Request: message is not modified');
      sent.set(id, json['text'] as string);
      return { body: { ok: true, result: { message_id: id } } };
    }
    const id = sent.size + 1;
    sent.set(id, json['text'] as string);
    return { body: { ok: true, result: { message_id: id } } };
  });
  return { peer, photos, config: configOf({ type: 'telegram', token: '1:x', chat: '-100', api: peer.url }) };
}

describe('Telegram', () => {
  it('gets a message, which later ones change and answer', async () => {
    const { peer, config } = await startTelegram();
    const { receipt } = await tellThrough(config, testNotice());
    expect(receipt).toEqual({ id: '1' });
    await tellThrough(config, testNotice({ kind: 'updated', acknowledgedBy: 'mika' }), { first: receipt });
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    expect(peer.requests.map(({ path, json }) => [path.split('/').at(-1), json['reply_parameters']])).toEqual(
      [
        ['sendMessage', undefined],
        ['editMessageText', undefined],
        ['editMessageText', undefined],
        ['sendMessage', { message_id: 1, allow_sending_without_reply: true }],
      ],
    );
  });

  it('does not mind being told the same again', async () => {
    const { config } = await startTelegram();
    const { receipt } = await tellThrough(config, testNotice({ kind: 'updated' }));
    const again = await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt });
    expect(again.answer).toBe('status 400 (changed the first message)');
  });

  it('is never told more than it takes', async () => {
    const { config } = await startTelegram();
    const lines = Array.from({ length: 50 }, () => '<&>'.repeat(160));
    const workers = Array.from({ length: 20 }, () => 'w'.repeat(200));
    expect((await tellThrough(config, testNotice({ lines, workers, cause: 'c'.repeat(500) }))).answer).toBe(
      'status 200',
    );
  });

  it('shows the chart below the message', async () => {
    const { config, photos } = await startTelegram();
    await tellThrough({ ...config, topic: '5' }, testNotice(), { chart: true });
    const parts = (await photos[0]) ?? [];
    expect(parts.map(({ name, body }) => (name === 'photo' ? name : `${name}=${body.toString()}`))).toEqual([
      'chat_id=-100',
      'disable_notification=true',
      'message_thread_id=5',
      'reply_parameters={"message_id":1,"allow_sending_without_reply":true}',
      'photo',
    ]);
  });

  it('is left alone for as long as it says, which stands in the body alone', async () => {
    const { config } = await startTelegram({ limited: true });
    await expect(tellThrough(config, testNotice())).rejects.toMatchObject({ afterMs: 9000 });
  });
});
