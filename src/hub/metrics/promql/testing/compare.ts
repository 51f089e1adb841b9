/** Asks two Prometheus-compatible servers, or a server and a function, the same things and says where they differ. */
export interface Answer {
  status: 'success' | 'error';
  data?: { resultType: string; result: unknown };
  errorType?: string;
  error?: string;
}

export const relativeTolerance = 1e-9;

/** Null when they say the same: same series and times, values equal within a relative 1e-9. Messages of mistakes are not compared, only their kind. */
export function difference(theirs: Answer, ours: Answer, options: { ordered: boolean }): string | null {
  if (theirs.status !== ours.status) {
    return `theirs ${theirs.status} ${theirs.error ?? ''}; ours ${ours.status} ${ours.error ?? ''}`;
  }
  if (theirs.status === 'error') {
    return theirs.errorType === ours.errorType ? null : `theirs ${theirs.errorType}, ours ${ours.errorType}`;
  }
  const [a, b] = [theirs.data, ours.data];
  if (a?.resultType !== b?.resultType) return `theirs is a ${a?.resultType}, ours a ${b?.resultType}`;
  if (a?.resultType === 'string')
    return JSON.stringify(a.result) === JSON.stringify(b?.result) ? null : 'texts';
  if (a?.resultType === 'scalar') return valuesDiffer([a.result as Sample], [b?.result as Sample]);
  const [seriesA, seriesB] = [read(a?.result), read(b?.result)];
  if (!options.ordered) for (const all of [seriesA, seriesB]) all.sort((x, y) => (x.key < y.key ? -1 : 1));
  const only = (all: Keyed[], others: Keyed[]) =>
    all.filter(({ key }) => !others.some((other) => other.key === key));
  const [missing, extra] = [only(seriesA, seriesB), only(seriesB, seriesA)];
  if (missing.length > 0 || extra.length > 0) {
    return `series missing: ${names(missing)}; too many: ${names(extra)}`;
  }
  for (const [index, one] of seriesA.entries()) {
    const other = seriesB[index] as Keyed;
    if (one.key !== other.key) return `order: ${one.key} where ours has ${other.key}`;
    const differs = valuesDiffer(one.samples, other.samples);
    if (differs !== null) return `${one.key}: ${differs}`;
  }
  return null;
}

type Sample = [time: number, value: string];
interface Keyed {
  key: string;
  samples: Sample[];
}

function read(result: unknown): Keyed[] {
  const all = result as { metric: Record<string, string>; value?: Sample; values?: Sample[] }[];
  return all.map(({ metric, value, values }) => ({
    key: JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1))),
    samples: values ?? (value ? [value] : []),
  }));
}

function names(all: Keyed[]): string {
  const shown = all.slice(0, 3).map(({ key }) => key);
  return all.length === 0 ? 'none' : `${all.length}, such as ${shown.join(' ')}`;
}

function valuesDiffer(theirs: Sample[], ours: Sample[]): string | null {
  if (theirs.length !== ours.length) return `${theirs.length} values, ours ${ours.length}`;
  for (const [index, [time, value]] of theirs.entries()) {
    const [ourTime, ourValue] = ours[index] as Sample;
    if (time !== ourTime) return `time ${time}, ours ${ourTime}`;
    if (!isClose(value, ourValue)) return `at ${time}: ${value}, ours ${ourValue}`;
  }
  return null;
}

function isClose(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a.replace('Inf', 'Infinity')), Number(b.replace('Inf', 'Infinity'))];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(x, y);
  return Math.abs(x - y) <= relativeTolerance * Math.max(Math.abs(x), Math.abs(y));
}
