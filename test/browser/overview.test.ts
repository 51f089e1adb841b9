/** The overview: a cell for each worker, a panel beside it, and what is wrong above everything. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { narrow, type PageOptions, rowOf, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        chatty: {
          command: 'n=0; while :; do n=$((n+1)); echo "line $n of plenty"; sleep 0.3; done',
          labels: { team: 'post' },
        },
        mailer: { command: 'exec sleep 100000', labels: { team: 'post' } },
        ocr: { command: 'exec sleep 100000', labels: { team: 'documents' } },
        // Runs only when somebody starts it again.
        oneshot: {
          command: '[ -e mended ] || { echo "the key file is missing" >&2; exit 7; }; exec sleep 100000',
          restart: { policy: 'never' },
          labels: { team: 'documents' },
        },
      },
    },
  });
  visitor = await visit(tower);
  await tower.waitForWorker('chatty', ({ state }) => state === 'running');
  await tower.waitForWorker('oneshot', ({ state }) => state === 'failed');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

async function open(options: PageOptions = {}): Promise<Page> {
  const opened = await visitor.open(options);
  onTestFinished(async () => {
    await opened.context.close();
    expect(opened.troubles).toEqual([]);
  });
  return opened.page;
}

const panelOf = (page: Page, worker: string) => page.getByRole('dialog', { name: worker });
const workerInAddress = (page: Page) => new URL(page.url()).searchParams.get('worker');

test('workers stand in groups by the label that parts them best, or as the address says', async () => {
  const page = await open();
  await rowOf(page, 'chatty').waitFor();
  const cellsOf = (group: string) => page.getByRole('list', { name: group, exact: true }).getByRole('link');
  expect(await cellsOf('post').count()).toBe(2);
  expect(await cellsOf('documents').count()).toBe(2);
  await page.getByLabel('Grouped by').selectOption('nothing');
  await waitUntil('they stand together', async () => (await cellsOf('Workers').count()) === 4);
  expect(new URL(page.url()).searchParams.get('by')).toBe('none');
  await page.reload();
  await waitUntil('they still do', async () => (await cellsOf('Workers').count()) === 4);
});

test('a cell opens a panel beside the page; it is in the address, and back closes it', async () => {
  const page = await open();
  await rowOf(page, 'chatty').click();
  const panel = panelOf(page, 'chatty');
  await panel.waitFor();
  expect(workerInAddress(page)).toBe('chatty');
  const newest = async () =>
    Number(/line (\d+) of plenty\s*$/.exec(await panel.getByRole('log').innerText())?.[1] ?? 0);
  await waitUntil('its last lines are there', async () => (await newest()) > 0);
  const seen = await newest();
  await waitUntil('they go on', async () => (await newest()) > seen);

  // From one to the next the panel stays, and so does the way back.
  await rowOf(page, 'mailer').click();
  await panelOf(page, 'mailer').waitFor();
  expect(workerInAddress(page)).toBe('mailer');
  await page.goBack();
  await panelOf(page, 'mailer').waitFor({ state: 'detached' });
  await page.goForward();
  await panelOf(page, 'mailer').getByRole('button', { name: 'Close' }).click();
  await panelOf(page, 'mailer').waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/');
  expect(workerInAddress(page)).toBe(null);

  await page.goto(`${tower.url}/?worker=mailer`);
  await panelOf(page, 'mailer').getByRole('button', { name: 'Close' }).click();
  await panelOf(page, 'mailer').waitFor({ state: 'detached' });
  expect(workerInAddress(page)).toBe(null);
  await page.goto(`${tower.url}/?worker=nobody`);
  await page.getByText('There is no worker of this name any more.').waitFor();
});

test('a worker is restarted from the panel, and its page is one step further', async () => {
  const page = await open({ path: '/?worker=ocr' });
  const { pid } = await tower.worker('ocr');
  await panelOf(page, 'ocr').getByRole('button', { name: 'Restart' }).click();
  await page
    .getByText(/Restarted in /)
    .first()
    .waitFor();
  expect((await tower.worker('ocr')).pid).not.toBe(pid);
  await panelOf(page, 'ocr').getByRole('link', { name: 'Open the page' }).click();
  await page.getByRole('heading', { level: 1, name: 'ocr' }).waitFor();
});

test('arrow keys lead from cell to cell, Enter opens', async () => {
  const page = await open({ path: '/?by=none' });
  await rowOf(page, 'chatty').waitFor();
  await rowOf(page, 'chatty').focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-worker'));
  for (const [key, name] of [
    ['ArrowRight', 'mailer'],
    ['ArrowLeft', 'chatty'],
    ['End', 'oneshot'],
    ['Home', 'chatty'],
  ] as const) {
    await page.keyboard.press(key);
    await waitUntil(`${key} leads to ${name}`, async () => (await focused()) === name);
  }
  await page.keyboard.press('Enter');
  await panelOf(page, 'chatty').waitFor();
});

test('on a phone at night: what is wrong stands first, with since when, why, and the button that helps', async () => {
  const page = await open({ viewport: narrow, touch: true });
  const headline = page.getByRole('heading', { level: 1 });
  await headline.getByText(/^3 of 4 workers are well; oneshot has been down since \d\d:\d\d\.$/).waitFor();
  const wrong = page.getByRole('region', { name: 'What is wrong' });
  const item = wrong.getByRole('listitem').filter({ hasText: 'oneshot' });
  await item.getByText(/^since \d\d:\d\d \(/).waitFor();
  await item.getByText('exit code 7').waitFor();
  await item.getByText('the key file is missing').waitFor();
  await item.getByText('Stays down until somebody starts it').waitFor();
  const [above, first] = await Promise.all([headline.boundingBox(), wrong.boundingBox()]);
  expect((first?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0)).toBeLessThan(40);
  const start = item.getByRole('button', { name: 'Start' });
  expect((await start.boundingBox())?.height).toBeGreaterThanOrEqual(40);

  // It fails again: the page says so, and goes on saying what is wrong.
  await start.tap();
  await page
    .getByText(/It did not stay up: exit code 7/)
    .first()
    .waitFor();
  await item.getByText('Stays down until somebody starts it').waitFor();
});

test('what was wrong says for a moment that it is well again', async () => {
  const page = await open();
  const wrong = page.getByRole('region', { name: 'What is wrong' });
  await wrong.waitFor();
  const mended = join(tower.folder, 'mended');
  writeFileSync(mended, '');
  onTestFinished(() => rmSync(mended, { force: true }));
  await wrong.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('region', { name: 'Well again' }).getByText('oneshot').waitFor();
  await page.getByRole('heading', { level: 1 }).getByText('All is well: 4 workers are running.').waitFor();
  await page.getByRole('region', { name: 'Well again' }).waitFor({ state: 'detached' });
});

test('the figures of the machine and what happened in an hour are there', async () => {
  const page = await open();
  const strip = page.getByRole('region', { name: 'At a glance' });
  await waitUntil('all is measured', async () => {
    const text = await strip.innerText();
    return ['of 4', '%', 'GiB', 'Network', 'in the last hour'].every((part) => text.includes(part));
  });
  const counted = async (name: string) =>
    Number(new RegExp(`${name}\\s+(\\d+)`).exec(await strip.innerText())?.[1] ?? Number.NaN);
  await waitUntil('the failure was counted', async () => (await counted('Errors')) >= 1, {
    withinMs: 20_000,
  });
});
