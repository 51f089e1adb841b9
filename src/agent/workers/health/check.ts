/** What every kind of check offers to the monitor. */
import type { CheckResult, CheckStatus } from '../../../link/status.ts';
import type { CheckEvidence } from './weigh.ts';

export interface Check {
  /** A run began or was adopted: earlier results are forgotten. */
  begin(): void;
  /** The run is over: nothing is looked at until the next begins. */
  end(): void;
  /** Does what is due. Called often; cheap when nothing is. */
  tick(): void;
  /** Time passed in which nobody could look: what it seemed to show is forgotten. */
  forgive(): void;
  evidence(): CheckEvidence;
  status(): CheckStatus;
  /** The last ones, oldest first. */
  results(): CheckResult[];
}

/** A duration for people: `800 ms`, `12 s`, `5 min`. */
export function spell(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return `${Math.round(ms / 6_000) / 10} min`;
}
