import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

const startPagerDuty = () =>
  startPeer(({ path, json }): PeerAnswer => {
    const { routing_key, event_action, dedup_key, payload } = json as {
      routing_key?: string;
      event_action?: string;
      dedup_key?: string;
      payload?: { summary?: string; source?: string; severity?: string; timestamp?: string };
    };
    const errors = [
      ...(path === '/v2/enqueue' ? [] : ['path']),
      ...(/^\w{32}$/.test(routing_key ?? '') ? [] : ['routing_key is invalid']),
      ...(['trigger', 'acknowledge', 'resolve'].includes(event_action ?? '')
        ? []
        : ['event_action is invalid']),
      ...((dedup_key ?? '').length > 255 || !dedup_key ? ['dedup_key is invalid'] : []),
      ...(event_action === 'trigger' &&
      !(
        payload?.summary &&
        payload.summary.length <= 1024 &&
        payload.source &&
        ['critical', 'error', 'warning', 'info'].includes(payload.severity ?? '') &&
        !Number.isNaN(Date.parse(payload.timestamp ?? ''))
      )
        ? ['payload is invalid']
        : []),
    ];
    return errors.length > 0
      ? { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } }
      : { status: 202, body: { status: 'success', message: 'Event processed', dedup_key } };
  });

describe('PagerDuty', () => {
  it('opens, acknowledges and resolves one alert for an incident', async () => {
    const peer = await startPagerDuty();
    const config = configOf({ type: 'pagerduty', key: 'k'.repeat(32), api: peer.url });
    const { answer } = await tellThrough(config, testNotice());
    expect(answer).toContain('Event processed');
    await tellThrough(config, testNotice({ kind: 'updated', acknowledgedBy: 'mika' }));
    await tellThrough(config, testNotice({ kind: 'resolved' }));
    expect(peer.requests.map(({ json }) => [json['event_action'], json['dedup_key']])).toEqual([
      ['trigger', 'yagura-incident-7'],
      ['acknowledge', 'yagura-incident-7'],
      ['resolve', 'yagura-incident-7'],
    ]);
    expect(peer.requests[0]?.json).toMatchObject({
      payload: { source: 'mailer', custom_details: { Tried: 'restarted: did not help', team: 'post' } },
      links: [{ text: 'Open' }, { text: 'Acknowledge' }, { text: 'Silence' }],
    });
  });

  it('leaves nothing open by a test, and pages nobody for a digest', async () => {
    const peer = await startPagerDuty();
    const config = configOf({ type: 'pagerduty', key: 'k'.repeat(32), api: peer.url });
    await tellThrough(config, testNotice({ kind: 'test', severity: 'info' }));
    await tellThrough(config, testNotice({ kind: 'digest' }));
    expect(peer.requests.map(({ json }) => json['event_action'])).toEqual(['trigger', 'resolve']);
  });

  it('says what is wrong with a key', async () => {
    const peer = await startPagerDuty();
    const config = configOf({ type: 'pagerduty', key: 'short', api: peer.url });
    await expect(tellThrough(config, testNotice())).rejects.toThrow('routing_key is invalid');
  });
});
