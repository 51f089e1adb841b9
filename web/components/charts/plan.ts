/** What a chart shows, before anything is known of it. */
import type { Wanted } from '../../data/expressions.ts';
import type { FigureTrends } from '../../data/types.ts';

export interface PlannedLine extends Wanted {
  name: string;
  /** A token's name, such as `--accent`. */
  colour: string;
  dashed?: boolean;
  /** Counted in each point, so that a line between two would say nothing. */
  bars?: boolean;
  /** Left out while it is nothing all the time. */
  onlyWhenUsed?: boolean;
}

export interface ChartPlan {
  title: string;
  note?: string;
  lines: PlannedLine[];
  text: (value: number) => string;
  /** The least that the axis spans, so that noise near zero stays small. */
  least: number;
  /** Powers of two make round numbers of bytes. */
  binary?: boolean;
  limit?: { value: number; text: string } | null;
  /** Whose trend and usual values are drawn along: those of the first line. */
  longRun?: FigureTrends['figure'];
}
