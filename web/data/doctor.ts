/** How Yagura itself is: what deserves a word, and all of it as a text for whoever is asked for help. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { Doctor } from './types.ts';

export const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: ({ signal }) => ask('GET /api/v1/doctor', { signal }),
  refetchInterval: 5_000,
});

/** The bounds of what is kept, which seldom change. */
export const retentionQuery = queryOptions({ ...doctorQuery, refetchInterval: 60_000 });

export const worryBounds = {
  /** Later than this the hub's answers are felt to be slow. */
  loopDelayMs: 100,
  /** Above this the times of one machine do not fit those of another. */
  clockSkewMs: 2_000,
  /** A backup is made once a day. */
  backupAgeMs: 26 * 3_600_000,
} as const;

/** Figures that are not a part's trouble yet, and that somebody should know about. */
export type Worry = 'slow-hub' | 'clock-skew' | 'old-backup' | 'figures-refused' | 'figures-lost';

export function worriesOf({ time, hub, agents, database, figures }: Doctor): Worry[] {
  const worries: Worry[] = [];
  if ((hub.eventLoopDelayMs?.p99 ?? 0) > worryBounds.loopDelayMs) worries.push('slow-hub');
  if (agents.some(({ clockSkewMs }) => Math.abs(clockSkewMs ?? 0) > worryBounds.clockSkewMs))
    worries.push('clock-skew');
  const { newestBackupAt } = database;
  if (newestBackupAt !== null && Date.parse(time) - Date.parse(newestBackupAt) > worryBounds.backupAgeMs)
    worries.push('old-backup');
  if (figures.refused.series > 0) worries.push('figures-refused');
  if (figures.dropped + figures.damaged > 0) worries.push('figures-lost');
  return worries;
}

/** What the store of figures did not take or keep, and how often: each has a sentence that says what to do. */
export function notTaken({ refused, dropped, damaged }: Doctor['figures']) {
  const { series, late, ahead, expired, labels } = refused;
  const counts = { series, dropped, damaged, late, ahead, expired, labels };
  return (Object.keys(counts) as (keyof typeof counts)[])
    .map((what) => ({ what, count: counts[what] }))
    .filter(({ count }) => count > 0);
}

/** For a bug report: English, since its readers may be anywhere. What looks secret was masked by the server. */
export function reportOf(doctor: Doctor, browser: string): string {
  const { hub, agents, database, figures } = doctor;
  const lines: string[] = [];
  const section = (title: string) => lines.push('', `## ${title}`);
  const line = (name: string, value: string | number | boolean | null) =>
    lines.push(`- ${name}: ${value ?? 'unknown'}`);
  lines.push('# Yagura report');
  line('time', doctor.time);
  line('version', hub.version);
  line('browser', browser);
  section('Parts');
  for (const { name, state, detail, since } of doctor.parts)
    line(
      name,
      [state, ...(since === null ? [] : [`since ${since}`]), ...(detail === '' ? [] : [detail])].join('; '),
    );
  section('Hub');
  line('node', hub.nodeVersion);
  line('started', hub.startedAt);
  line('memory', `${hub.rssBytes} B`);
  line(
    'event loop delay',
    hub.eventLoopDelayMs && `p50 ${hub.eventLoopDelayMs.p50} ms, p99 ${hub.eventLoopDelayMs.p99} ms`,
  );
  line('live clients', hub.liveClients);
  line('requests', `${hub.requestsPerSecond}/s`);
  for (const agent of agents) {
    section(`Agent of ${agent.host}`);
    line('connected', agent.connected);
    line('seen', agent.seenAt);
    line('version', agent.version);
    line('node', agent.nodeVersion);
    line('started', agent.startedAt);
    line('clock skew', agent.clockSkewMs === null ? null : `${agent.clockSkewMs} ms`);
    for (const { code, detail } of agent.problems) line(`problem ${code}`, detail);
    for (const { name, able, reason } of agent.abilities) if (!able) line(`cannot ${name}`, reason);
  }
  section('Database');
  line('state', [database.state, ...(database.detail === '' ? [] : [database.detail])].join('; '));
  line('size', `${database.bytes} B, log of changes ${database.walBytes} B`);
  line('events', database.events);
  line('newest backup', database.newestBackupAt ?? 'none');
  section('Figures');
  line('state', [figures.state, ...(figures.detail === '' ? [] : [figures.detail])].join('; '));
  line('series', figures.series);
  line('taken', `${figures.samplesPerSecond}/s`);
  line(
    'size',
    `${figures.bytes} B, log of changes ${figures.walBytes} B, not on disk yet ${figures.waitingBytes} B`,
  );
  line('reach back to', figures.oldestAt ?? 'nothing');
  for (const { what, count } of notTaken(figures)) line(`not taken: ${what}`, count);
  for (const { source, samples } of figures.refusedFrom) line(`refused from ${source}`, samples);
  return `${lines.join('\n')}\n`;
}
