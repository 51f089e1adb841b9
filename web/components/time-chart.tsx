import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useLayoutEffect, useRef } from 'react';

export interface ChartSeries {
  name: string;
  values: readonly (number | null)[];
  /** A token's name, such as `--accent`. */
  colour: string;
  dashed?: boolean;
}

export interface Marker {
  time: number;
  colour: string;
}

interface TimeChartProps {
  times: readonly number[];
  series: readonly ChartSeries[];
  markers: readonly Marker[];
  /** Text of a value on the axis. */
  axisText: (value: number) => string;
  timeText: (ms: number) => string;
  /** Powers of two make round numbers of bytes. */
  binary?: boolean;
  /** The least that the axis spans, so that noise near zero stays small. */
  least: number;
  from: number;
  to: number;
  /** Index under the pointer, on whichever of the charts it is; null: nowhere. */
  onPoint: (index: number | null) => void;
}

const sync = uPlot.sync('worker');
/** Round steps of time in ms; without two and three minutes a chart of ten would have two marks. */
const timeSteps = [5, 10, 15, 30, 60, 120, 180, 300, 600, 900].map((seconds) => seconds * 1000);
const binarySteps = Array.from({ length: 45 }, (_, power) => 2 ** power);

/**
 * One uPlot chart: time below, values to the left, markers as lines, its cursor shared with its sisters. Colours and the number of
 * lines are read once: give it another key when they change.
 */
export default function TimeChart(props: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const newest = useRef(props);
  const shownMarkers = useRef(props.markers);
  const { times, series, markers, from, to } = props;
  useLayoutEffect(() => {
    newest.current = props;
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = new uPlot(
      optionsFor(element, newest, shownMarkers),
      [[], ...newest.current.series.map(() => [])],
      element,
    );
    chart.current = made;
    sync.sub(made);
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: 132 }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      sync.unsub(made);
      made.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const drawn = chart.current;
    shownMarkers.current = markers;
    drawn?.batch(() => {
      drawn.setData([times as number[], ...series.map((line) => line.values as (number | null)[])], false);
      drawn.setScale('x', { min: from, max: to });
    });
  }, [times, series, markers, from, to]);

  return <div ref={place} className="h-33 w-full" />;
}

function optionsFor(
  element: HTMLElement,
  newest: { current: TimeChartProps },
  markers: { current: readonly Marker[] },
): uPlot.Options {
  const style = getComputedStyle(element);
  const font = `11px ${style.fontFamily}`;
  const colour = (token: string) => resolveColour(element, token);
  const axis = {
    stroke: colour('--ink-faint'),
    font,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
  };
  const { series, binary = false, least } = newest.current;
  return {
    width: element.clientWidth,
    height: 132,
    ms: 1,
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: sync.key, setSeries: false },
      drag: { setScale: false, x: false, y: false },
      points: { size: 6 },
    },
    scales: {
      x: { time: true },
      y: { range: (_, __, max) => [0, Math.max(least, (max ?? 0) * 1.12)] },
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
        points: { show: false },
        ...(at === 0 ? { fill: colour('--accent-soft') } : {}),
        ...(line.dashed ? { dash: [4, 3] } : {}),
      })),
    ],
    hooks: {
      setCursor: [(self) => newest.current.onPoint(self.cursor.idx ?? null)],
      draw: [
        (self) => {
          const { ctx, bbox } = self;
          ctx.save();
          ctx.setLineDash([]);
          for (const marker of markers.current) {
            const x = self.valToPos(marker.time, 'x', true);
            if (x < bbox.left || x > bbox.left + bbox.width) continue;
            ctx.strokeStyle = colour(marker.colour);
            ctx.fillStyle = ctx.strokeStyle;
            ctx.lineWidth = devicePixelRatio;
            ctx.beginPath();
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
            // A flag, so that the line is not taken for the curve's.
            ctx.beginPath();
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x + 6 * devicePixelRatio, bbox.top + 3 * devicePixelRatio);
            ctx.lineTo(x, bbox.top + 6 * devicePixelRatio);
            ctx.fill();
          }
          ctx.restore();
        },
      ],
    },
  };
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
