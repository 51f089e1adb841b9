/** Events, hosts, audit, settings and the doctor, against a real tower: what one looks up, and who may do what. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { type OpenedPage, type PageOptions, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;

const sleeper = { command: 'exec sleep 100000', labels: { team: 'shop' } };
const workers: Record<string, unknown> = {
  sleeper,
  crasher: { command: 'echo "no space left" >&2; exit 3', restart: { policy: 'never' } },
  outside: { kind: 'external', heartbeat: { every: '1h', grace: '1h' } },
};

beforeAll(async () => {
  tower = await startTower({ config: { workers } });
  visitor = await visit(tower);
  await tower.waitForWorker('sleeper', ({ state }) => state === 'running');
  await tower.waitForWorker('crasher', ({ state }) => state === 'failed');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

/** A page that must have behaved by the end of the test. */
async function open(
  options: PageOptions = {},
  isExpected: (trouble: string) => boolean = () => false,
): Promise<OpenedPage> {
  const opened = await visitor.open(options);
  onTestFinished(async () => {
    await opened.context.close();
    expect(opened.troubles.filter((trouble) => !isExpected(trouble))).toEqual([]);
  });
  return opened;
}

const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const list = (page: Page) => page.getByRole('list', { name: 'Events' });

/** Something that happens and hurts nobody: a note, which is one event. */
async function note(text: string): Promise<void> {
  const { pingUrl } = await tower.api<{ pingUrl: string }>('/workers/outside');
  await fetch(`${pingUrl}/log`, { method: 'POST', body: text });
}

async function signInWith(page: Page, secret: string): Promise<void> {
  await page.getByLabel('Token').fill(secret);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

test('events are told as stories or one by one, found by kind, worker and text, and the address keeps it all', async () => {
  const { page } = await open({ path: '/events' });
  await list(page).getByText('failed and stays down').waitFor();
  await page.getByRole('button', { name: 'Every event' }).click();
  await list(page).getByText('ended after').first().waitFor();
  await page.getByRole('button', { name: 'Failures' }).click();
  await list(page).getByText('is not started again').waitFor();
  expect(await list(page).getByText('The agent started').count()).toBe(0);
  expect(search(page)).toEqual({ kind: 'failures', view: 'every' });
  await page.getByLabel('Worker').selectOption('sleeper');
  await page.getByText('No event matches.').waitFor();
  await page.goBack();
  await list(page).getByText('is not started again').waitFor();
  await page.goBack();
  await list(page).getByText('The agent started').waitFor();
  expect(search(page)).toEqual({ view: 'every' });

  await page.keyboard.press('/');
  await page.keyboard.type('agent.');
  await waitUntil('only these are left', async () => (await list(page).getByRole('listitem').count()) === 2);
  expect(search(page)).toEqual({ view: 'every', q: 'agent.' });
  await page.reload();
  await list(page).getByText('The agent started').waitFor();
  expect(await page.getByLabel('Find in events').inputValue()).toBe('agent.');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await list(page).getByText('is not started again').waitFor();
});

test('an event shows its data on demand and leads to its worker', async () => {
  const { page } = await open({ path: '/events?view=every&worker=crasher' });
  const row = list(page).getByRole('listitem').filter({ hasText: 'ended after' });
  await row.getByRole('button', { name: 'Data' }).click();
  await row.getByText('worker.exited').waitFor();
  expect(await row.innerText()).toMatch(/code\s+3/);
  await row.getByRole('link', { name: 'crasher', exact: true }).click();
  await page.getByRole('heading', { name: 'crasher' }).waitFor();
});

test('what is shown can be taken away as JSON and CSV', async () => {
  const { page } = await open({ path: '/events?kind=failures&view=every' });
  await list(page).getByText('is not started again').waitFor();
  const take = async (kind: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: kind }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  };
  const { events } = JSON.parse(await take('JSON')) as { events: { type: string; worker: string }[] };
  expect(events.map(({ type }) => type)).toContain('worker.failed');
  expect(new Set(events.map(({ worker }) => worker))).toEqual(new Set(['crasher']));
  const csv = (await take('CSV')).trimEnd().split('\r\n');
  expect(csv[0]).toBe('id,time,type,worker,host,data');
  expect(csv).toHaveLength(events.length + 1);
});

test('what happens meanwhile waits above what one reads', async () => {
  for (let count = 0; count < 60; count++) await note(`entry ${count}`);
  const { page } = await open({ path: '/events?view=every&kind=checks' });
  await list(page).getByText('entry 59').waitFor();
  await note('seen at once');
  await list(page).getByText('seen at once').waitFor();

  await page.mouse.move(700, 600);
  await page.mouse.wheel(0, 900);
  await waitUntil('it has scrolled', () => page.evaluate(() => scrollY > 400));
  const read = list(page).getByText('entry 40');
  await read.waitFor();
  const before = await read.boundingBox();
  for (let count = 0; count < 7; count++) await note(`later ${count}`);
  const waiting = page.getByRole('button', { name: '7 new' });
  await waiting.waitFor();
  expect(await read.boundingBox()).toEqual(before);
  await waiting.click();
  await list(page).getByText('later 6').waitFor();
  await waiting.waitFor({ state: 'detached' });
});

test('a host shows its agent, its figures, its disks and its workers', async () => {
  const { page } = await open({ path: '/hosts' });
  await page.getByText('connected', { exact: true }).waitFor();
  await waitUntil('the curves are there', async () => (await page.locator('canvas').count()) >= 5);
  await page.getByRole('region', { name: 'Disks' }).getByRole('meter').first().waitFor();
  await page.getByRole('button', { name: '6 h', exact: true }).click();
  await waitUntil('the address says it', () => search(page)['range'] === '6h');
  await waitUntil(
    'the curves are there again',
    async () => (await page.locator('main [aria-busy=true]').count()) === 0,
  );
  await page.getByRole('link', { name: '3 workers' }).click();
  await page.getByText('sleeper').first().waitFor();
  expect(search(page)['q']).toMatch(/^host=/);
});

test('an administrator makes a token, its owner comes in with it, and is out when it is revoked', async () => {
  const { page } = await open({ path: '/settings' });
  const tokens = page.getByRole('list', { name: 'Tokens' });
  await tokens.getByText('home', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await page.keyboard.press('Enter');
  await dialog.getByText('Give it a name.').waitFor();
  await dialog.getByLabel('Name').fill('home');
  await dialog.getByText('A valid token has this name already.').waitFor();
  await dialog.getByLabel('Name').fill('wall screen');
  await dialog.getByLabel('Ends').selectOption('after 7 days');
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  const secret = await page.getByTestId('secret').innerText();
  expect(secret).toMatch(/^yg_/);
  // A click beside it must not lose it.
  await page.mouse.click(5, 400);
  await page.getByTestId('secret').waitFor();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  const row = tokens.getByRole('listitem').filter({ hasText: 'wall screen' });
  await row.getByText('viewer').waitFor();
  await row.getByText('never used').waitFor();
  expect(await page.content()).not.toContain(secret);

  const other = await open({ signedIn: false, path: '/events' }, (trouble) =>
    /401|Authentication failed/.test(trouble),
  );
  await signInWith(other.page, secret);
  await list(other.page).getByText('The agent started').waitFor();

  await row.getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByRole('dialog', { name: 'Revoke “wall screen”?' })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await page.getByText('its sessions have ended').first().waitFor();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show 1 that has ended' }).click();
  await row.getByText(/^revoked \d/).waitFor();
  await other.page.getByRole('dialog').getByLabel('Token').waitFor();
});

test('a viewer is told kindly what is not for viewers, and finds no button that fails', async () => {
  const { token } = await tower.api<{ token: string }>('/tokens', {
    method: 'POST',
    body: { name: 'onlooker', role: 'viewer' },
  });
  const { page } = await open({ signedIn: false, path: '/settings' }, (trouble) => trouble.includes('/me'));
  await signInWith(page, token);
  await page.getByText('Tokens are made and revoked by administrators.').waitFor();
  expect(await page.getByRole('button', { name: 'New token' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Make a link' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'See changes' }).isDisabled()).toBe(true);
  await page.goto(`${tower.url}/audit`);
  await page.getByText('The audit log is for administrators').waitFor();
  await page.getByText('You are signed in as onlooker (viewer)').waitFor();
  for (const path of ['/hosts', '/doctor', '/events']) {
    await page.goto(tower.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
});

test('the audit log tells who did what, and finds it', async () => {
  await tower.api('/tokens', { method: 'POST', body: { name: 'deploy script', role: 'operator' } });
  await tower.api('/workers/sleeper/restart', { method: 'POST' });
  const { page } = await open({ path: '/audit' });
  const entries = page.getByRole('list', { name: 'Audit' });
  const made = entries.getByRole('listitem').filter({ hasText: 'deploy script' });
  await made.getByText('made the token').waitFor();
  await made.getByRole('button', { name: 'Data' }).click();
  await made.getByText('operator').waitFor();
  await page.getByLabel('Action').selectOption('restarted');
  await entries.getByText('sleeper').waitFor();
  await waitUntil('nothing else is left', async () => (await made.count()) === 0);
  await page.getByRole('searchbox', { name: 'Who' }).fill('nobody of this name');
  await page.getByText('No entry matches.').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await made.waitFor();
  expect(search(page)).toEqual({});
});

test('the config is applied as it was shown, and not when it has changed since', async () => {
  const { page } = await open({ path: '/settings' }, (trouble) => /409|422/.test(trouble));
  await page.getByRole('button', { name: 'See changes' }).click();
  await page.getByText('Nothing differs').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();

  tower.writeConfig({ workers: { ...workers, added: sleeper } });
  await page.getByRole('button', { name: 'See changes' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('is added', { exact: true }).waitFor();
  tower.writeConfig({ workers: { ...workers, added: sleeper, another: sleeper } });
  await dialog.getByRole('button', { name: 'Apply 1 change' }).click();
  await dialog.getByText('The file has changed since').waitFor();
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await dialog.getByRole('button', { name: 'Apply 2 changes' }).click();
  await page
    .getByRole('dialog', { name: 'The config is applied' })
    .getByText('2 workers are added')
    .waitFor();
  await tower.waitForWorker('another', ({ state }) => state === 'running');
  await page.getByRole('link', { name: 'See what comes of it' }).click();
  await list(page).getByText('another').first().waitFor();
});

test('the doctor says what is wrong, since when and how to mend it, and makes a report', async () => {
  const { page, context } = await open({ path: '/doctor' });
  await page.getByText('Yagura is well.').waitFor();
  await page.getByText('usually').waitFor({ timeout: 90_000 });
  tower.writeConfig('workers: [');
  expect((await tower.fetch('/api/v1/config/apply', { method: 'POST' })).status).toBe(422);
  await page.getByText('1 part of Yagura is not well').waitFor();
  const config = page.getByRole('region', { name: 'Parts' }).getByRole('listitem').first();
  await config.getByText('Correct yagura.yaml').waitFor();
  expect(await config.innerText()).toMatch(/^Config\s*in trouble\s*since/);

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy as a report' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('# Yagura report');
  expect(report).toContain('- config: troubled');
  expect(report).not.toContain(tower.token);

  tower.writeConfig({ workers });
  await tower.api('/config/apply', { method: 'POST' });
  await page.getByText('Yagura is well.').waitFor();
});

test('another device comes in with a link that is shown once, also as a QR code', async () => {
  const { page } = await open({ path: '/settings' });
  await page.getByRole('button', { name: 'Make a link' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in on another device' });
  await dialog.getByRole('img', { name: 'The link as a QR code' }).waitFor();
  await dialog.getByText('good for another').waitFor();
  const link = await dialog.getByText('/login?code=').innerText();
  const other = await open({ signedIn: false, path: '/login' });
  await other.page.goto(link);
  await other.page.getByRole('heading', { level: 1 }).waitFor();
  expect(new URL(other.page.url()).pathname).toBe('/');
});
