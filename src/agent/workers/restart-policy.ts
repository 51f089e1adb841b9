/** When a worker that ended is started again. Pure: the caller brings the randomness and keeps the count. */
import type { RestartSpec } from '../../link/spec.ts';

/** So many crashes in a row, without a well run between them, are a crash loop. */
export const crashLoopAt = 5;

export type RestartDecision =
  | { restart: true; delayMs: number }
  /** `gaveUp`: the policy would restart it, but the bound on restarts is reached. */
  | { restart: false; gaveUp: boolean };

/**
 * Decides after the `crashes`-th end in a row (1 for the first). `well` is an exit with code 0 that nobody asked for; `random` is in [0, 1).
 */
export function decideRestart(
  spec: RestartSpec,
  end: { well: boolean; crashes: number },
  random: number,
): RestartDecision {
  if (spec.policy === 'never' || (spec.policy === 'on-failure' && end.well)) {
    return { restart: false, gaveUp: false };
  }
  if (spec.maxRestarts !== null && end.crashes > spec.maxRestarts) return { restart: false, gaveUp: true };
  return { restart: true, delayMs: restartDelayMs(spec, end.crashes, random) };
}

/**
 * The first restart comes at once, then `initial · factor^n`, never more than `max`. Jitter lengthens a delay, but at the cap it
 * shortens it, so that workers which failed together do not come back together even there.
 */
export function restartDelayMs(spec: RestartSpec, crashes: number, random: number): number {
  if (crashes <= 1) return 0;
  const base = spec.initialMs * spec.factor ** (crashes - 2);
  const spread = spec.jitterRatio * random;
  const lengthened = base * (1 + spread);
  return Math.round(lengthened <= spec.maxMs ? lengthened : Math.max(0, spec.maxMs * (1 - spread)));
}
