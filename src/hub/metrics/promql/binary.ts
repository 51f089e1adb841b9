import {
  keyOf,
  keyOfOnly,
  keyWithout,
  labelText,
  metricName,
  pickLabels,
  valueOf,
  withLabel,
} from '../labels.ts';
import type { Labels } from '../samples.ts';
import { arithmetic, comparisons } from './arithmetic.ts';
import { type BinaryOp, isComparison, isSetOperator, type Matching, type SetOp } from './ast.ts';
import { anyOf, type Column, emptyColumn, groupBy, overlap, settled } from './column.ts';
import { executionFailure } from './failure.ts';

/** What an operator makes of two numbers. `keeps` is false when a comparison that filters drops the left one. */
interface Operation {
  value: (a: number, b: number) => number;
  keeps: (a: number, b: number) => boolean;
  dropsName: boolean;
}

function operationOf(op: BinaryOp, bool: boolean): Operation {
  if (isSetOperator(op)) throw new Error(`${op} is no operation on numbers`);
  if (!isComparison(op)) {
    // In 2.42 atan2 leaves the name in place.
    return { value: arithmetic[op], keeps: () => true, dropsName: op !== 'atan2' };
  }
  const holds = comparisons[op];
  return bool
    ? { value: (a, b) => (holds(a, b) ? 1 : 0), keeps: () => true, dropsName: true }
    : { value: (a) => a, keeps: holds, dropsName: false };
}

export function scalarsCombined(op: BinaryOp, left: Float64Array, right: Float64Array): Float64Array {
  const { value } = operationOf(op, true);
  return left.map((a, step) => value(a, right[step] as number));
}

/** A vector with a scalar on one side. A comparison that filters keeps the vector's value on whichever side it stands. */
export function combinedWithScalar(
  op: BinaryOp,
  columns: readonly Column[],
  scalar: Float64Array,
  options: { bool: boolean; scalarIsLeft: boolean },
): Column[] {
  const { value, keeps, dropsName } = operationOf(op, options.bool);
  const filters = isComparison(op) && !options.bool;
  const results = columns.map((column) => {
    const result = emptyColumn(dropsName ? withoutName(column.labels) : column.labels, scalar.length);
    for (let step = 0; step < scalar.length; step++) {
      if (column.has[step] === 0) continue;
      const [element, number] = [column.values[step] as number, scalar[step] as number];
      const [a, b] = options.scalarIsLeft ? [number, element] : [element, number];
      if (!keeps(a, b)) continue;
      result.has[step] = 1;
      result.values[step] = filters ? element : value(a, b);
    }
    return result;
  });
  return settled(results);
}

/** `and`, `or`, `unless`. */
export function setCombined(
  op: SetOp,
  left: readonly Column[],
  right: readonly Column[],
  matching: Matching,
  count: number,
): Column[] {
  const keyFor = matchKey(matching);
  const masks = (columns: readonly Column[]) =>
    new Map([...groupBy(columns, keyFor)].map(([key, group]) => [key, anyOf(group, count)]));
  const only = (columns: readonly Column[], others: Map<string, Uint8Array>, where: 0 | 1) =>
    columns.flatMap((column) => {
      const other = others.get(keyFor(column.labels));
      if (!other) return where === 0 ? [column] : [];
      return [
        { ...column, has: column.has.map((has, step) => (has !== 0 && other[step] === where ? 1 : 0)) },
      ];
    });
  if (op === 'or') return settled([...left, ...only(right, masks(left), 0)]);
  return settled(only(left, masks(right), op === 'and' ? 1 : 0));
}

/**
 * Two vectors element by element: those whose matching labels are the same belong together. One side has at most one element for each set of
 * matching labels; with `group_left` or `group_right` the other may have many.
 */
export function vectorsCombined(
  op: BinaryOp,
  left: readonly Column[],
  right: readonly Column[],
  options: { bool: boolean; matching: Matching; count: number },
): Column[] {
  const { matching, count, bool } = options;
  const operation = operationOf(op, bool);
  const swapped = matching.many === 'right';
  const [many, one] = swapped ? [right, left] : [left, right];
  const keyFor = matchKey(matching);
  const ones = groupBy(one, keyFor);
  assertOnes(ones, many, matching, count);

  const results: Column[] = [];
  const taken = new Map<string, Uint8Array>();
  for (const element of many) {
    const key = keyFor(element.labels);
    for (const partner of ones.get(key) ?? []) {
      const labels = resultLabels(element.labels, partner.labels, matching, operation.dropsName);
      const result = emptyColumn(labels, count);
      const [a, b] = swapped ? [partner, element] : [element, partner];
      combineInto(result, a, b, operation);
      claimMatches(taken, result, key, matching);
      results.push(result);
    }
  }
  return settled(results);
}

function combineInto(result: Column, a: Column, b: Column, { value, keeps }: Operation): void {
  for (let step = 0; step < result.has.length; step++) {
    if (a.has[step] === 0 || b.has[step] === 0) continue;
    const [x, y] = [a.values[step] as number, b.values[step] as number];
    if (!keeps(x, y)) continue;
    result.has[step] = 1;
    result.values[step] = value(x, y);
  }
}

function assertOnes(
  ones: ReadonlyMap<string, Column[]>,
  many: readonly Column[],
  matching: Matching,
  count: number,
): void {
  let asked: Uint8Array | null = null;
  for (const group of ones.values()) {
    for (let later = 1; later < group.length; later++) {
      asked ??= anyOf(many, count);
      const { labels, has } = group[later] as Column;
      const wanted = asked;
      const twin = group
        .slice(0, later)
        .find((earlier) => earlier.has.some((is, step) => is !== 0 && has[step] !== 0 && wanted[step] !== 0));
      if (!twin) continue;
      const matched = pickLabels(
        labels,
        (name) => matching.on === matching.labels.includes(name) && (matching.on || name !== metricName),
      );
      const side = matching.many === 'right' ? 'left' : 'right';
      throw executionFailure(
        `found duplicate series for the match group ${labelText(matched)} on the ${side} hand-side of the operation: ` +
          `[${labelText(labels)}, ${labelText(twin.labels)}];many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    }
  }
}

/** Of the many, only one may have a given result at a step; without `group_left` or `group_right` only one in all. */
function claimMatches(taken: Map<string, Uint8Array>, result: Column, key: string, matching: Matching): void {
  const claimed = matching.many === null ? key : `${key}\n${keyOf(result.labels)}`;
  const before = taken.get(claimed);
  if (!before) {
    taken.set(claimed, result.has.slice());
    return;
  }
  if (overlap(before, result.has)) {
    throw executionFailure(
      matching.many === null
        ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
        : 'multiple matches for labels: grouping labels must ensure unique matches',
    );
  }
  result.has.forEach((has, step) => {
    if (has !== 0) before[step] = 1;
  });
}

function matchKey({ on, labels }: Matching): (given: Labels) => string {
  if (on) {
    const names = [...labels].sort();
    return (given) => keyOfOnly(given, names);
  }
  const names = new Set([metricName, ...labels]);
  return (given) => keyWithout(given, names);
}

function resultLabels(many: Labels, one: Labels, matching: Matching, dropsName: boolean): Labels {
  const names = new Set(matching.labels);
  const kept = pickLabels(many, (name) => {
    if (dropsName && name === metricName) return false;
    return matching.many !== null || names.has(name) === matching.on;
  });
  return matching.include.reduce((labels, name) => withLabel(labels, name, valueOf(one, name)), kept);
}

export function withoutName(labels: Labels): Labels {
  return Object.hasOwn(labels, metricName) ? withLabel(labels, metricName, '') : labels;
}
