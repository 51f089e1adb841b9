import { Link } from '@tanstack/react-router';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataFacts, Fact } from '../../components/facts.tsx';
import type { FleetEvent } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** All there is to know about an event, as it came. */
export function EventFacts({ event }: { event: FleetEvent }) {
  const { t, format } = useText();
  const { worker } = event;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pr-4 pb-3 pl-14 text-sm">
      <dl className="grid min-w-0 grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Fact name={t('events.type')}>
          <code className="font-mono text-xs">{event.type}</code>
        </Fact>
        <Fact name={t('events.utc')}>
          <span className="figures">{format.utc(event.time)}</span>
        </Fact>
        {event.host !== null && <Fact name={t('events.host')}>{event.host}</Fact>}
        <DataFacts data={event.data} />
      </dl>
      <div className="flex flex-wrap items-center gap-2">
        {worker !== null && (
          <Link
            to="/events"
            search={{ worker, view: 'every' }}
            className="inline-flex min-h-10 items-center px-1 text-accent text-sm underline-offset-2 hover:underline sm:min-h-8"
          >
            {t('events.ofWorker', { worker })}
          </Link>
        )}
        <CopyButton text={() => JSON.stringify(event, null, 2)}>{t('events.copy')}</CopyButton>
      </div>
    </div>
  );
}
