/** What grows: slopes with their uncertainty, told only where the data supports them; what is usual at this hour; how this week differs from the last. */
export { trendOf, type Trend, type TrendQuestion } from './trend.ts';
