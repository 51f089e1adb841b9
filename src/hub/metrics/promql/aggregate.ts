import { keyOf, keyOfOnly, keyWithout, metricName, pickLabels, withLabel } from '../labels.ts';
import type { Labels } from '../samples.ts';
import type { Aggregation } from './ast.ts';
import { type Column, emptyColumn, groupBy, settled } from './column.ts';
import { claim, type Evaluation } from './evaluation.ts';
import { executionFailure } from './failure.ts';
import { plainNumberText } from './number-text.ts';
import { nextMean, quantileOf } from './statistics.ts';

const labelName = /^[A-Za-z_]\w*$/;
const largestInteger = 2 ** 63;

/** An aggregation over the series of a vector, at each step. `param` is what stands before the vector: a number at each step, or a label's name. */
export function aggregated(
  { op, grouping, without }: Aggregation,
  columns: readonly Column[],
  param: Float64Array | string | null,
  count: number,
  of: Evaluation,
): Column[] {
  if (op === 'count_values') {
    return countedValues(columns, param as string, { grouping, without }, count, of);
  }
  const groups = [...groupBy(columns, groupKey(grouping, without)).values()];
  if (op === 'topk') return bestOf(groups, param as Float64Array, (a, b) => a < b);
  if (op === 'bottomk') return bestOf(groups, param as Float64Array, (a, b) => a > b);
  return groups.map((group) => {
    claim(of, count);
    const column = emptyColumn(groupLabels(group[0]?.labels ?? {}, grouping, without), count);
    if (op === 'quantile') quantiles(group, column, param as Float64Array);
    else if (op === 'stddev' || op === 'stdvar') variances(group, column, op === 'stddev');
    else fold(group, column, folds[op]);
    return column;
  });
}

function groupKey(grouping: readonly string[], without: boolean): (labels: Labels) => string {
  const names = [...grouping].sort();
  if (!without) return (labels) => keyOfOnly(labels, names);
  const left = new Set([metricName, ...names]);
  return (labels) => keyWithout(labels, left);
}

function groupLabels(labels: Labels, grouping: readonly string[], without: boolean): Labels {
  const names = new Set(grouping);
  if (!without) return pickLabels(labels, (name) => names.has(name));
  return pickLabels(labels, (name) => name !== metricName && !names.has(name));
}

/** What becomes of the values of a group, taken one after the other; `n` counts them up to and with this one. */
type Fold = (before: number, value: number, n: number) => number;
type FoldOp = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'group';

const folds: Record<FoldOp, Fold> = {
  sum: (before, value, n) => (n === 1 ? value : before + value),
  avg: (before, value, n) => (n === 1 ? value : nextMean(before, value, n)),
  min: (before, value, n) => (n === 1 || before > value || Number.isNaN(before) ? value : before),
  max: (before, value, n) => (n === 1 || before < value || Number.isNaN(before) ? value : before),
  count: (_before, _value, n) => n,
  group: () => 1,
};

function fold(group: readonly Column[], into: Column, next: Fold): void {
  const counts = new Int32Array(into.has.length);
  for (const { values, has } of group) {
    for (let step = 0; step < has.length; step++) {
      if (has[step] === 0) continue;
      const n = (counts[step] as number) + 1;
      counts[step] = n;
      into.has[step] = 1;
      into.values[step] = next(into.values[step] as number, values[step] as number, n);
    }
  }
}

/** Welford's. */
function variances(group: readonly Column[], into: Column, isDeviation: boolean): void {
  const counts = new Int32Array(into.has.length);
  const means = new Float64Array(into.has.length);
  for (const { values, has } of group) {
    for (let step = 0; step < has.length; step++) {
      if (has[step] === 0) continue;
      const [value, before] = [values[step] as number, means[step] as number];
      const n = (counts[step] as number) + 1;
      counts[step] = n;
      into.has[step] = 1;
      if (n === 1) {
        means[step] = value;
        continue;
      }
      const delta = value - before;
      means[step] = before + delta / n;
      into.values[step] = (into.values[step] as number) + delta * (value - (means[step] as number));
    }
  }
  for (let step = 0; step < counts.length; step++) {
    if (into.has[step] === 0) continue;
    const variance = (into.values[step] as number) / (counts[step] as number);
    into.values[step] = isDeviation ? Math.sqrt(variance) : variance;
  }
}

function quantiles(group: readonly Column[], into: Column, q: Float64Array): void {
  const buffer = new Float64Array(group.length);
  for (let step = 0; step < into.has.length; step++) {
    let n = 0;
    for (const { values, has } of group) if (has[step] !== 0) buffer[n++] = values[step] as number;
    if (n === 0) continue;
    into.has[step] = 1;
    into.values[step] = quantileOf(q[step] as number, buffer.slice(0, n));
  }
}

/** The `k` best of each group, by Prometheus's heap, so that the same ones are left out among equals. A single step is answered best first. */
function bestOf(
  groups: readonly (readonly Column[])[],
  k: Float64Array,
  isWorse: (a: number, b: number) => boolean,
): Column[] {
  const isLess = (a: Candidate, b: Candidate) => Number.isNaN(a.value) || isWorse(a.value, b.value);
  const results = groups.map((group) =>
    group.map((column): Column => ({ ...column, has: new Uint8Array(column.has.length) })),
  );
  const ordered: Column[] = [];
  for (let step = 0; step < k.length; step++) {
    const most = wholeNumber(k[step] as number);
    if (most < 1) continue;
    groups.forEach((group, which) => {
      const heap: Candidate[] = [];
      group.forEach(({ values, has }, index) => {
        if (has[step] === 0) return;
        const candidate = { index, value: values[step] as number };
        const worst = heap[0];
        if (worst && heap.length >= most) {
          if (!(isWorse(worst.value, candidate.value) || Number.isNaN(worst.value))) return;
          if (most === 1) {
            heap[0] = candidate;
            return;
          }
          popLeast(heap, isLess);
        }
        pushOnto(heap, candidate, isLess);
      });
      const taken = heap.map(({ index }) => (results[which] as Column[])[index] as Column);
      for (const { has } of taken) has[step] = 1;
      if (k.length > 1) return;
      if (heap.length > 1) heap.sort((a, b) => (isLess(b, a) ? -1 : isLess(a, b) ? 1 : 0));
      ordered.push(...heap.map(({ index }) => (results[which] as Column[])[index] as Column));
    });
  }
  return settled(k.length === 1 ? ordered : results.flat());
}

interface Candidate {
  index: number;
  value: number;
}

type Less = (a: Candidate, b: Candidate) => boolean;

function pushOnto(heap: Candidate[], candidate: Candidate, isLess: Less): void {
  heap.push(candidate);
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!isLess(heap[child] as Candidate, heap[parent] as Candidate)) break;
    swap(heap, child, parent);
    child = parent;
  }
}

function popLeast(heap: Candidate[], isLess: Less): void {
  swap(heap, 0, heap.length - 1);
  heap.pop();
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const child =
      right < heap.length && isLess(heap[right] as Candidate, heap[left] as Candidate) ? right : left;
    if (!isLess(heap[child] as Candidate, heap[parent] as Candidate)) return;
    swap(heap, parent, child);
    parent = child;
  }
}

function swap(heap: Candidate[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] as Candidate, heap[a] as Candidate];
}

function wholeNumber(k: number): number {
  if (!(Math.abs(k) < largestInteger)) {
    throw executionFailure(`Scalar value ${plainNumberText(k)} overflows int64`);
  }
  return Math.trunc(k);
}

/** One series for each value that occurs in a group, with the value as a label. */
function countedValues(
  columns: readonly Column[],
  label: string,
  { grouping, without }: { grouping: readonly string[]; without: boolean },
  count: number,
  of: Evaluation,
): Column[] {
  if (!labelName.test(label)) throw executionFailure(`invalid label name ${JSON.stringify(label)}`);
  const names = without ? grouping : [...grouping, label];
  const results = new Map<string, Column>();
  for (const column of columns) {
    const known = new Map<number | string, Column>();
    for (let step = 0; step < count; step++) {
      if (column.has[step] === 0) continue;
      const value = column.values[step] as number;
      // To a map both zeros are one.
      const kept = Object.is(value, -0) ? '-0' : value;
      let result = known.get(kept);
      if (!result) {
        const labels = groupLabels(withLabel(column.labels, label, plainNumberText(value)), names, without);
        const key = keyOf(labels);
        result = results.get(key);
        if (!result) {
          claim(of, count);
          result = emptyColumn(labels, count);
          results.set(key, result);
        }
        known.set(kept, result);
      }
      result.has[step] = 1;
      result.values[step] = (result.values[step] as number) + 1;
    }
  }
  return [...results.values()];
}
