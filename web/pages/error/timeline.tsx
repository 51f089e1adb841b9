import { lazy, Suspense, useMemo } from 'react';
import { Block, Empty } from '../../components/block.tsx';
import { inputBox } from '../../components/field.tsx';
import { timeTextOf } from '../../components/charts/time-text.ts';
import { type ErrorRange, errorRanges } from '../../data/error-search.ts';
import { part } from '../../data/part.ts';
import type { ErrorGroupDetail } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

const TimeChart = lazy(part(() => import('../../components/charts/time-chart.tsx')));
const height = 160;

interface TimelineProps {
  group: ErrorGroupDetail;
  range: ErrorRange;
  onRange: (range: ErrorRange) => void;
}

/** How often it happened over the period, with the restarts and deploys of its workers. */
export function Timeline({ group, range, onRange }: TimelineProps) {
  const { t, format } = useText();
  const { timeline, marks, perRestart } = group;
  const begin = Date.parse(timeline.from);
  const times = useMemo(
    () => timeline.counts.map((_, at) => begin + at * timeline.stepMs + timeline.stepMs / 2),
    [timeline, begin],
  );
  const end = begin + timeline.counts.length * timeline.stepMs;
  const total = timeline.counts.reduce((sum, count) => sum + count, 0);
  const markers = useMemo(
    () =>
      marks.map(({ time, kind, worker, text }) => ({
        time: Date.parse(time),
        kind: kind === 'deploy' ? ('config' as const) : ('start' as const),
        text:
          kind === 'deploy'
            ? t('errors.marks.deploy', { version: text })
            : t('errors.marks.restart', { worker: worker ?? '' }),
      })),
    [marks, t],
  );
  const axisTime = useMemo(() => timeTextOf(format, begin, end), [format, begin, end]);
  return (
    <Block
      title={t('error.timeline')}
      note={t('error.inPeriod', { count: total })}
      actions={
        <select
          aria-label={t('period.label')}
          value={range}
          onChange={({ target }) => {
            const next = errorRanges.find((name) => name === target.value);
            if (next) onRange(next);
          }}
          className={`${inputBox} w-auto! sm:h-8`}
        >
          {errorRanges.map((name) => (
            <option key={name} value={name}>
              {t(`period.presets.${name}`)}
            </option>
          ))}
        </select>
      }
    >
      {total === 0 && marks.length === 0 ? (
        <Empty>{t('error.notInPeriod')}</Empty>
      ) : (
        <>
          <Suspense fallback={<div style={{ height }} />}>
            <TimeChart
              times={times}
              series={[{ name: t('error.timeline'), values: timeline.counts, colour: '--bad', bars: true }]}
              markers={markers}
              label={t('error.timelineLabel', { count: total })}
              axisText={(value) => format.count(value)}
              timeText={axisTime}
              momentText={format.time}
              least={3}
              height={height}
              from={begin}
              to={end}
              onPoint={() => {}}
              onZoom={() => {}}
              onZoomOut={() => {}}
            />
          </Suspense>
          <p className="figures mt-2 flex flex-wrap gap-x-4 text-ink-faint text-xs">
            <span>{t('errors.picture.each', { time: format.duration(timeline.stepMs) })}</span>
            {perRestart !== null && (
              <span>{t('error.perRestart', { amount: format.amount(perRestart) })}</span>
            )}
          </p>
        </>
      )}
    </Block>
  );
}
