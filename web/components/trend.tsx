import { useQuery } from '@tanstack/react-query';
import { useNow } from '../data/use-now.ts';
import {
  halfOf,
  rateUnit,
  roughly,
  type Subject,
  type Telling,
  tellingsOf,
  trendsQuery,
} from '../data/trends.ts';
import type { FigureTrends } from '../data/types.ts';
import { type Text, useText } from '../i18n/index.ts';
import { Icon, type IconName, StateIcon } from './icon.tsx';

const minuteMs = 60_000;
/** A moment that is so far ahead is told as a day. */
const daysToldFromMs = 72 * 3_600_000;

/** What grows and by how much, in sentences; one line is kept for it from the beginning. */
export function TrendNotes({ of }: { of: Subject }) {
  const text = useText();
  const { data } = useQuery(trendsQuery(of));
  // Forecasts are no finer than minutes.
  const now = useNow((time) => Math.floor(time / minuteMs) * minuteMs);
  const told = data ? tellingsOf(data, now) : [];
  return (
    <ul aria-label={text.t('trends.title')} className="mb-3 flex min-h-5 flex-col gap-1.5 text-sm">
      {data && told.length === 0 && <li className="text-ink-faint">{text.t('trends.none')}</li>}
      {told.map((telling) => (
        <Note
          key={`${telling.kind}${telling.of.figure}${telling.of.mount ?? ''}`}
          telling={telling}
          now={now}
          text={text}
        />
      ))}
    </ul>
  );
}

function Note({ telling, now, text }: { telling: Telling; now: number; text: Text }) {
  const isUrgent = telling.kind === 'trend' && telling.urgent;
  const { said, since } = sentenceOf(text, telling, now);
  return (
    <li className="flex gap-2">
      <span className={`mt-0.5 ${isUrgent ? 'text-warn' : 'text-ink-faint'}`}>
        {isUrgent ? <StateIcon state="degraded" /> : <Icon name={iconOf(telling)} />}
      </span>
      <p className="figures min-w-0 text-ink">
        {said}
        {since !== null && (
          <>
            {' '}
            <span className="whitespace-nowrap text-ink-faint text-xs" title={text.format.utc(since)}>
              {text.t('trends.since', { time: text.format.clock(since, now) })}
            </span>
          </>
        )}
      </p>
    </li>
  );
}

function iconOf(telling: Telling): IconName {
  if (telling.kind === 'growth') return 'restart';
  return telling.kind === 'week' && telling.week.ratio < 1 ? 'fall' : 'rise';
}

function sentenceOf(text: Text, telling: Telling, now: number): { said: string; since: string | null } {
  const { t, format } = text;
  const what = t(`trends.what.${telling.of.figure}`, { mount: telling.of.mount ?? '' });
  if (telling.kind === 'week') {
    const { ratio, low, high } = telling.week;
    const isMore = ratio > 1;
    const [near, far] = [low, high].map((end) => Math.abs(end - 1)).toSorted((a, b) => a - b) as [
      number,
      number,
    ];
    const shares = { share: Math.abs(ratio - 1), low: near, high: far };
    const told = Object.fromEntries(
      Object.entries(shares).map(([name, share]) => [name, format.ratio(share)]),
    );
    return {
      said: sentences(text, [t(isMore ? 'trends.more' : 'trends.less', { what, ...told })]),
      since: null,
    };
  }
  const slope = telling.kind === 'trend' ? telling.trend : telling.growth;
  const unit = rateUnit(
    telling.kind === 'growth' ? telling.growth.everyMs : now - Date.parse(telling.trend.since),
  );
  const hours = unit === 'day' ? 24 : 1;
  const value = valueText(text, telling.of);
  const rate = { what, rate: value(slope.perHour * hours), half: value(halfOf(slope) * hours) };
  if (telling.kind === 'growth') {
    const { runs, everyMs, since } = telling.growth;
    const growth = t(`trends.runs.${unit}`, {
      ...rate,
      count: runs,
      every: format.duration(roughly(everyMs)),
    });
    return { said: sentences(text, [growth, t('trends.hidden')]), since };
  }
  const full = fullText(text, telling.of, now);
  const grows = t(`trends.grows.${unit}`, rate);
  return { said: sentences(text, full === null ? [grows] : [grows, full]), since: telling.trend.since };
}

function fullText({ t, format }: Text, { trend, bound, figure }: FigureTrends, now: number): string | null {
  if (!trend?.full || bound === null) return null;
  const leftMs = Date.parse(trend.full.at) - now;
  if (leftMs < minuteMs) return t('trends.full.now');
  const point = leftMs < daysToldFromMs ? format.clock : format.day;
  const [low, high] = [point(trend.full.low, now), point(trend.full.high, now)];
  return t(figure === 'disk' ? 'trends.full.disk' : `trends.full.${bound}`, {
    bound: format.bytes(trend.full.bound),
    time: format.duration(roughly(leftMs)),
    when: low === high ? low : t('trends.between', { low, high }),
  });
}

/** Each clause a sentence of its own in Japanese, joined by a semicolon in English. */
function sentences({ language }: Text, clauses: readonly string[]): string {
  return language === 'ja' ? clauses.map((clause) => `${clause}。`).join('') : `${clauses.join('; ')}.`;
}

function valueText({ format }: Text, { figure }: FigureTrends): (value: number) => string {
  if (figure === 'memory' || figure === 'disk') return format.bytes;
  return figure === 'cpu' ? format.ratio : format.amount;
}
