import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Button } from '../../components/button.tsx';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useNow } from '../../data/use-now.ts';
import { useEventFeed } from '../../data/event-feed.ts';
import { leavesOut } from '../../data/event-filter.ts';
import { eventSearch, filterOf, isFiltered, type EventSearch, noFilter } from '../../data/event-search.ts';
import { tellStories } from '../../data/stories.ts';
import { beginOf, type Change, notBefore } from '../../data/time-range.ts';
import { useHeld } from '../../data/use-held.ts';
import { useText } from '../../i18n/index.ts';
import { EventRow } from './event-row.tsx';
import { Export } from './export.tsx';
import { FilterBar } from './filter-bar.tsx';
import { byDay, type Row } from './rows.ts';
import { StoryRow } from './story-row.tsx';

/** What happened, from now back to the oldest event that is kept. */
export function Events() {
  const { t, format } = useText();
  const search = useSearch({ from: '/shell/events' });
  const navigate = useNavigate({ from: '/events' });
  const held = useHeld();
  const { worker, kind, q, last, since, until } = search;
  const filter = useMemo(
    () => filterOf(eventSearch({ worker, kind, q, last, since, until })),
    [worker, kind, q, last, since, until],
  );
  const { query, events: found, waiting } = useEventFeed(filter, held);
  const begin = useNow((now) => beginOf(last, now));
  const events = useMemo(() => found && notBefore(found, begin), [found, begin]);
  const asStories = search.view !== 'every';
  const rows = useMemo(
    () => events && byDay(asStories ? tellStories(events) : events, format.day),
    [events, asStories, format],
  );

  function go(change: Change<EventSearch>, replace = false): void {
    void navigate({ search: eventSearch({ ...search, ...change }), replace, resetScroll: false });
  }

  return (
    <>
      <PageHead
        title={t('events.title')}
        text={t('events.text')}
        actions={<Export events={events ?? []} />}
      />
      <section aria-label={t('events.title')} className="card relative min-w-0">
        <FilterBar search={search} onChange={go} />
        {waiting !== null && waiting.count > 0 && (
          <div className="sticky top-15 z-10 h-0 text-center">
            <Button
              look="main"
              className="figures -translate-y-1 rounded-full shadow-raised"
              onClick={() => window.scrollTo({ top: 0, behavior: 'smooth' })}
            >
              ↑ {t(waiting.isMore ? 'events.waitingMore' : 'events.waiting', { count: waiting.count })}
            </Button>
          </div>
        )}
        {rows === null ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={10} />
          )
        ) : rows.length === 0 && !query.isError ? (
          <Nothing isFiltered={isFiltered(search)} query={query} onClear={() => go(noFilter)} />
        ) : (
          <EndlessList
            label={t('events.title')}
            items={rows}
            keyOf={keyOf}
            rowHeight={44}
            pages={query}
            end={t(isFiltered(search) ? 'events.endMatches' : 'events.end')}
          >
            {(row) =>
              row.is === 'day' ? (
                <h2 className="bg-ground px-4 py-1.5 font-medium text-ink-soft text-xs">{row.day}</h2>
              ) : row.is === 'story' ? (
                <StoryRow story={row.story} events={events ?? []} endingKnown={!leavesOut(filter)} />
              ) : (
                <EventRow event={row.event} />
              )
            }
          </EndlessList>
        )}
      </section>
    </>
  );
}

function keyOf(row: Row): string {
  if (row.is === 'day') return `day ${row.before}`;
  if (row.is === 'event') return `event ${row.event.id}`;
  // Neither what is added to a story nor its name may close it under the reader's finger.
  const { workers, type, fromTime } = row.story;
  return `story ${workers[0] ?? type} ${fromTime}`;
}

/** Nothing on the pages so far: there may be more behind them. */
function Nothing({
  isFiltered: filtered,
  query,
  onClear,
}: {
  isFiltered: boolean;
  query: ReturnType<typeof useEventFeed>['query'];
  onClear: () => void;
}) {
  const { t } = useText();
  if (query.hasNextPage) {
    return (
      <>
        <Empty>{t('events.looking')}</Empty>
        <EndlessList label="" items={[]} keyOf={String} rowHeight={44} pages={query} end="">
          {() => null}
        </EndlessList>
      </>
    );
  }
  return (
    <div className="pb-6 text-center">
      <Empty>{t(filtered ? 'events.noneMatches' : 'events.none')}</Empty>
      {filtered && <Button onClick={onClear}>{t('range.clear')}</Button>}
    </div>
  );
}
