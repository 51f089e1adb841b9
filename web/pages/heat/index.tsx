import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { PeriodKeys, PeriodPicker } from '../../components/charts/period-picker.tsx';
import { Choice } from '../../components/choice.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { serverNow } from '../../data/clock.ts';
import { useTiers } from '../../data/curves.ts';
import { grainOf } from '../../data/expressions.ts';
import { columnsFor, heatFigures, heatOrders, namedLike, orderedRows } from '../../data/heat.ts';
import { heatPeriod, heatSearch, type HeatSearch } from '../../data/heat-search.ts';
import { boundsOf, isLive, searchOf } from '../../data/period.ts';
import { useStore } from '../../data/use-store.ts';
import { theme as themeStore } from '../../data/theme.ts';
import type { Change } from '../../data/time-range.ts';
import { useMedia } from '../../data/use-media.ts';
import { useWorkers } from '../../data/use-fleet.ts';
import { useHeat } from '../../data/use-heat.ts';
import { useWidth } from '../../data/use-width.ts';
import { workerSearch } from '../../data/worker-search.ts';
import { useText } from '../../i18n/index.ts';
import { HeatGrid, namesWidth } from './heat-grid.tsx';
import { HeatLegend } from './legend.tsx';

/** The whole fleet over time: when and where it hurt, and the way to the worker at that time. */
export function HeatMap() {
  const { t } = useText();
  const search = useSearch({ from: '/shell/heat' });
  const navigate = useNavigate({ from: '/heat' });
  const { figure = 'unwell', order = 'worst', q = '' } = search;
  const { ref, width } = useWidth();
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const workers = useWorkers();
  // The same list while only the workers' states change.
  const names = workers ? [...workers.keys()].sort().join('\n') : null;
  const declared = useMemo(() => (names === null ? null : names === '' ? [] : names.split('\n')), [names]);
  const { range, from, to } = search;
  const period = useMemo(() => heatPeriod({ range, from, to } as HeatSearch), [range, from, to]);
  const shown: HeatSearch = isLive(period) ? { ...search, range: period.last } : search;
  const count = declared?.length ?? 0;
  const plot = Math.floor((width - namesWidth(width)) / 50) * 50;
  const tiers = useTiers();
  const grain = useMemo(() => {
    if (plot <= 0 || declared === null) return null;
    const now = serverNow();
    return grainOf(boundsOf(period, now), now, columnsFor(plot, count), tiers);
  }, [period, plot, count, declared, tiers]);
  const { query, heat } = useHeat(figure, period, grain, declared ?? noNames);
  const rows = useMemo(() => (heat ? orderedRows(namedLike(heat.rows, q), order) : []), [heat, q, order]);
  const go = useCallback(
    (change: Change<HeatSearch>, replace = false) =>
      void navigate({
        search: (before) => heatSearch({ ...before, ...change }),
        replace,
        resetScroll: false,
      }),
    [navigate],
  );
  // The usual period of the other pages is not the usual one here, so it must be said.
  const onPeriod = useCallback(
    (change: Change<HeatSearch>) =>
      go(
        'range' in change
          ? { ...change, range: change.range ?? (change.from === undefined ? '1h' : undefined) }
          : change,
      ),
    [go],
  );
  // What it printed then is worth reading where something was wrong.
  const hurts = figure === 'unwell' || figure === 'restarts';
  return (
    <>
      <PageHead
        title={t('heat.title')}
        text={t('heat.text')}
        wide
        actions={<PeriodPicker search={shown} onChange={onPeriod} />}
      />
      <PeriodKeys search={shown} onChange={onPeriod} />
      <section aria-label={t('heat.title')} className="card min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2">
          <Choice
            label={t('heat.figure')}
            value={figure}
            options={heatFigures.map((value) => ({ value, text: t(`heat.figures.${value}`) }))}
            onChoose={(value) => go({ figure: value })}
          />
          <Choice
            label={t('heat.order')}
            value={order}
            options={heatOrders.map((value) => ({ value, text: t(`heat.orders.${value}`) }))}
            onChoose={(value) => go({ order: value })}
          />
          <div className="min-w-40 max-w-72 flex-1">
            <SearchField
              label={t('heat.find')}
              value={q}
              onSearch={(text) => go({ q: text }, true)}
              maxLength={100}
              isMain
            />
          </div>
        </div>
        <div ref={ref} className="min-w-0">
          {!heat ? (
            query.isError ? (
              <Problem error={query.error} retry={() => void query.refetch()} />
            ) : (
              <Loading lines={8} />
            )
          ) : rows.length === 0 ? (
            <Empty>{t(q === '' ? 'heat.empty' : 'heat.noMatch')}</Empty>
          ) : (
            <HeatGrid
              // Its colours are read as it is drawn.
              key={`${theme}${dark}`}
              heat={heat}
              rows={rows}
              width={width}
              dimmed={query.isPlaceholderData}
              onOpen={(worker, at) =>
                void navigate({
                  to: '/workers/$name',
                  params: { name: worker },
                  search: workerSearch({
                    ...searchOf(at),
                    ...(hurts && { at: new Date(at.moment).toISOString() }),
                  }),
                })
              }
              onZoom={(bounds) => go(searchOf(bounds))}
            />
          )}
        </div>
        {heat && <HeatLegend figure={heat.figure} rows={heat.rows} />}
      </section>
    </>
  );
}

const noNames: readonly string[] = [];
