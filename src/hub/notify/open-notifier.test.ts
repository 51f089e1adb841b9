import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { openHome } from '../../shared/home.ts';
import type { Channels } from '../fleet/config/index.ts';
import { openStore } from '../store/index.ts';
import type { Delivery } from './notifier.ts';
import { openNotifier } from './open-notifier.ts';
import { configOf, type PeerAnswer, startPeer, testNotice } from './testing/index.ts';

async function open(folder = mkdtempSync(join(tmpdir(), 'yagura-notifier-')), clock = new ManualClock()) {
  const store = await openStore({ home: openHome(folder), clock, onCorrupt: () => {} });
  const parts: [state: string, detail: string | undefined][] = [];
  const events: string[] = [];
  const notifier = await openNotifier({
    store,
    fleet: {
      record(type) {
        events.push(type);
        return { id: events.length, time: '', type, worker: null, host: null, data: {} };
      },
    },
    part: (_name, state, detail) => parts.push([state, detail]),
    series: null,
    clock,
    hubUrl: () => 'http://127.0.0.1:8910',
    log: () => {},
    random: () => 0,
  });
  const deliveries: Delivery[] = [];
  notifier.onDelivery((delivery) => deliveries.push(delivery));
  const close = async () => {
    await notifier.close();
    await store.close();
  };
  return { notifier, store, clock, parts, events, deliveries, close, folder };
}

async function started(answer: () => PeerAnswer | null = () => ({ body: 'ok' })) {
  const peer = await startPeer(answer);
  const opened = await open();
  onTestFinished(async () => {
    await opened.close().catch(() => {});
    rmSync(opened.folder, { recursive: true, force: true });
  });
  const channels: Channels = { ops: configOf({ type: 'webhook', url: peer.url }) };
  const settings = { channels, language: 'en' as const, url: null };
  await opened.notifier.configure(settings);
  return { ...opened, peer, channels, settings };
}

describe('the notifier', () => {
  it('takes notices before it begins, and sends them then, each once', async () => {
    const { notifier, peer, deliveries } = await started();
    const notice = testNotice();
    await notifier.enqueue([notice, notice]);
    await notifier.enqueue([notice]);
    expect(peer.requests).toHaveLength(0);
    notifier.begin();
    await vi.waitFor(() =>
      expect(deliveries).toMatchObject([{ outcome: 'delivered', title: 'mailer is down' }]),
    );
    await notifier.enqueue([notice, testNotice({ kind: 'resolved' })]);
    await vi.waitFor(() =>
      expect(peer.requests.map(({ json }) => json['kind'])).toEqual(['opened', 'resolved']),
    );
    expect(notifier.channels()).toMatchObject([
      { name: 'ops', type: 'webhook', target: new URL(peer.url).host, state: 'well', waiting: 0 },
    ]);
    expect(notifier.waitingRatio()).toBe(0);
  });

  it('cuts what is too long and leaves out what is no notice, which keeps no other from being told', async () => {
    const { notifier, peer } = await started();
    notifier.begin();
    await notifier.enqueue([testNotice({ title: 't'.repeat(10_000) })]);
    await vi.waitFor(() => expect(String(peer.requests[0]?.json['title'])).toHaveLength(300));
    await notifier.enqueue([
      { ...testNotice(), key: '' },
      testNotice({ key: 'sound', title: 'sound', links: { page: `https://a.test/${'x'.repeat(5_000)}` } }),
    ]);
    await vi.waitFor(() => expect(peer.requests.map(({ json }) => json['title'])).toContain('sound'));
    expect(peer.requests).toHaveLength(2);
  });

  it('goes on with what waited when it was ended, and drops what waits for a channel that is gone', async () => {
    const first = await started(() => ({ status: 503 }));
    first.notifier.begin();
    await first.notifier.enqueue([testNotice({ key: 'a' }), testNotice({ key: 'b', kind: 'resolved' })]);
    await vi.waitFor(() => expect(first.deliveries).toMatchObject([{ outcome: 'retry', noticeKey: 'a' }]));
    await first.close();
    const peer = await startPeer(() => ({}));
    const second = await open(first.folder);
    await second.notifier.configure({
      ...first.settings,
      channels: { ops: configOf({ type: 'webhook', url: peer.url }) },
    });
    second.notifier.begin();
    await vi.waitFor(() => {
      second.clock.advance(1_000);
      expect(peer.requests.map(({ json }) => json['key'])).toEqual(['a', 'b']);
    });
    await second.notifier.enqueue([testNotice({ channel: 'nobody', key: 'c' })]);
    await second.notifier.configure({ ...first.settings, channels: {} });
    expect(second.notifier.deliveries({ limit: 1 }).deliveries).toMatchObject([
      { noticeKey: 'c', outcome: 'dropped' },
    ]);
    await second.close();
  });

  it('tells of a channel that fails for a minute as trouble of its own, and when it is over', async () => {
    let works = false;
    const { notifier, clock, parts, events, deliveries, settings } = await started(() =>
      works ? {} : { status: 500, body: 'broken' },
    );
    notifier.begin();
    await notifier.enqueue([testNotice()]);
    await vi.waitFor(() => expect(deliveries).toHaveLength(1));
    expect(parts).toEqual([]);
    clock.advance(60_000);
    expect(parts).toMatchObject([
      ['troubled', expect.stringContaining('the channel ops takes no messages since')],
    ]);
    expect(notifier.channels()).toMatchObject([
      { state: 'failing', waiting: 1, error: { text: 'status 500: broken' } },
    ]);
    expect(events).toEqual(['channel.failing']);
    works = true;
    await notifier.configure({
      ...settings,
      channels: { ops: { ...settings.channels['ops'], headers: { a: 'b' } } as never },
    });
    await vi.waitFor(() => expect(events).toEqual(['channel.failing', 'channel.recovered']));
    expect(parts.at(-1)).toEqual(['well', undefined]);
    const families = Object.fromEntries(notifier.families().map(({ name, points }) => [name, points]));
    expect(families['yagura_channel_failing']).toEqual([[{ channel: 'ops' }, 0]]);
    expect(families['yagura_deliveries_total']).toContainEqual([{ channel: 'ops', outcome: 'delivered' }, 1]);
  });

  it('lets a channel that hangs delay no other', async () => {
    const { notifier, peer, settings } = await started();
    const silent = await startPeer(() => null);
    await notifier.configure({
      ...settings,
      channels: { ...settings.channels, hung: configOf({ type: 'webhook', url: silent.url }) },
    });
    notifier.begin();
    await notifier.enqueue([testNotice({ channel: 'hung' }), testNotice({ channel: 'ops' })]);
    await notifier.enqueue([
      testNotice({ channel: 'hung' }),
      testNotice({ channel: 'ops', kind: 'resolved' }),
    ]);
    await vi.waitFor(() =>
      expect(peer.requests.map(({ json }) => json['kind'])).toEqual(['opened', 'resolved']),
    );
    expect(silent.requests).toHaveLength(1);
    // So that it need not be waited for at the end.
    silent.close();
  });

  it('sends a test at once and answers what the peer said', async () => {
    const { notifier, peer } = await started();
    expect(await notifier.test('ops', 'mika')).toMatchObject({
      outcome: 'delivered',
      answer: 'status 200: ok',
      kind: 'test',
    });
    expect(peer.requests[0]?.json).toMatchObject({
      title: 'This channel works',
      lines: ['Sent from Yagura by mika.'],
    });
    await expect(notifier.test('nobody', 'mika')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('makes links that do one thing, until they expire', async () => {
    const { notifier, clock, settings } = await started();
    const acts: string[] = [];
    notifier.setLinkTarget({
      describe: (_act, subject) => (subject === '7' ? 'mailer is down' : null),
      perform: async (act, subject, by) => void acts.push(`${act} ${subject} by ${by}`),
    });
    await notifier.configure({ ...settings, url: 'https://yagura.example/base/' });
    const link = notifier.linkTo('acknowledge', '7', { by: 'ops', expiresInMs: 60_000 });
    expect(link).toMatch(/^https:\/\/yagura\.example\/base\/a\//);
    const token = link.split('/a/')[1] ?? '';
    expect(notifier.readLink(token)).toMatchObject({
      about: 'mailer is down',
      claim: { act: 'acknowledge', subject: '7' },
    });
    expect(acts).toEqual([]);
    await notifier.followLink(token);
    expect(acts).toEqual(['acknowledge 7 by ops']);
    expect(notifier.readLink(notifier.linkTo('silence', '8').split('/a/')[1] ?? '')).toBe('gone');
    clock.advance(61_000);
    expect(notifier.readLink(token)).toBe('expired');
    await expect(notifier.followLink(token)).rejects.toMatchObject({ code: 'not_found' });
    expect(notifier.pageAt('/incidents/7')).toBe('https://yagura.example/base/incidents/7');
  });

  it('keeps browsers that ask for messages, and one pair of keys', async () => {
    const { notifier } = await started();
    const { pushes } = notifier;
    const keys = await pushes.keys();
    expect(await pushes.keys()).toEqual(keys);
    const subscription = { endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' };
    const id = await pushes.subscribe('me', subscription, 'mika');
    expect(await pushes.subscribe('me', { ...subscription, auth: 'b' }, 'mika')).toBe(id);
    expect(pushes.of('me')).toEqual([{ ...subscription, auth: 'b', id }]);
    await pushes.forget(id);
    expect(pushes.of('me')).toEqual([]);
  });
});
