/**
 * Ten million lines of fifty workers (a day of them), and how long the first page of 100 takes for questions of every kind: the time that
 * whoever asks waits, and the longest time for which the hub did nothing else. `--lines=1000000` makes fewer.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReceivedRecord } from '../../src/hub/logs/index.ts';
import { createLogsStore, type LogsStore, readQuestion } from '../../src/hub/logs/store/index.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { formatMs, median, p95 } from '../measure/figures.ts';
import { openFolder } from '../measure/folder.ts';
import { numberOption } from '../measure/options.ts';
import { report, type Row } from '../measure/report.ts';
import { createRandom, makeLine } from './lines.ts';

const lines = numberOption('lines', 10_000_000);
const rounds = numberOption('rounds', 20);
const promisedMs = 200;
const batch = 512;
const dayMs = 86_400_000;
const path = join(openFolder(), 'logs.db');

const end = Date.now();
const random = createRandom(1);
const store = await createLogsStore({
  path,
  clock: systemClock,
  log: console.log,
  retention: { ageMs: 30 * dayMs, bytes: 100e9 },
});

/** Once among all lines, in the middle. */
const rarest = 'order 4711-unique vanished without a trace';

async function fill(into: LogsStore): Promise<{ seconds: number; bytes: number }> {
  const before = process.cpuUsage();
  let bytes = 0;
  for (let at = 0; at < lines; at += batch) {
    const records = Array.from({ length: Math.min(batch, lines - at) }, (_, index): ReceivedRecord => {
      const { worker, level, text } = makeLine(random);
      const shown = at + index === Math.floor(lines / 2) ? rarest : text;
      bytes += shown.length;
      return {
        worker,
        source: 'output',
        stream: 'stdout',
        // Errors would be kept for whoever takes them as well, which is not what is measured here.
        record: {
          time: end - dayMs + Math.floor(((at + index) / lines) * dayMs),
          level: level === 'error' ? 'warn' : level,
          message: shown,
          text: shown,
          exceptions: [],
          traceId: null,
          fields: {},
        },
      };
    });
    into.keep({ records });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, bytes };
}

const filled = await fill(store);
// The index is tidied up in the background.
await new Promise((resolve) => setTimeout(resolve, 3_000));

const questions: [what: string, q: string, more?: { workers?: string[]; levels?: ['warn'] }][] = [
  ['a word in every third line', 'orders'],
  ['a rare word (one line)', '4711-unique'],
  ['no word at all', ''],
  ['a phrase', '"insufficient funds"'],
  ['two words, one in 200 lines', 'timeout payment'],
  ['Japanese within a sentence', '接続に失敗'],
  ['the beginning of a word', 'econnref*'],
  ['with one worker', 'declined', { workers: ['worker-7'] }],
  ['with one worker and a level', 'ECONNREFUSED', { workers: ['worker-7'], levels: ['warn'] }],
  ['a word less another', 'retry -upstream'],
  ['no hit: a word that nobody printed', 'zzzunknown'],
  ['no hit: two common words, never in one line', 'cache declined'],
  ['no hit: a common phrase the wrong way round', '"timeout upstream"'],
];

const rows: Row[] = [];
for (const [what, q, more] of questions) {
  const took: number[] = [];
  let found = 0;
  let isCut = false;
  for (let round = 0; round < rounds; round++) {
    const filter = {
      question: readQuestion(q),
      workers: more?.workers ?? null,
      levels: more?.levels ?? null,
      from: 0,
      to: end + dayMs,
    };
    const startedAt = performance.now();
    const page = await store.search(filter, { limit: 100, beyond: null, order: 'newest', budgetMs: 150 });
    took.push(performance.now() - startedAt);
    found = page.records.length;
    ({ isCut } = page);
  }
  rows.push({
    what: `${what} (\`${q}\`): ${found} found${isCut ? ', and a cursor to go on' : ''}`,
    ours: `${formatMs(median(took))} / ${formatMs(p95(took))}`,
    target: `≤ ${promisedMs} ms`,
    met: p95(took) <= promisedMs,
  });
}
const size = statSync(path).size;
await store.close();

report(`first page of ${lines.toLocaleString('en')} lines, median / p95`, rows, [
  `${(filled.bytes / lines).toFixed(0)} characters a line, ${(size / lines).toFixed(1)} bytes a line on disk; taken in at ${Math.round(lines / filled.seconds).toLocaleString('en')} lines a second of processor time.`,
]);
