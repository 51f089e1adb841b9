import type { ReactNode } from 'react';
import { useNow } from '../../data/use-now.ts';
import type { Summary } from '../../data/standing.ts';
import { endsLately, latelyMs, troubleKind } from '../../data/trouble.ts';
import { useLiveStatus, useRecentEvents, useStaleSeconds, useSummary } from '../../data/use-fleet.ts';
import type { Worker } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';
import { Mark } from '../../components/mark.tsx';

/** As many as a sentence bears. */
const namedInSentence = 2;

const lamps: Record<Summary['level'], string> = {
  well: 'text-lamp',
  busy: 'text-busy',
  trouble: 'text-bad',
  unknown: 'text-rest',
  empty: 'text-rest',
};

/** The whole fleet in one plain sentence. */
export function Headline({ wide = false }: { wide?: boolean }) {
  const text = useText();
  const summary = useSummary();
  const isStale = useStaleSeconds() !== null;
  // What was last known is not claimed to be so now.
  const seenAt = useLiveStatus(({ heardAt }) => (isStale ? heardAt : null));
  const events = useRecentEvents() ?? [];
  const now = useNow((time) => Math.floor(time / 10_000) * 10_000);
  const endsOf = (worker: string) => endsLately(events, worker, now) ?? 0;
  const asOf = seenAt === null ? '' : text.t('headline.asOf', { time: text.format.time(seenAt) });
  return (
    <div
      className={`flex shrink-0 items-start gap-4 py-2 ${wide ? 'min-h-[calc(2*var(--line-xl)+16px)]' : 'sm:min-h-19 sm:pb-0'}`}
    >
      <span className="hidden text-accent sm:block">
        <Mark size={48} lamp={summary && seenAt === null ? lamps[summary.level] : 'text-rest'} />
      </span>
      <h1
        aria-live="polite"
        className={`figures text-balance font-semibold text-ink tracking-tight ${wide ? (summary?.level === 'trouble' ? 'text-xl' : 'text-2xl') : 'max-w-[60ch] text-lg sm:pt-1.5 sm:text-xl xl:max-w-[92ch]'}`}
      >
        {summary
          ? whole(asOf + sentence(text, summary, endsOf), summary.troubled.slice(0, namedInSentence))
          : text.t('headline.loading')}
      </h1>
    </div>
  );
}

/** A longer name must break, lest it does not fit. */
const longestWhole = 20;

/** A name is not broken at its hyphen. */
function whole(text: string, named: readonly Worker[]): ReactNode[] {
  const names = new Set(
    named.map(({ name }) => name).filter((name) => name.includes('-') && name.length <= longestWhole),
  );
  const parts = [...names].reduce(
    (pieces, name) => pieces.flatMap((piece) => (names.has(piece) ? [piece] : splitAt(piece, name))),
    [text],
  );
  return parts.map((part, at) =>
    names.has(part) ? (
      <span key={at} className="whitespace-nowrap">
        {part}
      </span>
    ) : (
      part
    ),
  );
}

/** The pieces between a name, and the name between them. */
function splitAt(text: string, name: string): string[] {
  return text.split(name).flatMap((piece, at) => (at === 0 ? [piece] : [name, piece]));
}

type Words = Pick<Text, 't' | 'format'>;

export function sentence(text: Words, summary: Summary, endsOf: (worker: string) => number): string {
  const { t, format } = text;
  const { level, total, well, busy, resting, unknown, troubled } = summary;
  const rest = resting > 0 ? t('headline.resting', { count: resting }) : '';
  if (level === 'empty') return t('headline.empty');
  if (level === 'unknown') return t('headline.unknown', { count: unknown, total });
  if (level === 'busy') return t('headline.busy', { count: total, well, busy }) + rest;
  if (level === 'well') return (well > 0 ? t('headline.well', { count: well }) : t('headline.quiet')) + rest;
  const problems = troubled
    .slice(0, namedInSentence)
    .map((worker) => trouble(text, worker, endsOf(worker.name)));
  const more = troubled.length - namedInSentence;
  if (more > 0) problems.push(t('trouble.more', { count: more }));
  return t('headline.trouble', { count: total, well, problems: format.clauses(problems) });
}

/** What is wrong with one worker, as a clause. `ends`: how often it ended lately. */
function trouble({ t, format }: Words, worker: Worker, ends: number): string {
  const values = { name: worker.name, since: format.clock(worker.since) };
  const kind = troubleKind(worker);
  const lately = { ...values, count: ends, minutes: latelyMs / 60_000 };
  if (ends > 1 && kind === 'restarting') return t('trouble.restartingAgain', { ...lately, ordinal: true });
  if (ends > 1 && kind === 'crash-loop') return t('trouble.crashLoopLately', lately);
  return t(`trouble.${kind}`, values);
}
