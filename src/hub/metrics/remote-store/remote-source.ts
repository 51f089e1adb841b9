import { Failure } from '../../../shared/failure.ts';
import { oneLine } from '../../../shared/one-line.ts';
import { whyUnreachable } from '../../../shared/unreachable.ts';
import { concat } from '../concat.ts';
import { keyOf } from '../labels.ts';
import type {
  Aspect,
  Labels,
  Matcher,
  ReadLimits,
  Samples,
  Selection,
  Series,
  SeriesSource,
} from '../samples.ts';
import { remoteAddress } from './address.ts';

const timeoutMs = 30_000;
const mostBytes = 64 * 1024 * 1024;
/** Prometheus answers at most 11,000 points a series. */
const mostSteps = 10_000;

/**
 * Reads series from a store by PromQL: as they were written by a range selector, or in steps by the function that stands for the aspect. Stale marks
 * do not come over that way. `url` is the address before `/api/v1/query`. Fails with `history_away` when the store does not answer.
 */
export function createRemoteSource(options: {
  url: string;
  headers: Readonly<Record<string, string>>;
}): SeriesSource {
  const { url: base, headers } = remoteAddress(options.url, options.headers);

  async function ask<T>(path: string, parameters: Record<string, string>): Promise<T> {
    const away = (why: string, cause?: unknown) =>
      new Failure('history_away', `the store for history does not answer: ${why}`, { cause });
    let text: string;
    let status: number;
    try {
      const response = await fetch(`${base.replace(/\/$/, '')}/api/v1/${path}`, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers,
        body: new URLSearchParams(parameters),
      });
      status = response.status;
      text = await readBounded(response);
    } catch (error) {
      if (error instanceof Failure) throw error;
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
      throw away(isTimeout ? `nothing within ${timeoutMs / 1000} s` : whyUnreachable(cause), error);
    }
    const answer = parse(text) as { status?: string; data?: T; error?: string } | null;
    if (status === 200 && answer?.status === 'success') return answer.data as T;
    const why = oneLine(answer?.error ?? `status ${status}`);
    if (status === 400 || status === 422)
      throw new Failure('too_much', `the store for history refuses: ${why}`);
    throw away(why);
  }

  /** Series with the values of the function that stands for the aspect, at each step up to `toMs`; a step covers what came after the one before. */
  async function* inSteps(selection: Selection, aspect: Aspect, limits: ReadLimits): AsyncGenerator<Series> {
    const { matchers, fromMs, toMs, stepMs } = selection;
    const metric = matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value;
    // Prometheus 2 counts a sample at the very begin of a window too, which is the end of the one before; so each begins a moment later.
    const query = `${aspect}_over_time(${selectorOf(matchers)}[${stepMs - 1}ms])`;
    const first = toMs - Math.floor((toMs - fromMs) / stepMs) * stepMs;
    for (let start = first; start <= toMs; start += mostSteps * stepMs) {
      const end = Math.min(toMs, start + (mostSteps - 1) * stepMs);
      const data = await ask<Matrix>('query_range', {
        query,
        start: secondsOf(start),
        end: secondsOf(end),
        step: String(stepMs / 1000),
      });
      // Most functions take the name away.
      for (const series of read(data, limits))
        yield {
          ...series,
          labels: metric === undefined ? series.labels : { ...series.labels, __name__: metric },
        };
    }
  }

  async function* asWritten(
    { matchers, fromMs, toMs }: Selection,
    limits: ReadLimits,
  ): AsyncGenerator<Series> {
    // Whether the window's begin is part of it differs between stores.
    const query = `${selectorOf(matchers)}[${toMs - fromMs + 1}ms]`;
    const data = await ask<Matrix>('query', { query, time: secondsOf(toMs) });
    for (const series of read(data, limits)) {
      const from = series.times.findIndex((time) => time >= fromMs);
      if (from >= 0)
        yield { ...series, times: series.times.subarray(from), values: series.values.subarray(from) };
    }
  }

  function find(selection: Selection, limits: ReadLimits): AsyncIterable<Series> {
    const { matchers, stepMs, aspect } = selection;
    // Without their names the series of several metrics could not be told apart.
    const isOneMetric = matchers.some(({ name, op }) => name === '__name__' && op === '=');
    if (stepMs <= 0 || (!isOneMetric && aspect !== 'last')) return asWritten(selection, limits);
    return aspect === 'sum' ? sums(selection, limits) : joined(inSteps(selection, aspect, limits));
  }

  async function* sums(selection: Selection, limits: ReadLimits): AsyncGenerator<Series> {
    const counts = new Map<string, Series>();
    for await (const series of joined(inSteps(selection, 'count', limits)))
      counts.set(keyOf(series.labels), series);
    for await (const series of joined(inSteps(selection, 'sum', limits))) {
      const count = counts.get(keyOf(series.labels));
      if (count?.times.length === series.times.length) yield { ...series, counts: count.values };
    }
  }

  return {
    async *select(selection, limits) {
      for await (const series of find(selection, limits)) {
        countDown(limits, 'series', 1);
        yield series;
      }
    },
    async *labelsOf(matchers, fromMs, toMs, limits) {
      const found = await ask<Labels[]>('series', {
        'match[]': selectorOf(matchers),
        start: secondsOf(fromMs),
        end: secondsOf(toMs),
      });
      for (const labels of found) {
        countDown(limits, 'series', 1);
        yield labels;
      }
    },
  };
}

interface Matrix {
  result: { metric: Labels; values?: [time: number, value: string][] }[];
}

function* read({ result }: Matrix, limits: ReadLimits): Generator<Series> {
  for (const { metric, values = [] } of result) {
    countDown(limits, 'samples', values.length);
    yield {
      labels: metric,
      times: Float64Array.from(values, ([time]) => Math.round(time * 1000)),
      values: Float64Array.from(values, ([, value]) => numberOf(value)),
      stale: [],
    };
  }
}

/** The parts of a series that came one after the other, as one. */
async function* joined(parts: AsyncIterable<Series>): AsyncGenerator<Series> {
  const found = new Map<string, { labels: Labels; parts: Samples[] }>();
  for await (const { labels, ...samples } of parts) {
    const key = keyOf(labels);
    const known = found.get(key);
    if (known) known.parts.push(samples);
    else found.set(key, { labels, parts: [samples] });
  }
  for (const { labels, parts } of found.values()) yield { labels, ...concat(parts) };
}

function countDown(limits: ReadLimits, what: keyof ReadLimits, count: number): void {
  limits[what] -= count;
  if (limits[what] < 0) throw new Failure('too_much', `the question is about more ${what} than one may be`);
}

/** At least one matcher must ask for something, or stores refuse. */
function selectorOf(matchers: readonly Matcher[]): string {
  const all = matchers.length > 0 ? matchers : [{ name: '__name__', op: '=~', value: '.+' }];
  return `{${all.map(({ name, op, value }) => `${plainName.test(name) ? name : JSON.stringify(name)}${op}${JSON.stringify(value)}`).join(',')}}`;
}

const plainName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whoever wants all that there is asks up to the end of time, of which stores have their own ideas. */
function secondsOf(ms: number): string {
  return (Math.min(ms, endOfTimeMs) / 1000).toFixed(3);
}

const endOfTimeMs = Date.UTC(2200, 0);

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > mostBytes)
      throw new Failure('too_much', `the store for history answers more than ${mostBytes} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString();
}
