/** The same action on many workers, each followed to its own outcome. Pure. */
import { type Action, type Outcome, outcomeOf } from './outcome.ts';
import { mergeEvents } from './live/fleet-state.ts';
import type { Request } from './pursuit.ts';
import { shownState } from './standing.ts';
import type { FleetEvent, Worker } from './types.ts';

/** Who is acted on, and who is hurt by it besides. */
export interface Plan {
  targets: Worker[];
  /** Chosen, and already as wished, or not run by Yagura. */
  already: number;
  external: number;
  /** For a restart: those that do not run and will. */
  started: number;
  /** Not chosen, but they need one of the targets, directly or through others. */
  dependents: string[];
}

export function planOf(action: Action, chosen: readonly Worker[], fleet: Iterable<Worker>): Plan {
  const own = chosen.filter((worker) => worker.kind !== 'external');
  const targets = own.filter((worker) => !isAlready(action, worker));
  return {
    targets,
    already: own.length - targets.length,
    external: chosen.length - own.length,
    started: action === 'restart' ? targets.filter(isDown).length : 0,
    dependents: action === 'start' ? [] : dependentsOf(targets, fleet),
  };
}

function isDown(worker: Worker): boolean {
  const state = shownState(worker);
  return state === 'stopped' || state === 'failed';
}

function isAlready(action: Action, worker: Worker): boolean {
  if (action === 'stop') return isDown(worker);
  // One that waits for its restart can be started at once.
  return action === 'start' && !isDown(worker) && worker.state !== 'backoff';
}

function dependentsOf(targets: readonly Worker[], fleet: Iterable<Worker>): string[] {
  const hurt = new Set(targets.map(({ name }) => name));
  const found: string[] = [];
  const others = [...fleet];
  for (let before = -1; before !== hurt.size; ) {
    before = hurt.size;
    for (const { name, dependsOn, state } of others) {
      if (hurt.has(name) || state === 'stopped' || !dependsOn.some((needed) => hurt.has(needed))) continue;
      hurt.add(name);
      found.push(name);
    }
  }
  return found;
}

export interface Attempt {
  worker: string;
  request: Request;
  /** What happened to it since, newest first. */
  events: readonly FleetEvent[];
  /** Its last verdict, once nothing more will come. */
  settled: Verdict | null;
}

export interface Verdict {
  /** `unclear`: nobody knows whether the request arrived. */
  standing:
    | 'asked'
    | 'under-way'
    | 'awaits-health'
    | 'done'
    | 'failed'
    | 'refused'
    | 'unclear'
    | 'lost'
    | 'gone';
  /** The machine's own words for a failure. */
  detail: string;
  /** Nothing that comes later changes it. */
  final: boolean;
}

const standings: Record<Outcome['phase'], Verdict['standing']> = {
  asked: 'asked',
  'under-way': 'under-way',
  done: 'done',
  failed: 'failed',
};

/** What can be said of one, judged by what was seen since. */
export function judge(action: Action, attempt: Attempt, worker: Worker | null): Verdict {
  if (attempt.settled) return attempt.settled;
  const { request } = attempt;
  const say = (standing: Verdict['standing'], detail = '', final = failures.has(standing)): Verdict => ({
    standing,
    detail,
    final,
  });
  if (request.state === 'sending') return say('asked');
  if (request.state === 'refused') return say('refused', request.detail);
  if (request.state === 'unanswered') return say('unclear');
  if (request.state === 'never-arrived') return say('lost');
  if (worker === null) return say('gone');
  const outcome = outcomeOf(action, request.eventId, attempt.events, worker);
  if (outcome.health === 'awaited') return say('awaits-health');
  // One without checks may still fall over within its first seconds.
  return say(
    standings[outcome.phase],
    outcome.detail,
    outcome.phase === 'failed' || outcome.health === 'healthy',
  );
}

const failures: ReadonlySet<Verdict['standing']> = new Set(['failed', 'refused', 'lost', 'gone']);

/** Adds what was seen of one, and keeps its verdict once it is final. */
export function advance(action: Action, attempt: Attempt, seen: Seen): Attempt {
  const news = seen.events.filter((event) => !attempt.events.some(({ id }) => id === event.id));
  const events = news.length === 0 ? attempt.events : mergeEvents(attempt.events, news, mostEvents);
  const next = { ...attempt, events, request: seen.request ?? attempt.request };
  const verdict = judge(action, next, seen.worker);
  return { ...next, settled: verdict.final ? verdict : null };
}

interface Seen {
  events: readonly FleetEvent[];
  worker: Worker | null;
  request?: Request;
}

/** One that crashes again and again must not fill the memory; what counts came first and is judged by then. */
const mostEvents = 50;

export interface Tally {
  total: number;
  done: number;
  awaitsHealth: number;
  underWay: number;
  unclear: number;
  /** With the cause of each, in the order of the request. */
  failed: { worker: string; verdict: Verdict }[];
}

export function tally(verdicts: Iterable<readonly [string, Verdict]>): Tally {
  const sum: Tally = { total: 0, done: 0, awaitsHealth: 0, underWay: 0, unclear: 0, failed: [] };
  for (const [worker, verdict] of verdicts) {
    sum.total++;
    if (verdict.standing === 'done') sum.done++;
    else if (verdict.standing === 'awaits-health') sum.awaitsHealth++;
    else if (verdict.standing === 'unclear') sum.unclear++;
    else if (failures.has(verdict.standing)) sum.failed.push({ worker, verdict });
    else sum.underWay++;
  }
  return sum;
}

export const isOver = ({ awaitsHealth, underWay, unclear }: Tally) => awaitsHealth + underWay + unclear === 0;

/** What was done and can be taken back; a restart cannot. */
export function undoOf(action: Action): Action | null {
  return { start: 'stop' as const, stop: 'start' as const, restart: null }[action];
}
