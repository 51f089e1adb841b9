import { Link } from '@tanstack/react-router';
import {
  memo,
  type KeyboardEvent,
  type PointerEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Empty, Loading } from '../../../components/block.tsx';
import { StateIcon } from '../../../components/icon.tsx';
import { toneText } from '../../../components/state.tsx';
import {
  bestPlacing,
  commonPrefix,
  type Group,
  groupWorkers,
  type Placing,
  placings,
} from '../../../data/grouping.ts';
import type { Workers } from '../../../data/live/fleet-state.ts';
import { countStates, steadyFirst, summarise, toneOf } from '../../../data/standing.ts';
import { useMedia } from '../../../data/use-media.ts';
import { useWorkers } from '../../../data/use-fleet.ts';
import { useText } from '../../../i18n/index.ts';
import { CellCard } from './cell-card.tsx';
import { type Box, cellAt, layOutTower, neighbour, placesOf, type Step, type TowerLayout } from './layout.ts';
import { NamedCell } from './named-cell.tsx';
import { SquareCells } from './square-cells.tsx';

interface TowerViewProps {
  /** As it stands in the address; null: what parts this fleet best. */
  by: Placing | null;
  onGroup: (by: Placing) => void;
  /** Whose panel is open. */
  chosen: string | null;
  onChoose: (worker: string) => void;
  /** On a screen in the room: fills its place, with nothing to choose. */
  wall?: boolean;
}

/** Every declared worker as a cell, dead or alive, each always at the same place. */
export function TowerView({ by, onGroup, chosen, onChoose, wall = false }: TowerViewProps) {
  const { t, format } = useText();
  const workers = useWorkers();
  const [best, setBest] = useState<Placing | null>(null);
  // Chosen once: a grouping that changes by itself would move everything.
  if (best === null && workers && workers.size > 0) setBest(bestPlacing([...workers.values()]));
  const grouping = by ?? best ?? 'none';
  const groups = useGroups(workers, grouping);
  return (
    <section
      aria-label={t('tower.title')}
      data-testid="tower"
      data-workers={groups.reduce((sum, { members }) => sum + members.length, 0)}
      className="card flex h-full min-w-0 flex-col"
    >
      <header className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
        <h2 className="flex h-10 items-center gap-1.5 font-semibold text-base sm:h-8">
          {t('tower.title')}
          <span className="figures font-normal text-ink-faint text-sm">
            {workers ? format.count(workers.size) : ''}
          </span>
        </h2>
        <StateCounts workers={workers} />
        {workers && !wall && <GroupingChoice workers={workers} value={grouping} onChoose={onGroup} />}
      </header>
      {workers === null ? (
        <Loading lines={6} />
      ) : workers.size === 0 ? (
        <Empty>{t('tower.empty')}</Empty>
      ) : (
        <Cells groups={groups} workers={workers} chosen={chosen} onChoose={onChoose} wall={wall} />
      )}
    </section>
  );
}

/** Kept until somebody comes, goes or changes groups. */
function useGroups(workers: Workers | null, by: Placing): readonly Group[] {
  const [kept, setKept] = useState<readonly Group[]>([]);
  const groups = workers ? groupWorkers(workers, by, kept) : kept;
  if (groups !== kept) setKept(groups);
  return groups;
}

/** How many are in which state; each leads to the list of them. */
function StateCounts({ workers }: { workers: Workers | null }) {
  const { t, format } = useText();
  const counts = useMemo(() => countStates(workers?.values() ?? []), [workers]);
  return (
    <ul className="flex h-8 overflow-x-auto max-sm:order-1 max-sm:col-span-2">
      {steadyFirst.map((state) => {
        const count = counts.get(state);
        return count === undefined ? null : (
          <li key={state}>
            <Link
              to="/workers"
              search={{ q: `state:${state}` }}
              className={`figures inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-sm px-2 text-xs hover:bg-hover ${toneText[toneOf(state)]}`}
            >
              <StateIcon state={state} size={12} />
              {t(`state.${state}`)} {format.count(count)}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

interface GroupingChoiceProps {
  workers: Workers;
  value: Placing;
  onChoose: (by: Placing) => void;
}

function GroupingChoice({ workers, value, onChoose }: GroupingChoiceProps) {
  const { t } = useText();
  const known = placings(workers.values());
  const options = known.includes(value) ? known : [value, ...known];
  const nameOf = (by: Placing) =>
    by === 'none' ? t('tower.by.none') : by === 'host' ? t('tower.by.host') : by.slice('label.'.length);
  return (
    <label className="flex items-center gap-2 text-ink-faint text-xs">
      <span className="max-sm:sr-only">{t('tower.by.title')}</span>
      <select
        value={value}
        onChange={(change) => onChoose(change.target.value as Placing)}
        className="h-10 max-w-40 rounded-sm border border-line bg-ground px-2 text-ink text-sm sm:h-8"
      >
        {options.map((by) => (
          <option key={by} value={by}>
            {nameOf(by)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface CellsProps {
  groups: readonly Group[];
  workers: Workers;
  chosen: string | null;
  onChoose: (worker: string) => void;
  wall: boolean;
}

const steps: Record<string, Step> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

function Cells({ groups, workers, chosen, onChoose, wall }: CellsProps) {
  const { t } = useText();
  const frame = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const box = useBox(place, wall ? frame : null);
  const titled = groups.length > 1 || groups[0]?.name !== null;
  const layout = useMemo(
    () =>
      box &&
      layOutTower(
        box,
        groups.map(({ members }) => members.length),
        titled,
      ),
    [box, groups, titled],
  );
  const names = useMemo(() => groups.flatMap(({ members }) => members), [groups]);
  const prefixes = useMemo(() => groups.map(({ members }) => commonPrefix(members)), [groups]);
  const places = useMemo(() => (layout ? placesOf(layout) : []), [layout]);
  const [pointed, setPointed] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [remembered, setRemembered] = useState<string | null>(null);
  // Tab leads to where one was; at first to the worst.
  const stop =
    (remembered !== null && workers.has(remembered) ? remembered : null) ??
    worstOf(workers) ??
    names[0] ??
    '';
  const shown = pointed ?? focused;

  function onKeyDown(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const next = names[neighbour(places, Math.max(0, names.indexOf(stop)), step)];
    if (next === undefined) return;
    setRemembered(next);
    moveFocus(place.current, next);
  }

  /** By touch one taps; there is no hovering. */
  function onPointerMove(event: PointerEvent): void {
    if (!layout || event.pointerType === 'touch') return;
    setPointed(names[at(event)] ?? null);
  }

  function at(event: { clientX: number; clientY: number }): number {
    const corner = place.current?.getBoundingClientRect();
    return layout && corner ? cellAt(layout, event.clientX - corner.left, event.clientY - corner.top) : -1;
  }

  const where = shown === null ? undefined : places[names.indexOf(shown)];
  return (
    <div ref={frame} className="mx-4 mt-1 mb-4 min-h-0 grow">
      <div
        ref={place}
        className="relative"
        style={{ height: layout?.height ?? 0 }}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointed(null)}
        onFocus={(event) => {
          const name = event.target.dataset['worker'];
          if (name === undefined) return;
          setRemembered(name);
          setFocused(event.target.matches(':focus-visible') ? name : null);
        }}
        onBlur={() => setFocused(null)}
      >
        {layout && titled && <Titles layout={layout} groups={groups} workers={workers} />}
        {layout &&
          (layout.size === 'small' ? (
            <SquareCells
              layout={layout}
              groups={groups}
              names={names}
              places={places}
              stop={stop}
              pointed={pointed}
              chosen={chosen}
              onPick={(event) => {
                const name = names[at(event)];
                if (name !== undefined) onChoose(name);
              }}
            />
          ) : (
            groups.map((group, groupAt) => {
              const first = groups.slice(0, groupAt).reduce((sum, { members }) => sum + members.length, 0);
              return (
                <ul key={group.name ?? ''} aria-label={group.name ?? t('tower.title')}>
                  {group.members.map((name, memberAt) => (
                    <NamedCell
                      key={name}
                      name={name}
                      prefix={prefixes[groupAt] ?? ''}
                      x={places[first + memberAt]?.x ?? 0}
                      y={places[first + memberAt]?.y ?? 0}
                      width={layout.cellWidth}
                      height={layout.cellHeight}
                      large={layout.size === 'large'}
                      wall={layout.scale >= wallScale}
                      isStop={name === stop}
                      isChosen={name === chosen}
                    />
                  ))}
                </ul>
              );
            })
          ))}
        {layout && layout.size !== 'large' && shown !== null && where && (
          <CellCard name={shown} layout={layout} place={where} width={box?.width ?? 0} />
        )}
      </div>
    </div>
  );
}

function worstOf(workers: Workers): string | null {
  return summarise(workers.values()).troubled[0]?.name ?? null;
}

/** The cell that gets the focus may be rendered only now. */
function moveFocus(place: HTMLElement | null, name: string): void {
  requestAnimationFrame(() => {
    const cells = place?.querySelectorAll<HTMLElement>('[data-worker]') ?? [];
    [...cells].find((cell) => cell.dataset['worker'] === name)?.focus();
  });
}

/** What stands above and below the cells on a wide screen, so that the gauges are still in view. */
const otherHeight = 356;
const leastHeight = 240;

/** By how much type is larger on a screen in the room. */
const wallScale = 1.5;

/** The room for the cells; null until it is measured. `frame`: what they fill, when it is not the window that bounds them. */
function useBox(
  place: { current: HTMLElement | null },
  frame: { current: HTMLElement | null } | null,
): Box | null {
  const [width, setWidth] = useState<number | null>(null);
  const [frameHeight, setFrameHeight] = useState(0);
  const [windowHeight, setWindowHeight] = useState(window.innerHeight);
  const wide = useMedia('(min-width: 1024px)');
  const coarse = useMedia('(pointer: coarse)');
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const measure = () => {
      setWidth(Math.floor(element.clientWidth));
      if (frame?.current) setFrameHeight(frame.current.clientHeight);
      // A phone's address bar comes and goes; the cells stay.
      setWindowHeight((before) =>
        Math.abs(before - window.innerHeight) < 120 ? before : window.innerHeight,
      );
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(frame?.current ?? element);
    window.addEventListener('resize', measure);
    return () => {
      watch.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [place, frame]);
  const isFramed = frame !== null;
  return useMemo(() => {
    if (width === null) return null;
    const left = wide ? Math.max(leastHeight, windowHeight - otherHeight) : windowHeight * 0.55;
    return isFramed
      ? { width, height: frameHeight, smallest: 8, scale: wallScale }
      : { width, height: left, smallest: coarse ? 12 : 8 };
  }, [width, isFramed, frameHeight, wide, windowHeight, coarse]);
}

interface TitlesProps {
  layout: TowerLayout;
  groups: readonly Group[];
  workers: Workers;
}

function Titles({ layout, groups, workers }: TitlesProps) {
  return groups.map((group, at) => {
    const block = layout.blocks[at];
    if (!block) return null;
    const members = group.members.flatMap((name) => workers.get(name) ?? []);
    return (
      <Title
        key={group.name ?? ''}
        name={group.name}
        count={members.length}
        troubled={summarise(members).troubled.length}
        x={block.x}
        y={block.y}
        width={block.width}
        height={layout.headHeight - 4}
      />
    );
  });
}

interface TitleProps {
  name: string | null;
  count: number;
  troubled: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

const Title = memo(function Title({ name, count, troubled, x, y, width, height }: TitleProps) {
  const { t, format } = useText();
  return (
    <div
      className="figures absolute flex items-center gap-1.5 border-line border-b text-xs"
      style={{ left: x, top: y, width, height }}
    >
      <span className="truncate font-medium text-ink-soft" title={name ?? t('tower.unlabelled')}>
        {name ?? t('tower.unlabelled')}
      </span>
      <span className="whitespace-nowrap text-ink-faint">{format.count(count)}</span>
      {troubled > 0 && (
        <span className="ml-auto inline-flex shrink-0 items-center gap-1 font-semibold text-bad">
          <StateIcon state="degraded" size={11} />
          <span className="sr-only">{t('tower.troubled', { count: troubled })}</span>
          <span aria-hidden="true">{format.count(troubled)}</span>
        </span>
      )}
    </div>
  );
});
