import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Empty, Loading } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { PeriodKeys, PeriodPicker } from '../../components/charts/period-picker.tsx';
import { Choice } from '../../components/choice.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ApiProblem } from '../../data/api.ts';
import { serverNow } from '../../data/clock.ts';
import { grainFor, useTiers } from '../../data/curves.ts';
import {
  exploreSearch,
  type ExploreSearch,
  longestQuery,
  placeOfError,
  rememberedQueries,
  rememberQuery,
} from '../../data/explore-search.ts';
import { part } from '../../data/part.ts';
import { periodIn, searchOf, zoomedOut, zoomedTo } from '../../data/period.ts';
import { problemText } from '../../data/problem-text.ts';
import type { Change } from '../../data/time-range.ts';
import { useExplore } from '../../data/use-explore.ts';
import { useWidth } from '../../data/use-width.ts';
import { useText } from '../../i18n/index.ts';
import { ExploreChart } from './chart.tsx';
import { ExploreTable } from './table.tsx';

const QueryEditor = lazy(part(() => import('./query-editor.tsx')));

const examples = [
  { key: 'busiest', query: 'topk(5, avg_over_time(yagura_worker_cpu_ratio[5m]))' },
  { key: 'growing', query: 'topk(5, deriv(yagura_worker_memory_rss_bytes[1h]))' },
  { key: 'restarting', query: 'sum by (worker) (increase(yagura_worker_restarts_total[1h])) > 0' },
  { key: 'down', query: 'yagura_worker_up == 0' },
  { key: 'memory', query: '1 - yagura_host_memory_available_bytes / yagura_host_memory_total_bytes' },
  { key: 'pressure', query: 'max by (resource) (yagura_host_pressure_ratio)' },
] as const;

/** Any question to the store, in PromQL. */
export function Explore() {
  const text = useText();
  const { t } = text;
  const search = useSearch({ from: '/shell/explore' });
  const navigate = useNavigate({ from: '/explore' });
  const { q = '', view = 'chart', range, from, to } = search;
  const [typed, setTyped] = useState(q);
  const [shownQuery, setShownQuery] = useState(q);
  const [remembered, setRemembered] = useState(rememberedQueries);
  // Whoever comes by the back button finds the query that belongs there.
  if (shownQuery !== q) {
    setShownQuery(q);
    setTyped(q);
  }
  const { ref, width } = useWidth();
  const period = useMemo(() => periodIn({ range, from, to } as ExploreSearch), [range, from, to]);
  const wide = Math.ceil(width / 100) * 100;
  const tiers = useTiers();
  const grain = useMemo(() => (wide > 0 ? grainFor(period, wide, tiers) : null), [period, wide, tiers]);
  const query = useExplore(q, period, grain, view);
  const go = useCallback(
    (change: Change<ExploreSearch>) =>
      void navigate({
        search: (before) => exploreSearch({ ...before, ...change }),
        resetScroll: false,
      }),
    [navigate],
  );
  function run(wanted: string): void {
    const asked = wanted.trim().slice(0, longestQuery);
    setTyped(asked);
    if (asked === q) void query.refetch();
    else go({ q: asked === '' ? undefined : asked });
    if (asked === '') return;
    rememberQuery(asked);
    setRemembered(rememberedQueries());
  }
  const problem = query.isError ? problemText(text, query.error) : null;
  const mistake =
    query.error instanceof ApiProblem && query.error.status === 400
      ? placeOfError(q, query.error.message)
      : null;
  const { data } = query;
  const answer = query.isError || q === '' ? undefined : data;
  return (
    <>
      <PageHead
        title={t('explore.title')}
        text={t('explore.text')}
        wide
        actions={<PeriodPicker search={search} onChange={go} />}
      />
      <PeriodKeys search={search} onChange={go} />
      <section aria-label={t('explore.title')} className="card min-w-0 p-4">
        <div className="flex items-start gap-2 max-sm:flex-col max-sm:items-stretch">
          <div className="min-w-0 flex-1">
            <Suspense fallback={<div className="h-12 rounded-sm border border-line-strong bg-ground" />}>
              <QueryEditor value={typed} onChange={setTyped} onRun={run} mistake={mistake} />
            </Suspense>
          </div>
          <div className="flex gap-2">
            <Button look="main" className="h-12 sm:h-12" onClick={() => run(typed)}>
              {t('explore.run')}
            </Button>
            <Menu
              trigger={
                <Button className="h-12 sm:h-12" icon="events" disabled={remembered.length === 0}>
                  {t('explore.history')}
                </Button>
              }
            >
              {remembered.map((each) => (
                <MenuItem key={each} onSelect={() => run(each)}>
                  <span className="line-clamp-2 break-all font-mono text-xs">{each}</span>
                </MenuItem>
              ))}
            </Menu>
          </div>
        </div>
        {problem !== null && (
          <p role="alert" className="mt-2 break-words text-bad text-sm">
            {problem}
          </p>
        )}
        {answer?.warnings.map((warning) => (
          <p key={warning} className="mt-2 break-words text-sm text-warn">
            {warning}
          </p>
        ))}
        <div ref={ref} className="mt-4 min-w-0">
          {q === '' ? (
            <Examples onTry={run} />
          ) : problem !== null ? null : !answer ? (
            <Loading lines={8} />
          ) : (
            <div aria-busy={query.isPlaceholderData}>
              <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
                <Choice
                  label={t('explore.view')}
                  value={view}
                  options={(['chart', 'table'] as const).map((value) => ({
                    value,
                    text: t(`explore.views.${value}`),
                  }))}
                  onChoose={(value) => go({ view: value === 'table' ? value : undefined })}
                />
                <span className="figures text-ink-faint text-sm" role="status">
                  {t('explore.found', { count: answer.series.length })}
                </span>
              </div>
              {answer.series.length === 0 ? (
                <Empty>{t('explore.nothing')}</Empty>
              ) : answer.stepMs === 0 ? (
                <ExploreTable series={answer.series} />
              ) : (
                <ExploreChart
                  series={answer.series}
                  bounds={answer.bounds}
                  stepMs={answer.stepMs}
                  onZoom={(bounds) => go(searchOf(zoomedTo(bounds.from, bounds.to)))}
                  onZoomOut={() => go(searchOf(zoomedOut(period, serverNow())))}
                />
              )}
            </div>
          )}
        </div>
      </section>
    </>
  );
}

/** Questions to begin with. */
function Examples({ onTry }: { onTry: (query: string) => void }) {
  const { t } = useText();
  return (
    <div>
      <h2 className="mb-2 font-semibold text-base">{t('explore.begin')}</h2>
      <ul className="grid gap-2 md:grid-cols-2">
        {examples.map(({ key, query }) => (
          <li key={key}>
            <button
              type="button"
              onClick={() => onTry(query)}
              className="flex h-full w-full flex-col gap-0.5 rounded-sm border border-line px-3 py-2 text-left hover:bg-hover"
            >
              <span className="font-medium text-sm">{t(`explore.examples.${key}`)}</span>
              <span className="break-all font-mono text-ink-soft text-xs">{query}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
