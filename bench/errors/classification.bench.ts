/**
 * Which category errors are put into, judged on software that nothing was learned from: macro-F1, how honest the confidence is, who is taken for whom,
 * what the learned part adds to the rules, and how fast it is.
 */
import { categories } from '../../src/hub/errors/classification/category.ts';
import { createClassifier } from '../../src/hub/errors/classification/classifier.ts';
import { examples } from '../../src/hub/errors/classification/examples/examples.ts';
import { heldOutErrors } from '../../src/hub/errors/classification/testing/held-out-errors.ts';
import {
  calibrationError,
  confusion,
  f1,
  type Judged,
  judge,
  macroF1,
  saying,
} from '../../src/hub/errors/classification/testing/scores.ts';
import { formatPercent } from '../measure/figures.ts';
import { report } from '../measure/report.ts';

const before = process.cpuUsage();
const shipped = await createClassifier();
const loadMs = spentMs(before);
const judged = judge(heldOutErrors, shipped);
const byRules = judge(heldOutErrors, await createClassifier(undefined, []));
const found = judged.filter(({ software }) => software === 'found');
const perSecond = speed();
const right = (some: readonly Judged[]) =>
  some.filter(({ category, said }) => said.category === category).length / some.length;

const table = confusion(judged);
const scores = f1(table);
console.log(`| | ${categories.map((one) => one.slice(0, 6)).join(' | ')} | F1 |`);
console.log(`|---|${categories.map(() => '---').join('|')}|---|`);
for (const [at, category] of categories.entries())
  console.log(
    `| ${category} | ${table[at]?.map((count) => count || '').join(' | ')} | ${scores[at]?.toFixed(2)} |`,
  );

report('Category of errors', [
  {
    what: `macro-F1 on ${judged.length} errors of ${heldOutErrors.length} programs nothing was learned from`,
    ours: macroF1(judged).toFixed(3),
    target: '≥ 0.85',
    met: macroF1(judged) >= 0.85,
  },
  {
    what: 'expected calibration error there',
    ours: calibrationError(judged).toFixed(3),
    target: '≤ 0.1',
    met: calibrationError(judged) <= 0.1,
  },
  { what: 'macro-F1 by rules alone', ours: macroF1(byRules).toFixed(3) },
  {
    what: 'right answers, and by rules alone',
    ours: `${formatPercent(right(judged))}, ${formatPercent(right(byRules))}`,
  },
  {
    what: `right answers of ${found.length} errors that were met by chance`,
    ours: formatPercent(right(found)),
  },
  {
    what: 'classifications a second of processor time',
    ours: Math.round(perSecond).toLocaleString('en'),
    target: '≥ 50,000',
    met: perSecond >= 50_000,
  },
  { what: 'processor time to learn the shipped examples', ours: `${loadMs.toFixed(0)} ms` },
]);

/** After a warm-up, over all examples. */
function speed(): number {
  const occurrences = examples
    .flatMap(({ errors }) => Object.values(errors).flat())
    .map((text) => saying(text));
  for (let round = 0; round < 20; round++) for (const one of occurrences) shipped.classify(one);
  const rounds = 60;
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) for (const one of occurrences) shipped.classify(one);
  return (rounds * occurrences.length * 1000) / spentMs(before);
}

function spentMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
