/** What a state means to the eye: its tone, its place in a list with trouble first, and the sum over a fleet. Pure. */
import type { Worker, WorkerState } from './types.ts';

/** `rest` is stopped on purpose; `unknown` is never shown as well. */
export type Tone = 'well' | 'busy' | 'warn' | 'bad' | 'rest';

const tones: Record<WorkerState, Tone> = {
  running: 'well',
  starting: 'busy',
  stopping: 'busy',
  degraded: 'warn',
  backoff: 'warn',
  unhealthy: 'bad',
  failed: 'bad',
  lost: 'bad',
  stopped: 'rest',
  unknown: 'rest',
};

/** States as they stand in a list: trouble first. */
export const worstFirst = [
  'failed',
  'lost',
  'unhealthy',
  'backoff',
  'degraded',
  'unknown',
  'starting',
  'stopping',
  'stopped',
  'running',
] as const satisfies readonly WorkerState[];

type Seen = Pick<Worker, 'state' | 'fresh'>;
type Standing = Seen & Pick<Worker, 'crashLoop'>;

/** The state as it may be claimed: what nobody sees any more is unknown. */
export function shownState(worker: Seen): WorkerState {
  return worker.fresh ? worker.state : 'unknown';
}

export function toneOf(state: WorkerState): Tone {
  return tones[state];
}

/** One that crashes again and again starts and runs between its crashes, but it is neither on its way nor well. */
function isBetweenCrashes(worker: Standing): boolean {
  const state = shownState(worker);
  return worker.crashLoop && (state === 'running' || state === 'starting');
}

export function isTroubled(worker: Standing): boolean {
  const tone = toneOf(shownState(worker));
  return tone === 'bad' || tone === 'warn' || isBetweenCrashes(worker);
}

/** How a worker looks: one that crashes again and again is not well in between, although it runs. */
export interface Look {
  tone: Tone;
  /** Whose shape and name it has. */
  state: WorkerState;
  crashLoop: boolean;
}

export function lookOf(worker: Standing): Look {
  if (isBetweenCrashes(worker)) return { tone: 'warn', state: 'backoff', crashLoop: true };
  const state = shownState(worker);
  return { tone: toneOf(state), state, crashLoop: false };
}

/** Small is worse. One that crashes again and again keeps its place between its crashes. */
export function troubleRank(worker: Standing): number {
  return worstFirst.indexOf(lookOf(worker).state);
}

/** Trouble first, then by name. */
export function byTrouble(a: Worker, b: Worker): number {
  return troubleRank(a) - troubleRank(b) || compareNames(a.name, b.name);
}

/** `mailer-2` before `mailer-10`. */
export const compareNames = new Intl.Collator('en', { numeric: true }).compare;

export interface Summary {
  level: 'empty' | 'unknown' | 'trouble' | 'busy' | 'well';
  total: number;
  well: number;
  busy: number;
  resting: number;
  unknown: number;
  /** Worst first. */
  troubled: Worker[];
}

export function summarise(workers: Iterable<Worker>): Summary {
  const summary: Summary = {
    level: 'empty',
    total: 0,
    well: 0,
    busy: 0,
    resting: 0,
    unknown: 0,
    troubled: [],
  };
  for (const worker of workers) {
    summary.total++;
    const state = shownState(worker);
    const tone = toneOf(state);
    if (state === 'unknown') summary.unknown++;
    else if (isTroubled(worker)) summary.troubled.push(worker);
    else if (tone === 'well') summary.well++;
    else if (tone === 'busy') summary.busy++;
    else summary.resting++;
  }
  summary.troubled.sort(byTrouble);
  if (summary.troubled.length > 0) summary.level = 'trouble';
  else if (summary.unknown > 0) summary.level = 'unknown';
  else if (summary.busy > 0) summary.level = 'busy';
  else if (summary.total > 0) summary.level = 'well';
  return summary;
}

/** States as they stand side by side with their counts: what comes and goes within seconds is last, so that nothing moves for it. */
export const steadyFirst: readonly WorkerState[] = [
  'running',
  'stopped',
  'unknown',
  'failed',
  'lost',
  'unhealthy',
  'degraded',
  'backoff',
  'starting',
  'stopping',
];

export function countStates(workers: Iterable<Worker>): ReadonlyMap<WorkerState, number> {
  const counts = new Map<WorkerState, number>();
  for (const worker of workers) {
    const state = shownState(worker);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}
