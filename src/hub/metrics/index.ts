/** Figures that last: the time-series store, PromQL over it, and what comes in and goes out. */
export type {
  Aspect,
  Labels,
  Matcher,
  ReadLimits,
  Samples,
  SampleSink,
  Selection,
  Series,
  SeriesRef,
  SeriesSource,
} from './samples.ts';
