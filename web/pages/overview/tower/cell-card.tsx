import type { ReactNode } from 'react';
import { CpuFigure, MemoryFigure, Uptime } from '../../../components/figures.tsx';
import { Reason } from '../../../components/reason.tsx';
import { WorkerState } from '../../../components/state.tsx';
import { useWorker } from '../../../data/use-fleet.ts';
import { useText } from '../../../i18n/index.ts';
import type { Place, TowerLayout } from './layout.ts';

const cardWidth = 288;
const besides = 8;

interface CellCardProps {
  name: string;
  layout: TowerLayout;
  place: Place;
  /** Of the box that the card stays in. */
  width: number;
}

/** The figures of the cell under the pointer or the focus. */
export function CellCard({ name, layout, place, width }: CellCardProps) {
  const { t, format } = useText();
  const worker = useWorker(name);
  if (!worker) return null;
  const middle = place.x + layout.cellWidth / 2;
  const left = Math.max(0, Math.min(width - cardWidth, middle - cardWidth / 2));
  // Below, but above in the lower half, so that it stays in view.
  const above = place.y > layout.height / 2 && place.y > 140;
  return (
    <div
      className="pointer-events-none absolute z-20 rounded-md border border-line bg-raised p-3 text-sm shadow-raised"
      style={{
        left,
        width: Math.min(cardWidth, width),
        ...(above
          ? { bottom: layout.height - place.y + besides }
          : { top: place.y + layout.cellHeight + besides }),
      }}
    >
      <p className="truncate font-semibold text-ink">{name}</p>
      <p className="figures mt-0.5 flex flex-wrap items-baseline gap-x-2">
        <WorkerState worker={worker} />
        <span className="text-ink-faint text-xs">
          {t('common.since', { time: format.clock(worker.since) })}
        </span>
      </p>
      <p className="line-clamp-3 text-ink-soft text-xs empty:hidden">
        <Reason worker={worker} />
      </p>
      <dl className="figures mt-2 grid grid-cols-4 gap-x-3 border-line border-t pt-2">
        <Figure name="CPU">
          <CpuFigure worker={worker} />
        </Figure>
        <Figure name={t('workers.memory')}>
          <MemoryFigure worker={worker} />
        </Figure>
        <Figure name={t('workers.restarts')}>{format.count(worker.restarts)}</Figure>
        <Figure name={t('workers.uptime')}>
          <Uptime worker={worker} />
        </Figure>
      </dl>
    </div>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-ink-faint text-xs">{name}</dt>
      <dd className="whitespace-nowrap">{children}</dd>
    </div>
  );
}
