/**
 * How a condition goes from pending to firing to over. Pure: what it was, what is seen of it now and the time make what it is; the same
 * object comes back while nothing changes. Times are steady ms: they never jump, whatever the clock does.
 */
import type { Seen } from '../happenings/index.ts';

export interface Phase {
  state: 'pending' | 'firing';
  sinceMs: number;
  firingMs: number | null;
  /** Firing, but not found any more since then; null while it is found. */
  clearMs: number | null;
  /** Without data since then. */
  goneMs: number | null;
}

export interface Timing {
  forMs: number;
  keepFiringForMs: number;
  noData: 'ok' | 'alert' | 'keep';
}

/** Without data nothing is kept for longer. */
export const longestGoneMs = 86_400_000;

/** Null: it is not, or it is over. */
export function nextPhase(before: Phase | null, seen: Seen, nowMs: number, timing: Timing): Phase | null {
  const phase = before && notAfter(before, nowMs);
  switch (seen) {
    case 'found':
      return found(phase, nowMs, timing);
    case 'between':
      return phase?.state === 'firing' ? steadily(phase) : null;
    case 'clear':
      return phase && clear(phase, nowMs, timing);
    default:
      return phase && (timing.noData === 'ok' ? clear(phase, nowMs, timing) : gone(phase, nowMs));
  }
}

function found(phase: Phase | null, nowMs: number, { forMs }: Timing): Phase {
  const sinceMs = phase?.sinceMs ?? nowMs;
  if (phase?.state === 'firing') return steadily(phase);
  if (nowMs - sinceMs >= forMs)
    return { state: 'firing', sinceMs, firingMs: nowMs, clearMs: null, goneMs: null };
  return phase ? steadily(phase) : { state: 'pending', sinceMs, firingMs: null, clearMs: null, goneMs: null };
}

function clear(phase: Phase, nowMs: number, { keepFiringForMs }: Timing): Phase | null {
  if (phase.state === 'pending') return null;
  const clearMs = phase.clearMs ?? nowMs;
  if (nowMs - clearMs >= keepFiringForMs) return null;
  return phase.clearMs === clearMs && phase.goneMs === null ? phase : { ...phase, clearMs, goneMs: null };
}

/** As it was, which for something pending also means that it does not begin to fire. */
function gone(phase: Phase, nowMs: number): Phase | null {
  const goneMs = phase.goneMs ?? nowMs;
  if (nowMs - goneMs >= longestGoneMs) return null;
  return phase.goneMs === goneMs ? phase : { ...phase, goneMs };
}

function steadily(phase: Phase): Phase {
  return phase.clearMs === null && phase.goneMs === null ? phase : { ...phase, clearMs: null, goneMs: null };
}

/** What was written down before the clock was set back must not lie ahead. */
function notAfter(phase: Phase, nowMs: number): Phase {
  const { sinceMs, firingMs, clearMs, goneMs } = phase;
  const latest = Math.max(sinceMs, firingMs ?? sinceMs, clearMs ?? sinceMs, goneMs ?? sinceMs);
  if (latest <= nowMs) return phase;
  const cap = (ms: number | null) => ms && Math.min(ms, nowMs);
  return {
    ...phase,
    sinceMs: Math.min(sinceMs, nowMs),
    firingMs: cap(firingMs),
    clearMs: cap(clearMs),
    goneMs: cap(goneMs),
  };
}
