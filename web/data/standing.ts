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
export const worstFirst: readonly WorkerState[] = [
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
];

type Seen = Pick<Worker, 'state' | 'fresh'>;
type Standing = Seen & Pick<Worker, 'crashLoop'>;

/** The state as it may be claimed: what nobody sees any more is unknown. */
export function shownState(worker: Seen): WorkerState {
  return worker.fresh ? worker.state : 'unknown';
}

export function toneOf(state: WorkerState): Tone {
  return tones[state];
}

/** One that crashes again and again runs between its crashes, but it is not well. */
export function isTroubled(worker: Standing): boolean {
  const tone = toneOf(shownState(worker));
  return tone === 'bad' || tone === 'warn' || (tone === 'well' && worker.crashLoop);
}

/** Small is worse. One that crashes again and again keeps its place between its crashes. */
/** How a worker looks: one that crashes again and again is not well in between, although it runs. */
export interface Look {
  tone: Tone;
  /** Whose shape and name it has. */
  state: WorkerState;
  crashLoop: boolean;
}

export function lookOf(worker: Seen & Pick<Worker, 'crashLoop'>): Look {
  const state = shownState(worker);
  const tone = toneOf(state);
  return tone === 'well' && worker.crashLoop
    ? { tone: 'warn', state: 'backoff', crashLoop: true }
    : { tone, state, crashLoop: false };
}

export function troubleRank(worker: Standing): number {
  const state = shownState(worker);
  return worstFirst.indexOf(toneOf(state) === 'well' && worker.crashLoop ? 'backoff' : state);
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
    // One that crashes again and again runs between its crashes, but it is not well.
    else if (tone === 'well' && worker.crashLoop) summary.troubled.push(worker);
    else if (tone === 'well') summary.well++;
    else if (tone === 'busy') summary.busy++;
    else if (tone === 'rest') summary.resting++;
    else summary.troubled.push(worker);
  }
  summary.troubled.sort(byTrouble);
  if (summary.troubled.length > 0) summary.level = 'trouble';
  else if (summary.unknown > 0) summary.level = 'unknown';
  else if (summary.busy > 0) summary.level = 'busy';
  else if (summary.total > 0) summary.level = 'well';
  return summary;
}

/** How many are in each state, in the order of trouble. */
export function countStates(workers: Iterable<Worker>): [WorkerState, number][] {
  const counts = new Map<WorkerState, { count: number; example: Worker }>();
  for (const worker of workers) {
    const state = shownState(worker);
    const seen = counts.get(state);
    if (seen) seen.count++;
    else counts.set(state, { count: 1, example: worker });
  }
  return [...counts]
    .sort(([, a], [, b]) => byTrouble(a.example, b.example))
    .map(([state, { count }]) => [state, count]);
}
