/**
 * The queries of `src/hub/metrics/promql/testing` over the recorded series, as if these had begun a day and a half ago: answered by Debian's
 * Prometheus, by our evaluation over the series in memory, and by a tower that was sent them by remote write.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestSource } from '../../src/hub/metrics/testing/index.ts';
import { askOurs, askTheirs, type Question, questions } from '../../src/hub/metrics/promql/testing/ask.ts';
import { type Answer, difference } from '../../src/hub/metrics/promql/testing/compare.ts';
import { readSeriesFrom, toSeries } from '../../src/hub/metrics/promql/testing/series.ts';
import { startPrometheus, writeSeries } from '../../test/fixtures/prometheus.ts';
import { startTower } from '../../test/fixtures/tower.ts';

const hourMs = 3_600_000;
const closedAfterMs = 65_000;
const startMs = Math.floor((Date.now() - 36 * hourMs) / 60_000) * 60_000;
const recorded = readSeriesFrom(startMs, Date.now());
const samples = recorded.reduce((sum, { times }) => sum + times.length, 0);
console.log(`${recorded.length} series, ${samples} samples`);

interface Tally {
  asked: number;
  equal: number;
}

function report(name: string, theirs: readonly Answer[], ours: readonly Answer[]): number {
  const tallies = new Map<string, Tally>();
  const differences: string[] = [];
  for (const [index, question] of asked.entries()) {
    const key = `${question.group}, ${question.kind}`;
    const tally = tallies.get(key) ?? { asked: 0, equal: 0 };
    tallies.set(key, tally);
    tally.asked++;
    const differs = difference(theirs[index] as Answer, ours[index] as Answer, question);
    if (differs === null) tally.equal++;
    else differences.push(`  ${question.kind} ${question.query}\n      ${differs.slice(0, 300)}`);
  }
  console.log(`\n${name}`);
  for (const [key, tally] of tallies) {
    console.log(`  ${key.padEnd(36)} ${tally.equal} of ${tally.asked} equal`);
  }
  const equal = asked.length - differences.length;
  const percent = (100 * equal) / asked.length;
  console.log(`  in all ${equal} of ${asked.length} equal (${percent.toFixed(2)} %)`);
  for (const line of differences) console.log(line);
  return percent;
}

async function answers(ask: (question: Question) => Promise<Answer>): Promise<Answer[]> {
  const all: Answer[] = [];
  for (const question of asked) all.push(await ask(question));
  return all;
}

const asked = questions(startMs);
const prometheus = await startPrometheus();
const tower = await startTower({ config: { workers: {} } });
let percent = 0;
try {
  await writeSeries(prometheus.url, recorded);
  const authorization = { authorization: `Bearer ${tower.token}` };
  await writeSeries(`${tower.url}/prometheus`, recorded, authorization);
  // Until the tower has closed what is over, and has coarser points of it.
  await sleep(closedAfterMs);
  const source = createTestSource(recorded.map(toSeries));
  const theirs = await answers((question) => askTheirs(prometheus.url, question));
  const answered = theirs.filter(({ status, data }) => status === 'success' && isSomething(data?.result));
  console.log(`${asked.length} questions; ${answered.length} have an answer that is not empty`);
  percent = report('in memory', theirs, await answers((question) => askOurs(source, question)));
  const viaTower = await answers((question) => askTheirs(`${tower.url}/prometheus`, question, authorization));
  percent = Math.min(percent, report('through a tower', theirs, viaTower));
} finally {
  await tower.cleanUp();
  await prometheus.stop();
}
process.exit(percent >= 99 ? 0 : 1);

function isSomething(result: unknown): boolean {
  return !Array.isArray(result) || result.length > 0;
}
