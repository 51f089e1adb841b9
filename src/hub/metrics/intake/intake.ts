import type { Clock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import type { Labels, SampleSink, SeriesRef } from '../samples.ts';
import { labelMistake } from './label-rules.ts';
import { createMetadataBook, type Metadata } from './metadata.ts';

/** As far as a sender's clock may be ahead; what lies further would stand in the way of every later sample. */
const mostAheadMs = 600_000;

export type Reason = 'labels' | 'too-many-series' | 'time';

/** Why something was not taken, in words for its sender. */
export class Refusal {
  constructor(
    readonly reason: Reason,
    readonly text: string,
  ) {}
}

/** More is being sent than there is room for. */
export function busy(): Failure {
  return new Failure('busy', 'more is being sent than can be taken at once; try again in a moment');
}

export interface IntakeCount {
  source: string;
  samples: number;
  refused: Readonly<Record<Reason, number>>;
}

/** One sender's way to the sink. */
export interface IntakeSource {
  /** The handle of a series; else why it cannot be had. */
  seriesOf(labels: Labels): SeriesRef | Refusal;
  append(ref: SeriesRef, timeMs: number, value: number): Refusal | null;
  /** The series is over at that time. */
  end(ref: SeriesRef, timeMs: number): Refusal | null;
  /** What the sender says that a metric is. */
  describe(metric: string, said: Partial<Metadata>): void;
  /** Counts samples as refused. */
  refuse(refusal: Refusal, samples: number): void;
}

export interface Intake {
  source(name: string): IntakeSource;
  /** What came since the start, by source. */
  counts(): IntakeCount[];
  /** What metrics are, by name, as far as their senders said. */
  metadata(): ReadonlyMap<string, Metadata>;
}

export function createIntake({ sink, clock }: { sink: SampleSink; clock: Clock }): Intake {
  const book = createMetadataBook();
  const counts = new Map<string, { samples: number; refused: Record<Reason, number> }>();
  return {
    source(name) {
      const count = counts.get(name) ?? {
        samples: 0,
        refused: { labels: 0, 'too-many-series': 0, time: 0 },
      };
      counts.set(name, count);
      const refusalOf = (timeMs: number): Refusal | null => {
        // The negation catches what is no number as well.
        if (!(timeMs >= 0 && timeMs <= clock.now() + mostAheadMs)) {
          count.refused.time++;
          return new Refusal('time', `the time ${timeMs} is before 1970 or more than 10 minutes ahead`);
        }
        count.samples++;
        return null;
      };
      return {
        seriesOf(labels) {
          const mistake = labelMistake(labels);
          if (mistake !== null) return new Refusal('labels', mistake);
          const ref = sink.refOf(name, labels);
          return ref ?? new Refusal('too-many-series', `${name} has as many series as it may`);
        },
        append(ref, timeMs, value) {
          const refusal = refusalOf(timeMs);
          if (!refusal) sink.append(ref, timeMs, value);
          return refusal;
        },
        end(ref, timeMs) {
          const refusal = refusalOf(timeMs);
          if (!refusal) sink.endSeries(ref, timeMs);
          return refusal;
        },
        describe: book.note,
        refuse({ reason }, samples) {
          count.refused[reason] += samples;
        },
      };
    },
    counts: () => [...counts].map(([source, count]) => ({ source, ...count })),
    metadata: book.all,
  };
}
