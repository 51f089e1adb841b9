/** The rule by which several signals become one verdict. Pure; docs/health.md explains it as a table. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { conditionText, type ProcessCondition } from './process.ts';
import type { CheckResult } from './streak.ts';

export interface Verdict {
  health: 'healthy' | 'degraded' | 'unhealthy' | 'unknown' | 'none';
  /** The worker should be restarted now. */
  heal: boolean;
  /** For people; empty when there is nothing to say. */
  reason: string;
  /** The check, or `process`, that decided. */
  check: string | null;
}

export interface CheckEvidence {
  name: string;
  type: HealthCheckSpec['type'];
  result: CheckResult;
  detail: string;
  /** Results in a row that led here. */
  consecutive: number;
  flapping: boolean;
}

export interface Evidence {
  kind: 'process' | 'external';
  /** A run that this monitor was told of has not ended. */
  live: boolean;
  process: { condition: ProcessCondition; lastedMs: number; since: string };
  checks: readonly CheckEvidence[];
  /** Within the window of a silent log: a report came in, or the tree clearly used CPU or I/O. */
  working: boolean;
}

/** A worker may be stopped for a moment by a person or a debugger; one that stays so is healed. */
export const healStoppedAfterMs = 4_000;
/** Disks answer late now and then; a process that waits this long for one is worth a remark. */
export const blockedAfterMs = 30_000;

export function weigh(evidence: Evidence): Verdict {
  if (!evidence.live) {
    return evidence.checks.length === 0 ? verdict('none') : verdict('unknown', 'not running');
  }
  return (
    weighProcess(evidence) ??
    weighProofs(evidence) ??
    weighSilence(evidence) ??
    weighDoubts(evidence) ??
    weighRest(evidence)
  );
}

/** A stopped process does nothing, whatever its open port or its last heartbeat say. */
function weighProcess({ process }: Evidence): Verdict | null {
  if (process.condition !== 'stopped' && process.condition !== 'zombie') return null;
  const reason = `${conditionText[process.condition]} since ${process.since}`;
  return { ...verdict('unhealthy', reason, 'process'), heal: process.lastedMs >= healStoppedAfterMs };
}

/** Each of these proves something that the worker must do, so one that fails is not outvoted by others that pass. */
function weighProofs({ kind, checks }: Evidence): Verdict | null {
  const failing = checks.filter((check) => check.type !== 'log-silence' && check.result === 'failing');
  const first = failing.find((check) => provesWork(check)) ?? failing[0];
  if (!first) return null;
  const others = failing.length === 1 ? '' : ` (and ${failing.length - 1} more)`;
  return { ...verdict('unhealthy', failureOf(first) + others, first.name), heal: kind === 'process' };
}

/** Silence is a hint: a long job may have nothing to say. It decides only when nothing else could and the whole tree is idle. */
function weighSilence({ kind, checks, working }: Evidence): Verdict | null {
  const silent = checks.find((check) => check.type === 'log-silence' && check.result === 'failing');
  if (!silent) return null;
  const othersCouldTell = checks.some((check) => check.type !== 'log-silence');
  if (!working && !othersCouldTell) {
    return {
      ...verdict('unhealthy', `${silent.detail}, and it is idle`, silent.name),
      heal: kind === 'process',
    };
  }
  const because = working ? 'but it is working' : 'but no other check fails';
  return verdict('degraded', `${silent.detail}, ${because}`, silent.name);
}

function weighDoubts({ process, checks }: Evidence): Verdict | null {
  if (
    process.condition === 'traced' ||
    (process.condition === 'blocked' && process.lastedMs >= blockedAfterMs)
  ) {
    return verdict('degraded', `${conditionText[process.condition]} since ${process.since}`, 'process');
  }
  const flapping = checks.find((check) => check.flapping);
  return flapping
    ? verdict('degraded', `check "${flapping.name}" passes and fails by turns`, flapping.name)
    : null;
}

function weighRest({ checks }: Evidence): Verdict {
  const pending = checks.find((check) => check.result === 'pending');
  if (pending) return verdict('unknown', `no result yet of check "${pending.name}"`, pending.name);
  return verdict(checks.length === 0 ? 'none' : 'healthy');
}

function provesWork(check: CheckEvidence): boolean {
  return check.type === 'heartbeat' || check.type === 'progress';
}

function failureOf(check: CheckEvidence): string {
  const times = check.consecutive > 1 ? ` ${check.consecutive} times` : '';
  return `health check "${check.name}" failed${times}: ${check.detail}`;
}

function verdict(health: Verdict['health'], reason = '', check: string | null = null): Verdict {
  return { health, heal: false, reason, check };
}
