/**
 * How single changes of a worker's state become the spans that people look at. Pure. A state of less than a second is not worth a span:
 * such ones are folded together and with the state that lasts after them, and counted, so that a worker that is restarted twenty times a
 * second makes one span of it and not seventy thousand an hour.
 */
import type { ExitStatus, WorkerState } from '../../../link/status.ts';

/** From `at` on the worker is in this state. Times are ms since the epoch. */
export interface Mark {
  state: WorkerState;
  at: number;
  reason: string;
  /** The end of the run with which the state begins. */
  exit: ExitStatus | null;
  by: string | null;
}

/** States that followed each other too quickly to be told one by one; the worst of them gives its name. */
interface Flicker {
  since: number;
  state: WorkerState;
  reason: string;
  exit: ExitStatus | null;
  by: string | null;
  changes: number;
}

/** What a worker is now, and what came right before it and is not a span yet. */
export interface Present {
  now: Mark & {
    /** A run that was being ended has ended meanwhile. */
    ended: ExitStatus | null;
  };
  flicker: Flicker | null;
}

export interface Span extends Omit<Flicker, 'since'> {
  since: number;
  until: number;
}

export const lastingMs = 1_000;

const fromBestToWorst: readonly WorkerState[] = [
  'running',
  'stopped',
  'starting',
  'stopping',
  'degraded',
  'unknown',
  'backoff',
  'unhealthy',
  'lost',
  'failed',
];

/** The next state. Answers what is over and lasted. A clock that went back does not make time overlap. */
export function markState(before: Present | null, mark: Mark): { present: Present; over: Span[] } {
  if (!before) return { present: { now: { ...mark, ended: null }, flicker: null }, over: [] };
  const { now } = before;
  if (mark.state === now.state) return { present: { ...before, now: addKnowledge(now, mark) }, over: [] };
  const at = Math.max(mark.at, now.at);
  const next: Present['now'] = {
    ...mark,
    at,
    exit: mark.exit ?? now.ended,
    by: mark.by ?? (now.state === 'stopping' ? now.by : null),
    ended: null,
  };
  if (at - now.at < lastingMs) return { present: { now: next, flicker: fold(before) }, over: [] };
  return { present: { now: next, flicker: null }, over: spansOf(before, at) };
}

/** As if nothing had been noted for a time that has not come; a clock that was ahead had noted it. */
export function setBack({ now, flicker }: Present, at: number): Present {
  return {
    now: { ...now, at: Math.min(now.at, at) },
    flicker: flicker && { ...flicker, since: Math.min(flicker.since, at) },
  };
}

/** The same for spans. */
export function cutSpans<S extends Span>(spans: readonly S[], at: number): S[] {
  return spans
    .filter(({ since }) => since < at)
    .map((span) => ({ ...span, until: Math.min(span.until, at) }));
}

/** What is known later of the state that lasts: a reason, who asked for it, how the run ended. */
function addKnowledge(now: Present['now'], mark: Mark): Present['now'] {
  return {
    ...now,
    reason: mark.reason || now.reason,
    by: now.by ?? mark.by,
    ended: mark.exit && !now.exit ? mark.exit : now.ended,
  };
}

function fold({ now, flicker }: Present): Flicker {
  const { state, reason } = flicker && isWorse(flicker.state, now.state) ? flicker : now;
  return {
    since: flicker?.since ?? now.at,
    state,
    reason,
    exit: now.ended ?? now.exit ?? flicker?.exit ?? null,
    by: now.by ?? flicker?.by ?? null,
    changes: (flicker?.changes ?? 0) + 1,
  };
}

/** The spans of what is present, as if it ended now. A short flicker is the beginning of what lasts after it. */
export function spansOf({ now, flicker }: Present, until: number): Span[] {
  const { state, reason, exit, by } = now;
  const lasting = { state, reason, exit, by, since: now.at, until, changes: 1 };
  if (!flicker) return [lasting];
  if (now.at - flicker.since >= lastingMs) return [{ ...flicker, until: now.at }, lasting];
  return [
    {
      ...lasting,
      since: flicker.since,
      exit: exit ?? flicker.exit,
      by: by ?? flicker.by,
      changes: flicker.changes + 1,
    },
  ];
}

const rank = (state: WorkerState) => fromBestToWorst.indexOf(state);
const isWorse = (a: WorkerState, b: WorkerState) => rank(a) >= rank(b);

/**
 * At most about so many spans: when there are more, those that are shorter than a share of the whole time are taken together with their
 * short neighbours, under the name of the worst.
 */
export function mergeSpans(spans: readonly Span[], most: number): Span[] {
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last || spans.length <= most) return [...spans];
  // Each span of the answer, or each two neighbours, are at least this long.
  const shortMs = ((last.until - first.since) / most) * 2;
  const merged: Span[] = [];
  let gathered: Span | null = null;
  const close = () => {
    if (gathered) merged.push(gathered);
    gathered = null;
  };
  for (const span of spans) {
    if (span.until - span.since >= shortMs) {
      close();
      merged.push(span);
      continue;
    }
    gathered = gathered && gathered.until === span.since ? join(gathered, span) : (close(), span);
    if (gathered.until - gathered.since >= shortMs) close();
  }
  close();
  return merged;
}

function join(a: Span, b: Span): Span {
  const { state, reason } = isWorse(a.state, b.state) ? a : b;
  return {
    state,
    reason,
    since: a.since,
    until: b.until,
    exit: b.exit ?? a.exit,
    by: b.by ?? a.by,
    changes: a.changes + b.changes,
  };
}
