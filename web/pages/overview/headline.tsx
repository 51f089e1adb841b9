import { shownState, type Summary } from '../../data/standing.ts';
import { useLiveStatus, useStaleSeconds, useSummary } from '../../data/use-fleet.ts';
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
export function Headline() {
  const text = useText();
  const summary = useSummary();
  const { heardAt } = useLiveStatus();
  // What was last known is not claimed to be so now.
  const isOld = useStaleSeconds() !== null && heardAt !== null;
  const asOf = isOld ? text.t('headline.asOf', { time: text.format.time(heardAt) }) : null;
  return (
    <div className="flex items-start gap-4 py-2 sm:items-center">
      <span className="hidden text-accent sm:block">
        <Mark size={48} lamp={summary && !isOld ? lamps[summary.level] : 'text-rest'} />
      </span>
      <h1
        aria-live="polite"
        className="figures max-w-[60ch] text-balance font-semibold text-ink text-lg tracking-tight sm:text-xl"
      >
        {summary ? (asOf ?? '') + sentence(text, summary) : text.t('headline.loading')}
      </h1>
    </div>
  );
}

export function sentence(text: Pick<Text, 't' | 'format'>, summary: Summary): string {
  const { t, format } = text;
  const { level, total, well, busy, resting, unknown, troubled } = summary;
  const rest = resting > 0 ? t('headline.resting', { count: resting }) : '';
  if (level === 'empty') return t('headline.empty');
  if (level === 'unknown') return t('headline.unknown', { count: unknown, total });
  if (level === 'busy') return t('headline.busy', { count: total, well, busy }) + rest;
  if (level === 'well') return (well > 0 ? t('headline.well', { count: well }) : t('headline.quiet')) + rest;
  const problems = troubled.slice(0, namedInSentence).map((worker) => trouble(text, worker));
  const more = troubled.length - namedInSentence;
  if (more > 0) problems.push(t('trouble.more', { count: more }));
  return t('headline.trouble', { count: total, well, problems: format.list(problems) });
}

/** What is wrong with one worker, as a clause. */
function trouble({ t, format }: Pick<Text, 't' | 'format'>, worker: Worker): string {
  const values = { name: worker.name, since: format.clock(worker.since) };
  const state = shownState(worker);
  switch (state) {
    case 'backoff':
      return worker.crashes > 1
        ? t('trouble.backoffAgain', { ...values, count: worker.crashes })
        : t('trouble.backoff', values);
    case 'degraded':
    case 'unhealthy':
    case 'failed':
    case 'lost':
      return t(`trouble.${state}`, values);
    default:
      return t('trouble.crashLoop', values);
  }
}
