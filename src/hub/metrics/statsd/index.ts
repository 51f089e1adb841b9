/** StatsD over UDP, with the tags of DogStatsD: what comes within ten seconds becomes one sample of each series. */
export { openStatsd, type Statsd, type StatsdCounts } from './statsd.ts';
