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

const longestDetail = 300;

/** The first line of a text from outside, without control characters and bounded. */
export function oneLine(text: string): string {
  const line = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const clean = line.slice(0, longestDetail * 4).replace(/\u001b\[[0-9;]*m|[\u0000-\u001f\u007f]/g, '');
  return clean.length > longestDetail ? `${clean.slice(0, longestDetail - 1)}…` : clean;
}

/** A duration for people: `800 ms`, `12 s`, `5 min`. */
export function spell(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return `${Math.round(ms / 6_000) / 10} min`;
}
