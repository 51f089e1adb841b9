import { keyOf } from '../labels.ts';
import { type Column, emptyColumn, type Grid, timeAt, type Value } from './column.ts';
import type { Evaluation } from './evaluation.ts';

/** So many values an operator takes in one go: some milliseconds' work even for the slowest. */
const valuesAtATime = 50_000;

/**
 * Applies an operator, which looks at each step by itself, to a few steps at a time, so that others get their turn in between. What it is
 * given and what it gives are as if it had been applied to all steps at once.
 */
export async function inSlices(
  inputs: readonly (Value | null)[],
  grid: Grid,
  of: Evaluation,
  apply: (inputs: readonly (Value | null)[], grid: Grid) => Value,
): Promise<Value> {
  const width = inputs.reduce((sum, input) => sum + (input?.type === 'vector' ? input.columns.length : 0), 1);
  const steps = Math.max(1, Math.floor(valuesAtATime / width));
  if (steps >= grid.count) return apply(inputs, grid);
  const columns = new Map<string, Column>();
  let numbers: Float64Array | null = null;
  for (let from = 0; from < grid.count; from += steps) {
    const to = Math.min(grid.count, from + steps);
    const slice: Grid = { startMs: timeAt(grid, from), stepMs: grid.stepMs, count: to - from };
    const result = apply(
      inputs.map((input) => input && sliceOf(input, from, to)),
      slice,
    );
    if (result.type === 'scalar') {
      numbers ??= new Float64Array(grid.count);
      numbers.set(result.values, from);
    } else for (const column of result.columns) place(columns, column, from, grid.count);
    if (of.pace.isDue) await of.pace.rest();
  }
  return numbers ? { type: 'scalar', values: numbers } : { type: 'vector', columns: [...columns.values()] };
}

function sliceOf(value: Value, from: number, to: number): Value {
  if (value.type === 'scalar') return { type: 'scalar', values: value.values.subarray(from, to) };
  const columns = value.columns.map(({ labels, values, has }) => ({
    labels,
    values: values.subarray(from, to),
    has: has.subarray(from, to),
  }));
  return { type: 'vector', columns };
}

function place(
  columns: Map<string, Column>,
  { labels, values, has }: Column,
  from: number,
  count: number,
): void {
  const key = keyOf(labels);
  let whole = columns.get(key);
  if (!whole) {
    whole = emptyColumn(labels, count);
    columns.set(key, whole);
  }
  whole.values.set(values, from);
  whole.has.set(has, from);
}
