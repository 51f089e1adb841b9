import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestErrors, type TestErrors, testExit, testOccurrence } from './testing/test-errors.ts';
import type { ErrorGroup, GroupQuery } from './index.ts';

let test: TestErrors;
beforeEach(async () => {
  test = await openTestErrors();
});
afterEach(() => test.close());

const all: GroupQuery = { sort: 'lastSeen', limit: 50 };
const list = (query: Partial<GroupQuery> = {}): ErrorGroup[] =>
  test.errors.groups({ ...all, ...query }).groups;
const only = (): ErrorGroup => {
  const groups = list();
  expect(groups).toHaveLength(1);
  return groups[0] as ErrorGroup;
};
const now = () => test.clock.now();
const error = (message: string, changes = {}) => testOccurrence(message, { time: now(), ...changes });

describe('taking occurrences', () => {
  it('groups what has the same wording, counts it and says whom it touches', async () => {
    await test.take(error('timeout after 30 ms'), error('timeout after 60 ms', { worker: 'shop' }));
    await test.take(error('timeout after 30 ms', { level: 'fatal' }), error('connection refused'));
    expect(
      list().map(({ title, count, workers, level, status }) => ({ title, count, workers, level, status })),
    ).toEqual([
      { title: 'connection refused', count: 1, workers: ['mailer-0'], level: 'error', status: 'unresolved' },
      {
        title: 'timeout after <NUM> ms',
        count: 3,
        workers: ['mailer-0', 'shop'],
        level: 'fatal',
        status: 'unresolved',
      },
    ]);
    expect(test.errors.groups(all)).toMatchObject({ total: 2, fleetWorkers: 4, next: null });
  });

  it('groups stacks by where they are, whatever they say', async () => {
    const frames = [{ function: 'send', file: 'mail.js', line: 3, column: 1, inApp: true }];
    for (const message of ['no route to a', 'b is away'])
      await test.take(error(message, { exceptions: [{ type: 'Error', message, frames }] }));
    expect(only()).toMatchObject({ kind: 'stack', title: 'Error: no route to a', count: 2 });
  });

  it('groups as the program wishes, also together with what is usual', async () => {
    await test.take(error('a 1', { fingerprint: ['mine'] }), error('b 2', { fingerprint: ['mine'] }));
    expect(only()).toMatchObject({ kind: 'named', count: 2 });
    const both = ['{{ default }}', 'tenant-7'];
    await test.take(error('a 1', { fingerprint: both }), error('a 2', { fingerprint: both }), error('a 3'));
    await test.take(error('a 4', { fingerprint: ['{{ default }}'] }));
    expect(list({ sort: 'count' }).map(({ count }) => count)).toEqual([2, 2, 2]);
  });

  it('makes one of wordings that turn out to be one, whatever they were before', async () => {
    const cities = [
      'rome',
      'oslo',
      'lima',
      'bern',
      'kiev',
      'riga',
      'cairo',
      'paris',
      'tokyo',
      'delhi',
      'quito',
      'minsk',
    ];
    for (const [index, city] of cities.entries())
      await test.take(
        error(`the office in ${city} does not answer`, { worker: index % 2 ? 'shop' : 'broker' }),
      );
    expect(only()).toMatchObject({ title: 'the office in <*> does not answer', count: 12, workerCount: 2 });
    expect(sumOf(only().spark.counts)).toBe(12);
    await test.reopen();
    await test.take(
      error('the office in seoul does not answer'),
      error('the office in rome does not answer'),
    );
    expect(only()).toMatchObject({ count: 14, workerCount: 3 });
  });

  it('counts what its sender names once, however often it comes, also after a restart', async () => {
    await test.take(error('a', { id: 'x' }), error('a', { id: 'x' }), error('a', { id: 'y' }));
    await test.reopen();
    await test.take(error('a', { id: 'x' }), error('a', { id: 'z' }), error('a'));
    expect(only().count).toBe(4);
  });

  it('keeps how far a feed is read together with what was read', async () => {
    expect(test.errors.markOf('logs')).toBeNull();
    const taken = test.errors.take([error('a')], new Map([['logs', '17']]));
    await test.errors.flush();
    await taken;
    await test.reopen();
    expect(test.errors.markOf('logs')).toBe('17');
  });

  it('settles only when it is written, on its own soon after', async () => {
    let settled = false;
    const taken = test.errors.take([error('a')]).finally(() => {
      settled = true;
    });
    await Promise.resolve();
    expect([settled, list()]).toEqual([false, []]);
    test.clock.advance(20);
    await taken;
    expect(only().count).toBe(1);
  });

  it('counts a flood of the same and keeps examples of it: first, last, and some between', async () => {
    for (let second = 0; second < 10; second++) {
      await test.take(...Array.from({ length: 500 }, (_, index) => error(`a ${second * 500 + index}`)));
      test.clock.advance(1_000);
    }
    const { id, count } = only();
    expect(count).toBe(5_000);
    const numbers: number[] = [];
    let before: number | undefined;
    for (;;) {
      const page = test.errors.occurrences(id, { limit: 50, before });
      numbers.push(...page.occurrences.map(({ parameters }) => Number(parameters[0])));
      if (page.next === null) break;
      before = Number(page.next);
    }
    expect(numbers.length).toBeLessThan(300);
    expect(numbers.toReversed().slice(0, 3)).toEqual([0, 1, 2]);
    expect(numbers[0]).toBeGreaterThan(4_500);
    expect(numbers).toContain(4095);
  });

  it('keeps what was sent along with an occurrence as long as there is room for it, and for the occurrence', async () => {
    await test.close();
    test = await openTestErrors({ attachmentBytes: 10, bytes: 0 });
    const attachment = (name: string, data: Buffer | null, bytes = data?.length ?? 99) => ({
      name,
      type: 'text/plain',
      bytes,
      data,
    });
    const from = (name: string, data: Buffer | null) =>
      error('out of paper', { source: 'sentry', attachments: [attachment(name, data)] });
    await test.take(from('a.txt', Buffer.from('12345678')), from('huge.bin', null));
    const { id } = only();
    const told = () =>
      test.errors
        .occurrences(id, { limit: 100 })
        .occurrences.flatMap(({ attachments }) => attachments)
        .map(({ name, isKept }) => [name, isKept]);
    expect(told()).toEqual([
      ['huge.bin', false],
      ['a.txt', true],
    ]);
    const first = test.errors.occurrences(id, { limit: 2 }).occurrences[1]?.attachments[0]?.id ?? 0;
    expect(Buffer.from(test.errors.attachment(id, first).data).toString()).toBe('12345678');
    expect(() => test.errors.attachment(id + 1, first)).toThrow();
    await test.take(from('b.txt', Buffer.from('abc')));
    expect(told()).toContainEqual(['a.txt', false]);
    expect(told()).toContainEqual(['b.txt', true]);
    expect(() => test.errors.attachment(id, first)).toThrow('no attachment');
    for (let more = 0; more < 20; more++) await test.take(error('out of paper'));
    test.clock.advance(30_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told()).toEqual([]);
  });

  it('has a bounded number of groups, and one for all that is too much', async () => {
    await test.close();
    test = await openTestErrors({ fingerprints: 30, newInAMinute: 20 });
    const distinct = (count: number, word: string) =>
      Array.from({ length: count }, (_, index) => error(word, { fingerprint: [word, String(index)] }));
    await test.take(...distinct(50, 'a'));
    expect(list().find(({ kind }) => kind === 'overflow')).toMatchObject({ count: 30 });
    expect(list()).toHaveLength(21);
    test.clock.advance(60_000);
    await test.take(...distinct(20, 'b'));
    expect(list()).toHaveLength(30);
    // An hour later those that were seen once give way.
    test.clock.advance(3_700_000);
    await test.take(...distinct(20, 'c'));
    expect(list({ q: 'c' }).filter(({ title }) => title === 'c')).toHaveLength(20);
    expect(list().length).toBeLessThanOrEqual(30);
  });

  it('tells of new groups, so many a minute', async () => {
    await test.take(...Array.from({ length: 15 }, (_, index) => error('x'.repeat(index + 1))));
    expect(test.recorded.filter(({ type }) => type === 'error.new')).toHaveLength(10);
    expect(test.recorded[0]).toMatchObject({ worker: 'mailer-0', data: { title: 'x', category: 'unknown' } });
    test.clock.advance(60_000);
    expect(test.recorded.at(-1)).toMatchObject({ type: 'error.new', data: { more: 5 } });
  });

  it('counts what comes from the future as of now, and keeps what is huge in short', async () => {
    const frames = Array.from({ length: 9_000 }, () => ({
      function: 'f',
      file: 'a.js',
      line: 1,
      column: 1,
      inApp: true,
    }));
    await test.take(
      error('a', {
        time: now() + 86_400_000,
        exceptions: [{ type: 'RangeError', message: 'too deep', frames }],
      }),
    );
    expect(Date.parse(only().lastSeen)).toBe(now());
    const [kept] = test.errors.occurrences(only().id, { limit: 1 }).occurrences;
    expect(kept!.exceptions[0]!.frames).toHaveLength(30);
  });

  it('tells a bounded number of senders apart, and every worker of the fleet', async () => {
    const senders = Array.from({ length: 2_100 }, (_, index) => error('a', { worker: `sender-${index}` }));
    await test.take(...senders, error('a', { worker: 'shop' }));
    expect(only()).toMatchObject({ count: 2_101, workerCount: 2_002 });
    expect(list({ worker: 'others' })).toHaveLength(1);
    expect(list({ worker: 'shop' })).toHaveLength(1);
  });

  it('masks what looks like a secret in titles', async () => {
    await test.take(error('login failed password=hunter2'));
    expect(JSON.stringify(only())).not.toContain('hunter2');
  });

  it('refuses when too much waits', async () => {
    await test.close();
    test = await openTestErrors({ waiting: 10 });
    const first = test.errors.take(Array.from({ length: 8 }, () => error('a')));
    await expect(test.errors.take([error('a'), error('a'), error('a')])).rejects.toMatchObject({
      code: 'busy',
    });
    await test.errors.flush();
    await first;
    expect(only().count).toBe(8);
  });
});

describe('the life of a group', () => {
  const change = (change: Parameters<TestErrors['errors']['change']>[1]) =>
    test.errors.change(only().id, change, 'token:ann');

  it('is resolved, and back when it happens again', async () => {
    await test.take(error('a'));
    await change({ status: 'resolved' });
    expect(only()).toMatchObject({ status: 'resolved', statusBy: 'token:ann' });
    await test.take(error('a', { time: now() - 5_000 }));
    expect(only().status).toBe('resolved');
    test.clock.advance(1_000);
    await test.take(error('a'));
    expect(only()).toMatchObject({ status: 'regressed', statusBy: null, count: 3 });
    expect(test.recorded.at(-1)).toMatchObject({ type: 'error.regression', data: { group: only().id } });
    await change({ status: 'unresolved' });
    expect(only().status).toBe('unresolved');
  });

  it('is resolved in the next deploy of a worker that it touches', async () => {
    await test.take(error('a'));
    await change({ status: 'resolved', inNextDeploy: true });
    test.clock.advance(1_000);
    test.errors.markDeploy({ version: 'v1', worker: 'shop' }, 'token:ann');
    await test.take(error('a'));
    expect(only()).toMatchObject({ status: 'resolved', awaitsDeploy: true });
    test.errors.markDeploy({ version: 'v2', worker: null }, 'token:ann');
    test.clock.advance(1_000);
    await test.take(error('a'));
    expect(only()).toMatchObject({ status: 'regressed', awaitsDeploy: false });
    expect(test.recorded.filter(({ type }) => type === 'deploy.marked')).toHaveLength(2);
  });

  it('may be ignored, assigned and noted', async () => {
    await test.take(error('a'));
    await change({ status: 'ignored', assignee: 'ann', note: 'known since May' });
    test.clock.advance(1_000);
    await test.take(error('a'));
    expect(only()).toMatchObject({ status: 'ignored', assignee: 'ann', count: 2 });
    expect(test.errors.group(only().id).notes).toMatchObject([{ text: 'known since May', by: 'token:ann' }]);
  });

  it('is merged, which teaches: what comes later with either goes there, also after a restart', async () => {
    await test.take(error('alpha 1'), error('beta 1'), error('beta 2', { worker: 'shop' }));
    const [beta, alpha] = list({ sort: 'count' });
    test.errors.merge([beta!.id], alpha!.id, 'token:ann');
    expect(only()).toMatchObject({ id: alpha!.id, count: 3, workerCount: 2 });
    await test.reopen();
    await test.take(error('beta 3'));
    expect(only().count).toBe(4);
    expect(test.errors.group(beta!.id).id).toBe(alpha!.id);
    const { merges, fingerprints } = test.errors.group(alpha!.id);
    expect(fingerprints.map(({ count }) => count)).toEqual([3, 1]);
    test.errors.undoMerge(merges[0]!.id);
    await test.take(error('beta 4'));
    expect(list({ sort: 'count' }).map(({ id, count }) => [id, count])).toEqual([
      [beta!.id, 4],
      [alpha!.id, 1],
    ]);
  });

  it('is split by worker, with its past, and from then on', async () => {
    await test.take(error('a 1'), error('a 2', { worker: 'shop' }), error('a 3', { worker: 'shop' }));
    const { id } = only();
    const parted = await test.errors.split(id, { by: 'worker', worker: 'shop' }, 'token:ann');
    await test.reopen();
    await test.take(error('a 4', { worker: 'shop' }), error('a 5', { worker: 'broker' }));
    const counts = Object.fromEntries(list().map((group) => [group.id, [group.count, group.workers]]));
    expect(counts).toEqual({ [id]: [2, ['broker', 'mailer-0']], [parted]: [3, ['shop']] });
    expect(sumOf(test.errors.group(parted).timeline.counts)).toBe(3);
    await expect(test.errors.split(id, { by: 'worker', worker: 'nobody' }, 'x')).rejects.toThrow(
      /nothing of this group/,
    );
    await expect(test.errors.split(parted, { by: 'worker', worker: 'shop' }, 'x')).rejects.toThrow(
      /all of this group/,
    );
    expect(list()).toHaveLength(2);
  });

  it('is split by a value in its wording', async () => {
    await test.take(error('status 500'), error('status 503'), error('status 503'));
    const { id } = only();
    const parted = await test.errors.split(id, { by: 'parameter', position: 0, value: '503' }, 'token:ann');
    await test.take(error('status 503'), error('status 500'));
    expect(Object.fromEntries(list().map((group) => [group.id, group.count]))).toEqual({
      [id]: 2,
      [parted]: 3,
    });
    expect(sumOf(test.errors.group(id).timeline.counts)).toBe(2);
  });

  it('stays split by a value whatever becomes of the wording, also after a restart', async () => {
    const said = (kind: string, status: number, node: number) =>
      error(`check of ${kind} gave status ${status} on node ${node}`);
    await test.take(said('plain', 500, 1), said('plain', 503, 2), said('plain', 503, 3));
    const { id } = only();
    const parted = await test.errors.split(id, { by: 'parameter', position: 0, value: '503' }, 'token:ann');
    const partedGroup = () => list().find((group) => group.id === parted);
    expect(partedGroup()).toMatchObject({ title: 'check of plain gave status 503 on node <NUM>', count: 2 });
    expect(test.errors.group(parted).newest?.parameters).toEqual(['3']);
    await test.take(...['token', 'basic', 'magic', 'other'].map((kind) => said(kind, 500, 4)));
    // Its first place is another one than when it was split.
    const wording = 'check of <*> gave status <NUM> on node <NUM>';
    expect(list().map(({ title }) => title)).toContain(wording);
    await test.take(said('plain', 503, 5), said('plain', 500, 5));
    await test.reopen();
    await test.take(said('plain', 503, 6));
    expect(partedGroup()?.count).toBe(4);
    expect(list().find(({ title }) => title === wording)?.count).toBe(6);
    await expect(
      test.errors.split(parted, { by: 'parameter', position: 0, value: 'nothing' }, 'x'),
    ).rejects.toThrow(/nothing of this group/);
  });

  it('is parted again into the fingerprints that were merged', async () => {
    await test.take(error('alpha'), error('beta'));
    const [one, other] = list();
    test.errors.merge([one!.id], other!.id, 'x');
    const [fingerprint] = test.errors.group(other!.id).fingerprints;
    await test.errors.split(other!.id, { by: 'fingerprint', fingerprint: fingerprint!.id }, 'x');
    expect(list().map(({ count }) => count)).toEqual([1, 1]);
  });

  it('learns a corrected category, for itself for good and for others alike', async () => {
    const flux = 'the flux capacitor is misaligned';
    await test.take(error(flux), error(flux, { fingerprint: ['mine'] }), error('quite another matter'));
    const [{ id }] = list({ q: flux }) as [ErrorGroup];
    expect(await test.errors.change(id, { category: 'external-api' }, 'token:ann')).toEqual({
      reclassified: 1,
    });
    expect(
      list({ category: 'external-api' })
        .filter(({ corrected }) => corrected)
        .map((group) => group.id),
    ).toEqual([id]);
    await test.reopen();
    expect(list({ category: 'external-api' })).toHaveLength(2);
  });

  it('knows no group that is not there', async () => {
    expect(() => test.errors.group(99)).toThrow(/no error group 99/);
    await expect(test.errors.change(99, { note: 'x' }, 'x')).rejects.toThrow(/no error group 99/);
    expect(() => test.errors.undoMerge(1)).toThrow(/no merge 1/);
  });
});

const sumOf = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

describe('ends of workers', () => {
  const end = async (id: number, data: Record<string, unknown>, worker = 'mailer-0') => {
    const event = testExit(id, worker, now(), data);
    test.events.push(event);
    test.tell({ kind: 'event', event });
    await test.errors.flush();
  };

  it('are errors, by worker and way; wanted ones are not', async () => {
    await end(1, { reason: 'exit', code: 3, detail: 'exit code 3' });
    await end(2, { reason: 'exit', code: 3, detail: 'exit code 3' }, 'mailer-1');
    await end(3, { reason: 'exit', code: 0 });
    await end(4, { reason: 'operator', signal: 'SIGTERM' });
    await end(5, { reason: 'oom', signal: 'SIGKILL' }, 'shop');
    expect(
      list({ sort: 'count' }).map(({ title, count, kind, level }) => [title, count, kind, level]),
    ).toEqual([
      ['mailer ended (exit code 3)', 2, 'exit', 'fatal'],
      ['shop was killed for want of memory (SIGKILL)', 1, 'exit', 'fatal'],
    ]);
    expect(list({ sort: 'count' }).map(({ exit }) => exit)).toEqual([
      { worker: 'mailer', reason: 'exit', code: 3, signal: null },
      { worker: 'shop', reason: 'oom', code: null, signal: 'SIGKILL' },
    ]);
  });

  it('tell a start that took too long from health that failed later', async () => {
    for (const [id, data] of [
      [1, { check: 'http', reason: 'health check "http" failed 3 times', starting: true }],
      [2, { check: 'http', reason: 'health check "http" failed 3 times' }],
    ] as const) {
      test.tell({
        kind: 'event',
        event: { ...testExit(id, 'shop', now() + id, data), type: 'worker.unhealthy' },
      });
      await test.errors.flush();
    }
    expect(list({ sort: 'firstSeen' }).map(({ title, category, level }) => [title, category, level])).toEqual(
      [
        ['shop failed its health check', 'worker', 'error'],
        ['shop did not get ready in time', 'timeout', 'error'],
      ],
    );
  });

  it('are counted once, and those of while the hub was away too', async () => {
    await end(1, { reason: 'exit', code: 3 });
    await end(1, { reason: 'exit', code: 3 });
    const missed = testExit(7, 'mailer-0', now(), { reason: 'exit', code: 3 });
    test.events.push(missed);
    await test.reopen();
    await test.errors.flush();
    expect(only().count).toBe(2);
  });

  it('name the error that was printed right before, whichever comes first', async () => {
    await test.take(error('cannot open the config'));
    await end(1, { reason: 'exit', code: 1 });
    const cause = list({ q: 'cannot open' })[0]!.id;
    expect(list({ q: 'exit code' })[0]!.cause).toBe(cause);
    await end(2, { reason: 'signal', signal: 'SIGSEGV' }, 'shop');
    await test.take(error('stack overflow', { worker: 'shop', time: now() - 100 }));
    expect(list({ q: 'SIGSEGV' })[0]!.cause).toBe(list({ q: 'stack overflow' })[0]!.id);
    // Ages before.
    test.clock.advance(60_000);
    await end(3, { reason: 'signal', signal: 'SIGBUS' });
    expect(list({ q: 'SIGBUS' })[0]!.cause).toBeNull();
    expect(test.errors.group(list({ q: 'exit code' })[0]!.id).causes).toMatchObject([
      { id: cause, count: 1 },
    ]);
  });
});

describe('lists', () => {
  it('filters, sorts and pages', async () => {
    for (let index = 0; index < 7; index++) {
      const kind = testOccurrence('odd', { time: now(), fingerprint: [String(index)] });
      await test.take(...Array.from({ length: index + 1 }, () => kind));
      test.clock.advance(1_000);
    }
    await test.take(error('ECONNREFUSED', { worker: 'shop', level: 'warn' }));
    const pages: number[][] = [];
    let cursor: string | undefined;
    do {
      const page = test.errors.groups({ sort: 'count', limit: 3, cursor });
      pages.push(page.groups.map(({ count }) => count));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual([
      [7, 6, 5],
      [4, 3, 2],
      [1, 1],
    ]);
    expect(list({ worker: 'shop' }).map(({ title }) => title)).toEqual(['ECONNREFUSED']);
    expect(list({ category: 'network' })).toHaveLength(1);
    expect(list({ level: 'error' })).toHaveLength(7);
    expect(list({ q: 'SHOP' })).toHaveLength(1);
    expect(list({ q: '100%' })).toHaveLength(0);
    expect(list({ sinceMs: now() - 2_500 })).toHaveLength(3);
    expect(list({ status: ['resolved', 'ignored'] })).toHaveLength(0);
    expect(() => list({ cursor: 'x' })).toThrow(/cursor/);
  });

  it('has a curve of the last day that adds up', async () => {
    for (let hour = 0; hour < 30; hour++) {
      await test.take(error('a'));
      test.clock.advance(3_600_000);
    }
    const { spark, count } = only();
    expect(count).toBe(30);
    expect(spark.counts.length).toBeLessThanOrEqual(49);
    expect(sumOf(spark.counts)).toBe(24);
  });

  it('has a curve of the time that is asked for, in which minutes of one step add up', async () => {
    for (let minute = 0; minute < 90; minute++) {
      await test.take(error('a'));
      test.clock.advance(60_000);
    }
    const { id, spark } = only();
    expect(sumOf(spark.counts)).toBe(90);
    expect(sumOf(test.errors.group(id).timeline.counts)).toBe(90);
    const [since] = list({ sinceMs: now() - 30 * 60_000 });
    expect(sumOf(since?.spark.counts ?? [])).toBe(30);
  });

  it('sums up by category over time', async () => {
    await test.take(error('connect ECONNREFUSED 1'), error('connect ECONNREFUSED 2'), error('odd'));
    test.clock.advance(3_600_000);
    await test.take(error('connect ECONNREFUSED 3', { worker: 'shop' }));
    const { categories, times, totals, stepMs } = test.errors.summary({ spanMs: 86_400_000 });
    expect(times.length * stepMs).toBe(86_400_000);
    expect(categories.map(({ category, count, groupCount }) => [category, count, groupCount])).toEqual([
      ['network', 3, 1],
      ['unknown', 1, 1],
    ]);
    expect(categories[0]!.counts.at(-1)).toBe(1);
    expect(totals).toMatchObject({ groups: 2, occurrences: 4, unresolved: 2, new: 2 });
    expect(test.errors.summary({ spanMs: 86_400_000, worker: 'shop' }).totals.occurrences).toBe(1);
    expect(test.errors.countSince(now() - 1_800_000)).toBe(1);
  });

  it('tells of one group all that there is', async () => {
    test.errors.markDeploy({ version: 'v1', worker: null }, 'token:ann');
    await test.take(error('cannot reach host 7'), error('cannot reach host 9'));
    await test.take(error('cannot reach broker at all'));
    const [{ id }] = list({ q: 'host' }) as [ErrorGroup];
    const detail = test.errors.group(id);
    expect(detail).toMatchObject({
      newest: { message: 'cannot reach host 9', parameters: ['9'] },
      parameters: [{ position: 0, values: ['9', '7'] }],
      fingerprints: [{ why: 'same-words', count: 2 }],
      touched: [{ worker: 'mailer-0', count: 2 }],
      perDeploy: [{ version: 'v1', count: 2 }],
      marks: [{ kind: 'deploy', text: 'v1' }],
      perRestart: null,
      similar: [{ title: 'cannot reach broker at all' }],
    });
    expect(detail.typical).not.toBeNull();
  });
});

describe('what others are told', () => {
  it('tells changes soon, together', async () => {
    const told: unknown[] = [];
    test.errors.onChange((delta) => told.push(delta));
    await test.take(error('a'), error('b'));
    await test.take(error('a'));
    test.clock.advance(300);
    expect(told).toMatchObject([{ changed: [{ count: 2 }, { count: 1 }], removed: [], more: false }]);
    test.clock.advance(300);
    expect(told).toHaveLength(1);
  });

  it('counts by category and worker, on over a restart', async () => {
    await test.take(error('ECONNREFUSED'), error('ECONNREFUSED'), error('odd', { worker: 'shop' }));
    await test.reopen();
    await test.take(error('ECONNREFUSED'));
    expect(test.errors.families()[0]).toMatchObject({
      name: 'yagura_errors_total',
      points: [
        [{ category: 'network', worker: 'mailer-0' }, 3],
        [{ category: 'unknown', worker: 'shop' }, 1],
      ],
    });
  });

  it('says so when a group spikes against its past', async () => {
    for (let minute = 0; minute < 180; minute++) {
      if (minute % 3 === 0) await test.take(error('a'));
      test.clock.advance(60_000);
    }
    await test.take(...Array.from({ length: 60 }, () => error('a')));
    test.errors.judge();
    expect(only().trend.state).toBe('spiking');
    expect(test.recorded.filter(({ type }) => type === 'error.spike')).toHaveLength(1);
    test.clock.advance(86_400_000);
    test.errors.judge();
    expect(only().trend.state).toBe('quiet');
  });
});

describe('a file that cannot be opened', () => {
  it('is opened later; meanwhile nothing is taken, and it is said so', async () => {
    await test.take(error('disk full'));
    const folder = dirname(test.path);
    await test.errors.close();
    renameSync(folder, `${folder}-away`);
    await test.reopen();
    expect(test.errors.health()).toMatchObject({
      state: 'troubled',
      detail: expect.stringContaining('cannot be kept'),
    });
    expect(test.errors.countSince(0)).toBe(0);
    expect(test.errors.newest(10)).toEqual([]);
    expect(test.errors.families()[0]?.points).toEqual([]);
    expect(() => list()).toThrow(expect.objectContaining({ code: 'storage_unavailable' }));
    await expect(test.take(error('disk full'))).rejects.toMatchObject({ code: 'storage_unavailable' });
    renameSync(`${folder}-away`, folder);
    test.clock.advance(5_000);
    await vi.waitFor(() => expect(test.errors.health().state).toBe('well'));
    await test.take(error('disk full'));
    expect(only().count).toBe(2);
  });
});
