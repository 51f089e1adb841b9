/** A hundred thousand events: the page shows the newest at once, holds only what is in view, and finds the one that matters. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/hub/store/index.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { type Visitor, visit } from './open-page.ts';

const count = 100_000;
let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  tower = await startTower({ config: { workers: { mailer: { command: 'exec sleep 100000' } } } });
  await tower.waitForWorker('mailer', ({ state }) => state === 'running');
  await tower.stop();
  const store = await openStore({ home: tower.home, clock: systemClock, onCorrupt: () => {} });
  // A mailer that crashed every ten seconds; the first of them is told differently.
  await sql`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO events (time, type, worker, host, error, data_json)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (i - ${count}) || ' seconds'),
      CASE WHEN i % 10 = 0 THEN 'worker.exited' ELSE 'worker.started' END, 'mailer', 'box', i % 10 = 0,
      CASE WHEN i % 10 = 0 THEN '{"reason":"exit","code":1,"detail":"exit code 1","ranMs":1000}'
        WHEN i = 1 THEN '{"pid":4711,"note":"the needle"}' ELSE '{"pid":7}' END
    FROM n`.execute(store.db);
  await store.close();
  await tower.up();
  visitor = await visit(tower);
}, 120_000);

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

test.each(['', '?view=every', '?view=every&kind=failures'])(
  'are shown at once and scrolled through: /events%s',
  async (search) => {
    await using opened = await visitor.open({ path: `/events${search}` });
    const { page, troubles } = opened;
    const rows = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
    await rows.nth(3).waitFor();
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    for (let round = 0; round < 5; round++) {
      const before = await height();
      await page.keyboard.press('End');
      // Stories of a mailer that never rests are one line, however many events it has.
      if (search !== '') await waitUntil('there is more', async () => (await height()) > before + 5_000);
      expect(await rows.count()).toBeLessThan(80);
    }
    // Everything that is held is still in order.
    if (search !== '') {
      const times = await rows
        .locator('time')
        .evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
      expect(times.length).toBeGreaterThan(5);
      expect(times).toEqual(times.toSorted().toReversed());
    }
    expect(troubles).toEqual([]);
  },
);

test('a story that has no end is not read to its beginning unless somebody wants that', async () => {
  await using opened = await visitor.open({ path: '/events' });
  const { page, troubles } = opened;
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/events')) asked++;
  });
  await page.reload();
  await page.getByRole('button', { name: 'Show older' }).waitFor();
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThan(25);
  expect(troubles).toEqual([]);
});

test('the oldest of them is found by a piece of its data', async () => {
  await using opened = await visitor.open({ path: '/events?view=every' });
  const { page, troubles } = opened;
  await page.getByLabel('Find in events').fill('the needle');
  await page.getByText('started as process 4711').waitFor();
  await page.getByText('That is all that matches.').waitFor();
  expect(troubles).toEqual([]);
});
