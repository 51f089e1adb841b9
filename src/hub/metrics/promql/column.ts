import { keyOf } from '../labels.ts';
import type { Labels } from '../samples.ts';
import { executionFailure } from './failure.ts';

/** The instants at which a query is answered: `count` of them from `startMs` on, `stepMs` apart. An instant query has one. */
export interface Grid {
  startMs: number;
  stepMs: number;
  count: number;
}

/** One series over all steps of a grid. Where `has` is 0 there is no value; NaN is one. Never changed once it was handed on. */
export interface Column {
  labels: Labels;
  values: Float64Array;
  has: Uint8Array;
}

export type Value = { type: 'scalar'; values: Float64Array } | { type: 'vector'; columns: Column[] };

export function timeAt(grid: Grid, step: number): number {
  return grid.startMs + step * grid.stepMs;
}

export function emptyColumn(labels: Labels, count: number): Column {
  return { labels, values: new Float64Array(count), has: new Uint8Array(count) };
}

export function constant(value: number, count: number): Float64Array {
  return new Float64Array(count).fill(value);
}

/** A column of one step, over as many as are asked for. */
export function repeated(column: Column, count: number): Column {
  return {
    labels: column.labels,
    values: constant(column.values[0] as number, count),
    has: new Uint8Array(count).fill(column.has[0] as number),
  };
}

/** Steps at which at least one of the columns has a value. */
export function anyOf(columns: readonly Column[], count: number): Uint8Array {
  const any = new Uint8Array(count);
  for (const { has } of columns)
    for (let i = 0; i < count; i++) any[i] = (any[i] as number) | (has[i] as number);
  return any;
}

export function overlap(a: Uint8Array, b: Uint8Array): boolean {
  return a.some((has, step) => has !== 0 && b[step] !== 0);
}

/** Columns by a key of theirs, in the order in which the keys came. */
export function groupBy(
  columns: readonly Column[],
  keyFor: (labels: Labels) => string,
): Map<string, Column[]> {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const key = keyFor(column.labels);
    const group = groups.get(key);
    if (group) group.push(column);
    else groups.set(key, [column]);
  }
  return groups;
}

/**
 * Makes one column of those that came to have the same labels, and leaves out those without any value. Two values at one step are
 * Prometheus's mistake "same labelset"; with `whole` it is one already when two columns have a value at any step.
 */
export function settled(columns: readonly Column[], whole = false): Column[] {
  const present = columns.filter(({ has }) => has.includes(1));
  const groups = groupBy(present, keyOf);
  if (groups.size === present.length) return present;
  return [...groups.values()].map(([first, ...others]) => {
    const { labels, values, has } = first as Column;
    if (others.length === 0) return first as Column;
    const merged: Column = { labels, values: values.slice(), has: has.slice() };
    for (const other of others) {
      if (whole || overlap(merged.has, other.has)) {
        throw executionFailure('vector cannot contain metrics with the same labelset');
      }
      for (let i = 0; i < other.has.length; i++) {
        if (other.has[i] === 0) continue;
        merged.values[i] = other.values[i] as number;
        merged.has[i] = 1;
      }
    }
    return merged;
  });
}
