import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { openHome } from '../../../shared/home.ts';
import { openStore, type Store } from '../../store/index.ts';
import { Later, Refused, type Sent } from '../channel.ts';
import type { KeptNotice, Notice } from '../notice.ts';
import type { Delivery } from '../notifier.ts';
import { testNotice } from '../testing/index.ts';
import { createOutbox } from './outbox.ts';
import { createQueue, type QueueHealth } from './queue.ts';

const open = async (clock = new ManualClock()) => {
  const dir = mkdtempSync(join(tmpdir(), 'yagura-outbox-'));
  const store = await openStore({ home: openHome(dir), clock, onCorrupt: () => {} });
  onTestFinished(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return { store, clock, outbox: createOutbox(store, clock) };
};

const notice = (key: string, changes: Partial<Notice> = {}) => testNotice({ key, ...changes });

/** A channel whose peer does as the test says. */
async function openChannel(
  send: (notice: KeptNotice, signal: AbortSignal) => Promise<Sent>,
  from?: { store: Store; clock: ManualClock },
) {
  const { store, clock } = from ?? (await open());
  const outbox = createOutbox(store, clock);
  const deliveries: Delivery[] = [];
  const healths: QueueHealth[] = [];
  const queue = createQueue({
    channel: 'ops',
    outbox,
    send,
    clock,
    onDelivery: (delivery) => deliveries.push(delivery),
    onHealth: (health) => healths.push(health),
    random: () => 0,
  });
  onTestFinished(async () => {
    const closing = queue.close();
    clock.advance(10_000);
    await closing;
  });
  const add = async (...notices: KeptNotice[]) => {
    await outbox.add(notices);
    queue.wake();
  };
  return { store, clock, outbox, queue, add, deliveries, healths };
}

const rest = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** What was begun comes to rest, then timers of the clock run and what they start does. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  await rest();
  for (let passed = 0; passed < ms; passed += 500) {
    clock.advance(500);
    await rest();
  }
}

const said = (answer: string): Promise<Sent> => Promise.resolve({ answer });

describe('the outbox', () => {
  it('takes a key once', async () => {
    const { outbox } = await open();
    await outbox.add([notice('a', { title: 'first' }), notice('a', { title: 'second' })]);
    await outbox.add([notice('a', { title: 'third' })]);
    expect(outbox.waiting().get('ops')).toBe(1);
    expect(outbox.next('ops')?.notice.title).toBe('first');
  });

  it('takes it not a second time after it was delivered', async () => {
    const { outbox } = await open();
    await outbox.add([notice('a')]);
    await outbox.end('a', await outbox.begin(notice('a')), 5, {
      outcome: 'delivered',
      answer: '',
      receipt: null,
    });
    await outbox.add([notice('a')]);
    expect(outbox.next('ops')).toBeNull();
  });

  it('sends again what was under way when Yagura was killed, and says so in the log', async () => {
    const { outbox, store, clock } = await open();
    await outbox.add([notice('a'), notice('b')]);
    await outbox.begin(notice('a'));
    expect(outbox.next('ops')).toBeNull();
    const after = createOutbox(store, clock);
    await after.recover();
    expect(after.next('ops')).toMatchObject({ notice: { key: 'a' }, tries: 1 });
    expect(after.deliveries({ limit: 10 }).deliveries).toMatchObject([
      { noticeKey: 'a', outcome: 'interrupted', attempt: 1 },
    ]);
  });

  it('holds a thread in order and lets others pass', async () => {
    const { outbox, clock } = await open();
    await outbox.add([notice('a1'), notice('a2', { kind: 'resolved' }), notice('b1', { thread: 'b' })]);
    const begun = await outbox.begin(notice('a1'));
    const notBeforeMs = clock.now() + 60_000;
    await outbox.end('a1', begun, 1, { outcome: 'retry', answer: 'no', notBeforeMs });
    expect(outbox.next('ops')?.notice.key).toBe('b1');
    await outbox.end('b1', await outbox.begin(notice('b1')), 1, { outcome: 'failed', answer: 'no' });
    expect(outbox.next('ops')).toMatchObject({ notice: { key: 'a1' }, notBeforeMs });
  });

  it('remembers what a thread began with in a channel', async () => {
    const { outbox } = await open();
    const deliver = async (key: string, receipt: Record<string, string>) => {
      await outbox.add([notice(key)]);
      await outbox.end(key, await outbox.begin(notice(key)), 1, {
        outcome: 'delivered',
        answer: '',
        receipt,
      });
    };
    await deliver('a', { ts: '1' });
    await deliver('b', { ts: '2' });
    expect(outbox.firstOf('ops', 'incident-7')).toEqual({ ts: '1' });
    expect(outbox.firstOf('other', 'incident-7')).toBeNull();
  });

  it('keeps no more than a thousand waiting, and the log says what went', async () => {
    const { outbox } = await open();
    await outbox.add(
      Array.from({ length: 1005 }, (_, i) =>
        notice(`n${i}`, { thread: `t${i}`, kind: i < 3 ? 'updated' : 'opened' }),
      ),
    );
    expect(outbox.waiting().get('ops')).toBe(1000);
    const { deliveries } = outbox.deliveries({ limit: 100 });
    expect(deliveries.map(({ noticeKey }) => noticeKey).toSorted()).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    expect(deliveries[0]).toMatchObject({ outcome: 'dropped', attempt: 0 });
  });

  it('drops what waits for a channel that is gone', async () => {
    const { outbox } = await open();
    await outbox.add([notice('a'), notice('b', { channel: 'old' })]);
    await outbox.keepChannels(['ops']);
    expect([...outbox.waiting().keys()]).toEqual(['ops']);
    expect(outbox.deliveries({ limit: 1, channel: 'old' }).deliveries[0]?.answer).toContain(
      'no such channel',
    );
  });

  it('lists tries newest first, in pages', async () => {
    const { outbox } = await open();
    for (const key of ['a', 'b', 'c']) {
      await outbox.add([notice(key)]);
      await outbox.end(key, await outbox.begin(notice(key)), 1.4, {
        outcome: 'failed',
        answer: 'x'.repeat(5000),
      });
    }
    const page = outbox.deliveries({ limit: 2 });
    expect(page.deliveries.map(({ noticeKey }) => noticeKey)).toEqual(['c', 'b']);
    expect(page.deliveries[0]?.answer).toHaveLength(1000);
    const rest = outbox.deliveries({ limit: 2, before: page.nextCursor ?? 0 });
    expect(rest).toMatchObject({ deliveries: [{ noticeKey: 'a' }], nextCursor: null });
    await outbox.prune();
    expect(outbox.deliveries({ limit: 9, thread: 'incident-7' }).deliveries).toHaveLength(3);
  });
});

describe('a queue', () => {
  it('delivers at once and tells of it', async () => {
    const { add, deliveries, outbox } = await openChannel(() =>
      Promise.resolve({ answer: 'ok', receipt: { id: '9' } }),
    );
    await add(notice('a'));
    await vi.waitFor(() =>
      expect(deliveries).toMatchObject([{ outcome: 'delivered', answer: 'ok', attempt: 1 }]),
    );
    expect(outbox.firstOf('ops', 'incident-7')).toEqual({ id: '9' });
  });

  it('tries again until it is taken, later each time, and keeps the order of the thread', async () => {
    let failures = 3;
    const tried: [key: string, at: number][] = [];
    const { add, deliveries, clock, healths } = await openChannel(({ key }) => {
      tried.push([key, clock.monotonic()]);
      return failures-- > 0 ? Promise.reject(new Later('busy')) : said('ok');
    });
    await add(notice('opened'), notice('resolved', { kind: 'resolved' }));
    await pass(clock, 10_000);
    expect(tried).toEqual([
      ['opened', 0],
      ['opened', 1000],
      ['opened', 3000],
      ['opened', 7000],
      ['resolved', 7000],
    ]);
    expect(deliveries.map(({ outcome }) => outcome)).toEqual([
      'retry',
      'retry',
      'retry',
      'delivered',
      'delivered',
    ]);
    expect(healths.at(0)?.error).toMatchObject({ text: 'busy' });
    expect(healths.at(-1)?.error).toBeNull();
  });

  it('leaves a peer alone for as long as it asks', async () => {
    const at: number[] = [];
    const { add, clock } = await openChannel(() => {
      at.push(clock.monotonic());
      return at.length === 1 ? Promise.reject(new Later('slow down', 5000)) : said('ok');
    });
    await add(notice('a'), notice('b', { thread: 'b' }));
    await pass(clock, 6000);
    expect(at).toEqual([0, 5000, 5000]);
  });

  it('tries what the peer refuses for an hour, while all else goes through', async () => {
    const { add, deliveries, clock } = await openChannel(({ key }) =>
      key === 'bad' ? Promise.reject(new Refused('no such room')) : said('ok'),
    );
    await add(notice('bad'), notice('good', { thread: 'g' }));
    await rest();
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(['retry', 'delivered']);
    for (let i = 0; i < 30; i++) {
      clock.advance(300_000);
      await rest();
    }
    expect(deliveries.at(-1)).toMatchObject({
      outcome: 'failed',
      answer: expect.stringContaining('no such room'),
    });
    expect(deliveries.length).toBeLessThan(30);
  });

  it('is not held up by one message that its peer cannot stand', async () => {
    const { add, deliveries, clock } = await openChannel(({ key }) =>
      key === 'poison' ? Promise.reject(new Later('status 500')) : said('ok'),
    );
    await add(notice('poison', { thread: 'p' }));
    await add(...['a', 'b', 'c'].map((key) => notice(key, { thread: key })));
    await pass(clock, 3000);
    const delivered = deliveries.filter(({ outcome }) => outcome === 'delivered');
    expect(delivered.map(({ noticeKey }) => noticeKey)).toEqual(['a', 'b', 'c']);
  });

  it('leaves behind a try that neither ends nor hears its signal', async () => {
    let hung = 0;
    const { add, deliveries, clock } = await openChannel(() =>
      hung++ === 0 ? new Promise<Sent>(() => {}) : said('ok'),
    );
    await add(notice('a'));
    await pass(clock, 32_000);
    expect(deliveries).toMatchObject([
      { outcome: 'retry', answer: 'no answer within 30 s' },
      { outcome: 'delivered' },
    ]);
  });

  it('does not send twice when the database refuses to note that it was taken', async () => {
    let sent = 0;
    let broken = true;
    const { add, deliveries, clock, outbox } = await openChannel(() => {
      sent++;
      return said('ok');
    });
    const end = outbox.end.bind(outbox);
    outbox.end = (...given) =>
      broken ? Promise.reject(new Failure('storage_unavailable', 'full')) : end(...given);
    await add(notice('a'));
    await pass(clock, 3000);
    expect(deliveries).toEqual([]);
    broken = false;
    await pass(clock, 2000);
    expect(deliveries).toMatchObject([{ outcome: 'delivered' }]);
    expect(sent).toBe(1);
  });

  it('gives up after a day of trying', async () => {
    const { add, deliveries, clock } = await openChannel(() => Promise.reject(new Later('nobody there')));
    await add(notice('a'));
    for (let i = 0; i < 310; i++) {
      clock.advance(300_000);
      for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(deliveries.at(-1)).toMatchObject({
      outcome: 'failed',
      answer: expect.stringContaining('given up after'),
    });
  });

  it('tries at once when it is told to hurry', async () => {
    let works = false;
    const { add, deliveries, clock, queue } = await openChannel(() =>
      works ? said('ok') : Promise.reject(new Later('wrong token', 3_600_000)),
    );
    await add(notice('a'));
    await pass(clock, 1000);
    works = true;
    await queue.hurry();
    await vi.waitFor(() => expect(deliveries.at(-1)).toMatchObject({ outcome: 'delivered' }));
  });

  it('tries a test once, past what waits, and goes on when it succeeds', async () => {
    let works = false;
    const { add, deliveries, clock, queue, outbox } = await openChannel(() =>
      works ? said('ok') : Promise.reject(new Later('down')),
    );
    await add(notice('a'));
    await pass(clock, 500);
    const test = (key: string) => queue.tryOnce(notice(key, { kind: 'test', thread: key }));
    expect(await test('test:1')).toMatchObject({ outcome: 'failed', answer: 'down', kind: 'test' });
    works = true;
    expect(await test('test:2')).toMatchObject({ outcome: 'delivered' });
    await vi.waitFor(() => expect(outbox.waiting().size).toBe(0));
    expect(deliveries.at(-1)).toMatchObject({ noticeKey: 'a', outcome: 'delivered' });
  });

  it('lets a try end when Yagura ends, for a moment', async () => {
    let finish: (sent: Sent) => void = () => {};
    const { add, deliveries, queue, store, clock } = await openChannel(
      () => new Promise((resolve) => (finish = resolve)),
    );
    await add(notice('a'), notice('b'));
    await pass(clock, 500);
    const closing = queue.close();
    finish({ answer: 'ok' });
    await closing;
    expect(deliveries).toMatchObject([{ noticeKey: 'a', outcome: 'delivered' }]);
    const next = await openChannel(() => said('ok'), { store, clock });
    next.queue.wake();
    await vi.waitFor(() => expect(next.deliveries).toMatchObject([{ noticeKey: 'b' }]));
  });
});

describe('whether a channel moves', () => {
  it('is told from what is due and not tried, not from a peer that is slow or fails', async () => {
    let answer: (sent: Sent) => void = () => {};
    const sent = new Promise<Sent>((resolve) => {
      answer = resolve;
    });
    const { queue, add, clock } = await openChannel((kept) =>
      kept.key === 'slow' ? sent : Promise.reject(new Later('503')),
    );
    expect(queue.lagMs()).toBe(0);
    await add(notice('slow'));
    await pass(clock, 20_000);
    expect(queue.lagMs()).toBe(0);
    answer({ answer: 'ok' });
    await rest();
    await add(notice('refused', { thread: 'b' }));
    await pass(clock, 20_000);
    expect(queue.lagMs()).toBe(0);
  });

  it('is not while nobody looks at what waits', async () => {
    const { queue, outbox, clock } = await openChannel(() => said('ok'));
    await outbox.add([notice('forgotten')]);
    await pass(clock, 40_000);
    expect(queue.lagMs()).toBeGreaterThanOrEqual(40_000);
    queue.wake();
    await rest();
    expect(queue.lagMs()).toBe(0);
  });
});
