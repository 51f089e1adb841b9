import type { ReadLimits, SeriesSource } from '../samples.ts';
import type { Expr } from './ast.ts';
import type { Value } from './column.ts';
import { executionFailure } from './failure.ts';
import type { Pace } from './pace.ts';

/** What all parts of one query share while it is answered. */
export interface Evaluation {
  source: SeriesSource;
  /** Counted down by the source. */
  reads: ReadLimits;
  /** Counted down by `claim`. */
  points: number;
  readonly mostPoints: number;
  readonly lookbackMs: number;
  /** Of subqueries that name no step. */
  readonly subqueryStepMs: number;
  /** What `@ start()` and `@ end()` mean. */
  readonly startMs: number;
  readonly endMs: number;
  readonly pace: Pace;
  /** What is known of a part already, so that it need not be evaluated. */
  readonly known?: ((part: Expr) => Value | undefined) | undefined;
}

/** Takes room for points in memory before they are made. */
export function claim(of: Evaluation, points: number): void {
  of.points -= points;
  if (of.points < 0) {
    throw executionFailure(
      `query processing would hold more than ${of.mostPoints} points (limit points): ask for fewer series, a shorter range or a longer step`,
    );
  }
}
