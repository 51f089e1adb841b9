/** How error groups stand and where they go, each as a shape and a word. */
import type { ErrorGroup } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Icon, type IconName, StateIcon } from './icon.tsx';

type Trend = ErrorGroup['trend']['state'];

const trendLooks: Record<Trend, { icon: IconName; look: string }> = {
  new: { icon: 'plus', look: 'font-medium text-warn' },
  spiking: { icon: 'rise', look: 'font-medium text-bad' },
  growing: { icon: 'rise', look: 'font-medium text-warn' },
  steady: { icon: 'minus', look: 'text-ink-faint' },
  fading: { icon: 'fall', look: 'text-ink-faint' },
  quiet: { icon: 'pending', look: 'text-ink-faint' },
};

/** Where it goes, and by how much where that is known. */
export function TrendWord({ trend: { state, ratio } }: Pick<ErrorGroup, 'trend'>) {
  const { t, format } = useText();
  const { icon, look } = trendLooks[state];
  const isTelling = ratio !== null && (state === 'spiking' || state === 'growing' || state === 'fading');
  return (
    <span
      title={
        isTelling ? t('errors.trendRatio', { ratio: format.amount(ratio) }) : t(`errors.trendsTold.${state}`)
      }
      className={`inline-flex items-center gap-1 whitespace-nowrap ${look}`}
    >
      <Icon name={icon} size={12} />
      {t(`errors.trends.${state}`)}
    </span>
  );
}

/** What somebody did about it. What is back after it was resolved is said loudly, what is open not at all. */
export function StatusWord({ status }: Pick<ErrorGroup, 'status'>) {
  const { t } = useText();
  if (status === 'unresolved') return null;
  if (status === 'regressed') {
    return (
      <span className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-sm bg-bad-soft px-1.5 font-semibold text-bad text-xs leading-5">
        <StateIcon state="unhealthy" size={12} />
        {t('errors.statuses.regressed')}
      </span>
    );
  }
  return (
    <span className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-sm bg-sunken px-1.5 text-ink-soft text-xs leading-5">
      {status === 'resolved' ? <Icon name="check" size={12} /> : <StateIcon state="stopped" size={12} />}
      {t(`errors.statuses.${status}`)}
    </span>
  );
}

/** How grave: an error is what is expected here, so only the rest is said. */
export function LevelWord({ level }: Pick<ErrorGroup, 'level'>) {
  const { t } = useText();
  if (level === 'error') return null;
  const isFatal = level === 'fatal';
  return (
    <span
      className={`inline-flex items-center gap-1 whitespace-nowrap ${isFatal ? 'text-bad' : 'text-warn'}`}
    >
      <StateIcon state={isFatal ? 'failed' : 'degraded'} size={12} />
      {t(`errors.levels.${level}`)}
    </span>
  );
}
