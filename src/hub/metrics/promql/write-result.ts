import { namesOf } from '../labels.ts';
import type { Labels } from '../samples.ts';
import { numberText, secondsText } from './number-text.ts';
import type { QueryResult } from './query.ts';

/** The `data` of Prometheus's API for a result, in pieces of one series each, so that a large one need not be in memory as text as well. */
export function* writeResult(result: QueryResult): Generator<string> {
  switch (result.type) {
    case 'scalar':
      yield `{"resultType":"scalar","result":${sample(result.timeMs, numberText(result.value))}}`;
      return;
    case 'string':
      yield `{"resultType":"string","result":[${secondsText(result.timeMs)},${JSON.stringify(result.value)}]}`;
      return;
    case 'vector':
      yield '{"resultType":"vector","result":[';
      for (const [index, { labels, value }] of result.series.entries()) {
        const text = sample(result.timeMs, numberText(value));
        yield `${index === 0 ? '' : ','}{"metric":${labelsText(labels)},"value":${text}}`;
      }
      yield ']}';
      return;
    case 'matrix':
      yield '{"resultType":"matrix","result":[';
      for (const [index, { labels, times, values }] of result.series.entries()) {
        const parts: string[] = [];
        for (let i = 0; i < times.length; i++) {
          parts.push(sample(times[i] as number, numberText(values[i] as number)));
        }
        yield `${index === 0 ? '' : ','}{"metric":${labelsText(labels)},"values":[${parts.join(',')}]}`;
      }
      yield ']}';
  }
}

function sample(timeMs: number, value: string): string {
  return `[${secondsText(timeMs)},"${value}"]`;
}

/** In Prometheus's order of names. */
export function labelsText(labels: Labels): string {
  const pairs = namesOf(labels).map((name) => `${JSON.stringify(name)}:${JSON.stringify(labels[name])}`);
  return `{${pairs.join(',')}}`;
}
