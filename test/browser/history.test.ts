/** History on the page, written through the public API: a day of it, and what somebody on call does with it. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { remoteWrite } from '../fixtures/remote-write.ts';
import { freePort, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { type PageOptions, type Visitor, visit } from './open-page.ts';
import { tasksDuring } from './page-work.ts';

let tower: Tower;
let visitor: Visitor;
const hourMs = 3_600_000;
const now = Math.floor(Date.now() / 1_000) * 1_000;
/** One second in which it took three cores, in a day of little. */
const spikeAt = now - 5 * hourMs;
const hurtFrom = now - 12 * hourMs;

beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        steady: { command: 'exec sleep 100000' },
        hurt: { command: 'exec sleep 100000' },
        // Does not run meanwhile, so that all that is known of it is what is written here.
        leaky: { command: 'exec sleep 100000', schedule: '0 0 1 1 *' },
        silent: {
          command: 'exec sleep 100000',
          metrics: { scrape: `http://127.0.0.1:${await freePort()}/metrics`, every: '1s' },
        },
      },
    },
  });
  visitor = await visit(tower);
  const of = (name: string, worker: string) => ({ __name__: name, worker, host: 'elsewhere', group: worker });
  // More than the day that a trend has to be seen for.
  for (let from = now - 26 * hourMs; from < now; from += 2 * hourMs) {
    const times = Array.from({ length: 7_200 }, (_, at) => from + at * 1_000);
    const everyMinute = times.filter((_, at) => at % 60 === 0);
    await remoteWrite(tower, [
      {
        labels: of('yagura_worker_cpu_ratio', 'steady'),
        samples: times.map((at) => [at, at === spikeAt ? 3 : 0.2 + 0.1 * Math.sin(at / 4e6)]),
      },
      {
        labels: of('yagura_worker_memory_rss_bytes', 'steady'),
        samples: times.map((at) => [at, 1e8 + (at - now) / 10]),
      },
      {
        labels: of('yagura_worker_memory_rss_bytes', 'leaky'),
        samples: everyMinute.map((at) => [at, 3e8 + ((at - now) / hourMs) * 1e7 + 1e6 * Math.sin(at / 1e5)]),
      },
      {
        labels: of('yagura_worker_unwell', 'hurt'),
        samples: everyMinute.map((at) => [at, at >= hurtFrom && at < hurtFrom + hourMs ? 1 : 0]),
      },
    ]);
  }
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

async function open(options: PageOptions = {}, isExpected: (trouble: string) => boolean = () => false) {
  const { page, context, troubles } = await visitor.open(options);
  onTestFinished(async () => {
    await context.close();
    expect(troubles.filter((trouble) => !isExpected(trouble))).toEqual([]);
  });
  return page;
}

const searchOf = (page: Page) => new URL(page.url()).searchParams;
const cpu = (page: Page) => page.getByRole('img', { name: /^CPU/ });

/** Drags over the CPU chart, from one share of its width to another. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await cpu(page).locator('.u-over').boundingBox();
  if (!box) throw new Error('there is no chart');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  for (let step = 1; step <= 10; step++)
    await page.mouse.move(box.x + box.width * (from + ((to - from) * step) / 10), y);
  await page.mouse.up();
}

test('a day is seen with its one bad second; a drag zooms in, the back button out, at 60 frames a second', async () => {
  const page = await open({ path: '/workers/steady?range=24h' });
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  await page.getByRole('img', { name: /^CPU: CPU is .+, at most 300%/ }).waitFor();
  await cpu(page).scrollIntoViewIfNeeded();
  const tasks = await tasksDuring(page, async () => {
    for (const turn of [0, 1]) {
      await drag(page, 0.7, 0.85);
      await waitUntil('it has zoomed in', () => searchOf(page).has('from'));
      await waitUntil(
        'the new picture is there',
        async () => (await page.locator('main [aria-busy=true]').count()) === 0,
      );
      const box = await cpu(page).locator('.u-over').boundingBox();
      for (let x = 0; x < 40; x++)
        await page.mouse.move((box?.x ?? 0) + x * 5, (box?.y ?? 0) + 20 + turn, { steps: 2 });
      await page.goBack();
      await waitUntil('it is as before', () => searchOf(page).get('range') === '24h');
    }
  });
  // Processor time: what else the machine does meanwhile does not count. A new picture may take a few frames, moving through it none.
  const slow = tasks.filter((ms) => ms > 1_000 / 60);
  expect(slow.length, `slowest: ${tasks.slice(0, 12).join(' ')}`).toBeLessThan(tasks.length / 100);
  expect(tasks[0]).toBeLessThan(250);
  await page.getByRole('img', { name: /at most 300%/ }).waitFor();
});

test('a time in the address is shown as it says; one goes on from there by the keyboard', async () => {
  const [from, to] = [spikeAt - 60_000, spikeAt + 60_000].map((at) => new Date(at).toISOString());
  const page = await open({ path: `/workers/steady?from=${from}&to=${to}` });
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  await page.getByText('max 300%').waitFor();
  await page.getByText('every figure as it was measured').waitFor();
  await page.keyboard.press('[');
  await waitUntil(
    'it is half of it earlier',
    () => searchOf(page).get('to') === new Date(spikeAt).toISOString(),
  );
  await page.getByRole('button', { name: 'From … to …' }).first().click();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00:00');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText('The end must be').waitFor();
  await page.keyboard.press('Escape');
});

/** The chart shows what was asked for last. */
const settled = (page: Page) =>
  waitUntil('the picture is there', async () => (await page.locator('main [aria-busy=true]').count()) === 0);

test('arrow keys and Enter mark a stretch of a chart, and zoom in', async () => {
  const page = await open({ path: '/workers/steady?range=24h' });
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  await page.getByRole('img', { name: /at most 300%/ }).waitFor();
  await settled(page);
  await cpu(page).focus();
  for (const key of ['End', 'Shift+ArrowLeft', 'Enter', 'Shift+ArrowLeft', 'Enter'])
    await page.keyboard.press(key);
  await waitUntil('it has zoomed in', () => searchOf(page).has('from'));
  const [from, to] = ['from', 'to'].map((end) => Date.parse(searchOf(page).get(end) ?? ''));
  expect((to as number) - (from as number)).toBeLessThan(3 * hourMs);
  expect(to).toBeLessThan(now);
});

test('a finger that strokes along a chart zooms in', async () => {
  const page = await open({
    path: '/workers/steady?range=24h',
    touch: true,
    viewport: { width: 390, height: 844 },
  });
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  await page.getByRole('img', { name: /at most 300%/ }).waitFor();
  await settled(page);
  await cpu(page).scrollIntoViewIfNeeded();
  const box = await cpu(page).locator('.u-over').boundingBox();
  if (!box) throw new Error('there is no chart');
  const protocol = await page.context().newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
    protocol.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * share, y: box.y + box.height / 2 }],
    });
  await finger('touchStart', 0.2);
  for (const share of [0.25, 0.3, 0.4, 0.5]) await finger('touchMove', share);
  await finger('touchEnd', 0.5);
  await waitUntil('it has zoomed in', () => searchOf(page).has('from'));
  const length = Date.parse(searchOf(page).get('to') ?? '') - Date.parse(searchOf(page).get('from') ?? '');
  expect(length / hourMs).toBeGreaterThan(6);
  expect(length / hourMs).toBeLessThan(8.5);
  // A phone has room for what was before, too.
  await page.getByLabel('Compare').last().selectOption({ index: 1 });
  await waitUntil('it is compared', () => searchOf(page).has('compare'));
});

test('a chart is taken along as a picture and as figures', async () => {
  const page = await open({ path: '/workers/steady?range=24h' });
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  await page.getByRole('img', { name: /at most 300%/ }).waitFor();
  await settled(page);
  const take = async (item: string) => {
    await page.getByRole('button', { name: 'Save CPU' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    const file = await download;
    return { name: file.suggestedFilename(), data: await readFile(await file.path()) };
  };
  const picture = await take('PNG');
  expect(picture.name).toBe('steady-CPU.png');
  expect(picture.data.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.data.length).toBeGreaterThan(5_000);
  const figures = await take('CSV');
  expect(figures.name).toBe('steady-CPU.csv');
  const [head, ...rows] = figures.data.toString().trim().split(/\r?\n/);
  expect(head).toBe('time,CPU,CPU min,CPU max');
  expect(rows.length).toBeGreaterThan(200);
  expect(Math.max(...rows.map((row) => Number(row.split(',')[3])))).toBe(3);
});

test('what grows is said with its rate, and drawn; what does not is not', async () => {
  const page = await open({ path: '/workers/leaky?range=24h' });
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  // 10⁷ bytes an hour, within the interval that it says.
  await page.getByText(/Memory grows by (2[23]\d\sMiB a day|9\.[4-6]\d?\sMiB an hour) \(± /).waitFor();
  await page.goto(`${tower.url}/workers/hurt?range=24h`);
  await page.getByRole('region', { name: 'Figures' }).scrollIntoViewIfNeeded();
  await page.getByText('No figure is seen to grow steadily.').waitFor();
});

test('a worker whose own figures cannot be read says so, with since when and why', async () => {
  const page = await open({ path: '/workers/silent' });
  await page.getByText(/^Its own figures have been missing since \d\d:\d\d/).waitFor();
  await page.getByText(/127\.0\.0\.1:\d+\/metrics: connection refused/).waitFor();
  await page.goto(`${tower.url}/doctor`);
  const store = page.getByRole('region', { name: 'Store of figures' });
  await store.getByText('Taken in').waitFor();
  expect(await store.innerText()).toMatch(/Series\s+[\d,]+/);
});

test('small curves show the past as soon as the page is open', async () => {
  const page = await open({ path: '/?worker=steady' });
  const curves = page.getByRole('dialog').locator('figure', { hasText: 'CPU' });
  // Two minutes ago it took a third of a core; it has been asleep since the tower began.
  await curves.getByText(/^[123]\d\.\d%$/).waitFor();
});

test('the heat map shows who hurt first, and leads to that worker at that time', async () => {
  const page = await open({ path: '/heat?range=24h' });
  const rows = page.getByRole('region', { name: 'Heat map' }).getByRole('listitem');
  await waitUntil('the one that hurt stands first', async () =>
    /^hurt\s*1h/.test(await rows.first().innerText()),
  );
  const cells = page.getByRole('application');
  const box = await cells.boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.52, (box?.y ?? 0) + 10);
  await page.getByText('not well 100% of the time').waitFor();
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForURL(/\/workers\/hurt\?/);
  const search = searchOf(page);
  expect(Date.parse(search.get('from') ?? '')).toBeLessThan(hurtFrom + hourMs);
  expect(Date.parse(search.get('to') ?? '')).toBeGreaterThan(hurtFrom);
});

test('the explorer answers a query, keeps it in the address, and says what is wrong with another', async () => {
  const page = await open({ path: '/explore' }, (trouble) => trouble.includes('400'));
  await page.getByRole('heading', { name: 'Questions to begin with' }).waitFor();
  const editor = page.getByRole('textbox', { name: 'Query in PromQL' });
  await editor.click();
  await page.keyboard.type('max by (worker) (yagura_worker_cpu_ratio{host="elsewhere"})');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('1 series').waitFor();
  expect(searchOf(page).get('q')).toContain('max by (worker)');
  await page.getByRole('button', { name: '{worker="steady"}' }).waitFor();
  await page.getByRole('button', { name: 'Table' }).click();
  await page.getByRole('cell', { name: '{worker="steady"}' }).waitFor();
  await page.goto(`${tower.url}/explore?q=${encodeURIComponent('rate(yagura_worker_up')}`);
  await page.getByRole('alert').getByText('parse error').waitFor();
});
