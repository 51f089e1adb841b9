/** What a newcomer sees in the first minute: the demo fleet fails in every way, and heals without a hand. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, projectRoot, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { recordStates, rowOf, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  tower = await startTower({
    config: {},
    // The last one counts.
    args: ['--config', join(projectRoot, 'examples', 'demo', 'yagura.yaml')],
    env: { DEMO_API_PORT: String(await freePort()) },
  });
  visitor = await visit(tower);
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

test('the failures of the demo are seen on the page and heal without a hand', async () => {
  await using opened = await visitor.open();
  const { page, troubles } = opened;
  await rowOf(page, 'ocr').waitFor();
  const statesOf = await recordStates(page);
  const stories = page.getByRole('listitem');
  const storyOf = (worker: string, what: RegExp) =>
    stories
      .filter({ hasText: worker })
      .filter({ hasText: what })
      .filter({ hasText: 'running again' })
      .first();

  // Side by side: each of these needs its own time.
  const within = { withinMs: 90_000, everyMs: 250 };
  await Promise.all([
    // A frozen worker is shown as unhealthy before it is healed; the others are healed at once.
    waitUntil(
      'the frozen worker was seen and runs again',
      async () => {
        const states = await statesOf('ocr');
        const unwell = states.indexOf('Unhealthy');
        if (unwell >= 0 && states.includes('Running', unwell)) return true;
        throw new Error(states.join(' → '));
      },
      within,
    ),
    storyOf('ocr', /was not well and was restarted/).waitFor({ timeout: 90_000 }),
    storyOf('price-sync', /was not well and was restarted/).waitFor({ timeout: 90_000 }),
    storyOf('invoice-export', /crashed/).waitFor({ timeout: 90_000 }),
    storyOf('thumbnailer', /using too much memory/).waitFor({ timeout: 90_000 }),
  ]);

  // Nobody did anything, and in the end all is well.
  await page.getByRole('heading', { level: 1 }).getByText('All is well').waitFor({ timeout: 30_000 });
  const events = await tower.events();
  expect(events.filter(({ type }) => type.endsWith('-requested'))).toEqual([]);
  const exits = events.filter(({ type }) => type === 'worker.exited');
  const reasonsOf = (name: string) =>
    exits.filter(({ worker }) => worker === name).map(({ data }) => data['reason']);
  expect(reasonsOf('ocr')).toContain('health');
  expect(reasonsOf('price-sync')).toContain('health');
  expect(reasonsOf('invoice-export')).toContain('exit');
  expect(['oom', 'limit']).toContain(reasonsOf('thumbnailer')[0]);
  // What is well was left alone.
  for (const name of ['webhook-api', 'order-intake', 'mailer-0', 'mailer-1'])
    expect([name, reasonsOf(name)]).toEqual([name, []]);
  expect(troubles).toEqual([]);
}, 150_000);
