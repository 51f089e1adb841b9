import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { PeriodPicker } from '../../components/charts/period-picker.tsx';
import { timeTextOf } from '../../components/charts/time-text.ts';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { toneText } from '../../components/state.tsx';
import { boundsOf, isLive, lengthOf, periodIn, type PeriodSearch } from '../../data/period.ts';
import {
  type BarState,
  barTone,
  drawBar,
  type Mark,
  markAt,
  shareOf,
  type Span,
  spansOf,
  type Stretch,
  ticksOf,
  withUsualRest,
} from '../../data/state-timeline.ts';
import type { Change } from '../../data/time-range.ts';
import type { Worker } from '../../data/types.ts';
import { useSeenNow } from '../../data/use-fleet.ts';
import { useStates } from '../../data/use-states.ts';
import { useWidth } from '../../data/use-width.ts';
import { useText } from '../../i18n/index.ts';
import { barWord, markText, shareText } from './timeline-text.ts';

const barHeight = 40;
/** Trouble stands out of the bar at both sides, so that two pixels of it are seen, also without colour. */
const inset = 5;
const mouseReach = 8;
const fingerReach = 28;

interface StateTimelineProps {
  worker: Worker;
  search: PeriodSearch;
  onChange: (change: Change<PeriodSearch>) => void;
  /** It runs now and then, and rests in between. */
  isJob: boolean;
  /** Shows a moment in the log; null: there is no log. */
  onMoment: ((iso: string) => void) | null;
}

/** What the worker was, hour by hour, and for each stop who or what caused it. */
export function StateTimeline({ worker, search, onChange, isJob, onMoment }: StateTimelineProps) {
  const text = useText();
  const { t } = text;
  const period = useMemo(() => periodIn(search), [search]);
  const live = isLive(period);
  const lengthMs = lengthOf(period);
  const query = useStates(worker, period);
  const { ref, width } = useWidth();
  const step = Math.max(1_000, Math.floor(lengthMs / 5_000));
  const tick = useSeenNow((now) => Math.floor(now / step) * step);
  const { from, to } = boundsOf(period, Math.max(tick, Date.parse(worker.since)));
  const { state, since, reason, fresh, seenAt } = worker;
  const states = query.data?.states;
  const spans = useMemo((): Span[] => {
    if (!states) return [];
    const all = spansOf(states, from, to, live ? { state, since, reason, fresh, seenAt } : null);
    return isJob ? withUsualRest(all) : all;
  }, [states, from, to, live, state, since, reason, fresh, seenAt, isJob]);
  const { stretches, marks } = useMemo(() => drawBar(spans, from, to, width), [spans, from, to, width]);
  const share = useMemo(() => shareOf(spans), [spans]);
  /** A time within the chosen mark: marks are drawn anew all the time. */
  const [chosenTime, choose] = useState<number | null>(null);
  const chosen =
    chosenTime === null ? -1 : marks.findIndex((mark) => mark.from <= chosenTime && chosenTime <= mark.to);
  const mark = marks[chosen];
  const checks = worker.checks.map(({ name }) => name);

  return (
    <Block
      title={t('timeline.title')}
      note={states && spans.length > 0 ? shareText(text, share, lengthMs) : ''}
      actions={<PeriodPicker search={search} onChange={onChange} />}
    >
      {query.isError && !states ? (
        <Problem error={query.error} retry={() => void query.refetch()} />
      ) : (
        <>
          <div ref={ref} className="relative h-16">
            {!states ? (
              <Loading lines={1} />
            ) : (
              width > 0 && (
                <Bar
                  width={width}
                  stretches={stretches}
                  marks={marks}
                  chosen={chosen}
                  onChoose={(at) => choose(at === null ? null : (marks[at]?.from ?? null))}
                  onOpen={(at) => {
                    const opened = marks[at];
                    if (opened && onMoment) onMoment(new Date(opened.from).toISOString());
                  }}
                  label={`${t('timeline.title')}: ${shareText(text, share, lengthMs)}`}
                  valueText={mark ? markText(text, mark, to, checks).join(' ') : t('timeline.stepHint')}
                  ticks={ticksOf(from, to, width, 72)}
                  from={from}
                  to={to}
                />
              )
            )}
          </div>
          <div className="flex min-h-11 items-center gap-3 text-sm max-sm:min-h-16">
            {mark ? (
              <MarkDetail mark={mark} now={to} checks={checks} {...(onMoment && { onMoment })} />
            ) : (
              <Legend
                stretches={stretches}
                hasMarks={marks.length > 0}
                begins={spans[0] && spans[0].from > from + lengthMs / 50 ? spans[0].from : null}
              />
            )}
          </div>
        </>
      )}
    </Block>
  );
}

interface BarProps {
  width: number;
  stretches: readonly Stretch[];
  marks: readonly Mark[];
  /** Index of the chosen mark, or -1. */
  chosen: number;
  onChoose: (at: number | null) => void;
  onOpen: (at: number) => void;
  label: string;
  valueText: string;
  ticks: readonly number[];
  from: number;
  to: number;
}

function Bar({
  width,
  stretches,
  marks,
  chosen,
  onChoose,
  onOpen,
  label,
  valueText,
  ticks,
  from,
  to,
}: BarProps) {
  const { format } = useText();
  const tickText = timeTextOf(format, from, to);
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);

  function under(event: PointerEvent): number {
    const left = bar.current?.getBoundingClientRect().left ?? 0;
    return markAt(marks, event.clientX - left, event.pointerType === 'mouse' ? mouseReach : fingerReach);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const last = marks.length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: chosen < 0 ? last : Math.max(0, chosen - 1),
      ArrowRight: chosen < 0 ? last : Math.min(last, chosen + 1),
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next !== undefined && last >= 0) onChoose(next);
    else if (event.key === 'Enter' && chosen >= 0) onOpen(chosen);
    else if (event.key === 'Escape' && chosen >= 0) onChoose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const mark = marks[chosen];
  const role =
    marks.length > 0
      ? ({
          role: 'slider',
          tabIndex: 0,
          'aria-valuemin': 0,
          'aria-valuemax': marks.length,
          'aria-valuenow': chosen + 1,
          'aria-valuetext': valueText,
          onKeyDown,
        } as const)
      : ({ role: 'img' } as const);
  return (
    <>
      <div
        ref={bar}
        {...role}
        aria-label={label}
        className="absolute inset-x-0 top-0 touch-pan-y"
        style={{ height: barHeight }}
        onPointerMove={(event) => {
          const at = under(event);
          if (at >= 0) onChoose(at);
        }}
        onPointerDown={(event) => {
          const at = under(event);
          onChoose(at < 0 ? null : at);
        }}
        onDoubleClick={() => chosen >= 0 && onOpen(chosen)}
      >
        <svg width={width} height={barHeight} aria-hidden="true" className="block">
          <Patterns id={id} />
          <rect x="0" y={inset} width={width} height={barHeight - 2 * inset} rx="2" className="fill-sunken" />
          {stretches.map(({ x, width: wide, state }) => {
            const look = looks[state];
            const out = look.stands ? 0 : inset;
            return (
              <g key={`${x}${state}`} className={look.colour}>
                <rect
                  x={x}
                  y={look.low ? barHeight - inset - 8 : out}
                  width={wide}
                  height={look.low ? 8 : barHeight - 2 * out}
                  fill={look.pattern ? `url(#${id}${state})` : 'currentColor'}
                />
                {/* A pattern alone is too thin for two pixels. */}
                {look.pattern && look.stands && wide <= 4 && (
                  <rect x={x} y={out} width={wide} height={barHeight - 2 * out} fill="currentColor" />
                )}
              </g>
            );
          })}
          {mark && (
            <rect
              x={mark.x - 1.5}
              y="0.5"
              width={mark.width + 3}
              height={barHeight - 1}
              rx="2"
              fill="none"
              className="stroke-ink"
              strokeWidth="1.5"
            />
          )}
        </svg>
      </div>
      <div
        aria-hidden="true"
        className="figures absolute inset-x-0 text-ink-faint text-xs"
        style={{ top: barHeight }}
      >
        {ticks.map((tick) => {
          const x = ((tick - from) / (to - from)) * width;
          if (x < 16 || x > width - 20) return null;
          return (
            <span
              key={tick}
              className="absolute top-0 flex -translate-x-1/2 flex-col items-center whitespace-nowrap"
              style={{ left: x }}
            >
              <span className="h-1 w-px bg-line-strong" />
              {tickText(tick)}
            </span>
          );
        })}
      </div>
    </>
  );
}

interface BarLook {
  colour: string;
  pattern?: 'diagonal' | 'level' | 'upright' | 'hatch' | 'dots';
  /** Taller than the bar. */
  stands?: boolean;
  /** Only a low line. */
  low?: boolean;
}

/** Each state by colour, pattern and height. */
const looks: Record<BarState, BarLook> = {
  running: { colour: 'text-well opacity-75' },
  starting: { colour: 'text-busy', pattern: 'upright' },
  stopping: { colour: 'text-busy', pattern: 'upright' },
  degraded: { colour: 'text-warn', pattern: 'level', stands: true },
  backoff: { colour: 'text-warn', pattern: 'diagonal', stands: true },
  unhealthy: { colour: 'text-bad', pattern: 'dots', stands: true },
  failed: { colour: 'text-bad', stands: true },
  lost: { colour: 'text-bad', pattern: 'diagonal', stands: true },
  crashed: { colour: 'text-bad', stands: true },
  stopped: { colour: 'text-rest', low: true },
  resting: { colour: 'text-rest opacity-60', low: true },
  unknown: { colour: 'text-rest', pattern: 'hatch' },
};

/** One pattern a state: what is in a pattern does not take the colour of what it fills. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      {(Object.entries(looks) as [BarState, BarLook][]).map(
        ([state, { pattern, colour }]) =>
          pattern && (
            <g key={state} className={colour}>
              <pattern
                id={`${id}${state}`}
                width={pattern === 'upright' ? 4 : 6}
                height="6"
                patternUnits="userSpaceOnUse"
                {...turns[pattern]}
              >
                {tiles[pattern]}
              </pattern>
            </g>
          ),
      )}
    </defs>
  );
}

type Pattern = NonNullable<BarLook['pattern']>;

const turns: Partial<Record<Pattern, { patternTransform: string }>> = {
  diagonal: { patternTransform: 'rotate(45)' },
  hatch: { patternTransform: 'rotate(-45)' },
};
const pale = <rect width="6" height="6" fill="currentColor" opacity="0.28" />;
const tiles: Record<Pattern, ReactNode> = {
  diagonal: (
    <>
      {pale}
      <path d="M1.5 0v6" stroke="currentColor" strokeWidth="3" />
    </>
  ),
  level: (
    <>
      {pale}
      <path d="M0 1.5h6" stroke="currentColor" strokeWidth="3" />
    </>
  ),
  upright: (
    <>
      {pale}
      <path d="M1 0v6" stroke="currentColor" strokeWidth="2" />
    </>
  ),
  dots: (
    <>
      <rect width="6" height="6" fill="currentColor" />
      <circle cx="3" cy="3" r="1.2" className="fill-surface" />
    </>
  ),
  hatch: <path d="M0.5 0v6" stroke="currentColor" strokeWidth="1" />,
};

function MarkDetail({
  mark,
  now,
  checks,
  onMoment,
}: {
  mark: Mark;
  now: number;
  checks: readonly string[];
  onMoment?: (iso: string) => void;
}) {
  const text = useText();
  const { t, format } = text;
  const [when, what, why] = markText(text, mark, now, checks);
  return (
    <>
      <span className={`shrink-0 ${toneText[barTone(mark.state)]}`}>
        <BarIcon state={mark.state} size={16} />
      </span>
      <p className="min-w-0 flex-1 text-pretty" role="status">
        <span className="font-medium">{what}</span>{' '}
        <span className="figures text-ink-soft" title={format.utc(mark.from)}>
          {when}
        </span>
        {why !== '' && <span className="block text-ink-soft">{why}</span>}
      </p>
      {onMoment && (
        <Button look="quiet" icon="log" onClick={() => onMoment(new Date(mark.from).toISOString())}>
          {t('timeline.toLog')}
        </Button>
      )}
    </>
  );
}

interface LegendProps {
  stretches: readonly Stretch[];
  hasMarks: boolean;
  /** From when on something is known, where that is within the shown time. */
  begins: number | null;
}

/** What the looks mean, of those that are there. */
function Legend({ stretches, hasMarks, begins }: LegendProps) {
  const text = useText();
  const { t, format } = text;
  const states = [...new Set(stretches.map(({ state }) => state))];
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-soft text-xs">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span className={toneText[barTone(state)]}>
            <BarIcon state={state} size={12} />
          </span>
          {barWord(text, state)}
        </li>
      ))}
      {begins !== null && (
        <li className="figures text-ink-faint">{t('timeline.begins', { time: format.clock(begins) })}</li>
      )}
      {hasMarks && <li className="text-ink-faint max-sm:hidden">{t('timeline.hint')}</li>}
    </ul>
  );
}

function BarIcon({ state, size }: { state: BarState; size: number }) {
  if (state === 'crashed') return <Icon name="cross" size={size} />;
  return state === 'resting' ? <Icon name="minus" size={size} /> : <StateIcon state={state} size={size} />;
}
