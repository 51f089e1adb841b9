import type { FleetEvent } from '../../hub/fleet/index.ts';
import type { Command } from '../call.ts';
import { followLive } from '../client/index.ts';
import { sayActor } from '../../shared/actor.ts';
import { CommandFailure, type Io } from '../io.ts';
import { cleanText, duration, instantOf, localTime } from '../text/index.ts';

interface Options {
  follow?: boolean;
  lines?: number;
  worker?: string;
  type?: string;
  since?: string;
  json?: boolean;
}

export const events: Command<Options> = async ({ io, hub, options }) => {
  const query = new URLSearchParams({ limit: String(Math.min(options.lines ?? 50, 1000)) });
  if (options.worker !== undefined) query.set('worker', options.worker);
  if (options.type !== undefined) query.set('type', options.type);
  if (options.since !== undefined) {
    const since = instantOf(options.since, Date.now());
    if (since === null)
      throw new CommandFailure(
        `--since: got "${options.since}", expected 10m, 2h, 7d or a time such as 2026-11-22T08:00:00Z`,
        2,
      );
    query.set('since', since);
  }
  const found = await hub.list<FleetEvent>(
    `/events?${query.toString()}`,
    'events',
    options.lines ?? (options.since ? 10_000 : 50),
  );
  found.sort((a, b) => a.id - b.id);
  if (options.json && !options.follow) {
    io.json({ events: found });
    return 0;
  }
  const show = (event: FleetEvent) =>
    io.write(`${options.json ? JSON.stringify(event) : eventText(io, event, Date.now())}\n`);
  let last = found.at(-1)?.id ?? 0;
  // What an agent saw while it was away is kept, and numbered, later than it happened.
  if (!options.json) found.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  for (const event of found) await show(event);
  if (!options.follow) return 0;

  let first = true;
  let written = Promise.resolve();
  await followLive(hub.address, 'events', io.interrupted, ({ kind, data }) => {
    const all = (data as { events: FleetEvent[] }).events;
    // The first snapshot starts where the list ended, also when the list was filtered down to nothing.
    const news = first && kind === 'snapshot' && last === 0 ? [] : all.filter(({ id }) => id > last);
    first = false;
    last = Math.max(last, ...all.map(({ id }) => id));
    for (const event of news) if (isAskedFor(event, options)) written = written.then(() => show(event));
  });
  await written;
  return 0;
};

export function isAskedFor({ worker, type }: FleetEvent, asked: Pick<Options, 'worker' | 'type'>): boolean {
  if (asked.worker !== undefined && worker !== asked.worker) return false;
  if (asked.type === undefined) return true;
  return asked.type.endsWith('.') ? type.startsWith(asked.type) : type === asked.type;
}

/** One line: when, who, what, and the few facts that say why. */
function eventText(io: Io, { time, type, worker, data }: FleetEvent, now: number): string {
  const saidByDetail = data['detail'] ? ['code', 'signal', 'reason'] : [];
  const facts = Object.entries(data)
    .filter(([key, value]) => saysSomething(value) && ![...saidByDetail, 'run'].includes(key))
    .map(([key, value]) => {
      if (key === 'detail' || key === 'reason') return cleanText(String(value));
      if (key === 'by') return `by ${cleanText(sayActor(String(value)))}`;
      if (key.endsWith('Ms') && typeof value === 'number')
        return `${words(key.slice(0, -2))} ${duration(value)}`;
      if (value === true) return words(key);
      if (Array.isArray(value)) return `${words(key)} ${cleanText(value.join(' '))}`;
      return `${words(key)} ${cleanText(typeof value === 'string' ? value : JSON.stringify(value))}`;
    });
  const colour = /\.(failed|unhealthy|exited|lost|crash-loop)$/.test(type)
    ? 'red'
    : /\.(recovered|started|adopted)$/.test(type)
      ? 'green'
      : 'cyan';
  const subject = worker ? `${worker} ${type.replace(/^worker\./, '')}` : type;
  return `${io.paint('dim', localTime(time, now))}  ${io.paint(colour, subject)}  ${[...new Set(facts)].join(', ')}`.trimEnd();
}

function saysSomething(value: unknown): boolean {
  return value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** `exitCode` → `exit code`. */
function words(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
