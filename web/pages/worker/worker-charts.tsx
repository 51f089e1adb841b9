import { lazy, Suspense, useMemo, useState } from 'react';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { exitText } from '../../components/last-exit.tsx';
import type { ChartSeries, Marker } from '../../components/time-chart.tsx';
import { type EventMarker, exitOf, type MarkerKind, markersOf } from '../../data/chart-markers.ts';
import { Stroke } from '../../components/stroke.tsx';
import { endOf, presentIn, useHistory, windowMs } from '../../data/history.ts';
import { useStore } from '../../data/store.ts';
import { theme as themeStore } from '../../data/theme.ts';
import type { History, Worker, WorkerDetail } from '../../data/types.ts';
import { useEvents, useEventsOf, useSeenNow } from '../../data/use-fleet.ts';
import { useMedia } from '../../data/use-media.ts';
import { type Text, useText } from '../../i18n/index.ts';

const TimeChart = lazy(() => import('../../components/time-chart.tsx'));

interface ChartPlan {
  title: string;
  lines: { name: string; series: string; colour: string; dashed?: boolean }[];
  text: (value: number) => string;
  least: number;
  binary?: boolean;
  limit?: { value: number; text: string } | null;
}

/** The least time that the charts span, so that the first minute is not a sliver at the edge. */
const leastSpanMs = 120_000;
/** Charts of less than this show seconds on their axis. */
const secondsUpToMs = 5 * 60_000;

interface WorkerChartsProps {
  worker: Worker;
  limits: WorkerDetail['spec']['limits'] | undefined;
  /** It runs now and then only, so that there may be nothing to draw. */
  isJob: boolean;
}

/** The last quarter of an hour of one worker, with its starts, stops and ailments marked. */
export function WorkerCharts({ worker, limits, isJob }: WorkerChartsProps) {
  const text = useText();
  const { t, format } = text;
  const history = useHistory({ worker: worker.name }, 2_000);
  const own = useEventsOf(worker.name);
  const all = useEvents();
  const [point, setPoint] = useState<number | null>(null);
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const memoryLimit = limits?.memoryBytes ?? null;
  const cpuLimit = limits?.cpuCores ?? null;
  const plans = useMemo(() => plansOf(text, memoryLimit, cpuLimit), [text, memoryLimit, cpuLimit]);
  const { data } = history;
  // Kept while only the pointer moves, so that nothing is drawn anew then.
  const drawn = useMemo(() => new Map(plans.map((plan) => [plan, linesOf(plan, data)])), [plans, data]);
  const to = useSeenNow((now) => endOf(data?.times ?? [], now));
  const from = Math.max(to - windowMs, Math.min(data?.times[0] ?? to, to - leastSpanMs));
  const markers = useMemo(() => {
    const config = (all ?? []).filter((event) => event.type === 'config.applied');
    return markersOf([...(own ?? []), ...config], from).map((marker) => ({
      ...marker,
      text: signText(text, marker),
    }));
  }, [own, all, from, text]);
  if (history.isError && !history.data) {
    return (
      <Block title={t('charts.title')}>
        <Problem error={history.error} retry={() => void history.refetch()} />
      </Block>
    );
  }
  const isEmpty = data !== undefined && plans.every((plan) => drawn.get(plan)?.length === 0);
  if (isEmpty && isJob) return null;
  const presentOf = (line: ChartSeries) => presentIn(data?.times ?? [], line.values, to);
  /** Under the cursor, else now. */
  const valueOf = (line: ChartSeries) => (point === null ? presentOf(line) : (line.values[point] ?? null));
  const pointed = point === null ? undefined : data?.times[point];
  return (
    <Block
      title={t('charts.title')}
      note={
        pointed === undefined ? (
          t('charts.note', { time: format.duration(windowMs) })
        ) : (
          <span className="font-medium text-ink">{format.time(pointed)}</span>
        )
      }
      actions={<MarkerLegend markers={markers} />}
    >
      {!data ? (
        <Loading lines={8} />
      ) : isEmpty ? (
        <Empty>{t(worker.pid === null ? 'processes.none' : 'charts.empty')}</Empty>
      ) : (
        <Suspense fallback={<Loading lines={8} />}>
          <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
            {plans.map((plan) => {
              const series = drawn.get(plan) ?? [];
              if (series.length === 0) return null;
              return (
                <figure key={plan.title} className="min-w-0">
                  <figcaption className="flex flex-wrap items-baseline gap-x-4 text-sm sm:h-6 sm:flex-nowrap sm:overflow-hidden">
                    <span className="min-w-0 truncate text-ink-soft">{plan.title}</span>
                    {series.map((line) => (
                      <span key={line.name} className="flex shrink-0 items-baseline gap-1.5">
                        {series.length > 1 && (
                          <>
                            <Stroke colour={line.colour} dashed={line.dashed ?? false} />
                            <span className="text-ink-faint text-xs">{line.name}</span>
                          </>
                        )}
                        <span className="figures min-w-[8ch] whitespace-nowrap font-semibold text-ink">
                          {valueText(plan, valueOf(line))}
                        </span>
                      </span>
                    ))}
                    {plan.limit && (
                      <span className="figures flex shrink-0 items-baseline gap-1.5 whitespace-nowrap text-ink-faint text-xs sm:ml-auto">
                        <Stroke colour="--bad" dashed />
                        {plan.limit.text}
                      </span>
                    )}
                  </figcaption>
                  <TimeChart
                    key={`${theme}${dark}${series.length}`}
                    times={data.times}
                    series={series}
                    markers={markers}
                    label={labelOf(text, plan, series, presentOf)}
                    axisText={plan.text}
                    timeText={(ms) =>
                      to - from < secondsUpToMs ? format.time(ms, to) : format.clock(ms, to)
                    }
                    momentText={(ms) => format.time(ms, to)}
                    least={plan.least}
                    binary={plan.binary ?? false}
                    limit={plan.limit ?? null}
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

const signs: Record<MarkerKind, { path: string; tone: string }> = {
  start: { path: 'M1 0l7 4-7 4z', tone: 'text-well' },
  stop: { path: 'M1 1h6v6H1z', tone: 'text-rest' },
  crash: { path: 'M1 1l6 6M7 1 1 7', tone: 'text-bad' },
  ailing: { path: 'M4 0l4 4-4 4-4-4z', tone: 'text-warn' },
  config: { path: 'M4 .5a3.5 3.5 0 1 1-.01 0', tone: 'text-accent' },
};

/** What the signs on the charts mean, of those that are there. */
function MarkerLegend({ markers }: { markers: readonly Marker[] }) {
  const { t } = useText();
  const kinds = (Object.keys(signs) as MarkerKind[]).filter((kind) =>
    markers.some((marker) => marker.kind === kind),
  );
  if (kinds.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-3 text-ink-faint text-xs">
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true" className={signs[kind].tone}>
            <path
              d={signs[kind].path}
              fill={kind === 'crash' ? 'none' : 'currentColor'}
              stroke={kind === 'crash' ? 'currentColor' : 'none'}
              strokeWidth="1.8"
            />
          </svg>
          {t(`charts.signs.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

/** What happened at a sign, in words. */
function signText(text: Text, { kind, event }: EventMarker): string {
  const { t, say } = text;
  const of = (key: string) => {
    const value = event.data[key];
    return typeof value === 'string' ? value : '';
  };
  if (event.type === 'worker.exited') {
    const end = exitText(text, exitOf(event));
    return kind === 'crash' ? `${t('charts.signs.crash')}: ${end}` : end;
  }
  const why = kind === 'crash' || kind === 'ailing' ? say(of('detail') || of('reason')) : '';
  return why === '' ? t(`charts.signs.${kind}`) : `${t(`charts.signs.${kind}`)}: ${why}`;
}

const valueText = (plan: ChartPlan, value: number | null): string =>
  value === null ? '–' : plan.text(value);

/** What the curves show, for those who don't see them. */
function labelOf(
  { t }: Text,
  plan: ChartPlan,
  series: readonly ChartSeries[],
  presentOf: (line: ChartSeries) => number | null,
): string {
  const lines = series.map((line) => {
    const known = line.values.filter((value) => value !== null);
    const most = known.reduce((a, b) => Math.max(a, b), 0);
    return t('charts.label', {
      name: line.name,
      now: valueText(plan, presentOf(line)),
      most: plan.text(most),
    });
  });
  return `${plan.title}: ${lines.join('; ')}`;
}

function plansOf({ t, format }: Text, memoryBytes: number | null, cpuCores: number | null): ChartPlan[] {
  const mebibyte = 1024 ** 2;
  return [
    {
      title: 'CPU',
      lines: [{ name: 'CPU', series: 'cpuRatio', colour: '--accent' }],
      text: format.ratio,
      // The kernel counts in hundredths of a second, so one percent more or less is noise.
      least: 0.2,
      limit:
        cpuCores === null
          ? null
          : { value: cpuCores, text: t('charts.limit', { value: format.ratio(cpuCores) }) },
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
      limit:
        memoryBytes === null
          ? null
          : { value: memoryBytes, text: t('charts.limit', { value: format.bytes(memoryBytes) }) },
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
