/**
 * Grouping of log lines on Loghub-2k (`../shared/data/loghub-2k`, or the folder that `--data` or YAGURA_DATA names; the same layout with other
 * systems works too), beside what others published on the same files, and how many lines a core groups in a second.
 *
 * All systems have the same parameters, each its own miner, as each is a fleet of its own. Lines are read one by one in their order, as they
 * come from a worker. Scored is the group in which a line is in the end, since groups become one as more is seen; published parsers read
 * all 2,000 lines before they answer. Labels are used for scoring only. GA is on the labels that were published first, PA on the corrected ones.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { createMiner } from '../../src/hub/errors/templates/index.ts';
import { median } from '../measure/figures.ts';
import { openFolder } from '../measure/folder.ts';
import { textOption } from '../measure/options.ts';
import { report } from '../measure/report.ts';
import {
  groupingAccuracy,
  type LabelledLog,
  publishedGrouping,
  publishedTemplates,
  readLabelledLogs,
  templateAccuracy,
} from './loghub.ts';

const promised = { grouping: 0.95, templates: 0.6, linesPerSecond: 100_000 };
const folder = resolve(
  textOption('data') ?? join(process.env['YAGURA_DATA'] ?? '../shared/data', 'loghub-2k'),
);
const logs = readLabelledLogs(folder);
if (logs.length === 0) {
  console.log(
    `Loghub-2k is not there: ${join(folder, 'original')} holds no SYSTEM/SYSTEM_2k.log_structured.csv.`,
  );
  console.log(
    'Nothing was scored. Name its folder with --data DIR, or the one above loghub-2k with YAGURA_DATA.',
  );
  process.exit(textOption('data') === undefined ? 0 : 1);
}

interface Score {
  grouping: number;
  templates: number;
  groups: number;
}
function score({ messages, events, templates }: LabelledLog): Score {
  const miner = createMiner();
  const ids = messages.map((message) => miner.read(message).id);
  const groups = ids.map((id) => miner.current(id));
  const texts = groups.map((id) => miner.describe(id)?.template ?? '');
  return {
    grouping: groupingAccuracy(groups, events),
    templates: templateAccuracy(texts, templates),
    groups: new Set(groups).size,
  };
}

const scores = logs.map((log) => ({ log, ...score(log) }));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shown = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(3);
const systems = logs.map(({ system }) => system);

const grouping = publishedGrouping(folder);
const groupers = ['Brain', 'Drain', 'Spell', 'AEL', 'IPLoM'];
const rowsOf = (
  pick: (score: Score) => number,
  published: ReadonlyMap<string, ReadonlyMap<string, number>>,
  parsers: readonly string[],
  target: number,
) => [
  ...scores.map((each) => ({
    what: each.log.system,
    ours: shown(pick(each)),
    peers: Object.fromEntries(
      parsers.map((parser) => [parser, shown(published.get(each.log.system)?.get(parser))]),
    ),
  })),
  {
    what: `mean of ${systems.length}`,
    ours: shown(mean(scores.map(pick).filter((value) => !Number.isNaN(value)))),
    peers: Object.fromEntries(
      parsers.map((parser) => [
        parser,
        shown(mean(systems.map((system) => published.get(system)?.get(parser) ?? Number.NaN))),
      ]),
    ),
    target: `≥ ${target}`,
    met: mean(scores.map(pick).filter((value) => !Number.isNaN(value))) >= target,
  },
];
report(
  'GA, original labels',
  rowsOf((each) => each.grouping, grouping, groupers, promised.grouping),
);
report(
  'PA, corrected labels',
  rowsOf(
    (each) => each.templates,
    publishedTemplates(folder),
    ['LogBatcher', 'LILAC', 'Drain', 'Brain'],
    promised.templates,
  ),
  ['LogBatcher and LILAC ask a large language model.'],
);

// In a process of its own and bundled as the program is, since the tool that lets benches be TypeScript slows small functions down.
const work = openFolder();
const lines = join(work, 'lines.json');
writeFileSync(lines, JSON.stringify(logs.flatMap(({ messages }) => messages)));
const bundler = await rolldown({
  input: join(import.meta.dirname, '../programs/group-lines.ts'),
  platform: 'node',
  logLevel: 'warn',
});
await bundler.write({ dir: work, format: 'esm', entryFileNames: 'group-lines.mjs' });
await bundler.close();
const rounds = spawnSync(process.execPath, [join(work, 'group-lines.mjs'), lines], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const perSecond = median(rounds.stdout.trim().split('\n').map(Number));
report('Speed', [
  {
    what: 'lines a second of one core, all systems in turn',
    ours: Math.round(perSecond).toLocaleString('en'),
    peers: { Drain: 'about 10,000' },
    target: `≥ ${promised.linesPerSecond.toLocaleString('en')}`,
    met: perSecond >= promised.linesPerSecond,
  },
]);
