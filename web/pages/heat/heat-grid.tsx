import { Link } from '@tanstack/react-router';
import { scaleTime } from 'd3-scale';
import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '../../components/button.tsx';
import '../../components/charts/busy.css';
import { timeTextOf } from '../../components/charts/time-text.ts';
import { ShortName } from '../../components/short-name.tsx';
import { serverNow } from '../../data/clock.ts';
import {
  fleetRow,
  type Heat,
  type HeatFigure,
  type HeatRow,
  periodAround,
  thresholdsOf,
} from '../../data/heat.ts';
import { type Bounds, zoomedTo } from '../../data/period.ts';
import { useText } from '../../i18n/index.ts';
import { heatTotal, heatValue } from './legend.tsx';
import { mostOf, paintFleet, paintHeat, readHeatColours } from './paint.ts';

interface HeatGridProps {
  heat: Heat & { figure: HeatFigure };
  /** In the order in which they stand. */
  rows: readonly HeatRow[];
  /** Of everything, px. */
  width: number;
  /** What is shown is not what was asked for last. */
  dimmed: boolean;
  /** Leads to a worker and what was around a moment (ms). */
  onOpen: (worker: string, at: Bounds & { moment: number }) => void;
  onZoom: (bounds: Bounds) => void;
}

const wideFrom = 640;
/** Names and totals stand left of the cells. */
export const namesWidth = (width: number) => (width >= wideFrom ? 232 : 132);
const rightPadding = 16;
const axisHeight = 24;
const fleetHeight = 26;
/** Less is a click. */
const leastDragPx = 6;

/** More workers stand closer. */
const mostRoomy = 40;

interface Cell {
  row: number;
  column: number;
}

/** A row for each worker, a column for each stretch of time; only the rows in view are drawn. */
export function HeatGrid({ heat, rows, width, dimmed, onOpen, onZoom }: HeatGridProps) {
  const text = useText();
  const { t, format } = text;
  const { figure, times, stepMs } = heat;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<HTMLCanvasElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [viewHeight, setViewHeight] = useState(0);
  const [chosen, setChosen] = useState<Cell | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const left = namesWidth(width);
  const plot = Math.max(0, width - left - rightPadding);
  // So low a row is no target for a finger or a shaking hand: its cells are, for the pointer, and the keys.
  const isDense = width >= wideFrom && rows.length > mostRoomy;
  const rowHeight = isDense ? 16 : 24;
  const columns = times.length;
  const first = Math.max(0, Math.floor(scrolled / rowHeight));
  const end = Math.min(rows.length, Math.ceil((scrolled + viewHeight) / rowHeight));
  const thresholds = useMemo(() => thresholdsOf(figure, heat.rows), [figure, heat.rows]);
  const fleet = useMemo(() => fleetRow(figure, heat), [figure, heat]);
  const marked = chosen && chosen.row < rows.length && chosen.column < columns ? chosen : null;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => setViewHeight(element.clientHeight);
    const watch = new ResizeObserver(look);
    watch.observe(element);
    look();
    return () => watch.disconnect();
  }, []);

  useLayoutEffect(() => {
    const [cells, head] = [canvas.current, strip.current];
    if (!cells || !head) return;
    const colours = readHeatColours(cells.parentElement ?? document.body);
    paintFleet(head, { values: fleet, width: plot, height: fleetHeight }, colours);
    paintHeat(
      cells,
      {
        rows,
        topOf: (row) => row * rowHeight - scrolled + 1,
        first,
        end,
        rowHeight,
        width: plot,
        height: viewHeight,
        columns,
        thresholds,
        marked,
      },
      colours,
    );
  }, [rows, fleet, plot, columns, scrolled, viewHeight, first, end, rowHeight, thresholds, marked]);

  function cellAt(event: PointerEvent): Cell | null {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || plot <= 0) return null;
    const column = Math.floor(((event.clientX - box.left) / plot) * columns);
    const row = Math.floor((event.clientY - box.top + scrolled) / rowHeight);
    return row < 0 || row >= rows.length || column < 0 || column >= columns ? null : { row, column };
  }
  const xOf = (event: PointerEvent) =>
    Math.min(plot, Math.max(0, event.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)));
  const timeAt = (x: number) => (times[0] ?? 0) - stepMs + (x / plot) * columns * stepMs;

  function open(cell: Cell | null): void {
    const row = cell && rows[cell.row];
    const time = cell && times[cell.column];
    if (row && time != null)
      onOpen(row.worker, { ...periodAround(time, stepMs, serverNow()), moment: time - stepMs });
  }
  function reveal({ row }: Cell): void {
    const element = scroller.current;
    if (!element) return;
    const top = row * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
  }
  function onKeyDown(event: KeyboardEvent): void {
    const at = marked ?? { row: first, column: columns - 1 };
    const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
    const far = event.shiftKey ? 10 : 1;
    const moves: Record<string, Cell> = {
      ArrowLeft: { ...at, column: at.column - far },
      ArrowRight: { ...at, column: at.column + far },
      ArrowUp: { ...at, row: at.row - far },
      ArrowDown: { ...at, row: at.row + far },
      PageUp: { ...at, row: at.row - page },
      PageDown: { ...at, row: at.row + page },
      Home: { ...at, column: 0 },
      End: { ...at, column: columns - 1 },
    };
    const next = moves[event.key];
    if (next) {
      const kept = marked
        ? {
            row: Math.min(rows.length - 1, Math.max(0, next.row)),
            column: Math.min(columns - 1, Math.max(0, next.column)),
          }
        : at;
      setChosen(kept);
      reveal(kept);
    } else if (event.key === 'Enter' && marked) open(marked);
    else if (event.key === 'Escape' && marked) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const cellText = (cell: Cell): { worker: string; when: string; what: string } | null => {
    const row = rows[cell.row];
    const time = times[cell.column];
    const value = row?.values[cell.column];
    if (!row || time === undefined || value === undefined) return null;
    return {
      worker: row.worker,
      when: `${format.clock(time - stepMs)} – ${format.clock(time, time - stepMs)}`,
      what: Number.isNaN(value)
        ? t('heat.unknown')
        : t(`heat.says.${figure}`, { value: heatValue(text, figure, value), count: value }),
    };
  };
  const told = marked && cellText(marked);
  const ticks = useMemo(() => {
    const [begin, last] = [times[0], times.at(-1)];
    if (begin === undefined || last === undefined) return [];
    const scale = scaleTime([begin - stepMs, last], [0, plot]);
    return scale.ticks(Math.max(2, Math.floor(plot / 90))).map((date) => ({ date, x: scale(date) }));
  }, [times, stepMs, plot]);
  const tickText = timeTextOf(format, (times[0] ?? 0) - stepMs, times.at(-1) ?? 0);

  return (
    <div className="relative">
      <div
        className="figures relative text-ink-faint text-xs"
        style={{ height: axisHeight, marginLeft: left }}
        aria-hidden="true"
      >
        {ticks.map(({ date, x }) => (
          <span
            key={date.getTime()}
            className="absolute bottom-0.5 flex -translate-x-1/2 flex-col items-center whitespace-nowrap"
            style={{ left: Math.min(plot - 18, Math.max(18, x)) }}
          >
            {tickText(date.getTime())}
          </span>
        ))}
      </div>
      <div
        className="flex items-center border-line border-b"
        style={{ height: fleetHeight + 6 }}
        aria-busy={dimmed}
      >
        <span
          className="flex shrink-0 items-center truncate pr-3 pl-4 text-ink-soft text-xs"
          style={{ width: left }}
        >
          {t('heat.fleet')}
          <span className="figures ml-auto text-ink-faint max-sm:hidden">
            {t('heat.fleetMost', { value: heatValue(text, figure, mostOf(fleet)) })}
          </span>
        </span>
        <canvas ref={strip} aria-hidden="true" style={{ width: plot, height: fleetHeight }} />
      </div>
      <div
        ref={scroller}
        className="relative overflow-y-auto"
        style={{ height: `min(${rows.length * rowHeight + 8}px, max(240px, calc(100dvh - 380px)))` }}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      >
        <div className="relative" style={{ height: rows.length * rowHeight + 4 }}>
          <div className="sticky top-0 z-0" style={{ height: 0 }} aria-busy={dimmed}>
            <canvas
              ref={canvas}
              role="application"
              aria-roledescription={t('heat.title')}
              aria-label={t('heat.label', { count: rows.length })}
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys move from cell to cell
              tabIndex={0}
              className="absolute top-0 cursor-pointer touch-pan-y"
              style={{ left, width: plot, height: viewHeight }}
              onKeyDown={onKeyDown}
              onPointerMove={(event) => {
                if (event.pointerType === 'mouse') setChosen(cellAt(event));
                if (drag) setDrag({ ...drag, to: xOf(event) });
              }}
              onPointerLeave={(event) => event.pointerType === 'mouse' && !drag && setChosen(null)}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setDrag({ from: xOf(event), to: xOf(event) });
              }}
              onPointerCancel={() => setDrag(null)}
              onPointerUp={(event) => {
                setDrag(null);
                const cell = cellAt(event);
                if (drag && Math.abs(drag.to - drag.from) >= leastDragPx * 2)
                  onZoom(zoomedTo(timeAt(drag.from), timeAt(drag.to)));
                // A finger asks first, and goes there with the button that then stands below.
                else if (event.pointerType === 'mouse') open(cell);
                else setChosen(cell);
              }}
            />
            {drag && Math.abs(drag.to - drag.from) >= leastDragPx && (
              <div
                className="pointer-events-none absolute top-0 border-accent border-x bg-accent opacity-25"
                style={{
                  left: left + Math.min(drag.from, drag.to),
                  width: Math.abs(drag.to - drag.from),
                  height: viewHeight,
                }}
              />
            )}
          </div>
          <ul>
            {rows.slice(first, end).map((row, at) => (
              <li
                key={row.worker}
                className="absolute left-0 flex items-center gap-2 pr-3 pl-4 text-xs"
                style={{ top: (first + at) * rowHeight, height: rowHeight, width: left }}
              >
                {isDense ? (
                  <span
                    className={`flex min-w-0 flex-1 ${marked?.row === first + at ? 'font-medium text-ink' : 'text-ink-soft'}`}
                    title={row.worker}
                  >
                    <ShortName name={row.worker} />
                  </span>
                ) : (
                  <Link
                    to="/workers/$name"
                    params={{ name: row.worker }}
                    className={`flex h-full min-w-0 flex-1 items-center hover:text-accent hover:underline ${marked?.row === first + at ? 'font-medium text-ink' : 'text-ink-soft'}`}
                    title={row.worker}
                  >
                    <ShortName name={row.worker} />
                  </Link>
                )}
                <span className="figures shrink-0 text-ink-faint max-sm:hidden">
                  {heatTotal(text, figure, row.total)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <div
        className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2 text-sm max-sm:min-h-20"
        role="status"
      >
        {told ? (
          <>
            <span className="font-medium">{told.worker}</span>
            <span className="figures text-ink-soft">{told.when}</span>
            <span className="figures">{told.what}</span>
            <span className="sm:hidden">
              <Button onClick={() => open(marked)} icon="right">
                {t('heat.open')}
              </Button>
            </span>
          </>
        ) : (
          <span className="text-ink-faint">{t('heat.point')}</span>
        )}
      </div>
    </div>
  );
}
