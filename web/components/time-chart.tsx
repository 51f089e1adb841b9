import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MarkerKind } from '../data/chart-markers.ts';

export interface ChartSeries {
  name: string;
  values: readonly (number | null)[];
  /** A token's name, such as `--accent`. */
  colour: string;
  dashed?: boolean;
}

/** Something that happened: a line through the chart with a sign of its own shape at its top. */
export interface Marker {
  time: number;
  kind: MarkerKind;
  text: string;
}

interface TimeChartProps {
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
  /** A bound that the worker must not pass. Drawn once the curve comes near; far above, it would flatten the curve. */
  limit?: { value: number } | null;
  from: number;
  to: number;
  /** Index under the pointer, on whichever of the charts it is; null: nowhere. */
  onPoint: (index: number | null) => void;
}

const height = 136;
const sync = uPlot.sync('worker');
/** Round steps of time in ms; without two and three minutes a chart of ten would have two marks. */
const timeSteps = [5, 10, 15, 30, 60, 120, 180, 300, 600, 900].map((seconds) => seconds * 1000);
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
  const shown = useRef<Shown>({ markers: [], limit: null });
  const [tip, setTip] = useState<Tip | null>(null);
  const { times, series, markers, from, to, limit = null, label, momentText } = props;
  useLayoutEffect(() => {
    newest.current = props;
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = new uPlot(
      optionsFor(element, newest, shown, setTip),
      [[], ...newest.current.series.map(() => [])],
      element,
    );
    chart.current = made;
    sync.sub(made);
    const stopTouch = hearFingers(made);
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
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
    shown.current = { markers, limit };
    drawn?.batch(() => {
      drawn.setData([times as number[], ...series.map((line) => line.values as (number | null)[])], false);
      drawn.setScale('x', { min: from, max: to });
    });
  }, [times, series, markers, from, to, limit]);

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
    if (time !== undefined) drawn.setCursor({ left: drawn.valToPos(time, 'x'), top: 10 });
    else if (event.key === 'Escape') drawn.setCursor({ left: -10, top: -10 });
    else return;
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
      onBlur={() => chart.current?.setCursor({ left: -10, top: -10 })}
    >
      <div ref={place} className="h-34 w-full" />
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

/** A finger moves the cursor; the page still scrolls up and down under it. */
function hearFingers(chart: uPlot): () => void {
  const { over } = chart;
  const follow = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    const { left, top } = over.getBoundingClientRect();
    chart.setCursor({ left: event.clientX - left, top: event.clientY - top });
  };
  over.style.touchAction = 'pan-y';
  over.addEventListener('pointerdown', follow);
  over.addEventListener('pointermove', follow);
  return () => {
    over.removeEventListener('pointerdown', follow);
    over.removeEventListener('pointermove', follow);
  };
}

function optionsFor(
  element: HTMLElement,
  newest: { current: TimeChartProps },
  shown: { current: Shown },
  onTip: (tip: Tip | null) => void,
): uPlot.Options {
  const style = getComputedStyle(element);
  const font = `11px ${style.fontFamily}`;
  const colour = (token: string) => resolveColour(element, token);
  const signs = Object.fromEntries(
    Object.entries(markerColours).map(([kind, token]) => [kind, colour(token)]),
  ) as Record<MarkerKind, string>;
  const limitColour = colour('--bad');
  const axis = {
    stroke: colour('--ink-faint'),
    font,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
  };
  const { series, binary = false, least } = newest.current;
  const shownLimit = (max: number) => {
    const { limit } = shown.current;
    return limit && max >= limit.value * nearLimit ? limit : null;
  };
  let tipped = false;
  return {
    width: element.clientWidth,
    height,
    ms: 1,
    padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: sync.key, setSeries: false },
      drag: { setScale: false, x: false, y: false },
      points: { size: 6 },
      y: false,
    },
    scales: {
      x: { time: true },
      y: {
        range: (_, __, max) => {
          const most = max ?? 0;
          return [0, Math.max(least, most * 1.12, (shownLimit(most)?.value ?? 0) * 1.05)];
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
        values: (_, splits) => splits.map((ms) => newest.current.timeText(ms)),
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
      ...series.map((line, at) => ({
        label: line.name,
        stroke: colour(line.colour),
        width: 1.5,
        // A value between two gaps is a point, or it would not be seen.
        points: { show: false, size: 3, filter: (self: uPlot, at: number) => lonely(self.data[at] ?? []) },
        ...(at === 0 ? { fill: colour('--accent-soft') } : {}),
        ...(line.dashed ? { dash: [4, 3] } : {}),
      })),
    ],
    hooks: {
      setCursor: [
        (self) => {
          newest.current.onPoint(self.cursor.idx ?? null);
          const { left = -1 } = self.cursor;
          // Only the chart that is pointed at, not its sisters, tells of the markers.
          const isOwn = self.over.matches(':hover') || element.parentElement?.matches(':focus-visible');
          const near = isOwn && left >= 0 ? markersNear(self, shown.current.markers, left) : [];
          if (near.length > 0)
            onTip({ x: left + self.over.offsetLeft, width: element.clientWidth, markers: near });
          else if (tipped) onTip(null);
          tipped = near.length > 0;
        },
      ],
      draw: [
        (self) => {
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

/** A canvas knows no custom properties, so the browser is asked what the token is now. */
function resolveColour(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
