import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { CheckList } from '../../components/check-list.tsx';
import { CpuFigure, MemoryFigure, Uptime } from '../../components/figures.tsx';
import { Icon } from '../../components/icon.tsx';
import { LastExit } from '../../components/last-exit.tsx';
import { LogTail } from './log-tail.tsx';
import { ProcessTree } from './process-tree.tsx';
import { Reason } from '../../components/reason.tsx';
import { SpecSummary } from './spec-summary.tsx';
import { WorkerState } from '../../components/state.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { WorkerActions } from '../../components/worker-actions.tsx';
import { WorkerCharts } from './worker-charts.tsx';
import { workerQuery } from '../../data/queries.ts';
import type { Worker, WorkerDetail } from '../../data/types.ts';
import { useWorker, useStories } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

export function WorkerPage({ name, find }: { name: string; find: string }) {
  const { t } = useText();
  const worker = useWorker(name);
  const stories = useStories(name);
  const detail = useQuery({ ...workerQuery(name), enabled: Boolean(worker) });
  if (worker === undefined) return <Loading lines={8} />;
  if (worker === null) {
    return (
      <Block className="mx-auto max-w-xl">
        <h1 className="font-semibold text-lg">{t('worker.missing', { name })}</h1>
        <p className="mt-2 text-ink-soft">{t('worker.missingText')}</p>
        <Link to="/" className="mt-4 inline-block font-medium text-accent underline underline-offset-2">
          {t('nav.toOverview')}
        </Link>
      </Block>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Head worker={worker} detail={detail.data} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
        <div className="flex min-w-0 flex-col gap-4">
          {worker.kind === 'process' && <WorkerCharts worker={worker} />}
          {worker.kind === 'process' && <LogTail worker={name} find={find} />}
          {worker.kind === 'process' && (
            <Block title={t('processes.title')} flush>
              <ProcessTree worker={worker} />
            </Block>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Block title={t('checks.title')} flush>
            <CheckList checks={worker.checks} />
          </Block>
          <Block title={t('stories.title')} flush>
            <StoryList stories={stories} most={12} ofOneWorker />
          </Block>
          <Block title={t('spec.title')} flush>
            {detail.isError ? (
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

function Head({ worker, detail }: { worker: Worker; detail: WorkerDetail | undefined }) {
  const { t, format } = useText();
  return (
    <header>
      <Link to="/" className="inline-flex items-center gap-1 text-ink-soft text-sm hover:text-ink">
        <Icon name="left" size={12} />
        {t('nav.overview')}
      </Link>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h1 className="font-semibold text-xl tracking-tight sm:text-2xl">{worker.name}</h1>
            <WorkerState worker={worker} large />
            <span className="figures text-ink-faint text-sm">
              {t('common.since', { time: format.clock(worker.since) })}
            </span>
          </div>
          <p className="figures mt-1 min-h-5 text-ink-soft text-sm max-sm:empty:hidden">
            <Reason worker={worker} />
          </p>
        </div>
        <WorkerActions key={worker.name} worker={worker} />
      </div>
      <dl className="card mt-3 grid grid-cols-2 overflow-hidden sm:grid-cols-4 xl:grid-cols-8">
        <Fact name="CPU">
          <CpuFigure worker={worker} />
        </Fact>
        <Fact name={t('workers.memory')}>
          <MemoryFigure worker={worker} />
        </Fact>
        <Fact name={t('workers.uptime')}>
          <Uptime worker={worker} />
        </Fact>
        <Fact name={t('workers.restarts')}>{format.count(worker.restarts)}</Fact>
        <Fact name="PID">{worker.pid ?? '–'}</Fact>
        <Fact name={t('workers.lastExit')} wide>
          <LastExit exit={worker.lastExit} />
        </Fact>
        {detail?.nextRunAt ? (
          <Fact name={t('worker.nextRun')}>{format.clock(detail.nextRunAt)}</Fact>
        ) : (
          <Fact name={t('worker.host')}>{worker.host}</Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div
      className={`-mt-px -ml-px min-w-0 max-xl:last:col-span-2 border-line border-t border-l px-4 py-2.5 ${wide ? 'xl:col-span-2' : ''}`}
    >
      <dt className="text-ink-faint text-xs">{name}</dt>
      <dd className="figures truncate font-medium text-base">{children}</dd>
    </div>
  );
}
