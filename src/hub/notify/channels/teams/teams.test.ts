import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

interface Card {
  type?: string;
  version?: string;
  body?: { type: string; text?: string; color?: string; url?: string }[];
  actions?: { type: string; url: string }[];
}

const cardIn = (json: Record<string, unknown>): Card => {
  const [attachment] = (json['attachments'] ?? []) as { contentType?: string; content?: Card }[];
  return attachment?.contentType === 'application/vnd.microsoft.card.adaptive'
    ? (attachment.content ?? {})
    : {};
};

/** The trigger of a workflow: it takes what has a card, up to 28 KB, and answers 202 before anything is shown. */
const startWorkflow = () =>
  startPeer(({ json, body }): PeerAnswer => {
    if (body.length > 28 * 1024) return { status: 413, body: { error: { code: 'RequestEntityTooLarge' } } };
    const { type, version, body: blocks = [] } = cardIn(json);
    const isCard = json['type'] === 'message' && type === 'AdaptiveCard' && version && blocks.length > 0;
    return isCard
      ? { status: 202 }
      : { status: 400, body: { error: { code: 'TriggerInputSchemaMismatch' } } };
  });

describe('a workflow of Microsoft Teams', () => {
  it('shows a card with the facts and buttons that open addresses', async () => {
    const peer = await startWorkflow();
    const sent = await tellThrough(
      configOf({ type: 'teams', url: `${peer.url}/workflows/1` }),
      testNotice(),
      { chart: true },
    );
    expect(sent.answer).toBe('status 202');
    const { body, actions } = cardIn(peer.requests[0]?.json ?? {});
    expect(body?.[0]).toMatchObject({ text: '🔴 Critical: mailer is down', color: 'Attention' });
    expect(body?.map(({ type }) => type)).toEqual(['TextBlock', 'TextBlock', 'FactSet', 'Image']);
    expect(body?.[3]?.url).toMatch(/^data:image\/png;base64,/);
    expect(actions?.map(({ url }) => url)).toContain('https://yagura.example/a/ack');
  });

  it('is never told more than it takes', async () => {
    const peer = await startWorkflow();
    const lines = Array.from({ length: 50 }, () => '復'.repeat(500));
    await tellThrough(configOf({ type: 'teams', url: peer.url }), testNotice({ lines, language: 'ja' }), {
      chart: true,
    });
    expect(peer.requests).toHaveLength(1);
  });
});
