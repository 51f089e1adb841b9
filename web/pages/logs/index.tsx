import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { PeriodKeys, PeriodPicker } from '../../components/charts/period-picker.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { inputBox } from '../../components/field.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { histogramQuery, logSourcesQuery, useLogFeed } from '../../data/log-feed.ts';
import { logLevels, logSearch, type LogSearch, longestLogQ, markedBy } from '../../data/log-search.ts';
import { useKeys } from '../../data/keys.ts';
import { type Bounds, searchOf } from '../../data/period.ts';
import { compareNames } from '../../data/standing.ts';
import type { Change } from '../../data/time-range.ts';
import { useHeld } from '../../data/use-held.ts';
import { useRowCursor } from '../../data/use-row-cursor.ts';
import { useText } from '../../i18n/index.ts';
import { Histogram } from './histogram.tsx';
import { RecordRow } from './record-row.tsx';

/** What all workers print: found by its words, as it comes and far back. */
export function Logs() {
  const { t, format } = useText();
  const { q, worker, level, template, range, from, to } = useSearch({ from: '/shell/logs' });
  const search = useMemo(
    () => logSearch({ q, worker, level, template, range, from, to }),
    [q, worker, level, template, range, from, to],
  );
  const navigate = useNavigate({ from: '/logs' });
  const reading = useHeld();
  const [paused, setPaused] = useState(false);
  const { query, records, arrived, live } = useLogFeed(search, reading || paused);
  const histogram = useQuery(histogramQuery(search));
  const marks = useMemo(() => markedBy(q ?? ''), [q]);
  const go = useCallback(
    (change: Change<LogSearch>, replace = false) =>
      void navigate({
        search: (before) => logSearch({ ...before, ...change }),
        replace,
        resetScroll: false,
      }),
    [navigate],
  );
  const onWorker = useCallback((name: string) => go({ worker: name }), [go]);
  const onTemplate = useCallback((text: string) => go({ template: text, q: undefined }), [go]);
  const onZoom = useCallback((bounds: Bounds) => go(searchOf(bounds)), [go]);

  const list = useRef<HTMLDivElement>(null);
  const handle = useRef({
    scrollTo: (at: number) =>
      list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: 'nearest' }),
  });
  const count = records?.length ?? 0;
  const { move } = useRowCursor(list, handle, count, () => true);
  useKeys([
    { keys: 'j', group: 'list', text: t('logSearch.keys.next'), run: () => move(1) },
    { keys: 'k', group: 'list', text: t('logSearch.keys.previous'), run: () => move(-1) },
    ...(live
      ? [
          {
            keys: 'p',
            group: 'page' as const,
            text: t('logSearch.keys.pause'),
            run: () => setPaused(!paused),
          },
        ]
      : []),
  ]);
  const follow = () => {
    setPaused(false);
    window.scrollTo({ top: 0, behavior: 'smooth' });
  };
  const isNarrowed = [q, worker, level, template].some((each) => each !== undefined);
  const waiting = arrived.waiting.length;
  const leftOut = query.data?.pages[0]?.leftOut.reduce((sum, { lines }) => sum + lines, 0) ?? 0;
  const searchedTo = query.data?.pages.at(-1)?.searchedTo ?? null;

  return (
    <>
      <PeriodKeys search={search} onChange={go} />
      <PageHead
        title={t('nav.logs')}
        text={t('logSearch.text')}
        wide
        actions={<PeriodPicker search={search} onChange={go} />}
      />
      <section aria-label={t('nav.logs')} className="card relative min-w-0">
        <div className="grid grid-cols-2 gap-2 px-4 py-3 max-sm:[&>:first-child]:col-span-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,200px)_minmax(0,180px)_auto]">
          <SearchField
            label={t('logSearch.find')}
            isMain
            value={q ?? ''}
            maxLength={longestLogQ}
            onSearch={(text) => go({ q: text }, true)}
          />
          <WorkerChoice worker={worker} onWorker={(name) => go({ worker: name })} />
          <select
            aria-label={t('errors.filter.level')}
            value={level ?? ''}
            onChange={({ target }) => go({ level: logLevels.find((each) => each === target.value) })}
            className={inputBox}
          >
            <option value="">{t('errors.filter.anyLevel')}</option>
            {logLevels.map((each) => (
              <option key={each} value={each}>
                {t(`logSearch.levels.${each}`)}
              </option>
            ))}
          </select>
          {live && (
            <Button
              icon={paused ? 'start' : 'pause'}
              aria-pressed={paused}
              className="max-sm:col-span-2 sm:h-9"
              onClick={() => (paused ? follow() : setPaused(true))}
            >
              {t(paused ? 'logSearch.follow' : 'logSearch.pause')}
            </Button>
          )}
        </div>
        {template !== undefined && (
          <div className="mx-4 mb-3 flex items-center gap-2 rounded-sm bg-accent-soft py-1 pr-1 pl-3">
            <p className="min-w-0 flex-1 text-sm">
              <span className="text-ink-soft">{t('logSearch.template')}</span>{' '}
              <code className="break-words font-mono text-xs">{template}</code>
            </p>
            <Button look="quiet" icon="cross" iconOnly onClick={() => go({ template: undefined })}>
              {t('logSearch.anyTemplate')}
            </Button>
          </div>
        )}
        {histogram.data && <Histogram histogram={histogram.data} onZoom={onZoom} />}
        <p role="status" className="figures flex min-h-6 flex-wrap gap-x-4 px-4 pb-1 text-ink-faint text-xs">
          {live && !paused && !reading && t('logSearch.following')}
          {paused && t('logSearch.paused', { count: waiting })}
          {arrived.skipped > 0 && (
            <span className="text-warn">{t('logSearch.skipped', { count: arrived.skipped })}</span>
          )}
          {leftOut > 0 && <span className="text-warn">{t('logSearch.leftOut', { count: leftOut })}</span>}
          {searchedTo !== null && <span>{t('logSearch.searchedTo', { time: format.time(searchedTo) })}</span>}
        </p>
        {waiting > 0 && reading && (
          <div className="sticky top-15 z-10 h-0 text-center">
            <Button
              look="main"
              className="figures -translate-y-1 rounded-full shadow-raised"
              onClick={follow}
            >
              ↑ {t('errors.waiting', { count: waiting })}
            </Button>
          </div>
        )}
        <div ref={list}>
          {records === undefined ? (
            query.isError ? (
              <Problem error={query.error} retry={() => void query.refetch()} />
            ) : (
              <Loading lines={12} />
            )
          ) : records.length === 0 && !query.hasNextPage ? (
            <div className="pb-6 text-center">
              <Empty>{t(isNarrowed ? 'logSearch.noneMatches' : 'logSearch.none')}</Empty>
              {isNarrowed && (
                <Button
                  onClick={() =>
                    go({ q: undefined, worker: undefined, level: undefined, template: undefined })
                  }
                >
                  {t('range.clear')}
                </Button>
              )}
            </div>
          ) : (
            <EndlessList
              label={t('nav.logs')}
              items={records}
              keyOf={({ id }) => id}
              rowHeight={33}
              pages={query}
              end={t('logSearch.end')}
            >
              {(record) => (
                <RecordRow record={record} marks={marks} onWorker={onWorker} onTemplate={onTemplate} />
              )}
            </EndlessList>
          )}
        </div>
      </section>
    </>
  );
}

function WorkerChoice({
  worker,
  onWorker,
}: {
  worker: string | undefined;
  onWorker: (worker: string | undefined) => void;
}) {
  const { t } = useText();
  const { data } = useQuery(logSourcesQuery);
  const names = useMemo(() => {
    const known = new Set(data?.workers ?? []);
    if (worker !== undefined) known.add(worker);
    return [...known].toSorted(compareNames);
  }, [data, worker]);
  return (
    <select
      aria-label={t('errors.filter.worker')}
      value={worker ?? ''}
      onChange={({ target }) => onWorker(target.value === '' ? undefined : target.value)}
      className={inputBox}
    >
      <option value="">{t('errors.filter.anyWorker')}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
