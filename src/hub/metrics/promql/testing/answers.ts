/** What Prometheus 2.42 answered to the queries, each at its instant; made by `bench/metrics/record-promql-answers.ts`. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Answer } from './compare.ts';

export const answersFile = new URL('answers.json.gz', import.meta.url);

/** By `keyOfQuestion`. */
export function readAnswers(): Record<string, Answer> {
  return JSON.parse(gunzipSync(readFileSync(answersFile)).toString()) as Record<string, Answer>;
}
