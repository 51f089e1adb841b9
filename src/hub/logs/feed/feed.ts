import type { TakenLogs } from '../../../link/messages.ts';
import type { Clock, Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { Fleet } from '../../fleet/index.ts';
import type { ErrorSink, ReceivedError, ReceivedRecord } from '../received.ts';
import { type Level, levels } from '../record.ts';
import type { Scrub } from '../scrub.ts';
import type { Cursor, LogsStore } from '../store/index.ts';
import { WorkerReading } from './worker-reading.ts';

/** What came of a source since the hub started. */
export interface SourceTally {
  /** By level; `none` where the text gives none. A stack trace counts once. */
  records: Record<Level | 'none', number>;
  /** Of its output, printed faster than it could be read. Of bytes that were gone already the lines are unknown. */
  leftOut: { lines: number; bytes: number; atMs: number | null };
}

export interface Feed {
  /** Begins to read what workers print. */
  begin(): void;
  /**
   * Takes records that somebody sent: masks their secrets and keeps them. Throws `storage_unavailable`, and then none of them was taken; what was
   * taken is not lost.
   */
  receive(records: readonly ReceivedRecord[]): Promise<void>;
  tallies(): ReadonlyMap<string, SourceTally>;
  /** Bytes that were printed and not read when it was looked last. */
  behindBytes(): number;
  close(): Promise<void>;
}

export interface FeedBounds {
  /** Asked for at once, of all workers together. */
  takenBytes: number;
  /** The same of those that print more than is read: short, since everybody else may have to wait for it. */
  turnBytes: number;
  /** What lies further back in a stream is left out. */
  behindBytes: number;
  /** Records of one transaction. */
  records: number;
  /** Share of a core. */
  share: number;
}

const usualBounds: FeedBounds = {
  takenBytes: 256 * 1024,
  turnBytes: 64 * 1024,
  behindBytes: 4 * 1024 * 1024,
  records: 256,
  share: 0.5,
};

/** Between two looks at workers that print a little now and then. */
const gatherMs = 300;
const flushMs = 150;
const retryMs = 1_000;
const wishesAtATime = 500;
const errorsAtATime = 500;

export function createFeed(options: {
  fleet: Pick<Fleet, 'takeLogs' | 'onChange'>;
  store: LogsStore;
  scrub: Scrub;
  sink: ErrorSink;
  clock: Clock;
  log: (text: string) => void;
  bounds?: Partial<FeedBounds>;
}): Feed {
  const { fleet, store, scrub, sink, clock, log } = options;
  const bounds = { ...usualBounds, ...options.bounds };
  const readings = new Map<string, WorkerReading>();
  const tallies = new Map<string, SourceTally>();
  /** Workers that have printed something, the one that waits longest first. */
  const waiting = new Set<string>();
  const behind = new Map<string, number>();
  let timer: Timer | undefined;
  let flushTimer: Timer | undefined;
  let retryTimer: Timer | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let flushedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let isClosed = false;
  /** Errors wait on disk for a sink that failed, or since the last time. */
  let hasErrors = true;
  let telling: Promise<void> = Promise.resolve();
  let wake: (() => void) | null = null;
  let endRest: (() => void) | null = null;

  const stopListening = fleet.onChange((change) => {
    if (change.kind === 'log-news') {
      for (const worker of change.workers) waiting.add(worker);
      if (change.workers.some((worker) => !behind.has(worker))) endRest?.();
      runSoon();
    } else if (change.kind === 'workers') for (const worker of change.removed) forget(worker);
  });
  let hasBegun = false;

  function forget(worker: string): void {
    readings.delete(worker);
    waiting.delete(worker);
    behind.delete(worker);
  }

  function runSoon(): void {
    if (isClosed || !hasBegun || running || timer !== undefined || waiting.size === 0) return;
    timer = clock.setTimeout(
      () => {
        timer = undefined;
        work(run);
      },
      Math.max(0, lookedAt + gatherMs - clock.monotonic()),
    );
  }

  /** One thing at a time: two that read the same lines would keep them twice. What comes too early is tried again afterwards. */
  function work(what: () => Promise<void>): void {
    if (running) return;
    running = what()
      .catch((error: unknown) => log(`reading the workers' output: ${messageOf(error)}`))
      .finally(() => {
        running = null;
        runSoon();
        flushSoon();
      });
  }

  /**
   * Takes turns until none waits. Whoever prints more than is read gets the time that is left, and while its lines are asked for others are read, so
   * that nobody else waits for it.
   */
  async function run(): Promise<void> {
    let restUntil = Number.NEGATIVE_INFINITY;
    let late: Promise<TakenLogs[] | null> | null = null;
    let isAnswered = false;
    try {
      while (!isClosed && (waiting.size > 0 || late)) {
        const prompt = [...waiting].filter((name) => !behind.has(name));
        const restMs = late ? flushMs : restUntil - clock.monotonic();
        let taken: TakenLogs[] | null;
        if (prompt.length > 0) {
          lookedAt = clock.monotonic();
          taken = await take(prompt, bounds.takenBytes);
        } else if (late && isAnswered) {
          taken = await late;
          late = null;
        } else if (restMs > 0) {
          await rest(Math.min(restMs, flushMs));
          await flushInTime();
          continue;
        } else {
          lookedAt = clock.monotonic();
          isAnswered = false;
          late = take([...waiting], bounds.turnBytes).finally(() => {
            isAnswered = true;
            endRest?.();
          });
          late.catch(() => {}); // it is waited for later
          continue;
        }
        if (!taken) break;
        const startedAt = performance.now();
        try {
          await read(taken);
        } catch (error) {
          // What was read and not kept is read again.
          for (const { worker } of taken) {
            readings.delete(worker);
            waiting.add(worker);
          }
          throw error;
        }
        await flushInTime();
        const owedMs = (performance.now() - startedAt) * (1 / bounds.share - 1);
        restUntil = Math.max(restUntil, clock.monotonic()) + owedMs;
      }
    } finally {
      // What was asked for and not read is asked for again.
      for (const { worker } of (await late?.catch(() => null)) ?? []) waiting.add(worker);
    }
  }

  /** What comes next of these; null when nobody can be asked now. */
  async function take(wanted: readonly string[], mostBytes: number): Promise<TakenLogs[] | null> {
    const names = wanted.slice(0, wishesAtATime);
    for (const name of names) waiting.delete(name);
    try {
      const taken = await fleet.takeLogs(
        names.map((worker) => ({ worker, from: readingOf(worker).next })),
        { mostBytes, mostBehindBytes: bounds.behindBytes },
      );
      const reached = new Set(taken.map(({ worker }) => worker));
      // Nobody knows them any more.
      if (taken.length === 0) for (const name of names) behind.delete(name);
      // Who was not reached, beside others, has printed much: how much is seen when its turn comes.
      else
        for (const name of names)
          if (!reached.has(name)) {
            waiting.add(name);
            behind.set(name, behind.get(name) ?? 0);
          }
      return taken;
    } catch (error) {
      // An agent that comes back says what there is; one that is slow may be asked again.
      if (error instanceof Failure && error.code === 'agent_away') return null;
      for (const name of names) waiting.add(name);
      if (error instanceof Failure) return null;
      throw error;
    }
  }

  /** So that its share of a core is kept. Ends early when somebody prints who is not behind. */
  async function rest(ms: number): Promise<void> {
    let timer: Timer | undefined;
    await new Promise<void>((resolve) => {
      endRest = resolve;
      timer = clock.setTimeout(resolve, ms);
    });
    clock.clearTimeout(timer);
    endRest = null;
  }

  function readingOf(worker: string): WorkerReading {
    const known = readings.get(worker);
    if (known) return known;
    const reading = new WorkerReading(worker, store.cursor(worker));
    readings.set(worker, reading);
    return reading;
  }

  async function read(taken: readonly TakenLogs[]): Promise<void> {
    const turn = createTurns();
    let records: ReceivedRecord[] = [];
    let cursors = new Map<string, Cursor>();
    const keepAll = async () => {
      await keep(records, cursors);
      records = [];
      cursors = new Map();
    };
    for (const each of taken) {
      const { worker, behindBytes, leftOut } = each;
      if (behindBytes > 0) {
        waiting.add(worker);
        behind.set(worker, behindBytes);
      } else behind.delete(worker);
      if (leftOut) {
        const tally = tallyOf(worker).leftOut;
        tally.lines += leftOut.lines;
        tally.bytes += leftOut.bytes;
        tally.atMs = clock.now();
      }
      const reading = readingOf(worker);
      for (const done of reading.take(each, clock.monotonic())) {
        records.push(...done);
        const pause = turn();
        if (pause) await pause;
        if (records.length < bounds.records) continue;
        cursors.set(worker, reading.cursor);
        await keepAll();
      }
      cursors.set(worker, reading.cursor);
    }
    await keepAll();
  }

  /** Keeps them, however long the disk takes nothing; meanwhile nothing more is read. Then tells of the errors. */
  async function keep(records: readonly ReceivedRecord[], cursors: Map<string, Cursor>): Promise<void> {
    for (const [worker, cursor] of cursors) {
      const known = store.cursor(worker);
      if (known?.[0] === cursor[0] && known[1] === cursor[1]) cursors.delete(worker);
    }
    if (records.length === 0 && cursors.size === 0) return;
    scrub.records(records.map(({ record }) => record));
    for (;;) {
      try {
        const errors = store.keep({ records, cursors });
        for (const { worker, record } of records) tallyOf(worker).records[record.level ?? 'none'] += 1;
        tell(errors);
        await telling;
        return;
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'storage_unavailable') throw error;
        await new Promise<void>((resolve) => {
          wake = resolve;
          clock.setTimeout(resolve, retryMs);
        });
        wake = null;
        if (isClosed) return;
      }
    }
  }

  function tallyOf(source: string): SourceTally {
    const known = tallies.get(source);
    if (known) return known;
    const tally: SourceTally = {
      records: Object.fromEntries([...levels, 'none'].map((level) => [level, 0])) as SourceTally['records'],
      leftOut: { lines: 0, bytes: 0, atMs: null },
    };
    // Names come from outside, too.
    if (tallies.size < mostTallies) tallies.set(source, tally);
    return tally;
  }

  /** Hands errors on: those that have just come, unless older ones wait. */
  function tell(errors: readonly ReceivedError[]): void {
    if (errors.length === 0) return;
    if (hasErrors) return tellWaiting();
    telling = handAfter(telling, errors);
  }

  async function handAfter(before: Promise<void>, errors: readonly ReceivedError[]): Promise<void> {
    await before;
    // Those before them must come first.
    if (!hasErrors) await hand(errors);
  }

  function tellWaiting(): void {
    if (retryTimer === undefined) telling = handWaiting(telling);
  }

  async function handWaiting(before: Promise<void>): Promise<void> {
    await before;
    try {
      while (hasErrors && !isClosed) {
        const errors = store.errors(errorsAtATime);
        hasErrors = errors.length > 0;
        if (hasErrors && !(await hand(errors))) return;
      }
    } catch (error) {
      log(`the errors among the logs: ${messageOf(error)}`);
      tryAgain();
    }
  }

  async function hand(errors: readonly ReceivedError[]): Promise<boolean> {
    try {
      await sink.take(errors);
      store.forgetErrors(errors.at(-1)?.position ?? 0);
      return true;
    } catch (error) {
      hasErrors = true;
      log(`errors among the logs could not be handed on and are kept: ${messageOf(error)}`);
      tryAgain();
      return false;
    }
  }

  function tryAgain(): void {
    retryTimer ??= clock.setTimeout(() => {
      retryTimer = undefined;
      tellWaiting();
    }, retryMs);
  }

  /** Ends records from which nothing more came. */
  function flushSoon(): void {
    if (isClosed || flushTimer !== undefined) return;
    if (![...readings.values()].some(({ isOpen }) => isOpen)) return;
    flushTimer = clock.setTimeout(() => {
      flushTimer = undefined;
      work(flush);
    }, flushMs);
  }

  /** While others are read there is no other time for it. */
  async function flushInTime(): Promise<void> {
    if (clock.monotonic() - flushedAt >= flushMs) await flush();
  }

  async function flush(): Promise<void> {
    const now = clock.monotonic();
    flushedAt = now;
    const records: ReceivedRecord[] = [];
    const cursors = new Map<string, Cursor>();
    for (const [worker, reading] of readings) {
      // Where lines wait to be read, it is not the worker that is quiet.
      if (!reading.isOpen || behind.has(worker)) continue;
      const done = reading.flush(now);
      if (done.length === 0) continue;
      records.push(...done);
      cursors.set(worker, reading.cursor);
    }
    await keep(records, cursors);
  }

  return {
    begin() {
      hasBegun = true;
      tellWaiting();
      runSoon();
    },
    async receive(records) {
      scrub.records(records.map(({ record }) => record));
      const turn = createTurns();
      for (let at = 0; at < records.length; at += bounds.records) {
        const part = records.slice(at, at + bounds.records);
        const errors = store.keep({ records: part });
        for (const { worker, record } of part) tallyOf(worker).records[record.level ?? 'none'] += 1;
        tell(errors);
        await turn();
      }
    },
    tallies: () => tallies,
    behindBytes: () => [...behind.values()].reduce((sum, bytes) => sum + bytes, 0),
    async close() {
      isClosed = true;
      stopListening();
      clock.clearTimeout(timer);
      clock.clearTimeout(flushTimer);
      clock.clearTimeout(retryTimer);
      wake?.();
      endRest?.();
      await running;
      await telling;
    },
  };
}

const mostTallies = 20_000;
