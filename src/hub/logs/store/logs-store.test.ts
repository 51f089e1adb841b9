import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import type { ReceivedRecord } from '../received.ts';
import { type Level, levels } from '../record.ts';
import { createLogsStore, type LogsStore, type StoredFilter } from './logs-store.ts';
import { answers, readQuestion } from './words.ts';

let dir: string;
let clock: ManualClock;
let store: LogsStore;
const told: string[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-logs-store-'));
  clock = new ManualClock();
  told.length = 0;
  await open();
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(
  retention = { ageMs: 7 * 86_400_000, bytes: 1e9 },
  mostWaitingErrors = 20_000,
): Promise<void> {
  store = await createLogsStore({
    path: join(dir, 'logs.db'),
    clock,
    log: (text) => told.push(text),
    retention,
    mostWaitingErrors,
  });
}

function received(
  text: string,
  more: Partial<ReceivedRecord['record']> & { worker?: string } = {},
): ReceivedRecord {
  const { worker = 'w', ...record } = more;
  return {
    worker,
    source: 'output',
    stream: 'stdout',
    record: {
      time: clock.now(),
      level: null,
      message: text,
      text,
      exceptions: [],
      traceId: null,
      fields: {},
      ...record,
    },
  };
}

const all: StoredFilter = {
  question: readQuestion(''),
  workers: null,
  levels: null,
  from: 0,
  to: Number.MAX_SAFE_INTEGER / 4096,
};
const first = { limit: 100, beyond: null, order: 'newest', budgetMs: 10_000 } as const;
const ask = async (q: string, more: Partial<StoredFilter> = {}) =>
  (await store.search({ ...all, question: readQuestion(q), ...more }, first)).records.map(({ text }) => text);

describe('what was kept', () => {
  it('is found by its words, its worker and its level, newest first', async () => {
    store.keep({ records: [received('connection refused', { level: 'error' })] });
    clock.advance(1);
    store.keep({
      records: [received('connection made', { worker: 'v', level: 'info' }), received('サーバーに接続')],
    });
    expect(await ask('connection')).toEqual(['connection made', 'connection refused']);
    expect(await ask('connection -made')).toEqual(['connection refused']);
    expect(await ask('接続')).toEqual(['サーバーに接続']);
    expect(await ask('', { workers: ['v'] })).toEqual(['connection made']);
    expect(await ask('', { workers: ['nobody'] })).toEqual([]);
    expect(await ask('', { levels: ['error', null] })).toEqual(['サーバーに接続', 'connection refused']);
  });

  it('is found like anyone would who looked through all of it, page by page in both directions', async () => {
    const word = fc.constantFrom('time', 'timeout', 'failed', '接続', 'a.b', '42');
    const line = fc.record({
      text: fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
      worker: fc.constantFrom('a', 'b', 'c'),
      level: fc.constantFrom<Level | null>(...levels, null),
      gap: fc.oneof({ weight: 20, arbitrary: fc.nat(3_000) }, { weight: 1, arbitrary: fc.nat(1_500_000) }),
      late: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(900_000) }),
    });
    const question = fc.record({
      q: fc
        .array(fc.tuple(fc.constantFrom('', '', '-'), word), { maxLength: 2 })
        .map((terms) => terms.map((term) => term.join('')).join(' ')),
      workers: fc.option(fc.subarray(['a', 'b', 'c'])),
      levels: fc.option(fc.subarray<Level | null>([...levels, null])),
      limit: fc.integer({ min: 10, max: 400 }),
      budgetMs: fc.constantFrom(-1, 10_000),
      order: fc.constantFrom('newest' as const, 'oldest' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1_500, maxLength: 2_000, size: 'max' }),
        fc.integer({ min: 1, max: 300 }),
        fc.array(question, { minLength: 3, maxLength: 3 }),
        async (lines, atATime, questions) => {
          await store.close();
          for (const name of readdirSync(dir)) rmSync(join(dir, name));
          await open();
          let time = clock.now();
          const kept: (ReceivedRecord & { n: number })[] = lines.map(
            ({ text, worker, level, gap, late }, n) => {
              time += gap;
              return { ...received(text, { worker, level, time: time - late }), n };
            },
          );
          for (let at = 0; at < kept.length; at += atATime)
            store.keep({ records: kept.slice(at, at + atATime) });
          for (const { q, workers, levels: wanted, limit, budgetMs, order } of questions) {
            const asked = readQuestion(q);
            const sign = order === 'newest' ? -1 : 1;
            const expected = kept
              .filter(
                ({ worker, record }) =>
                  (!workers || workers.includes(worker)) &&
                  (!wanted || wanted.includes(record.level)) &&
                  answers(record.text, asked),
              )
              .sort((a, b) => sign * (a.record.time - b.record.time || a.n - b.n))
              .map(({ record, n }) => `${n} ${record.text}`);
            const found: string[] = [];
            let pages = 0;
            let beyond: { time: number; n: number } | null = null;
            do {
              const filter: StoredFilter = { ...all, question: asked, workers, levels: wanted };
              const page = await store.search(filter, { limit, beyond, order, budgetMs });
              expect(page.records.length).toBeLessThanOrEqual(
                Math.max(limit, page.isCut ? Number.POSITIVE_INFINITY : 0),
              );
              found.push(...page.records.map(({ n, text }) => `${n - 1} ${text}`));
              beyond = page.goOn;
              // However short the time is, there is an end.
              expect(++pages).toBeLessThan(lines.length * 2);
            } while (beyond);
            expect(found).toEqual(expected);
            const { buckets, countedFrom } = await store.count(
              { ...all, question: asked, workers, levels: wanted, from: clock.now() - 1_000_000, to: time },
              { bucketMs: 3_600_000, budgetMs: 10_000 },
            );
            expect(countedFrom).toBeNull();
            const counted = buckets.flatMap(({ counts }) => [...counts.values()]).reduce((a, b) => a + b, 0);
            expect(counted).toBe(expected.length);
          }
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('stays what it is when Yagura is started again', async () => {
    const records = Array.from({ length: 300 }, (_, at) => received(`line ${at}`));
    store.keep({ records, cursors: new Map([['w', [10, 20]]]) });
    const [record] = (await store.search(all, { ...first, limit: 1 })).records;
    await store.close();
    await open();
    expect(store.cursor('w')).toEqual([10, 20]);
    expect(store.cursor('other')).toBeNull();
    expect(await ask('line')).toHaveLength(100);
    expect(store.locate(record?.id ?? '')).toMatchObject({ worker: 'w', position: { n: 300 } });
    expect(() => store.locate('x')).toThrow('there is no record');
  });

  it('tells its errors until they are forgotten', async () => {
    const exceptions = [{ type: 'Error', message: 'x', frames: [] }];
    const errors = store.keep({
      records: [received('fine'), received('bad', { level: 'error' }), received('worse', { exceptions })],
    });
    expect(errors.map(({ record }) => record.text)).toEqual(['bad', 'worse']);
    await store.close();
    await open();
    expect(store.errors(10)).toEqual(errors);
    store.forgetErrors(errors[0]?.position ?? 0);
    expect(store.errors(10)).toEqual(errors.slice(1));
    store.forgetErrors(errors[1]?.position ?? 0);
    const [next] = store.keep({ records: [received('again', { level: 'fatal' })] });
    expect(next?.position).toBeGreaterThan(errors[1]?.position ?? 0);
  });
});

describe('the file', () => {
  it('loses the oldest when it is too large or too old', async () => {
    await store.close();
    await open({ ageMs: 3_600_000, bytes: 1_000_000 });
    for (let batch = 0; batch < 30; batch++) {
      store.keep({
        records: Array.from({ length: 500 }, (_, at) =>
          received(`${batch} ${at} ${Math.random().toString(36)} ${Math.random()}`),
        ),
      });
      await settle();
    }
    expect(store.stats().bytes).toBeLessThan(1_500_000);
    expect(await ask('29')).not.toEqual([]);
    expect(await ask('0', { to: clock.now() - 29_000 })).toEqual([]);
    clock.advance(2 * 3_600_000);
    await settle();
    await settle();
    expect(await ask('')).toEqual([]);
  });

  it('drops the oldest errors that nobody takes when there are too many, and says so', async () => {
    await store.close();
    await open(undefined, 10);
    const fail = (from: number, to: number) =>
      store.keep({
        records: Array.from({ length: to - from }, (_, at) =>
          received(`no ${from + at}`, { level: 'error' }),
        ),
      });
    const waiting = () => store.errors(100).map(({ record }) => record.text);
    fail(0, 10);
    await settle();
    expect(store.health().state).toBe('well');
    fail(10, 25);
    await settle();
    expect(waiting()).toEqual(Array.from({ length: 10 }, (_, at) => `no ${15 + at}`));
    expect(store.health()).toMatchObject({ state: 'troubled', detail: expect.stringContaining('oldest 15') });
    // Taken at last, they count no more; what they were said of stays for a while.
    store.forgetErrors(store.errors(10)[9]?.position ?? 0);
    await store.close();
    await open(undefined, 10);
    fail(25, 35);
    await settle();
    expect(waiting()).toHaveLength(10);
    expect(store.health().state).toBe('well');
  });

  it('is moved aside when it is broken, and begun anew', async () => {
    store.keep({ records: [received('before')] });
    await store.close();
    writeFileSync(join(dir, 'logs.db'), 'not a database, but long enough to be taken for one'.repeat(100));
    await open();
    expect(store.health()).toMatchObject({ state: 'troubled' });
    expect(told.join()).toContain('begun anew');
    expect(readdirSync(dir).some((name) => name.includes('.broken-'))).toBe(true);
    store.keep({ records: [received('after')] });
    expect(await ask('')).toEqual(['after']);
  });
});

/** Lets the upkeep run. */
async function settle(): Promise<void> {
  clock.advance(1_000);
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}
