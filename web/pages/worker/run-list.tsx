import { Empty } from '../../components/block.tsx';
import { Icon } from '../../components/icon.tsx';
import { exitText } from '../../components/last-exit.tsx';
import { Button } from '../../components/button.tsx';
import { runsOf } from '../../data/runs.ts';
import type { FleetEvent } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

const mostRuns = 10;

interface RunListProps {
  events: readonly FleetEvent[];
  onMoment: (iso: string) => void;
}

/** The last runs of a job: when, for how long, and how they ended. */
export function RunList({ events, onMoment }: RunListProps) {
  const text = useText();
  const { t, format } = text;
  const runs = runsOf(events);
  if (runs.length === 0) return <Empty>{t('runs.empty')}</Empty>;
  return (
    <ol>
      {runs.slice(0, mostRuns).map((run) => (
        <li
          key={run.id}
          className="figures flex items-center gap-3 border-line border-t px-4 py-1.5 text-sm first:border-t-0"
        >
          <span className={run.failed ? 'text-bad' : 'text-well'}>
            <Icon name={run.failed ? 'cross' : 'check'} size={14} />
          </span>
          <time dateTime={run.at} title={format.utc(run.at)} className="text-ink-faint">
            {format.time(run.at)}
          </time>
          <span className="min-w-0 flex-1 truncate">
            {run.failed ? exitText(text, run.exit) : t('runs.well')}
          </span>
          {run.ranMs !== null && <span className="text-ink-soft">{format.duration(run.ranMs)}</span>}
          <Button icon="log" iconOnly look="quiet" onClick={() => onMoment(run.at)}>
            {t('stories.toLog')}
          </Button>
        </li>
      ))}
    </ol>
  );
}
