/** One question after the other, asked of Prometheus or of our own evaluation. */
import type { SeriesSource } from '../../samples.ts';
import { QueryFailure, queryInstant, queryRange, writeResult } from '../index.ts';
import type { Answer } from './compare.ts';
import { groupsFrom } from './queries.ts';
import { recordingStartMs } from './series.ts';

export interface Question {
  group: string;
  kind: 'instant' | 'range';
  query: string;
  /** Whether the order of the answer counts. */
  ordered: boolean;
  instantMs: number;
  range: { fromMs: number; toMs: number; stepMs: number };
}

/** Groups may ask the same at other times. */
export function keyOfQuestion({ group, query }: Question): string {
  return `${group}: ${query}`;
}

export function questions(startMs = recordingStartMs): Question[] {
  return groupsFrom(startMs / 1000).flatMap(({ name, queries, instantMs, range }) =>
    queries.flatMap((query) =>
      (['instant', 'range'] as const).map((kind) => ({
        group: name,
        kind,
        query,
        ordered: kind === 'range' || /^(sort|topk|bottomk)/.test(query),
        instantMs: startMs + instantMs,
        range: {
          ...range,
          fromMs: startMs + range.fromMs,
          toMs: startMs + range.toMs,
        },
      })),
    ),
  );
}

export async function askTheirs(
  url: string,
  { kind, query, instantMs, range }: Question,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [path, times] =
    kind === 'instant'
      ? ['query', { time: String(instantMs / 1000) }]
      : [
          'query_range',
          {
            start: String(range.fromMs / 1000),
            end: String(range.toMs / 1000),
            step: String(range.stepMs / 1000),
          },
        ];
  const body = new URLSearchParams({ query, ...(times as Record<string, string>) });
  return (await (await fetch(`${url}/api/v1/${path}`, { method: 'POST', body, headers })).json()) as Answer;
}

export async function askOurs(
  source: SeriesSource,
  { kind, query, instantMs, range }: Question,
): Promise<Answer> {
  try {
    const result =
      kind === 'instant'
        ? await queryInstant(query, { source, timeMs: instantMs })
        : await queryRange(query, {
            source,
            startMs: range.fromMs,
            endMs: range.toMs,
            stepMs: range.stepMs,
          });
    return { status: 'success', data: JSON.parse([...writeResult(result)].join('')) };
  } catch (error) {
    if (!(error instanceof QueryFailure)) throw error;
    return { status: 'error', errorType: error.kind, error: error.message };
  }
}
