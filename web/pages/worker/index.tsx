import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { ActDialog } from '../../components/act-dialog.tsx';
import { PeriodKeys } from '../../components/charts/period-picker.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { WhenNear } from '../../components/when-near.tsx';
import { allows } from '../../data/access.ts';
import { useKeys } from '../../data/keys.ts';
import { type PeriodSearch, periodSearch } from '../../data/period.ts';
import { meQuery, workerQuery } from '../../data/queries.ts';
import { useStore } from '../../data/use-store.ts';
import type { Action } from '../../data/outcome.ts';
import { part } from '../../data/part.ts';
import type { Change } from '../../data/time-range.ts';
import type { Worker } from '../../data/types.ts';
import { useAct } from '../../data/use-act.ts';
import { useEventsOf, useStoriesOf, useWorker, useWorkers } from '../../data/use-fleet.ts';
import { lastList, neighboursOf } from '../../data/walk.ts';
import { workerSearch } from '../../data/worker-search.ts';
import { useText } from '../../i18n/index.ts';
import { ConfigChanges } from './config-changes.tsx';
import { ErrorList } from './error-list.tsx';
import { Head } from './head.tsx';
import { HealthChecks } from './health-checks.tsx';
import { Missing } from './missing.tsx';
import { ProcessTree } from './process-tree.tsx';
import { RequestList } from './request-list.tsx';
import { RunList } from './run-list.tsx';
import { ScrapeTrouble } from './scrape-trouble.tsx';
import { SpecSummary } from './spec-summary.tsx';
import { StateTimeline } from './state-timeline.tsx';
import { WorkerCharts } from './worker-charts.tsx';

const LogTail = lazy(part(() => import('./log-tail.tsx')));

interface WorkerPageProps {
  name: string;
  /** A text to find in its log. */
  find: string;
  /** A moment of its log (ISO, UTC). */
  moment: string | null;
  search: PeriodSearch;
}

export function WorkerPage(props: WorkerPageProps) {
  const worker = useWorker(props.name);
  if (worker === undefined) return <Loading lines={8} />;
  if (worker === null) return <Missing name={props.name} />;
  return <PresentWorker {...props} worker={worker} />;
}

function PresentWorker({ name, find, moment, search, worker }: WorkerPageProps & { worker: Worker }) {
  const { t } = useText();
  const navigate = useNavigate({ from: '/workers/$name' });
  const stories = useStoriesOf(name);
  const events = useEventsOf(name) ?? [];
  const detail = useQuery(workerQuery(name));
  const all = useWorkers();
  const list = useStore(lastList, (value) => value);
  const neighbours = neighboursOf(list, all?.keys() ?? [], name);
  const isProcess = worker.kind === 'process';
  const isJob = detail.data?.spec.schedule != null;

  function showMoment(at: string): void {
    void navigate({ search: (search) => ({ ...search, at }), replace: true, resetScroll: false });
    document.getElementById('log-block')?.scrollIntoView({ block: 'start' });
  }
  function leaveMoment(): void {
    void navigate({
      search: (before) => workerSearch({ ...before, at: undefined }),
      replace: true,
      resetScroll: false,
    });
  }
  const onMoment = isProcess ? showMoment : null;
  const onPeriod = useCallback(
    (change: Change<PeriodSearch>) =>
      void navigate({ search: (before) => workerSearch({ ...before, ...change }), resetScroll: false }),
    [navigate],
  );
  // The same until the period changes, so that a chart is not asked for anew with each moment of the log.
  const { range, from, to, compare } = search;
  const period = useMemo(() => periodSearch({ range, from, to, compare }), [range, from, to, compare]);

  const history = (
    <Block title={t('stories.title')} flush>
      <StoryList stories={stories} most={12} ofOneWorker onMoment={onMoment ?? undefined} />
    </Block>
  );
  const checks = (
    <Block title={t('checks.title')} flush>
      <HealthChecks worker={worker} />
    </Block>
  );
  return (
    <div className="flex flex-col gap-4">
      <WorkerKeys worker={worker} previous={neighbours.previous} next={neighbours.next} search={period} />
      <PeriodKeys search={period} onChange={onPeriod} />
      <Head
        worker={worker}
        detail={detail.data}
        neighbours={neighbours}
        search={period}
        onMoment={onMoment}
      />
      <ScrapeTrouble metrics={detail.data?.metrics} />
      <StateTimeline worker={worker} search={period} onChange={onPeriod} isJob={isJob} onMoment={onMoment} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px] xl:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-4">
          {isProcess ? (
            <>
              <div id="log-block" className="scroll-mt-16">
                <Suspense
                  fallback={
                    <Block title={t('logs.title')} className="h-[min(66dvh,460px)]">
                      <Loading lines={8} />
                    </Block>
                  }
                >
                  <LogTail worker={name} find={find} moment={moment} onLeave={leaveMoment} />
                </Suspense>
              </div>
              <WhenNear height={420}>
                <WorkerCharts
                  worker={worker}
                  limits={detail.data?.spec.limits}
                  search={period}
                  onChange={onPeriod}
                />
              </WhenNear>
              <WhenNear height={160}>
                <Block title={t('processes.title')} flush>
                  <ProcessTree worker={worker} />
                </Block>
              </WhenNear>
            </>
          ) : (
            checks
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4 xl:row-span-2">
          {isJob && (
            <Block title={t('runs.title')} flush>
              <RunList events={events} onMoment={showMoment} />
            </Block>
          )}
          <Block title={t('worker.errors')} flush>
            <ErrorList worker={name} />
          </Block>
          {isProcess && checks}
          {history}
          {isProcess && (
            <Block title={t('requests.title')} flush>
              <RequestList worker={name} events={events} />
            </Block>
          )}
          <p className="flex flex-wrap gap-x-4 gap-y-1 px-1 text-sm">
            <Link
              to="/events"
              search={{ worker: name, view: 'every' }}
              className="text-accent underline-offset-2 hover:underline"
            >
              {t('worker.allEvents')}
            </Link>
            <Link
              to="/logs"
              search={{ worker: name }}
              className="text-accent underline-offset-2 hover:underline"
            >
              {t('worker.allLogs')}
            </Link>
          </p>
        </div>
        <div className="min-w-0">
          <Block title={t('spec.title')} flush>
            <ConfigChanges worker={name} />
            {detail.isError && !detail.data ? (
              <Problem error={detail.error} retry={() => void detail.refetch()} />
            ) : detail.data ? (
              <SpecSummary detail={detail.data} />
            ) : (
              <Loading lines={6} />
            )}
          </Block>
        </div>
      </div>
    </div>
  );
}

/** Restart, stop or start, its log, and the workers before and after it in the list. */
function WorkerKeys({
  worker,
  previous,
  next,
  search,
}: {
  worker: Worker;
  previous: string | null;
  next: string | null;
  search: PeriodSearch;
}) {
  const { t } = useText();
  const act = useAct();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const [asking, setAsking] = useState<Action | null>(null);
  const mayAct = worker.kind === 'process' && allows(me?.role, 'operator');
  const down = worker.state === 'stopped' || worker.state === 'failed';
  const go = (name: string | null) => () => {
    if (name !== null) void navigate({ to: '/workers/$name', params: { name }, search, replace: true });
  };
  // One key alone must not hurt: a slip of the finger is asked about.
  const deeds = mayAct
    ? [
        ...(down
          ? []
          : [
              {
                keys: 'r',
                group: 'page' as const,
                text: t('worker.keys.restart'),
                run: () => setAsking('restart'),
              },
            ]),
        {
          keys: 's',
          group: 'page' as const,
          text: t('worker.keys.stop'),
          run: () => setAsking(down ? 'start' : 'stop'),
        },
      ]
    : [];
  const log =
    worker.kind === 'process'
      ? [
          {
            keys: 'l',
            group: 'page' as const,
            text: t('worker.keys.log'),
            run: () => {
              const there = document.getElementById('log');
              document.getElementById('log-block')?.scrollIntoView({ block: 'start' });
              there?.focus({ preventScroll: true });
            },
          },
        ]
      : [];
  useKeys([
    ...deeds,
    ...log,
    { keys: 'j', group: 'list', text: t('worker.next'), run: go(next) },
    { keys: 'k', group: 'list', text: t('worker.previous'), run: go(previous) },
  ]);
  if (asking === null) return null;
  return (
    <ActDialog
      action={asking}
      chosen={[worker]}
      onNo={() => setAsking(null)}
      onYes={() => {
        setAsking(null);
        act(worker.name, asking);
      }}
    />
  );
}
