/** What workers print: files that they write themselves, kept within a bound, timed, read, followed and watched from here. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TakenLogs, Trouble } from '../../link/messages.ts';
import type { LogLine } from '../../link/status.ts';
import type { Clock } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import { matchWithin } from '../../shared/bounded-match.ts';
import { Keeper } from './keeper.ts';
import { type LogPage, type LogQuery, readLines } from './read-lines.ts';
import { marksFor } from './retention.ts';
import { leftOutText, Tail } from './tail.ts';
import { takeLines, type Wish } from './take-lines.ts';
import { WorkerLog } from './worker-log.ts';

export type { LogPage, LogQuery } from './read-lines.ts';

export interface LogStore {
  /**
   * Makes the log ready before each start, and again when a running worker is adopted; idempotent. The worker's standard output
   * and error must be opened with O_APPEND at these paths. `maxBytes` times `files` bounds what both take on disk together.
   */
  open(worker: string, options: { maxBytes: number; files: number }): { stdout: string; stderr: string };
  /** Called four times a second: notes what was written, keeps the bounds, feeds watchers. */
  poll(): void;
  /** Monotonic ms of the last growth that was seen. */
  lastWriteAt(worker: string): number | null;
  /** Bytes printed since the worker's log began. */
  bytesWritten(worker: string): number;
  /**
   * Lines, newest last: the newest ones, those before a line's id, or (with `after`) the next ones after it. A search that has
   * looked through enough returns early with a `before` to go on from. Throws `bad_cursor`.
   */
  read(worker: string, query: LogQuery): Promise<LogPage>;
  /** Workers whose logs have something to take that was not there when this was asked last. */
  news(): string[];
  /** The lines that come next in each of these logs, as many as fit, of the one that is behind least first; at least those of one. */
  take(
    wishes: readonly { worker: string; from: Wish['from'] }[],
    bounds: Omit<Wish, 'from'>,
  ): Promise<TakenLogs[]>;
  /** Gives new lines as they come, soon after they were written; says how many were left out when there are too many. */
  follow(worker: string, onLines: (lines: LogLine[]) => void): () => void;
  /**
   * Calls back for each new complete line that matches; lines that come too fast are skipped and counted. `onGivenUp`: the pattern
   * takes too long again and again, so that from now on nobody looks for it.
   */
  watch(
    worker: string,
    pattern: RegExp,
    onMatch: (match: RegExpExecArray) => void,
    onGivenUp?: () => void,
  ): () => void;
  trouble(): Trouble[];
  abilities(): Record<string, boolean | string>;
  /** Leaves a worker's log alone from now on; its files stay. */
  forget(worker: string): void;
  close(): void;
}

const quickMs = 50;
const flushEvery = 8;
const idleEvery = 4;
const mostShown = { mostLines: 1_000, mostBytes: 128 * 1024 };
const mostMatched = { mostLines: 20_000, mostBytes: 512 * 1024 };
const leastTakenBytes = 64 * 1024;
/** What an answer without a line counts, so that there is a bound on these too. */
const bareAnswerBytes = 64;
const matchTimeoutMs = 50;
const strikes = 3;
const toldForMs = 10 * 60_000;
const largestFileBytes = 4 * 1024 ** 3;
const largestFileInBounds = 1_000;

interface Watch {
  log: WorkerLog;
  tail: Tail;
  pattern: RegExp;
  onMatch: (match: RegExpExecArray) => void;
  onGivenUp: (() => void) | undefined;
  timeouts: number;
}

interface Follow {
  log: WorkerLog;
  tail: Tail;
  onLines: (lines: LogLine[]) => void;
}

export function createLogStore(options: { dir: string; clock: Clock }): LogStore {
  const { dir, clock } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const logs = new Map<string, WorkerLog>();
  const follows = new Set<Follow>();
  const watches = new Set<Watch>();
  /** They stay off, and are trouble, until whoever wanted them wants them no more. */
  const givenUp = new Set<Watch>();
  const keeper = new Keeper(dir);
  const told = new Map<string, { code: string; detail: string; at: number }>();
  let tick = 0;
  let quick: ReturnType<typeof setInterval> | null = null;

  const tell = (code: string, worker: string, detail: string) => {
    told.set(`${code} ${worker}`, { code, detail, at: clock.monotonic() });
  };
  keeper.probe().catch((error: unknown) => tell('log_upkeep', '', messageOf(error)));

  /** The log of a worker that was opened, or whose files are there from before. */
  function find(worker: string): WorkerLog | null {
    const known = logs.get(worker);
    if (known) return known;
    if (!/^[a-z0-9][a-z0-9._-]{0,62}$/i.test(worker)) {
      throw new Failure(
        'worker_not_found',
        'A worker has a name of letters, digits, dots, dashes and underscores',
      );
    }
    return existsSync(join(dir, worker)) ? attach(worker) : null;
  }

  function attach(worker: string): WorkerLog {
    const log = new WorkerLog(dir, worker, clock);
    logs.set(worker, log);
    return log;
  }

  function look(log: WorkerLog): void {
    try {
      log.look();
      const { surprise } = log;
      if (surprise) tell('log_changed', log.worker, surprise.detail);
      log.surprise = null;
    } catch (error) {
      tell('log_upkeep', log.worker, `Log of ${log.worker}: ${messageOf(error)}`);
    }
  }

  async function show({ log, tail, onLines }: Follow): Promise<void> {
    const batch = await tail.pull({ ...mostShown, unfinished: true });
    if (!batch || (batch.lines.length === 0 && !batch.leftOut)) return;
    const { lines, leftOut } = batch;
    const first = lines[0];
    if (leftOut && first)
      lines.unshift({ ...first, id: leftOut.id, text: leftOutText(leftOut), truncated: false });
    if (!log.isClosed) onLines(lines);
  }

  async function match(watch: Watch): Promise<void> {
    const { log, tail, pattern, onMatch } = watch;
    const batch = await tail.pull({ ...mostMatched, unfinished: false });
    if (!batch || !watches.has(watch)) return;
    if (batch.leftOut) {
      tell(
        'log_watch_behind',
        log.worker,
        `${log.worker} prints faster than patterns can be looked for: ${batch.leftOut.lines} lines skipped`,
      );
    }
    if (batch.lines.length === 0) return;
    const found = matchWithin(
      pattern,
      batch.lines.map(({ text }) => text),
      matchTimeoutMs,
    );
    if (found) {
      watch.timeouts = 0;
      found.forEach(onMatch);
      return;
    }
    watch.timeouts += 1;
    if (watch.timeouts < strikes) {
      tell('log_pattern_slow', log.worker, slowText(watch));
      return;
    }
    watches.delete(watch);
    givenUp.add(watch);
    told.delete(`log_pattern_slow ${log.worker}`);
    watch.onGivenUp?.();
  }

  function run(worker: string, code: string, work: Promise<void>): void {
    work.catch((error: unknown) => tell(code, worker, `Log of ${worker}: ${messageOf(error)}`));
  }

  /** Followed logs and those that could pass their bound between two polls are looked at more often. */
  function lookQuickly(): void {
    const fast = new Set<WorkerLog>([...follows].map(({ log }) => log));
    for (const log of logs.values()) if (outrunsPolling(log)) fast.add(log);
    for (const log of fast) look(log);
    keeper.tend(fast);
    for (const follow of follows) run(follow.log.worker, 'log_upkeep', show(follow));
    if (fast.size === 0) stopQuick();
  }

  function stopQuick(): void {
    if (quick) clearInterval(quick);
    quick = null;
  }

  function startQuick(): void {
    quick ??= setInterval(lookQuickly, quickMs).unref();
  }

  return {
    open(worker, { maxBytes, files }) {
      const log = logs.get(worker) ?? attach(worker);
      log.boundBytes = maxBytes * files;
      log.index.maxMarks = marksFor(log.boundBytes);
      log.prepare(
        keeper.canPunch === false ? maxBytes : Math.min(largestFileBytes, maxBytes * largestFileInBounds),
      );
      return { stdout: log.streams[0].path, stderr: log.streams[1].path };
    },

    poll() {
      tick += 1;
      let phase = 0;
      for (const log of logs.values()) {
        phase += 1;
        if (log.isIdle && (tick + phase) % idleEvery !== 0) continue;
        look(log);
        if ((tick + phase) % flushEvery === 0) log.index.flush();
        if (outrunsPolling(log)) startQuick();
      }
      keeper.tend(logs.values());
      for (const watch of watches) run(watch.log.worker, 'log_upkeep', match(watch));
    },

    lastWriteAt: (worker) => logs.get(worker)?.lastWriteAt ?? null,
    bytesWritten: (worker) => logs.get(worker)?.bytesWritten ?? 0,

    async read(worker, query) {
      const log = find(worker);
      if (!log) return { lines: [], before: null };
      return await log.using(() => readLines(log, query));
    },

    news: () => [...logs.values()].filter((log) => log.hasNews()).map(({ worker }) => worker),

    async take(wishes, { mostBytes, mostBehindBytes }) {
      const taken: TakenLogs[] = [];
      // Each has its share, so that none waits for one that prints without end.
      const share = Math.max(leastTakenBytes, mostBytes / wishes.length);
      let bytes = 0;
      const asked = wishes
        .flatMap(({ worker, from }) => {
          const log = find(worker);
          if (!log) return [];
          look(log);
          const backlog = from === null ? log.retainedBytes : log.bytesWritten - from[0] - from[1];
          return [{ worker, from, log, backlog }];
        })
        .sort((a, b) => a.backlog - b.backlog);
      for (const { worker, from, log, backlog } of asked) {
        // What is to be left out has to be counted first, and nobody waits for that but whoever printed it.
        if (bytes >= mostBytes || (taken.length > 0 && backlog > mostBehindBytes)) break;
        const wish = { from, mostBytes: Math.min(share, mostBytes - bytes), mostBehindBytes };
        const found = await log.using(() => takeLines(log, wish));
        bytes += found.lines.reduce((sum, { text }) => sum + text.length, bareAnswerBytes);
        taken.push({ worker, ...found });
      }
      return taken;
    },

    follow(worker, onLines) {
      const log = find(worker) ?? attach(worker);
      look(log);
      const follow = { log, tail: new Tail(log), onLines };
      follows.add(follow);
      startQuick();
      return () => follows.delete(follow);
    },

    watch(worker, pattern, onMatch, onGivenUp) {
      const log = find(worker) ?? attach(worker);
      look(log);
      const watch = { log, tail: new Tail(log), pattern, onMatch, onGivenUp, timeouts: 0 };
      watches.add(watch);
      return () => {
        watches.delete(watch);
        givenUp.delete(watch);
      };
    },

    trouble() {
      for (const [key, { at }] of told) if (clock.monotonic() - at > toldForMs) told.delete(key);
      return [
        ...keeper.trouble(),
        ...[...told.values()].map(({ code, detail }) => ({ code, detail })),
        ...[...givenUp].map((watch) => ({
          code: 'log_pattern_slow',
          detail: `${slowText(watch)} and is no longer looked for until its next start`,
        })),
      ];
    },

    abilities: () => ({
      logPunchHole: keeper.canPunch ?? 'not tried yet',
      logReserve: keeper.canReserve ?? 'not tried yet',
    }),

    forget(worker) {
      const log = logs.get(worker);
      if (!log) return;
      for (const follow of follows) if (follow.log === log) follows.delete(follow);
      for (const set of [watches, givenUp]) for (const watch of set) if (watch.log === log) set.delete(watch);
      log.close();
      logs.delete(worker);
    },

    close() {
      stopQuick();
      follows.clear();
      watches.clear();
      givenUp.clear();
      for (const log of logs.values()) log.close();
      logs.clear();
    },
  };
}

function slowText({ log, pattern }: Watch): string {
  return `The pattern ${String(pattern)} of ${log.worker} takes too long on its lines`;
}

/** Whether a worker prints so fast that it could pass its bound between two polls. */
function outrunsPolling(log: WorkerLog): boolean {
  return log.boundBytes !== null && log.bytesPerSecond > log.boundBytes / 4;
}
