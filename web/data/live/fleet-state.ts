/** How live messages change what the page knows. Pure: a state and a message give the next state. */
import type { FleetEvent, LiveSample, System, Worker, WorkersDelta, WorkersSnapshot } from '../types.ts';

export type Workers = ReadonlyMap<string, Worker>;

export function workersSnapshot(data: WorkersSnapshot): Workers {
  return new Map(data.workers.map((worker) => [worker.name, worker]));
}

export function workersDelta(workers: Workers, data: WorkersDelta): Workers {
  const next = new Map(workers);
  for (const name of data.removed) next.delete(name);
  for (const worker of data.changed) next.set(worker.name, worker);
  return next;
}

/** How many events the page keeps; the API has the rest. */
export const keptEvents = 400;

/** Newest first, each id once, whatever order they came in. */
export function mergeEvents(
  known: readonly FleetEvent[],
  arrived: readonly FleetEvent[],
  most = keptEvents,
): FleetEvent[] {
  const byId = new Map(known.map((event) => [event.id, event]));
  for (const event of arrived) byId.set(event.id, event);
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, most);
}

/** A snapshot that does not reach back to what is known tells of a time in between that nobody heard: what came before it is dropped. */
export function eventsSnapshot(
  known: readonly FleetEvent[],
  snapshot: readonly FleetEvent[],
): readonly FleetEvent[] {
  const ids = snapshot.map(({ id }) => id);
  const newest = known[0]?.id ?? 0;
  const joins = Math.min(...ids) <= newest + 1 && Math.max(...ids) >= newest;
  return mergeEvents(joins ? known : [], snapshot);
}

/** The server says all of it every second; its parts stay what they were, so that nothing is drawn again before one of them changes. */
export function nextSystem(before: System | null, system: System): System {
  const isSame = before !== null && JSON.stringify(before.parts) === JSON.stringify(system.parts);
  return isSame ? { ...system, parts: before.parts } : system;
}

/** One second's figures of every worker, in columns as they came; `index` finds a worker's place. */
interface Second extends LiveSample {
  index: ReadonlyMap<string, number>;
}

/** The newest figures, and those of the last minute for curves. */
export interface Figures extends Readonly<Second> {
  /** Oldest first, the newest included. */
  minute: readonly Second[];
}

/** Stands for each second of a gap, so that curves have it, too. */
const nobodyLooked: Second = {
  time: 0,
  index: new Map(),
  names: [],
  cpuRatio: [],
  rssBytes: [],
  processes: [],
  machines: {},
};

export const noFigures: Figures = { ...nobodyLooked, minute: [] };

export const recentSeconds = 60;

/** Figures come once a second; where more than so many are missing, nobody looked. */
export const gapMs = 3_500;
/** A sample that is older by more did not come late: the server's clock was set back. */
const setBackMs = 10_000;

export function addSample(figures: Figures, sample: LiveSample): Figures {
  if (sample.time < figures.time - setBackMs) return addSample(noFigures, sample);
  if (sample.time < figures.time) return figures;
  const missedMs = figures.minute.length === 0 ? 0 : sample.time - figures.time;
  const missed = missedMs > gapMs ? Math.min(recentSeconds, Math.round(missedMs / 1000) - 1) : 0;
  const sameNames =
    sample.names.length === figures.names.length &&
    sample.names.every((name, at) => name === figures.names[at]);
  const index = sameNames ? figures.index : new Map(sample.names.map((name, at) => [name, at]));
  const second: Second = { ...sample, index };
  const minute = [...figures.minute, ...Array.from({ length: missed }, () => nobodyLooked), second];
  return { ...second, minute: minute.slice(-recentSeconds) };
}

/** What is known of a worker's CPU from before, oldest first; the last value is of the moment `until`. */
export interface Past {
  until: number;
  stepMs: number;
  cpuRatio: ReadonlyMap<string, readonly (number | null)[]>;
}

/** With the seconds before the first one that came by itself. */
export function withPast(figures: Figures, { until, stepMs, cpuRatio }: Past): Figures {
  const first = figures.minute[0]?.time;
  if (first === undefined) return figures;
  const names = [...cpuRatio.keys()];
  const index = new Map(names.map((name, at) => [name, at]));
  const steps = Math.max(0, ...[...cpuRatio.values()].map(({ length }) => length));
  const missing = recentSeconds - figures.minute.length;
  const past = Array.from({ length: Math.max(0, missing) }, (_, at): Second => {
    const time = first - (missing - at) * 1_000;
    const place = steps - 1 - Math.max(0, Math.floor((until - time) / stepMs));
    const values = names.map((name) => cpuRatio.get(name)?.[place] ?? Number.NaN);
    return place < 0 ? nobodyLooked : { ...nobodyLooked, time, names, index, cpuRatio: values };
  });
  return { ...figures, minute: [...past, ...figures.minute] };
}

export type Column = 'cpuRatio' | 'rssBytes' | 'processes';

/** Curves are made when somebody looks at them, once for each sample: of a thousand workers, thirty are in view. */
const curves = new WeakMap<Figures, Map<string, readonly (number | null)[]>>();

/** The last minute of a worker, oldest first, from the first second in which it was seen; null where it was not. */
export function recentOf(figures: Figures, worker: string, column: Column): readonly (number | null)[] {
  const key = `${column} ${worker}`;
  const known = curves.get(figures) ?? new Map<string, readonly (number | null)[]>();
  curves.set(figures, known);
  const made = known.get(key);
  if (made) return made;
  const values = figures.minute.map(({ index, [column]: all }) => {
    const at = index.get(worker);
    const value = at === undefined ? undefined : all[at];
    return value === undefined || Number.isNaN(value) ? null : value;
  });
  const first = values.findIndex((value) => value !== null);
  const curve = first < 0 ? [] : values.slice(first);
  known.set(key, curve);
  return curve;
}
