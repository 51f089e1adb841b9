/** Real programs fail in real ways: each is shown under the right category while one looks, and dealt with by keyboard. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { type OpenedPage, type PageOptions, type Visitor, visit } from './open-page.ts';

interface Group {
  id: number;
  title: string;
  category: string;
  firstSeen: string;
  status: string;
  workers: string[];
}

let tower: Tower;
let visitor: Visitor;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const once = { autostart: false, restart: { policy: 'never' } };

/** Writes until Redis, which can't save, refuses. */
const redisWriter = (port: number) => `
  const socket = require('net').connect(${port}, '127.0.0.1');
  socket.write('SET a 1\\r\\nBGSAVE\\r\\n');
  const timer = setInterval(() => socket.write('SET a 1\\r\\n'), 100);
  socket.on('data', (data) => {
    const refusal = /-(MISCONF .*)/.exec(String(data));
    if (refusal) throw new Error(refusal[1]);
  });
`;

const nginxConfig = (folder: string, port: number, upstream: number) => `
  daemon off; pid ${folder}/pid; error_log stderr;
  events {}
  http {
    access_log off;
    client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
    server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${upstream}; } }
  }
`;

let nginxPort: number;
/** Where redis and nginx live. */
let folder: string;

beforeAll(async () => {
  const [redisPort, webPort, dead] = await Promise.all([freePort(), freePort(), freePort()]);
  nginxPort = webPort;
  folder = mkdtempSync(join(tmpdir(), 'yagura-errors-'));
  const redisFolder = join(folder, 'redis');
  const nginxFolder = join(folder, 'nginx');
  for (const each of [redisFolder, nginxFolder]) mkdirSync(each);
  writeFileSync(join(nginxFolder, 'nginx.conf'), nginxConfig(nginxFolder, webPort, dead));
  const config = {
    workers: {
      redis: {
        command: ['redis-server', '--port', String(redisPort), '--dir', redisFolder, '--save', '3600 1'],
        health: [{ tcp: `127.0.0.1:${redisPort}`, every: '1s' }],
      },
      nginx: {
        command: ['nginx', '-p', nginxFolder, '-c', join(nginxFolder, 'nginx.conf')],
        health: [{ tcp: `127.0.0.1:${webPort}`, every: '1s' }],
      },
      'redis-writer': { command: ['node', '-e', redisWriter(redisPort)], ...once },
      mailer: { command: ['node', '-e', `require('net').connect(${dead}, '127.0.0.1')`], ...once },
      importer: { command: ['python3', '-c', 'import pandas_that_is_not_there'], ...once },
      leaky: {
        command: ['node', '-e', 'const kept = []; setInterval(() => kept.push(Buffer.alloc(16e6, 1)), 20)'],
        limits: { memory: '96MB' },
        ...once,
      },
      backup: {
        command: ['python3', '-c', 'open("/dev/full", "w", buffering=1).write("a copy\\n")'],
        ...once,
      },
    },
  };
  tower = await startTower({ config });
  visitor = await visit(tower);
  for (const name of ['redis', 'nginx'])
    await tower.waitForWorker(name, ({ health }) => health === 'healthy');
  // From now on it can't save.
  rmSync(redisFolder, { recursive: true });
});

afterAll(async () => {
  await visitor?.close();
  // nginx writes over its environment, by which a killed tower's workers are found: it is stopped as people stop it.
  await tower?.cli('down');
  await tower?.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** A page that must have behaved by the end of the test. */
async function open(options: PageOptions = {}): Promise<OpenedPage> {
  const opened = await visitor.open(options);
  onTestFinished(async () => {
    await opened.context.close();
    expect(opened.troubles).toEqual([]);
  });
  return opened;
}

const list = (page: Page) => page.getByRole('list', { name: 'Kinds of errors' });
const row = (page: Page, title: string) => list(page).getByRole('listitem').filter({ hasText: title });
const groups = async (query = '') => (await tower.api<{ groups: Group[] }>(`/errors${query}`)).groups;

/** When the hub told of each group first. */
async function listen(): Promise<ReadonlyMap<number, number>> {
  const told = new Map<number, number>();
  const socket = new WebSocket(`${tower.url.replace('http', 'ws')}/api/v1/live`, {
    headers: { authorization: `Bearer ${tower.token}` },
  });
  onTestFinished(() => socket.close());
  socket.on('message', (data: Buffer) => {
    const { type, data: errors } = JSON.parse(data.toString()) as {
      type: string;
      data: { changed: Group[]; toldAt: string };
    };
    if (type === 'delta')
      for (const { id } of errors.changed) if (!told.has(id)) told.set(id, Date.parse(errors.toldAt));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', () => resolve());
    socket.once('open', () => socket.send(JSON.stringify({ type: 'subscribe', topic: 'errors' })));
  });
  return told;
}

const start = (worker: string) => () => tower.api(`/workers/${worker}/start`, { method: 'POST' });

/** What fails, what its error says, and where the cause is to be looked for. */
const failures = [
  { of: 'redis that refuses writes', fail: start('redis-writer'), says: 'MISCONF', category: 'database' },
  {
    of: 'nginx with a dead upstream',
    fail: () => fetch(`http://127.0.0.1:${nginxPort}/`),
    says: 'while connecting to upstream',
    category: 'network',
  },
  { of: 'Node that is refused', fail: start('mailer'), says: 'connect ECONNREFUSED', category: 'network' },
  {
    of: 'Python without a module',
    fail: start('importer'),
    says: 'ModuleNotFoundError',
    category: 'dependency',
  },
  { of: 'one that takes too much memory', fail: start('leaky'), says: 'leaky', category: 'resources' },
  { of: 'a full disk', fail: start('backup'), says: 'No space left on device', category: 'resources' },
];

test('each failure is shown under the right category while one looks', async () => {
  const { page } = await open({ path: '/errors' });
  await page.getByText('Nothing goes wrong.').first().waitFor();
  const told = await listen();
  const took: Record<string, number> = {};
  for (const { of, fail, says, category } of failures) {
    await fail();
    const shown = row(page, says).filter({ hasText: category }).first();
    await shown.waitFor({ timeout: 15_000 }).catch(async (error: unknown) => {
      throw new Error(`${of}: ${JSON.stringify(await groups())}`, { cause: error });
    });
    const group = (await groups()).find(({ title }) => title.includes(says));
    const toldAt = await waitUntil(`the hub told of ${of}`, () => told.get(group?.id ?? 0) ?? null);
    took[of] = toldAt - Date.parse(group?.firstSeen ?? '');
  }
  // In the hub, so that neither the browser nor this test count. A hub that gets no processor time is late by as much.
  const { hub } = await tower.api<{ hub: { eventLoopDelayMs: { p99: number } | null } }>('/doctor');
  const limitMs = 2_000 * Math.max(1, (hub.eventLoopDelayMs?.p99 ?? 0) / 50);
  for (const [of, tookMs] of Object.entries(took)) expect(tookMs, of).toBeLessThan(limitMs);
  await page.getByRole('heading', { level: 1, name: /new kinds of errors since/ }).waitFor();
});

test('errors are walked through, opened, resolved, ignored and merged by keyboard, and all of it can be undone', async () => {
  const { page } = await open({ path: '/errors' });
  await row(page, 'ModuleNotFoundError').waitFor();
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-index]')?.textContent ?? '');
  const goTo = async (title: string) => {
    for (let steps = 0; steps < 20 && !(await focused()).includes(title); steps++)
      await page.keyboard.press(steps < 10 ? 'j' : 'k');
    expect(await focused()).toContain(title);
  };

  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Next error').waitFor();
  await page.keyboard.press('Escape');

  await goTo('ModuleNotFoundError');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /ModuleNotFoundError/ }).waitFor();
  await page
    .getByText('They come from the same place in the code.')
    .or(page.getByText('same words'))
    .waitFor();
  await page.goBack();

  await goTo('ModuleNotFoundError');
  await page.keyboard.press('e');
  await row(page, 'ModuleNotFoundError').waitFor({ state: 'detached' });
  expect((await groups('?status=resolved')).map(({ title }) => title)).toEqual([
    expect.stringContaining('ModuleNotFoundError'),
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'ModuleNotFoundError').waitFor();

  await goTo('MISCONF');
  await page.keyboard.press('i');
  await row(page, 'MISCONF').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Ignored', exact: true }).click();
  await row(page, 'MISCONF').waitFor();
  expect(new URL(page.url()).search).toBe('?status=ignored');
  await goTo('MISCONF');
  await page.keyboard.press('u');
  await row(page, 'MISCONF').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await row(page, 'MISCONF').waitFor();

  const before = (await groups()).length;
  await goTo('MISCONF');
  await page.keyboard.press('x');
  await goTo('while connecting to upstream');
  await page.keyboard.press('x');
  await page.getByRole('region', { name: 'Selected errors' }).getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
  await waitUntil('they are one', async () => (await groups()).length === before - 1);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'merged into' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await waitUntil('they are two again', async () => (await groups()).length === before);
});

test('a category is corrected, what was printed is found among all logs with what stands around it', async () => {
  const { page } = await open({ path: '/errors?category=dependency' });
  await row(page, 'ModuleNotFoundError').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Correct' }).click();
  await page.getByRole('menuitemradio', { name: 'configuration' }).click();
  await page.getByText('A person said so.').waitFor();
  await page.keyboard.press('Escape');

  await page.goto(`${tower.url}/logs?q=pandas_that_is_not_there`);
  const hit = page.getByRole('list', { name: 'Logs' }).getByRole('listitem').first();
  await hit.locator('mark').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'What importer printed before and after' }).waitFor();
  await page.getByRole('link', { name: 'In the log of importer' }).click();
  await page.waitForURL(/\/workers\/importer\?at=/);
});
