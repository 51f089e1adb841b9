import { lazy, Suspense, useMemo, useState } from 'react';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { Stroke } from '../../components/stroke.tsx';
import type { ChartSeries } from '../../components/time-chart.tsx';
import { endOf, presentIn } from '../../data/history.ts';
import { type HostSpan, hostSpanMs, useHostHistory } from '../../data/hosts.ts';
import { useStore } from '../../data/store.ts';
import { theme as themeStore } from '../../data/theme.ts';
import type { History, MachineSample } from '../../data/types.ts';
import { useSeenNow } from '../../data/use-fleet.ts';
import { useMedia } from '../../data/use-media.ts';
import { type Text, useText } from '../../i18n/index.ts';

const TimeChart = lazy(() => import('../../components/time-chart.tsx'));

interface Line {
  name: string;
  series: string;
  colour: string;
  dashed?: boolean;
  /** Left out while it is nothing all the time. */
  onlyWhenUsed?: boolean;
}

interface Plan {
  title: string;
  note: string;
  lines: Line[];
  text: (value: number) => string;
  least: number;
  binary?: boolean;
}

/** The first minutes fill no less than this. */
const leastSpanMs = 120_000;
const secondsUpToMs = 5 * 60_000;
/** Figures come so often that later there are none of the present. */
const overdueMs: Record<HostSpan, number> = { '15m': 6_000, '1h': 45_000 };
const noMarkers: readonly never[] = [];

/** The machine's figures over the last quarter of an hour or hour; one cursor for all. */
export function HostCharts({
  host,
  machine,
  span,
}: {
  host: string;
  machine: MachineSample | null;
  span: HostSpan;
}) {
  const text = useText();
  const { t, format } = text;
  const history = useHostHistory(host, span);
  const [point, setPoint] = useState<number | null>(null);
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const cores = machine?.cores ?? null;
  const memoryTotal = machine?.memory.totalBytes ?? null;
  const plans = useMemo(() => plansOf(text, cores, memoryTotal), [text, cores, memoryTotal]);
  const data = history.data;
  const drawn = useMemo(() => new Map(plans.map((plan) => [plan, linesOf(plan, data)])), [plans, data]);
  const to = useSeenNow((now) => endOf(data?.times ?? [], now, overdueMs[span]));
  if (!data) {
    return history.isError ? (
      <Problem error={history.error} retry={() => void history.refetch()} />
    ) : (
      <ChartsLoading />
    );
  }
  if (data.times.length === 0) return <Empty>{t('hosts.noFigures')}</Empty>;
  const from = Math.max(to - hostSpanMs[span], Math.min(data.times[0] ?? to, to - leastSpanMs));
  /** Under the cursor, else now. */
  const valueText = (plan: Plan, { values }: ChartSeries): string => {
    const value =
      point === null ? presentIn(data.times, values, to, overdueMs[span]) : (values[point] ?? null);
    return value === null ? '–' : plan.text(value);
  };
  const at = point === null ? undefined : data.times[point];
  return (
    <>
      <p className="figures -mt-2 mb-3 text-ink-faint text-xs">
        {at === undefined
          ? t('hosts.curvesNote', { time: format.duration(hostSpanMs[span]) })
          : format.time(at)}
        {span === '1h' && ` · ${t('hosts.means')}`}
      </p>
      <Suspense fallback={<ChartsLoading />}>
        <div className="grid gap-x-8 gap-y-5 md:grid-cols-2 xl:grid-cols-3">
          {plans.map((plan) => {
            const series = drawn.get(plan) ?? [];
            return (
              <figure key={plan.title} className="flex min-w-0 flex-col justify-between">
                <figcaption className="figures flex min-h-11 flex-wrap content-start items-baseline gap-x-3">
                  <span className="w-full font-medium">
                    {plan.title} <span className="font-normal text-ink-faint text-xs">{plan.note}</span>
                  </span>
                  {series.map((line) => (
                    <span key={line.name} className="inline-flex items-baseline gap-1.5 text-xs">
                      <Stroke colour={line.colour} dashed={line.dashed ?? false} />
                      <span className="text-ink-faint">{line.name}</span>
                      <span className="font-medium text-ink">{valueText(plan, line)}</span>
                    </span>
                  ))}
                </figcaption>
                {series.length === 0 ? (
                  <p className="flex h-33 items-center justify-center text-ink-faint text-xs">
                    {t('hosts.notMeasured')}
                  </p>
                ) : (
                  <TimeChart
                    // Its colours and the number of its lines are read once.
                    key={`${theme}${dark}${series.map((line) => line.name).join()}`}
                    times={data.times}
                    series={series}
                    markers={noMarkers}
                    label={plan.title}
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
                )}
              </figure>
            );
          })}
        </div>
      </Suspense>
    </>
  );
}

/** As high as the charts will be, so that what stands below them does not jump. */
function ChartsLoading() {
  return (
    <div className="min-h-295 md:min-h-145 xl:min-h-95">
      <Loading lines={6} />
    </div>
  );
}

/** The lines of which anything is known. */
function linesOf(plan: Plan, history: History | undefined): ChartSeries[] {
  return plan.lines
    .map((line) => ({ ...line, values: history?.series[line.series] ?? [] }))
    .filter(({ values, onlyWhenUsed }) =>
      values.some((value) => value !== null && (onlyWhenUsed !== true || value > 0)),
    );
}

function plansOf({ t, format }: Text, cores: number | null, memoryTotal: number | null): Plan[] {
  const mebibyte = 1024 ** 2;
  const name = (key: LineName) => t(`hosts.lines.${key}`);
  return [
    {
      title: 'CPU',
      note: cores === null ? '' : t('hosts.coresNote', { count: cores }),
      lines: [
        { name: name('user'), series: 'cpuUser', colour: '--accent' },
        { name: name('system'), series: 'cpuSystem', colour: '--lamp' },
        { name: name('iowait'), series: 'cpuIowait', colour: '--rest', dashed: true },
        { name: name('steal'), series: 'cpuSteal', colour: '--warn', dashed: true, onlyWhenUsed: true },
      ],
      text: format.ratio,
      least: 0.2,
    },
    {
      title: t('hosts.memory'),
      note: memoryTotal === null ? '' : t('hosts.of', { total: format.bytes(memoryTotal) }),
      lines: [
        { name: name('used'), series: 'memoryUsedBytes', colour: '--accent' },
        { name: name('cached'), series: 'memoryCachedBytes', colour: '--rest', dashed: true },
        { name: name('swap'), series: 'swapUsedBytes', colour: '--lamp', onlyWhenUsed: true },
      ],
      text: format.bytes,
      least: 64 * mebibyte,
      binary: true,
    },
    {
      title: t('hosts.load'),
      note: t('hosts.loadNote'),
      lines: [
        { name: name('load1'), series: 'load1', colour: '--accent' },
        { name: name('load5'), series: 'load5', colour: '--lamp' },
        { name: name('load15'), series: 'load15', colour: '--rest', dashed: true },
      ],
      text: (value) => value.toFixed(2),
      least: 1,
    },
    {
      title: t('hosts.diskIo'),
      note: '',
      lines: [
        { name: name('written'), series: 'diskWriteBytesPerSecond', colour: '--accent' },
        { name: name('read'), series: 'diskReadBytesPerSecond', colour: '--lamp' },
      ],
      text: format.bytesPerSecond,
      least: 64 * 1024,
      binary: true,
    },
    {
      title: t('hosts.network'),
      note: '',
      lines: [
        { name: name('received'), series: 'networkReceivedBytesPerSecond', colour: '--accent' },
        { name: name('sent'), series: 'networkSentBytesPerSecond', colour: '--lamp' },
      ],
      text: format.bytesPerSecond,
      least: 64 * 1024,
      binary: true,
    },
    {
      title: t('hosts.pressure'),
      note: t('hosts.pressureNote'),
      lines: [
        { name: 'CPU', series: 'pressureCpuRatio', colour: '--accent' },
        { name: t('hosts.memory'), series: 'pressureMemoryRatio', colour: '--lamp' },
        { name: t('hosts.disk'), series: 'pressureIoRatio', colour: '--rest', dashed: true },
      ],
      text: format.ratio,
      least: 0.1,
    },
  ];
}

type LineName =
  | 'user'
  | 'system'
  | 'iowait'
  | 'steal'
  | 'used'
  | 'cached'
  | 'swap'
  | 'load1'
  | 'load5'
  | 'load15'
  | 'written'
  | 'read'
  | 'received'
  | 'sent';
