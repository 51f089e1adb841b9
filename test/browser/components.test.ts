/** Walks through every shared component in each of its states, in both themes; and watches that no page moves by itself. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { narrow, type Visitor, visit, wide } from './open-page.ts';

/** One of those that crash now and then. */
const shaky = (at: number) => ({
  command: `sleep ${1 + ((at * 7) % 9)}; echo "queue ${at} refused the connection" >&2; exit ${1 + (at % 3)}`,
  labels: { team: at % 2 === 0 ? 'shop' : 'post' },
});

let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        chatty: { command: 'n=0; while :; do n=$((n+1)); echo "line $n"; sleep 0.2; done' },
        'gave-up': { command: 'echo no >&2; exit 3', restart: { policy: 'never' } },
        checked: {
          command: 'exec sleep 100000',
          health: [{ exec: 'true', every: '1s' }],
          labels: { team: 'post' },
        },
        quiet: { command: 'exec sleep 100000' },
        ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`shaky-${at + 1}`, shaky(at)])),
        // Twenty starts a second and more.
        storm: {
          autostart: false,
          command: 'sleep 0.02; echo "no such table" >&2; exit 3',
          restart: { initial: '10ms', max: '100ms', factor: 1 },
        },
      },
    },
  });
  visitor = await visit(tower);
  await tower.waitForWorker('checked', ({ health }) => health === 'healthy');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

/** Of the whole page, or of what is found by the selector. */
async function violations(page: Page, within = 'html', but: string[] = []): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    async ([selector, ignored]) => {
      const runner = (window as unknown as { axe: typeof axe }).axe;
      const result = await runner.run(selector, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return result.violations
        .filter(({ id }) => !ignored.includes(id))
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
              .slice(0, 3)
              .join(' | ')}`,
        );
    },
    [within, but] as const,
  );
}

const looks = [
  { viewport: wide, colorScheme: 'light', locale: 'en' },
  { viewport: narrow, colorScheme: 'dark', locale: 'ja', touch: true },
] as const;

test.each(looks)('the components are sound at $viewport.width px, $colorScheme, $locale', async (look) => {
  await using opened = await visitor.open({ ...look, path: '/components' });
  const { page, troubles } = opened;
  await page.getByRole('heading', { level: 1 }).waitFor();
  const names = await page.locator('main section > h2[translate=no]').allInnerTexts();
  expect(names.length).toBeGreaterThan(9);
  expect(await violations(page)).toEqual([]);
  const { overflow, alarmed } = await page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    // A name with HTML in it is text.
    alarmed: document.querySelectorAll('main b[onclick]').length,
  }));
  expect([overflow, alarmed]).toEqual([0, 0]);

  for (const overlay of ['Dialog', 'ConfirmDialog', 'SidePanel', 'Menu']) {
    await page.getByRole('button', { name: overlay, exact: true }).click();
    const role = overlay === 'Menu' ? 'menu' : 'dialog';
    const shown = page.getByRole(role);
    await shown.waitFor();
    const box = await shown.boundingBox();
    expect([overlay, (box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 0) <= look.viewport.width]).toEqual([
      overlay,
      true,
      true,
    ]);
    // A menu is no landmark, and needs none: it is reached from its button and left with Escape.
    const found = await violations(page, `[role=${role}]`, role === 'menu' ? ['region'] : []);
    expect([overlay, found]).toEqual([overlay, []]);
    await page.keyboard.press('Escape');
    await shown.waitFor({ state: 'detached' });
  }
  // Those that are shown already may lie over the next button.
  for (const tone of ['busy', 'well', 'warn', 'bad'])
    await page.getByRole('button', { name: `Notice: ${tone}` }).press('Enter');
  await waitUntil(
    'four notices are shown',
    async () => (await page.locator('li[data-state=open]').count()) === 4,
  );
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
});

test('a dialog keeps the page behind it still', async () => {
  await using opened = await visitor.open({ path: '/components' });
  const { page } = opened;
  await page.getByRole('button', { name: 'Dialog', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  const top = () => page.evaluate(() => window.scrollY);
  const before = await top();
  await page.mouse.move(200, 200);
  await page.mouse.wheel(0, -600);
  await page.waitForTimeout(400);
  expect(before).toBeGreaterThan(300);
  expect(await top()).toBe(before);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.mouse.wheel(0, -600);
  await waitUntil('it scrolls again', async () => (await top()) < before);
});

/** Hosts are among the calm: charts say so in more words when their machine is too busy to be measured in time. */
const calm = ['/events', '/audit', '/settings', '/doctor', '/hosts'];
const stormy = [
  '/',
  '/?worker=storm',
  '/?wall',
  '/workers',
  '/workers/storm',
  '/workers/chatty',
  '/workers/checked',
];
/** As much as a person doesn't notice; 0.1 is what the web calls good. */
const mostShift = 0.02;
const watchedMs = 3_000;

/** While a page comes together. */
const mostWhileLoading = 0.05;

interface Shift {
  at: number;
  value: number;
  what: string[];
}

interface Watched {
  path: string;
  loading: number;
  live: number;
  shifts: Shift[];
}

async function watchShifts(path: string, viewport: { width: number; height: number }): Promise<Watched> {
  // A file, so that the page's first document is the one that is watched.
  await using opened = await visitor.open({ path: '/favicon.svg', viewport });
  const { page } = opened;
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        const what = entry.sources.map(({ node }) =>
          node instanceof Element ? node.outerHTML.slice(0, 160) : (node?.textContent ?? '?').slice(0, 80),
        );
        shifts.push({ at: entry.startTime, value: entry.value, what });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(tower.url + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await waitUntil('it has loaded', () =>
    page.evaluate(() => document.querySelector('main [role=status][aria-label="Loading …"]') === null),
  );
  await page.waitForTimeout(1_000);
  const loadedAt = await page.evaluate(() => performance.now());
  await page.waitForTimeout(watchedMs);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
  const sum = (some: Shift[]) => some.reduce((total, { value }) => total + value, 0);
  return {
    path,
    loading: sum(shifts.filter(({ at }) => at < loadedAt)),
    live: sum(shifts.filter(({ at }) => at >= loadedAt)),
    shifts: shifts.filter(({ value }) => value > 0.001),
  };
}

/** Those that jump. Five at a time: a machine that is too busy to draw says nothing about the page. */
async function jumping(
  paths: readonly string[],
  viewport: { width: number; height: number },
): Promise<Watched[]> {
  const found: Watched[] = [];
  for (let from = 0; from < paths.length; from += 5)
    found.push(
      ...(await Promise.all(paths.slice(from, from + 5).map((path) => watchShifts(path, viewport)))),
    );
  return found.filter(({ loading, live }) => live > mostShift || loading > mostWhileLoading);
}

const widths = [
  ['wide', wide],
  ['narrow', narrow],
] as const;

test.each(widths)('nothing jumps while %s pages are looked at', { timeout: 150_000 }, async (_, viewport) => {
  expect(await jumping(calm, viewport)).toEqual([]);
});

test.each(widths)('nor in a storm of crashes, on %s ones', { timeout: 150_000 }, async (_, viewport) => {
  await tower.api('/workers/storm/start', { method: 'POST' });
  await tower.waitForWorker('storm', ({ crashLoop }) => crashLoop);
  expect(await jumping(stormy, viewport)).toEqual([]);
});
