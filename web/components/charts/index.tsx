/** Charts of one stretch of time under one cursor, with the signs of what happened. */
import { useQuery } from '@tanstack/react-query';
import { lazy, memo, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { type EventMarker, type MarkerKind, thinned } from '../../data/chart-markers.ts';
import { serverNow } from '../../data/clock.ts';
import { type Curves, curveOf, grainFor, grainWithin, useCurves, useTiers } from '../../data/curves.ts';
import { part } from '../../data/part.ts';
import {
  backIn,
  type Bounds,
  boundsOf,
  isLive,
  periodIn,
  type PeriodSearch,
  searchOf,
  zoomedOut,
  zoomedTo,
} from '../../data/period.ts';
import { createStore, type Store } from '../../data/store.ts';
import { useStore } from '../../data/use-store.ts';
import { theme as themeStore } from '../../data/theme.ts';
import type { Change } from '../../data/time-range.ts';
import { type Subject, trendsQuery } from '../../data/trends.ts';
import type { Trends } from '../../data/types.ts';
import { useSeenNow } from '../../data/use-fleet.ts';
import { useMedia } from '../../data/use-media.ts';
import { useWidth } from '../../data/use-width.ts';
import { useText } from '../../i18n/index.ts';
import { Empty, Loading, Problem } from '../block.tsx';
import { Stroke } from '../stroke.tsx';
import { ChartMenu } from './chart-menu.tsx';
import type { LongRun } from './long-run.ts';
import type { ChartPlan, PlannedLine } from './plan.ts';
import { timeTextOf } from './time-text.ts';
import type { ChartPicture, ChartSeries, Marker } from './time-chart.tsx';

const TimeChart = lazy(part(() => import('./time-chart.tsx')));

interface ChartsProps {
  plans: readonly ChartPlan[];
  search: PeriodSearch;
  onChange: (change: Change<PeriodSearch>) => void;
  /** What happened, oldest first. */
  events: readonly EventMarker[];
  /** Since when `events` are complete, ms; null: they all are. */
  eventsSince: number | null;
  markerText: (marker: EventMarker) => string;
  /** Of files that are saved: a worker's or a host's name. */
  of: string;
  /** Whose trends are drawn along, where a plan names a figure. */
  subject: Subject;
  /** Said when nothing at all is known. */
  empty: string;
  /** More stand side by side where there is room. */
  mostColumns: number;
}

/** The first minutes fill no less than this, so that they are not a sliver at the edge. */
const leastSpanMs = 120_000;
/** A chart is no narrower than this while it has a neighbour. */
const leastWidth = 340;
const gap = 28;
/** What the axis takes of the width. */
const axisWidth = 72;
/** Signs stand no closer than this. */
const signWidth = 7;

/** Each asks for what it is as wide as; what is dragged over becomes the period. */
export function Charts({
  plans,
  search,
  onChange,
  events,
  eventsSince,
  markerText,
  of,
  subject,
  empty,
  mostColumns,
}: ChartsProps) {
  const { t, format } = useText();
  const { ref, width } = useWidth();
  const columns = Math.max(1, Math.min(mostColumns, Math.floor((width + gap) / (leastWidth + gap))));
  // In steps, so that a window that is drawn wider does not ask anew with each pixel.
  const chartWidth = Math.ceil(((width + gap) / columns - gap - axisWidth) / 100) * 100;
  const period = useMemo(() => periodIn(search), [search]);
  // Where what is known of a live period begins, if that is long after the period does: the little that there is is shown finely.
  const [learnt, setLearnt] = useState({ period, begin: 0 });
  const begin = learnt.period === period ? learnt.begin : 0;
  // Of what is known the next power of two minutes: as it grows, it is shown less finely.
  const end = useSeenNow((now) => (begin > 0 ? begin + roomFor(now - begin) : 0));
  const tiers = useTiers();
  const grain = useMemo(
    () => (begin > 0 ? grainWithin(begin, end, chartWidth, tiers) : grainFor(period, chartWidth, tiers)),
    [period, chartWidth, begin, end, tiers],
  );
  const wanted = useMemo(() => plans.flatMap(({ lines }) => lines), [plans]);
  const curves = useCurves({ wanted, period, grain, begin, enabled: width > 0 });
  const back = backIn(search);
  const before = useCurves({
    wanted,
    period,
    grain,
    begin,
    back,
    enabled: width > 0 && back > 0,
  });
  const [cursor] = useState(() => createStore<number | null>(null));
  const live = isLive(period);
  const { data } = curves;
  const seen = useSeenNow((now) => Math.floor(now / grain.stepMs) * grain.stepMs);
  const whole = boundsOf(period, seen);
  const from =
    live && data
      ? Math.max(whole.from, Math.min(firstKnown(data) ?? whole.from, seen - leastSpanMs))
      : whole.from;
  const { to } = whole;
  const { data: trends } = useQuery(trendsQuery(subject, whole));
  if (data && !curves.isPlaceholderData) {
    const known = live ? firstKnown(data) : null;
    const isLate = known !== null && known - grain.stepMs - whole.from > (to - whole.from) / 10;
    // A point stands for the step before it. In whole minutes, so that it is not asked anew with each second.
    const beginning = isLate ? Math.floor((known - grain.stepMs) / 60_000) * 60_000 : 0;
    if (beginning !== begin) setLearnt({ period, begin: beginning });
  }
  const markers = useMemo(() => {
    const apartMs = ((to - from) / Math.max(1, chartWidth)) * signWidth;
    return thinned(
      events.filter(({ time }) => time >= from && time <= to),
      apartMs,
    ).map((marker) => ({
      time: marker.time,
      kind: marker.kind,
      text:
        marker.others > 0
          ? t('charts.andOthers', { text: markerText(marker), count: marker.others })
          : markerText(marker),
    }));
  }, [events, from, to, chartWidth, markerText, t]);
  const onZoom = useCallback(
    (bounds: Bounds) => onChange(searchOf(zoomedTo(bounds.from, bounds.to))),
    [onChange],
  );
  const onZoomOut = useCallback(() => onChange(searchOf(zoomedOut(period, serverNow()))), [onChange, period]);
  const nothing = data !== undefined && !curves.isPlaceholderData && firstKnown(data) === null;
  return (
    <div ref={ref} className="min-w-0">
      {!data ? (
        curves.isError ? (
          <Problem error={curves.error} retry={() => void curves.refetch()} />
        ) : (
          <Waiting plans={plans} columns={columns} />
        )
      ) : (
        <>
          <div className="-mt-1 mb-3 flex min-h-5 flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-faint text-xs">
            <Moment cursor={cursor} stepMs={grain.stepMs} apartMs={grain.apartMs} />
            <MarkerLegend markers={markers} />
            {eventsSince !== null && (
              <span>{t('charts.signsSince', { time: format.clock(eventsSince) })}</span>
            )}
            {curves.isError && (
              <button
                type="button"
                onClick={() => void curves.refetch()}
                className="font-medium text-bad underline underline-offset-2"
              >
                {t('charts.outdated')}
              </button>
            )}
          </div>
          {nothing && live ? (
            <Empty>{empty}</Empty>
          ) : (
            <Suspense fallback={<Waiting plans={plans} columns={columns} />}>
              <div
                className="grid gap-x-7 gap-y-5"
                style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
                aria-busy={curves.isPlaceholderData}
              >
                {plans.map((plan) => (
                  <Chart
                    key={plan.title}
                    plan={plan}
                    curves={data}
                    before={back > 0 ? before.data : undefined}
                    markers={markers}
                    from={from}
                    to={to}
                    live={live}
                    stepMs={grain.stepMs}
                    cursor={cursor}
                    onZoom={onZoom}
                    onZoomOut={onZoomOut}
                    of={of}
                    trends={trends}
                  />
                ))}
              </div>
            </Suspense>
          )}
        </>
      )}
    </div>
  );
}

function roomFor(ms: number): number {
  return 60_000 * 2 ** Math.ceil(Math.log2(Math.max(1, ms / 60_000)));
}

/** Time of the first point of which anything is known. */
function firstKnown({ times, values }: Curves): number | null {
  const curves = Object.entries(values).filter(([name]) => name.endsWith('.mean'));
  const at = times.findIndex((_, index) => curves.some(([, curve]) => curve[index] != null));
  return times[at] ?? null;
}

/** The time under the cursor, else what a point stands for. */
function Moment({
  cursor,
  stepMs,
  apartMs,
}: {
  cursor: Store<number | null>;
  stepMs: number;
  apartMs: number;
}) {
  const { t, format } = useText();
  const time = useStore(cursor, (value) => value);
  return (
    <span className="figures min-w-[20ch]">
      {time === null ? (
        stepMs > apartMs ? (
          t('charts.sumsUp', { time: format.duration(stepMs) })
        ) : (
          t('charts.exact')
        )
      ) : (
        <span className="font-medium text-ink" title={format.utc(time)}>
          {format.time(time)}
        </span>
      )}
    </span>
  );
}

/** As high as the charts will be, so that what stands below them does not jump. */
function Waiting({ plans, columns }: { plans: readonly ChartPlan[]; columns: number }) {
  return (
    <div style={{ minHeight: Math.ceil(plans.length / columns) * 200 }}>
      <Loading lines={6} />
    </div>
  );
}

interface ChartProps {
  plan: ChartPlan;
  curves: Curves;
  before: Curves | undefined;
  markers: readonly Marker[];
  from: number;
  to: number;
  live: boolean;
  stepMs: number;
  cursor: Store<number | null>;
  onZoom: (bounds: Bounds) => void;
  onZoomOut: () => void;
  of: string;
  trends: Trends | undefined;
}

interface DrawnLine extends ChartSeries, Pick<PlannedLine, 'id'> {}

const Chart = memo(function Chart({
  plan,
  curves,
  before,
  markers,
  from,
  to,
  live,
  stepMs,
  cursor,
  onZoom,
  onZoomOut,
  of,
  trends,
}: ChartProps) {
  const text = useText();
  const { t, format } = text;
  const theme = useStore(themeStore, (value) => value);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const picture = useRef<ChartPicture>(null);
  const lines = useMemo(() => linesOf(plan, curves, before), [plan, curves, before]);
  const longRun = useMemo(() => longRunOf(plan, trends), [plan, trends]);
  const shown = lines.length > 0;
  return (
    <figure className="flex min-w-0 flex-col justify-between" aria-label={plan.title}>
      <figcaption className="figures flex min-h-14 content-start items-start gap-x-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 text-xs">
          <span className="w-full truncate font-medium text-sm">
            {plan.title} <span className="font-normal text-ink-faint text-xs">{plan.note}</span>
            {plan.limit && (
              <span className="ml-2 inline-flex items-baseline gap-1.5 font-normal text-ink-faint text-xs">
                <Stroke colour="--bad" dashed />
                {plan.limit.text}
              </span>
            )}
          </span>
          {lines.map((line) => (
            <LineCaption
              key={line.id}
              line={line}
              plan={plan}
              times={curves.times}
              live={live}
              stepMs={stepMs}
              to={to}
              cursor={cursor}
            />
          ))}
          {shown && longRun && <LongRunLegend longRun={longRun} />}
        </div>
        {shown && (
          <ChartMenu
            plan={plan}
            of={of}
            times={curves.times}
            lines={lines}
            canvas={() => picture.current?.canvas() ?? null}
          />
        )}
      </figcaption>
      {!shown ? (
        <p className="flex h-34 items-center justify-center text-ink-faint text-xs">{t('charts.nothing')}</p>
      ) : (
        <TimeChart
          // Its colours and the number of its lines are read once.
          key={`${theme}${dark}${lines.map(({ id }) => id).join()}`}
          times={curves.times}
          series={lines}
          markers={markers}
          label={labelOf(text, plan, lines)}
          axisText={plan.text}
          timeText={timeTextOf(format, from, to)}
          momentText={format.time}
          least={plan.least}
          binary={plan.binary ?? false}
          limit={plan.limit ?? null}
          longRun={longRun}
          from={from}
          to={to}
          onPoint={cursor.set}
          onZoom={onZoom}
          onZoomOut={onZoomOut}
          picture={picture}
        />
      )}
    </figure>
  );
});

function longRunOf({ longRun }: ChartPlan, trends: Trends | undefined): LongRun | null {
  const found = longRun && trends?.figures.find(({ figure }) => figure === longRun);
  if (!trends || !found || (!found.usual && !found.trend)) return null;
  const { usual, trend } = found;
  return {
    usual,
    slope: trend && {
      since: Date.parse(trend.since),
      at: Date.parse(trends.at),
      level: trend.level,
      perMs: trend.perHour / 3_600_000,
    },
  };
}

function LongRunLegend({ longRun: { usual, slope } }: { longRun: LongRun }) {
  const { t } = useText();
  return (
    <>
      {slope && (
        <span className="inline-flex items-baseline gap-1.5 text-ink-faint">
          <Stroke colour="--ink-soft" dashed />
          {t('trends.line')}
        </span>
      )}
      {usual && (
        <span
          className="inline-flex items-center gap-1.5 text-ink-faint"
          title={t(`trends.usualBy.${usual.by}`, { count: usual.count })}
        >
          <svg width="14" height="8" aria-hidden="true" className="text-rest">
            <path d="M0 0h14v8H0z" fill="currentColor" opacity="0.3" />
          </svg>
          {t('trends.usual')}
        </span>
      )}
    </>
  );
}

/** The lines of which anything is known. */
function linesOf({ lines }: ChartPlan, curves: Curves, before: Curves | undefined): DrawnLine[] {
  return lines.flatMap((line) => {
    const values = curveOf(curves, line.id);
    const isUsed = values?.some((value) => value !== null && (line.onlyWhenUsed !== true || value > 0));
    if (!values || isUsed !== true) return [];
    return [
      {
        ...line,
        values,
        min: curveOf(curves, line.id, 'min'),
        max: curveOf(curves, line.id, 'max'),
        // Two rows of bars would hide each other.
        before: line.bars ? undefined : curveOf(before, line.id),
      },
    ];
  });
}

interface LineCaptionProps {
  line: DrawnLine;
  plan: ChartPlan;
  times: readonly number[];
  live: boolean;
  stepMs: number;
  to: number;
  cursor: Store<number | null>;
}

/** Figures come once a second and a point of several when it is complete: later there are none of the present. */
const overdueOf = (stepMs: number) => Math.max(6_000, 3 * stepMs);

/** A line's name, and its value: under the cursor, else now, else the most in what is shown. */
function LineCaption({ line, plan, times, live, stepMs, to, cursor }: LineCaptionProps) {
  const { t } = useText();
  const time = useStore(cursor, (value) => value);
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <Stroke colour={line.colour} dashed={line.dashed ?? false} />
      <span className="text-ink-faint">{line.name}</span>
      <span className="min-w-[8ch] whitespace-nowrap font-medium text-ink">
        {time !== null ? (
          <Pointed line={line} plan={plan} at={Math.round((time - (times[0] ?? 0)) / stepMs)} />
        ) : live ? (
          <Present line={line} plan={plan} times={times} overdueMs={overdueOf(stepMs)} to={to} />
        ) : (
          t('charts.most', { value: valueText(plan, mostOf(line)) })
        )}
      </span>
    </span>
  );
}

function Pointed({ line, plan, at }: { line: DrawnLine; plan: ChartPlan; at: number }) {
  const { t } = useText();
  const [min, max, before] = [line.min?.[at], line.max?.[at], line.before?.[at]];
  return (
    <>
      {valueText(plan, line.values[at])}
      {min != null && max != null && (
        <span className="font-normal text-ink-faint">
          {' '}
          {plan.text(min)} – {plan.text(max)}
        </span>
      )}
      {before != null && (
        <span className="font-normal text-ink-faint">
          {' '}
          {t('charts.before', { value: plan.text(before) })}
        </span>
      )}
    </>
  );
}

/** What it is now; once that is not known, how long ago it was seen last. */
function Present({
  line,
  plan,
  times,
  overdueMs,
  to,
}: {
  line: DrawnLine;
  plan: ChartPlan;
  times: readonly number[];
  overdueMs: number;
  to: number;
}) {
  const { t, format } = useText();
  const at = line.values.findLastIndex((value) => value !== null);
  const ageMs = to - (times[at] ?? to);
  if (at < 0 || ageMs <= overdueMs) return <>{valueText(plan, line.values[at])}</>;
  return (
    <span className="font-normal text-warn">
      {t('charts.lastSeen', { age: format.duration(Math.round(ageMs / 1_000) * 1_000) })}
    </span>
  );
}

const valueText = (plan: ChartPlan, value: number | null | undefined): string =>
  value == null ? '–' : plan.text(value);

function mostOf({ values, max = values }: DrawnLine): number | null {
  return max.reduce((most, value) => (value === null ? most : Math.max(value, most ?? value)), null);
}

/** What the curves show, for those who don't see them. */
function labelOf(
  { t }: Pick<ReturnType<typeof useText>, 't'>,
  plan: ChartPlan,
  lines: readonly DrawnLine[],
): string {
  const told = lines.map((line) =>
    t('charts.label', {
      name: line.name,
      now: valueText(
        plan,
        line.values.findLast((value) => value !== null),
      ),
      most: valueText(plan, mostOf(line)),
    }),
  );
  return `${plan.title}: ${told.join('; ')}`;
}

const signs: Record<MarkerKind, { path: string; tone: string }> = {
  start: { path: 'M1 0l7 4-7 4z', tone: 'text-well' },
  stop: { path: 'M1 1h6v6H1z', tone: 'text-rest' },
  crash: { path: 'M1 1l6 6M7 1 1 7', tone: 'text-bad' },
  ailing: { path: 'M4 0l4 4-4 4-4-4z', tone: 'text-warn' },
  config: { path: 'M4 .5a3.5 3.5 0 1 1-.01 0', tone: 'text-accent' },
};

/** What the signs on the charts mean, of those that are there. */
function MarkerLegend({ markers }: { markers: readonly Marker[] }): ReactNode {
  const { t } = useText();
  const kinds = (Object.keys(signs) as MarkerKind[]).filter((kind) =>
    markers.some((marker) => marker.kind === kind),
  );
  if (kinds.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-3">
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
