/** Figures that last: the time-series store, PromQL over it, and what comes in and goes out. */
export { chooseFormat, type Family, mediaTypes, type Point, writeExposition } from './exposition/index.ts';
export { keyOf, metricName } from './labels.ts';
export { createGate, type Gate } from './gate.ts';
export { busy, createIntake, type Intake, unzip } from './intake/index.ts';
export { compileMatchers, valuesOf } from './matchers.ts';
export { createOtlp, type Otlp } from './otlp/index.ts';
export { type Exchange, type ExchangeSettings, openExchange } from './open-exchange.ts';
export { createRemoteWrite, type RemoteWrite } from './remote-write/index.ts';
export { createScraper, type Scraper } from './scrape/index.ts';
export type {
  Aspect,
  Labels,
  Matcher,
  Newest,
  NewestSource,
  ReadLimits,
  Samples,
  SampleSink,
  Selection,
  Series,
  SeriesRef,
  SeriesSource,
} from './samples.ts';
export { createSeriesWriter } from './series-writer.ts';
export * from './store/index.ts';
export * from './tower/index.ts';
