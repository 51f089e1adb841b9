/** What grows: slopes with their uncertainty, told only where the data supports them; what is usual at this hour; how this week differs from the last. */
export { machineFigures, workerFigures } from './figures.ts';
export { createTrendReader, type Subject, type TrendReader } from './read-trends.ts';
export { figureTrends, trends, type Trends } from './schema.ts';
