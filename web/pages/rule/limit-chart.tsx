import { lazy, Suspense, useMemo, useState } from 'react';
import { Empty, Loading } from '../../components/block.tsx';
import type { ChartSeries } from '../../components/charts/time-chart.tsx';
import { timeTextOf } from '../../components/charts/time-text.ts';
import { Choice } from '../../components/choice.tsx';
import { Stroke } from '../../components/stroke.tsx';
import { framed, grainFor, useTiers } from '../../data/curves.ts';
import { figureLabel } from '../../data/expressions.ts';
import { part } from '../../data/part.ts';
import { problemText } from '../../data/problem-text.ts';
import type { Found } from '../../data/prometheus.ts';
import { theme as themeStore } from '../../data/theme.ts';
import type { RuleCheck } from '../../data/types.ts';
import { useExplore } from '../../data/use-explore.ts';
import { useMedia } from '../../data/use-media.ts';
import { useStore } from '../../data/use-store.ts';
import { useWidth } from '../../data/use-width.ts';
import { useText } from '../../i18n/index.ts';

const TimeChart = lazy(part(() => import('../../components/charts/time-chart.tsx')));

type Preview = NonNullable<RuleCheck['preview']>;
type Limit = Preview['parts'][number];

const spans = ['1h', '24h', '7d'] as const;
/** More comparisons, or lines in one of them, tell nothing. */
const mostParts = 4;
const mostLines = 8;
const height = 180;
const colours = ['--accent', '--lamp', '--well', '--rest'];
const noMarkers: readonly never[] = [];
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** What a rule compares, each with its limit, over the last hours. */
export function LimitCharts({ preview }: { preview: Preview }) {
  const { t } = useText();
  const [span, setSpan] = useState<(typeof spans)[number]>('1h');
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Choice
          label={t('rules.span')}
          value={span}
          options={spans.map((value) => ({ value, text: t(`rules.spans.${value}`) }))}
          onChoose={setSpan}
        />
        <span className="figures text-ink-faint text-xs">
          {t('rules.found', { found: preview.found, count: preview.series })}
        </span>
      </div>
      {preview.parts.slice(0, mostParts).map((limit, at) => (
        <LimitChart key={at} limit={limit} span={span} />
      ))}
    </div>
  );
}

function LimitChart({ limit, span }: { limit: Limit; span: (typeof spans)[number] }) {
  const text = useText();
  const { t, format } = text;
  const { expr, op, threshold, thresholdExpr } = limit;
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const tiers = useTiers();
  const { ref, width } = useWidth();
  const wide = Math.ceil(width / 100) * 100;
  const period = useMemo(() => ({ last: span }), [span]);
  const grain = useMemo(() => (wide > 0 ? grainFor(period, wide, tiers) : null), [period, wide, tiers]);
  const compared = useExplore(expr, period, grain, 'chart');
  const bound = useExplore(thresholdExpr ?? '', period, grain, 'chart');
  const drawn = useMemo(() => {
    if (!compared.data) return null;
    const { series, bounds, stepMs } = compared.data;
    const lines = numbered(series.slice(0, mostLines), 'line');
    const bounding = numbered(bound.data?.series.slice(0, mostLines) ?? [], 'limit');
    const { times, values } = framed([...lines, ...bounding], bounds, stepMs);
    const named = (found: readonly Found[], look: (at: number) => Pick<ChartSeries, 'colour' | 'dashed'>) =>
      found.map(
        ({ labels: { [figureLabel]: name = '' } }, at): ChartSeries => ({
          name,
          values: values[name] ?? [],
          ...look(at),
        }),
      );
    const constant =
      threshold === null
        ? []
        : [{ name: 'limit', values: times.map(() => threshold), colour: '--bad', dashed: true }];
    return {
      bounds,
      times,
      count: series.length,
      lines: [
        ...named(lines, (at) => ({ colour: colours[at % colours.length] ?? '--accent' })),
        ...named(bounding, () => ({ colour: '--bad', dashed: true })),
        ...constant,
      ],
    };
  }, [compared.data, bound.data, threshold]);
  const limitText = threshold === null ? thresholdExpr : compact.format(threshold);
  return (
    <figure ref={ref} className="min-w-0">
      <figcaption className="mb-1 flex min-w-0 flex-wrap items-center gap-x-3 text-xs">
        <code className="min-w-0 font-mono text-ink-soft [overflow-wrap:anywhere]">{expr}</code>
        {op !== null && limitText !== null && (
          <span className="inline-flex min-w-0 items-center gap-1.5 text-bad">
            <Stroke colour="--bad" dashed />
            <code className="min-w-0 font-mono [overflow-wrap:anywhere]">
              {op} {limitText}
            </code>
          </span>
        )}
      </figcaption>
      {compared.isError ? (
        <p role="alert" className="py-4 text-bad text-sm">
          {problemText(text, compared.error)}
        </p>
      ) : drawn === null ? (
        <Loading lines={4} />
      ) : drawn.count === 0 ? (
        <Empty>{t('rules.noFigures')}</Empty>
      ) : (
        <Suspense fallback={<Loading lines={4} />}>
          <TimeChart
            // Its colours and the number of its lines are read once.
            key={`${theme}${dark}${drawn.lines.map(({ name, colour }) => name + colour).join()}`}
            times={drawn.times}
            series={drawn.lines}
            markers={noMarkers}
            label={t('rules.chartLabel', { count: drawn.count, expr })}
            axisText={(value) => compact.format(value)}
            timeText={timeTextOf(format, drawn.bounds.from, drawn.bounds.to)}
            least={0}
            free
            height={height}
            from={drawn.bounds.from}
            to={drawn.bounds.to}
            onPoint={nothing}
            onZoom={nothing}
            onZoomOut={nothing}
          />
        </Suspense>
      )}
      {drawn !== null && drawn.count > mostLines && (
        <p className="text-ink-faint text-xs">
          {t('explore.someDrawn', { shown: format.count(mostLines), count: drawn.count })}
        </p>
      )}
    </figure>
  );
}

/** Each with a name that no other one has, whatever its labels are. */
function numbered(series: readonly Found[], name: string): Found[] {
  return series.map((found, at) => ({ ...found, labels: { [figureLabel]: `${name}${at}` } }));
}

function nothing(): void {
  // It is to be looked at only.
}
