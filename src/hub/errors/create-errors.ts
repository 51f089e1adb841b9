import { type Clock, isoTime, type Timer } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import { type Fleet, type FleetEvent, maskText } from '../fleet/index.ts';
import type { Family, SampleSink } from '../metrics/index.ts';
import { type Classifier, openClassifier } from './classification/index.ts';
import { createDayTally, type DayTally } from './day-tally.ts';
import { createErrorsFile } from './errors-file.ts';
import { occurrenceOfEvent } from './exits.ts';
import { createErrorFigures } from './figures.ts';
import { type Batch, createIntake, type Happening, type IntakeBounds, intakeBounds } from './intake.ts';
import { createGrouping } from './grouping.ts';
import { createLife, type GroupChange } from './life.ts';
import { createLists, type GroupQuery } from './lists.ts';
import type { Occurrence } from './occurrence.ts';
import { oneLine, type Sign, signOf, wordingKey } from './signs.ts';
import type { SplitRule } from './split-rules.ts';
import { dayMs, hourMs, minuteMs } from './steps.ts';
import { judgeTrend } from './trend.ts';
import { createUpkeep, type KeepBounds, keepBounds } from './upkeep.ts';
import type {
  Deploy,
  ErrorGroupDetail,
  ErrorPage,
  ErrorsDelta,
  ErrorSummary,
  OccurrencePage,
} from './views.ts';

export interface ErrorsHealth {
  state: 'well' | 'troubled';
  detail: string;
}

/** Unknown groups, merges and so on throw `Failure('not_found')`, a disk that takes nothing `Failure('storage_unavailable')`. */
export interface Errors {
  /**
   * Takes occurrences, each once: those with an `id` that was taken before are left out. Settles when they are on disk; rejects with
   * `storage_unavailable` when they cannot be written and with `busy` when too many wait, and then none of them was taken.
   * `marks`: how far each feed is read with these; kept in the same transaction, see `markOf`.
   */
  take(occurrences: readonly Occurrence[], marks?: ReadonlyMap<string, string>): Promise<void>;
  /** Where to go on with a feed; null when nothing of it was ever taken. */
  markOf(feed: string): string | null;

  groups(query: GroupQuery): ErrorPage;
  /** `spanMs`: how far back its timeline goes. */
  group(id: number, spanMs?: number): ErrorGroupDetail;
  occurrences(
    id: number,
    query: { worker?: string | undefined; limit: number; before?: number | undefined },
  ): OccurrencePage;
  /** A file that came with one of the group's occurrences. */
  attachment(id: number, attachment: number): { name: string; data: Uint8Array };
  summary(query: { spanMs: number; worker?: string | undefined }): ErrorSummary;
  /** Occurrences since this minute, at most of a day; costs little. */
  countSince(sinceMs: number): number;

  /** Answers how many other groups were classified anew by what a corrected category taught. */
  change(id: number, change: GroupChange, by: string): Promise<{ reclassified: number }>;
  merge(ids: readonly number[], into: number, by: string): number;
  undoMerge(id: number): void;
  /** Answers the new group. */
  split(
    id: number,
    what: SplitRule | { by: 'fingerprint'; fingerprint: number },
    by: string,
  ): Promise<number>;
  /** `worker`: null for all of them. */
  markDeploy(
    deploy: { version: string; worker: string | null; timeMs?: number | undefined },
    by: string,
  ): Deploy;
  deploys(sinceMs: number, limit: number): Deploy[];

  /** What a live view needs: told soon after, once for many changes. */
  onChange(listener: (delta: ErrorsDelta) => void): () => void;
  newest(limit: number): ErrorsDelta['changed'];
  /** For /metrics. */
  families(): Family[];
  health(): ErrorsHealth;
  onHealth(listener: (health: ErrorsHealth) => void): () => void;
  size(): { bytes: number; walBytes: number };
  readonly retention: { ageMs: number; bytes: number };
  /** Occurrences that wait to be written, as a share of those that may. */
  waitingRatio(): number;
  /** Writes what waits, now; after a start the first errors wait until they can be classified. */
  flush(): Promise<void>;
  /** Judges the trends of what changed, now. */
  judge(): void;
  close(): Promise<void>;
}

export interface ErrorsBounds extends IntakeBounds, KeepBounds {
  /** Occurrences that wait to be written. */
  waiting: number;
}
export const errorsBounds: ErrorsBounds = { ...intakeBounds, ...keepBounds, waiting: 50_000 };

/** What comes at once is written at once. */
const gatherMs = 15;
const judgeAfterMs = 10_000;
/** Judging takes at most this share of the time. */
const judgeShare = 0.01;
const upkeepEveryMs = 20_000;
const saveAfterMs = 30_000;
/** What comes after a while of silence is told at once, with what comes right behind it. */
const tellAfterMs = { least: 30, again: 300 };
const mostTold = 100;
const retryMs = 1_000;
const reopenAfterMs = 5_000;
const mostUntaken = 5_000;
/** Events of one kind in a minute; the rest is told in one. */
const eventsInAMinute = 10;
const spikeAgainMs = hourMs;
const judgedMinutes = 24 * 60;
const usualSpanMs = dayMs;
const restartsShown = 200;
/** Events after the last that was taken are looked for among so many. */
const eventPages = 20;
const eventsFeed = 'events';
/** Texts whose masked form is remembered: the same few come again and again. */
const mostMasked = 1_000;

export async function createErrors(options: {
  path: string;
  clock: Clock;
  log: (text: string) => void;
  fleet: Pick<Fleet, 'workers' | 'events' | 'record' | 'onChange'>;
  /** Where the counters of errors are kept. */
  sink: SampleSink;
  bounds?: ErrorsBounds;
}): Promise<Errors> {
  const { clock, log, fleet, bounds = errorsBounds } = options;
  const file = createErrorsFile(options.path);
  /** Of no use before the file is open, since it is what was learned. */
  let grouping = createGrouping(null);
  const lists = createLists(file);
  const life = createLife(file, lists);
  const upkeep = createUpkeep(file, bounds);
  const figures = createErrorFigures({ file, sink: options.sink, clock });

  const declaredNames = new Map<string, string>();
  const declaredAs = (worker: string) => {
    if (!declaredNames.has(worker)) {
      declaredNames.clear();
      for (const { name, declaredAs } of fleet.workers()) declaredNames.set(name, declaredAs);
      if (!declaredNames.has(worker)) declaredNames.set(worker, worker);
    }
    return declaredNames.get(worker) ?? worker;
  };
  const maskedTexts = new Map<string, string>();
  const masked = (text: string) => {
    const known = maskedTexts.get(text);
    if (known !== undefined) return known;
    if (maskedTexts.size >= mostMasked) maskedTexts.clear();
    const safe = maskText(oneLine(text));
    maskedTexts.set(text, safe);
    return safe;
  };
  const intake = createIntake({
    file,
    bounds,
    signOf(occurrence): Sign {
      const sign = signOf(occurrence, grouping, declaredAs);
      return { ...sign, title: masked(sign.title), detail: masked(sign.detail) };
    },
    classify(occurrence) {
      if (!classifier) throw new Error('nothing is written before there is a classifier');
      return classifier.classify(occurrence);
    },
    currentKey: (key) => grouping.current(key),
    isWorker: (name) => fleet.workers().some((worker) => worker.name === name),
    deployedSince: (worker, sinceMs) =>
      file.all(
        'SELECT 1 FROM deploys WHERE time >= ? AND (worker IS NULL OR worker IN (?, ?)) LIMIT 1',
        sinceMs,
        worker,
        declaredAs(worker),
      )[0] !== undefined,
  });

  let waiting: (Batch & { resolve: () => void; reject: (error: unknown) => void })[] = [];
  let waitingCount = 0;
  let closed = false;
  let health: ErrorsHealth = { state: 'well', detail: '' };
  const healthListeners = new Set<(health: ErrorsHealth) => void>();
  const listeners = new Set<(delta: ErrorsDelta) => void>();
  const changed = new Set<number>();
  const removed = new Set<number>();
  const unjudged = new Set<number>();
  let classifier: Classifier | null = null;
  let learning: Promise<Classifier> | null = null;
  let tally: DayTally | null = null;
  let judgedUpTo = 0;
  let judgeAt = 0;
  let droppedOldAt = clock.monotonic();
  const told = new Map<string, { minute: number; count: number }>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let untaken: FleetEvent[] = [];
  const timers = new Map<string, Timer>();

  /** One timer for each purpose; the first wish counts. */
  function soon(purpose: string, delayMs: number, run: () => void): void {
    if (closed || timers.has(purpose)) return;
    const timer = clock.setTimeout(() => {
      timers.delete(purpose);
      try {
        run();
      } catch (error) {
        log(`errors: to ${purpose} failed: ${messageOf(error)}`);
      }
    }, delayMs);
    timers.set(purpose, timer);
  }

  function setHealth(next: ErrorsHealth): void {
    if (next.state === health.state && next.detail === health.detail) return;
    health = next;
    for (const listener of healthListeners) listener(next);
  }

  function noteChanges(ids: Iterable<number>, gone: Iterable<number> = []): void {
    for (const id of ids) {
      changed.add(id);
      unjudged.add(id);
    }
    for (const id of gone) {
      changed.delete(id);
      unjudged.delete(id);
      removed.add(id);
    }
    if (unjudged.size > 0) soon('judge', Math.max(judgeAfterMs, judgeAt - clock.monotonic()), judge);
    tellSoon();
  }

  function tellSoon(): void {
    soon('tell', Math.max(tellAfterMs.least, toldAt + tellAfterMs.again - clock.monotonic()), tell);
  }

  function tell(): void {
    toldAt = clock.monotonic();
    const all = [...changed];
    const delta = () => ({
      changed: lists.delta(all.slice(-mostTold)),
      removed: [...removed].slice(-mostTold),
      more: all.length > mostTold || removed.size > mostTold,
      toldAt: isoTime(clock.now()),
    });
    if (listeners.size > 0) {
      const known = delta();
      for (const listener of listeners) listener(known);
    }
    changed.clear();
    removed.clear();
  }

  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    let failure: unknown;
    if (!classifier) await learn().catch((error: unknown) => (failure = error));
    const batches = waiting;
    waiting = [];
    waitingCount = 0;
    try {
      if (failure) throw failure;
      const written = intake.write(batches, clock.now());
      setHealth({ state: 'well', detail: '' });
      figures.changed();
      if (written.isLearned) soon('save', saveAfterMs, saveTemplates);
      for (const [minute, count] of written.minutes) tally?.add(minute, count);
      noteChanges(written.changed, written.removed);
      for (const { resolve } of batches) resolve();
      for (const happening of written.happenings) tellHappening(happening);
    } catch (error) {
      if (error instanceof Failure) setHealth({ state: 'troubled', detail: error.message });
      for (const { reject } of batches) reject(error);
    }
  }

  function tellHappening({ what, group, occurrence }: Happening): void {
    const [row] = lists.delta([group]);
    if (row) tellEvent(what === 'new' ? 'error.new' : 'error.regression', occurrence.worker, row);
  }

  /** So many a minute; what is beyond is told in a word. */
  function tellEvent(type: string, worker: string | null, group: ErrorsDelta['changed'][number]): void {
    const minute = Math.floor(clock.monotonic() / minuteMs);
    const before = told.get(type);
    const count = before?.minute === minute ? before.count + 1 : 1;
    told.set(type, { minute, count });
    if (count > eventsInAMinute) {
      soon(`more ${type}`, minuteMs - (clock.monotonic() % minuteMs), () => {
        const more = (told.get(type)?.count ?? count) - eventsInAMinute;
        if (more > 0) fleet.record(type, null, { more, detail: `${more} more within a minute` });
      });
      return;
    }
    const { id, title, category, level, trend } = group;
    fleet.record(type, worker, {
      group: id,
      title,
      category,
      level,
      count: group.count,
      ...(trend.ratio !== null && { ratio: Math.round(trend.ratio * 10) / 10 }),
    });
  }

  function readTally(): DayTally {
    if (tally) return tally;
    tally = createDayTally();
    for (const { at, count } of lists.minutesSince(clock.now() - dayMs)) tally.add(at / minuteMs, count);
    return tally;
  }

  // ---- what is remembered of wordings ----

  function readMemory(name: string): unknown {
    const row = file.all<{ data: Uint8Array }>('SELECT data FROM memories WHERE name = ?', name)[0];
    try {
      return row ? (JSON.parse(Buffer.from(row.data).toString()) as unknown) : null;
    } catch {
      return null;
    }
  }

  function writeMemory(name: string, memory: unknown): void {
    file.run('INSERT OR REPLACE INTO memories VALUES (?, ?)', name, Buffer.from(JSON.stringify(memory)));
  }

  /** With the first error: a fleet without errors need not wait for it, nor hold it in memory. */
  async function learn(): Promise<Classifier> {
    if (classifier) return classifier;
    learning ??= openClassifier(readMemory('lessons'))
      .then((learned) => (classifier = learned))
      .finally(() => (learning = null));
    return learning;
  }

  /** After a crash the newest wordings are found anew, and lead to the same groups as before. */
  function saveTemplates(): void {
    try {
      writeMemory('templates', grouping.save());
    } catch (error) {
      log(`what is known of wordings cannot be written: ${messageOf(error)}`);
      soon('save', saveAfterMs, saveTemplates);
    }
  }

  // ---- trends ----

  function judgeGroup(id: number): void {
    const row = lists.rowOf(id);
    if (row.id !== id) return;
    const nowMs = clock.now();
    const { state, ratio } = judgeTrend({
      nowMs,
      firstSeenMs: row.first_seen,
      lastSeenMs: row.last_seen,
      minutes: lists.minutes(id, judgedMinutes, nowMs),
    });
    if (state === row.trend && ratio === row.trend_ratio) return;
    file.run('UPDATE groups SET trend = ?, trend_ratio = ? WHERE id = ?', state, ratio, id);
    if (state === row.trend) return;
    changed.add(id);
    tellSoon();
    if (state !== 'spiking' || row.status === 'ignored') return;
    const spiked = file.run(
      'UPDATE groups SET spiked_at = ? WHERE id = ? AND (spiked_at IS NULL OR spiked_at < ?)',
      nowMs,
      id,
      nowMs - spikeAgainMs,
    );
    const [group] = lists.delta([id]);
    if (spiked > 0 && group) tellEvent('error.spike', null, group);
  }

  /** What changed, and a part of what may fade; as many as a small share of the time allows. */
  function judge(): void {
    const began = performance.now();
    const isOver = () => performance.now() - began > 50;
    try {
      for (const id of unjudged) {
        unjudged.delete(id);
        judgeGroup(id);
        if (isOver()) break;
      }
      const rest = file.all<{ id: number }>(
        "SELECT id FROM groups WHERE id > ? AND merged_into IS NULL AND trend != 'quiet' ORDER BY id LIMIT 200",
        judgedUpTo,
      );
      judgedUpTo = 0;
      for (const { id } of rest) {
        if (isOver()) {
          judgedUpTo = id - 1;
          break;
        }
        judgeGroup(id);
        if (id === rest.at(-1)?.id && rest.length === 200) judgedUpTo = id;
      }
    } catch (error) {
      log(`trends of errors cannot be judged: ${messageOf(error)}`);
    }
    judgeAt = clock.monotonic() + (performance.now() - began) / judgeShare;
    if (unjudged.size > 0) soon('judge', Math.max(judgeAfterMs, judgeAt - clock.monotonic()), judge);
  }

  // ---- ends of workers ----

  const stopListening = fleet.onChange((change) => {
    if (change.kind === 'event') takeEvents([change.event]);
    if (change.kind === 'workers' && change.removed.length > 0) declaredNames.clear();
  });

  function takeEvents(events: readonly FleetEvent[]): void {
    const ends = events.filter((event) => occurrenceOfEvent(event) !== null);
    if (ends.length === 0) return;
    const occurrences = ends.flatMap((event) => occurrenceOfEvent(event) ?? []);
    const last = String(Math.max(...ends.map(({ id }) => id)));
    self.take(occurrences, new Map([[eventsFeed, last]])).catch(() => {
      untaken = [...untaken, ...ends].slice(-mostUntaken);
      soon('events', retryMs, () => {
        const again = untaken;
        untaken = [];
        takeEvents(again);
      });
    });
  }

  /** Those that an earlier hub knew and did not write down here any more. */
  function catchUp(): void {
    const mark = Number(self.markOf(eventsFeed) ?? Number.NaN);
    if (!Number.isFinite(mark)) return;
    const missed: FleetEvent[] = [];
    let before: number | undefined;
    for (let page = 0; page < eventPages; page++) {
      const { events, next } = fleet.events({ kind: 'failures', before, limit: 500 });
      missed.push(...events.filter(({ id }) => id > mark));
      if (next === null || (events.at(-1)?.id ?? 0) <= mark) break;
      before = next;
    }
    takeEvents(missed.toReversed());
  }

  // ---- upkeep ----

  async function keepUp(): Promise<void> {
    if (!file.isOpen) return;
    try {
      await upkeep.keepSize();
      if (clock.monotonic() - droppedOldAt >= hourMs) {
        droppedOldAt = clock.monotonic();
        await upkeep.dropOld(clock.now());
        grouping.makeRoom();
      }
      if (clock.monotonic() >= judgeAt) judge();
    } catch (error) {
      log(`errors cannot be tidied up: ${messageOf(error)}`);
    }
  }
  let keeping: Promise<void> = Promise.resolve();
  const keepUpAgain = () =>
    soon('upkeep', upkeepEveryMs, () => {
      keeping = keepUp().then(keepUpAgain);
    });

  /** What a person taught may be true of others that nobody corrected. */
  function reclassify(classifier: Classifier, except: number): number {
    let count = 0;
    const uncorrected = file.all<{ id: number; category: string }>(
      "SELECT id, category FROM groups WHERE merged_into IS NULL AND corrected_by IS NULL AND id != ? AND kind != 'overflow'",
      except,
    );
    for (const { id, category: before } of uncorrected) {
      const example = lists.example(id);
      if (!example) continue;
      const { category, confidence, reasons } = classifier.classify(example);
      file.run(
        'UPDATE groups SET category = ?, confidence = ?, reasons_json = ? WHERE id = ?',
        category,
        confidence,
        JSON.stringify(reasons),
        id,
      );
      if (category === before) continue;
      count += 1;
      noteChanges([id]);
    }
    return count;
  }

  function splitAndTeach(id: number, what: SplitRule, by: string) {
    const parted: string[] = [];
    try {
      return life.split(id, what, by, clock.now(), (key, rule, example) => {
        const wording = key.startsWith(wordingKey) ? key.slice(wordingKey.length) : '';
        if (wording === '' || rule.by !== 'parameter') return null;
        const part = grouping.part(wording, rule.position, rule.value);
        if (part === null) return null;
        parted.push(part.key);
        // A value that was cut, or that means more than it shows, leads elsewhere.
        if (signOf(example, grouping, declaredAs).key !== wordingKey + part.key) {
          grouping.unpart(part.key);
          return null;
        }
        writeMemory('templates', grouping.save());
        return { key: wordingKey + part.key, title: masked(part.template) };
      });
    } catch (error) {
      for (const key of parted) grouping.unpart(key);
      throw error;
    }
  }

  const self: Errors = {
    take(occurrences, marks = new Map()) {
      if (closed) return Promise.reject(new Failure('storage_unavailable', 'Yagura is ending'));
      if (waitingCount + occurrences.length > bounds.waiting && waiting.length > 0)
        return Promise.reject(new Failure('busy', 'too many errors wait to be written'));
      return new Promise<void>((resolve, reject) => {
        waiting.push({ occurrences, marks, resolve, reject });
        waitingCount += occurrences.length;
        soon('flush', gatherMs, () => void flush());
      });
    },
    markOf: (feed) =>
      file.all<{ position: string }>('SELECT position FROM marks WHERE feed = ?', feed)[0]?.position ?? null,
    groups: (query) => ({ ...lists.groups(query, clock.now()), fleetWorkers: fleet.workers().length }),
    group: (id, spanMs = usualSpanMs) =>
      lists.detail(id, { nowMs: clock.now(), spanMs, restarts, declaredAs }),
    occurrences: (id, query) => lists.occurrences(id, query),
    attachment: (id, attachment) => lists.attachment(id, attachment),
    summary: (query) => lists.summary({ ...query, nowMs: clock.now() }),
    countSince: (sinceMs) => (file.isOpen ? readTally().since(sinceMs, clock.now()) : 0),
    async change(id, change, by) {
      const group = life.change(id, change, by, clock.now());
      noteChanges([group]);
      if (change.category === undefined) return { reclassified: 0 };
      const example = lists.example(group);
      if (!example) return { reclassified: 0 };
      const classifier = await learn();
      await classifier.teach(example, change.category);
      writeMemory('lessons', classifier.save());
      return { reclassified: file.transaction(() => reclassify(classifier, group)) };
    },
    merge(ids, into, by) {
      const { group, removed: gone } = life.merge(ids, into, by, clock.now());
      intake.forget();
      noteChanges([group], gone);
      return group;
    },
    undoMerge(id) {
      const { changed: groups } = life.undoMerge(id);
      intake.forget();
      noteChanges(groups);
    },
    async split(id, what, by) {
      await flush(); // what waits was told apart by nobody yet, and belongs to what people saw
      const { changed: groups, group } =
        what.by === 'fingerprint'
          ? life.splitFingerprint(id, what.fingerprint, clock.now())
          : splitAndTeach(id, what, by);
      intake.forget();
      noteChanges(groups);
      return group;
    },
    markDeploy({ version, worker, timeMs = clock.now() }, by) {
      if (
        worker !== null &&
        !fleet.workers().some(({ name, declaredAs }) => [name, declaredAs].includes(worker))
      )
        throw new Failure('worker_not_found', `there is no worker "${worker}"`);
      const id = file.insert(
        'INSERT INTO deploys (time, version, worker, by) VALUES (?, ?, ?, ?)',
        timeMs,
        version,
        worker,
        by,
      );
      fleet.record('deploy.marked', worker, { version, by });
      return { id, time: isoTime(timeMs), version, worker, by };
    },
    deploys: (sinceMs, limit) => lists.deploys(sinceMs, limit),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    newest: (limit) => (file.isOpen ? lists.delta(lists.newest(limit)) : []),
    families: () => figures.families(),
    health: () => health,
    onHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    size: () => file.size(),
    retention: { ageMs: bounds.ageMs, bytes: bounds.bytes },
    waitingRatio: () => waitingCount / bounds.waiting,
    flush,
    judge,
    async close() {
      stopListening();
      while (waiting.length > 0) await flush();
      if (timers.has('save')) saveTemplates();
      closed = true;
      for (const timer of timers.values()) clock.clearTimeout(timer);
      await keeping;
      await opening;
      figures.close();
      file.close();
    },
  };

  function restarts(workers: readonly string[], sinceMs: number): { time: string; worker: string }[] {
    const since = isoTime(sinceMs);
    return workers
      .slice(0, 20)
      .flatMap(
        (worker) => fleet.events({ worker, type: 'worker.started', since, limit: restartsShown }).events,
      )
      .flatMap(({ time, worker }) => (worker === null ? [] : [{ time, worker }]))
      .sort((a, b) => (a.time < b.time ? -1 : 1))
      .slice(-restartsShown);
  }

  async function open(): Promise<void> {
    const why = await file.open(clock.now());
    if (closed) return file.close();
    if (why !== null) {
      setHealth({ state: 'troubled', detail: `errors cannot be kept: ${why}` });
      soon('open', reopenAfterMs, () => {
        opening = open().catch((error: unknown) => log(`the file of errors: ${messageOf(error)}`));
      });
      return;
    }
    if (file.damage !== null) log(`the file of errors was broken (${file.damage}); it begins anew`);
    grouping = createGrouping(readMemory('templates'));
    tally = null;
    setHealth({ state: 'well', detail: '' });
    catchUp();
  }
  let opening: Promise<void> = open();
  await opening;
  keepUpAgain();
  return self;
}
