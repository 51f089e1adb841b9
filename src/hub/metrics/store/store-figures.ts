/** What the store says of itself on /metrics. */
import type { Family } from '../exposition/index.ts';

/**
 * Why something was not taken: a sample more than five minutes older than its series' newest one, one more than ten minutes ahead of the
 * clock, one older than what is kept; a series that is one too many for its source, or has labels that are too many or too long.
 */
export type Refusal = 'late' | 'ahead' | 'expired' | 'series' | 'labels';

export interface StoreStats {
  series: number;
  /** Samples since the start. */
  taken: number;
  /** Taken in, mean of the last ten seconds. */
  samplesPerSecond: number;
  /** Of the file, of its log of changes, and of what waits in memory to be written. */
  bytes: number;
  walBytes: number;
  waitingBytes: number;
  refused: Record<Refusal, number>;
  /** Samples lost because the disk took none for long. */
  dropped: number;
  /** Chunks that could not be read. */
  damaged: number;
  /** ms; null when there is none. */
  oldestSample: number | null;
}

export function storeFigures(stats: StoreStats): Family[] {
  const gauge = (name: string, help: string, value: number): Family => ({
    name: `yagura_metrics_${name}`,
    type: 'gauge',
    help,
    points: [[{}, value]],
  });
  const counter = (name: string, help: string, points: Family['points']): Family => ({
    name: `yagura_metrics_${name}_total`,
    type: 'counter',
    help,
    points,
  });
  return [
    gauge('series', 'Series that have samples in the store of figures.', stats.series),
    gauge(
      'file_bytes',
      'Size of the file of figures, its log of changes included.',
      stats.bytes + stats.walBytes,
    ),
    gauge('waiting_bytes', 'Figures that wait in memory to be written.', stats.waitingBytes),
    counter('samples', 'Samples taken in since the hub started.', [[{}, stats.taken]]),
    counter(
      'refused',
      'Samples and series that were refused since the hub started, by reason.',
      Object.entries(stats.refused).map(([reason, count]) => [{ reason }, count] as const),
    ),
    counter('dropped_samples', 'Samples that were lost since the disk took none for long.', [
      [{}, stats.dropped],
    ]),
    counter('damaged_chunks', 'Chunks that could not be read.', [[{}, stats.damaged]]),
  ];
}
