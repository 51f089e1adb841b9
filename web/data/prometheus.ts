/** Asks the tower's Prometheus API, which answers as Prometheus does: https://prometheus.io/docs/prometheus/latest/querying/api/ */
import { send } from './api.ts';

/** A series of an answer; times in ms since the epoch. */
export interface Found {
  labels: Readonly<Record<string, string>>;
  times: number[];
  values: number[];
}

export interface Answer {
  series: Found[];
  /** What the server thinks one should know about the query. */
  warnings: string[];
}

interface Body {
  data: {
    resultType: 'matrix' | 'vector' | 'scalar' | 'string';
    result: unknown;
  };
  warnings?: string[];
  infos?: string[];
}
type Pair = [time: number, value: string];
type Row = { metric?: Record<string, string>; value?: Pair; values?: Pair[] };

/** Evaluates a query at each step of a stretch; ms. In one that ends before it begins, as that of a worker just started may, there is none. */
export async function queryRange(
  query: string,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
  signal?: AbortSignal,
): Promise<Answer> {
  if (to < from) return { series: [], warnings: [] };
  return answerOf(
    await post('query_range', { query, start: from / 1_000, end: to / 1_000, step: stepMs / 1_000 }, signal),
  );
}

/** Evaluates a query at one instant, ms. */
export async function queryInstant(query: string, at: number, signal?: AbortSignal): Promise<Answer> {
  return answerOf(await post('query', { query, time: at / 1_000 }, signal));
}

/** As a form, since a query may be longer than an address. */
async function post(
  path: string,
  parameters: Record<string, string | number>,
  signal: AbortSignal | undefined,
): Promise<Body> {
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  return (await send(`/prometheus/api/v1/${path}`, {
    method: 'POST',
    body: new URLSearchParams(texts),
    signal: signal ?? null,
  })) as Body;
}

function answerOf({ data: { resultType, result }, warnings = [], infos = [] }: Body): Answer {
  const rows = (
    resultType === 'scalar' || resultType === 'string' ? [{ value: result as Pair }] : result
  ) as Row[];
  return {
    series: rows.map(({ metric = {}, value, values = value ? [value] : [] }) => ({
      labels: metric,
      times: values.map(([seconds]) => Math.round(seconds * 1_000)),
      values: values.map(([, text]) => numberOf(text)),
    })),
    warnings: [...warnings, ...infos],
  };
}

/** `+Inf` is not what JavaScript calls it. */
function numberOf(text: string): number {
  return text === '+Inf'
    ? Number.POSITIVE_INFINITY
    : text === '-Inf'
      ? Number.NEGATIVE_INFINITY
      : Number(text);
}
