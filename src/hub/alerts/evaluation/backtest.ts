/** What a rule would have done in the past, by the same steps as it goes through live. */
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failure.ts';
import type { Fleet, FleetEvent, Worker } from '../../fleet/index.ts';
import type { Labels, SeriesSource } from '../../metrics/index.ts';
import { formatQuery, queryRange, type ResultSeries } from '../../metrics/promql/index.ts';
import { endsOf, eventLabels, matches, type Seen, standingOf, typeOf } from '../happenings/index.ts';
import type { Backtest, EventRule, MetricRule, Rule } from '../rules/index.ts';
import { timingOfHappening } from './event-rules.ts';
import { nextPhase, type Phase, type Timing } from './phase.ts';
import { compile } from './plan.ts';
import { timingOf } from './timing.ts';
import { seriesKeyOf } from './vectors.ts';
import { keyOf, metricName } from '../../metrics/index.ts';

export const backtestMs = 7 * 86_400_000;
/** Steps that history is looked at in: the finest that is quick enough. */
const stepsMs = [15_000, 60_000, 300_000];
const stepsAtATime = 1_000;
const longestMs = 15_000;
const mostEpisodes = 100;
const mostEvents = 20_000;
const mostSubjects = 20_000;

interface Course {
  labels: Readonly<Record<string, string>>;
  phase: Phase | null;
}

/** Counts what begins and ceases to fire. */
class Episodes {
  fired = 0;
  firingMs = 0;
  readonly list: Backtest['episodes'] = [];
  readonly #open = new Map<
    string,
    { labels: Readonly<Record<string, string>>; fromMs: number; value: number | null }
  >();

  take(subject: string, course: Course, next: Phase | null, atMs: number, value: number | null): void {
    const before = course.phase;
    course.phase = next;
    if (before?.state !== 'firing' && next?.state === 'firing') {
      this.fired += 1;
      this.#open.set(subject, { labels: course.labels, fromMs: next.firingMs ?? atMs, value });
    } else if (before?.state === 'firing' && next === null) this.#close(subject, atMs, true);
  }

  #close(subject: string, atMs: number, isOver: boolean): void {
    const open = this.#open.get(subject);
    if (!open) return;
    this.#open.delete(subject);
    this.firingMs += atMs - open.fromMs;
    this.list.push({
      labels: { ...open.labels },
      from: isoTime(open.fromMs),
      to: isOver ? isoTime(atMs) : null,
      value: open.value,
    });
  }

  result(fromMs: number, toMs: number): Pick<Backtest, 'fired' | 'firingMs' | 'episodes' | 'from' | 'to'> {
    for (const subject of this.#open.keys()) this.#close(subject, toMs, false);
    const newest = this.list.sort((a, b) => (a.from < b.from ? 1 : -1)).slice(0, mostEpisodes);
    return {
      from: isoTime(fromMs),
      to: isoTime(toMs),
      fired: this.fired,
      firingMs: this.firingMs,
      episodes: newest,
    };
  }
}

export interface Past {
  series: SeriesSource;
  fleet: Pick<Fleet, 'workers' | 'events' | 'states'>;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

export async function backtest(rule: Rule, past: Past): Promise<Backtest> {
  if (rule.kind === 'metric') return ofMetrics(rule, past);
  if (rule.kind === 'event') return ofEvents(rule, past);
  return unknown(past, 'nobody was waited for before the rule was there');
}

function unknown({ clock }: Past, note: string): Backtest {
  const now = clock.now();
  return { ...new Episodes().result(now - backtestMs, now), fired: null, stepMs: null, note };
}

async function ofMetrics(rule: MetricRule, past: Past): Promise<Backtest> {
  const startedMs = past.clock.monotonic();
  let note: string | null = null;
  for (const stepMs of stepsMs) {
    const isLast = stepMs === stepsMs.at(-1);
    const deadlineMs = startedMs + longestMs * (isLast ? 2 : 1);
    try {
      const result = await inSteps(rule, past, stepMs, deadlineMs);
      if (result) return { ...result, stepMs, note };
    } catch (error) {
      if (isLast) return unknown(past, messageOf(error));
    }
    note = 'there is much to look through, so it was looked at in coarser steps';
  }
  return unknown(past, 'there is too much to look through');
}

/** Null: it would take too long so. */
async function inSteps(
  rule: MetricRule,
  { series, fleet, clock, signal }: Past,
  stepMs: number,
  deadlineMs: number,
) {
  const endMs = Math.floor(clock.now() / stepMs) * stepMs;
  const startMs = endMs - backtestMs;
  const timing = timingOf(rule);
  const bases = timing.noData === 'ok' ? [] : compile(rule.expr).bases.map(({ expr }) => formatQuery(expr));
  const resting = restingTimes(fleet, startMs);
  const courses = new Map<string, Course>();
  const episodes = new Episodes();
  const begunMs = clock.monotonic();
  for (let fromMs = startMs; fromMs <= endMs; fromMs += stepsAtATime * stepMs) {
    const toMs = Math.min(endMs, fromMs + (stepsAtATime - 1) * stepMs);
    const ask = async (query: string) => {
      const { series: found } = await queryRange(query, {
        source: series,
        startMs: fromMs,
        endMs: toMs,
        stepMs,
        signal,
        clock,
      });
      return bySubject(found, fromMs, stepMs);
    };
    const found = await ask(rule.expr);
    const ends = rule.resolve === null ? null : await ask(rule.resolve);
    const there = [];
    for (const base of bases) there.push(await ask(base));
    for (const [subject, column] of found)
      if (!courses.has(subject) && courses.size < mostSubjects)
        courses.set(subject, { labels: column.labels, phase: null });
    for (const [subject, course] of courses) {
      const column = found.get(subject);
      const isResting = resting(course.labels['worker']);
      for (let atMs = fromMs, step = 0; atMs <= toMs; atMs += stepMs, step += 1) {
        const value = column?.at(step);
        const isFound = value !== undefined && !isResting(atMs);
        if (!isFound && course.phase === null) continue;
        const isThere = there.length === 0 || there.some((base) => base.get(subject)?.at(step) !== undefined);
        const isEnded = ends === null || ends.get(subject)?.at(step) !== undefined;
        const seen: Seen = isFound
          ? 'found'
          : isThere || isResting(atMs)
            ? isEnded || isResting(atMs)
              ? 'clear'
              : 'between'
            : 'gone';
        episodes.take(subject, course, nextPhase(course.phase, seen, atMs, timing), atMs, value ?? null);
      }
    }
    const done = (toMs - startMs + stepMs) / backtestMs;
    const now = clock.monotonic();
    if (
      now > deadlineMs ||
      (done > 0.02 && begunMs + (now - begunMs) / done > deadlineMs && stepMs < (stepsMs.at(-1) as number))
    )
      return null;
  }
  return episodes.result(startMs, endMs);
}

/** Values of a series by step. */
function bySubject(found: readonly ResultSeries[], fromMs: number, stepMs: number) {
  return new Map(
    found.map(({ labels, times, values }) => {
      const at = new Map(
        Array.from(times, (time, index) => [Math.round((time - fromMs) / stepMs), values[index] as number]),
      );
      return [seriesKeyOf(labels), { labels: withoutName(labels), at: (step: number) => at.get(step) }];
    }),
  );
}

function withoutName(labels: Labels): Record<string, string> {
  const { [metricName]: _name, ...others } = labels;
  return others;
}

const resting = new Set<Worker['state']>(['stopped', 'stopping']);

/** When a worker was stopped on purpose. */
function restingTimes(
  fleet: Past['fleet'],
  sinceMs: number,
): (worker: string | undefined) => (atMs: number) => boolean {
  const names = new Set(fleet.workers().map(({ name }) => name));
  const known = new Map<string, (atMs: number) => boolean>();
  return (worker) => {
    if (worker === undefined || !names.has(worker)) return () => false;
    let is = known.get(worker);
    if (!is) {
      const spans = fleet
        .states(worker, sinceMs)
        .states.filter(({ state }) => resting.has(state))
        .map(
          ({ since, until }) =>
            [Date.parse(since), until === null ? Number.POSITIVE_INFINITY : Date.parse(until)] as const,
        );
      is = (atMs) => spans.some(([from, to]) => atMs >= from && atMs <= to);
      known.set(worker, is);
    }
    return is;
  };
}

function ofEvents(rule: EventRule, past: Past): Backtest {
  const standing = standingOf(rule.on);
  if (standing === null) return ofHappenings(rule, past);
  if (standing.of !== 'worker') return unknown(past, 'what it is about is not remembered');
  const begins = beginsOf[typeOf(rule.on)];
  return begins ? ofHappenings(rule, past, begins) : ofStates(rule, past);
}

/** What states alone do not tell: by which events it began and ended. */
const beginsOf: Record<string, { type: string; ends: readonly string[] }> = {
  'worker.crash-loop': {
    type: 'worker.crash-loop',
    ends: ['worker.recovered', 'worker.stopped', 'worker.removed', 'worker.completed'],
  },
};

function ofHappenings(
  rule: EventRule,
  { fleet, clock }: Past,
  lasting?: { type: string; ends: readonly string[] },
): Backtest {
  const endMs = clock.now();
  const startMs = endMs - backtestMs;
  const type = lasting?.type ?? typeOf(rule.on);
  const ends = lasting?.ends ?? endsOf(rule.on);
  const timing: Timing = lasting
    ? { ...timingOf(rule), keepFiringForMs: Number.POSITIVE_INFINITY }
    : timingOfHappening(rule);
  const { events, isWhole } = eventsOf(fleet, [type, ...ends], startMs);
  const labelsOf = new Map(fleet.workers().map(({ name, labels }) => [name, labels]));
  const courses = new Map<string, Course>();
  const episodes = new Episodes();
  for (const event of events) {
    const atMs = Date.parse(event.time);
    const pass = (subject: string, course: Course) => {
      const over = course.phase?.clearMs ?? null;
      const overMs = over === null ? atMs : Math.min(atMs, over + timing.keepFiringForMs);
      episodes.take(subject, course, nextPhase(course.phase, 'clear', overMs, timing), overMs, null);
    };
    if (event.type === type) {
      const labels = eventLabels(event, (worker) => labelsOf.get(worker) ?? {});
      if (!matches(rule.match, labels, event.data)) continue;
      const subject = keyOf(labels);
      const course = courses.get(subject) ?? { labels, phase: null };
      courses.set(subject, course);
      pass(subject, course);
      episodes.take(subject, course, nextPhase(course.phase, 'found', atMs, timing), atMs, null);
      episodes.take(subject, course, nextPhase(course.phase, 'clear', atMs, timing), atMs, null);
    } else
      for (const [subject, course] of courses)
        if (
          course.phase &&
          (event.worker === null || (course.labels['worker'] ?? event.worker) === event.worker)
        )
          episodes.take(subject, course, null, atMs, null);
  }
  for (const [subject, course] of courses) {
    const overMs = (course.phase?.clearMs ?? Number.POSITIVE_INFINITY) + timing.keepFiringForMs;
    if (course.phase && overMs < endMs) episodes.take(subject, course, null, overMs, null);
  }
  return {
    ...episodes.result(startMs, endMs),
    stepMs: null,
    note: isWhole ? null : 'only the newest events were looked through',
  };
}

function eventsOf(
  fleet: Past['fleet'],
  types: readonly string[],
  sinceMs: number,
): { events: FleetEvent[]; isWhole: boolean } {
  const events: FleetEvent[] = [];
  let isWhole = true;
  for (const type of new Set(types)) {
    let before: number | undefined;
    for (let left = mostEvents; ; left -= 500) {
      const page = fleet.events({
        type,
        since: isoTime(sinceMs),
        limit: 500,
        ...(before === undefined ? {} : { before }),
      });
      events.push(...page.events);
      if (page.next === null) break;
      if (left <= 0) {
        isWhole = false;
        break;
      }
      before = page.next;
    }
  }
  return { events: events.sort((a, b) => a.id - b.id), isWhole };
}

/** By what each worker was. */
function ofStates(rule: EventRule, { fleet, clock }: Past): Backtest {
  const standing = standingOf(rule.on);
  const endMs = clock.now();
  const startMs = endMs - backtestMs;
  const timing = timingOf(rule);
  const episodes = new Episodes();
  if (standing?.of !== 'worker')
    return unknown({ clock, fleet } as Past, 'what it is about is not remembered');
  for (const worker of fleet.workers()) {
    const labels = { worker: worker.name, host: worker.host, group: worker.declaredAs };
    if (!matches(rule.match, { ...worker.labels, ...labels })) continue;
    const course: Course = { labels, phase: null };
    for (const span of fleet.states(worker.name, startMs).states) {
      const seen = standing.see({
        ...worker,
        state: span.state,
        // Pauses that are long enough to be remembered come after several crashes.
        crashes: span.state === 'backoff' ? Number.POSITIVE_INFINITY : 0,
        health: 'none',
        checks: [],
        crashLoop: false,
        fresh: true,
      });
      const fromMs = Math.max(startMs, Date.parse(span.since));
      const toMs = span.until === null ? endMs : Date.parse(span.until);
      const between = seen === 'found' ? fromMs + timing.forMs : fromMs + timing.keepFiringForMs;
      for (const atMs of [fromMs, ...(between > fromMs && between < toMs ? [between] : []), toMs])
        episodes.take(worker.name, course, nextPhase(course.phase, seen, atMs, timing), atMs, null);
    }
  }
  return { ...episodes.result(startMs, endMs), stepMs: null, note: null };
}
