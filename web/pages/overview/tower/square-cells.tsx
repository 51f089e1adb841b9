import { memo, type MouseEvent, useEffect, useRef } from 'react';
import type { Group } from '../../../data/grouping.ts';
import { fleet } from '../../../data/live/index.ts';
import { shownState } from '../../../data/standing.ts';
import { useStore } from '../../../data/use-store.ts';
import { theme as themeStore } from '../../../data/theme.ts';
import type { WorkerState } from '../../../data/types.ts';
import { useLater } from '../../../data/use-later.ts';
import { useMedia } from '../../../data/use-media.ts';
import { useWorker } from '../../../data/use-fleet.ts';
import { usePastMinute } from '../../../data/use-past-minute.ts';
import { useText } from '../../../i18n/index.ts';
import { PanelLink } from '../panel-link.tsx';
import { activityOf } from './activity.ts';
import type { Place, TowerLayout } from './layout.ts';
import { barsFor, cellLookOf, createPainter, readPalette } from './paint.ts';

interface SquareCellsProps {
  layout: TowerLayout;
  groups: readonly Group[];
  names: readonly string[];
  places: readonly Place[];
  /** Where Tab leads. */
  stop: string;
  pointed: string | null;
  chosen: string | null;
  onPick: (event: MouseEvent) => void;
}

/** Squares of many workers on one canvas; only the one that has the focus is an element. Whoever cannot see it gets a list. */
export function SquareCells({
  layout,
  groups,
  names,
  places,
  stop,
  pointed,
  chosen,
  onPick,
}: SquareCellsProps) {
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const frame = (name: string) => {
    const at = places[names.indexOf(name)];
    return at && { left: at.x, top: at.y, width: layout.cellWidth, height: layout.cellHeight };
  };
  return (
    <>
      <TowerCanvas
        key={`${theme}${dark}`}
        layout={layout}
        names={names}
        places={places}
        isPointed={pointed !== null}
        onPick={onPick}
      />
      {pointed !== null && <Frame place={frame(pointed)} look="ring-1 ring-ink" />}
      {chosen !== null && <Frame place={frame(chosen)} look="ring-2 ring-accent" />}
      <StopCell key={stop} name={stop} place={frame(stop)} />
      <WorkerList groups={groups} />
    </>
  );
}

interface TowerCanvasProps {
  layout: TowerLayout;
  names: readonly string[];
  places: readonly Place[];
  isPointed: boolean;
  onPick: (event: MouseEvent) => void;
}

/** Reads the colours once: give it another key when they change. */
function TowerCanvas({ layout, names, places, isPointed, onPick }: TowerCanvasProps) {
  usePastMinute();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element?.parentElement) return undefined;
    const painter = createPainter(readPalette(element.parentElement), devicePixelRatio);
    const bars = barsFor(layout.cellWidth);
    let due = 0;
    const paint = () => {
      due = 0;
      const workers = fleet.workers.get();
      painter.paint(element, {
        side: layout.cellWidth,
        width: layout.width,
        height: layout.height,
        places,
        looks: names.map((name) => cellLookOf(workers?.get(name))),
        heights: activityOf(fleet.figures.get(), names, bars),
        bars,
      });
    };
    // Figures and states come in the same frame: drawn once.
    const ask = () => {
      if (due === 0) due = requestAnimationFrame(paint);
    };
    paint();
    const unsubscribe = [fleet.workers.subscribe(ask), fleet.figures.subscribe(ask)];
    return () => {
      cancelAnimationFrame(due);
      for (const each of unsubscribe) each();
    };
  }, [layout, names, places]);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the cell with the focus has the keys
    <canvas
      ref={canvas}
      aria-hidden="true"
      data-testid="tower-squares"
      onClick={onPick}
      className={`absolute top-0 left-0 ${isPointed ? 'cursor-pointer' : ''}`}
      style={{ width: layout.width, height: layout.height }}
    />
  );
}

type Rectangle = { left: number; top: number; width: number; height: number } | undefined;

function Frame({ place, look }: { place: Rectangle; look: string }) {
  return place && <span className={`pointer-events-none absolute rounded-sm ${look}`} style={place} />;
}

/** The cell that the keyboard is at. */
function StopCell({ name, place }: { name: string; place: Rectangle }) {
  const { t } = useText();
  const worker = useWorker(name);
  if (!worker || !place) return null;
  return (
    <PanelLink
      name={name}
      data-worker={name}
      data-testid={`worker-${name}`}
      className="pointer-events-none absolute rounded-sm"
      style={place}
    >
      <span className="sr-only">{t('tower.cell', { name, state: t(`state.${shownState(worker)}`) })}</span>
    </PanelLink>
  );
}

const listAfterMs = 1_500;

/** The same for those who don't see the squares; a thousand lines come once the page is in use. */
function WorkerList({ groups }: { groups: readonly Group[] }) {
  const { t } = useText();
  if (!useLater(listAfterMs)) return null;
  return (
    <div className="sr-only" style={{ contain: 'strict' }}>
      {groups.map((group) => (
        <ul key={group.name ?? ''} aria-label={group.name ?? t('tower.unlabelled')}>
          {group.members.map((name) => (
            <WorkerLine key={name} name={name} />
          ))}
        </ul>
      ))}
    </div>
  );
}

const WorkerLine = memo(function WorkerLine({ name }: { name: string }) {
  const { t } = useText();
  const state = useStore(fleet.workers, (workers): WorkerState | null => {
    const worker = workers?.get(name);
    return worker ? shownState(worker) : null;
  });
  return state && <li>{t('tower.cell', { name, state: t(`state.${state}`) })}</li>;
});
