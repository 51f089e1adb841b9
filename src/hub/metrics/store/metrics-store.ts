/**
 * The embedded store. New samples stand in the head and, each second, in the journal on disk. Every two minutes the head is sealed into
 * compressed segments, which take the journal's place; windows of two hours are closed into one chunk a series in each tier.
 */
import type { Clock, Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Family } from '../exposition/index.ts';
import type { Labels, Matcher, NewestSource, ReadLimits, SampleSink, SeriesSource } from '../samples.ts';
import { between } from './columns.ts';
import { compactWindow } from './compaction.ts';
import { createDisk, type DiskHealth } from './disk.ts';
import { follow } from './follow.ts';
import { createHead, type Sample } from './head.ts';
import { createJournal, readJournal } from './journal.ts';
import { keyOf, labelsOf } from './series-key.ts';
import type { JournalRow, MetricsFile } from './metrics-file.ts';
import { createReading } from './reading.ts';
import { encodeSegment, groupOf, type SegmentEntry } from './segment.ts';
import { createSeriesIndex, type SeriesRow } from './series-index.ts';
import { createShelf } from './shelf.ts';
import { type Refusal, storeFigures, type StoreStats } from './store-figures.ts';
import { createTurns } from '../../../shared/turns.ts';
import {
  blockOf,
  blockStart,
  lateMs,
  type Tier,
  type TierName,
  tiers,
  windowMs,
  windowOf,
} from './windows.ts';

export interface Retention {
  /** ms that each tier is kept, the finest the shortest. */
  ages: Record<TierName, number>;
  /** Bytes that the file may take. */
  bytes: number;
}

const dayMs = 86_400_000;
export const defaultRetention: Retention = {
  ages: { raw: 2 * dayMs, medium: 14 * dayMs, coarse: 400 * dayMs },
  bytes: 10e9,
};

export interface StoreBounds {
  /** Series of all sources together. */
  series: number;
  /** Of each source that had a sample in the last day, by the first word of the source's name. */
  seriesOf: Readonly<Record<string, number>>;
  /** Sealed samples that wait for a disk, and journal rows. */
  waitingBytes: number;
  waitingJournalBytes: number;
}

export const storeBounds: StoreBounds = {
  series: 500_000,
  seriesOf: { tower: 100_000, scrape: 10_000, statsd: 20_000, otlp: 100_000, 'remote-write': 200_000 },
  waitingBytes: 32e6,
  waitingJournalBytes: 8e6,
};
const seriesOfOthers = 10_000;

export interface MetricsStore extends SampleSink, SeriesSource, NewestSource {
  stats(): StoreStats;
  /** The same for /metrics. */
  families(): Family[];
  /** ms; from here on everything is here as it came in. Now, when there is nothing yet. */
  wholeSince(): number;
  retention(): Retention;
  /** Is remembered for the next start. */
  setRetention(retention: Retention): void;
  health(): DiskHealth;
  onHealth(listener: (health: DiskHealth) => void): () => void;
  /** Puts what is new on disk, as happens each second. */
  flush(): void;
  /** Closes windows that are over, deletes what is too old or too much, as happens each half minute. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

const flushEveryMs = 1_000;
const sealEveryMs = 120_000;
const maintainEveryMs = 30_000;
/** Beyond these, a flush or a round of sealing does not wait for its time. */
const flushSoonerBytes = 4e6;
const sealSoonerBytes = 16e6;
/** With so many segments an open window is compacted before its time, and again when it closes. */
const segmentsOfAGroup = 256;
const aheadMs = 600_000;
const forgetEveryMs = 3_600_000;
const deletedAtATime = 500;
const pagesAtATime = 256;
const leastShrinkBytes = 1e6;
const rateSeconds = 10;
const coarsestStepMs = Math.max(...tiers.map(({ stepMs }) => stepMs));

export async function createMetricsStore(options: {
  path: string;
  clock: Clock;
  log: (text: string) => void;
  /** What it was told last, or the usual, when not given. */
  retention?: Retention;
  bounds?: StoreBounds;
}): Promise<MetricsStore> {
  const { path, clock, log, bounds = storeBounds } = options;
  let retention = options.retention ?? defaultRetention;
  const index = createSeriesIndex();
  const head = createHead();
  const journal = createJournal();
  const shelf = createShelf();
  const refused: Record<Refusal, number> = { late: 0, ahead: 0, expired: 0, series: 0, labels: 0 };
  /** Series of each source that had a sample in the last day. */
  const active = new Map<string, number>();
  /** Windows before these are gone from a tier, since the file was too large. */
  const cut: Record<TierName, number> = { raw: 0, medium: 0, coarse: 0 };
  let now = clock.now();
  let generation = 0;
  let lastSegmentId = 0;
  let damaged = 0;
  let taken = 0;
  const takenAt: number[] = [];
  let sealing: Promise<void> | null = null;
  let maintaining: Promise<void> | null = null;
  let closed = false;
  let isLoaded = false;
  let forgotAt = 0;
  const timers = new Set<{ timer: Timer | undefined }>();

  const disk = createDisk({
    path,
    clock,
    log,
    bounds,
    onDrop: (segment) => shelf.remove(segment),
    onOpen: load,
    onAnew() {
      for (const window of shelf.windows())
        for (const group of shelf.groups(window))
          for (const segment of shelf.of(window, group)) if (segment.data === null) shelf.remove(segment);
      return [...index.ids()].map(rowOf);
    },
  });
  function load(file: MetricsFile, rows: readonly JournalRow[]): void {
    generation = file.number('generation');
    for (const { name } of tiers) cut[name] = file.number(`cut_${name}`);
    const keepsBytes = file.number('keep_bytes');
    if (keepsBytes > 0 && !options.retention) {
      const [raw, medium, coarse] = tiers.map(({ name }) => file.number(`keep_${name}`));
      retention = { ages: { raw, medium, coarse } as Retention['ages'], bytes: keepsBytes };
    }
    for (const { id, source, key, first, last } of file.series()) {
      index.add(source, key, id);
      if (first !== null) index.seen(id, first);
      if (last !== null) index.seen(id, last);
    }
    for (const row of file.segments()) {
      shelf.add({ ...row, data: null, samples: 0 });
      lastSegmentId = row.id;
    }
    countActive();
    for (const { data } of rows) replay(data);
    isLoaded = true;
  }

  function replay(data: Uint8Array): void {
    try {
      readJournal(data, (id, timeMs, value, isStale) => {
        if (index.keyOf(id) !== undefined) put(id, timeMs, value, isStale);
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      noteDamage(error);
    }
  }

  function noteDamage(error: unknown): void {
    if (damaged === 0) log(`some figures cannot be read: ${messageOf(error)}`);
    damaged += 1;
  }

  function rowOf(id: number): SeriesRow {
    const known = (timeMs: number) => (Number.isFinite(timeMs) ? timeMs : null);
    const [first, last] = [known(index.first(id)), known(index.last(id))];
    return { id, source: index.sourceOf(id) ?? '', key: index.keyOf(id) ?? '', first, last };
  }

  /** Between which times the series may have samples, those of segments of an earlier hub included. */
  function spanOf(id: number): { first: number; last: number } {
    let first = index.first(id);
    let last = index.last(id) + coarsestStepMs;
    for (const window of shelf.windows()) {
      if (shelf.of(window, groupOf(id)).length === 0) continue;
      first = Math.min(first, window * windowMs);
      last = Math.max(last, (window + 1) * windowMs);
    }
    return { first, last };
  }

  /** Numbers of the matching series that may have samples in the time. */
  function match(matchers: readonly Matcher[], fromMs: number, toMs: number): number[] {
    return index.match(matchers).filter((id) => {
      const { first, last } = spanOf(id);
      return first <= toMs && last >= fromMs;
    });
  }

  function countActive(): void {
    active.clear();
    for (const id of index.ids()) {
      const source = index.sourceOf(id) ?? '';
      if (index.last(id) >= now - dayMs) active.set(source, (active.get(source) ?? 0) + 1);
    }
  }

  function mayHaveMore(source: string): boolean {
    const most = bounds.seriesOf[source.split(':')[0] ?? ''] ?? seriesOfOthers;
    return isLoaded && index.size < bounds.series && (active.get(source) ?? 0) < most;
  }

  function firstWindow({ name }: Tier): number {
    return Math.max(windowOf(now - retention.ages[name]), cut[name]);
  }

  /** ms; ∞ when there is none. */
  function oldestSample(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const id of index.ids()) oldest = Math.min(oldest, index.first(id));
    return oldest;
  }

  /** Into the head, which is emptied when it has no room. */
  function put(id: number, timeMs: number, value: number, isStale: boolean): void {
    if (!head.add(id, timeMs, value, isStale)) {
      seal(groupOf(id));
      head.add(id, timeMs, value, isStale);
    }
    index.seen(id, timeMs);
  }

  function take(id: number, timeMs: number, value: number, isStale: boolean): void {
    // What comes in order, a moment after the one before, is nearly all.
    const newest = index.last(id);
    const isNext =
      timeMs > newest && timeMs < newest + lateMs && timeMs <= now + aheadMs && Number.isInteger(timeMs);
    if (!isNext && !mayTake(id, timeMs)) return;
    put(id, timeMs, value, isStale);
    journal.add(id, timeMs, value, isStale);
    taken += 1;
    if (journal.bytes > flushSoonerBytes) flush();
  }

  function mayTake(id: number, timeMs: number): boolean {
    now = clock.now();
    const why = whyRefused(id, timeMs);
    if (why !== null) refused[why] += 1;
    return why === null;
  }

  function whyRefused(id: number, timeMs: number): Refusal | null {
    if (index.keyOf(id) === undefined) return 'series';
    if (!Number.isInteger(timeMs) || timeMs > now + aheadMs) return 'ahead';
    if (timeMs < now - retention.ages.coarse) return 'expired';
    const newest = index.last(id);
    if (timeMs >= newest - lateMs) return null;
    // When the newest lies ahead of the clock, that has gone back, and what comes now is true.
    if (newest <= now + lateMs) return 'late';
    stepBack(id, timeMs);
    return null;
  }

  function stepBack(id: number, timeMs: number): void {
    if (head.has(id)) {
      for (const group of head.groups()) seal(group);
      generation += 1;
      disk.attempt((file) => file.setNumber('generation', generation));
      log('the clock has gone back: figures of the time that comes again replace those that are there');
    }
    index.resetLast(id, timeMs);
  }

  /** What the head has of a group becomes a segment for each window. */
  function seal(group: number): void {
    const entries = head.takeOut(group);
    const windows = new Set(entries.flatMap(({ samples: { times } }) => windowsOf(times)));
    for (const window of windows) {
      const inWindow = entries.flatMap(({ id, samples }) => {
        const some = between(samples, window * windowMs, (window + 1) * windowMs);
        return some.times.length > 0 ? [{ id, samples: some }] : [];
      });
      addSegment(window, group, inWindow);
    }
  }

  function addSegment(window: number, group: number, entries: readonly SegmentEntry[]): void {
    lastSegmentId += 1;
    const segment = {
      id: lastSegmentId,
      window,
      group,
      generation,
      first: Math.min(...entries.map(({ samples }) => samples.times[0] as number)),
      last: Math.max(...entries.map(({ samples }) => samples.times.at(-1) as number)),
      data: encodeSegment(entries),
      samples: entries.reduce((sum, { samples }) => sum + samples.times.length, 0),
    };
    shelf.add(segment);
    disk.addSegment(segment);
  }

  function sealAll(): Promise<void> {
    sealing ??= (async () => {
      const through = disk.journalId;
      const turn = createTurns();
      for (const group of head.groups()) {
        seal(group);
        await turn();
      }
      disk.sealJournal(through);
      flush();
    })().finally(() => {
      sealing = null;
    });
    return sealing;
  }

  function flush(): void {
    if (journal.bytes > 0) disk.addJournal(journal.take(), generation);
    disk.flush();
  }

  async function maintain(): Promise<void> {
    now = clock.now();
    const turn = createTurns();
    for (const window of shelf.windows()) {
      const isOver = (window + 1) * windowMs + lateMs <= now;
      const isFull = shelf.groups(window).some((group) => shelf.of(window, group).length > segmentsOfAGroup);
      const file = disk.file();
      if (!file || !(isOver || isFull)) continue;
      const context = {
        file,
        shelf,
        firstWindow,
        onDamage: noteDamage,
        onSeries: (id: number) => file.updateSeries(id, index.first(id), index.last(id)),
      };
      await compactWindow(context, window).catch(disk.fail);
    }
    await dropExpired(turn);
    await keepSize(turn);
    await forgetExpired(turn);
    countActive();
  }

  /** Series of which nothing is kept any more. Who still has a handle of one is refused, and asks for a new one. */
  async function forgetExpired(turn: () => Promise<void> | undefined): Promise<void> {
    if (now - forgotAt < forgetEveryMs) return;
    forgotAt = now;
    for (const id of index.ids()) {
      const { last } = spanOf(id);
      if (!Number.isFinite(last) || last >= now - retention.ages.coarse || head.has(id)) continue;
      disk.attempt((file) => file.removeSeries(id));
      index.remove(id);
      await turn();
    }
  }

  async function dropExpired(turn: () => Promise<void> | undefined): Promise<void> {
    const [raw] = tiers;
    const drops = [
      ...tiers.map(
        (tier) => (file: MetricsFile) =>
          file.dropChunks(tier.name, blockOf(tier, firstWindow(tier)), deletedAtATime),
      ),
      (file: MetricsFile) => file.dropTimes(firstWindow(raw), deletedAtATime),
    ];
    for (const drop of drops) while ((disk.attempt(drop) ?? 0) > 0) await turn();
  }

  /** Within its bound, and without more free pages than it will soon use again. */
  async function keepSize(turn: () => Promise<void> | undefined): Promise<void> {
    for (let size = disk.attempt((file) => file.size()); size; size = disk.attempt((file) => file.size())) {
      const { bytes, freeBytes, walBytes } = size;
      if (bytes - freeBytes + walBytes > retention.bytes && cutOldest()) {
        await dropExpired(turn);
        continue;
      }
      const isLoose = freeBytes > bytes / 4 || bytes + walBytes > retention.bytes;
      if (!isLoose || freeBytes < leastShrinkBytes) return;
      disk.attempt((file) => file.shrink(pagesAtATime));
      await turn();
    }
  }

  /** The tier that takes most loses its oldest block; false when none has more than one. */
  function cutOldest(): boolean {
    const [largest] = tiers
      .flatMap((tier) => {
        const span = disk.attempt((file) => file.span(tier.name));
        if (!span || span.oldest === span.newest) return [];
        const { oldest, newest, bytesOfOldest } = span;
        return [{ tier, oldest, bytes: bytesOfOldest * (newest - oldest + 1) }];
      })
      .sort((a, b) => b.bytes - a.bytes);
    if (!largest) return false;
    const { tier, oldest } = largest;
    cut[tier.name] = blockStart(tier, oldest + 1);
    disk.attempt((file) => file.setNumber(`cut_${tier.name}`, cut[tier.name]));
    return true;
  }

  function every(delayMs: number, run: () => void): void {
    const entry: { timer: Timer | undefined } = { timer: undefined };
    timers.add(entry);
    const next = () => {
      entry.timer = clock.setTimeout(() => {
        run();
        if (!closed) next();
      }, delayMs);
    };
    next();
  }

  await disk.open();
  every(flushEveryMs, () => {
    now = clock.now();
    takenAt.push(taken);
    if (takenAt.length > rateSeconds + 1) takenAt.shift();
    flush();
    if (disk.journalBytes > sealSoonerBytes) void sealAll();
  });
  every(sealEveryMs, () => void sealAll());
  every(maintainEveryMs, () => {
    if (maintaining) return;
    store.maintain().catch((error: unknown) => log(`the upkeep of the figures: ${messageOf(error)}`));
  });

  const store: MetricsStore = {
    refOf(source, labels) {
      const key = keyOf(labels);
      if (key === null) {
        refused.labels += 1;
        return null;
      }
      const known = index.find(key);
      if (known !== undefined) return known;
      if (!mayHaveMore(source)) {
        refused.series += 1;
        return null;
      }
      const id = index.add(source, key);
      active.set(source, (active.get(source) ?? 0) + 1);
      disk.addSeries({ id, source, key, first: null, last: null });
      return id;
    },
    append: (ref, timeMs, value) => take(ref, timeMs, value, false),
    endSeries: (ref, timeMs) => take(ref, timeMs, Number.NaN, true),
    async *select({ matchers, fromMs, toMs, stepMs, aspect }, limits) {
      const ids = match(matchers, fromMs, toMs);
      count(limits, 'series', ids.length);
      const reading = newReading();
      const turn = createTurns();
      for (const id of ids) {
        const { first, last } = spanOf(id);
        const span = { fromMs: Math.max(fromMs, first), toMs: Math.min(toMs, last), stepMs, aspect };
        const samples = readable(() => reading.read(id, span));
        if (samples.times.length === 0) continue;
        count(limits, 'samples', samples.times.length);
        yield { ...samples, labels: labelsAt(id) };
        await turn();
      }
    },
    follow: (matchers) => follow(matchers, { index, head, labelsAt, newestBefore }),
    async *labelsOf(matchers, fromMs, toMs, limits) {
      const ids = match(matchers, fromMs, toMs);
      count(limits, 'series', ids.length);
      const turn = createTurns();
      for (const id of ids) {
        yield labelsAt(id);
        await turn();
      }
    },
    stats() {
      const size = disk.attempt((file) => file.size()) ?? { bytes: 0, walBytes: 0 };
      const [before = taken] = takenAt;
      const oldest = oldestSample();
      return {
        series: index.size,
        taken,
        samplesPerSecond: ((takenAt.at(-1) ?? taken) - before) / Math.max(1, takenAt.length - 1),
        bytes: size.bytes,
        walBytes: size.walBytes,
        waitingBytes: disk.waitingBytes + journal.bytes,
        refused: { ...refused },
        dropped: disk.dropped,
        damaged,
        oldestSample: Number.isFinite(oldest) ? oldest : null,
      };
    },
    wholeSince: () => Math.max(firstWindow(tiers[0]) * windowMs, Math.min(oldestSample(), clock.now())),
    retention: () => retention,
    families: () => storeFigures(store.stats()),
    setRetention(next) {
      retention = next;
      disk.attempt((file) => {
        for (const { name } of tiers) file.setNumber(`keep_${name}`, next.ages[name]);
        file.setNumber('keep_bytes', next.bytes);
      });
    },
    health: disk.health,
    onHealth: disk.onHealth,
    flush,
    maintain() {
      const run = (maintaining ?? Promise.resolve()).then(maintain).finally(() => {
        if (maintaining === run) maintaining = null;
      });
      maintaining = run;
      return run;
    },
    async close() {
      closed = true;
      for (const { timer } of timers) clock.clearTimeout(timer);
      await maintaining;
      await sealing;
      flush();
      await sealAll();
      disk.close();
    },
  };

  function readable<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      disk.fail(error);
      throw new Failure('storage_unavailable', `the figures cannot be read: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  function newReading() {
    return createReading({
      shelf,
      head: (id) => ({ ...head.read(id), generation }),
      file: disk.file,
      firstWindow,
      onDamage: noteDamage,
    });
  }

  /** The newest sample of a series that has none in the head. */
  function newestBefore(id: number, fromMs: number): Sample | null {
    const span = { fromMs, toMs: index.last(id), stepMs: 0, aspect: 'last' } as const;
    const { times, values, stale } = readable(() => newReading().read(id, span));
    const at = times.length - 1;
    if (at < 0) return null;
    return { timeMs: times[at] as number, value: values[at] as number, isStale: stale.includes(at) };
  }

  function labelsAt(id: number): Labels {
    return labelsOf(index.keyOf(id) ?? '');
  }

  return store;
}

function windowsOf(times: Float64Array): number[] {
  const first = windowOf(times[0] as number);
  const last = windowOf(times.at(-1) as number);
  return first === last ? [first] : [...new Set(Array.from(times, windowOf))];
}

function count(limits: ReadLimits, what: 'series' | 'samples', by: number): void {
  limits[what] -= by;
  if (limits[what] < 0) {
    throw new Failure('too_much', `the question touches more ${what} than one may`);
  }
}
