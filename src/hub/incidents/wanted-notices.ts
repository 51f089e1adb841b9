/**
 * Which notices there must be of an incident, given what it is and what was told so far. Pure and level-triggered: asked twice, with what
 * it answered the first time told, it wants nothing more. Whoever was told is told of the end. The keys are the same each time, so that
 * whatever is killed in between can neither double nor lose one.
 */
import type { Severity } from '../alerts/index.ts';
import { isWorse } from './member.ts';

export type NoticeReason =
  | 'opened'
  | 'escalated'
  | 'severity'
  | 'cause'
  | 'workers'
  | 'reminder'
  | 'snooze-over'
  | 'resolved'
  | 'merged';

export interface Told {
  key: string;
  channel: string;
  kind: 'opened' | 'updated' | 'reminder' | 'resolved';
  reason: NoticeReason;
  /** Of which time it was opened: 0, and one more with each return. */
  generation: number;
  atMs: number;
}

/** How far a team's escalation has come, in this generation. */
export interface Escalation {
  sinceMs: number;
  /** Steps that were carried out. */
  done: number;
}

/** What those who were told know. */
export interface ToldAs {
  severity: Severity;
  cause: string | null;
  workers: number;
}

export interface Situation {
  id: number;
  generation: number;
  isOver: boolean;
  mergedInto: number | null;
  severity: Severity;
  /** Null: not certain yet. */
  certainMs: number | null;
  isAcknowledged: boolean;
  /** Null: it is not snoozed. */
  snoozedUntilMs: number | null;
  /** Something of it may be told of now: not all is silenced. */
  isNoticeable: boolean;
  /** What the likeliest cause is about: a worker or a host. */
  cause: string | null;
  workers: number;
  toldAs: ToldAs | null;
  escalations: Readonly<Record<string, Escalation>>;
}

export interface Plan {
  /** By name, as routes want it now: channels, and teams with their steps. */
  channels: readonly string[];
  teams: readonly {
    name: string;
    steps: readonly { afterMs: number; to: readonly string[] }[];
    reach: (to: readonly string[]) => readonly string[];
  }[];
  /** When it is no longer quiet for this severity; null: now. */
  quietUntilMs: number | null;
  remindMs: number | null;
}

export interface Wanted {
  notices: Omit<Told, 'atMs'>[];
  /** What these make of the incident; saved together with them. */
  escalations: Record<string, Escalation>;
  toldAs: ToldAs | null;
  /** When something may have to be told by nothing but time. */
  lookAtMs: number | null;
}

/** What fails together is gathered for this long, so that the first message knows of all of it. */
export const gatherMs = 300;
const hourMs = 3_600_000;
const mostUpdatesAnHour = 4;
/** In a key. */
const longestName = 80;

export function wantedNotices(
  situation: Situation,
  told: readonly Told[],
  plan: Plan,
  nowMs: number,
): Wanted {
  const { generation } = situation;
  const mine = told.filter((one) => one.generation === generation);
  const wanted: Wanted = {
    notices: [],
    escalations: { ...situation.escalations },
    toldAs: situation.toldAs,
    lookAtMs: null,
  };
  const lookAt = (ms: number) => {
    wanted.lookAtMs = Math.min(wanted.lookAtMs ?? Number.POSITIVE_INFINITY, ms);
  };
  const keyOf = (...rest: (string | number)[]) => keyIn(generation, ...rest);
  const keyIn = (...parts: (string | number)[]) => [`incident-${situation.id}`, ...parts].join('/');
  const want = (channel: string, kind: Told['kind'], reason: NoticeReason, ...rest: (string | number)[]) => {
    const key = keyOf(reason, ...rest, channel);
    if (!mine.some((one) => one.key === key) && !wanted.notices.some((one) => one.key === key))
      wanted.notices.push({ key, channel, kind, reason, generation });
  };
  const channelsTold = new Set(mine.filter(({ kind }) => kind === 'opened').map(({ channel }) => channel));
  const channelsDone = new Set(mine.filter(({ kind }) => kind === 'resolved').map(({ channel }) => channel));

  // It came back before everybody heard that it was over: for them that time ends first.
  for (const { channel, generation: earlier } of openToldOf(told)) {
    if (earlier >= generation) continue;
    if (plan.quietUntilMs !== null) lookAt(plan.quietUntilMs);
    else
      wanted.notices.push({
        key: keyIn(earlier, 'resolved', channel),
        channel,
        kind: 'resolved',
        reason: 'resolved',
        generation: earlier,
      });
  }
  if (situation.isOver) {
    const open = [...channelsTold].filter((channel) => !channelsDone.has(channel));
    if (open.length > 0 && plan.quietUntilMs !== null) lookAt(plan.quietUntilMs);
    else
      for (const channel of open)
        want(channel, 'resolved', situation.mergedInto === null ? 'resolved' : 'merged');
    return wanted;
  }
  if (situation.certainMs === null || !situation.isNoticeable) return wanted;
  const dueMs = situation.certainMs + gatherMs;
  if (nowMs < dueMs) {
    lookAt(dueMs);
    return wanted;
  }
  if (plan.quietUntilMs !== null) {
    lookAt(plan.quietUntilMs);
    return wanted;
  }
  if (situation.snoozedUntilMs !== null && nowMs < situation.snoozedUntilMs) {
    lookAt(situation.snoozedUntilMs);
    return wanted;
  }
  const isFirst = channelsTold.size === 0;
  const open = (channel: string): boolean => {
    if (channelsTold.has(channel)) return false;
    channelsTold.add(channel);
    want(channel, 'opened', 'opened');
    return true;
  };
  if (!situation.isAcknowledged) {
    for (const channel of plan.channels) open(channel);
    for (const { name, steps, reach } of plan.teams) escalate(name, steps, reach);
  }
  if (isFirst && wanted.notices.length > 0)
    wanted.toldAs = {
      severity: situation.severity,
      cause: situation.cause,
      workers: situation.workers,
    };
  else update();
  if (situation.snoozedUntilMs !== null) {
    for (const { channel } of mine.filter(({ kind }) => kind === 'opened'))
      want(channel, 'reminder', 'snooze-over', situation.snoozedUntilMs);
  } else if (!situation.isAcknowledged) remind();
  return wanted;

  function escalate(
    name: string,
    steps: readonly { afterMs: number; to: readonly string[] }[],
    reach: (to: readonly string[]) => readonly string[],
  ): void {
    const { sinceMs, done } = wanted.escalations[name] ?? { sinceMs: nowMs, done: 0 };
    let next = done;
    let waivedMs = 0;
    for (; next < steps.length; next++) {
      const step = steps[next] as (typeof steps)[number];
      if (sinceMs + step.afterMs - waivedMs > nowMs) break;
      const channels = reach(step.to);
      for (const channel of channels)
        if (!open(channel) && next > 0) want(channel, 'reminder', 'escalated', name, next);
      // Nobody is there: whoever comes next is asked at once.
      if (channels.length === 0) waivedMs = steps[next + 1]?.afterMs ?? waivedMs;
    }
    wanted.escalations[name] = { sinceMs: sinceMs - waivedMs, done: next };
    const following = steps[next];
    if (following) lookAt(sinceMs - waivedMs + following.afterMs);
  }

  /** Only what matters: it became worse, it is something else than was thought, it is ten times as much. */
  function update(): void {
    const known = wanted.toldAs;
    if (!known) return;
    const everybody = mine.filter(({ kind }) => kind === 'opened').map(({ channel }) => channel);
    const tell = (reason: NoticeReason, what: string | number) => {
      for (const channel of everybody) want(channel, 'updated', reason, what);
    };
    if (isWorse(situation.severity, known.severity)) {
      tell('severity', situation.severity);
      wanted.toldAs = { severity: situation.severity, cause: situation.cause, workers: situation.workers };
      return;
    }
    if (situation.isAcknowledged) return;
    const recent = mine.filter(({ kind, atMs }) => kind === 'updated' && nowMs - atMs < hourMs);
    if (new Set(recent.map(({ atMs }) => atMs)).size >= mostUpdatesAnHour) {
      lookAt(Math.min(...recent.map(({ atMs }) => atMs)) + hourMs);
      return;
    }
    if (situation.cause !== null && situation.cause !== known.cause) {
      tell('cause', situation.cause.slice(0, longestName));
      wanted.toldAs = {
        ...known,
        cause: situation.cause,
        workers: Math.max(situation.workers, known.workers),
      };
      return;
    }
    const order = orderOf(situation.workers);
    if (situation.workers > 1 && order > orderOf(known.workers)) {
      tell('workers', order);
      wanted.toldAs = { ...known, workers: situation.workers };
    }
  }

  function remind(): void {
    const { remindMs } = plan;
    if (remindMs === null) return;
    for (const channel of new Set(mine.filter(({ kind }) => kind === 'opened').map((one) => one.channel))) {
      const heard = mine.filter((one) => one.channel === channel);
      const lastMs = Math.max(...heard.map(({ atMs }) => atMs));
      const count = heard.filter(({ reason }) => reason === 'reminder').length;
      if (lastMs + remindMs <= nowMs) want(channel, 'reminder', 'reminder', count + 1);
      lookAt(Math.max(lastMs + remindMs, nowMs + 1));
    }
  }
}

/** Those who were told that it began and not yet that it is over. */
export function openToldOf(told: readonly Told[]): Told[] {
  const nameOf = ({ generation, channel }: Told) => `${generation}/${channel}`;
  const ended = new Set(told.filter(({ kind }) => kind === 'resolved').map(nameOf));
  return told.filter((one) => one.kind === 'opened' && !ended.has(nameOf(one)));
}

/** Digits: 9 and 10 workers differ by an order, 10 and 99 do not. */
function orderOf(count: number): number {
  return Math.floor(Math.log10(Math.max(1, count)));
}
