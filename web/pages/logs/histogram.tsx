import { useRef, useState } from 'react';
import { Stroke } from '../../components/stroke.tsx';
import { type Bounds, zoomedTo } from '../../data/period.ts';
import type { LogHistogram } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { barsOf } from './bars.ts';

const height = 64;
const parts = [
  { name: 'bad', colour: '--bad' },
  { name: 'warn', colour: '--warn' },
  { name: 'other', colour: '--ink-faint' },
] as const;

interface HistogramProps {
  histogram: LogHistogram;
  /** A stretch was marked. */
  onZoom: (bounds: Bounds) => void;
}

/** How much there was over time, what is bad at the bottom. A click or a stroke narrows the time. */
export function Histogram({ histogram, onZoom }: HistogramProps) {
  const { t, format } = useText();
  const { buckets, stepMs } = histogram;
  const bars = barsOf(buckets);
  const [at, setAt] = useState<number | null>(null);
  const began = useRef<number | null>(null);
  const highest = Math.max(1, ...bars.map(({ bad, warn, other }) => bad + warn + other));
  const sums = parts.map(({ name }) => bars.reduce((sum, bar) => sum + bar[name], 0));
  const bar = at === null ? undefined : bars[at];
  const timeAt = (index: number) => Date.parse(buckets[index]?.time ?? '');
  const placeOf = ({ clientX, currentTarget }: { clientX: number; currentTarget: Element }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((clientX - left) / width) * bars.length)));
  };
  const label = parts.map(({ name }, part) => t(`logSearch.parts.${name}`, { count: sums[part] ?? 0 }));
  return (
    <div className="px-4 pb-2">
      <p className="figures flex min-h-5 flex-wrap gap-x-4 text-ink-faint text-xs">
        {bar && at !== null && <span className="font-medium text-ink">{format.time(timeAt(at))}</span>}
        {parts.map(({ name, colour }, part) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <Stroke colour={colour} dashed={false} />
            {t(`logSearch.parts.${name}`, { count: bar ? bar[name] : (sums[part] ?? 0) })}
          </span>
        ))}
        {histogram.estimated && <span>{t('logSearch.estimated')}</span>}
        {histogram.countedFrom !== null && (
          <span>{t('logSearch.countedFrom', { time: format.time(histogram.countedFrom) })}</span>
        )}
      </p>
      <svg
        role="img"
        aria-label={t('logSearch.histogram', { list: format.list(label) })}
        viewBox={`0 0 ${Math.max(1, bars.length)} ${height}`}
        preserveAspectRatio="none"
        className="mt-1 block h-16 w-full cursor-pointer touch-pan-y border-line border-b"
        onPointerMove={(event) => setAt(placeOf(event))}
        onPointerLeave={() => setAt(null)}
        onPointerDown={(event) => {
          began.current = placeOf(event);
        }}
        onPointerUp={(event) => {
          const end = placeOf(event);
          const begin = began.current ?? end;
          began.current = null;
          onZoom(zoomedTo(timeAt(Math.min(begin, end)), timeAt(Math.max(begin, end)) + stepMs));
        }}
      >
        {at !== null && <rect x={at} width={1} y={0} height={height} style={{ fill: 'var(--hover)' }} />}
        {bars.map((each, index) => {
          let top = height;
          return parts.map(({ name, colour }) => {
            if (each[name] === 0) return null;
            // One bad line among ten thousand is still seen.
            const tall = Math.max(1.5, (each[name] / highest) * (height - 4));
            top -= tall;
            return (
              <rect
                key={`${index} ${name}`}
                x={index + 0.1}
                width={0.8}
                y={top}
                height={tall}
                style={{ fill: `var(${colour})` }}
              />
            );
          });
        })}
      </svg>
      <div aria-hidden="true" className="figures mt-1 flex justify-between text-ink-faint text-xs">
        {bars.length > 0 && (
          <>
            <span>{format.clock(timeAt(0))}</span>
            <span>{format.clock(timeAt(bars.length - 1) + stepMs)}</span>
          </>
        )}
      </div>
    </div>
  );
}
