/** What a person does on the page, against a real tower with a few workers. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { living } from '../fixtures/pid.ts';
import { freePort, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { type OpenedPage, type PageOptions, recordStates, rowOf, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;
const names = ['chatty', 'flaky', 'service', 'sleeper', 'spare'];

beforeAll(async () => {
  const port = await freePort();
  const service = `require('http').createServer((_, answer) => answer.end('ok')).listen(${port}, '127.0.0.1')`;
  tower = await startTower({
    config: {
      workers: {
        chatty: {
          command:
            'n=0; while :; do n=$((n+1)); echo "line $n of plenty"; [ $((n % 5)) = 0 ] && echo "oops $n" >&2; sleep 0.2; done',
          labels: { team: 'post' },
        },
        // Cannot live while there is a file "broken".
        flaky: {
          command: '[ ! -e broken ] || exit 3; while [ ! -e broken ]; do sleep 0.1; done; exit 3',
          restart: { initial: '300ms', max: '2s', reset_after: '2s' },
        },
        service: {
          command: [process.execPath, '-e', service],
          health: [{ http: `http://127.0.0.1:${port}/`, every: '500ms' }],
        },
        sleeper: { command: 'exec sleep 100000', labels: { team: 'shop' } },
        spare: { command: 'exec sleep 100000', stop: { timeout: '2s' } },
      },
    },
  });
  visitor = await visit(tower);
  for (const name of names) await tower.waitForWorker(name, ({ state }) => state === 'running');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

/** A page that must have behaved by the end of the test. */
async function open(options: PageOptions = {}): Promise<Page> {
  return (await openNoting(options)).page;
}

/** Somebody who is not signed in is told so by the first answer. */
const isLoginNeeded = (trouble: string) => trouble.includes('401');

async function openNoting(
  options: PageOptions = {},
  isExpected: (trouble: string) => boolean = options.signedIn === false ? isLoginNeeded : () => false,
): Promise<OpenedPage> {
  const opened = await visitor.open(options);
  onTestFinished(async () => {
    await opened.context.close();
    expect(opened.troubles.filter((trouble) => !isExpected(trouble))).toEqual([]);
  });
  return opened;
}

const text = (page: Page, name: string) => rowOf(page, name).innerText();
const headline = (page: Page) => page.getByRole('heading', { level: 1 });

test('the link that a start prints signs in, once', async () => {
  const link = /http\S+\/login\?code=\S+/.exec(tower.output())?.[0] ?? '';
  const page = await open({ signedIn: false, path: '/' });
  await page.getByLabel('Token').waitFor();
  await page.goto(link);
  await headline(page).getByText('All is well').waitFor();
  expect(new URL(page.url()).search).toBe('');
  const second = await open({ signedIn: false, path: new URL(link).pathname + new URL(link).search });
  await second.getByText('This login link was used already').waitFor();
});

test('a token signs in and leads to where one wanted to go; a wrong one is refused in words', async () => {
  const page = await open({ signedIn: false, path: '/workers/sleeper' });
  await page.getByLabel('Token').fill('not-the-token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('not valid').waitFor();
  await page.getByLabel('Token').fill(tower.token);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'sleeper' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/workers/sleeper');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('Token').waitFor();
});

test('the overview shows every worker, live', async () => {
  const page = await open();
  await headline(page).getByText('All is well: 5 workers are running.').waitFor();
  for (const name of names) expect(await text(page, name)).toContain('Running');
  expect(await page.title()).toBe('Yagura');
  await page.getByText('Live', { exact: true }).waitFor();
  await waitUntil('memory is measured', async () => /MiB|KiB/.test(await text(page, 'chatty')));
  const before = await text(page, 'chatty');
  await waitUntil('its figures move', async () => (await text(page, 'chatty')) !== before);
});

test('a worker that is killed from outside is seen and healed without a reload', async () => {
  const page = await open();
  const { pid, restarts } = await tower.worker('sleeper');
  await rowOf(page, 'sleeper').waitFor();
  process.kill(pid as number, 'SIGKILL');
  await waitUntil('the row tells', async () => {
    const row = (await text(page, 'sleeper')).split(/\s+/);
    return row.includes(String(restarts + 1)) && row.includes('Running');
  });
  expect(await tower.worker('sleeper')).toMatchObject({ restarts: restarts + 1, state: 'running' });
  const lately = page.getByRole('region', { name: 'What happened lately' });
  const story = lately.getByRole('listitem').filter({ hasText: 'sleeper' }).first();
  await story.getByText('running again').waitFor();
  expect(await story.innerText()).toContain('crashed');
});

test('a worker that keeps crashing counts down to its next start, is named in the headline, and heals', async () => {
  const page = await open();
  await rowOf(page, 'flaky').getByText('Running').waitFor();
  const statesOf = await recordStates(page);
  const broken = join(tower.folder, 'broken');
  writeFileSync(broken, '');
  onTestFinished(() => rmSync(broken, { force: true }));
  await rowOf(page, 'flaky').getByText('Restart due').waitFor();
  await headline(page).getByText('4 of 5 workers are well; flaky is being restarted').waitFor();
  await waitUntil('the tab tells', async () => (await page.title()) === '(1) Yagura');
  const wrong = page.getByRole('region', { name: 'What is wrong' }).getByRole('listitem');
  await wrong
    .filter({ hasText: 'flaky' })
    .getByText(/^(Restarts in|Is being restarted now)/)
    .waitFor();
  expect(await wrong.count()).toBe(1);
  rmSync(broken);
  await headline(page).getByText('All is well').waitFor();
  expect(await text(page, 'flaky')).toContain('Running');
  const states = await statesOf('flaky');
  expect(states[0]).toBe('Running');
  expect(states.slice(1)).toContain('Restart due');
  expect(states.at(-1)).toBe('Running');
});

test('charts of a worker are drawn and follow the pointer', async () => {
  const page = await open({ path: '/workers/chatty' });
  const chart = page.locator('canvas').first();
  await chart.waitFor();
  await waitUntil('all are there', async () => (await page.locator('canvas').count()) === 6);
  await waitUntil('something is drawn', () =>
    page.evaluate(() =>
      [...document.querySelectorAll('canvas')].every((canvas) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        return data?.some((byte, at) => at % 4 === 3 && byte > 0) ?? false;
      }),
    ),
  );
  const grain = page.getByText(/every figure as it was measured|each point sums up/);
  await grain.waitFor();
  await page.locator('.u-over').first().hover();
  await grain.waitFor({ state: 'detached' });
});

test('the log follows, holds still, goes back and finds', async () => {
  const page = await open({ path: '/workers/chatty' });
  const log = page.getByRole('log');
  const newest = async () =>
    Number(/line (\d+) of plenty\D*$/.exec((await log.innerText()).replaceAll(/oops \d+/g, ''))?.[1] ?? 0);
  await waitUntil('lines are there', async () => (await newest()) > 0);
  const seen = await newest();
  await waitUntil('it follows', async () => (await newest()) > seen + 3);
  const distance = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  await waitUntil('the end is in view', async () => (await distance()) < 24);

  await page.getByRole('button', { name: 'Hold still' }).click();
  const held = await newest();
  await page.getByRole('button', { name: /\d+ new lines/ }).waitFor();
  expect(await newest()).toBe(held);
  await page.getByRole('button', { name: /\d+ new lines/ }).click();
  await waitUntil('it follows again', async () => (await newest()) > held);

  // Scrolling up holds it still as well.
  await waitUntil('there is enough to scroll', () =>
    log.evaluate((box) => box.scrollHeight > box.clientHeight * 1.5),
  );
  await log.hover();
  await page.mouse.wheel(0, -200);
  await page.getByText('held still').waitFor();
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await waitUntil('the end is in view again', async () => (await distance()) < 24);

  await page.getByLabel('Find in the log').fill('LINE 7 of');
  await log.locator('mark').first().waitFor();
  expect(await log.locator('mark').allInnerTexts()).toEqual(['line 7 of']);
  await page.getByText('1 of 1').waitFor();
  // It stands in the midst of what was printed around it.
  await log.getByText('line 8 of plenty').waitFor();
  await page.getByLabel('Find in the log').fill('no such text');
  await page.getByText('none', { exact: true }).waitFor();
  await page.getByLabel('Find in the log').fill('');
  await page.getByRole('button', { name: /new lines|To the end/ }).click();
  await waitUntil('it follows after the search', async () => (await newest()) > held);
});

test('the log can be copied, as text with times', async () => {
  const { page, context } = await openNoting({ path: '/workers/chatty' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('log').getByText('of plenty').first().waitFor();
  const log = page.getByRole('region', { name: 'Log', exact: true });
  await log.getByRole('button', { name: 'Copy' }).click();
  await log.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^\d{4}-\d\d-\d\dT\S+Z stdout line \d+ of plenty$/m);
});

test('stopping asks first, and the page tells what came of it', async () => {
  const page = await open({ path: '/workers/spare' });
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  await stop.click();
  const dialog = page.getByRole('dialog', { name: 'Stop spare?' });
  await dialog.waitFor();
  expect(
    await dialog.getByRole('button', { name: 'Cancel' }).evaluate((it) => it === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect((await tower.worker('spare')).state).toBe('running');
  expect(await stop.evaluate((it) => it === document.activeElement)).toBe(true);

  await stop.click();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await page
    .getByText(/^Stopped in /)
    .first()
    .waitFor();
  expect(await tower.worker('spare')).toMatchObject({ state: 'stopped', pid: null });
  await page.getByText('Stopped by hand').first().waitFor();

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page
    .getByText(/^Started in /)
    .first()
    .waitFor();
  const { state, pid } = await tower.worker('spare');
  expect(state).toBe('running');
  await page.getByText(String(pid), { exact: true }).first().waitFor();
});

test('a restart is told with its time and the first healthy check', async () => {
  const page = await open({ path: '/workers/service' });
  const before = await tower.waitForWorker('service', ({ health }) => health === 'healthy');
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByText(/^Restarted in .+; healthy after /).waitFor();
  const after = await tower.worker('service');
  expect(after.pid).not.toBe(before.pid);
  expect(after.health).toBe('healthy');
});

test('who may only look finds the actions disabled', async () => {
  const { token } = await tower.api<{ token: string }>('/tokens', {
    method: 'POST',
    body: { name: 'looker', role: 'viewer' },
  });
  const page = await open({ signedIn: false, path: '/workers/spare' });
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  const restart = page.getByRole('button', { name: 'Restart' });
  await restart.waitFor();
  expect(await restart.isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Stop', exact: true }).isDisabled()).toBe(true);
});

test('every place has an address; back undoes', async () => {
  const page = await open({ path: '/workers?q=team:shop' });
  await waitUntil('the list is narrowed', async () => (await page.getByRole('row').count()) === 2);
  expect(await text(page, 'sleeper')).toContain('Running');
  await rowOf(page, 'sleeper').click();
  await page.getByRole('heading', { name: 'sleeper' }).waitFor();
  await page.goBack();
  await rowOf(page, 'sleeper').waitFor();
  expect(await page.getByRole('combobox').inputValue()).toBe('team:shop');
  await page.getByRole('link', { name: 'Events' }).first().click();
  await page.getByRole('heading', { level: 1, name: /^Events/ }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: /^Events/ }).waitFor();
  await page.goto(`${tower.url}/workers/nobody`);
  await page.getByText('There is no worker “nobody”').waitFor();
  await page.goto(`${tower.url}/nowhere`);
  await page.getByText('There is nothing at this address').waitFor();
});

test('the list is sorted and narrowed by state', async () => {
  const page = await open({ path: '/workers' });
  await rowOf(page, 'chatty').waitFor();
  const order = async () =>
    (await page.getByRole('row').getByRole('link').allInnerTexts()).filter((name) => names.includes(name));
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await waitUntil('it is sorted by name', async () => String(await order()) === String(names));
  await page.getByRole('columnheader', { name: 'Name' }).and(page.locator('[aria-sort=ascending]')).waitFor();
  await page.getByRole('button', { name: 'Memory', exact: true }).click();
  await waitUntil('the largest is first', async () => (await order())[0] === 'service');
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-memory');
  await page.getByRole('button', { name: /^Running 5/ }).click();
  await waitUntil('all are shown', async () => (await order()).length === 5);
});

test('the language and the theme change at once and are kept', async () => {
  const page = await open();
  await headline(page).getByText('All is well').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: '日本語' }).click();
  await headline(page).getByText('異常なし').waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ja');
  await page.keyboard.press('Escape');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before = await ground();
  await page.getByRole('button', { name: '設定' }).click();
  await page.getByRole('menuitemradio', { name: 'ダーク' }).click();
  await waitUntil('it is dark', async () => (await ground()) !== before);
  await page.reload();
  await headline(page).getByText('異常なし').waitFor();
  expect(await ground()).not.toBe(before);
});

test('a Japanese page has no English sentence on it', async () => {
  const page = await open({ locale: 'ja' });
  await headline(page).getByText('異常なし').waitFor();
  for (const path of ['/', '/events', '/workers/service', '/workers/flaky', '/workers/spare']) {
    await page.goto(tower.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await waitUntil(
      `${path} has loaded`,
      async () => (await page.getByRole('status', { name: /^読み込み中/ }).count()) === 0,
    );
    await waitUntil('figures are there', () =>
      page.evaluate(() => document.querySelector('main')?.innerText.includes('起動') ?? false),
    );
    const left = await page.evaluate(() => {
      // Logs, commands and other people's words are theirs; names of things are not sentences.
      const main = document.querySelector('main')?.cloneNode(true) as HTMLElement;
      for (const theirs of main.querySelectorAll('[role=log], code, pre, .font-mono, [translate=no]'))
        theirs.remove();
      return main.textContent?.match(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/g) ?? [];
    });
    expect([path, left]).toEqual([path, []]);
  }
});

test('a dead hub is said, with the age of the figures; the page goes on by itself when it is back', async () => {
  // The browser itself writes into the console that it could not connect.
  const { page } = await openNoting({}, (trouble) =>
    /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|\b503\b/.test(trouble),
  );
  await headline(page)
    .getByText(/^All is well/)
    .waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const hub = living(tower.hubPid());
  const agent = living(tower.agentPid());
  // An agent that cannot act leaves the hub dead for as long as the page needs to notice.
  process.kill(agent, 'SIGSTOP');
  try {
    process.kill(hub, 'SIGKILL');
    await page.getByText('Reconnecting …').waitFor();
    await page.getByText(/figures are .+ old/).waitFor();
    await headline(page)
      .getByText(/^As of \d\d:\d\d:\d\d: /)
      .waitFor();
  } finally {
    process.kill(agent, 'SIGCONT');
  }
  await page.getByText('Live', { exact: true }).waitFor({ timeout: 40_000 });
  await headline(page)
    .getByText(/^All is well/)
    .waitFor();
  const before = await text(page, 'chatty');
  await waitUntil('figures move again', async () => (await text(page, 'chatty')) !== before);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  expect(tower.hubPid()).not.toBe(hub);
});

test('everything can be reached with the keyboard, and the focus is seen', async () => {
  const page = await open();
  await rowOf(page, 'chatty').waitFor();
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return {
        name: (element.getAttribute('aria-label') ?? element.innerText ?? '').trim(),
        isSeen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      };
    });
  await page.keyboard.press('Tab');
  expect(await focused()).toEqual({ name: 'Skip to content', isSeen: true });
  await page.keyboard.press('Enter');
  const visited: string[] = [];
  const inTower = () => page.evaluate(() => document.activeElement?.hasAttribute('data-worker') ?? false);
  for (let at = 0; at < 40 && !(await inTower()); at++) {
    await page.keyboard.press('Tab');
    const { name, isSeen } = await focused();
    expect([name, isSeen]).toEqual([name, true]);
    visited.push(name);
  }
  // The skip link led past the header.
  expect(visited).not.toContain('Settings');
  // The workers are one stop; arrows lead from one to the next.
  const reached: string[] = [];
  for (let at = 0; at < names.length && !reached.at(-1)?.startsWith('sleeper'); at++) {
    if (at > 0) await page.keyboard.press('ArrowRight');
    await waitUntil('the focus has moved', async () => (await focused()).name !== reached.at(-1));
    const { name, isSeen } = await focused();
    expect([name, isSeen]).toEqual([name, true]);
    reached.push(name);
  }
  expect(reached.at(-1)).toMatch(/^sleeper/);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'sleeper' });
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await waitUntil('the focus is back', async () => (await focused()).name.startsWith('sleeper'));
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await waitUntil('the focus is back', async () => (await focused()).name === 'Settings');
});

test('who wants no motion gets none', async () => {
  const page = await open({ reducedMotion: 'reduce' });
  await rowOf(page, 'chatty').waitFor();
  await rowOf(page, 'chatty').hover();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== 'none' || transitionDuration.split(', ').some((it) => it !== '0s');
      })
      .map((element) => element.outerHTML.slice(0, 100)),
  );
  expect(moving).toEqual([]);
});
