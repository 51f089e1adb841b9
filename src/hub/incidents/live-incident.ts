/** An incident as the hub works with it, and what becomes of it by what happens and by what people do. */
import type { Severity } from '../alerts/index.ts';
import type { Entry } from './entry.ts';
import { isOver, type Member, worst } from './member.ts';
import type { Escalation, Told, ToldAs } from './wanted-notices.ts';
import type { Cause } from './views.ts';

/** What is kept of it besides its members, its timeline and what was told. */
export interface State {
  id: number;
  generation: number;
  severity: Severity;
  startsMs: number;
  detectedMs: number;
  /** Since when it is certain that a person has to hear of it. */
  certainMs: number | null;
  acknowledgedMs: number | null;
  acknowledgedBy: string | null;
  snoozedUntilMs: number | null;
  assignee: string | null;
  resolvedMs: number | null;
  resolvedBy: string | null;
  mergedInto: number | null;
  /** Parted from these by a person. */
  apart: number[];
  toldAs: ToldAs | null;
  escalations: Record<string, Escalation>;
  timelineLeftOut: number;
  updatedMs: number;
}

export interface LiveIncident {
  state: State;
  /** Put and dropped by the functions below, which keep `byWorker` and `unsaved` in step. */
  members: Map<string, Held>;
  /** Ids of its members by worker: one of thousands of alerts must not be walked through for each event. */
  byWorker: Map<string, Set<string>>;
  /** Oldest first. */
  entries: HeldEntry[];
  entryIds: Set<string>;
  told: Told[];
  causes: Cause[];
  /** When to look at it again, by nothing but time. */
  lookAtMs: number | null;
  /** Times at which to look for errors that its workers reported. */
  errorLooks: number[];
  unsaved: { members: Set<string>; entries: Set<string>; droppedEntries: Set<string> };
}

/** With the incident that it came from by a merge. */
export type Held = Member & { origin: number | null };
export type HeldEntry = Entry & { origin: number | null };

/** The timeline keeps its beginning and its end. */
const entriesKept = { first: 200, all: 1_000 };

export function newIncident(id: number, startsMs: number, nowMs: number): LiveIncident {
  return liveIncident({
    id,
    generation: 0,
    severity: 'info',
    startsMs,
    detectedMs: nowMs,
    certainMs: null,
    acknowledgedMs: null,
    acknowledgedBy: null,
    snoozedUntilMs: null,
    assignee: null,
    resolvedMs: null,
    resolvedBy: null,
    mergedInto: null,
    apart: [],
    toldAs: null,
    escalations: {},
    timelineLeftOut: 0,
    updatedMs: nowMs,
  });
}

export function liveIncident(state: State): LiveIncident {
  return {
    state,
    members: new Map(),
    byWorker: new Map(),
    entries: [],
    entryIds: new Set(),
    told: [],
    causes: [],
    lookAtMs: null,
    errorLooks: [],
    unsaved: { members: new Set(), entries: new Set(), droppedEntries: new Set() },
  };
}

export function putMember(incident: LiveIncident, member: Held): void {
  holdMember(incident, member);
  incident.unsaved.members.add(member.id);
  incident.state.startsMs = Math.min(incident.state.startsMs, member.startsMs);
}

/** One that is on disk already. */
export function holdMember({ members, byWorker }: LiveIncident, member: Held): void {
  members.set(member.id, member);
  if (member.worker === null) return;
  const ids = byWorker.get(member.worker);
  if (ids) ids.add(member.id);
  else byWorker.set(member.worker, new Set([member.id]));
}

export function dropMember(incident: LiveIncident, { id, worker }: Held): void {
  incident.members.delete(id);
  incident.unsaved.members.add(id);
  const ids = incident.byWorker.get(worker ?? '');
  ids?.delete(id);
  if (ids?.size === 0) incident.byWorker.delete(worker ?? '');
}

/** The same thing told twice is there once. */
export function putEntry(incident: LiveIncident, entry: HeldEntry): void {
  const { entries, entryIds, unsaved, state } = incident;
  if (entryIds.has(entry.id)) {
    const at = entries.findIndex(({ id }) => id === entry.id);
    if (JSON.stringify(entries[at]) === JSON.stringify(entry)) return;
    entries.splice(at, 1);
  }
  let place = entries.length;
  while (place > 0 && (entries[place - 1] as Entry).timeMs > entry.timeMs) place -= 1;
  entries.splice(place, 0, entry);
  entryIds.add(entry.id);
  unsaved.entries.add(entry.id);
  if (entries.length <= entriesKept.all) return;
  const [dropped] = entries.splice(entriesKept.first, 1);
  if (!dropped) return;
  entryIds.delete(dropped.id);
  unsaved.entries.delete(dropped.id);
  unsaved.droppedEntries.add(dropped.id);
  state.timelineLeftOut += 1;
}

/** Of what people may be told; a worker's trouble without an alert is less than any. */
export function severityOf(members: Iterable<Member>): Severity {
  return worst([...members].filter(({ kind }) => kind === 'alert').map(({ severity }) => severity));
}

export function isAllOver(incident: LiveIncident): boolean {
  for (const member of incident.members.values()) if (!isOver(member)) return false;
  return true;
}

export const isNoticeable = (incident: LiveIncident): boolean => {
  for (const member of incident.members.values())
    if (member.kind === 'alert' && member.noticeable && !isOver(member)) return true;
  return false;
};

export function statusOf({ resolvedMs, acknowledgedMs }: State): 'open' | 'acknowledged' | 'resolved' {
  if (resolvedMs !== null) return 'resolved';
  return acknowledgedMs === null ? 'open' : 'acknowledged';
}

/** It is back: those who were told that it was over are told anew. */
export function reopen(incident: LiveIncident, nowMs: number): void {
  const { state } = incident;
  state.generation += 1;
  state.resolvedMs = null;
  state.resolvedBy = null;
  state.certainMs = null;
  state.acknowledgedMs = null;
  state.acknowledgedBy = null;
  state.snoozedUntilMs = null;
  state.toldAs = null;
  state.escalations = {};
  state.updatedMs = nowMs;
}

/** What a worker or machine the likeliest cause is about. */
export function subjectOf(causes: readonly Cause[]): string | null {
  const [first] = causes;
  if (!first) return null;
  if (first.kind === 'tower') return 'tower';
  if (first.worker !== null) return `worker ${first.worker}`;
  return first.host === null ? null : `host ${first.host}`;
}
