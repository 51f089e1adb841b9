import { memo } from 'react';

interface BarsProps {
  /** Oldest first. */
  values: readonly number[];
  /** The least that the highest bar stands for, so that one of something is not a tower. */
  least?: number;
  height?: number;
  className?: string;
}

/** Counts per step of time as small bars without axes; a step without any leaves a trace, so that one sees that it was looked at. */
export const Bars = memo(function Bars({ values, least = 1, height = 28, className = '' }: BarsProps) {
  const highest = Math.max(least, ...values);
  return (
    <svg
      viewBox={`0 0 ${Math.max(1, values.length)} ${height}`}
      preserveAspectRatio="none"
      height={height}
      aria-hidden="true"
      className={`block w-full ${className}`}
    >
      {values.map((value, at) => {
        const tall = value === 0 ? 1 : Math.max(3, (value / highest) * (height - 2));
        return (
          <rect
            // oxlint-disable-next-line react/no-array-index-key -- a bar is its place
            key={at}
            x={at + 0.12}
            y={height - tall}
            width={0.76}
            height={tall}
            fill="currentColor"
            opacity={value === 0 ? 0.3 : 1}
          />
        );
      })}
    </svg>
  );
});
