import type { Silence, SilenceMatcher } from '../../hub/alerts/index.ts';
import { sayActor } from '../../shared/actor.ts';
import type { Command } from '../call.ts';
import { CommandFailure } from '../io.ts';
import { type Cell, cleanText, count, duration, localTime, table } from '../text/index.ts';

interface AddOptions {
  for?: string;
  comment: string;
  cron?: string;
  timezone?: string;
  dryRun?: boolean;
  json?: boolean;
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Once from now on, or again and again with `--cron`; then `--for` says how long each time. */
export const add: Command<AddOptions> = async ({ io, hub, args, options }) => {
  if (options.dryRun) {
    const { total } = await hub.post<{ total: number }>('/silences/preview', { matchers: args });
    if (options.json) io.json({ total });
    else io.line(`It would cover ${count('alert', total)} now.`);
    return 0;
  }
  const durationMs = lengthOf(options.for ?? '2h');
  const silence = await hub.post<Silence>('/silences', {
    matchers: args,
    comment: options.comment,
    ...(options.cron === undefined
      ? { endsAt: new Date(Date.now() + durationMs).toISOString() }
      : { recurrence: { cron: options.cron, durationMs, timezone: options.timezone ?? ownTimezone() } }),
  });
  if (options.json) io.json(silence);
  else io.line(`${silence.id}  ${whenOf(silence, Date.now())}`);
  return 0;
};

export const list: Command<{ all?: boolean; json?: boolean }> = async ({ io, hub, options }) => {
  const path = options.all ? '/silences' : '/silences?state=active,pending';
  const silences = await hub.list<Silence>(path, 'silences');
  if (options.json) {
    io.json({ silences });
    return 0;
  }
  if (silences.length === 0) {
    io.note('Nothing is silenced.');
    return 0;
  }
  const now = Date.now();
  const columns = ['ID', 'STATE', 'WHEN', 'MATCHES', 'BY', 'COMMENT'].map((title) => ({
    title,
    flexible: ['MATCHES', 'BY', 'COMMENT'].includes(title),
  }));
  const rows = silences.map((silence): Cell[] => [
    { text: silence.id },
    { text: silence.state },
    { text: whenOf(silence, now) },
    { text: cleanText(silence.matchers.map(matcherText).join(' ')) },
    { text: cleanText(sayActor(silence.createdBy)) },
    { text: cleanText(silence.comment) },
  ]);
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};

export const expire: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const silence = await hub.post<Silence>(`/silences/${encodeURIComponent(args[0] ?? '')}/expire`);
  if (options.json) io.json(silence);
  else io.line(`${silence.id} is over`);
  return 0;
};

function lengthOf(text: string): number {
  const [, number, unit] = /^(\d{1,6})\s*(m|h|d)$/.exec(text) ?? [];
  if (unit === undefined) throw new CommandFailure(`--for: got "${text}", expected 30m, 2h or 7d`, 2);
  return Number(number) * unitMs[unit as keyof typeof unitMs];
}

const ownTimezone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function whenOf({ state, window, recurrence }: Silence, now: number): string {
  if (window === null) return 'over';
  const again = recurrence ? `, ${recurrence.cron} ${recurrence.timezone ?? 'UTC'}` : '';
  if (state === 'pending') return `from ${localTime(window.from, now)}${again}`;
  if (window.to === null) return 'until it is started';
  return `for ${duration(Date.parse(window.to) - now)}${again}`;
}

const matcherText = ({ name, op, value }: SilenceMatcher) => `${name}${op}"${value}"`;
