/** Every page, wide and narrow, light and dark, in both languages: nothing sticks out, and everybody can use it. */
import axe from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { narrow, type Visitor, visit, wide } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        // Names and labels as long as they may be.
        'a-worker-with-a-name-that-is-as-long-as-a-name-may-be-it-is-so': {
          command:
            'while :; do echo "an unusually long line, without a blank at its end: $(printf "x%.0s" $(seq 300))"; sleep 1; done',
          labels: { team: 'a-team-with-a-long-name', purpose: 'none' },
          health: [{ log_silence: '1h' }],
        },
        crasher: { command: 'echo "it hurts" >&2; exit 3' },
        ailing: {
          command: 'exec sleep 100000',
          health: [{ tcp: '127.0.0.1:1', every: '1s', failures: 100 }],
        },
        'gave-up': { command: 'exit 1', restart: { policy: 'never' } },
        outside: { kind: 'external', heartbeat: { every: '1s', grace: '1s' } },
        nightly: { command: 'true', schedule: '0 3 * * *' },
        well: { command: 'exec sleep 100000' },
      },
    },
  });
  visitor = await visit(tower);
  await tower.waitForWorker('gave-up', ({ state }) => state === 'failed');
  await tower.waitForWorker('outside', ({ health }) => health === 'unhealthy');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

const pages = {
  overview: '/',
  'a panel': '/?worker=crasher',
  'workers by host': '/?by=host',
  workers: '/workers',
  events: '/events',
  'every event': '/events?view=every&kind=failures',
  errors: '/errors',
  'an error': '/errors/1',
  incidents: '/incidents',
  'an incident': '/incidents/1',
  alerts: '/alerts',
  silences: '/silences',
  rules: '/rules',
  channels: '/channels',
  logs: '/logs',
  hosts: '/hosts',
  heat: '/heat',
  audit: '/audit',
  settings: '/settings',
  doctor: '/doctor',
  'a long name': '/workers/a-worker-with-a-name-that-is-as-long-as-a-name-may-be-it-is-so',
  'a crash loop': '/workers/crasher',
  'an external worker': '/workers/outside',
  'a periodic job': '/workers/nightly',
  login: '/login',
};

/** In the first two everybody can use it: what that depends on (the theme, the width, the words) is in one or the other. */
const looks = [
  { viewport: wide, colorScheme: 'light', locale: 'en' },
  { viewport: narrow, colorScheme: 'dark', locale: 'ja', touch: true },
  { viewport: narrow, colorScheme: 'light', locale: 'en', touch: true },
  { viewport: wide, colorScheme: 'dark', locale: 'ja' },
] as const;

test.each(looks)('at $viewport.width px, $colorScheme, $locale', async (look) => {
  await using opened = await visitor.open(look);
  const { page, troubles } = opened;
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(tower.url + path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (name === 'a panel') await page.getByRole('dialog').locator('dl').waitFor();
    await waitUntil(
      `${name} has loaded`,
      async () => (await page.getByRole('status', { name: /^(Loading|読み込み中)/ }).count()) === 0,
    );
    const { overflow, small } = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      return {
        overflow: document.documentElement.scrollWidth - width,
        small: [...document.querySelectorAll<HTMLElement>('button, a[href], input')]
          .filter((element) => element.checkVisibility() && element.tabIndex >= 0 && !element.closest('p'))
          .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 120) }))
          // 24 px is what WCAG 2.2 asks of a target that is not inside a sentence.
          .filter(({ box }) => box.width > 1 && box.height < 20)
          .map(({ name }) => name),
      };
    });
    expect([name, overflow, small]).toEqual([name, 0, []]);
    if (looks.indexOf(look) > 1) continue;
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const runner = (window as unknown as { axe: typeof axe }).axe;
      const result = await runner.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return result.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
            .slice(0, 3)
            .join(' | ')}`,
      );
    });
    expect([name, violations]).toEqual([name, []]);
  }
  expect(troubles).toEqual([]);
});
