import type { FunctionComponent, ReactNode } from 'react';
import { CpuCurve, CpuFigure, MemoryCurve, MemoryFigure, Uptime } from '../../components/figures.tsx';
import { LastExit } from '../../components/last-exit.tsx';
import { Reason } from '../../components/reason.tsx';
import { WorkerState } from '../../components/state.tsx';
import { useNow } from '../../data/use-now.ts';
import type { Worker } from '../../data/types.ts';
import type { ColumnId } from '../../data/worker-list.ts';
import { type Text, useText } from '../../i18n/index.ts';

export interface CellProps {
  worker: Worker;
  onLabel: (label: string, value: string) => void;
}

interface Column {
  /** Width as a track of the grid; the least in px, so that the table knows when it must scroll. */
  least: number;
  share: number;
  right?: boolean;
  title: (text: Text) => string;
  Cell: FunctionComponent<CellProps>;
}

const nothing = <span className="text-ink-faint">–</span>;

/** The name's cell is the row's own: it holds the tick and the link. */
export const columns: Record<ColumnId, Column> = {
  name: { least: 180, share: 1, title: ({ t }) => t('workers.name'), Cell: () => null },
  state: {
    least: 112,
    share: 0,
    title: ({ t }) => t('workers.state'),
    Cell: ({ worker }) => <WorkerState worker={worker} />,
  },
  reason: { least: 200, share: 4, title: ({ t }) => t('workers.reason'), Cell: ReasonCell },
  cpu: {
    least: 112,
    share: 0,
    right: true,
    title: () => 'CPU',
    Cell: ({ worker }) => (
      <Figure curve={<CpuCurve worker={worker} />} figure={<CpuFigure worker={worker} />} />
    ),
  },
  memory: {
    least: 126,
    share: 0,
    right: true,
    title: ({ t }) => t('workers.memory'),
    Cell: ({ worker }) => (
      <Figure curve={<MemoryCurve worker={worker} />} figure={<MemoryFigure worker={worker} />} wide />
    ),
  },
  restarts: {
    least: 76,
    share: 0,
    right: true,
    title: ({ t }) => t('workers.restarts'),
    Cell: RestartsCell,
  },
  uptime: {
    least: 84,
    share: 0,
    right: true,
    title: ({ t }) => t('workers.uptime'),
    Cell: ({ worker }) => <Uptime worker={worker} />,
  },
  exit: {
    least: 148,
    share: 0.4,
    title: ({ t }) => t('workers.lastExit'),
    Cell: ({ worker }) => (
      <span className="block truncate text-ink-soft text-xs">
        <LastExit exit={worker.lastExit} />
      </span>
    ),
  },
  labels: { least: 104, share: 1, title: ({ t }) => t('workers.labels'), Cell: LabelsCell },
  host: {
    least: 104,
    share: 0.5,
    title: ({ t }) => t('workers.host'),
    Cell: ({ worker }) => (
      <bdi title={worker.host} className="block truncate text-ink-soft text-xs">
        {worker.host}
      </bdi>
    ),
  },
  pid: {
    least: 76,
    share: 0,
    right: true,
    title: () => 'PID',
    Cell: ({ worker }) => worker.pid ?? nothing,
  },
  next: { least: 104, share: 0, title: ({ t }) => t('workers.next'), right: true, Cell: NextCell },
};

function Figure({ curve, figure, wide = false }: { curve: ReactNode; figure: ReactNode; wide?: boolean }) {
  return (
    <span className="flex items-center justify-end gap-2">
      <span className="w-13 shrink-0">{curve}</span>
      <span className={`text-right ${wide ? 'w-16' : 'w-12'}`}>{figure}</span>
    </span>
  );
}

function ReasonCell({ worker }: CellProps) {
  const { say } = useText();
  return (
    <span className="block truncate text-ink-soft text-xs" title={say(worker.reason)}>
      <Reason worker={worker} />
    </span>
  );
}

function RestartsCell({ worker }: CellProps) {
  const { format } = useText();
  return (
    <span className={worker.restarts === 0 ? 'text-ink-faint' : ''}>{format.count(worker.restarts)}</span>
  );
}

/** A click asks for those with the same label. */
function LabelsCell({ worker, onLabel }: CellProps) {
  const { t } = useText();
  const labels = Object.entries(worker.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (labels.length === 0) return nothing;
  return (
    <span className="flex min-w-0 gap-1 overflow-hidden">
      {labels.map(([label, value]) => (
        <button
          key={label}
          type="button"
          title={`${label}: ${value}\n${t('workers.onlyLabel')}`}
          onClick={() => onLabel(label, value)}
          className="inline-flex h-6 min-w-0 max-w-full shrink-0 items-center rounded-sm bg-sunken px-1.5 text-ink-soft text-xs hover:bg-accent-soft hover:text-accent"
        >
          <bdi className="truncate">{value}</bdi>
        </button>
      ))}
    </span>
  );
}

const hourMs = 3_600_000;

/** When it is started next: by its schedule, or after a crash. */
function NextCell({ worker }: CellProps) {
  const { t, format } = useText();
  const at = worker.nextStartAt;
  const text = useNow((now) => {
    if (at === null) return null;
    const waitMs = Date.parse(at) - now;
    if (waitMs < 1_000) return t('workers.nextNow');
    return waitMs < hourMs
      ? t('workers.nextIn', { wait: format.duration(Math.ceil(waitMs / 1_000) * 1_000) })
      : format.clock(at);
  });
  return text === null ? nothing : <span title={format.utc(at ?? '')}>{text}</span>;
}
