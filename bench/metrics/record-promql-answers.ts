/**
 * Records what Debian's Prometheus answers at one instant to each query, into `answers.json.gz` beside the queries; a unit test compares ours
 * with it. To be run anew when queries or series change:
 *
 *     node --import tsx bench/metrics/record-promql-answers.ts
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { askTheirs, keyOfQuestion, questions } from '../../src/hub/metrics/promql/testing/ask.ts';
import { answersFile } from '../../src/hub/metrics/promql/testing/answers.ts';
import type { Answer } from '../../src/hub/metrics/promql/testing/compare.ts';
import { readSeries } from '../../src/hub/metrics/promql/testing/series.ts';
import { startPrometheus, writeSeries } from '../../test/fixtures/prometheus.ts';

const prometheus = await startPrometheus();
try {
  await writeSeries(prometheus.url, readSeries());
  const answers: Record<string, Answer> = {};
  for (const question of questions()) {
    if (question.kind === 'instant')
      answers[keyOfQuestion(question)] = await askTheirs(prometheus.url, question);
  }
  writeFileSync(answersFile, gzipSync(JSON.stringify(answers), { level: 9 }));
  console.log(`${Object.keys(answers).length} answers`);
} finally {
  await prometheus.stop();
}
