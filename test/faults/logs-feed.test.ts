/** `kill -9` of the hub while workers print: each line is found once, or counted as left out; errors become occurrences once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const lines = 24_000;
/** Bursts of numbered lines for some seconds; every hundredth is an error with a trace. */
const script = `
let n = 0;
setTimeout(function burst() {
  let text = '';
  for (let i = 0; i < 400; i++, n++)
    text += n % 100 === 0 ? 'Error: number ' + n + ' is bad\\n    at count (/app/count.js:1:' + n + ')\\n' : 'line number ' + n + '\\n';
  require('fs').writeSync(1, text);
  if (n < ${lines}) setTimeout(burst, 100);
  else setInterval(() => {}, 1e6);
}, 1500);
`;

interface Page {
  records: { id: string; text: string }[];
  older: string | null;
  leftOut: { worker: string; lines: number }[];
}

let tower: Tower;
beforeAll(async () => {
  tower = await startTower({ config: { workers: { flood: { command: ['node', '-e', script] } } } });
});
afterAll(() => tower?.cleanUp());

async function numbersFound(): Promise<number[]> {
  const found: number[] = [];
  const ids = new Map<number, string>();
  const twice: string[] = [];
  let cursor = '';
  for (;;) {
    const page: Page = await tower.api(`/logs?worker=flood&q=number&limit=1000${cursor}`);
    expect(page.leftOut).toEqual([]);
    for (const { id, text } of page.records) {
      const number = Number(/number (\d+)/.exec(text)?.[1]);
      found.push(number);
      const other = ids.get(number);
      if (other !== undefined) twice.push(`${number}: ${other} and ${id}`);
      ids.set(number, id);
    }
    if (page.older === null) {
      expect(twice).toEqual([]);
      return found;
    }
    cursor = `&cursor=${page.older}`;
  }
}

test('nothing is lost and nothing is there twice', async () => {
  for (const afterMs of [900, 1_100, 1_700]) {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const before = tower.hubPid();
    if (before !== null) process.kill(before, 'SIGKILL');
    await waitUntil('another hub answers', async () => {
      const pid = tower.hubPid();
      return pid !== null && pid !== before && (await tower.fetch('/healthz').catch(() => null))?.ok === true;
    });
  }
  await waitUntil('the last line is found', async () => {
    const page = await tower.api<Page>(`/logs?worker=flood&q="number ${lines - 1}"`).catch(() => null);
    return page?.records.length === 1;
  });
  const found = await numbersFound();
  expect(found.toSorted((a, b) => a - b)).toEqual(Array.from({ length: lines }, (_, at) => at));
  await waitUntil('each error is counted', async () => {
    const { groups } = await tower.api<{ groups: { count: number; workers: unknown[] }[] }>('/errors');
    return groups.reduce((sum, { count }) => sum + count, 0) === lines / 100;
  });
});
