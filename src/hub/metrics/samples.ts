/**
 * What the rooms of metrics hand each other: series by their labels, samples as columns, and the two interfaces between whoever keeps samples
 * and whoever reads or writes them. Words and rules are Prometheus's.
 */

/** Name → value, `__name__` among them. No empty values: a label without a value is not there. */
export type Labels = Readonly<Record<string, string>>;

export interface Matcher {
  name: string;
  op: '=' | '!=' | '=~' | '!~';
  /** Of `=~` and `!~` a regular expression in RE2's syntax, anchored at both ends. */
  value: string;
}

/** Samples of one series, times strictly ascending. */
export interface Samples {
  /** ms since the epoch. */
  times: Float64Array;
  /** What stands at a stale mark is NaN and means nothing. */
  values: Float64Array;
  /** Indices of the stale marks (the series ended there), ascending. Nearly always empty. */
  stale: readonly number[];
  /** Of the aspect `sum`: how many samples each value is the sum of. Left out when each is one sample. */
  counts?: Float64Array | undefined;
  /** Step (ms) of the coarsest tier that points among these are from. Left out when all are samples as they came. */
  coarsestMs?: number | undefined;
}

export interface Series extends Samples {
  labels: Labels;
}

/**
 * How a point of a coarser tier stands for the samples it was made of; `last` is what a raw sample would be. A raw sample is its own minimum,
 * maximum, sum and last, and its count is 1. The time of a coarser point is the last ms of its step.
 */
export type Aspect = 'min' | 'max' | 'sum' | 'count' | 'last';

export interface Selection {
  matchers: readonly Matcher[];
  /** ms, both included. Of a coarser tier points up to three of its steps earlier come as well, since windows over them have to be wider. */
  fromMs: number;
  toMs: number;
  /**
   * The coarsest step (ms) that the reader can use; the source answers from the coarsest tier that is as fine as this, and from a coarser one
   * where nothing finer is left. 0: as fine as there is.
   */
  stepMs: number;
  /** Which aspect of a coarser tier's points is wanted. */
  aspect: Aspect;
}

export interface SeriesSource {
  /** Each matching series that has a sample there. Fails with `too_much` beyond the limits on series and samples. */
  select(selection: Selection, limits: ReadLimits): AsyncIterable<Series>;
  /** Labels alone of the series that have a sample there. */
  labelsOf(
    matchers: readonly Matcher[],
    fromMs: number,
    toMs: number,
    limits: ReadLimits,
  ): AsyncIterable<Labels>;
}

/** Newest values of some series, at the same places as their labels. */
export interface Newest {
  /** The same array for as long as the series are the same. */
  labels: readonly Labels[];
  values: Float64Array;
  /** 0: the series has ended, or had no sample for the look-back. */
  has: Uint8Array;
}

/** For whoever asks for the newest samples of the same series again and again; far cheaper than `select`. */
export interface NewestSource {
  /** The answer is good until it is asked again. */
  follow(matchers: readonly Matcher[]): (nowMs: number, lookbackMs: number) => Newest;
}

/** What one question may touch, in all. The source counts down what it hands out; the question's end is the end of them. */
export interface ReadLimits {
  series: number;
  samples: number;
}

/** A handle of a series to which a source writes. Valid for the life of the process. */
export type SeriesRef = number;

export interface SampleSink {
  /**
   * The handle of a series, which is begun when it is new; null when the source has as many series as it may, which is counted.
   * `source` is who sends it: `tower`, `scrape:WORKER`, `remote-write`, `otlp`, `statsd`.
   */
  refOf(source: string, labels: Labels): SeriesRef | null;
  /** One sample. NaN is a value; see `endSeries` for the end of a series. */
  append(ref: SeriesRef, timeMs: number, value: number): void;
  /** A stale mark: the series is over, until there is a sample again. */
  endSeries(ref: SeriesRef, timeMs: number): void;
}
