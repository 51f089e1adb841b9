/** The queries of src/hub/metrics/promql/testing over the recorded series, answered by Debian's Prometheus and by ours: at an instant and over a range. */
import { createTestSource } from '../../src/hub/metrics/testing/index.ts';
import { askOurs, askTheirs, questions } from '../../src/hub/metrics/promql/testing/ask.ts';
import { difference } from '../../src/hub/metrics/promql/testing/compare.ts';
import { startPrometheus, writeSeries } from '../../test/fixtures/prometheus.ts';
import { readSeries, toSeries } from '../../src/hub/metrics/promql/testing/series.ts';

const recorded = readSeries();
const source = createTestSource(recorded.map(toSeries));
const prometheus = await startPrometheus();
const counts = new Map<string, { asked: number; equal: number }>();
const differences: string[] = [];
try {
  await writeSeries(prometheus.url, recorded);
  for (const question of questions()) {
    const [theirs, ours] = [await askTheirs(prometheus.url, question), await askOurs(source, question)];
    const differs = difference(theirs, ours, question);
    const key = `${question.group} ${question.kind}`;
    const count = counts.get(key) ?? { asked: 0, equal: 0 };
    counts.set(key, count);
    count.asked++;
    if (differs === null) count.equal++;
    else differences.push(`${question.kind.padEnd(7)} ${question.query}\n          ${differs.slice(0, 400)}`);
  }
} finally {
  await prometheus.stop();
}
const samples = recorded.reduce((sum, { times }) => sum + times.length, 0);
console.log(`${recorded.length} series, ${samples} samples`);
for (const [key, { asked, equal }] of counts) console.log(`${key.padEnd(36)} ${equal} of ${asked} equal`);
const asked = [...counts.values()].reduce((sum, count) => sum + count.asked, 0);
const share = (100 * (asked - differences.length)) / asked;
console.log(`in all: ${asked - differences.length} of ${asked} equal (${share.toFixed(2)} %)`);
for (const line of differences) console.log(line);
process.exit(share >= 99 ? 0 : 1);
