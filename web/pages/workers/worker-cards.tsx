import {
  memo,
  type PointerEvent,
  type RefObject,
  type SyntheticEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { CpuFigure, MemoryFigure } from '../../components/figures.tsx';
import { Icon } from '../../components/icon.tsx';
import { Reason } from '../../components/reason.tsx';
import { WorkerState } from '../../components/state.tsx';
import { useWindowRows } from '../../components/use-window-rows.ts';
import { useStore } from '../../data/use-store.ts';
import { useWorker } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { edgeOf } from './edge.tsx';
import { GroupTitle } from './group-title.tsx';
import type { RowScroller } from '../../data/use-row-cursor.ts';
import type { Line } from './lines.ts';
import type { Selection } from '../../data/selection.ts';
import { WorkerLink } from './worker-link.tsx';

const cardPx = 76;
const titlePx = 44;
/** As long as phones take for a menu. */
const longPressMs = 450;

interface WorkerCardsProps {
  lines: readonly Line[];
  /** A touch selects instead of opening. */
  selecting: boolean;
  onSelecting: () => void;
  selection: Selection;
  handle: RefObject<RowScroller | null>;
}

/** The list on a small screen: two lines each, large enough for a thumb. The page itself scrolls. */
export function WorkerCards({ lines, selecting, onSelecting, selection, handle }: WorkerCardsProps) {
  const { t } = useText();
  const { body, top, virtual } = useWindowRows<HTMLDivElement>({
    count: lines.length,
    estimateSize: (at) => (lines[at]?.kind === 'group' ? titlePx : cardPx),
    getItemKey: (at) => lines[at]?.key ?? at,
    overscan: 6,
  });
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- other lines have other heights
  useLayoutEffect(() => virtual.measure(), [virtual, lines]);
  useImperativeHandle(handle, () => ({ scrollTo: (at) => virtual.scrollToIndex(at) }), [virtual]);
  return (
    <div
      role="table"
      aria-label={t('workers.title')}
      aria-rowcount={lines.length}
      className="border-line border-t"
    >
      <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const place = { top: item.start - top, height: item.size };
          return line.kind === 'group' ? (
            <GroupTitle key={item.key} group={line.group} grouping={line.grouping} {...place} />
          ) : (
            <Card
              key={item.key}
              name={line.name}
              index={item.index}
              selecting={selecting}
              onSelecting={onSelecting}
              selection={selection}
              {...place}
            />
          );
        })}
      </div>
    </div>
  );
}

interface CardProps {
  name: string;
  index: number;
  top: number;
  height: number;
  selecting: boolean;
  onSelecting: () => void;
  selection: Selection;
}

const Card = memo(function Card(props: CardProps) {
  const { name, index, top, height, selecting, onSelecting, selection } = props;
  const { t, say } = useText();
  const worker = useWorker(name);
  const chosen = useStore(selection.names, (all) => all.has(name));
  const press = useLongPress(!selecting, () => {
    onSelecting();
    selection.toggle(name);
  });
  if (!worker) return null;
  const look = `flex size-full select-none items-center gap-3 px-4 text-left outline-offset-[-2px]! [-webkit-touch-callout:none] ${
    chosen ? 'bg-accent-soft' : 'bg-surface active:bg-hover'
  } ${worker.fresh ? '' : 'grayscale'} ${edgeOf(worker)}`;
  const inside = (
    <>
      {selecting && (
        <span
          aria-hidden="true"
          className={`flex size-6 shrink-0 items-center justify-center rounded-sm border ${
            chosen ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-ground'
          }`}
        >
          {chosen && <Icon name="check" />}
        </span>
      )}
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex items-baseline gap-3">
          <bdi className="min-w-0 flex-1 truncate font-medium text-base text-ink">{name}</bdi>
          {worker.pid !== null && (
            <span className="figures shrink-0 text-ink-soft text-xs">
              <CpuFigure worker={worker} />
              <span aria-hidden="true" className="text-ink-faint">
                {' · '}
              </span>
              <MemoryFigure worker={worker} />
            </span>
          )}
        </span>
        <span className="flex min-w-0 items-center gap-2.5">
          <WorkerState worker={worker} />
          <span className="min-w-0 truncate text-ink-soft text-xs" title={say(worker.reason)}>
            <Reason worker={worker} />
          </span>
        </span>
      </span>
    </>
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      data-testid={`worker-${name}`}
      data-index={index}
      className="absolute inset-x-0 border-line border-b"
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <div role="cell" className="size-full" {...press}>
        {selecting ? (
          <button
            type="button"
            role="checkbox"
            aria-checked={chosen}
            aria-label={t('workers.select', { name })}
            onClick={() => selection.toggle(name)}
            className={look}
          >
            {inside}
          </button>
        ) : (
          <WorkerLink name={name} className={look}>
            {inside}
          </WorkerLink>
        )}
      </div>
    </div>
  );
});

/** A finger that stays where it is for a while; the click that would follow is not one. */
function useLongPress(on: boolean, run: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const fired = useRef(false);
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      fired.current = false;
      stop();
      if (!on || event.pointerType === 'mouse') return;
      timer.current = setTimeout(() => {
        fired.current = true;
        navigator.vibrate?.(10);
        run();
      }, longPressMs);
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > 4) stop();
    },
    onContextMenu: (event: { preventDefault: () => void }) => {
      if (fired.current) event.preventDefault();
    },
    // Lifting the finger is a click on what has come into its place.
    onClickCapture: (event: SyntheticEvent) => {
      if (!fired.current) return;
      fired.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
