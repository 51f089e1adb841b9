/** What is wrong with a worker, how often, and what is being done about it. Pure; the words are the page's. */
import { isTroubled, shownState, toneOf, troubleRank } from './standing.ts';
import type { CheckStatus, FleetEvent, LogLine, Worker } from './types.ts';

export type TroubleKind =
  | 'restarting'
  | 'crash-loop'
  /** The process is there, but nothing moves. */
  | 'stuck'
  | 'unhealthy'
  | 'degraded'
  | 'failed'
  | 'lost';

/** Checks that fail because nothing happens, rather than because something bad does. */
const stillness: ReadonlySet<CheckStatus['type']> = new Set(['progress', 'log-silence', 'process']);

/** Of a worker that `summarise` counts among the troubled. */
export function troubleKind(worker: Worker): TroubleKind {
  const state = shownState(worker);
  if (state === 'backoff') return worker.crashLoop ? 'crash-loop' : 'restarting';
  if (state === 'failed' || state === 'lost' || state === 'degraded') return state;
  if (state === 'unhealthy') return isStuck(worker) ? 'stuck' : 'unhealthy';
  return 'crash-loop';
}

function isStuck(worker: Worker): boolean {
  const failing = worker.checks.filter((check) => check.result === 'failing');
  return failing.length > 0 && failing.every((check) => stillness.has(check.type));
}

export type Remedy =
  /** A restart is due at `nextStartAt`. */
  | 'restart-due'
  /** It runs; after its next crash it is started again, more and more slowly. */
  | 'restart-slowly'
  /** Yagura ends and restarts it as soon as the verdict stands. */
  | 'restart-when-sure'
  /** It still works, so it is left alone. */
  | 'watch'
  /** Somebody else runs it: only its next sign of life ends this. */
  | 'await-sign'
  /** It stays down until a person starts it. */
  | 'none';

export function remedyOf(worker: Worker): Remedy {
  const kind = troubleKind(worker);
  if (shownState(worker) === 'backoff') return 'restart-due';
  if (kind === 'crash-loop') return 'restart-slowly';
  if (kind === 'degraded') return 'watch';
  if (worker.kind === 'external') return 'await-sign';
  if (kind === 'failed') return 'none';
  return kind === 'lost' ? 'await-sign' : 'restart-when-sure';
}

/** What a person may do that helps; null when there is nothing but looking. */
export function helpOf(worker: Worker): 'start' | 'restart' | null {
  if (worker.kind === 'external') return null;
  return troubleKind(worker) === 'failed' ? 'start' : 'restart';
}

export const latelyMs = 5 * 60_000;
/** Ends that somebody wanted, or that are another worker's doing. */
const wanted: ReadonlySet<unknown> = new Set(['operator', 'config', 'dependency']);

/**
 * How often a worker ended lately without anybody wanting it: its restart is the so-manieth. Of all events; null when those at hand do not
 * reach back so far, since fewer than there were must not be told as all.
 */
export function endsLately(newestFirst: readonly FleetEvent[], worker: string, now: number): number | null {
  const oldest = newestFirst.at(-1);
  // Nothing was before the first of all.
  if (oldest && oldest.id > 1 && now - Date.parse(oldest.time) < latelyMs) return null;
  return newestFirst.filter(
    (event) =>
      event.worker === worker &&
      event.type === 'worker.exited' &&
      !wanted.has(event.data['reason']) &&
      now - Date.parse(event.time) <= latelyMs,
  ).length;
}

/** A line of before is not about this trouble. */
const aboutItMs = 60_000;

/** Whether a line was written about when the trouble began, or since. */
export function isAbout(worker: Pick<Worker, 'since'>, line: Pick<LogLine, 'time'>): boolean {
  return Date.parse(line.time) >= Date.parse(worker.since) - aboutItMs;
}

/** One that is in trouble, or was until a moment ago. */
export interface Case {
  worker: string;
  /** When it was seen to be well again, ms since the epoch; null while it is not. */
  healedAt: number | null;
  /** That of its trouble. Kept until the case is over, so that what is on its way does not change places with every step. */
  rank: number;
}

/** So long a case that is over stays in view: nobody should miss what came of it, and nothing should flicker. */
export const lingerMs = 8_000;

/** `under-way`: it is neither well nor in trouble, but starting or stopping. `gone`: stopped on purpose, removed, not seen any more, or in trouble. */
export type Turn = 'well' | 'under-way' | 'gone';

export function turnOf(worker: Worker | undefined): Turn {
  if (!worker || isTroubled(worker)) return 'gone';
  const tone = toneOf(shownState(worker));
  if (tone === 'busy') return 'under-way';
  return tone === 'well' ? 'well' : 'gone';
}

/** The cases to show, the worst first, then in the order in which they came up. The same array when nothing changed. */
export function followCases(
  before: readonly Case[],
  troubled: readonly Worker[],
  turn: (worker: string) => Turn,
  now: number,
): readonly Case[] {
  const open = new Map(
    troubled.map((worker) => [
      worker.name,
      { worker: worker.name, healedAt: null, rank: troubleRank(worker) },
    ]),
  );
  const known = new Set(before.map(({ worker }) => worker));
  const after: Case[] = [
    ...before.flatMap((one) => {
      const { worker, healedAt, rank } = one;
      const isOpen = open.get(worker);
      if (isOpen) return isOpen;
      const next = turn(worker);
      if (next === 'gone') return [];
      const since = next === 'under-way' ? null : (healedAt ?? now);
      return since !== null && now - since >= lingerMs ? [] : { worker, healedAt: since, rank };
    }),
    ...[...open.values()].filter(({ worker }) => !known.has(worker)),
  ].sort((a, b) => a.rank - b.rank);
  const isSame =
    after.length === before.length &&
    after.every((one, at) => {
      const other = before[at];
      return one.worker === other?.worker && one.healedAt === other.healedAt && one.rank === other.rank;
    });
  return isSame ? before : after;
}
