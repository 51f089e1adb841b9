/**
 * The life of a worker as rules: what it does next, given what it is and what happened. Pure; `process-worker.ts` carries the effects out.
 *
 *     down ──start──▶ waiting ──ready──▶ starting ──started──▶ up
 *      ▲                 ▲ ▲                 │                  │ ended by us        ended by itself
 *      │                 │ └──delay over── backoff ◀──┐         ▼                          ▼
 *      └── not wanted ───┴──────────── nothing left ──┴──── stopping                   clearing
 */
import type { RestartSpec } from '../../link/spec.ts';
import type { ExitStatus, StopReason } from '../../link/status.ts';
import { crashLoopAt, decideRestart } from './restart-policy.ts';

export type Phase = 'down' | 'waiting' | 'starting' | 'up' | 'stopping' | 'clearing' | 'backoff';

/** Why Yagura itself ends a run. */
export interface Ending {
  reason: Extract<StopReason, 'operator' | 'config' | 'dependency' | 'health' | 'limit'>;
  detail: string;
  /** How long the tree may take after the stop signal; 0 kills at once. */
  timeoutMs: number;
}

export interface Life {
  phase: Phase;
  /** Somebody wants it to run; what happens when the present phase is over depends on it. */
  wanted: boolean;
  ending: Ending | null;
  /** Someone stopped it for good: it stays stopped, also under the next agent, until someone starts it. */
  held: boolean;
  /** It is down because it failed, not because someone stopped it. */
  failed: boolean;
  /** Automatic restarts since it was declared. */
  restarts: number;
  /** Ends in a row without a well run between them. */
  crashes: number;
  crashLoop: boolean;
  lastExit: ExitStatus | null;
}

export type Input =
  | { type: 'start' }
  /** Not to run any more; `hold` keeps it so. */
  | { type: 'stop'; ending: Ending; hold: boolean }
  /** To run anew. */
  | { type: 'restart'; ending: Ending }
  | { type: 'dependencies-ready' }
  | { type: 'started' }
  | { type: 'start-failed'; exit: ExitStatus }
  | { type: 'exited'; exit: ExitStatus }
  /** The run's exit was seen and nothing of its tree is left. */
  | { type: 'cleared' }
  | { type: 'delay-over' }
  /** The run was well for as long as makes it forget earlier crashes. */
  | { type: 'ran-well' }
  /** An earlier agent's run was found alive. */
  | { type: 'adopted' }
  /** An earlier agent wanted it to run, in so much time. */
  | { type: 'resume'; delayMs: number };

export type Effect =
  | { do: 'await-dependencies' }
  | { do: 'launch' }
  /** Ask the whole tree to end, kill what remains after the time, and report `cleared` when nothing is left. */
  | { do: 'end-tree'; timeoutMs: number }
  | { do: 'delay'; ms: number }
  | { do: 'cancel-delay' }
  /** No process will be needed for a while. */
  | { do: 'rest' }
  | { do: 'emit'; type: string; data: Record<string, unknown> };

export interface Rules {
  restart: RestartSpec;
  /** A periodic job: done when it ends well, and a failure waits for the next time unless the policy is `on-failure`. */
  scheduled: boolean;
  /** In [0, 1), for jitter. */
  random: number;
}

type Step = { life: Life; effects: Effect[] };

export const newLife: Life = {
  phase: 'down',
  wanted: false,
  ending: null,
  held: false,
  failed: false,
  restarts: 0,
  crashes: 0,
  crashLoop: false,
  lastExit: null,
};

export function transition(life: Life, input: Input, rules: Rules): Step {
  switch (input.type) {
    case 'start':
      return start(life);
    case 'stop':
      return stop({ ...life, held: life.held || input.hold }, input.ending);
    case 'restart':
      return restart({ ...life, held: false }, input.ending);
    case 'dependencies-ready':
      return life.phase === 'waiting'
        ? { life: { ...life, phase: 'starting' }, effects: [{ do: 'launch' }] }
        : same(life);
    case 'started':
      return started(life);
    case 'start-failed':
      return startFailed(life, input.exit, rules);
    case 'exited':
      return exited(life, input.exit);
    case 'cleared':
      return isEnding(life.phase) ? settle(life, rules) : same(life);
    case 'delay-over':
      return life.phase === 'backoff' ? queueUp({ ...life, restarts: life.restarts + 1 }) : same(life);
    case 'ran-well':
      return same(life.phase === 'up' ? { ...life, crashes: 0, crashLoop: false } : life);
    case 'adopted':
      return adopted(life);
    default:
      if (input.delayMs === 0) return queueUp(life);
      return { life: { ...life, phase: 'backoff' }, effects: [{ do: 'delay', ms: input.delayMs }] };
  }
}

function start(life: Life): Step {
  const wanted = { ...life, wanted: true, held: false, failed: false };
  if (life.phase === 'down') return queueUp({ ...wanted, crashes: 0, crashLoop: false });
  if (life.phase === 'backoff') return queueUp(wanted, [{ do: 'cancel-delay' }]);
  return same(wanted);
}

function stop(life: Life, ending: Ending): Step {
  const unwanted = { ...life, wanted: false };
  switch (life.phase) {
    case 'down':
      return same({ ...unwanted, failed: false });
    case 'waiting':
    case 'backoff':
      return {
        life: { ...unwanted, phase: 'down' },
        effects: [{ do: 'cancel-delay' }, emit('worker.stopped', { ...why(ending) }), { do: 'rest' }],
      };
    case 'starting':
    case 'up':
      return end(unwanted, ending);
    default:
      return hurry(unwanted, ending);
  }
}

function restart(life: Life, ending: Ending): Step {
  switch (life.phase) {
    case 'down':
    case 'backoff':
      return start(life);
    case 'waiting':
      return same(life);
    case 'starting':
    case 'up':
      return end(life, ending);
    default:
      return hurry({ ...life, wanted: true }, ending);
  }
}

function end(life: Life, ending: Ending): Step {
  return {
    life: { ...life, phase: 'stopping', ending },
    effects: [emit('worker.stopping', why(ending)), { do: 'end-tree', timeoutMs: ending.timeoutMs }],
  };
}

/** It is ending already: only a shorter time changes anything. */
function hurry(life: Life, { timeoutMs }: Ending): Step {
  if (!life.ending || timeoutMs >= life.ending.timeoutMs) return same(life);
  return {
    life: { ...life, ending: { ...life.ending, timeoutMs } },
    effects: [{ do: 'end-tree', timeoutMs }],
  };
}

function started(life: Life): Step {
  if (life.phase === 'starting')
    return { life: { ...life, phase: 'up' }, effects: [emit('worker.started', {})] };
  // It was told to stop before its process was known.
  if (life.phase === 'stopping' && life.ending) {
    return { life, effects: [{ do: 'end-tree', timeoutMs: life.ending.timeoutMs }] };
  }
  return same(life);
}

function startFailed(life: Life, exit: ExitStatus, rules: Rules): Step {
  if (life.phase !== 'starting' && life.phase !== 'stopping') return same(life);
  const step = settle({ ...life, lastExit: exit }, rules);
  return { ...step, effects: [emit('worker.start-failed', { detail: exit.detail }), ...step.effects] };
}

function exited(life: Life, exit: ExitStatus): Step {
  if (life.phase === 'stopping') return same({ ...life, lastExit: exit });
  if (life.phase !== 'up' && life.phase !== 'starting') return same(life);
  return {
    life: { ...life, phase: 'clearing', lastExit: exit },
    effects: [{ do: 'end-tree', timeoutMs: 0 }],
  };
}

function adopted(life: Life): Step {
  const up: Life = { ...life, phase: 'up' };
  const effects = [emit('worker.adopted', {})];
  if (up.wanted && !up.ending) return { life: up, effects };
  // The agent before this one died while it was stopping it.
  const ending = up.ending ?? { reason: 'operator', detail: 'stopped before', timeoutMs: 0 };
  const step = end(up, ending);
  return { ...step, effects: [...effects, ...step.effects] };
}

/** Nothing of the last run is left: what now? */
function settle(life: Life, rules: Rules): Step {
  const { ending, lastExit: exit } = life;
  const ended: Life = { ...life, ending: null };
  if (!life.wanted) return rest(ended, [emit('worker.stopped', ending ? why(ending) : {})]);
  if (
    ending &&
    (ending.reason === 'operator' || ending.reason === 'config' || ending.reason === 'dependency')
  ) {
    return queueUp({ ...ended, crashes: 0, crashLoop: false });
  }
  const well = exit?.reason === 'exit' && exit.code === 0;
  if (rules.scheduled && (well || rules.restart.policy !== 'on-failure')) {
    return well ? rest(ended, [emit('worker.completed', {})]) : fail(ended, false);
  }
  const crashes = life.crashes + 1;
  const decision = decideRestart(rules.restart, { well, crashes }, rules.random);
  if (!decision.restart)
    return well ? rest(ended, [emit('worker.completed', {})]) : fail({ ...ended, crashes }, decision.gaveUp);
  const looping = crashes >= crashLoopAt;
  const next: Life = { ...ended, crashes, crashLoop: looping };
  const effects: Effect[] = looping && !life.crashLoop ? [emit('worker.crash-loop', { crashes })] : [];
  if (decision.delayMs === 0) return queueUp({ ...next, restarts: life.restarts + 1 }, effects);
  return {
    life: { ...next, phase: 'backoff' },
    effects: [
      ...effects,
      emit('worker.backoff', { delayMs: decision.delayMs, crashes }),
      { do: 'delay', ms: decision.delayMs },
    ],
  };
}

function rest(life: Life, effects: Effect[]): Step {
  return {
    life: { ...life, phase: 'down', wanted: false, failed: false },
    effects: [...effects, { do: 'rest' }],
  };
}

function fail(life: Life, gaveUp: boolean): Step {
  return {
    life: { ...life, phase: 'down', wanted: false, failed: true },
    effects: [
      emit('worker.failed', { gaveUp, crashes: life.crashes, detail: life.lastExit?.detail ?? '' }),
      { do: 'rest' },
    ],
  };
}

function queueUp(life: Life, effects: Effect[] = []): Step {
  return { life: { ...life, phase: 'waiting' }, effects: [...effects, { do: 'await-dependencies' }] };
}

const same = (life: Life): Step => ({ life, effects: [] });
const emit = (type: string, data: Record<string, unknown>): Effect => ({ do: 'emit', type, data });
const why = (ending: Ending): { reason: string; detail: string } => ({
  reason: ending.reason,
  detail: ending.detail,
});
const isEnding = (phase: Phase): boolean => phase === 'stopping' || phase === 'clearing';
