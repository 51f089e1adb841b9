/** What a chart shows of the long run: the band in which a figure usually is, and the line along which it grows. */
import type uPlot from 'uplot';
import type { Usual } from '../../data/trends.ts';

export interface LongRun {
  usual: Usual | null;
  /** Through `level` at `at`; times in ms. */
  slope: { since: number; at: number; level: number; perMs: number } | null;
}

/** What the axis must reach so that the band is seen between two times. */
export function mostUsual(usual: Usual | null, from: number, to: number): number {
  if (!usual) return 0;
  const { times, high } = usual;
  return high.reduce<number>((most, value, at) => {
    const time = times[at] ?? 0;
    return value !== null && time >= from && time <= to ? Math.max(most, value) : most;
  }, 0);
}

export function drawUsual(chart: uPlot, { times, low, high }: Usual, colour: string): void {
  const { ctx } = chart;
  clipped(chart, () => {
    ctx.fillStyle = colour;
    for (const [begin, end] of stretchesOf(low, high)) {
      ctx.beginPath();
      for (let at = begin; at < end; at++) ctx.lineTo(...placeOf(chart, times[at], high[at]));
      for (let at = end - 1; at >= begin; at--) ctx.lineTo(...placeOf(chart, times[at], low[at]));
      ctx.fill();
    }
  });
}

export function drawSlope(
  chart: uPlot,
  { since, at, level, perMs }: NonNullable<LongRun['slope']>,
  colour: string,
): void {
  const { ctx } = chart;
  const { min = since, max = at } = chart.scales['x'] ?? {};
  clipped(chart, () => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([7 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    for (const time of [Math.max(since, min), max]) {
      ctx.lineTo(...placeOf(chart, time, level + perMs * (time - at)));
    }
    ctx.stroke();
  });
}

/** Beginnings and ends of what is known without a gap. */
function stretchesOf(
  low: readonly (number | null)[],
  high: readonly (number | null)[],
): [begin: number, end: number][] {
  const found: [number, number][] = [];
  low.forEach((value, at) => {
    if (value === null || high[at] == null) return;
    const last = found.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else found.push([at, at + 1]);
  });
  return found;
}

function placeOf(chart: uPlot, time = 0, value: number | null = 0): [x: number, y: number] {
  return [chart.valToPos(time, 'x', true), chart.valToPos(value ?? 0, 'y', true)];
}

function clipped({ ctx, bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}
