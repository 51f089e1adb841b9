/** Finding, choosing and acting on many workers, against a real tower. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { narrow, type PageOptions, rowOf, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;
const mailers = ['mailer-0', 'mailer-1', 'mailer-2', 'mailer-3'];

beforeAll(async () => {
  const sleeps = 'exec sleep 100000';
  tower = await startTower({
    config: {
      workers: {
        broker: { command: sleeps, labels: { team: 'platform' } },
        mailer: { command: sleeps, instances: 4, depends_on: ['broker'], labels: { team: 'post' } },
        // Runs as long as nobody asks it to start again.
        once: { command: '[ ! -e ran ] || exit 3; touch ran; exec sleep 100000', labels: { team: 'post' } },
        checked: { command: sleeps, health: [{ exec: ['true'], every: '300ms' }], labels: { team: 'shop' } },
        odd: {
          command: sleeps,
          labels: { note: '<img src=x onerror="document.title=1">', rtl: 'שלום', long: 'x'.repeat(200) },
        },
        'gave-up': { command: 'exit 1', restart: { policy: 'never' } },
      },
    },
  });
  visitor = await visit(tower);
  await tower.waitForWorker('gave-up', ({ state }) => state === 'failed');
  for (const name of ['broker', ...mailers, 'once', 'odd', 'checked'])
    await tower.waitForWorker(name, ({ state }) => state === 'running');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

/** A page that must have behaved by the end of the test. */
async function open(
  options: PageOptions = {},
  isExpected: (trouble: string) => boolean = () => false,
): Promise<Page> {
  const opened = await visitor.open({ path: '/workers', ...options });
  onTestFinished(async () => {
    await opened.context.close();
    expect(opened.troubles.filter((trouble) => !isExpected(trouble))).toEqual([]);
  });
  await rowOf(opened.page, 'broker').or(rowOf(opened.page, 'mailer-0')).first().waitFor();
  return opened.page;
}

const shown = (page: Page) =>
  page
    .locator('[data-testid^="worker-"]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')?.slice('worker-'.length) ?? ''));
const showsOnly = (page: Page, ...names: string[]) =>
  waitUntil(`only ${names.join()} are shown`, async () => String(await shown(page)) === String(names));
const field = (page: Page) => page.getByRole('combobox', { name: 'Filter the workers' });
const query = (page: Page, key: string) => new URL(page.url()).searchParams.get(key);
const tick = (page: Page, name: string) => rowOf(page, name).getByRole('checkbox');
const bar = (page: Page) => page.getByRole('region', { name: 'Selected workers' });

test('a typed filter narrows the list, with suggestions by keyboard, and says what it did not understand', async () => {
  const page = await open();
  await page.keyboard.press('/');
  await page.keyboard.type('te');
  await page.getByRole('option', { name: 'team:' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await field(page).inputValue()).toBe('team:');
  await page.getByRole('option', { name: /team:post/ }).waitFor();
  // Half a label finds those that begin so.
  await page.keyboard.type('po');
  await showsOnly(page, ...mailers, 'once');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await field(page).inputValue()).toBe('team:post ');
  await page.keyboard.type('-name:once mem>fast');
  await showsOnly(page, ...mailers);
  await page.keyboard.press('Enter');
  await page.getByText('“fast” is no amount for mem').waitFor();
  await showsOnly(page, ...mailers);
  // A click on it marks the place.
  await page.getByText('“fast” is no amount for mem').click();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('mem>fast');
  await page.keyboard.type('restarts<1');
  await page.getByText('no amount').waitFor({ state: 'detached' });
  await page.reload();
  await showsOnly(page, ...mailers);
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await waitUntil('all are shown', async () => (await shown(page)).length === 9);
});

test('states and labels change the filter by a click; the back button takes it back', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Failed 1/ }).click();
  await showsOnly(page, 'gave-up');
  expect(query(page, 'q')).toBe('state:failed');
  await page.getByRole('button', { name: /^Running/ }).click();
  expect(await field(page).inputValue()).toBe('state:failed,running');
  await page.goBack();
  await showsOnly(page, 'gave-up');
  await page.goBack();
  await waitUntil('all are shown', async () => (await shown(page)).length === 9);
  await rowOf(page, 'checked').getByRole('button', { name: 'shop' }).click();
  await showsOnly(page, 'checked');
  expect(await field(page).inputValue()).toBe('team:shop');
  await field(page).fill('team:nobody');
  await page.keyboard.press('Enter');
  await page.getByText('No worker matches.').waitFor();
  await field(page).fill('tem:shop');
  await page.keyboard.press('Enter');
  await page.getByText('Did you mean team?').waitFor();
});

test('the list is sorted by any column and by several, and what it looks like is in the address', async () => {
  const page = await open({ path: '/workers?q=team:*' });
  const head = (name: string) => page.getByRole('columnheader', { name }).getByRole('button');
  await head('Name').click();
  await head('Name').click();
  await showsOnly(page, 'once', ...mailers.toReversed(), 'checked', 'broker');
  expect(query(page, 'sort')).toBe('-name');
  await head('Labels').click();
  await head('Name').click({ modifiers: ['Shift'] });
  await showsOnly(page, 'broker', ...mailers, 'once', 'checked');
  expect(query(page, 'sort')).toBe('labels,name');
  await page.getByRole('button', { name: 'Group by' }).click();
  await page.getByRole('menuitemradio', { name: 'Label “team”' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: 'post 5' }).waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'PID' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'PID' }).waitFor();
  const address = page.url();
  // Kept under a name, and remembered by the browser.
  await page.getByRole('button', { name: /^View:/ }).click();
  await page.getByRole('menuitem', { name: 'Keep this view' }).click();
  await page.getByLabel('Name', { exact: true }).fill('By team');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'View: By team' }).click();
  await page.getByRole('menuitem', { name: 'All workers' }).click();
  await waitUntil('all are shown', async () => (await shown(page)).length === 9);
  await page.reload();
  await page.getByRole('columnheader', { name: 'PID' }).waitFor();
  await page.getByRole('button', { name: 'View: All workers' }).click();
  await page.getByRole('menuitem', { name: 'By team' }).click();
  await page.getByRole('row', { name: 'post 5' }).waitFor();
  expect(page.url()).toBe(address);
});

test('columns are moved with the mouse and the keyboard, and the address keeps their order', async () => {
  const page = await open({ path: '/workers?cols=cpu,memory,exit' });
  const heads = page.getByRole('columnheader');
  const order = async () =>
    (await heads.allInnerTexts()).map((text) => text.trim().toLowerCase().replaceAll(' ', '-'));
  await heads.filter({ hasText: 'Last exit' }).waitFor();
  await heads.filter({ hasText: 'Last exit' }).dragTo(heads.filter({ hasText: 'CPU' }));
  await waitUntil('it is moved', async () => (await order()).join() === 'name,state,last-exit,cpu,memory');
  const state = page.getByRole('button', { name: 'State', exact: true });
  await state.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await waitUntil('it is moved', async () => (await order()).join() === 'name,last-exit,state,cpu,memory');
  await waitUntil('it has the focus', () => state.evaluate((it) => it === document.activeElement));
  // The name stays at the left.
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  expect(await order()).toEqual(['name', 'state', 'last-exit', 'cpu', 'memory']);
  expect(new URL(page.url()).searchParams.get('cols')).toBe('exit,cpu,memory');
  await page.reload();
  await waitUntil('it is kept', async () => (await order()).join() === 'name,state,last-exit,cpu,memory');
});

test('several are chosen with Shift, restarted, and the outcome of each is told as it came', async () => {
  const page = await open({ path: '/workers?q=team:post&sort=name' });
  const before = await Promise.all(mailers.map((name) => tower.worker(name)));
  await tick(page, 'mailer-0').click();
  await tick(page, 'once').click({ modifiers: ['Shift'] });
  await bar(page).getByText('5 selected').waitFor();
  await bar(page).getByRole('button', { name: 'Restart' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restart 5 workers?' });
  for (const name of [...mailers, 'once']) await dialog.getByText(name, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Restart' }).click();
  // One of them does not stay up; that is told, with its name and cause.
  await page
    .getByRole('status')
    .or(page.getByRole('region', { name: /Messages/ }))
    .getByText(/4 of 5 restarted and 1 failed: once, .*3/)
    .first()
    .waitFor();
  for (const { name, pid } of before) {
    const after = await tower.worker(name);
    expect(after.pid).not.toBe(pid);
    expect(after.state).toBe('running');
  }
});

test('a stop names who depends on it, and can be taken back', async () => {
  const page = await open({ path: '/workers?q=name=broker' });
  await tick(page, 'broker').click();
  await bar(page).getByRole('button', { name: 'Stop' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop broker?' });
  await dialog.getByText(/4 others depend on this and may be affected: mailer-0, mailer-1/).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await tower.worker('broker')).state).toBe('running');

  await field(page).fill('name=mailer-1,mailer-2');
  await showsOnly(page, 'mailer-1', 'mailer-2');
  // What was chosen before is not forgotten, and said.
  await bar(page).getByText('1 selected (1 of them hidden by the filter)').waitFor();
  await bar(page).getByRole('button', { name: 'Select all 2 that match' }).click();
  await bar(page).getByText('2 selected').waitFor();
  await bar(page).getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await page
    .getByText(/^All 2 workers stopped, after /)
    .first()
    .waitFor();
  expect((await tower.worker('mailer-1')).state).toBe('stopped');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page
    .getByText(/^All 2 workers started, after /)
    .first()
    .waitFor();
  for (const name of ['mailer-1', 'mailer-2']) expect((await tower.worker(name)).state).toBe('running');
});

test('what waits for its health says so, and then when it was healthy', async () => {
  const page = await open();
  await field(page).fill('name=checked');
  await tick(page, 'checked').click();
  await bar(page).getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
  await page
    .getByText(/^checked: Restarted in .+; healthy after /)
    .first()
    .waitFor();
});

test('the list is used with the keyboard alone', async () => {
  const page = await open({ path: '/workers?sort=name' });
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid'));
  await page.keyboard.press('j');
  await waitUntil('the first has the focus', async () => (await focused()) === 'worker-broker');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await waitUntil('the second has it', async () => (await focused()) === 'worker-checked');
  await page.keyboard.press('x');
  await bar(page).getByText('1 selected').waitFor();
  expect(await tick(page, 'checked').isChecked()).toBe(true);
  await page.keyboard.press('Escape');
  await bar(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'checked' }).waitFor();
  await page.goBack();
  await rowOf(page, 'checked').waitFor();
  expect(query(page, 'sort')).toBe('name');
});

test('on a phone one selects by a long press and acts with the thumb', async () => {
  const page = await open({ viewport: narrow, touch: true, path: '/workers?q=team:post' });
  const card = rowOf(page, 'mailer-3');
  const box = await card.boundingBox();
  if (!box) throw new Error('the card is not shown');
  expect(box.height).toBeGreaterThanOrEqual(56);
  const touch = await page.context().newCDPSession(page);
  const point = { x: box.x + 80, y: box.y + 30 };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await bar(page).getByText('1 selected').waitFor();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  expect(new URL(page.url()).pathname).toBe('/workers');
  await rowOf(page, 'mailer-2').tap();
  await bar(page).getByText('2 selected').waitFor();
  const restart = bar(page).getByRole('button', { name: 'Restart' });
  const place = await restart.boundingBox();
  expect(place?.height).toBeGreaterThanOrEqual(40);
  expect(place?.y).toBeGreaterThan(narrow.height * 0.6);
  await restart.tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).tap();
  await page
    .getByText(/^All 2 workers restarted, after /)
    .first()
    .waitFor();
});

test('a connection that is lost on the way is said, and what came of it is found out later', async () => {
  const page = await open({ path: '/workers?q=name:mailer' }, (trouble) =>
    /ERR_|\b50\d\b|WebSocket|failed:/.test(trouble),
  );
  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await bar(page).getByRole('button', { name: 'Restart' }).click();
  // The server hears the request; its answer does not come back.
  await page.route('**/api/v1/workers/actions', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
  await page
    .getByText(/^All 4 workers restarted, after /)
    .first()
    .waitFor();
  // And one that the server never heard is not claimed.
  await page.unroute('**/api/v1/workers/actions');
  await page.route('**/api/v1/workers/actions', (route) => route.abort('connectionreset'));
  const pids = await Promise.all(mailers.map(async (name) => (await tower.worker(name)).pid));
  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await bar(page).getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
  await page
    .getByText(/0 of 4 restarted and 4 failed/)
    .first()
    .waitFor();
  await page.getByText('Which 4 failed', { exact: true }).click();
  await page.getByText('Not restarted: the request was lost on the way.').first().waitFor();
  expect(await Promise.all(mailers.map(async (name) => (await tower.worker(name)).pid))).toEqual(pids);
});

test('nothing that a label holds is executed or breaks the list; storage that is blocked only forgets', async () => {
  const opened = await visitor.open({ signedIn: true, path: '/login' });
  onTestFinished(() => opened.context.close());
  const { page } = opened;
  await opened.context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await page.goto(`${tower.url}/workers?q=odd`);
  await rowOf(page, 'odd').getByText('<img src=x').waitFor();
  expect(await page.title()).not.toBe('1');
  expect(await page.evaluate(() => document.querySelectorAll('main img').length)).toBe(0);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBe(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Host' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Host' }).waitFor();
  await page.getByRole('button', { name: 'Group by' }).click();
  await page.getByRole('menuitemradio', { name: 'Label “long”' }).click();
  await page.keyboard.press('Escape');
  expect(await overflow()).toBe(0);
  expect(opened.troubles.filter((trouble) => !trouble.includes('before-paint'))).toEqual([]);
});
