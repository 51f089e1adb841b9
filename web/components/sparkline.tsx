import { memo } from 'react';

interface SparklineProps {
  /** Oldest first; null leaves a gap. */
  values: readonly (number | null)[];
  /** How many values fill the width; fewer stand at the right end. */
  span?: number;
  /** Where each value stands instead, from 0 to 1. */
  places?: readonly number[];
  /** The value at the upper edge; the largest shown when it is not given. */
  top?: number;
  height?: number;
  className?: string;
}

/** A small curve without axes: shape and trend only, the figure stands beside it. */
export const Sparkline = memo(function Sparkline({
  values,
  span = values.length,
  places,
  top,
  height = 24,
  className = '',
}: SparklineProps) {
  const shown = places ? values : values.slice(-span);
  const highest = top ?? Math.max(...shown.map((value) => value ?? 0), 1e-9);
  const width = 100;
  const step = width / Math.max(1, span - 1);
  const start = width - (shown.length - 1) * step;
  const x = (at: number) => (places ? (places[at] ?? 0) * width : start + at * step).toFixed(1);
  const place = (value: number, at: number) =>
    `${x(at)} ${((1 - Math.min(1, value / highest)) * (height - 2) + 1).toFixed(1)}`;
  let line = '';
  let area = '';
  let from = -1;
  const closeAt = (end: number) => {
    if (from < 0) return;
    area += `L${x(end)} ${height}L${x(from)} ${height}Z`;
    from = -1;
  };
  shown.forEach((value, at) => {
    if (value === null) {
      closeAt(at - 1);
      return;
    }
    const point = place(value, at);
    line += `${from < 0 ? 'M' : 'L'}${point}`;
    area += `${from < 0 ? 'M' : 'L'}${point}`;
    if (from < 0) from = at;
  });
  closeAt(shown.length - 1);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      height={height}
      aria-hidden="true"
      className={`block w-full overflow-visible text-accent ${className}`}
    >
      <path d={area} fill="currentColor" opacity="0.12" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
});
