import { Link } from '@tanstack/react-router';
import { Block } from '../../components/block.tsx';
import { actorOf } from '../../data/actor.ts';
import { useEventsOf } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

/** An address that leads to no worker, or to one that is not there any more: when and by whom it was taken away, if that is known. */
export function Missing({ name }: { name: string }) {
  const { t, format } = useText();
  const events = useEventsOf(name) ?? [];
  const removal = events.find((event) => event.type === 'worker.removed');
  const by = removal?.data['by'];
  return (
    <Block className="mx-auto max-w-xl">
      <h1 className="break-words font-semibold text-lg">
        {t(removal ? 'worker.removed' : 'worker.missing', { name })}
      </h1>
      <p className="mt-2 text-ink-soft">
        {removal
          ? t('worker.removedText', {
              time: format.clock(removal.time),
              by: typeof by === 'string' ? actorOf(by).name : t('requests.somebody'),
            })
          : t('worker.missingText')}
      </p>
      <p className="mt-4 flex flex-wrap gap-x-6 gap-y-2 font-medium text-accent">
        <Link to="/" className="underline underline-offset-2">
          {t('nav.toOverview')}
        </Link>
        {events.length > 0 && (
          <Link to="/events" search={{ worker: name }} className="underline underline-offset-2">
            {t('worker.allEvents')}
          </Link>
        )}
      </p>
    </Block>
  );
}
