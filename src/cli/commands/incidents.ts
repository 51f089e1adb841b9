import type { Incident, IncidentDetail, IncidentTimes } from '../../hub/incidents/index.ts';
import { sayActor } from '../../shared/actor.ts';
import type { Command } from '../call.ts';
import { CommandFailure, type Io } from '../io.ts';
import { type Cell, cleanText, duration, instantOf, localTime, table } from '../text/index.ts';

interface ListOptions {
  status?: string;
  worker?: string;
  grep?: string;
  since?: string;
  all?: boolean;
  lines?: number;
  json?: boolean;
}

const openStatuses = 'open,acknowledged';
const entriesShown = 40;

export const list: Command<ListOptions> = async ({ io, hub, options }) => {
  const most = options.lines ?? 50;
  const query = new URLSearchParams({ limit: String(Math.min(most, 200)) });
  if (options.status !== 'all') query.set('status', options.status ?? openStatuses);
  if (!options.all) query.set('paged', 'true');
  if (options.worker !== undefined) query.set('worker', options.worker);
  if (options.grep !== undefined) query.set('q', options.grep);
  if (options.since !== undefined) query.set('since', timeOf(options.since, '--since'));
  const incidents = await hub.list<Incident>(`/incidents?${query.toString()}`, 'incidents', most);
  if (options.json) {
    io.json({ incidents });
    return 0;
  }
  if (incidents.length === 0) {
    io.note(options.status === undefined ? 'No open incidents.' : 'No such incidents.');
    return 0;
  }
  const now = Date.now();
  const columns = [
    { title: 'ID', align: 'right' as const },
    { title: 'SEVERITY' },
    { title: 'STATUS' },
    { title: 'BEGAN' },
    { title: 'LASTED' },
    { title: 'WHO' },
    { title: 'INCIDENT', flexible: true },
  ];
  const rows = incidents.map((incident) => rowOf(io, incident, now));
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};

function rowOf(io: Io, incident: Incident, now: number): Cell[] {
  const { id, severity, status, startsAt, impact, assignee, title } = incident;
  const isGrave = severity === 'critical' && status !== 'resolved';
  return [
    { text: String(id) },
    { text: severity, ...(isGrave && { paint: (text: string) => io.paint('red', text) }) },
    { text: status },
    { text: `${duration(Math.max(0, now - Date.parse(startsAt)))} ago` },
    { text: duration(impact.durationMs) },
    { text: assignee === null ? '' : cleanText(sayActor(assignee)) },
    { text: cleanText(title.en) },
  ];
}

export const show: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const incident = await hub.get<IncidentDetail>(`/incidents/${idOf(args)}`);
  if (options.json) io.json(incident);
  else showDetail(io, incident, Date.now());
  return 0;
};

function showDetail(io: Io, incident: IncidentDetail, now: number): void {
  const { causes, tried, timeline, notices, merged } = incident;
  const [cause, ...others] = causes;
  const by = (actor: string | null) => (actor === null ? '' : ` by ${cleanText(sayActor(actor))}`);
  const at = (time: string | null, actor: string | null = null) =>
    time === null ? '' : localTime(time, now) + by(actor);
  io.line(io.paint('bold', `${incident.id} ${cleanText(incident.title.en)}`));
  const facts: [string, string][] = [
    ['status', `${incident.status}, ${incident.severity}`],
    ['began', at(incident.startsAt)],
    ['taken on', at(incident.acknowledgedAt, incident.acknowledgedBy)],
    ['put off', incident.snoozedUntil === null ? '' : `until ${localTime(incident.snoozedUntil, now)}`],
    ['over', at(incident.resolvedAt, incident.resolvedBy)],
    ['assigned', incident.assignee === null ? '' : cleanText(sayActor(incident.assignee))],
    ['impact', cleanText(incident.impact.text.en)],
    ['workers', cleanText(incident.workers.slice(0, 10).join(', '))],
    ['told', [...new Set(notices.map(({ channel }) => cleanText(channel)))].join(', ')],
    ['goes on', incident.mergedInto === null ? '' : `as incident ${incident.mergedInto}`],
    ['merged', merged.map(({ id, title }) => `${id} ${cleanText(title.en)}`).join('; ')],
    ['cause', cause ? `${cleanText(cause.text.en)} (${percent(cause.score)})` : ''],
    ['needs', cleanText(cause?.needs?.en ?? '')],
  ];
  for (const [name, text] of facts) if (text !== '') io.line(`${io.paint('dim', name.padEnd(9))} ${text}`);
  for (const { text, time } of cause?.evidence ?? [])
    io.line(
      io.paint('dim', `          · ${time === null ? '' : `${localTime(time, now)} `}${cleanText(text.en)}`),
    );
  for (const { text, score } of others)
    io.line(`${io.paint('dim', 'or'.padEnd(9))} ${cleanText(text.en)} (${percent(score)})`);
  for (const { text } of tried) io.line(`${io.paint('dim', 'tried'.padEnd(9))} ${cleanText(text.en)}`);
  io.line('');
  if (timeline.length > entriesShown) io.line(io.paint('dim', `… ${timeline.length - entriesShown} before`));
  for (const { time, text } of timeline.slice(-entriesShown))
    io.line(`${io.paint('dim', localTime(time, now))} ${cleanText(text.en)}`);
}

const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;

/** What needs nothing but the incident. */
export const act =
  (what: 'acknowledge' | 'resolve' | 'reopen'): Command<{ json?: boolean }> =>
  async ({ io, hub, args, options }) =>
    tell(io, options, await hub.post<IncidentDetail>(`/incidents/${idOf(args)}/${what}`, {}));

export const note: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const text = args.slice(1).join(' ');
  return tell(io, options, await hub.post<IncidentDetail>(`/incidents/${idOf(args)}/notes`, { text }));
};

export const assign: Command<{ json?: boolean }> = async ({ io, hub, args, options }) =>
  tell(
    io,
    options,
    await hub.post<IncidentDetail>(`/incidents/${idOf(args)}/assign`, { to: args[1] ?? null }),
  );

export const snooze: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const asked = args[1] ?? '';
  const now = Date.now();
  const at = timeOf(asked, 'the time');
  // 2h means the same span as elsewhere, and lies ahead here.
  const until = /^\d+\s*[smhd]$/.test(asked) ? new Date(2 * now - Date.parse(at)).toISOString() : at;
  return tell(io, options, await hub.post<IncidentDetail>(`/incidents/${idOf(args)}/snooze`, { until }));
};

export const merge: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const incidents = args.slice(1).map((text) => idOf([text]));
  return tell(io, options, await hub.post<IncidentDetail>(`/incidents/${idOf(args)}/merge`, { incidents }));
};

export const part: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const incident = idOf(args.slice(1));
  return tell(io, options, await hub.post<IncidentDetail>(`/incidents/${idOf(args)}/part`, { incident }));
};

export const report: Command<{ language?: 'en' | 'ja' }> = async ({ io, hub, args, options }) => {
  const { writeUp } = await import('../../hub/incidents/index.ts');
  const detail = await hub.get<IncidentDetail>(`/incidents/${idOf(args)}`);
  io.line(writeUp(detail, options.language ?? 'en').trimEnd());
  return 0;
};

export const times: Command<{ days?: number; json?: boolean }> = async ({ io, hub, options }) => {
  const days = options.days ?? 30;
  const found = await hub.get<IncidentTimes>(`/incidents/times?days=${days}`);
  if (options.json) {
    io.json(found);
    return 0;
  }
  const mean = (ms: number | null) => (ms === null ? '–' : duration(ms));
  for (const [name, text] of [
    [
      'incidents',
      `${found.incidents} in ${days} days, ${found.paged} told, ${found.healedAlone} healed alone`,
    ],
    ['seen', `${mean(found.timeToDetectMs)} after they began (mean)`],
    ['taken on', `${mean(found.timeToAcknowledgeMs)} (mean of those that were told)`],
    ['over', `${mean(found.timeToHealMs)} (mean)`],
  ] as const)
    io.line(`${io.paint('dim', name.padEnd(9))} ${text}`);
  return 0;
};

function tell(io: Io, options: { json?: boolean }, incident: IncidentDetail): number {
  if (options.json) io.json(incident);
  else io.line(`${incident.id} ${incident.status}: ${cleanText(incident.title.en)}`);
  return 0;
}

function timeOf(text: string, what: string): string {
  const time = instantOf(text, Date.now());
  if (time === null)
    throw new CommandFailure(
      `${what}: got "${cleanText(text)}", expected 10m, 2h, 7d or a time such as 2026-11-22T08:00:00Z`,
      2,
    );
  return time;
}

function idOf(args: readonly string[]): number {
  const id = Number(args[0]);
  if (!Number.isInteger(id) || id < 1)
    throw new CommandFailure(
      `An incident's id is a number, as "yagura incidents" lists it; got "${cleanText(args[0] ?? '')}".`,
      2,
    );
  return id;
}
