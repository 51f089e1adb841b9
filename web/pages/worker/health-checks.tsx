import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { Loading } from '../../components/block.tsx';
import { CheckList } from '../../components/check-list.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { checksQuery } from '../../data/queries.ts';
import type { CheckHistory, Worker } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';

type Results = CheckHistory['checks'][number]['results'];

/** How many results a row has room for. */
const shownResults = 50;
/** A curve of fewer points says nothing. */
const leastTimed = 5;

/** Each health check: how it stands, its last results, how long they took, and why it counts. */
export function HealthChecks({ worker }: { worker: Worker }) {
  const { data, isPending } = useQuery(checksQuery(worker.name, worker.checks.length > 0));
  return (
    <CheckList checks={worker.checks}>
      {({ name, type }) =>
        type !== 'process' && (
          <CheckResults
            name={name}
            isAsked={isPending}
            known={data?.checks.find((check) => check.name === name)}
          />
        )
      }
    </CheckList>
  );
}

interface CheckResultsProps {
  name: string;
  known: CheckHistory['checks'][number] | undefined;
  /** The answer is still to come. */
  isAsked: boolean;
}

function CheckResults({ name, known, isAsked }: CheckResultsProps) {
  const text = useText();
  const { t, format, say } = text;
  /** The time of the pointed result: results move on while one looks at them. */
  const [pointedAt, pointAt] = useState<string | null>(null);
  const shown = (known?.results ?? []).slice(-shownResults);
  const pointed = shown.findIndex(({ at }) => at === pointedAt);
  const result = shown[pointed];
  const timed = shown.map(({ tookMs }) => tookMs);
  const hasTimes = timed.filter((ms) => ms !== null).length >= leastTimed;
  return (
    <>
      {isAsked && <Loading lines={1} />}
      {shown.length > 0 && (
        <div className="mt-2 max-w-[560px]">
          <ResultBars
            results={shown}
            label={`${name}: ${resultsText(text, shown)}`}
            pointed={pointed < 0 ? null : pointed}
            told={result ? resultText(text, result) : t('timeline.stepHint')}
            onPoint={(at) => pointAt(at === null ? null : (shown[at]?.at ?? null))}
          />
          {hasTimes && (
            <div className="mt-1">
              <Sparkline values={timed} span={shownResults} height={22} />
            </div>
          )}
          <p className="figures mt-1 min-h-4 truncate text-ink-faint text-xs">
            {result ? (
              <>
                <time dateTime={result.at} title={format.utc(result.at)}>
                  {format.time(result.at)}
                </time>{' '}
                <span className={result.ok ? 'text-well' : 'text-bad'}>
                  {t(result.ok ? 'checks.passing' : 'checks.failing')}
                </span>
                {result.tookMs !== null && ` · ${format.duration(result.tookMs)}`}
                {result.detail !== '' && ` · ${say(result.detail)}`}
              </>
            ) : (
              <>
                {resultsText(text, shown)}
                {hasTimes && ` · ${timesText(text, timed)}`}
              </>
            )}
          </p>
        </div>
      )}
      {known && known.weighs !== '' && (
        <p className="mt-1 max-w-[68ch] text-pretty text-ink-faint text-xs">{say(known.weighs)}</p>
      )}
    </>
  );
}

interface ResultBarsProps {
  results: Results;
  label: string;
  pointed: number | null;
  /** The pointed result in words. */
  told: string;
  onPoint: (at: number | null) => void;
}

/** A bar for each result, the newest at the right; what failed is taller, so that it is told without colour. */
function ResultBars({ results, label, pointed, told, onPoint }: ResultBarsProps) {
  const empty = shownResults - results.length;
  function follow(event: PointerEvent<SVGSVGElement>): void {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * shownResults) - empty;
    onPoint(at >= 0 && at < results.length ? at : null);
  }
  const last = results.length - 1;
  function onKeyDown(event: KeyboardEvent): void {
    const steps: Record<string, number | null> = {
      ArrowLeft: pointed === null ? last : Math.max(0, pointed - 1),
      ArrowRight: pointed === null ? last : Math.min(last, pointed + 1),
      Home: 0,
      End: last,
      ...(pointed !== null && { Escape: null }),
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onPoint(next);
  }
  return (
    <svg
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={results.length}
      aria-valuenow={pointed === null ? 0 : pointed + 1}
      aria-valuetext={told}
      onKeyDown={onKeyDown}
      onBlur={() => onPoint(null)}
      viewBox={`0 0 ${shownResults * 5} 20`}
      preserveAspectRatio="none"
      className="block h-5 w-full touch-pan-y"
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onPoint(null)}
    >
      {Array.from({ length: empty }, (_, at) => (
        <rect key={at} x={at * 5 + 0.5} y="9" width="4" height="6" className="fill-sunken" />
      ))}
      {results.map((result, at) => (
        <rect
          key={result.at}
          x={(empty + at) * 5 + 0.5}
          y={result.ok ? 6 : 0}
          width="4"
          height={result.ok ? 12 : 20}
          className={result.ok ? 'fill-well' : 'fill-bad'}
          opacity={pointed === null || pointed === at ? 1 : 0.5}
        />
      ))}
    </svg>
  );
}

function resultText({ t, format, say }: Text, { at, ok, tookMs, detail }: Results[number]): string {
  return [
    format.time(at),
    t(ok ? 'checks.passing' : 'checks.failing'),
    ...(tookMs === null ? [] : [format.duration(tookMs)]),
    ...(detail === '' ? [] : [say(detail)]),
  ].join(' · ');
}

function resultsText({ t }: Text, results: Results): string {
  const failed = results.filter(({ ok }) => !ok).length;
  return failed === 0
    ? t('checks.allPassed', { count: results.length })
    : t('checks.someFailed', { count: results.length, failed });
}

function timesText({ t, format }: Text, times: readonly (number | null)[]): string {
  const known = times.filter((ms) => ms !== null).sort((a, b) => a - b);
  return t('checks.times', {
    median: format.duration(known[Math.floor(known.length / 2)] ?? 0),
    most: format.duration(known.at(-1) ?? 0),
  });
}
