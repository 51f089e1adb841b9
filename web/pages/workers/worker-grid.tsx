import {
  columnVisibilityFeature,
  type Header,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type DragEvent,
  type KeyboardEvent,
  memo,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Icon } from '../../components/icon.tsx';
import type { Density } from '../../data/list-wishes.ts';
import { useStore } from '../../data/use-store.ts';
import type { Worker } from '../../data/types.ts';
import { useWorker } from '../../data/use-fleet.ts';
import {
  type ColumnId,
  columnIds,
  isColumn,
  isMovable,
  largestFirst,
  moveColumn,
  type SortLevel,
  usualSort,
} from '../../data/worker-list.ts';
import { useText } from '../../i18n/index.ts';
import { columns } from './cells.tsx';
import { edgeOf } from './edge.tsx';
import { GroupTitle } from './group-title.tsx';
import type { RowScroller } from '../../data/use-row-cursor.ts';
import type { Line } from './lines.ts';
import type { Selection } from '../../data/selection.ts';
import { Tick } from '../../components/tick.tsx';
import { useOpenOnClick, WorkerLink } from './worker-link.tsx';

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });
const defs = columnIds.map((id) => ({
  id,
  accessorFn: (worker: Worker) => worker.name,
  sortDescFirst: largestFirst.has(id),
}));
/** The rows come sorted: a thousand objects more would be made each time that one worker changes. */
const noRows: Worker[] = [];
const headPx = 36;
const gapPx = 16;
const edgePx = 16;

interface WorkerGridProps {
  lines: readonly Line[];
  /** Names in the order shown, for ranges. */
  names: readonly string[];
  shown: readonly ColumnId[];
  onShown: (columns: readonly ColumnId[]) => void;
  sort: readonly SortLevel[];
  onSort: (sort: readonly SortLevel[]) => void;
  density: Density;
  selection: Selection;
  onLabel: (label: string, value: string) => void;
  handle: RefObject<RowScroller | null>;
}

/** Every worker in a row of its own. Only the rows in view exist, so a thousand cost no more than thirty. */
export function WorkerGrid(props: WorkerGridProps) {
  const { lines, names, shown, onShown, sort, onSort, density, selection, onLabel, handle } = props;
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = density === 'dense' ? 32 : 44;
  const table = useTable({
    features,
    columns: defs,
    data: noRows,
    manualSorting: true,
    state: {
      sorting: [...sort],
      columnVisibility: Object.fromEntries(columnIds.map((id) => [id, shown.includes(id)])),
    },
    onSortingChange: (change) => {
      const next: SortingState = typeof change === 'function' ? change([...sort]) : change;
      const levels = next.flatMap(({ id, desc }) => (isColumn(id) ? [{ id, desc }] : []));
      onSort(levels.length === 0 ? usualSort : levels);
    },
  });
  // oxlint-disable-next-line react/incompatible-library -- it warns users of the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (at) => lines[at]?.key ?? at,
    overscan: 4,
    paddingStart: headPx,
    scrollPaddingStart: headPx,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rowPx]);
  useImperativeHandle(handle, () => ({ scrollTo: (at) => virtual.scrollToIndex(at) }), [virtual]);
  const tracks = useMemo(() => tracksOf(shown), [shown]);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const heads = new Map(table.getHeaderGroups()[0]?.headers.map((header) => [header.column.id, header]));
  const move = (id: ColumnId, to: number) => {
    const moved = moveColumn(shown, id, to);
    if (moved !== shown) onShown(moved);
  };
  const sideways = useIsNarrower(scroller, tracks.leastPx);
  return (
    <div
      ref={scroller}
      data-scroll-restoration-id="workers"
      className="min-h-0 overflow-auto rounded-b-md border-line border-t [contain:content]"
      style={{ height: virtual.getTotalSize() + 1 }}
    >
      <div
        role="table"
        aria-label={t('workers.title')}
        aria-rowcount={lines.length + 1}
        className="relative"
        style={{ height: virtual.getTotalSize(), minWidth: tracks.leastPx }}
      >
        <div
          role="row"
          className="sticky top-0 z-20 grid items-center gap-x-4 border-line border-b bg-ground pr-4 text-ink-faint text-xs"
          style={{ height: headPx, gridTemplateColumns: tracks.template }}
        >
          {shown.map((id, at) => {
            const header = heads.get(id);
            return (
              header && (
                <Head
                  key={id}
                  id={id}
                  header={header}
                  levels={sort.length}
                  selection={selection}
                  names={names}
                  at={at}
                  dragged={dragged}
                  onDragged={setDragged}
                  onMove={move}
                />
              )
            );
          })}
        </div>
        <div role="rowgroup" className="absolute inset-0">
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return line.kind === 'group' ? (
              <GroupTitle
                key={item.key}
                group={line.group}
                grouping={line.grouping}
                top={item.start}
                height={rowPx}
              />
            ) : (
              <Row
                key={item.key}
                name={line.name}
                index={item.index}
                top={item.start}
                height={rowPx}
                shown={shown}
                template={tracks.template}
                sideways={sideways}
                names={names}
                selection={selection}
                onLabel={onLabel}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Whether the box is narrower than this, and so what is in it moves sideways. */
function useIsNarrower(box: RefObject<HTMLElement | null>, thanPx: number): boolean {
  const [narrower, setNarrower] = useState(false);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setNarrower((entry?.contentRect.width ?? thanPx) < thanPx));
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [box, thanPx]);
  return narrower;
}

function tracksOf(shown: readonly ColumnId[]): { template: string; leastPx: number } {
  const least = shown.map((id) => columns[id].least);
  return {
    template: shown
      .map((id, at) => {
        // The first holds the edge and the tick, too.
        const px = columns[id].least + (at === 0 ? edgePx : 0);
        return columns[id].share > 0 ? `minmax(${px}px, ${columns[id].share}fr)` : `${px}px`;
      })
      .join(' '),
    leastPx: least.reduce((sum, px) => sum + px, 0) + gapPx * (shown.length - 1) + 2 * edgePx,
  };
}

/** A column that is held, and over which place. */
interface Dragged {
  id: ColumnId;
  from: number;
  to: number;
}

interface HeadProps {
  id: ColumnId;
  header: Header<typeof features, Worker>;
  /** How many columns are sorted by. */
  levels: number;
  selection: Selection;
  names: readonly string[];
  /** Its place, from the left. */
  at: number;
  dragged: Dragged | null;
  onDragged: (dragged: Dragged | null) => void;
  onMove: (id: ColumnId, to: number) => void;
}

/** Sorts by a click; is moved by dragging, or with Shift and the arrow keys. */
function Head({ id, header, levels, selection, names, at, dragged, onDragged, onMove }: HeadProps) {
  const text = useText();
  const { column } = header;
  const sorted = column.getIsSorted();
  const { title, right = false } = columns[id];
  const isName = id === 'name';
  const isTarget = dragged?.to === at && dragged.from !== at;
  const drag = isMovable(id) && {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'move';
      onDragged({ id, from: at, to: at });
    },
    onDragOver: (event: DragEvent) => {
      if (!dragged) return;
      event.preventDefault();
      if (dragged.to !== at) onDragged({ ...dragged, to: at });
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged) onMove(dragged.id, at);
    },
    onDragEnd: () => onDragged(null),
  };
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0 || !event.shiftKey) return;
    event.preventDefault();
    const button = event.currentTarget;
    onMove(id, at + step);
    // An element that moves loses the focus.
    requestAnimationFrame(() => button.focus());
  }
  return (
    <div
      role="columnheader"
      aria-sort={sorted === false ? 'none' : sorted === 'desc' ? 'descending' : 'ascending'}
      {...drag}
      className={`flex min-w-0 items-center ${right ? 'justify-end' : ''} ${isName ? 'sticky left-0 z-10 h-full gap-3 bg-ground pl-4' : ''} ${
        dragged?.id === id ? 'opacity-50' : ''
      } ${isTarget ? `h-full ${at < dragged.from ? 'shadow-[-2px_0_var(--accent)]' : 'shadow-[2px_0_var(--accent)]'}` : ''}`}
    >
      {isName && <SelectAll selection={selection} names={names} />}
      <button
        type="button"
        onClick={column.getToggleSortingHandler()}
        onKeyDown={onKeyDown}
        title={`${text.t('workers.sortHelp')}${isName ? '' : `\n${text.t('workers.moveHelp')}`}`}
        className={`inline-flex h-8 min-w-0 items-center gap-0.5 whitespace-nowrap hover:text-ink ${sorted === false ? '' : 'font-semibold text-ink'}`}
      >
        <span className="truncate">{title(text)}</span>
        {sorted !== false && <Icon name={sorted === 'desc' ? 'sortDown' : 'sortUp'} size={10} />}
        {sorted !== false && levels > 1 && (
          <span className="figures text-accent">{column.getSortIndex() + 1}</span>
        )}
      </button>
    </div>
  );
}

function SelectAll({ selection, names }: { selection: Selection; names: readonly string[] }) {
  const { t } = useText();
  const state = useStore(selection.names, (chosen) => {
    if (chosen.size === 0) return 'none';
    return names.every((name) => chosen.has(name)) ? 'all' : 'some';
  });
  return (
    <Tick
      checked={state === 'all' ? true : state === 'some' ? 'mixed' : false}
      onClick={() => (state === 'all' ? selection.clear() : selection.set(names))}
      label={t('workers.selectAll')}
    />
  );
}

interface RowProps {
  name: string;
  index: number;
  top: number;
  height: number;
  shown: readonly ColumnId[];
  template: string;
  /** The name stays in view while the rest moves sideways; each one that stays costs a layer of its own. */
  sideways: boolean;
  names: readonly string[];
  selection: Selection;
  onLabel: (label: string, value: string) => void;
}

/** Renders again when its own worker changes; the figures in it by themselves. */
const Row = memo(function Row(props: RowProps) {
  const { name, index, top, height, shown, template, sideways, names, selection, onLabel } = props;
  const { t } = useText();
  const worker = useWorker(name);
  const chosen = useStore(selection.names, (all) => all.has(name));
  const open = useOpenOnClick();
  if (!worker) return null;
  const edge = edgeOf(worker);
  const ground = chosen ? 'bg-accent-soft' : 'bg-surface hover:bg-hover';
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-testid={`worker-${name}`}
      data-index={index}
      onClick={(event) => {
        if (!event.shiftKey) open(event, name);
        else if (!(event.target as HTMLElement).closest('a, button')) selection.extendTo(name, names);
      }}
      // A click with Shift selects rows, not text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      className={`absolute inset-x-0 grid cursor-default [contain:strict] items-center gap-x-4 border-line border-b pr-4 text-sm ${ground} ${worker.fresh ? '' : 'grayscale'}`}
      style={{ height, transform: `translateY(${top}px)`, gridTemplateColumns: template }}
    >
      <div
        role="cell"
        className={`${sideways ? 'sticky left-0 z-10 bg-inherit' : ''} flex h-full min-w-0 items-center gap-3 pl-4 ${edge}`}
      >
        <Tick
          checked={chosen}
          label={t('workers.select', { name })}
          onClick={(event) => (event.shiftKey ? selection.extendTo(name, names) : selection.toggle(name))}
        />
        <WorkerLink
          name={name}
          className="truncate py-1 font-medium text-ink underline-offset-2 hover:underline"
        />
      </div>
      {shown.map((id) => {
        if (id === 'name') return null;
        const { Cell, right = false } = columns[id];
        return (
          <div
            key={id}
            role="cell"
            data-column={id}
            className={`flex min-w-0 items-center ${right ? 'figures justify-end text-right' : ''}`}
          >
            <Cell worker={worker} onLabel={onLabel} />
          </div>
        );
      })}
    </div>
  );
});
