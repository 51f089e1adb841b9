/** What a bar of states says, in words. */
import { exitText } from '../../components/last-exit.tsx';
import { actorOf } from '../../data/actor.ts';
import { type BarState, causeOf, type Mark, type Share, stopsOf } from '../../data/state-timeline.ts';
import type { StateSpan } from '../../data/types.ts';
import type { Text } from '../../i18n/index.ts';

/** `Well 99.2% of 6h · 3 stops`. */
export function shareText({ t, format }: Text, share: Share, lengthMs: number): string {
  const isWhole = share.coveredMs > lengthMs * 0.98;
  const time = format.duration(wholeSeconds(isWhole ? lengthMs : share.coveredMs));
  return [
    share.wellRatio === null
      ? t('timeline.noShare')
      : t('timeline.share', { ratio: format.ratio(share.wellRatio), time }),
    share.atLeast
      ? t('timeline.stopsAtLeast', { count: share.stops })
      : t('timeline.stops', { count: share.stops }),
    share.ailings > 0 ? t('timeline.ailings', { count: share.ailings }) : '',
    share.restMs >= 1_000 ? t('timeline.rest', { time: format.duration(share.restMs) }) : '',
    share.unknownMs >= 1_000 ? t('timeline.unknown', { time: format.duration(share.unknownMs) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

const wholeSeconds = (ms: number) => Math.max(1_000, Math.round(ms / 1_000) * 1_000);

export function barWord({ t }: Text, state: BarState): string {
  return state === 'crashed' || state === 'resting' ? t(`timeline.${state}`) : t(`state.${state}`);
}

/** When it was and for how long, what it was, and who or what caused it. */
export function markText(
  text: Text,
  mark: Mark,
  now: number,
  checks: readonly string[],
): [when: string, what: string, why: string] {
  const { t, format } = text;
  const lastedMs = mark.to - mark.from;
  const end = mark.to >= now ? t('timeline.now') : format.time(mark.to, mark.from);
  const when =
    lastedMs < 1_000 && mark.to < now
      ? format.time(mark.from)
      : `${format.time(mark.from)} – ${end} (${format.duration(lastedMs)})`;
  const stops = stopsOf(mark);
  const word = barWord(text, mark.state);
  const what = stops > 1 ? `${word}, ${t('timeline.together', { count: stops })}` : word;
  const cause = causeOf(mark);
  return [when, what, cause === null ? '' : causeText(text, cause, checks)];
}

function causeText(text: Text, { exit, reason, by }: StateSpan, checks: readonly string[]): string {
  const { t, say } = text;
  const end = exit ? exitText(text, exit) : '';
  const said = say(exit?.detail || reason);
  const who =
    by === null
      ? ''
      : checks.includes(by)
        ? t('timeline.byCheck', { check: by })
        : t('timeline.by', { by: actorOf(by).name });
  return [end, said === end ? '' : said, who].filter(Boolean).join(' · ');
}
