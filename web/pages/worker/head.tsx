import { Link } from '@tanstack/react-router';
import { Icon } from '../../components/icon.tsx';
import { Reason } from '../../components/reason.tsx';
import { WorkerState } from '../../components/state.tsx';
import { WorkerActions } from '../../components/worker-actions.tsx';
import { WorkerFacts } from '../../components/worker-facts.tsx';
import { useStore } from '../../data/use-store.ts';
import type { Worker, WorkerDetail } from '../../data/types.ts';
import { lastSearch, type Neighbours } from '../../data/walk.ts';
import type { PeriodSearch } from '../../data/period.ts';
import { useText } from '../../i18n/index.ts';

interface HeadProps {
  worker: Worker;
  detail: WorkerDetail | undefined;
  neighbours: Neighbours;
  /** Goes along from one worker to the next. */
  search: PeriodSearch;
  /** Shows a moment in the log; null: there is no log. */
  onMoment: ((iso: string) => void) | null;
}

/** Which worker it is, how it is and since when and why, and what can be done. */
export function Head({ worker, detail, neighbours, search, onMoment }: HeadProps) {
  const { t, format } = useText();
  const list = useStore(lastSearch, (value) => value);
  return (
    <header>
      <div className="flex items-center justify-between gap-3">
        <Link
          to="/workers"
          search={list}
          className="inline-flex min-h-8 items-center gap-1 text-ink-soft text-sm hover:text-ink max-sm:min-h-10"
        >
          <Icon name="left" size={12} />
          {t('nav.workers')}
        </Link>
        <nav aria-label={t('worker.neighbours')} className="flex items-center gap-1">
          <Neighbour name={neighbours.previous} search={search} icon="up" label={t('worker.previous')} />
          {neighbours.at > 0 && (
            <span className="figures min-w-14 text-center text-ink-faint text-xs">
              {t('worker.place', { at: format.count(neighbours.at), of: format.count(neighbours.of) })}
            </span>
          )}
          <Neighbour name={neighbours.next} search={search} icon="down" label={t('worker.next')} />
        </nav>
      </div>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight max-sm:w-full sm:text-2xl">
              {worker.name}
            </h1>
            <WorkerState worker={worker} large />
            <span className="figures text-ink-faint text-sm" title={format.utc(worker.since)}>
              {t('common.since', { time: format.clock(worker.since) })}
            </span>
          </div>
          <p className="figures mt-1 min-h-5 text-pretty text-ink-soft text-sm">
            <Reason worker={worker} />
          </p>
        </div>
        <WorkerActions key={worker.name} worker={worker} />
      </div>
      <div className="mt-3">
        <WorkerFacts worker={worker} nextRunAt={detail?.nextRunAt ?? null} onMoment={onMoment} />
      </div>
    </header>
  );
}

function Neighbour({
  name,
  search,
  icon,
  label,
}: {
  name: string | null;
  search: PeriodSearch;
  icon: 'up' | 'down';
  label: string;
}) {
  const look = 'inline-flex size-10 items-center justify-center rounded-sm sm:size-8';
  if (name === null) {
    return (
      <span className={`${look} text-line-strong opacity-50`} aria-hidden="true">
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <Link
      to="/workers/$name"
      params={{ name }}
      search={search}
      replace
      title={`${label}: ${name}`}
      className={`${look} text-ink-soft hover:bg-hover hover:text-ink`}
    >
      <Icon name={icon} />
      <span className="sr-only">
        {label}: {name}
      </span>
    </Link>
  );
}
