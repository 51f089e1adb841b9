/**
 * A worker's past as a bar: what it was and when, drawn in pixels so that no trouble is too short to be seen, and told in words. Pure.
 * Time that nobody saw is unknown and never counted as well.
 */
import { isCrash, isFailure } from './exit.ts';
import { type Tone, toneOf, worstFirst } from './standing.ts';
import type { StateSpan, Worker, WorkerState } from './types.ts';

/** A span of the shown time, in ms since the epoch. */
export interface Span {
  state: WorkerState;
  from: number;
  to: number;
  /** Null when nothing but its state is known. */
  known: StateSpan | null;
  /** A job that rests between its runs, as it should. */
  usual?: boolean;
}

/**
 * The spans within [from, to], the newest up to the end. What the live connection says of the worker now comes after what the server
 * remembered when it was asked.
 */
export function spansOf(
  states: readonly StateSpan[],
  from: number,
  to: number,
  now: Pick<Worker, 'state' | 'since' | 'reason' | 'fresh' | 'seenAt'> | null,
): Span[] {
  const spans: Span[] = [];
  for (const known of states) {
    const began = Math.max(from, Date.parse(known.since));
    const ended = Math.min(to, known.until === null ? to : Date.parse(known.until));
    // A span without length is one that has just begun, or a moment that must not be lost.
    if (ended < began || began > to) continue;
    // Back within a second: the stop is told with the run that followed it, and is shown where it was.
    const wasStopped = known.exit !== null && isWell(known.state) && Date.parse(known.since) >= from;
    if (wasStopped) {
      const state = known.exit?.reason === 'health' ? 'unhealthy' : 'stopping';
      spans.push({ state, from: began, to: began, known });
    }
    spans.push({ state: known.state, from: began, to: ended, known });
  }
  if (now === null) return spans;
  const begin = (state: WorkerState, at: number) => {
    const last = spans.at(-1);
    if (at > to || (last && (last.from > at || last.state === state))) return;
    if (last) last.to = Math.max(last.from, Math.min(last.to, at));
    spans.push({ state, from: Math.max(from, at), to, known: null });
  };
  begin(now.state, Date.parse(now.since));
  if (!now.fresh) begin('unknown', Date.parse(now.seenAt));
  return spans;
}

/** For a job: that it ended well and waits for its next run is no news. */
export function withUsualRest(spans: readonly Span[]): Span[] {
  return spans.map((span) => {
    const { state, known } = span;
    const rests = state === 'stopped' || state === 'stopping';
    const wasAskedFor = known?.by != null;
    const failed = known?.exit != null && isFailure(known.exit);
    return rests && !wasAskedFor && !failed ? { ...span, usual: true } : span;
  });
}

/**
 * A state, or a crash, which many a worker survives without being in a bad state for more than a few milliseconds, or the rest of a job
 * between its runs.
 */
export type BarState = WorkerState | 'crashed' | 'resting';

const barOrder: readonly BarState[] = [
  ...worstFirst.slice(0, 2),
  'crashed',
  ...worstFirst.slice(2),
  'resting',
];

export function barTone(state: BarState): Tone {
  if (state === 'crashed') return 'bad';
  return state === 'resting' ? 'rest' : toneOf(state);
}

/** A part of the bar. */
export interface Stretch {
  x: number;
  width: number;
  state: BarState;
}

/** Something on the bar that one may want to know more about: one or several things that stand together. */
export interface Mark {
  x: number;
  width: number;
  /** The worst of it. */
  state: BarState;
  from: number;
  to: number;
  /** What is in it, without what was well, oldest first. */
  spans: readonly Span[];
}

/** However short, it is seen. */
const leastPixels = 2;

/** Pixel by pixel: the worst that was in it. Where nothing is known there is no stretch. */
export function drawBar(
  spans: readonly Span[],
  from: number,
  to: number,
  width: number,
): { stretches: Stretch[]; marks: Mark[] } {
  const pixels = Math.max(0, Math.round(width));
  if (pixels === 0 || to <= from) return { stretches: [], marks: [] };
  const ranks = new Int8Array(pixels).fill(barOrder.length);
  const columnsOf = (span: Span): [number, number] => {
    const first = Math.min(pixels - 1, Math.floor(((span.from - from) / (to - from)) * pixels));
    const end = Math.max(first + 1, Math.ceil(((span.to - from) / (to - from)) * pixels));
    if (isWell(span.state) || span.usual || end - first >= leastPixels) return [first, Math.min(pixels, end)];
    // At the right edge it grows to the left.
    const start = Math.max(0, Math.min(first, pixels - leastPixels));
    return [start, Math.min(pixels, start + leastPixels)];
  };
  const paint = (state: BarState, first: number, end: number) => {
    const rank = barOrder.indexOf(state);
    for (let at = first; at < end; at++) if (rank < (ranks[at] ?? 0)) ranks[at] = rank;
  };
  for (const span of spans) {
    const [first, end] = columnsOf(span);
    paint(span.usual ? 'resting' : span.state, first, end);
    // A crash from before the shown time is not one at its beginning.
    if (hasCrashed(span) && span.from > from) paint('crashed', first, Math.min(end, first + leastPixels));
  }
  const stretches: Stretch[] = [];
  for (let at = 0; at < pixels; at++) {
    const state = barOrder[ranks[at] ?? 0];
    const last = stretches.at(-1);
    if (state === undefined) continue;
    if (last && last.state === state && last.x + last.width === at) last.width++;
    else stretches.push({ x: at, width: 1, state });
  }
  return { stretches, marks: marksOf(stretches, spans, columnsOf) };
}

/** Stretches that touch and are not well are one mark; what is unknown stands for itself. */
function marksOf(
  stretches: readonly Stretch[],
  spans: readonly Span[],
  columnsOf: (span: Span) => [number, number],
): Mark[] {
  const marks: (Omit<Mark, 'spans'> & { spans: Span[] })[] = [];
  for (const { x, width, state } of stretches) {
    if (isWell(state) || state === 'resting') continue;
    const last = marks.at(-1);
    const joins = last && last.x + last.width === x && (last.state === 'unknown') === (state === 'unknown');
    if (!joins) {
      marks.push({ x, width, state, from: 0, to: 0, spans: [] });
      continue;
    }
    last.width += width;
    if (barOrder.indexOf(state) < barOrder.indexOf(last.state)) last.state = state;
  }
  let at = 0;
  for (const span of spans) {
    if (isWell(span.state) || span.usual) continue;
    const [first] = columnsOf(span);
    while ((marks[at]?.x ?? Number.POSITIVE_INFINITY) + (marks[at]?.width ?? 0) <= first) at++;
    // What is unknown and drawn over by something worse belongs to that.
    const mark = marks[at];
    if (!mark) continue;
    if (mark.spans.length === 0) mark.from = span.from;
    mark.to = Math.max(mark.to, span.to);
    mark.spans.push(span);
  }
  return marks.filter((mark) => mark.spans.length > 0);
}

const isWell = (state: BarState) => barTone(state) === 'well';

const hasCrashed = ({ known, state }: Span) => !isWell(state) && known?.exit != null && isCrash(known.exit);

export interface Share {
  /** 0..1 of the time in which it should have been well; null when there was none. Rounded down: 100 % means no trouble at all. */
  wellRatio: number | null;
  /** From the first that is known of it, within the shown time. */
  coveredMs: number;
  /** How often it stopped, for whatever reason. */
  stops: number;
  /** It may have been more often: what happened within the same second is told together. */
  atLeast: boolean;
  /** How often it was unhealthy or degraded and came back without a stop. */
  ailings: number;
  /** At rest on purpose, which is neither well nor trouble. */
  restMs: number;
  unknownMs: number;
}

/** What the bar says, as figures. */
export function shareOf(spans: readonly Span[]): Share {
  const first = spans[0];
  const last = spans.at(-1);
  const share: Share = {
    wellRatio: null,
    coveredMs: 0,
    stops: 0,
    atLeast: false,
    ailings: 0,
    restMs: 0,
    unknownMs: 0,
  };
  if (!first || !last) return share;
  share.coveredMs = last.to - first.from;
  let wellMs = 0;
  let before: Span | null = null;
  for (const span of spans) {
    const { state, known } = span;
    const ms = span.to - span.from;
    if (isWell(state)) wellMs += ms;
    else if (state === 'unknown') share.unknownMs += ms;
    else if (state === 'stopped') share.restMs += ms;
    const goesOn: boolean = before !== null && before.to >= span.from;
    const stops = isStop(span);
    if (isAiling(span) && !(goesOn && before && isAiling(before))) share.ailings++;
    if (stops) {
      // What was unhealthy and is stopped for it is told as the stop.
      if (goesOn && before && isAiling(before)) share.ailings--;
      share.atLeast ||= (known?.changes ?? 1) > statesOfAStop;
      share.stops += stopsIn(known) - (goesOn && before && isStop(before) ? 1 : 0);
    }
    before = span;
  }
  const expectedMs = share.coveredMs - share.restMs;
  if (expectedMs > 0) {
    // A stop of a few milliseconds is one as well.
    const most = share.stops + share.ailings > 0 ? 0.999 : 1;
    share.wellRatio = Math.min(most, Math.floor((wellMs / expectedMs) * 1000) / 1000);
  }
  return share;
}

/** Not well, and not stopped for it. */
function isAiling({ state, known }: Span): boolean {
  return (state === 'unhealthy' || state === 'degraded') && known?.exit == null;
}

/** A start is not a stop, and nobody knows what was unknown. Whatever follows the end of a run is one, but a run itself. */
function isStop(span: Span): boolean {
  const { state, usual = false } = span;
  return !usual && !isWell(state) && !isAiling(span) && state !== 'unknown' && state !== 'starting';
}

/** Stopping, waiting, starting and running again: so many states one stop may take. */
const statesOfAStop = 4;

/** The least number of stops in a span that stands for many states, each of less than a second. */
function stopsIn(known: StateSpan | null): number {
  return Math.max(1, Math.floor((known?.changes ?? 1) / statesOfAStop));
}

/** Why a mark is there: the first of its spans that knows, for later ones follow from it. */
export function causeOf(mark: Mark): StateSpan | null {
  const known = mark.spans.flatMap((span) => span.known ?? []);
  return (
    known.find((span) => span.exit !== null || span.by !== null) ??
    known.find((span) => span.reason !== '') ??
    null
  );
}

export function stopsOf(mark: Mark): number {
  const { stops, ailings } = shareOf(mark.spans);
  return stops + ailings;
}

/** The mark under a point, or the one next to it within reach of a finger; its index, or -1. */
export function markAt(marks: readonly Mark[], x: number, reach: number): number {
  let best = -1;
  let bestDistance = reach;
  marks.forEach((mark, at) => {
    const distance = Math.max(0, mark.x - x, x - mark.x - mark.width);
    if (distance < bestDistance || (distance === 0 && bestDistance > 0)) {
      best = at;
      bestDistance = distance;
    }
  });
  return best;
}

const tickSteps = [5, 10, 15, 30, 60, 120, 180, 360].map((minutes) => minutes * 60_000);

/** Round local times for the axis, at least so many pixels apart. */
export function ticksOf(from: number, to: number, width: number, leastApart: number): number[] {
  const most = Math.max(1, Math.floor(width / leastApart));
  const step = tickSteps.find((each) => (to - from) / each <= most) ?? 6 * 3600_000;
  // Round in the reader's zone; a change to summer time in the midst only shifts the labels.
  const offset = new Date(to).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) ticks.push(at);
  return ticks;
}
