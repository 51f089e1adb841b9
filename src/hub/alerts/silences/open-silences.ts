import { randomUUID } from 'node:crypto';
import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Fleet, FleetEvent } from '../../fleet/index.ts';
import { compileMatchers, type Family } from '../../metrics/index.ts';
import type { Store } from '../../store/index.ts';
import { compileCover } from './cover.ts';
import { matchersFor, type PlannedSilence, planOf } from './planned.ts';
import { runsOf } from './runs.ts';
import { createSilenceBook, type KeptSilence } from './silence-book.ts';
import { type NewSilence, type Silence, silenceBounds, type Silences } from './silence.ts';
import { isWithin, type Runs, type Window, windowAt } from './windows.ts';

/** What holds at an instant. */
export interface Cover {
  /** Ids of the silences that cover these labels, `alertname` and `severity` among them. */
  silencedBy: (labels: Readonly<Record<string, string>>) => string[];
  /** Another one whenever other silences hold. */
  version: number;
  /** When that changes next by itself; null: never. */
  changesAtMs: number | null;
}

export interface RunningSilences extends Silences {
  coverAt(nowMs: number): Cover;
  /** Something was created, ended or planned. */
  onChange(listener: () => void): () => void;
  families(): Family[];
  close(): Promise<void>;
}

/** Those that are over are kept for so long, and so many of them. */
const keptMs = 7 * 86_400_000;
const mostOver = 2_000;
/** Plans beyond this are left out: nobody restarts so many in a minute. */
const mostPlanned = 5_000;
const longestMs = 366 * 86_400_000;
const retryMs = 1_000;
const eventPages = 5;

export async function openSilences(options: {
  store: Pick<Store, 'db' | 'rows'>;
  fleet: Pick<Fleet, 'workers' | 'events' | 'onChange'>;
  clock: Clock;
  log: (text: string) => void;
}): Promise<RunningSilences> {
  const { store, fleet, clock, log } = options;
  const book = createSilenceBook(store);
  const loaded = book.load();
  let plannedTo: number | null = loaded.plannedTo;
  if (plannedTo === null) {
    plannedTo = fleet.events({ limit: 1 }).events[0]?.id ?? 0;
    await book.write([], [], plannedTo).catch(() => {}); // written with the first plan otherwise
  }
  // A hub that was killed may have marked an event that was never written down: its number is another one's now.
  else plannedTo = Math.min(plannedTo, fleet.events({ limit: 1 }).events[0]?.id ?? 0);
  const kept = new Map(loaded.silences.map((silence) => [silence.id, silence]));
  const runs = new Map<string, Runs>();
  for (const { id, recurrence } of kept.values()) if (recurrence) runs.set(id, await runsOf(recurrence));

  const dirty = new Set<string>();
  let gone: string[] = [];
  let writing: Promise<void> | null = null;
  let retry: Timer | undefined;
  let closed = false;
  const listeners = new Set<() => void>();
  let cover: (Cover & { ids: string }) | null = null;
  /** For how long `cover` stands; a clock that was set back begins anew. */
  let coverFromMs = 0;

  const windowOf = (silence: KeptSilence, nowMs: number): Window | null =>
    windowAt(silence, nowMs, runs.get(silence.id) ?? null);

  function changed(silence: KeptSilence): void {
    kept.set(silence.id, silence);
    dirty.add(silence.id);
    forgetCover();
  }

  function forgetCover(): void {
    cover = cover && { ...cover, changesAtMs: Number.NEGATIVE_INFINITY };
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  /** Writes what changed; what cannot be written holds all the same, and is tried again. */
  async function write(): Promise<void> {
    clock.clearTimeout(retry);
    retry = undefined;
    while (writing) await writing.catch(() => {});
    if (dirty.size === 0 && gone.length === 0) return;
    writing = writeNow().finally(() => {
      writing = null;
    });
    await writing;
  }

  async function writeNow(): Promise<void> {
    const ids = [...dirty];
    const dropped = gone;
    dirty.clear();
    gone = [];
    try {
      const changes = ids.flatMap((id) => kept.get(id) ?? []);
      await book.write(changes, dropped, plannedTo);
    } catch (error) {
      for (const id of ids) dirty.add(id);
      gone.push(...dropped);
      throw error;
    }
  }

  function writeSoon(): void {
    write().catch((error: unknown) => {
      log(`silences cannot be written: ${messageOf(error)}`);
      if (!closed) retry ??= clock.setTimeout(writeSoon, retryMs);
    });
  }

  function dropOld(nowMs: number): void {
    const over = [...kept.values()].filter((silence) => windowOf(silence, nowMs) === null);
    const newestFirst = over.sort((a, b) => b.updatedAtMs - a.updatedAtMs);
    for (const [index, { id, updatedAtMs, endsAtMs }] of newestFirst.entries()) {
      if (index < mostOver && Math.max(updatedAtMs, endsAtMs ?? 0) > nowMs - keptMs) continue;
      kept.delete(id);
      runs.delete(id);
      dirty.delete(id);
      gone.push(id);
    }
  }

  const end = (silence: KeptSilence, nowMs: number) =>
    changed({ ...silence, endsAtMs: nowMs, updatedAtMs: nowMs, ended: true });

  function begin(
    silence: Pick<KeptSilence, 'matchers' | 'startsAtMs' | 'endsAtMs' | 'comment' | 'createdBy' | 'origin'> &
      Partial<Pick<KeptSilence, 'recurrence' | 'untilStarted'>>,
    nowMs: number,
  ): KeptSilence {
    const whole: KeptSilence = {
      recurrence: null,
      untilStarted: null,
      ...silence,
      id: randomUUID(),
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      ended: false,
    };
    changed(whole);
    return whole;
  }

  // ---- what operators ask for ----

  function plan({ workers, forMs, worker, comment, by }: PlannedSilence, atMs: number, nowMs: number): void {
    const endsAtMs = forMs === null ? null : atMs + forMs;
    if (endsAtMs !== null && endsAtMs <= nowMs) return;
    const untilStarted = forMs === null ? worker : null;
    for (const matchers of matchersFor(workers))
      begin(
        { matchers, startsAtMs: atMs, endsAtMs, comment, createdBy: by, origin: 'planned', untilStarted },
        nowMs,
      );
  }

  /** Answers whether anything came of it. Doing it twice is kept from by `plannedTo`, which is written together with what came of it. */
  function heed(event: FleetEvent): boolean {
    if (plannedTo !== null && event.id <= plannedTo) return false;
    const { silences, started } = planOf(event, fleet.workers());
    const nowMs = clock.now();
    const over = [...kept.values()].filter(
      ({ untilStarted, ended }) => !ended && untilStarted !== null && started.includes(untilStarted),
    );
    if (silences.length === 0 && over.length === 0) return false;
    plannedTo = event.id;
    for (const silence of over) end(silence, nowMs);
    const planned = [...kept.values()].filter(({ origin, ended }) => origin === 'planned' && !ended).length;
    if (planned < mostPlanned) for (const each of silences) plan(each, Date.parse(event.time), nowMs);
    return true;
  }

  /** What was asked for right before the hub ended. */
  function catchUp(): void {
    const mark = plannedTo ?? 0;
    const missed: FleetEvent[] = [];
    let before: number | undefined;
    for (let page = 0; page < eventPages; page++) {
      const { events, next } = fleet.events({ limit: 200, before });
      missed.push(...events.filter(({ id }) => id > mark));
      if (next === null || events.some(({ id }) => id <= mark)) break;
      before = next;
    }
    const came = missed.sort((a, b) => a.id - b.id).map(heed);
    if (came.some(Boolean)) writeSoon();
  }

  const stopListening = fleet.onChange((change) => {
    if (change.kind !== 'event' || !heed(change.event)) return;
    dropOld(clock.now());
    writeSoon();
    tell();
  });

  // ---- for people ----

  function view(silence: KeptSilence, nowMs: number): Silence {
    const { id, matchers, recurrence, comment, createdBy, origin } = silence;
    const window = windowOf(silence, nowMs);
    return {
      id,
      matchers,
      startsAt: isoTime(silence.startsAtMs),
      endsAt: silence.endsAtMs === null ? null : isoTime(silence.endsAtMs),
      recurrence,
      comment,
      createdBy,
      createdAt: isoTime(silence.createdAtMs),
      updatedAt: isoTime(silence.updatedAtMs),
      origin,
      state: window === null ? 'expired' : isWithin(window, nowMs) ? 'active' : 'pending',
      window: window && {
        from: isoTime(window.fromMs),
        to: window.toMs === null ? null : isoTime(window.toMs),
      },
    };
  }

  function mustKnow(id: string): KeptSilence {
    const silence = kept.get(id);
    if (!silence) throw new Failure('not_found', `there is no silence ${id}`);
    return silence;
  }

  const self: RunningSilences = {
    list({ state, limit, cursor }) {
      const nowMs = clock.now();
      const before = cursor === undefined ? null : positionOf(cursor);
      const found = [...kept.values()]
        .sort(newestFirst)
        .filter((silence) => before === null || newestFirst(before, silence) < 0)
        .map((silence) => ({ silence, shown: view(silence, nowMs) }))
        .filter(({ shown }) => !state || state.includes(shown.state));
      const page = found.slice(0, limit);
      const last = page.at(-1)?.silence;
      return {
        silences: page.map(({ shown }) => shown),
        next: last && found.length > limit ? `${last.createdAtMs} ${last.id}` : null,
      };
    },
    silence: (id) => view(mustKnow(id), clock.now()),
    async create(wanted, by) {
      const nowMs = clock.now();
      const times = timesOf(wanted, nowMs);
      checkMatchers(wanted.matchers);
      const { recurrence = null, comment } = wanted;
      const newRuns = recurrence && (await runsOf(recurrence));
      const unexpired = [...kept.values()].filter(
        (silence) => silence.origin === 'person' && windowOf(silence, nowMs) !== null,
      );
      if (unexpired.length >= silenceBounds.unexpired)
        throw new Failure(
          'conflict',
          `there are ${unexpired.length} silences already: end some of them first`,
        );
      dropOld(nowMs);
      const matchers = wanted.matchers.map((each) => ({ ...each }));
      const silence = begin(
        { matchers, ...times, recurrence, comment, createdBy: by, origin: 'person' },
        nowMs,
      );
      if (newRuns) runs.set(silence.id, newRuns);
      try {
        await write();
      } catch (error) {
        kept.delete(silence.id);
        dirty.delete(silence.id);
        forgetCover();
        throw error;
      }
      tell();
      return view(silence, nowMs);
    },
    async expire(id) {
      const nowMs = clock.now();
      const before = mustKnow(id);
      if (windowOf(before, nowMs) === null) return view(before, nowMs);
      end(before, nowMs);
      try {
        await write();
      } catch (error) {
        changed(before);
        dirty.delete(id);
        throw error;
      }
      tell();
      return view(mustKnow(id), nowMs);
    },
    coverAt(nowMs) {
      const stands =
        cover !== null && nowMs >= coverFromMs && (cover.changesAtMs === null || nowMs < cover.changesAtMs);
      if (stands && cover) return cover;
      const windows = [...kept.values()].map((silence) => ({ silence, window: windowOf(silence, nowMs) }));
      const holding = windows
        .filter(({ window }) => isWithin(window, nowMs))
        .map(({ silence }) => silence)
        .sort((a, b) => a.createdAtMs - b.createdAtMs);
      const borders = windows
        .flatMap(({ window }) => (window ? [window.fromMs, window.toMs] : []))
        .filter((ms): ms is number => ms !== null && ms > nowMs);
      const changesAtMs = borders.length === 0 ? null : borders.reduce((a, b) => Math.min(a, b));
      const ids = holding.map(({ id }) => id).join();
      coverFromMs = nowMs;
      cover =
        cover?.ids === ids
          ? { ...cover, changesAtMs }
          : { silencedBy: compileCover(holding), version: (cover?.version ?? 0) + 1, changesAtMs, ids };
      return cover;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    families() {
      const nowMs = clock.now();
      const states = [...kept.values()].map((silence) => view(silence, nowMs).state);
      return [
        {
          name: 'yagura_silences',
          type: 'gauge',
          help: 'Silences that hold now, and that will.',
          points: (['active', 'pending'] as const).map((state) => [
            { state },
            states.filter((each) => each === state).length,
          ]),
        },
      ];
    },
    async close() {
      stopListening();
      closed = true;
      clock.clearTimeout(retry);
      await write().catch(() => {});
    },
  };
  catchUp();
  return self;
}

const newestFirst = (
  a: Pick<KeptSilence, 'createdAtMs' | 'id'>,
  b: Pick<KeptSilence, 'createdAtMs' | 'id'>,
) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? -1 : 1);

function positionOf(cursor: string): Pick<KeptSilence, 'createdAtMs' | 'id'> {
  const [time, id] = cursor.split(' ');
  if (id === undefined || !Number.isFinite(Number(time)))
    throw new Failure('bad_cursor', 'use a cursor as it was answered');
  return { createdAtMs: Number(time), id };
}

function timesOf(
  { startsAt, endsAt, recurrence }: NewSilence,
  nowMs: number,
): { startsAtMs: number; endsAtMs: number | null } {
  const startsAtMs = startsAt === undefined ? nowMs : Date.parse(startsAt);
  const endsAtMs = endsAt === undefined ? null : Date.parse(endsAt);
  const refuse = (path: string, message: string) =>
    new Failure('bad_request', `${path}: ${message}`, { errors: [{ path: `body.${path}`, message }] });
  if (endsAtMs === null && !recurrence) throw refuse('endsAt', 'is missing: say when the silence is over');
  if (endsAtMs !== null && endsAtMs <= nowMs) throw refuse('endsAt', 'is over already');
  if (endsAtMs !== null && endsAtMs <= startsAtMs) throw refuse('endsAt', 'is before startsAt');
  if (endsAtMs !== null && !recurrence && endsAtMs - startsAtMs > longestMs)
    throw refuse('endsAt', 'a silence lasts a year at most');
  return { startsAtMs, endsAtMs };
}

/** As Alertmanager: one that matches what has no labels at all would silence everything. */
export function checkMatchers(matchers: NewSilence['matchers']): void {
  if (matchers.length === 0 || matchers.length > silenceBounds.matchers)
    throw new Failure('bad_request', `matchers: between 1 and ${silenceBounds.matchers} of them`);
  if (compileMatchers(matchers)({}))
    throw new Failure('bad_request', 'matchers: one of them has to ask for a label that is there');
}
