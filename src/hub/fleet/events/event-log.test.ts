import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompiledQuery, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoTime, ManualClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { openStore, type Store } from '../../store/index.ts';
import { isError } from './event-kinds.ts';
import { createEventLog, type EventBounds, type EventLog } from './event-log.ts';

let dir: string;
let store: Store;
let log: EventLog;
let said: string[];
const clock = new ManualClock();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-events-'));
  said = [];
  await open();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(bounds?: EventBounds): Promise<void> {
  store = await openStore({ home: openHome(dir), clock, onCorrupt: () => {} });
  log = createEventLog({ store, clock, log: (text) => said.push(text), ...(bounds ? { bounds } : {}) });
}
async function close(): Promise<void> {
  await log.close();
  await store.close();
}

function add(type: string, change: { worker?: string; seq?: number; agentId?: string; time?: string } = {}) {
  const { worker = 'mailer', seq, agentId = 'agent-1', time = '2026-01-01T00:00:00.000Z' } = change;
  const from = seq === undefined ? null : { agentId, seq };
  return log.add({ time, type, worker, host: 'box', data: { type }, from });
}
const ids = (query: Partial<Parameters<EventLog['query']>[0]> = {}) =>
  log.query({ limit: 100, ...query }).events.map((event) => event.id);

async function whileFull(run: () => Promise<void>): Promise<void> {
  const pages = store.rows(raw<{ page_count: number }>('PRAGMA page_count'))[0]?.page_count ?? 0;
  store.rows(raw(`PRAGMA max_page_count = ${pages}`));
  await run();
  store.rows(raw('PRAGMA max_page_count = 1000000'));
}
const raw = <Row>(text: string) => ({ compile: () => sql.raw<Row>(text).compile(store.db) });

/** Writes events of the same kind past the log, which is quick; it has to be opened anew to know of them. */
function insertMany(
  from: number,
  to: number,
  { time = '2026-01-01T00:00:00.000Z', type = 'worker.started', worker = 'a' } = {},
): void {
  store.rows(
    raw(`WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
         INSERT INTO events (id, time, type, worker, host, agent_id, seq, error, restart, data_json)
         SELECT i, '${time}', '${type}', '${worker}', 'box', NULL, NULL, 0, 0, '{}' FROM n`),
  );
}

/** By which index events are read or counted; none is to be sorted after it was found. */
function wayOf(run: () => unknown): string | undefined {
  const { rows } = store;
  let plan = '';
  store.rows = (query) => {
    const compiled = query.compile();
    const explained = { ...compiled, sql: `EXPLAIN QUERY PLAN ${compiled.sql}` } as CompiledQuery<{
      detail: string;
    }>;
    if (/select \*|group by/.test(compiled.sql))
      plan = rows({ compile: () => explained })
        .map(({ detail }) => detail)
        .join();
    return rows(query);
  };
  run();
  store.rows = rows;
  return plan.includes('ORDER BY')
    ? plan
    : /USING (?:COVERING )?(INTEGER PRIMARY KEY|INDEX \w+)/.exec(plan)?.[1];
}

describe('the events', () => {
  it('have growing ids, also after a restart', async () => {
    expect([add('a.x')?.id, add('a.y')?.id]).toEqual([1, 2]);
    await close();
    await open();
    expect(add('a.z')?.id).toBe(3);
    expect(ids()).toEqual([3, 2, 1]);
  });

  it('are found the same whether they wait or are stored', async () => {
    for (let i = 0; i < 6; i++) {
      add(i % 2 === 0 ? 'worker.started' : 'config.applied', {
        worker: i < 3 ? 'a' : 'b',
        time: `2026-01-01T00:00:0${i}.000Z`,
      });
      if (i === 2) await log.flush();
    }
    const all = () => [
      ids(),
      ids({ worker: 'a' }),
      ids({ type: 'worker.started' }),
      ids({ type: 'worker.' }),
      ids({ type: 'work' }),
      ids({ since: '2026-01-01T00:00:02.000Z' }),
      ids({ before: 3 }),
      ids({ limit: 2, type: 'worker.' }),
    ];
    const mixed = all();
    await log.flush();
    expect(all()).toEqual(mixed);
    expect(mixed).toEqual([
      [6, 5, 4, 3, 2, 1],
      [3, 2, 1],
      [5, 3, 1],
      [5, 3, 1],
      [],
      [6, 5, 4, 3],
      [2, 1],
      [5, 3],
    ]);
  });

  it('are found by kind, text and time, the same whether they wait or are stored', async () => {
    const tell = (type: string, second: number, worker: string | null, data: Record<string, unknown> = {}) =>
      log.add({ time: `2026-01-01T00:00:0${second}.000Z`, type, worker, host: 'box', data, from: null });
    tell('worker.exited', 1, 'mailer', {
      reason: 'exit',
      code: 3,
      detail: 'exit code 3: no 100% match_here',
    });
    tell('worker.exited', 2, 'mailer', { reason: 'exit', code: 0 });
    tell('worker.unhealthy', 3, 'ocr');
    await log.flush();
    tell('config.refused', 4, null, { detail: 'メール' });
    tell('agent.started', 5, null);
    tell('worker.recovered', 6, 'ocr');
    const all = () => [
      ids({ kind: 'failures' }),
      ids({ kind: 'restarts' }),
      ids({ kind: 'checks' }),
      ids({ kind: 'config' }),
      ids({ kind: 'yagura' }),
      ids({ kind: 'failures', worker: 'ocr' }),
      ids({ q: 'OCR' }),
      ids({ q: '100% MATCH_' }),
      ids({ q: '100% matchx' }),
      ids({ q: '%' }),
      ids({ q: 'メール' }),
      ids({ q: 'agent.' }),
      ids({ until: '2026-01-01T00:00:02.000Z' }),
      ids({ since: '2026-01-01T00:00:02.000Z', until: '2026-01-01T00:00:04.000Z' }),
    ];
    const mixed = all();
    await log.flush();
    expect(all()).toEqual(mixed);
    expect(mixed).toEqual([
      [4, 3, 1],
      [2, 1],
      [6, 3],
      [4],
      [5],
      [3],
      [6, 3],
      [1],
      [],
      [1],
      [4],
      [5],
      [2, 1],
      [4, 3, 2],
    ]);
  });

  it('are looked through a bounded number at a time when no index helps, and the cursor goes on', async () => {
    add('config.applied');
    await log.flush();
    insertMany(2, 45_000);
    await close();
    await open();
    const pages = [];
    let before: number | undefined;
    do {
      const page = log.query({ limit: 10, kind: 'config', before });
      pages.push(page.events.map((event) => event.id));
      before = page.next ?? undefined;
    } while (before !== undefined && pages.length < 10);
    expect(pages).toEqual([[], [], [1]]);
  });

  it('of one worker, or one type, are found however many others came after them', async () => {
    add('worker.stop-requested', { worker: 'quiet' });
    await log.flush();
    insertMany(2, 45_000);
    await close();
    await open();
    const found = (query: Partial<Parameters<EventLog['query']>[0]>) => {
      const { events, next } = log.query({ limit: 10, ...query });
      return [events.map(({ id }) => id), next];
    };
    expect(found({ worker: 'quiet', q: '-requested' })).toEqual([[1], null]);
    expect(found({ worker: 'quiet', type: 'worker.stop-requested' })).toEqual([[1], null]);
    expect(found({ type: 'worker.stop-requested', since: '2025-01-01T00:00:00.000Z' })).toEqual([[1], null]);
    // Of a busy one, so many of its own at a time.
    expect(found({ worker: 'a', q: '-requested' })).toEqual([[], 25_001]);
    expect(found({ worker: 'a', q: '-requested', before: 20_002 })).toEqual([[], null]);
    expect(found({ type: 'worker.started', since: '2030-01-01T00:00:00.000Z', before: 30_000 })).toEqual([
      [],
      null,
    ]);
  });

  it('are not looked through to the end for a time that none of the older ones is of', async () => {
    insertMany(1, 30_000);
    insertMany(30_001, 30_010, { time: '2026-01-03T00:00:00.000Z' });
    await close();
    await open();
    const next = (since: string) => log.query({ limit: 100, since }).next;
    expect(next('2026-01-02T12:00:00.000Z')).toBeNull();
    expect(next('2026-01-01T12:00:00.000Z'), 'one that came late may lie further back').toBe(10_011);
    expect(log.query({ limit: 5, since: '2026-01-02T12:00:00.000Z' }).next).toBe(30_006);
  });

  it('are looked for in a way that does not take longer the more there are', async () => {
    insertMany(1, 25_000);
    await close();
    await open();
    const since = '2026-01-01T00:00:00.000Z';
    expect(wayOf(() => ids({ type: 'worker.' }))).toBe('INTEGER PRIMARY KEY');
    expect(wayOf(() => ids({ kind: 'failures' }))).toBe('INTEGER PRIMARY KEY');
    expect(wayOf(() => ids({ since }))).toBe('INTEGER PRIMARY KEY');
    expect(wayOf(() => ids({ type: 'worker.started', q: 'x' }))).toBe('INDEX events_by_type');
    expect(wayOf(() => ids({ worker: 'a', type: 'worker.started' }))).toBe('INDEX events_of_worker');
    expect(wayOf(() => ids({ worker: 'a', kind: 'checks', since }))).toBe('INDEX events_of_worker');
    expect(wayOf(() => log.rates({ minutes: 60, worker: 'a' }))).toBe('INDEX events_counted');
  });

  it('are paged towards the past', async () => {
    for (let i = 0; i < 5; i++) add('a.x');
    await log.flush();
    add('a.x');
    const first = log.query({ limit: 4 });
    expect([first.events.map((event) => event.id), first.next]).toEqual([[6, 5, 4, 3], 3]);
    const second = log.query({ limit: 4, before: first.next ?? 0 });
    expect([second.events.map((event) => event.id), second.next]).toEqual([[2, 1], null]);
  });

  it('of an agent are taken once, and acknowledged when they are stored', async () => {
    const stored: number[] = [];
    log.onStored((_, seq) => stored.push(seq));
    expect(add('a.x', { seq: 1 })).not.toBeNull();
    expect(add('a.x', { seq: 1 })).toBeNull();
    expect(add('a.x', { seq: 1, agentId: 'agent-2' })).not.toBeNull();
    expect(log.storedSeq('agent-1')).toBe(0);
    await log.flush();
    expect(log.storedSeq('agent-1')).toBe(1);
    expect(stored).toEqual([1, 1]);
    await close();
    await open();
    expect(add('a.x', { seq: 1 })).toBeNull();
    expect(add('a.x', { seq: 2 })).not.toBeNull();
  });

  it('wait while the database is full, can be read meanwhile, and are stored when there is space', async () => {
    await whileFull(async () => {
      for (let seq = 1; seq <= 400; seq++) add('worker.started', { seq });
      await log.flush();
      expect(log.storedSeq('agent-1')).toBe(0);
      expect(ids({ limit: 3 })).toEqual([400, 399, 398]);
      expect(said).toHaveLength(1);
      clock.advance(1_000);
      await log.flush();
      expect(said, 'it is said once').toHaveLength(1);
    });
    await log.flush();
    expect(log.storedSeq('agent-1')).toBe(400);
    await close();
    await open();
    expect(ids({ limit: 1000 })).toHaveLength(400);
  });

  it('are dropped, the oldest first, when too many wait', async () => {
    await close();
    await open({ waiting: 3, stored: 1000, ageMs: 1e9 });
    await whileFull(async () => {
      for (let i = 0; i < 5; i++) add('a.x');
      expect(ids()).toEqual([5, 4, 3]);
      expect(said.join()).toContain('dropped');
      await log.flush();
    });
  });

  it('that are too old or too many are deleted', async () => {
    await close();
    await open({ waiting: 100, stored: 3, ageMs: 86_400_000 });
    add('a.x', { time: '2020-01-01T00:00:00.000Z' });
    for (let i = 0; i < 4; i++) add('a.x', { time: new Date(clock.now()).toISOString() });
    await log.flush();
    await log.pruneExcess();
    expect(ids()).toEqual([5, 4, 3]);
    clock.advance(2 * 86_400_000);
    await log.pruneOld();
    expect(ids()).toEqual([]);
  });

  it('are deleted however many they are', async () => {
    await close();
    await open({ waiting: 100, stored: 10, ageMs: 86_400_000 });
    insertMany(1, 12_000, { time: isoTime(clock.now()) });
    await close();
    await open({ waiting: 100, stored: 10, ageMs: 86_400_000 });
    await log.pruneExcess();
    expect(log.count()).toBe(10);
    insertMany(12_001, 18_000, { time: isoTime(clock.now() - 2 * 86_400_000) });
    await log.pruneOld();
    expect(log.count()).toBe(10);
  });

  it('count as errors when a worker failed', async () => {
    const exit = (data: Record<string, unknown>) =>
      log.add({
        time: '2026-01-02T00:00:00.000Z',
        type: 'worker.exited',
        worker: 'a',
        host: null,
        data,
        from: null,
      });
    exit({ reason: 'exit', code: 1 });
    exit({ reason: 'exit', code: 0 });
    await log.flush();
    exit({ reason: 'oom' });
    expect(log.errorsSince('2026-01-01T00:00:00.000Z')).toBe(2);
    expect(log.errorsSince('2026-01-03T00:00:00.000Z')).toBe(0);
  });
});

describe('the counts by the minute', () => {
  const minute = 60_000;
  const exit = (at: number, worker = 'mailer') =>
    log.add({
      time: isoTime(at),
      type: 'worker.exited',
      worker,
      host: null,
      data: { reason: 'exit', code: 1 },
      from: null,
    });
  const begin = (at: number, worker = 'mailer') =>
    log.add({ time: isoTime(at), type: 'worker.started', worker, host: null, data: {}, from: null });
  const seen = (query: Parameters<EventLog['rates']>[0]) => {
    const { errors, restarts } = log.rates(query);
    return { errors, restarts };
  };

  it('are the same for what waits, what is stored, and after a restart', async () => {
    const now = Math.floor(clock.now() / minute) * minute + 30_000;
    clock.advance(now - clock.now() + (now < clock.now() ? minute : 0));
    const at = clock.now();
    begin(at - 10 * minute);
    exit(at - 3 * minute);
    begin(at - 3 * minute + 5);
    expect(seen({ minutes: 4 })).toEqual({ errors: [1, 0, 0, 0], restarts: [1, 0, 0, 0] });
    await log.flush();
    exit(at - 20_000, 'ocr');
    exit(at, 'ocr');
    const fourMinutes = { errors: [1, 0, 0, 2], restarts: [1, 0, 0, 0] };
    expect(seen({ minutes: 4 })).toEqual(fourMinutes);
    await close();
    await open();
    expect(seen({ minutes: 4 })).toEqual(fourMinutes);
    expect(seen({ minutes: 4, worker: 'ocr' })).toEqual({ errors: [0, 0, 0, 2], restarts: [0, 0, 0, 0] });
    expect(seen({ minutes: 2 })).toEqual({ errors: [0, 2], restarts: [0, 0] });
    expect(log.rates({ minutes: 2 }).times.at(-1)).toBe(Math.floor(at / minute) * minute);
    expect(log.errorsSince(isoTime(at - 10_000))).toBe(1);
    expect(log.errorsSince(isoTime(at - 3 * minute))).toBe(3);
    expect(log.errorsSince(isoTime(at - 40 * 1_440 * minute))).toBe(3);
    expect(log.restartsSince(isoTime(at - 3 * minute))).toBe(1);
    clock.advance(minute);
    expect(seen({ minutes: 2 })).toEqual({ errors: [2, 0], restarts: [0, 0] });
  });

  it('take as a restart a start right after an end, and no first start and none after a stop', async () => {
    const steps = [
      'started',
      'exited',
      'stopped',
      'started',
      'exited',
      'started',
      'start-failed',
      'started',
      'adopted',
    ];
    for (const step of steps)
      log.add({
        time: isoTime(clock.now()),
        type: `worker.${step}`,
        worker: 'a',
        host: null,
        data: {},
        from: null,
      });
    expect(log.restartsSince(isoTime(clock.now()))).toBe(2);
    exit(clock.now(), 'b');
    await log.flush();
    await close();
    await open();
    begin(clock.now(), 'b');
    begin(clock.now(), 'c');
    expect(log.restartsSince(isoTime(clock.now()))).toBe(3);
  });

  it('leave out a clock that is days wrong', () => {
    exit(clock.now() + 5 * 1_440 * minute);
    expect(seen({ minutes: 1_440 }).errors.some((count) => count > 0)).toBe(false);
  });
});

describe('what counts as an error', () => {
  it.each([
    ['worker.unhealthy', {}, true],
    ['worker.exited', { reason: 'exit', code: 1 }, true],
    ['worker.exited', { reason: 'exit', code: 0 }, false],
    ['worker.exited', { reason: 'signal' }, true],
    ['worker.exited', { reason: 'health' }, false],
    ['worker.exited', { reason: 'operator' }, false],
    ['worker.exited', {}, false],
    ['worker.started', { reason: 'signal' }, false],
  ])('%s %o: %s', (type, data, expected) => {
    expect(isError(type, data)).toBe(expected);
  });
});
