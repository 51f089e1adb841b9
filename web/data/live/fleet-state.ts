/** How live messages change what the page knows. Pure: a state and a message give the next state. */
import type {
  FleetEvent,
  LiveSample,
  MachineSample,
  Worker,
  WorkersDelta,
  WorkersSnapshot,
} from '../types.ts';

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

/** The newest figures of every worker, in columns as they came; `index` finds a worker's place. */
export interface Figures {
  time: number;
  index: ReadonlyMap<string, number>;
  names: readonly string[];
  cpuRatio: readonly number[];
  rssBytes: readonly number[];
  processes: readonly number[];
  machines: Readonly<Record<string, MachineSample>>;
  /** CPU of each worker over the last seconds, oldest first, for its sparkline. */
  recent: ReadonlyMap<string, readonly number[]>;
}

export const noFigures: Figures = {
  time: 0,
  index: new Map(),
  names: [],
  cpuRatio: [],
  rssBytes: [],
  processes: [],
  machines: {},
  recent: new Map(),
};

export const recentSeconds = 60;

export function addSample(figures: Figures, sample: LiveSample): Figures {
  if (sample.time < figures.time) return figures;
  const sameNames =
    sample.names.length === figures.names.length &&
    sample.names.every((name, at) => name === figures.names[at]);
  const recent = new Map<string, readonly number[]>();
  sample.names.forEach((name, at) => {
    const before = figures.recent.get(name) ?? [];
    recent.set(name, [...before.slice(-(recentSeconds - 1)), sample.cpuRatio[at] ?? 0]);
  });
  return {
    ...sample,
    index: sameNames ? figures.index : new Map(sample.names.map((name, at) => [name, at])),
    recent,
  };
}
