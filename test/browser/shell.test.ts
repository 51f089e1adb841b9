/** What surrounds every page: finding one's way by keys, palette and thumb, and staying honest when the tower is not heard. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { projectRoot, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { narrow, type OpenedPage, type PageOptions, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;

beforeAll(async () => {
  const workers = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`filler-${at + 1}`, { command: 'exec sleep 100000' }]),
  );
  tower = await startTower({
    config: {
      workers: {
        ...workers,
        chatty: { command: 'n=0; while :; do n=$((n+1)); echo "needle $n"; echo hay; sleep 0.5; done' },
        sleeper: { command: 'exec sleep 100000', stop: { timeout: '2s' } },
        spare: { command: 'exec sleep 100000', stop: { timeout: '2s' } },
      },
    },
  });
  visitor = await visit(tower);
  await tower.waitForWorker('spare', ({ state }) => state === 'running');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

const none = () => false;
/** What a browser writes into its console when nobody answers. */
const isSilence = (trouble: string) => /ERR_|\b503\b|WebSocket/.test(trouble);

async function open(options: PageOptions = {}, isExpected: (trouble: string) => boolean = none) {
  return (await openNoting(options, isExpected)).page;
}

async function openNoting(
  options: PageOptions,
  isExpected: (trouble: string) => boolean,
): Promise<OpenedPage> {
  const opened = await visitor.open(options);
  onTestFinished(async () => {
    await opened.context.close();
    expect(opened.troubles.filter((trouble) => !isExpected(trouble))).toEqual([]);
  });
  return opened;
}

const path = (page: Page) => new URL(page.url()).pathname;
const palette = (page: Page) => page.getByRole('dialog', { name: 'Find or do anything' });
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true });
const notice = (page: Page, text: string | RegExp) => page.getByRole('listitem').filter({ hasText: text });

async function openPalette(page: Page, typed: string): Promise<void> {
  // The page hears keys once it is there.
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.keyboard.press('Control+k');
  await palette(page).waitFor();
  await page.keyboard.type(typed);
}

test('the palette goes to a worker, acts on it, and tells what came of it, by keys alone', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).getByText('well').waitFor();
  await openPalette(page, 'sleep');
  await chosen(page).getByText('sleeper').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'sleeper' }).waitFor();
  expect(path(page)).toBe('/workers/sleeper');

  const { pid } = await tower.worker('sleeper');
  await openPalette(page, 'restart sle');
  await chosen(page).getByText('Restart sleeper').waitFor();
  await page.keyboard.press('Enter');
  await notice(page, /sleeper: Restarted in \d/).waitFor();
  expect((await tower.worker('sleeper')).pid).not.toBe(pid);

  // What was used last comes first, without a letter being typed.
  await openPalette(page, '');
  await chosen(page).getByText('Restart sleeper').waitFor();
  await page.keyboard.press('Escape');
  await palette(page).waitFor({ state: 'detached' });
});

test('the palette asks before it stops a worker', async () => {
  const page = await open();
  await openPalette(page, 'stop spare');
  await chosen(page).getByText('Stop spare').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Stop spare?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await tower.worker('spare')).state).toBe('running');
  await openPalette(page, 'stop spare');
  await chosen(page).getByText('Stop spare').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Stop spare?' }).getByRole('button', { name: 'Stop' }).click();
  await notice(page, /spare: Stopped/).waitFor();
  expect((await tower.worker('spare')).state).toBe('stopped');
  await openPalette(page, 'start spare');
  await chosen(page).getByText('Start spare').waitFor();
  await page.keyboard.press('Enter');
  await notice(page, /spare: Started/).waitFor();
});

test('the palette goes into a worker with Tab and finds in its log', async () => {
  const page = await open();
  await openPalette(page, 'chat');
  await chosen(page).getByText('chatty').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('needle');
  await chosen(page).getByText('Find “needle” in its log').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('needle').first().waitFor();
  expect(new URL(page.url()).searchParams.get('find')).toBe('needle');
  await openPalette(page, 'something odd');
  await chosen(page).getByText('Find events with “something odd”').waitFor();
  await page.keyboard.press('Enter');
  await waitUntil('the events are asked', async () => page.url().includes('/events?q=something'));
});

test('Escape leads out of a worker first, then out of the palette and back to where one was', async () => {
  const page = await open();
  const opener = page.getByRole('button', { name: 'Find or do anything' }).first();
  await opener.focus();
  await openPalette(page, 'chat');
  await chosen(page).getByText('chatty').waitFor();
  await page.keyboard.press('Tab');
  const field = palette(page).getByRole('combobox');
  await palette(page).getByText('back').waitFor();
  await page.keyboard.press('Escape');
  await palette(page).getByText('back').waitFor({ state: 'detached' });
  // As WebKit tells of the Escape that takes back a word being composed.
  await field.evaluate((it) =>
    it.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true, cancelable: true }),
    ),
  );
  await page.keyboard.type('x');
  expect(await field.inputValue()).toBe('x');
  await page.keyboard.press('Escape');
  await palette(page).waitFor({ state: 'detached' });
  await waitUntil('the focus is back', () => opener.evaluate((it) => it === document.activeElement));
});

test('Enter means what is in the field, also before the list has followed', async () => {
  const page = await open();
  await openPalette(page, 'chat');
  await chosen(page).getByText('chatty').waitFor();
  await palette(page)
    .getByRole('combobox')
    .evaluate((it: HTMLInputElement) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(it, 'spare');
      it.dispatchEvent(new Event('input', { bubbles: true }));
      it.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    });
  await page.getByRole('heading', { name: 'spare' }).waitFor();
});

test('keys go everywhere, are listed, and are not heard while one writes', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).getByText('well').waitFor();
  const places = {
    w: '/workers',
    i: '/incidents',
    t: '/alerts',
    e: '/events',
    h: '/hosts',
    a: '/audit',
    s: '/settings',
    d: '/doctor',
    o: '/',
  };
  for (const [key, to] of Object.entries(places)) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await waitUntil(`g ${key} leads to ${to}`, async () => path(page) === to);
  }
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keys' });
  await list.getByText('Find or do anything').waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  const field = page.getByRole('searchbox').or(page.getByRole('combobox')).first();
  await field.waitFor();
  await page.keyboard.press('/');
  await waitUntil('the field has the focus', () => field.evaluate((it) => it === document.activeElement));
  await page.keyboard.type('go w?');
  expect(await field.inputValue()).toBe('go w?');
  expect(path(page)).toBe('/workers');
});

test('single letters can be switched off, and stay off', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: 'Single letters work as keys' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.keyboard.press('?');
  await openPalette(page, '');
  expect(path(page)).toBe('/');
  expect(await page.getByRole('dialog').count()).toBe(1);
});

test('the focus follows to the heading of a page, and back to where one left it; the title says where one is', async () => {
  const page = await open({ path: '/workers' });
  await page.locator('main a[href^="/workers/filler"]').first().waitFor();
  const list = page.locator('[data-scroll-restoration-id=workers]');
  await list.evaluate((it) => it.scrollTo(0, 400));
  await page.waitForTimeout(300);
  const before = await list.evaluate((it) => it.scrollTop);
  expect(before).toBeGreaterThan(100);
  const link = page.locator('main a[href^="/workers/filler"]').nth(12);
  const target = new URL((await link.getAttribute('href')) ?? '', tower.url).pathname;
  await link.focus();
  await page.keyboard.press('Enter');
  await waitUntil('the heading has the focus', () =>
    page.evaluate(() => document.activeElement?.tagName === 'H1'),
  );
  expect(path(page)).toBe(target);
  await waitUntil('the title names it', async () =>
    (await page.title()).includes(`${target.split('/').at(-1)} – Yagura`),
  );
  await page.goBack();
  await waitUntil('the link has the focus again', () =>
    page.evaluate((to) => document.activeElement?.getAttribute('href') === to, target),
  );
  await waitUntil(
    'the list stands where it stood',
    async () => Math.abs((await list.evaluate((it) => it.scrollTop)) - before) < 80,
  );
});

test('at 390 px everything is reached by thumb', async () => {
  const page = await open({ viewport: narrow, touch: true });
  const bar = page.getByRole('navigation', { name: 'Main navigation' }).last();
  await bar.getByRole('link', { name: 'Errors' }).waitFor();
  const targets = bar.getByRole('link').or(bar.getByRole('button'));
  expect(await targets.count()).toBe(5);
  for (const target of await targets.all()) {
    const box = await target.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  for (const name of ['Audit', 'Settings', 'Doctor']) {
    await bar.getByRole('button', { name: 'More' }).tap();
    const sheet = page.getByRole('dialog', { name: 'More' });
    await sheet.getByRole('link', { name }).tap();
    await sheet.waitFor({ state: 'detached' });
    await waitUntil(`${name} is shown`, async () => path(page) === `/${name.toLowerCase()}`);
  }
});

test('wall mode has no controls, tells the time and the age of its figures, and is left with Escape', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).getByText('well').waitFor();
  await page.keyboard.press('w');
  await page.getByLabel('Time').waitFor();
  expect(page.url()).toContain('wall');
  expect(await page.getByLabel('Time').innerText()).toMatch(/^\d\d:\d\d$/);
  await page.getByText(/figures are \d+ (s|ms) old/).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.reload();
  await page.getByLabel('Time').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').first().waitFor();
  expect(page.url()).not.toContain('wall');
});

test('a session that ends leaves the page as it is; one signs in over it and goes on', async () => {
  const { token, id } = await tower.api<{ token: string; id: string }>('/tokens', {
    method: 'POST',
    body: { name: 'night shift', role: 'operator' },
  });
  const opened = await openNoting({ signedIn: false, path: '/events?q=started' }, (trouble) =>
    /\b401\b|WebSocket/.test(trouble),
  );
  const { page } = opened;
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('searchbox').first().waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await tower.api(`/tokens/${id}`, { method: 'DELETE' });
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor({ timeout: 60_000 });
  expect(page.url()).toContain('/events?q=started');
  // One cannot look away from it by accident.
  await page.keyboard.press('Escape');
  await dialog.getByLabel('Token').fill('wrong');
  await page.keyboard.press('Enter');
  await dialog.getByText('not valid').waitFor();
  const again = await tower.api<{ token: string }>('/tokens', {
    method: 'POST',
    body: { name: 'night shift', role: 'operator' },
  });
  await dialog.getByLabel('Token').fill(again.token);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Live', { exact: true }).waitFor();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  expect(await page.getByRole('searchbox').first().inputValue()).toBe('started');
});

test('an action whose request was lost says first that nothing is known, then that nothing was done', async () => {
  const { page, context } = await openNoting({}, isSilence);
  await page.getByRole('heading', { level: 1 }).getByText('well').waitFor();
  const { pid } = await tower.worker('sleeper');
  await openPalette(page, 'restart sleeper');
  await chosen(page).getByText('Restart sleeper').waitFor();
  await context.setOffline(true);
  await page.keyboard.press('Enter');
  await notice(page, 'Whether it is being restarted is not known yet').waitFor();
  await context.setOffline(false);
  await notice(page, 'Not restarted: the request was lost on the way').waitFor({ timeout: 40_000 });
  expect((await tower.worker('sleeper')).pid).toBe(pid);
  await notice(page, 'Not restarted').getByRole('button', { name: 'Try again' }).click();
  await notice(page, /sleeper: Restarted in/).waitFor();
});

test('an action whose answer was lost is told from what the server did', async () => {
  const { page, context } = await openNoting({}, isSilence);
  await page.getByRole('heading', { level: 1 }).getByText('well').waitFor();
  // The request arrives; the network eats the answer.
  await context.route('**/workers/actions', async (route) => {
    await route.fetch();
    await context.setOffline(true);
    await route.abort('connectionreset');
  });
  await openPalette(page, 'restart sleeper');
  await chosen(page).getByText('Restart sleeper').waitFor();
  await page.keyboard.press('Enter');
  await notice(page, 'Whether it is being restarted is not known yet').waitFor();
  await context.setOffline(false);
  await notice(page, /sleeper: Restarted in/).waitFor({ timeout: 40_000 });
});

test('storage that is blocked costs nothing but the memory of wishes', async () => {
  const opened = await visitor.open({ path: '/settings' });
  onTestFinished(() => opened.context.close());
  const { page, troubles } = opened;
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
  });
  await page.goto(tower.url);
  await page.getByRole('heading', { level: 1 }).getByText('well').waitFor();
  await openPalette(page, 'theme dark');
  await page.keyboard.press('Enter');
  await waitUntil('it is dark', () =>
    page.evaluate(() => document.documentElement.dataset['theme'] === 'dark'),
  );
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await waitUntil('one can still go on', async () => path(page) === '/workers');
  expect(troubles).toEqual([]);
});

test('a page that was asleep goes on by itself, in the same document', async () => {
  const { page, context } = await openNoting({ path: '/workers/chatty' }, isSilence);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const session = await context.newCDPSession(page);
  // As when a lid is closed: nothing runs, timers stand still.
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await page.getByText('Live', { exact: true }).waitFor();
  const age = () => page.evaluate(() => document.body.innerText.match(/figures are .* old/)?.[0] ?? null);
  await waitUntil('the figures are fresh', async () => (await age()) === null);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('a hidden tab hangs up and asks for nothing; it goes on when it is looked at', async () => {
  const page = await open({ path: '/workers/chatty' });
  await page.clock.install();
  await page.reload();
  await page.getByText('Live', { exact: true }).waitFor();
  const hide = (hidden: boolean) =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        get: () => (isHidden ? 'hidden' : 'visible'),
      });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden);
  let asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  let sockets = 0;
  page.on('websocket', () => sockets++);
  await hide(true);
  await page.clock.fastForward(12_000);
  // What was on its way has come.
  await page.waitForTimeout(500);
  asked = [];
  const lines = await page.getByRole('log').innerText();
  await page.clock.fastForward(60_000);
  await page.waitForTimeout(1_500);
  expect(asked).toEqual([]);
  expect(await page.getByRole('log').innerText()).toBe(lines);
  await hide(false);
  await waitUntil('it is connected anew', async () => sockets === 1);
  await waitUntil('lines come again', async () => (await page.getByRole('log').innerText()) !== lines);
});

test('a clock that is wrong is said once', async () => {
  const opened = await visitor.open({ path: '/settings' });
  onTestFinished(() => opened.context.close());
  const { page, troubles } = opened;
  await page.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + 3 * 60_000;
  });
  let messages = 0;
  page.on('websocket', (socket) => socket.on('framereceived', () => messages++));
  await page.goto(`${tower.url}/workers`);
  const said = notice(page, /This device’s clock is 3m( \d s)? ahead of the server’s/);
  await said.waitFor();
  await said.getByRole('button').first().click();
  await said.waitFor({ state: 'detached' });
  // Neither another page nor what the server goes on to send says it again.
  for (const key of ['e', 'w']) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }
  const before = messages;
  await waitUntil('the server has gone on', async () => messages > before + 4);
  expect(await said.count()).toBe(0);
  expect(troubles).toEqual([]);
});

test('a server that comes back with a newer page offers to load it', async () => {
  const place = mkdtempSync(join(tmpdir(), 'yagura-newer-'));
  for (const part of ['dist', 'bin', 'package.json'])
    cpSync(join(projectRoot, part), join(place, part), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(place, 'node_modules'));
  const upgraded = await startTower({
    config: { workers: { one: { command: 'exec sleep 100000' } } },
    program: join(place, 'bin', 'yagura'),
  });
  const its = await visit(upgraded);
  onTestFinished(async () => {
    await its.close();
    await upgraded.cleanUp();
    rmSync(place, { recursive: true, force: true });
  });
  const { page } = await its.open();
  // By then the page has heard which build the server has.
  await page.getByText('Yagura is well').waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const index = join(place, 'dist', 'web', 'index.html');
  for (const packed of ['.br', '.gz']) rmSync(index + packed, { force: true });
  writeFileSync(
    index,
    readFileSync(index, 'utf8').replace('<title>', '<meta name="newer" content="yes" /><title>'),
  );
  process.kill(upgraded.hubPid() as number, 'SIGKILL');
  await page.getByText('Yagura was updated.').waitFor({ timeout: 40_000 });
  // Nobody is torn out of what they do.
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await page.getByRole('button', { name: 'Load the new page' }).click();
  await page.locator('meta[name=newer]').waitFor({ state: 'attached' });
  await page.getByText('Live', { exact: true }).waitFor();
  expect(await page.getByText('Yagura was updated.').count()).toBe(0);
});

test('the page can be installed', async () => {
  const page = await open();
  const link = page.locator('link[rel=manifest]');
  const answer = await page.request.get(new URL((await link.getAttribute('href')) ?? '', tower.url).href);
  expect(answer.headers()['content-type']).toContain('application/manifest+json');
  const manifest = (await answer.json()) as { icons: { src: string; type: string; sizes: string }[] };
  for (const { src, type, sizes } of manifest.icons) {
    const icon = await page.request.get(tower.url + src);
    expect([src, icon.status(), icon.headers()['content-type']]).toEqual([src, 200, type]);
    if (sizes === 'any') continue;
    const size = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(size).toBe(sizes);
  }
  const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  expect((await page.request.get(tower.url + apple)).headers()['content-type']).toBe('image/png');
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A visit that leaves no trace, as a test's is, cannot install anything.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});
