import { useEffect } from 'react';
import { overWindow, pointsOf, selector } from './expressions.ts';
import { type Past, recentSeconds, withPast } from './live/fleet-state.ts';
import { fleet } from './live/index.ts';
import { queryRange } from './prometheus.ts';

/** As fine as the bars of a square are. */
const grain = { stepMs: 5_000, apartMs: 1_000 };
/** The first picture comes first. */
const waitMs = 500;

/** The minute before the page was opened, of the whole fleet: asked for once, so that every square shows its life at once. */
export function usePastMinute(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      askForPast().then(
        (past) => fleet.figures.set(withPast(fleet.figures.get(), past)),
        // The minute fills by itself.
        () => {},
      );
    }, waitMs);
    return () => clearTimeout(timer);
  }, []);
}

async function askForPast(): Promise<Past> {
  const first = fleet.figures.get().minute[0]?.time ?? 0;
  const bounds = pointsOf({ from: first - recentSeconds * 1_000, to: first }, grain);
  const query = overWindow('avg', selector('yagura_worker_cpu_ratio'), grain);
  const { series } = await queryRange(query, { ...bounds, stepMs: grain.stepMs });
  const count = (bounds.to - bounds.from) / grain.stepMs + 1;
  const cpuRatio = new Map<string, (number | null)[]>();
  for (const { labels, times, values } of series) {
    const worker = labels['worker'] ?? '';
    const known = cpuRatio.get(worker) ?? Array.from({ length: count }, () => null);
    times.forEach((time, at) => {
      known[Math.round((time - bounds.from) / grain.stepMs)] = values[at] ?? null;
    });
    cpuRatio.set(worker, known);
  }
  return { until: bounds.to, stepMs: grain.stepMs, cpuRatio };
}
