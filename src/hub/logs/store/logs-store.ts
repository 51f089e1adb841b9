import type { Clock, Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import { createTurns } from '../../../shared/turns.ts';
import { moveAside, storageTrouble } from '../../store/index.ts';
import { type ReceivedError, type ReceivedRecord, tellsOfError } from '../received.ts';
import type { Level } from '../record.ts';
import { compare, digitOfLevel, digitOfStream, levelOfDigit, packBlock, streamOfDigit } from './block.ts';
import { idFrom, type LogsFile, openLogsFile, type TailRow } from './logs-file.ts';
import {
  count,
  type Counts,
  type Filter,
  type Hit,
  longestSpanMs,
  type Page,
  type Position,
  search,
} from './search.ts';
import { forIndex, levelWord, sourceWord } from './words.ts';

/** How far a worker's streams were read: where the first line begins that is not in a record yet. */
export type Cursor = readonly [stdout: number, stderr: number];

export interface KeptBatch {
  records: readonly ReceivedRecord[];
  /** How far the workers were read with this batch. */
  cursors?: ReadonlyMap<string, Cursor>;
}

/** A record that was kept, under the name by which it is found again. */
export type StoredRecord = Omit<Hit, 'source'> & { id: string; worker: string };

export interface LogsHealth {
  state: 'well' | 'troubled';
  detail: string;
}

export interface LogsRetention {
  ageMs: number;
  bytes: number;
}

export interface StoredFilter extends Omit<Filter, 'sources'> {
  /** Null: all. */
  workers: readonly string[] | null;
}

export interface StoredPage {
  records: StoredRecord[];
  goOn: Position | null;
  isCut: boolean;
}

export interface LogsStore {
  /**
   * Keeps all of it in one transaction, or nothing and throws `storage_unavailable`. What is kept has no secrets, so they must have been masked.
   * Answers the errors among the records; they stay until `forgetErrors`.
   */
  keep(batch: KeptBatch): ReceivedError[];
  /** Null: nothing of it was ever read. */
  cursor(worker: string): Cursor | null;
  /** The oldest errors that nobody has taken yet. */
  errors(atMost: number): ReceivedError[];
  /** Those up to this position were taken. */
  forgetErrors(throughPosition: number): void;
  search(filter: StoredFilter, page: Page): Promise<StoredPage>;
  count(filter: StoredFilter, options: { bucketMs: number; budgetMs: number }): Promise<Counts>;
  /** The place of a record by its id. Throws `not_found` when it is none. */
  locate(id: string): { position: Position; worker: string };
  /** Names of all that records were kept of. */
  workers(): string[];
  /** Tells what was kept, right afterwards. */
  onKept(listener: (records: readonly StoredRecord[]) => void): () => void;
  setRetention(retention: LogsRetention): void;
  readonly retention: LogsRetention;
  stats(): LogsStats;
  health(): LogsHealth;
  onHealth(listener: (health: LogsHealth) => void): () => void;
  close(): Promise<void>;
}

export interface LogsStats {
  /** Records since the start. */
  kept: number;
  /** Of the file, without what it could give back, and of its log of changes. */
  bytes: number;
  walBytes: number;
  /** ms; null when there is none. */
  oldest: number | null;
}

export const usualRetention: LogsRetention = { ageMs: 7 * 86_400_000, bytes: 1_000_000_000 };

/** A group is packed when it has so much, or when its oldest has waited for so long. */
const packed = { rows: 128, characters: 16_384, afterMs: longestSpanMs };
/** A block has at most so much, but one record at least. */
const mostInBlock = { records: 256, characters: 48 * 1024 };
/** Records that wait for a block, of all groups; each search reads them all. */
const mostWaiting = 4_096;
const mostSources = 10_000;
const otherSources = 'others';
/** Errors that nobody takes. */
const usualWaitingErrors = 20_000;
const mostWaitingCharacters = 100_000_000;
const longestName = 200;
const longestText = 256 * 1024;
const upkeepMs = 1_000;
const reopenEveryMs = 5_000;
const repairedForMs = 3_600_000;
/** What is too old goes, also when nothing new comes. */
const dropEveryMs = 60_000;
const mergeAfter = 8;
const pagesAtATime = 8;

interface Group {
  source: number;
  trouble: number;
  rows: number;
  characters: number;
  /** Monotonic: when its first record came. */
  since: number;
}

export async function createLogsStore(options: {
  path: string;
  clock: Clock;
  log: (text: string) => void;
  retention?: LogsRetention;
  /** Errors that wait for whoever takes them. */
  mostWaitingErrors?: number;
}): Promise<LogsStore> {
  const { path, clock, log, mostWaitingErrors = usualWaitingErrors } = options;
  const healthListeners = new Set<(health: LogsHealth) => void>();
  const keptListeners = new Set<(records: readonly StoredRecord[]) => void>();
  let retention = options.retention ?? usualRetention;
  let file: LogsFile | null = null;
  let health: LogsHealth = { state: 'well', detail: '' };
  let repairedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let names = new Map<number, string>();
  let sources = new Map<string, number>();
  let cursors = new Map<string, Cursor>();
  let groups = new Map<string, Group>();
  let lastN = 0;
  /** Errors that nobody has taken yet, the oldest first. */
  let waitingErrors: { position: number; characters: number }[] = [];
  let errorsLeftAt = Number.NEGATIVE_INFINITY;
  let errorsLeft = 0;
  let kept = 0;
  let packedSinceMerge = 0;
  let hasGrown = true;
  let droppedAt = Number.NEGATIVE_INFINITY;
  let upkeep: Promise<void> = Promise.resolve();
  let isTending = false;
  let isClosed = false;

  function setHealth(next: LogsHealth): void {
    if (health.state === next.state && health.detail === next.detail) return;
    health = next;
    for (const listener of healthListeners) listener(next);
  }

  async function open(): Promise<void> {
    triedAt = clock.monotonic();
    try {
      const opened = await openLogsFile(path, clock.now());
      if (opened.moved) tellRepair(opened.moved.damage, opened.moved.to);
      load(opened);
      file = opened;
    } catch (error) {
      fail(error);
    }
  }

  function load(from: LogsFile): void {
    names = new Map(from.sources().map(({ id, name }) => [id, name]));
    sources = new Map([...names].map(([id, name]) => [name, id]));
    cursors = new Map(from.cursors().map(({ worker, stdout, stderr }) => [worker, [stdout, stderr]]));
    lastN = from.number('n');
    waitingErrors = from.waitingErrors();
    groups = new Map(
      from
        .tallies()
        .map(({ source, trouble, rows, characters }) => [
          keyOf(source, trouble),
          { source, trouble, rows, characters, since: clock.monotonic() },
        ]),
    );
  }

  function tellRepair(damage: string, movedTo: string | null): void {
    repairedAt = clock.monotonic();
    const detail = `the file of the logs was broken (${damage}); it was moved to ${movedTo} and begun anew`;
    log(detail);
    setHealth({ state: 'troubled', detail });
  }

  /** Takes note of what went wrong with the file; anything else is thrown again. */
  function fail(error: unknown): void {
    const trouble = storageTrouble(error);
    if (trouble === null) throw error;
    const detail = messageOf(error);
    if (trouble === 'unwritable')
      return setHealth({ state: 'troubled', detail: `logs cannot be kept: ${detail}` });
    try {
      file?.close();
    } catch {
      // It is moved aside as it is.
    }
    file = null;
    triedAt = Number.NEGATIVE_INFINITY;
    tellRepair(detail, moveAside(path, clock.now()));
  }

  function use<Result>(work: (file: LogsFile) => Result): Result {
    if (!file) throw unavailable(health.detail || 'the file of the logs is being opened');
    try {
      return work(file);
    } catch (error) {
      fail(error);
      throw unavailable(messageOf(error), error);
    }
  }

  async function useFor<Result>(work: (file: LogsFile) => Promise<Result>): Promise<Result> {
    if (!file) throw unavailable(health.detail || 'the file of the logs is being opened');
    try {
      return await work(file);
    } catch (error) {
      fail(error);
      throw unavailable(messageOf(error), error);
    }
  }

  /** What a transaction makes of the state in memory; it counts once the transaction is done. */
  interface Draft {
    groups: Map<string, Group>;
    sources: Map<string, number>;
    blocks: number;
    errors: typeof waitingErrors;
  }

  function sourceOf(name: string, to: LogsFile, draft: Draft): number {
    const known = sources.get(name) ?? draft.sources.get(name);
    if (known !== undefined) return known;
    const size = sources.size + draft.sources.size;
    if (size >= mostSources && name !== otherSources) return sourceOf(otherSources, to, draft);
    const id = size + 1;
    to.addSource(id, name);
    draft.sources.set(name, id);
    return id;
  }

  function keepRows(rows: readonly TailRow[], to: LogsFile, draft: Draft): void {
    const byGroup = new Map<string, TailRow[]>();
    for (const row of rows) {
      const key = keyOf(row.source, row.trouble);
      const list = byGroup.get(key);
      if (list) list.push(row);
      else byGroup.set(key, [row]);
    }
    for (const [key, list] of byGroup) {
      const [{ source, trouble }] = list as [TailRow];
      const before = groups.get(key) ?? { source, trouble, rows: 0, characters: 0, since: clock.monotonic() };
      const after = {
        ...before,
        rows: before.rows + list.length,
        characters: before.characters + list.reduce((sum, { text }) => sum + text.length, 0),
      };
      if (after.rows >= packed.rows || after.characters >= packed.characters) pack(after, list, to, draft);
      else {
        for (const row of list) to.addTail(row);
        draft.groups.set(key, after);
      }
    }
  }

  /** Makes blocks of all that waits of a group, and of what has just come. */
  function pack({ source, trouble }: Group, fresh: readonly TailRow[], to: LogsFile, draft: Draft): void {
    const waiting = groups.has(keyOf(source, trouble)) ? to.tailOf(source, trouble) : [];
    if (waiting.length > 0) to.dropTail(source, trouble);
    draft.groups.set(keyOf(source, trouble), { source, trouble, rows: 0, characters: 0, since: 0 });
    for (const rows of cut([...waiting, ...fresh].sort(compare))) {
      const records = rows.map(({ level, stream, ...row }) => ({
        ...row,
        level: levelOfDigit(level),
        stream: streamOfDigit(stream),
      }));
      const counts = new Map<number, number>();
      for (const { level } of rows) counts.set(level, (counts.get(level) ?? 0) + 1);
      const words = [
        sourceWord(source),
        ...[...counts.keys()].map(levelWord),
        forIndex(rows.map(({ text }) => text).join('\n')),
      ];
      to.addBlock(
        {
          source,
          first: rows[0]?.time ?? 0,
          last: rows.at(-1)?.time ?? 0,
          counts: [...counts].map(([digit, records]) => `${digit}:${records}`).join(','),
        },
        packBlock(records),
        words.join(' '),
      );
      draft.blocks += 1;
    }
  }

  function settle(draft: Draft): void {
    waitingErrors.push(...draft.errors);
    for (const [key, group] of draft.groups) {
      if (group.rows === 0) groups.delete(key);
      else groups.set(key, group);
    }
    for (const [name, id] of draft.sources) {
      sources.set(name, id);
      names.set(id, name);
    }
    if (draft.blocks === 0) return;
    packedSinceMerge += 1;
    hasGrown = true;
  }

  function transact(work: (file: LogsFile, draft: Draft) => void): void {
    use((to) => {
      const draft: Draft = { groups: new Map(), sources: new Map(), blocks: 0, errors: [] };
      to.transaction(() => work(to, draft));
      settle(draft);
    });
  }

  function tellWell(): void {
    const isNews = clock.monotonic() - Math.max(repairedAt, errorsLeftAt) < repairedForMs;
    if (!isNews) setHealth({ state: 'well', detail: '' });
  }

  /** Where whoever takes errors refuses for long, the oldest go. */
  function boundErrors(): void {
    let characters = waitingErrors.reduce((sum, error) => sum + error.characters, 0);
    const over = waitingErrors.findIndex((error, at) => {
      if (waitingErrors.length - at <= mostWaitingErrors && characters <= mostWaitingCharacters) return true;
      characters -= error.characters;
      return false;
    });
    const left = waitingErrors.slice(0, over);
    const last = left.at(-1);
    if (!last) return;
    use((to) => to.dropErrors(last.position));
    waitingErrors = waitingErrors.slice(over);
    if (clock.monotonic() - errorsLeftAt >= repairedForMs) errorsLeft = 0;
    errorsLeft += left.length;
    errorsLeftAt = clock.monotonic();
    setHealth({
      state: 'troubled',
      detail: `errors among the logs are not taken: the oldest ${errorsLeft} of them were dropped`,
    });
  }

  function keep({ records, cursors: read }: KeptBatch): ReceivedError[] {
    let n = lastN;
    const rows: TailRow[] = [];
    const errors: ReceivedError[] = [];
    transact((to, draft) => {
      for (const received of records) {
        const { record, stream } = received;
        rows.push({
          n: ++n,
          source: sourceOf(received.worker.slice(0, longestName), to, draft),
          trouble: isTrouble(record.level) ? 1 : 0,
          time: Math.max(0, Math.floor(record.time)),
          level: digitOfLevel(record.level),
          stream: digitOfStream(stream),
          text: record.text.length > longestText ? `${record.text.slice(0, longestText)} …` : record.text,
        });
        if (tellsOfError(record)) {
          const data = JSON.stringify(received);
          const position = to.addError(data);
          errors.push({ ...received, position });
          draft.errors.push({ position, characters: data.length });
        }
      }
      keepRows(rows, to, draft);
      for (const [worker, [stdout, stderr]] of read ?? []) to.setCursor(worker, stdout, stderr);
      if (records.length > 0) to.setNumber('n', n);
    });
    lastN = n;
    kept += records.length;
    for (const [worker, cursor] of read ?? []) cursors.set(worker, cursor);
    tellWell();
    if (keptListeners.size > 0 && rows.length > 0) {
      const stored = rows.map((row) =>
        toStored({ ...row, level: levelOfDigit(row.level), stream: streamOfDigit(row.stream) }),
      );
      for (const listener of keptListeners) listener(stored);
    }
    return errors;
  }

  function toStored({ time, n, level, stream, text, source }: Hit): StoredRecord {
    const id = [time, n, source].map((part) => part.toString(36)).join('-');
    return { id, time, n, level, stream, text, worker: names.get(source) ?? '' };
  }

  function toFilter({ workers, ...filter }: StoredFilter): Filter {
    return { ...filter, sources: workers && workers.flatMap((name) => sources.get(name) ?? []) };
  }

  /** What is due, bit by bit: groups that have waited, what is too old or too much, the index. */
  async function tend(to: LogsFile): Promise<void> {
    const turn = createTurns();
    const due = [...groups.values()].filter(({ since }) => clock.monotonic() - since >= packed.afterMs);
    let waiting = [...groups.values()].reduce((sum, { rows }) => sum + rows, 0);
    const largest = [...groups.values()].sort((a, b) => b.rows - a.rows);
    while (waiting > mostWaiting) {
      const group = largest.shift();
      if (!group) break;
      due.push(group);
      waiting -= group.rows;
    }
    for (const group of new Set(due)) {
      transact((file, draft) => pack(group, [], file, draft));
      await turn();
    }
    if (hasGrown || clock.monotonic() - droppedAt >= dropEveryMs) {
      hasGrown = false;
      droppedAt = clock.monotonic();
      await dropExcess(to, turn);
    }
    if (packedSinceMerge < mergeAfter) return;
    packedSinceMerge = 0;
    while (!isClosed && file === to && use(() => to.mergeIndex(pagesAtATime))) await turn();
  }

  async function dropExcess(to: LogsFile, turn: () => Promise<void> | undefined): Promise<void> {
    const tooOld = idFrom(clock.now() - retention.ageMs);
    const excess = () => {
      const { bytes, freeBytes } = to.size();
      return bytes - freeBytes - retention.bytes;
    };
    for (;;) {
      if (isClosed || file !== to) return;
      const isTooMuch = excess() > 0;
      let dropped = 0;
      use(() =>
        to.transaction(() => (dropped = to.dropOldest(16, isTooMuch ? Number.MAX_SAFE_INTEGER : tooOld))),
      );
      // The index gives its pages back when what is gone is merged away.
      if (dropped > 0) use(() => to.mergeIndex(pagesAtATime));
      else break;
      await turn();
    }
    const { freeBytes, bytes } = to.size();
    if (bytes > retention.bytes && freeBytes > 0) use(() => to.shrink(256));
  }

  async function maintain(): Promise<void> {
    if (!file && clock.monotonic() - triedAt >= reopenEveryMs) await open();
    if (!file || isTending) return;
    isTending = true;
    try {
      boundErrors();
      await tend(file);
    } catch (error) {
      if (!(error instanceof Failure)) log(`the upkeep of the logs: ${messageOf(error)}`);
    } finally {
      isTending = false;
    }
  }

  let timer: Timer;
  const schedule = () => {
    timer = clock.setTimeout(() => {
      upkeep = maintain();
      schedule();
    }, upkeepMs);
  };
  await open();
  schedule();

  return {
    keep,
    cursor: (worker) => cursors.get(worker) ?? null,
    errors: (atMost) =>
      use((from) => from.errors(atMost)).map(({ position, data }) => ({
        ...(JSON.parse(data) as ReceivedRecord),
        position,
      })),
    forgetErrors(throughPosition) {
      use((to) => to.dropErrors(throughPosition));
      waitingErrors = waitingErrors.filter(({ position }) => position > throughPosition);
    },
    async search(filter, page) {
      const { hits, ...rest } = await useFor((from) => search(from, toFilter(filter), page));
      return { records: hits.map(toStored), ...rest };
    },
    count: (filter, bounds) => useFor((from) => count(from, toFilter(filter), bounds)),
    locate(id) {
      const [time, n, source] = id.split('-').map((part) => Number.parseInt(part, 36));
      const worker = names.get(source ?? 0);
      if (
        time === undefined ||
        n === undefined ||
        worker === undefined ||
        !/^[0-9a-z]+(-[0-9a-z]+){2}$/.test(id)
      )
        throw new Failure('not_found', `there is no record "${id}"`);
      return { position: { time, n }, worker };
    },
    workers: () => [...sources.keys()].sort(),
    onKept(listener) {
      keptListeners.add(listener);
      return () => keptListeners.delete(listener);
    },
    setRetention: (next) => (retention = next),
    get retention() {
      return retention;
    },
    stats() {
      const size = file?.size();
      return {
        kept,
        bytes: size ? size.bytes - size.freeBytes : 0,
        walBytes: size?.walBytes ?? 0,
        oldest: file?.oldest()?.first ?? null,
      };
    },
    health: () => health,
    onHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clock.clearTimeout(timer);
      await upkeep;
      file?.close();
      file = null;
    },
  };
}

const keyOf = (source: number, trouble: number) => `${source}:${trouble}`;

function isTrouble(level: Level | null): boolean {
  return level === 'warn' || level === 'error' || level === 'fatal';
}

/** Into blocks that are neither too large nor span too long a time. */
function cut(rows: readonly TailRow[]): TailRow[][] {
  const blocks: TailRow[][] = [];
  let characters = 0;
  for (const row of rows) {
    const block = blocks.at(-1);
    characters += row.text.length;
    const isFull =
      !block ||
      block.length >= mostInBlock.records ||
      characters > mostInBlock.characters ||
      row.time - (block[0]?.time ?? 0) > longestSpanMs;
    if (!isFull) block.push(row);
    else {
      blocks.push([row]);
      characters = row.text.length;
    }
  }
  return blocks;
}

function unavailable(detail: string, cause?: unknown): Failure {
  return new Failure('storage_unavailable', `the logs cannot be read or kept: ${detail}`, { cause });
}
