/** A thousand workers on one page: PROMISES.md asks for usable within 500 ms, an action within 50 ms and 60 frames a second. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { rowOf, type Visitor, visit } from './open-page.ts';
import { tasksDuring } from './page-work.ts';

const count = 1_000;
/** Each worker's figures change once a second. */
const watchedSeconds = 4;
let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  tower = await startTower({
    config: { workers: { many: { command: ['sleep', '100000'], instances: count } } },
  });
  visitor = await visit(tower);
  await waitUntil(
    'all of them run',
    async () => {
      const { total } = await tower.api<{ total: number }>('/workers?state=running&limit=1');
      return total === count;
    },
    { withinMs: 100_000, everyMs: 500 },
  );
}, 150_000);

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
}, 60_000);

test('the page is usable soon, answers at once and stays smooth', async () => {
  // The first visit of a browser compiles the page; people come back.
  await using warm = await visitor.open();
  await rowOf(warm.page, 'many-0').waitFor();
  await warm.page.reload();
  await rowOf(warm.page, 'many-0').waitFor();
  const { page, troubles } = warm;

  const usable = await page.evaluate(async () => {
    // Since the navigation began, until the cell that Tab leads to is there.
    const { responseStart } = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming;
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return { responseStart, paint };
  });
  await page.evaluate(() => {
    addEventListener('beforeunload', () => {});
  });
  const loads: { ms: number; scripts: number; bytes: number }[] = [];
  for (let round = 0; round < 5; round++) {
    await page.goto('about:blank');
    await page.goto(tower.url, { waitUntil: 'commit' });
    const ready = await page.waitForFunction(() => {
      if (!document.querySelector('[data-testid="worker-many-0"]')) return false;
      const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const scripts = files.filter(({ name }) => name.endsWith('.js'));
      return {
        ms: performance.now(),
        scripts: scripts.length,
        bytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      };
    });
    loads.push((await ready.jsonValue()) as (typeof loads)[number]);
  }

  const reloads = loads.map(({ ms }) => ms);
  // What asks first, the program, the texts, the theme and what joins modules. What is loaded two seconds later comes too soon only on a slow machine.
  expect(Math.min(...loads.map(({ scripts }) => scripts))).toBeLessThanOrEqual(5);
  expect(Math.min(...loads.map(({ bytes }) => bytes))).toBeLessThan(250_000);

  await page.getByText(`All is well: 1,000 workers are running.`).waitFor();
  // All of them are drawn, and only one is an element.
  expect(await page.locator('[data-worker]').count()).toBe(1);
  const drawn = await page.getByTestId('tower-squares').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    return (
      (data?.filter((byte, at) => at % 4 === 3 && byte > 0).length ?? 0) / (canvas.width * canvas.height)
    );
  });
  expect(drawn).toBeGreaterThan(0.4);
  const overview = await framesOf(page);

  await page.goto(`${tower.url}/workers`);
  await rowOf(page, 'many-0').waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(80);

  const action = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    const heads = [...document.querySelectorAll<HTMLButtonElement>('[role=columnheader] button')];
    for (let round = 0; round < 25; round++) {
      await frame();
      const started = performance.now();
      heads[round % heads.length]?.click();
      await frame();
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return times;
  });

  const frames = await framesOf(page);
  const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
  const at = (values: number[], share: number) =>
    Math.round(sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0);
  console.log(
    `${count} workers: usable after ${at(reloads, 0.5)} ms (slowest of 5: ${at(reloads, 1)}), ` +
      `an action ${at(action, 0.5)} ms (p95 ${at(action, 0.95)}), ` +
      `${(frames.length / watchedSeconds).toFixed(0)} frames/s (p95 ${at(frames, 0.95)} ms), in the overview ` +
      `${(overview.length / watchedSeconds).toFixed(0)} (p95 ${at(overview, 0.95)} ms, longest ${at(overview, 1)} ms); first paint ${Math.round(usable.paint)} ms`,
  );
  // With room for a loaded machine; the figures themselves are in docs/benchmarks.md.
  expect(at(reloads, 0.5)).toBeLessThan(2_000);
  expect(at(action, 0.5)).toBeLessThan(250);
  for (const seen of [overview, frames]) {
    expect(at(seen, 0.5)).toBeLessThan(50);
    expect(at(seen, 0.95)).toBeLessThan(200);
  }
  expect(troubles).toEqual([]);
});

/** The time between two frames, for a few seconds. */
function framesOf(page: Page): Promise<number[]> {
  return page.evaluate(async (ms) => {
    const gaps: number[] = [];
    let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const endsAt = before + ms;
    while (before < endsAt) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      gaps.push(now - before);
      before = now;
    }
    return gaps;
  }, watchedSeconds * 1_000);
}

test('a thousand workers can be searched and scrolled to the last', async () => {
  await using opened = await visitor.open({ path: '/workers' });
  const { page, troubles } = opened;
  await rowOf(page, 'many-0').waitFor();
  const list = page.locator('[data-scroll-restoration-id=workers]');
  await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await rowOf(page, 'many-999').waitFor();
  await list.evaluate((box) => box.scrollTo(0, 0));
  await page.getByRole('combobox').fill('many-777');
  await page.keyboard.press('Escape');
  await waitUntil('one is left', async () => (await page.getByRole('row').count()) === 2);
  await rowOf(page, 'many-777').click();
  await page.getByRole('heading', { name: 'many-777' }).waitFor();
  expect(troubles).toEqual([]);
});

test.each([
  ['as they stand', '/workers'],
  ['by a figure that changes all the time', '/workers?sort=-cpu'],
  ['filtered by a figure', '/workers?q=mem>1KiB'],
])('the list of a thousand, %s, is never at work for longer than a frame or three', async (_, path) => {
  await using opened = await visitor.open({ path });
  const { page, troubles } = opened;
  await rowOf(page, 'many-0').waitFor();
  // What is done once, such as loading what may be asked for next, is over by then.
  await page.waitForTimeout(3_000);
  const tasks = await tasksDuring(page, async () => {
    await page.evaluate(async (ms) => {
      const endsAt = performance.now() + ms;
      while (performance.now() < endsAt) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, watchedSeconds * 1_000);
  });
  const [longest = 0] = tasks;
  const busy = tasks.reduce((sum, ms) => sum + ms, 0) / watchedSeconds;
  console.log(
    `${count} workers at ${path}: longest task ${longest.toFixed(1)} ms of processor time, ${busy.toFixed(0)} ms a second in all`,
  );
  // On a processor four times slower it still fits: no frame over 50 ms, with room for caches that others empty.
  expect(longest * 4).toBeLessThan(80);
  expect(busy).toBeLessThan(150);
  expect(troubles).toEqual([]);
});
