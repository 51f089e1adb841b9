/** What grows: slopes with their uncertainty, told only where the data supports them; what is usual at this hour; how this week differs from the last. */
export { type GrowthOverRuns, growthOverRuns } from './runs.ts';
export { type Trend, trendOf, type TrendQuestion } from './trend.ts';
export { type Usual, usualAt } from './usual.ts';
export { type WeekOverWeek, weekOverWeek } from './week.ts';
