import type { Labels, SeriesSource } from '../metrics/index.ts';
import type { Message } from './message/index.ts';
import type { KeptNotice } from './notice.ts';

const steps = 240;
const shortestStepMs = 1_000;
/** A picture is not worth more. */
const limits = { series: 500, samples: 2_000_000, points: 200_000, timeoutMs: 5_000 };

/** Draws a notice's chart when a channel asks for it; null when there is none, or its figures cannot be had now. */
export function pictureOf(
  { chart, labels }: KeptNotice,
  options: { source: SeriesSource | null; timeZone?: string | undefined; signal: AbortSignal },
): Message['chart'] {
  const { source, timeZone, signal } = options;
  return async () => {
    if (chart === null || source === null || chart.toMs <= chart.fromMs) return null;
    const { expr, fromMs, toMs, threshold } = chart;
    try {
      const [{ queryRange }, { drawChart }] = await Promise.all([
        import('../metrics/promql/index.ts'),
        import('./message/chart/index.ts'),
      ]);
      const stepMs = Math.max(shortestStepMs, Math.ceil((toMs - fromMs) / steps));
      const { series } = await queryRange(expr, {
        source,
        signal,
        limits,
        startMs: fromMs,
        endMs: toMs,
        stepMs,
      });
      return drawChart({ fromMs, toMs, series: concerned(series, labels), threshold, timeZone });
    } catch {
      return null;
    }
  };
}

/** Those that the notice is about: what they say of themselves is not something else than its labels. All where there is none. */
function concerned<One extends { labels: Labels }>(
  series: readonly One[],
  about: Readonly<Record<string, string>>,
): readonly One[] {
  const own = series.filter(({ labels }) =>
    Object.entries(labels).every(([name, value]) => about[name] === undefined || about[name] === value),
  );
  return own.length > 0 ? own : series;
}
