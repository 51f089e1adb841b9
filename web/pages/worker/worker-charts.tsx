import { lazy, Suspense, useMemo, useState } from 'react';
import { useHistory, windowMs } from '../../data/history.ts';
import { useStore } from '../../data/store.ts';
import { theme as themeStore } from '../../data/theme.ts';
import type { FleetEvent, History, Worker } from '../../data/types.ts';
import { useEventsOf } from '../../data/use-fleet.ts';
import { useMedia } from '../../data/use-media.ts';
import { type Text, useText } from '../../i18n/index.ts';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import type { ChartSeries, Marker } from '../../components/time-chart.tsx';

const TimeChart = lazy(() => import('../../components/time-chart.tsx'));

interface ChartPlan {
  title: string;
  lines: { name: string; series: string; colour: string; dashed?: boolean }[];
  text: (value: number) => string;
  least: number;
  binary?: boolean;
}

/** The least time that the charts span, so that the first minute is not a sliver at the edge. */
const leastSpanMs = 120_000;
/** Charts of less than this show seconds on their axis. */
const secondsUpToMs = 5 * 60_000;

/** The last quarter of an hour of one worker, with its starts and stops marked. */
export function WorkerCharts({ worker }: { worker: Worker }) {
  const text = useText();
  const { t, format } = text;
  const history = useHistory({ worker: worker.name }, 2_000);
  const events = useEventsOf(worker.name);
  const markers = useMemo(() => markersOf(events ?? []), [events]);
  const [point, setPoint] = useState<number | null>(null);
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const plans = useMemo(() => plansOf(text), [text]);
  // Kept while only the pointer moves, so that nothing is drawn anew then.
  const drawn = useMemo(
    () => new Map(plans.map((plan) => [plan, linesOf(plan, history.data)])),
    [plans, history.data],
  );
  if (history.isError && !history.data) {
    return (
      <Block title={t('charts.title')}>
        <Problem error={history.error} retry={() => void history.refetch()} />
      </Block>
    );
  }
  const data = history.data;
  const to = data?.times.at(-1) ?? 0;
  const from = Math.max(to - windowMs, Math.min(data?.times[0] ?? to, to - leastSpanMs));
  return (
    <Block
      title={t('charts.title')}
      note={
        point !== null && data?.times[point] !== undefined
          ? format.time(data.times[point])
          : t('charts.note', { time: format.duration(windowMs) })
      }
      actions={
        markers.length > 0 && (
          <span className="flex items-center gap-1.5 text-ink-faint text-xs">
            <svg width="8" height="10" viewBox="0 0 8 10" aria-hidden="true" className="text-warn">
              <path d="M1 0v10M1 0l6 3-6 3" stroke="currentColor" fill="currentColor" />
            </svg>
            {t('charts.marker')}
          </span>
        )
      }
    >
      {!data ? (
        <Loading lines={4} />
      ) : data.times.length === 0 ? (
        <Empty>{t('charts.empty')}</Empty>
      ) : (
        <Suspense fallback={<Loading lines={4} />}>
          <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
            {plans.map((plan) => {
              const series = drawn.get(plan) ?? [];
              if (series.length === 0) return null;
              return (
                <figure key={plan.title} className="min-w-0">
                  <figcaption className="figures flex flex-wrap items-baseline gap-x-3 text-sm">
                    <span className="text-ink-soft">{plan.title}</span>
                    {series.map((line) => (
                      <span key={line.name} className="inline-flex items-baseline gap-1.5">
                        {series.length > 1 && (
                          <>
                            <Stroke colour={line.colour} dashed={line.dashed ?? false} />
                            <span className="text-ink-faint text-xs">{line.name}</span>
                          </>
                        )}
                        <span className="font-semibold text-ink">{valueText(plan, line, point)}</span>
                      </span>
                    ))}
                  </figcaption>
                  <TimeChart
                    key={`${theme}${dark}${series.length}`}
                    times={data.times}
                    series={series}
                    markers={markers}
                    axisText={plan.text}
                    timeText={(ms) =>
                      to - from < secondsUpToMs ? format.time(ms, to) : format.clock(ms, to)
                    }
                    least={plan.least}
                    binary={plan.binary ?? false}
                    from={from}
                    to={to}
                    onPoint={setPoint}
                  />
                </figure>
              );
            })}
          </div>
        </Suspense>
      )}
    </Block>
  );
}

/** The lines of which anything is known. */
function linesOf(plan: ChartPlan, history: History | undefined): ChartSeries[] {
  return plan.lines
    .map((line) => ({ ...line, values: history?.series[line.series] ?? [] }))
    .filter((line) => line.values.some((value) => value !== null));
}

function Stroke({ colour, dashed }: { colour: string; dashed: boolean }) {
  return (
    <svg width="14" height="6" aria-hidden="true">
      <path
        d="M0 3h14"
        stroke={`var(${colour})`}
        strokeWidth="2"
        {...(dashed ? { strokeDasharray: '4 3' } : {})}
      />
    </svg>
  );
}

/** The value under the cursor, else the newest. */
function valueText(plan: ChartPlan, line: ChartSeries, point: number | null): string {
  const value = point === null ? line.values.findLast((known) => known !== null) : line.values[point];
  return value === null || value === undefined ? '–' : plan.text(value);
}

function plansOf({ t, format }: Text): ChartPlan[] {
  const mebibyte = 1024 ** 2;
  return [
    {
      title: 'CPU',
      lines: [{ name: 'CPU', series: 'cpuRatio', colour: '--accent' }],
      text: format.ratio,
      // The kernel counts in hundredths of a second, so one percent more or less is noise.
      least: 0.2,
    },
    {
      title: t('workers.memory'),
      lines: [
        { name: 'RSS', series: 'rssBytes', colour: '--accent' },
        { name: 'PSS', series: 'pssBytes', colour: '--warn', dashed: true },
      ],
      text: format.bytes,
      least: 4 * mebibyte,
      binary: true,
    },
    {
      title: t('charts.tree'),
      lines: [
        { name: t('charts.threads'), series: 'threads', colour: '--accent' },
        { name: t('charts.processes'), series: 'processes', colour: '--warn', dashed: true },
      ],
      text: format.count,
      least: 4,
    },
    {
      title: t('charts.io'),
      lines: [
        { name: t('charts.written'), series: 'writeBytesPerSecond', colour: '--accent' },
        { name: t('charts.read'), series: 'readBytesPerSecond', colour: '--warn', dashed: true },
      ],
      text: format.bytesPerSecond,
      least: 64 * 1024,
      binary: true,
    },
  ];
}

function markersOf(events: readonly FleetEvent[]): Marker[] {
  return events
    .filter((event) => event.type === 'worker.started')
    .map((event) => ({ time: Date.parse(event.time), colour: '--warn' }));
}
