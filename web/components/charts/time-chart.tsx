import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './busy.css';
import './time-chart.css';
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { MarkerKind } from '../../data/chart-markers.ts';
import type { Bounds } from '../../data/period.ts';
import { drawSlope, drawUsual, type LongRun, mostUsual } from './long-run.ts';

type Values = readonly (number | null)[];

export interface ChartSeries {
  name: string;
  values: Values;
  /** The least and the most in each point, where it sums up several. */
  min?: Values | undefined;
  max?: Values | undefined;
  /** What it was a day or a week earlier. */
  before?: Values | undefined;
  /** A token's name, such as `--accent`. */
  colour: string;
  dashed?: boolean;
  /** Counted in each point, so that a line between two would say nothing. */
  bars?: boolean;
}

/** What can be taken out of a chart. */
export interface ChartPicture {
  /** As it is drawn; null before the first time. */
  canvas: () => HTMLCanvasElement | null;
}

/** Something that happened: a line through the chart with a sign of its own shape at its top. */
export interface Marker {
  time: number;
  kind: MarkerKind;
  text: string;
}

interface TimeChartProps {
  /** In equal steps, so that sisters share a cursor. */
  times: readonly number[];
  series: readonly ChartSeries[];
  markers: readonly Marker[];
  /** Says what the curves show, for those who don't see them. */
  label: string;
  /** Text of a value on the axis. */
  axisText: (value: number) => string;
  timeText: (ms: number) => string;
  /** Text of a marker's time, to the second; needed where there are markers. */
  momentText?: (ms: number) => string;
  /** Powers of two make round numbers of bytes. */
  binary?: boolean;
  /** The least that the axis spans, so that noise near zero stays small. */
  least: number;
  /** The axis need not begin at nothing: what is shown may be anything. */
  free?: boolean;
  /** px; the usual one when it is not there. */
  height?: number;
  /** A bound that the worker must not pass. Drawn once the curve comes near; far above, it would flatten the curve. */
  limit?: { value: number } | null;
  /** What it usually is and how it grows. */
  longRun?: LongRun | null;
  from: number;
  to: number;
  /** Time under the pointer, on whichever of the charts it is; null: nowhere. */
  onPoint: (time: number | null) => void;
  /** A stretch was marked: by dragging, or with Enter at both of its ends. */
  onZoom: (bounds: Bounds) => void;
  onZoomOut: () => void;
  picture?: Ref<ChartPicture>;
}

const usualHeight = 136;
const sync = uPlot.sync('charts');
const dayMs = 86_400_000;
/** Round steps of time in ms; without two and three minutes a chart of ten would have two marks. From days on uPlot counts months and years. */
const timeSteps = [
  ...[5, 10, 15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200].map(
    (seconds) => seconds * 1000,
  ),
  ...[1, 2, 4, 7, 14, 30, 60, 90, 180, 365].map((days) => days * dayMs),
];
/** Half of a time on the axis, less what stands free beside it. */
const edgeTextPx = 18;
/** Less is a click. */
const leastDragPx = 6;
const binarySteps = Array.from({ length: 45 }, (_, power) => 2 ** power);
/** From this share of the limit on the limit is drawn. */
const nearLimit = 0.4;
/** How far the pointer may be from a marker whose text it wants. */
const markerReach = 7;
const mostMarkersTold = 5;
const mostLines = 60;

const markerColours: Record<MarkerKind, string> = {
  start: '--well',
  stop: '--rest',
  crash: '--bad',
  ailing: '--warn',
  config: '--accent',
};

interface Shown {
  markers: readonly Marker[];
  limit: { value: number } | null;
  longRun: LongRun | null;
}

/** The tip over the markers under the pointer. */
interface Tip {
  x: number;
  /** Of the chart. */
  width: number;
  markers: readonly Marker[];
}

/**
 * One uPlot chart: time below, values to the left, markers as lines, its cursor shared with its sisters; by mouse, finger or arrow keys.
 * Colours and the number of lines are read once: give it another key when they change.
 */
export default function TimeChart(props: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const newest = useRef(props);
  /** What is drawn over the curves. */
  const shown = useRef<Shown>({ markers: [], limit: null, longRun: null });
  const [tip, setTip] = useState<Tip | null>(null);
  const { times, series, markers, from, to, limit = null, longRun = null, label, momentText } = props;
  useLayoutEffect(() => {
    newest.current = props;
  });

  useImperativeHandle(props.picture, () => ({ canvas: () => chart.current?.ctx.canvas ?? null }), []);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = new uPlot(
      optionsFor(element, newest, shown, setTip),
      columnsOf([], newest.current.series),
      element,
    );
    chart.current = made;
    sync.sub(made);
    const stopTouch = hearFingers(made, newest);
    const watch = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: newest.current.height ?? usualHeight }),
    );
    watch.observe(element);
    return () => {
      watch.disconnect();
      stopTouch();
      sync.unsub(made);
      made.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const drawn = chart.current;
    shown.current = { markers, limit, longRun };
    drawn?.batch(() => {
      drawn.setData(columnsOf(times, series), false);
      drawn.setScale('x', { min: from, max: to });
    });
  }, [times, series, markers, from, to, limit, longRun]);

  /** Where marking by keys began, ms. */
  const anchor = useRef<number | null>(null);
  function mark(drawn: uPlot, end: number | null): void {
    if (anchor.current === null || end === null) {
      drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      return;
    }
    const [left, right] = [anchor.current, end]
      .map((time) => drawn.valToPos(time, 'x'))
      .sort((a, b) => a - b);
    const { height: high } = drawn.over.getBoundingClientRect();
    drawn.setSelect({ left: left ?? 0, width: (right ?? 0) - (left ?? 0), top: 0, height: high }, false);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const drawn = chart.current;
    if (!drawn) return;
    const last = times.length - 1;
    const at = drawn.cursor.idx ?? last;
    const step = event.shiftKey ? 30 : 1;
    const next = {
      ArrowLeft: Math.max(0, at - step),
      ArrowRight: Math.min(last, at + step),
      Home: 0,
      End: last,
    }[event.key];
    const time = next === undefined ? undefined : times[next];
    const present = times[at];
    if (time !== undefined) {
      drawn.setCursor({ left: drawn.valToPos(time, 'x'), top: 10 });
      mark(drawn, time);
    } else if (event.key === 'Enter' && present !== undefined) {
      const began = anchor.current;
      anchor.current = began === null ? present : null;
      mark(drawn, present);
      if (began !== null && began !== present) props.onZoom({ from: began, to: present });
    } else if (event.key === 'Escape') {
      anchor.current = null;
      mark(drawn, null);
      drawn.setCursor({ left: -10, top: -10 });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      className="relative"
      role="img"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys move its cursor
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => {
        anchor.current = null;
        if (!chart.current) return;
        mark(chart.current, null);
        chart.current.setCursor({ left: -10, top: -10 });
      }}
    >
      <div ref={place} className="w-full" style={{ height: props.height ?? usualHeight }} />
      {tip && (
        <div
          className="pointer-events-none absolute top-0 z-10 w-max max-w-64 -translate-y-full rounded-sm border border-line bg-raised px-2.5 py-1.5 text-ink text-xs shadow-raised"
          style={tipPlace(tip)}
        >
          {tip.markers.slice(0, mostMarkersTold).map((marker, at) => (
            <p key={at}>
              <span className="figures text-ink-faint">{momentText?.(marker.time)}</span> {marker.text}
            </p>
          ))}
          {tip.markers.length > mostMarkersTold && (
            <p className="figures text-ink-faint">+{tip.markers.length - mostMarkersTold}</p>
          )}
        </div>
      )}
    </div>
  );
}

/** Beside the pointer, on the side where there is more room. */
function tipPlace({ x, width }: Tip) {
  return x < width / 2 ? { left: Math.max(0, x - 12) } : { right: Math.max(0, width - x - 12) };
}

/** A tap puts the cursor there, a stroke sideways marks; the page still scrolls up and down under the finger. */
function hearFingers(chart: uPlot, newest: { current: TimeChartProps }): () => void {
  const { over } = chart;
  let began: number | null = null;
  const none = { left: 0, top: 0, width: 0, height: 0 };
  const at = (event: PointerEvent) => {
    const { left, width, top } = over.getBoundingClientRect();
    return { left: Math.min(Math.max(0, event.clientX - left), width), top: event.clientY - top };
  };
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    began = at(event).left;
    chart.setCursor(at(event));
  };
  const move = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    const { left } = at(event);
    chart.setCursor(at(event));
    if (began !== null && Math.abs(left - began) > 3 * leastDragPx) {
      over.setPointerCapture(event.pointerId);
      const width = Math.abs(left - began);
      chart.setSelect({ left: Math.min(left, began), width, top: 0, height: over.clientHeight }, false);
    }
  };
  const up = (event: PointerEvent) => {
    const { left, width } = chart.select;
    if (event.pointerType === 'mouse') return;
    if (event.type === 'pointerup' && began !== null && width > 0)
      newest.current.onZoom({ from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') });
    began = null;
    chart.setSelect(none, false);
  };
  const hears = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
  over.style.touchAction = 'pan-y';
  for (const [type, hear] of Object.entries(hears)) over.addEventListener(type as keyof typeof hears, hear);
  return () => {
    for (const [type, hear] of Object.entries(hears))
      over.removeEventListener(type as keyof typeof hears, hear);
  };
}

/** As uPlot wants it: the most and the least of each line, then what they were before, then the lines, which lie on top. */
function columnsOf(times: readonly number[], lines: readonly ChartSeries[]): uPlot.AlignedData {
  const nothing: Values = [];
  const columns: Values[] = [
    times,
    ...lines.flatMap(({ min = nothing, max = nothing }) => [max, min]),
    ...lines.map(({ before = nothing }) => before),
    ...lines.map(({ values }) => values),
  ];
  return columns as uPlot.AlignedData;
}

function optionsFor(
  element: HTMLElement,
  newest: { current: TimeChartProps },
  shown: { current: Shown },
  onTip: (tip: Tip | null) => void,
): uPlot.Options {
  const style = getComputedStyle(element);
  const font = `11px ${style.fontFamily}`;
  const colour = (text: string) => resolveColour(element, text);
  const signs = Object.fromEntries(
    Object.entries(markerColours).map(([kind, token]) => [kind, colour(token)]),
  ) as Record<MarkerKind, string>;
  const limitColour = colour('--bad');
  const slopeColour = colour('--ink-soft');
  const axis = {
    stroke: colour('--ink-faint'),
    font,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
  };
  const { series, binary = false, least } = newest.current;
  /** An area would lie over it. */
  const hasBand = () =>
    newest.current.series.some(({ max }) => max !== undefined) || newest.current.longRun?.usual != null;
  const faint = (token: string, percent: number) =>
    colour(`color-mix(in srgb, var(${token}) ${percent}%, transparent)`);
  const area = colour('--accent-soft');
  const usualColour = faint('--rest', 22);
  const shownLimit = (max: number) => {
    const { limit } = shown.current;
    return limit && max >= limit.value * nearLimit ? limit : null;
  };
  let tipped = false;
  return {
    width: element.clientWidth,
    height: newest.current.height ?? usualHeight,
    ms: 1,
    padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: {
      // A sister shows where the pointer is, but only one of them is dragged over.
      sync: {
        key: sync.key,
        setSeries: false,
        filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
      },
      drag: { setScale: false, x: true, y: false, dist: leastDragPx },
      bind: {
        dblclick: () => () => {
          newest.current.onZoomOut();
          return null;
        },
      },
      points: { size: 6 },
      y: false,
    },
    scales: {
      x: { time: true },
      y: {
        range: (_, min, max) => {
          const most = max ?? 0;
          if (newest.current.free) return freeRange(min ?? 0, most, least);
          const { from, to } = newest.current;
          const usual = mostUsual(shown.current.longRun?.usual ?? null, from, to);
          return [0, Math.max(least, most * 1.12, usual * 1.05, (shownLimit(most)?.value ?? 0) * 1.05)];
        },
      },
    },
    axes: [
      {
        ...axis,
        size: 22,
        gap: 4,
        space: 70,
        incrs: timeSteps,
        values: (self, splits) => {
          // One at the very edge would be cut off.
          const last = self.posToVal(self.over.clientWidth - edgeTextPx, 'x');
          return splits.map((ms) => (ms > last ? '' : newest.current.timeText(ms)));
        },
        grid: { show: false },
      },
      {
        ...axis,
        size: 64,
        gap: 6,
        space: 24,
        values: (_, splits) => splits.map((value) => newest.current.axisText(value)),
        ...(binary ? { incrs: binarySteps } : {}),
      },
    ],
    series: [
      {},
      ...series.flatMap(() => [{ points: { show: false } }, { points: { show: false } }]),
      ...series.map((line) => ({
        stroke: faint(line.colour, 55),
        width: 1,
        dash: [2, 3],
        points: { show: false },
      })),
      ...series.map((line, at) => ({
        label: line.name,
        stroke: colour(line.colour),
        width: 1.5,
        // A value between two gaps is a point, or it would not be seen.
        points: { show: false, size: 3, filter: (self: uPlot, at: number) => lonely(self.data[at] ?? []) },
        ...(line.bars
          ? {
              paths: uPlot.paths.bars?.({ size: [0.8, 14, 2] }) ?? null,
              fill: faint(line.colour, 60),
              width: 0,
            }
          : at === 0 && !newest.current.free
            ? { fill: () => (hasBand() ? 'transparent' : area) }
            : {}),
        ...(line.dashed ? { dash: [4, 3] } : {}),
      })),
    ],
    bands: series.map((line, at) => ({
      series: [1 + 2 * at, 2 + 2 * at],
      // Others are paler, so that the first one's is seen through them.
      fill: faint(line.colour, at === 0 ? 26 : 12),
    })),
    hooks: {
      setCursor: [
        (self) => {
          const { left = -1, idx } = self.cursor;
          newest.current.onPoint(left < 0 || idx == null ? null : (self.data[0][idx] ?? null));
          // Only the chart that is pointed at, not its sisters, tells of the markers.
          const isOwn = self.over.matches(':hover') || element.parentElement?.matches(':focus-visible');
          const near = isOwn && left >= 0 ? markersNear(self, shown.current.markers, left) : [];
          if (near.length > 0)
            onTip({ x: left + self.over.offsetLeft, width: element.clientWidth, markers: near });
          else if (tipped) onTip(null);
          tipped = near.length > 0;
        },
      ],
      setSelect: [
        (self) => {
          const { left, width } = self.select;
          if (width < leastDragPx) return;
          self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          newest.current.onZoom({ from: self.posToVal(left, 'x'), to: self.posToVal(left + width, 'x') });
        },
      ],
      drawAxes: [
        (self) => {
          const usual = shown.current.longRun?.usual;
          if (usual) drawUsual(self, usual, usualColour);
        },
      ],
      draw: [
        (self) => {
          const slope = shown.current.longRun?.slope;
          if (slope) drawSlope(self, slope, slopeColour);
          const limit = shownLimit(self.scales['y']?.max ?? 0);
          if (limit) drawLimit(self, limit, limitColour);
          const all = shown.current.markers;
          // In a storm they would be a wall before the curves: only what is bad stays, and without lines if it is still too much.
          const drawn =
            all.length <= mostLines ? all : all.filter(({ kind }) => kind !== 'start' && kind !== 'stop');
          const lined = drawn.length <= mostLines;
          for (const marker of drawn) drawMarker(self, marker, signs[marker.kind], lined);
        },
      ],
    },
  };
}

/** Around what there is; from nothing on, where that is near. */
function freeRange(min: number, max: number, least: number): [number, number] {
  // What is nothing all the time has an axis, too.
  const room = Math.max((max - min) * 0.08, least / 2, Math.abs(max) * 1e-6) || 1;
  const begin = min === 0 || (min > 0 && min < max * 0.6) ? 0 : min - room;
  return [begin, max <= 0 && max > min * 0.6 ? Math.max(0, max) : max + room];
}

/** Where a value has no neighbour; null when it nowhere is so. */
function lonely(values: ArrayLike<number | null | undefined>): number[] | null {
  const found: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (values[at] != null && values[at - 1] == null && values[at + 1] == null) found.push(at);
  }
  return found.length > 0 ? found : null;
}

function markersNear(chart: uPlot, markers: readonly Marker[], left: number): Marker[] {
  return markers.filter((marker) => Math.abs(chart.valToPos(marker.time, 'x') - left) <= markerReach);
}

function drawLimit(chart: uPlot, limit: { value: number }, colour: string): void {
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(limit.value, 'y', true)) + 0.5;
  if (y < bbox.top) return;
  const size = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = size;
  ctx.setLineDash([6 * size, 4 * size]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** Each kind has a shape of its own at the top of its line. */
function drawMarker(chart: uPlot, marker: Marker, colour: string, lined: boolean): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(marker.time, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const size = devicePixelRatio;
  const r = 4 * size;
  const y = bbox.top - r;
  // Ends to the left of their line and starts to the right, for one often follows the other at once.
  const side = marker.kind === 'start' ? r : marker.kind === 'crash' || marker.kind === 'stop' ? -r : 0;
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = size;
  ctx.globalAlpha = 0.55;
  if (lined) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  ctx.translate(side, 0);
  ctx.beginPath();
  if (marker.kind === 'start') {
    ctx.moveTo(x - r * 0.8, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x - r * 0.8, y + r);
  } else if (marker.kind === 'ailing') {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
  } else if (marker.kind === 'stop') {
    ctx.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  } else if (marker.kind === 'config') {
    ctx.arc(x, y, r * 0.9, 0, 7);
  } else {
    ctx.lineWidth = 2 * size;
    ctx.moveTo(x - r * 0.8, y - r * 0.8);
    ctx.lineTo(x + r * 0.8, y + r * 0.8);
    ctx.moveTo(x + r * 0.8, y - r * 0.8);
    ctx.lineTo(x - r * 0.8, y + r * 0.8);
    ctx.stroke();
  }
  if (marker.kind !== 'crash') ctx.fill();
  ctx.restore();
}

/** A canvas knows no custom properties, so the browser is asked what a colour with tokens in it is now. */
function resolveColour(element: HTMLElement, text: string): string {
  const probe = document.createElement('span');
  probe.style.color = text.startsWith('--') ? `var(${text})` : text;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
