/**
 * The last hour of the workers in view, for their small curves: one question for all of them, and then only for what is new. Of whom nobody
 * looks at any more nothing is kept.
 */
import { type Curves, extended, framed } from './curves.ts';
import { amongst, asked, gauge, type Grain, meanOf, pointsOf } from './expressions.ts';
import type { Found } from './prometheus.ts';
import { createStore, type Store } from './store.ts';

const hourMs = 3_600_000;
/** As many points as a small curve has pixels. */
const grain: Grain = { stepMs: 30_000, apartMs: 1_000 };
/** Rows that come into view together are asked for together. */
const gatherMs = 100;
/** A longer list of names is asked for in parts. */
const mostAtOnce = 100;

export interface HoursOptions {
  queryRange(
    query: string,
    range: { from: number; to: number; stepMs: number },
  ): Promise<{ series: readonly Found[] }>;
  /** The server's time, ms. */
  now(): number;
  setTimeout(run: () => void, delayMs: number): void;
  /** Nobody sees the page: nothing is asked for. */
  isHidden(): boolean;
}

export interface Hours {
  /** By worker, as `cpu.mean` and `rss.mean`; of those in view that were answered. */
  known: Store<ReadonlyMap<string, Curves>>;
  /** A worker is in view until what is answered is called. */
  want(worker: string): () => void;
}

export function createHours(options: HoursOptions): Hours {
  const known: Hours['known'] = createStore<ReadonlyMap<string, Curves>>(new Map());
  /** How often each is in view. */
  const wanted = new Map<string, number>();
  const underWay = new Set<string>();
  let gathering = false;
  let keeping = false;

  function gather(): void {
    gathering = false;
    void askFor([...wanted.keys()].filter((worker) => !known.get().has(worker) && !underWay.has(worker)));
  }

  function keepInStep(): void {
    known.set(new Map([...known.get()].filter(([worker]) => wanted.has(worker))));
    keeping = wanted.size > 0;
    if (!keeping) return;
    if (!options.isHidden()) void askFor([...wanted.keys()]);
    options.setTimeout(keepInStep, grain.stepMs);
  }

  async function askFor(workers: readonly string[]): Promise<void> {
    for (let at = 0; at < workers.length; at += mostAtOnce)
      await askForPart(workers.slice(at, at + mostAtOnce));
  }

  async function askForPart(workers: readonly string[]): Promise<void> {
    const now = options.now();
    const hour = pointsOf({ from: now - hourMs, to: now }, grain);
    // The newest point of each may have been incomplete when it was asked for.
    const newest = workers.map((worker) => (known.get().get(worker)?.times.at(-1) ?? 0) - grain.stepMs);
    const since = { from: Math.max(hour.from, Math.min(...newest)), to: hour.to };
    for (const worker of workers) underWay.add(worker);
    try {
      const { series } = await options.queryRange(hourQuery(workers), { ...since, stepMs: grain.stepMs });
      const next = new Map(known.get());
      for (const worker of workers) {
        const own = series.filter(({ labels }) => labels['worker'] === worker);
        const arrived = framed(own, since, grain.stepMs);
        const before = next.get(worker);
        next.set(worker, before ? extended(before, arrived, hour) : arrived);
      }
      known.set(next);
    } catch {
      // A small curve that is missing says nothing wrong; the next step asks again.
    } finally {
      for (const worker of workers) underWay.delete(worker);
    }
  }

  return {
    known,
    want(worker) {
      wanted.set(worker, (wanted.get(worker) ?? 0) + 1);
      if (!gathering && !known.get().has(worker)) {
        gathering = true;
        options.setTimeout(gather, gatherMs);
      }
      if (!keeping) {
        keeping = true;
        options.setTimeout(keepInStep, grain.stepMs);
      }
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const others = (wanted.get(worker) ?? 1) - 1;
        if (others > 0) wanted.set(worker, others);
        else wanted.delete(worker);
      };
    },
  };
}

function hourQuery(workers: readonly string[]): string {
  const mean = (name: string) => meanOf(gauge(amongst(name, 'worker', workers)));
  return asked(
    [
      { id: 'cpu', figure: mean('yagura_worker_cpu_ratio') },
      { id: 'rss', figure: mean('yagura_worker_memory_rss_bytes') },
    ],
    grain,
  );
}
