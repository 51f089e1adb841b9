import { memo } from 'react';
import { CpuCurve, CpuFigure, MemoryFigure, Uptime } from '../../../components/figures.tsx';
import { Icon, StateIcon } from '../../../components/icon.tsx';
import { Reason } from '../../../components/reason.tsx';
import { ShortName } from '../../../components/short-name.tsx';
import { toneText } from '../../../components/state.tsx';
import { lookOf, type Tone } from '../../../data/standing.ts';
import type { Worker } from '../../../data/types.ts';
import { useWorker } from '../../../data/use-fleet.ts';
import { useText } from '../../../i18n/index.ts';
import { PanelLink } from '../panel-link.tsx';

interface NamedCellProps {
  name: string;
  /** What all names of the group begin with: the first to go where there is little room. */
  prefix: string;
  x: number;
  y: number;
  width: number;
  height: number;
  large: boolean;
  /** Read from afar. */
  wall: boolean;
  /** Whether Tab leads to it. */
  isStop: boolean;
  isChosen: boolean;
}

const grounds: Record<Tone, string> = {
  well: 'border-line bg-raised',
  busy: 'border-busy bg-busy-soft',
  warn: 'border-warn bg-warn-soft',
  bad: 'border-bad bg-bad-soft',
  rest: 'border-line border-dashed bg-ground',
};

/** Of the three lines of a large cell; below them is room for the curve. */
const textHeight = 72;

/** A cell with room for a name; a large one also for why it is as it is, and its figures. */
export const NamedCell = memo(function NamedCell({
  name,
  prefix,
  x,
  y,
  width,
  height,
  large,
  wall,
  isStop,
  isChosen,
}: NamedCellProps) {
  const { t, format } = useText();
  const worker = useWorker(name);
  if (!worker) return null;
  const { tone, state, crashLoop } = lookOf(worker);
  const word = t(crashLoop ? 'state.crashLoop' : `state.${state}`);
  const runs = worker.pid !== null;
  const explains = tone !== 'well';
  return (
    <li className="absolute" style={{ left: x, top: y, width, height }}>
      <PanelLink
        name={name}
        data-testid={`worker-${name}`}
        data-worker={name}
        tabIndex={isStop ? 0 : -1}
        aria-current={isChosen ? 'true' : undefined}
        className={`relative flex size-full flex-col overflow-hidden rounded-sm border transition-shadow duration-(--quick) hover:shadow-raised ${grounds[tone]} ${
          isChosen ? 'ring-2 ring-accent' : ''
        } ${large ? 'px-2.5 pt-2' : 'px-2 pt-1'} ${wall ? 'text-sm' : 'text-xs'}`}
      >
        <span className="flex min-w-0 items-center gap-1.5">
          <span className={toneText[tone]}>
            <StateIcon state={state} size={wall ? 22 : 14} />
          </span>
          <span className={`flex min-w-0 font-medium text-ink ${wall ? 'text-lg' : 'text-sm'}`} title={name}>
            {prefix !== '' && <span className="min-w-0 shrink-[1000] truncate">{prefix}</span>}
            <ShortName name={name.slice(prefix.length)} />
          </span>
        </span>
        {large ? (
          <>
            <span className="figures truncate text-ink-faint">
              <span data-shown-state className={explains ? toneText[tone] : ''}>
                {word}
              </span>{' '}
              {explains ? (
                <Reason worker={worker} />
              ) : (
                runs && (
                  <>
                    <span aria-hidden="true">· </span>
                    <Uptime worker={worker} />
                  </>
                )
              )}
            </span>
            <span className="figures z-10 mt-0.5 flex items-center gap-2 text-ink-soft">
              {runs && <Figures worker={worker} />}
              {worker.restarts > 0 && (
                <span className="ml-auto inline-flex items-center gap-1 text-ink-faint">
                  <Icon name="restart" size={11} />
                  <span className="sr-only">{t('workers.restarts')}</span> {format.count(worker.restarts)}
                </span>
              )}
            </span>
          </>
        ) : (
          <span className="figures flex min-w-0 items-center gap-1.5 text-ink-faint">
            <span data-shown-state className={explains ? `truncate ${toneText[tone]}` : 'sr-only'}>
              {word}
            </span>
            {!explains && runs && <Figures worker={worker} />}
          </span>
        )}
        <span className={`pointer-events-none absolute inset-x-0 bottom-0 ${large ? '' : 'opacity-60'}`}>
          <CpuCurve
            worker={worker}
            height={large ? Math.max(18, height - textHeight * (wall ? 1.6 : 1)) : 18}
          />
        </span>
      </PanelLink>
    </li>
  );
});

function Figures({ worker }: { worker: Worker }) {
  return (
    <>
      <span>
        <CpuFigure worker={worker} />
      </span>
      <span>
        <MemoryFigure worker={worker} />
      </span>
    </>
  );
}
