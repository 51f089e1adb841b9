import type { Alert, AlertPage } from '../../hub/alerts/index.ts';
import type { Command } from '../call.ts';
import type { Io } from '../io.ts';
import { type Cell, cleanText, duration, table } from '../text/index.ts';

interface Options {
  state?: string;
  severity?: string;
  worker?: string;
  rule?: string;
  grep?: string;
  lines?: number;
  json?: boolean;
}

const columns = [
  { title: 'ID' },
  { title: 'SEVERITY' },
  { title: 'STATE' },
  { title: 'SINCE', align: 'right' as const },
  { title: 'RULE', flexible: true },
  { title: 'ABOUT', flexible: true },
  { title: 'SUMMARY', flexible: true },
];

export const alerts: Command<Options> = async ({ io, hub, options }) => {
  const most = options.lines ?? 100;
  const query = new URLSearchParams({ limit: String(Math.min(most, 500)) });
  if (options.state !== 'all') query.set('state', options.state ?? 'firing,pending');
  if (options.severity !== undefined) query.set('severity', options.severity);
  if (options.worker !== undefined) query.set('worker', options.worker);
  if (options.rule !== undefined) query.set('rule', options.rule);
  if (options.grep !== undefined) query.set('q', options.grep);
  const found = await hub.list<Alert>(`/alerts?${query.toString()}`, 'alerts', most);
  if (options.json) {
    const { counts } = await hub.get<AlertPage>('/alerts?limit=1');
    io.json({ alerts: found, counts });
    return 0;
  }
  if (found.length === 0) {
    io.note(options.state === undefined ? 'Nothing is firing.' : 'No such alerts.');
    return 0;
  }
  const now = Date.now();
  const rows = found.map((alert) => rowOf(io, alert, now));
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  const quiet = found.filter(({ state, noticeable }) => state === 'firing' && !noticeable).length;
  if (quiet > 0)
    io.note(
      `${quiet} of these ${quiet === 1 ? 'is' : 'are'} told to nobody: silenced, inhibited or just over.`,
    );
  return 0;
};

function rowOf(io: Io, alert: Alert, now: number): Cell[] {
  const { id, severity, labels, annotations, rule, startsAt, noticeable } = alert;
  const about = labels['worker'] ?? labels['host'] ?? labels['instance'] ?? '';
  return [
    { text: id },
    {
      text: severity,
      ...(noticeable && severity !== 'info' && { paint: (text: string) => io.paint('red', text) }),
    },
    { text: stateOf(alert) },
    { text: duration(Math.max(0, now - Date.parse(startsAt))) },
    { text: cleanText(rule) },
    { text: cleanText(about) },
    { text: cleanText(annotations['summary'] ?? '') },
  ];
}

function stateOf({ state, silencedBy, inhibitedBy, ceasedAt, flapping }: Alert): string {
  if (state !== 'firing') return state;
  if (silencedBy.length > 0) return 'silenced';
  if (inhibitedBy.length > 0) return `inhibited by ${inhibitedBy[0]}`;
  if (flapping) return 'flapping';
  return ceasedAt === null ? 'firing' : 'just over';
}
