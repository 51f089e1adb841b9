import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { writeTerm } from '../data/filter/parse.ts';
import type { Worker } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { CpuFigure, MemoryFigure, Uptime } from './figures.tsx';
import { Icon } from './icon.tsx';
import { LastExit } from './last-exit.tsx';

interface WorkerFactsProps {
  worker: Worker;
  /** Beside another page: what matters most. */
  short?: boolean;
  /** ISO, UTC; of a job. */
  nextRunAt?: string | null;
  /** Shows a moment in the log; null: there is no log. */
  onMoment?: ((iso: string) => void) | null;
}

/** A worker in figures. Each has a place that does not depend on what it is, so that nothing moves while they do. */
export function WorkerFacts({ worker, short = false, nextRunAt = null, onMoment = null }: WorkerFactsProps) {
  const { t, format } = useText();
  const { lastExit } = worker;
  const labels = Object.entries(worker.labels);
  const isProcess = worker.kind !== 'external';
  return (
    <dl className="card flex flex-wrap overflow-hidden *:grow">
      {isProcess && (
        <>
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
          {!short && <Fact name="PID">{worker.pid ?? '–'}</Fact>}
        </>
      )}
      {(isProcess || lastExit) && (
        <Fact name={t('workers.lastExit')} wide>
          {lastExit && onMoment ? (
            <button
              type="button"
              onClick={() => onMoment(lastExit.at)}
              className="inline-flex max-w-full items-center gap-1.5 text-left underline-offset-2 hover:underline max-sm:min-h-10"
            >
              <span className="min-w-0 truncate">
                <LastExit exit={lastExit} />
              </span>
              <span className="text-accent" title={t('stories.toLog')}>
                <Icon name="log" size={14} />
                <span className="sr-only">{t('stories.toLog')}</span>
              </span>
            </button>
          ) : (
            <LastExit exit={lastExit} />
          )}
        </Fact>
      )}
      {nextRunAt !== null && (
        <Fact name={t('worker.nextRun')}>
          <span title={format.utc(nextRunAt)}>{format.clock(nextRunAt)}</span>
        </Fact>
      )}
      {!short && <Fact name={t('worker.host')}>{worker.host}</Fact>}
      {labels.length > 0 && (
        <Fact name={t('worker.labels')} wide>
          <span className="flex flex-wrap gap-x-2 gap-y-1">
            {labels.map(([key, value]) => (
              <Link
                key={key}
                to="/workers"
                search={{ q: writeTerm({ kind: 'label', label: key, values: [value], not: false }) }}
                className="max-w-full truncate rounded-sm bg-sunken px-1.5 font-normal text-ink-soft text-sm leading-6 hover:text-ink"
              >
                {key}:{value}
              </Link>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div
      className={`-mt-px -ml-px min-w-0 border-line border-t border-l px-4 py-2 ${wide ? 'basis-56' : 'basis-28'}`}
    >
      <dt className="truncate text-ink-faint text-xs">{name}</dt>
      <dd className="figures truncate font-medium text-base">{children}</dd>
    </div>
  );
}
