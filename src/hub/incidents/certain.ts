/**
 * Since when it is certain that a person has to hear of an incident. What Yagura is about to heal gets a grace time: a worker that is
 * back within its restart is nobody's business. What it has given up on, what it has no cure for, what is critical and what the rule wants
 * told is certain at once. Pure.
 */
import type { Severity } from '../alerts/index.ts';
import type { Worker } from '../fleet/index.ts';
import { isOver, type Member } from './member.ts';

export interface Healing {
  graceMs: Record<Severity, number>;
  /** The worker as it is seen now. */
  worker: (name: string) => Pick<Worker, 'state' | 'crashes' | 'crashLoop' | 'fresh'> | null;
  /** Whether what this rule finds can go away by a restart; kinds of errors, for one, cannot. */
  isHealable: (rule: string) => boolean;
}

/** `at`: since when; `look`: when it may become so by nothing but time. */
export function certainty(
  members: Iterable<Member>,
  healing: Healing,
  nowMs: number,
): { at: number | null; look: number | null } {
  let at: number | null = null;
  let look: number | null = null;
  for (const member of members) {
    if (member.kind !== 'alert' || !member.noticeable || isOver(member)) continue;
    const graceMs = isBeingHealed(member, healing) ? healing.graceMs[member.severity] : 0;
    const since = member.startsMs + graceMs;
    if (since <= nowMs) at = Math.min(at ?? Number.POSITIVE_INFINITY, Math.max(since, member.startsMs));
    else look = Math.min(look ?? Number.POSITIVE_INFINITY, since);
  }
  return { at, look };
}

function isBeingHealed(member: Member, { worker: seen, isHealable }: Healing): boolean {
  if (member.page || member.isTest || member.severity === 'critical' || member.worker === null) return false;
  if (member.rule !== null && !isHealable(member.rule)) return false;
  const worker = seen(member.worker);
  if (!worker?.fresh || worker.crashLoop) return false;
  switch (worker.state) {
    case 'starting':
    case 'backoff':
    case 'unhealthy':
    case 'stopping':
      return true;
    case 'running':
      // It is back, and has to prove that it stays.
      return worker.crashes > 0;
    default:
      return false;
  }
}
