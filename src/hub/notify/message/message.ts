import type { KeptNotice, Language } from '../notice.ts';
import { type Words, words } from './words.ts';

export interface Fact {
  name: string;
  value: string;
}

export interface Link {
  act: 'page' | 'acknowledge' | 'silence' | 'approve';
  name: string;
  url: string;
}

/** What a channel puts into its own form; what it cannot show it leaves out. */
export interface Message {
  notice: KeptNotice;
  /** A sign of what it is, such as 🔴; to be put before the headline where signs are shown. */
  sign: string;
  /** In one line: "Critical: mailer is down". */
  headline: string;
  /** Sentences beyond the facts, one a line. */
  lines: readonly string[];
  facts: readonly Fact[];
  links: readonly Link[];
  /** `#rrggbb`: of the severity, or green when it is over. */
  colour: string;
  /** A PNG of what went wrong; null when there is nothing to draw or it cannot be drawn now. */
  chart: () => Promise<Uint8Array | null>;
}

const colours = { critical: '#d13438', warning: '#d97706', info: '#2563eb', over: '#15803d' } as const;
const signs = { critical: '🔴', warning: '🟠', info: '🔵' } as const;
const linkOrder = ['page', 'acknowledge', 'silence', 'approve'] as const;
const mostNames = 8;

/** `timeZone`: an IANA name, in which times are told; default: the machine's. */
export function messageOf(
  notice: KeptNotice,
  options: { timeZone?: string | undefined; chart?: Message['chart'] } = {},
): Message {
  const { kind, severity, language } = notice;
  const say = words[language];
  const isOver = kind === 'resolved';
  return {
    notice,
    sign: signOf(notice),
    headline: `${say.head(kind, severity, notice.acknowledgedBy !== null)}${notice.title}`,
    lines: notice.lines,
    facts: factsOf(notice, say, options.timeZone),
    links: linkOrder.flatMap((act): Link[] => {
      const url = notice.links[act];
      // There is nothing left to do about what is over.
      return url && (act === 'page' || !isOver) ? [{ act, name: say.links[act], url }] : [];
    }),
    colour: isOver ? colours.over : colours[severity],
    chart: options.chart ?? (async () => null),
  };
}

function signOf({ kind, severity, acknowledgedBy }: KeptNotice): string {
  if (kind === 'resolved') return '✅';
  if (kind === 'digest') return '📋';
  if (kind === 'test') return '🔔';
  return kind === 'updated' && acknowledgedBy !== null ? '👀' : signs[severity];
}

function factsOf(notice: KeptNotice, say: Words, timeZone: string | undefined): Fact[] {
  const { startsAtMs, endsAtMs, tried } = notice;
  const at = (ms: number) => timeText(ms, notice.language, timeZone);
  const list = (names: readonly string[]) => {
    const shown = names.slice(0, mostNames).join(say.comma);
    return names.length > mostNames ? `${shown}${say.comma}${say.more(names.length - mostNames)}` : shown;
  };
  const lasted = startsAtMs !== null && endsAtMs !== null ? say.duration(endsAtMs - startsAtMs) : null;
  const values: Record<keyof Words['facts'], string | null> = {
    since: startsAtMs === null ? null : at(startsAtMs),
    lasted: lasted === null || endsAtMs === null ? null : say.lasted(lasted, at(endsAtMs)),
    workers: list(notice.workers),
    hosts: list(notice.hosts),
    alerts: notice.alerts > 1 ? String(notice.alerts) : null,
    impact: notice.impact,
    cause: notice.cause,
    tried: tried.map(({ what }) => what).join(say.comma),
    needs: notice.kind === 'resolved' ? null : notice.needs,
    acknowledgedBy: notice.acknowledgedBy,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value ? [{ name: say.facts[name as keyof Words['facts']], value }] : [],
  );
}

function timeText(ms: number, language: Language, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(ms);
}

/** All of it as lines of plain text, without the headline; addresses in full unless `links` is false. */
export function plainTextOf(message: Message, { links = true }: { links?: boolean } = {}): string {
  const { colon } = words[message.notice.language];
  return [
    ...message.lines,
    ...message.facts.map(({ name, value }) => `${name}${colon}${value}`),
    ...(links ? message.links.map(({ name, url }) => `${name}${colon}${url}`) : []),
  ].join('\n');
}
