import type { Delivery } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { OutcomeSign } from './outcome-sign.tsx';

/** One try: what was to be told, and what the other side said. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { t, format } = useText();
  const { channel, kind, title, time, tookMs, attempt, outcome, answer } = delivery;
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-3 px-4 py-2.5 text-sm md:grid-cols-[16px_minmax(0,1.2fr)_minmax(0,1fr)_auto] md:gap-x-4">
      <span className="mt-0.5">
        <OutcomeSign outcome={outcome} />
      </span>
      <div className="min-w-0">
        <p className="break-words text-ink">{title}</p>
        <p className="figures flex flex-wrap gap-x-3 text-ink-faint text-xs">
          <span className="text-ink-soft">{channel}</span>
          <span>{t(`channels.noticeKinds.${kind}`)}</span>
          {attempt > 1 && <span>{t('channels.attempt', { count: attempt })}</span>}
          {attempt > 0 && <span>{format.duration(tookMs)}</span>}
        </p>
      </div>
      <p className="min-w-0 text-xs max-md:col-start-2 max-md:col-end-4 max-md:row-start-2">
        {outcome !== 'delivered' && (
          <span className="block font-medium text-ink">{t(`channels.outcomes.${outcome}`)}</span>
        )}
        <span className="line-clamp-3 break-words font-mono text-ink-soft leading-5" title={answer}>
          {answer}
        </span>
      </p>
      <time
        dateTime={time}
        title={format.utc(time)}
        className="figures whitespace-nowrap text-right text-ink-faint text-xs leading-5"
      >
        {format.time(time)}
      </time>
    </div>
  );
}
