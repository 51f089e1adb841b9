import { lazy, Suspense, useMemo, useState } from 'react';
import { Loading } from '../../components/block.tsx';
import { Stroke } from '../../components/stroke.tsx';
import { timeTextOf } from '../../components/charts/time-text.ts';
import type { ChartSeries } from '../../components/charts/time-chart.tsx';
import { framed } from '../../data/curves.ts';
import { figureLabel } from '../../data/expressions.ts';
import { part } from '../../data/part.ts';
import type { Bounds } from '../../data/period.ts';
import type { Found } from '../../data/prometheus.ts';
import { createStore, type Store } from '../../data/store.ts';
import { useStore } from '../../data/use-store.ts';
import { theme as themeStore } from '../../data/theme.ts';
import { useMedia } from '../../data/use-media.ts';
import { useText } from '../../i18n/index.ts';
import { numbersIn, seriesText } from './series-text.ts';

const TimeChart = lazy(part(() => import('../../components/charts/time-chart.tsx')));

interface ExploreChartProps {
  series: readonly Found[];
  bounds: Bounds;
  stepMs: number;
  onZoom: (bounds: Bounds) => void;
  onZoomOut: () => void;
}

/** More lines tell nothing. */
const mostDrawn = 24;
const height = 320;
const colours = ['--accent', '--lamp', '--well', '--bad', '--rest', '--warn'];
const noMarkers: readonly never[] = [];

/** Whatever was asked for, over time; its names below, the value under the cursor beside each. */
export function ExploreChart({ series, bounds, stepMs, onZoom, onZoomOut }: ExploreChartProps) {
  const { t, format, language } = useText();
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const [cursor] = useState(() => createStore<number | null>(null));
  const [alone, setAlone] = useState<string | null>(null);
  const numbers = useMemo(() => numbersIn(language), [language]);
  const drawn = useMemo(() => {
    const shown = series.slice(0, mostDrawn);
    const named = shown.map((found, at) => ({ ...found, labels: { [figureLabel]: String(at) } }));
    const { times, values } = framed(named, bounds, stepMs);
    const lines = shown.map(
      ({ labels }, at): ChartSeries => ({
        name: seriesText(labels),
        values: values[String(at)] ?? [],
        colour: colours[at % colours.length] ?? '--accent',
        dashed: Math.floor(at / colours.length) % 2 === 1,
      }),
    );
    return { times, lines };
  }, [series, bounds, stepMs]);
  const lines = alone === null ? drawn.lines : drawn.lines.filter(({ name }) => name === alone);
  const { from, to } = bounds;
  return (
    <>
      <p className="figures min-h-5 text-ink-faint text-xs">
        <CursorTime cursor={cursor} />
      </p>
      <Suspense fallback={<Loading lines={8} />}>
        <TimeChart
          // Its colours and the number of its lines are read once.
          key={`${theme}${dark}${lines.map(({ name, colour }) => name + colour).join()}`}
          times={drawn.times}
          series={lines}
          markers={noMarkers}
          label={t('explore.chartLabel', { count: series.length })}
          axisText={numbers.short}
          timeText={timeTextOf(format, from, to)}
          least={0}
          free
          height={height}
          from={from}
          to={to}
          onPoint={cursor.set}
          onZoom={onZoom}
          onZoomOut={onZoomOut}
        />
      </Suspense>
      <ul className="figures mt-3 flex flex-col text-xs" aria-label={t('explore.series')}>
        {drawn.lines.map((line) => (
          <li key={line.name}>
            <button
              type="button"
              aria-pressed={alone === line.name}
              onClick={() => setAlone(alone === line.name ? null : line.name)}
              className={`flex w-full items-center gap-2 rounded-sm px-2 py-1 text-left hover:bg-hover max-sm:min-h-10 ${alone === null || alone === line.name ? '' : 'text-ink-faint'}`}
            >
              <Stroke colour={line.colour} dashed={line.dashed ?? false} />
              <span className="min-w-0 flex-1 font-mono [overflow-wrap:anywhere]">{line.name}</span>
              <Value line={line} times={drawn.times} stepMs={stepMs} cursor={cursor} text={numbers.full} />
            </button>
          </li>
        ))}
      </ul>
      {series.length > mostDrawn && (
        <p className="px-2 pt-2 text-ink-faint text-xs">
          {t('explore.someDrawn', { shown: format.count(mostDrawn), count: series.length })}
        </p>
      )}
    </>
  );
}

function CursorTime({ cursor }: { cursor: Store<number | null> }) {
  const { t, format } = useText();
  const time = useStore(cursor, (value) => value);
  if (time === null) return t('explore.zoomHint');
  return (
    <span className="font-medium text-ink" title={format.utc(time)}>
      {format.time(time)}
    </span>
  );
}

function Value({
  line,
  times,
  stepMs,
  cursor,
  text,
}: {
  line: ChartSeries;
  times: readonly number[];
  stepMs: number;
  cursor: Store<number | null>;
  text: (value: number) => string;
}) {
  const time = useStore(cursor, (value) => value);
  const value =
    time === null
      ? line.values.findLast((each) => each !== null)
      : line.values[Math.round((time - (times[0] ?? 0)) / stepMs)];
  return <span className="shrink-0 font-medium">{value == null ? '–' : text(value)}</span>;
}
