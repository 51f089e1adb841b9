/** `kill -9` in the middle of writing figures, 50 times on the same file: nothing is broken, and two seconds are lost at most. */
import { join } from 'node:path';
import { killWriters } from '../../test/fixtures/metrics-killed.ts';
import { openFolder } from '../measure/folder.ts';
import { report } from '../measure/report.ts';

const { rounds, broken } = await killWriters(join(openFolder(), 'metrics.db'), 50);
const lost = rounds.map(({ written, found }) => Math.max(0, written - found));
for (const line of broken) console.log(line);
report(`killed ${rounds.length} times while ${rounds.at(-1)?.found} seconds of 20 series were written`, [
  { what: 'broken', ours: String(broken.length), target: '0', met: broken.length === 0 },
  {
    what: 'seconds lost, at most',
    ours: String(Math.max(...lost)),
    target: '≤ 2',
    met: Math.max(...lost) <= 2,
  },
]);
