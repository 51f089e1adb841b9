/** The page of one worker, as somebody uses it who wants to know why a worker stopped, against a real tower. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { freePort, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { narrow, type PageOptions, type Visitor, visit } from './open-page.ts';

let tower: Tower;
let visitor: Visitor;
let workers: Record<string, Record<string, unknown>>;

beforeAll(async () => {
  const port = await freePort();
  const service = `require('http').createServer((_, answer) => {
    const bad = require('fs').existsSync('ill');
    answer.statusCode = bad ? 500 : 200;
    answer.end();
  }).listen(${port}, '127.0.0.1')`;
  workers = {
    // Prints a numbered line ten times a second; crashes when there is a file "crash", which it takes away.
    crasher: {
      command:
        'n=0; while :; do n=$((n+1)); echo "INFO step $n"; if [ -e crash ]; then rm crash; echo "ERROR it hurts: out of cheese" >&2; exit 7; fi; sleep 0.1; done',
      restart: { initial: '200ms' },
      labels: { team: 'cheese' },
    },
    // As fast as it can while there is a file "flood".
    flood: {
      command:
        'while :; do if [ -e flood ]; then yes "a line of a flood, one of very many" | head -c 500000; sleep 0.1; else sleep 0.2; fi; done',
      logs: { max_size: '20MB', files: 2 },
    },
    service: {
      command: [process.execPath, '-e', service],
      health: [{ http: `http://127.0.0.1:${port}/`, every: '300ms', failures: 3 }],
      env: { QUEUE: 'mail', API_TOKEN: 'do-not-show-me' },
      limits: { memory: '256MB' },
    },
    colourful: {
      command: String.raw`printf '\033[31mred alert\033[0m and \033[1mbold\033[0m\n{"level":50,"msg":"boom"}\nlevel=warn slow\n<img src=x onerror=alert(1)>\n\001\002 bytes \377\376\n'; exec sleep 100000`,
    },
    // Falls silent, though it answers, once there is a file "jam"; a start takes it away.
    jammed: {
      command:
        'rm -f jam; until [ -e jam ]; do echo "INFO taken from the queue"; sleep 0.2; done; echo "ERROR no room for the queue" >&2; exec sleep 100000',
      health: [{ log_silence: '2s' }, { exec: 'true', every: '500ms' }],
    },
    outside: { kind: 'external', heartbeat: { every: '60s', grace: '10s' } },
    nightly: { command: 'echo done', schedule: '* * * * * *' },
    doomed: { command: 'exec sleep 100000' },
  };
  tower = await startTower({ config: { workers } });
  visitor = await visit(tower);
  for (const name of ['crasher', 'service', 'colourful', 'doomed'])
    await tower.waitForWorker(name, ({ state }) => state === 'running');
});

afterAll(async () => {
  await visitor?.close();
  await tower?.cleanUp();
});

/** A page that must have behaved by the end of the test. */
async function open(options: PageOptions = {}, isExpected: (trouble: string) => boolean = () => false) {
  const { page, context, troubles } = await visitor.open(options);
  onTestFinished(async () => {
    await context.close();
    expect(troubles.filter((trouble) => !isExpected(trouble))).toEqual([]);
  });
  return page;
}

const block = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const log = (page: Page) => page.getByRole('log');

/** After it has run for a while: what happens within a second of a start is told together with it. */
async function crash(): Promise<void> {
  const { restarts } = await tower.waitForWorker(
    'crasher',
    ({ state, since }) => state === 'running' && Date.now() - Date.parse(since) > 1_500,
  );
  writeFileSync(join(tower.folder, 'crash'), '');
  await tower.waitForWorker('crasher', (worker) => worker.restarts > restarts && worker.state === 'running');
}

test('a crash of a few milliseconds is seen on the bar, explained, and leads to what was printed then', async () => {
  await crash();
  const { restarts } = await tower.worker('crasher');
  const page = await open({ path: '/workers/crasher?range=1h' });
  const bar = page.getByRole('slider', { name: /^State/ });
  await bar.waitFor();
  await block(page, 'State')
    .getByText(new RegExp(`well \\d\\d\\.\\d% of .+ · ${restarts} stop`))
    .waitFor();
  // Two pixels at least, whatever the range.
  const widths = await bar
    .locator('g.text-bad rect')
    .evaluateAll((all) => all.map((rect) => Number(rect.getAttribute('width'))));
  expect(Math.max(...widths)).toBeGreaterThanOrEqual(2);
  await bar.focus();
  await page.keyboard.press('ArrowLeft');
  const told = block(page, 'State').getByRole('status');
  await told.getByText('Exit code 7').waitFor();
  expect(await told.innerText()).toContain('Crashed');
  expect(await bar.getAttribute('aria-valuetext')).toContain('Exit code 7');
  await page.keyboard.press('Enter');
  await log(page).getByText('out of cheese').waitFor();
  expect(new URL(page.url()).searchParams.get('at')).toMatch(/^\d{4}-.+Z$/);
  // It stays there, also when that was a moment ago and the log has hardly gone on.
  await page.waitForTimeout(300);
  await log(page).getByText('out of cheese').waitFor();
  await waitUntil('the crash is in view', () =>
    log(page)
      .getByText('out of cheese')
      .evaluate((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        const box = line.closest('[role=log]')?.getBoundingClientRect();
        return box !== undefined && top >= box.top && bottom <= box.bottom;
      }),
  );
  // The level has a colour.
  expect(
    await log(page)
      .getByText('out of cheese')
      .evaluate((line) => line.closest('.text-bad') !== null),
  ).toBe(true);
  // A reload shows the same.
  await page.reload();
  await log(page).getByText('out of cheese').waitFor();
  // And on, past the moment, to the end.
  await page.getByRole('button', { name: 'To the end' }).click();
  await waitUntil('the address forgets the moment', () => !new URL(page.url()).searchParams.has('at'));
  const newest = async () =>
    Number([...(await log(page).innerText()).matchAll(/step (\d+)/g)].at(-1)?.[1] ?? 0);
  const seen = await newest();
  await waitUntil('it follows', async () => (await newest()) > seen + 3);
});

test('the last exit and the story lead to the log as well; a link to a moment opens there', async () => {
  await crash();
  const page = await open({ path: '/workers/crasher' });
  await page.getByRole('button', { name: /Exit code 7/ }).click();
  await log(page).getByText('out of cheese').first().waitFor();
  const { searchParams } = new URL(page.url());
  await page.goto(`${tower.url}/workers/crasher?at=${searchParams.get('at')}`);
  await log(page).getByText('out of cheese').first().waitFor();
  await page.goto(`${tower.url}/workers/crasher`);
  const stories = block(page, 'What happened lately');
  await stories.getByText('crashed').first().waitFor();
  await stories.getByRole('button', { name: 'Show in the log' }).first().click();
  await log(page).getByText('out of cheese').first().waitFor();
});

test('finding goes from place to place and shows what stands around it', async () => {
  await waitUntil('there is enough', async () => {
    const { lines } = await tower.api<{ lines: { text: string }[] }>(
      '/workers/crasher/logs?q=step%20&limit=1000',
    );
    return lines.length > 60;
  });
  const page = await open({ path: '/workers/crasher' });
  await page.getByLabel('Find in the log').fill('STEP 1');
  const count = page.locator('output');
  await count.getByText(/^\d+ of \d+$/).waitFor();
  const [at, of] = (await count.innerText()).split(' of ').map(Number);
  expect(at).toBe(of);
  await page.getByLabel('Find in the log').press('Enter');
  await count.getByText(`${(at ?? 0) - 1} of ${of}`, { exact: true }).waitFor();
  await page.getByLabel('Find in the log').press('Shift+Enter');
  await count.getByText(`${at} of ${of}`, { exact: true }).waitFor();
  await log(page).locator('mark').first().waitFor();
  await page.getByRole('button', { name: 'Only the lines found' }).click();
  await waitUntil('only those', async () =>
    (await log(page).innerText()).split('\n').every((line) => !/step \d/.test(line) || /step 1/.test(line)),
  );
});

test('a flood does not freeze the page, and what is left out is said', async () => {
  const page = await open({ path: '/workers/flood' });
  await log(page).waitFor();
  const file = join(tower.folder, 'flood');
  writeFileSync(file, '');
  onTestFinished(() => rmSync(file, { force: true }));
  await page.getByText(/too fast to show all: [\d,]+ lines left out/).waitFor();
  const slowest = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let last = performance.now();
        let worst = 0;
        const end = last + 4_000;
        const look = (now: number) => {
          worst = Math.max(worst, now - last);
          last = now;
          if (now < end) requestAnimationFrame(look);
          else resolve(worst);
        };
        requestAnimationFrame(look);
      }),
  );
  // Four rows of a hundred would do; a page that drew every line would take seconds.
  expect(slowest).toBeLessThan(1_000);
  expect(await log(page).locator('[data-index]').count()).toBeLessThan(120);
  await page.getByRole('button', { name: 'Hold still' }).click();
  const held = await log(page).innerText();
  await page.waitForTimeout(500);
  expect(await log(page).innerText()).toBe(held);
});

test("a worker's colours are shown, its levels coloured, its bytes and markup harmless", async () => {
  const page = await open({ path: '/workers/colourful' });
  const line = (text: string) => log(page).getByText(text);
  await line('red alert').waitFor();
  const isRed = (text: string) => line(text).evaluate((it) => it.closest('.text-bad') !== null);
  expect(await isRed('red alert')).toBe(true);
  expect(await isRed('boom')).toBe(true);
  expect(await line('slow').evaluate((it) => it.closest('.text-warn') !== null)).toBe(true);
  await line('<img src=x onerror=alert(1)>').waitFor();
  await line('␁␂ bytes ��').waitFor();
  expect(await log(page).locator('img').count()).toBe(0);
});

test('health checks show their last results, and why they count', async () => {
  const page = await open({ path: '/workers/service' });
  const checks = block(page, 'Health checks');
  await checks.getByText('After 3 failures in a row the worker is unhealthy and is restarted').waitFor();
  await waitUntil('there are results', async () => (await checks.locator('rect.fill-well').count()) > 5);
  const ill = join(tower.folder, 'ill');
  writeFileSync(ill, '');
  onTestFinished(() => rmSync(ill, { force: true }));
  await waitUntil('a failure is seen', async () => (await checks.locator('rect.fill-bad').count()) > 0);
  await checks.getByText(/\d+ of the last \d+ failed/).waitFor();
  rmSync(ill);
  // Each result is reached by keys as well.
  const results = checks.getByRole('slider');
  const told = () => results.getAttribute('aria-valuetext');
  expect(await told()).toBe('none chosen');
  await results.press('End');
  const last = await told();
  expect(last).toMatch(/^\d\d:\d\d:\d\d · (passing|failing)/);
  await results.press('Home');
  await waitUntil('the first is told', async () => (await told()) !== last);
  await results.press('Escape');
  await waitUntil('none is told', async () => (await told()) === 'none chosen');
  // Memory is limited, and the chart says so; secrets are not shown.
  await page.getByText('limit 244 MiB').waitFor();
  expect(await page.content()).not.toContain('do-not-show-me');
  await block(page, 'Spec').getByText('API_TOKEN=').waitFor();
});

test('what the file says by now is shown as a difference and applied as it was shown', async () => {
  const page = await open({ path: '/workers/doomed' }, (trouble) => trouble.includes('409'));
  await block(page, 'Spec').getByText('exec sleep 100000').waitFor();
  const changed = { ...workers, doomed: { command: 'exec sleep 200000', env: { COLOUR: 'red' } } };
  tower.writeConfig({ workers: changed });
  await page.reload();
  const spec = block(page, 'Spec');
  await spec.getByText('yagura.yaml says something else by now').waitFor();
  expect(await spec.locator('del').innerText()).toContain('sleep 100000');
  expect(await spec.locator('ins').allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining('sleep 200000'), expect.stringContaining('red')]),
  );
  const { pid } = await tower.worker('doomed');
  await spec.getByRole('button', { name: 'See changes' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Apply/ })
    .click();
  const done = page.getByRole('dialog', { name: /applied/i });
  await done.getByRole('status').waitFor();
  await done.getByRole('button', { name: 'Close' }).click();
  await spec.getByText('yagura.yaml says something else by now').waitFor({ state: 'detached' });
  await waitUntil('the new spec is shown', async () => (await spec.innerText()).includes('sleep 200000'));
  await tower.waitForWorker('doomed', (worker) => worker.pid !== null && worker.pid !== pid);
});

test('keys restart, stop, start, go to the log and to the next worker; what was asked for is told', async () => {
  const page = await open({ path: '/workers/colourful' });
  await page.getByRole('heading', { name: 'colourful' }).waitFor();
  await page.getByRole('log').waitFor();
  const { pid } = await tower.worker('colourful');
  const confirm = (title: string, button: string) =>
    page.getByRole('dialog', { name: title }).getByRole('button', { name: button }).click();
  await page.keyboard.press('r');
  await confirm('Restart colourful?', 'Restart');
  await waitUntil('it was restarted', async () => (await tower.worker('colourful')).pid !== pid);
  const asked = block(page, 'Asked for');
  await asked.getByText(/asked for a restart/).waitFor();
  await asked.getByText(/^Restarted in \d/).waitFor();
  await page.keyboard.press('s');
  await confirm('Stop colourful?', 'Stop');
  await tower.waitForWorker('colourful', ({ state }) => state === 'stopped');
  await asked.getByText(/^Stopped in \d/).waitFor();
  // What the key does next goes by the state that is shown.
  await page.locator('main [data-shown-state]', { hasText: 'Stopped' }).waitFor();
  await page.keyboard.press('s');
  await confirm('Start colourful?', 'Start');
  await tower.waitForWorker('colourful', ({ state }) => state === 'running');
  await page.keyboard.press('l');
  await waitUntil('the log has the focus', () => log(page).evaluate((box) => document.activeElement === box));
  await page.keyboard.press('j');
  await page.getByRole('heading', { level: 1, name: 'crasher' }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { level: 1, name: 'colourful' }).waitFor();
});

/** Goes with Tab, as one who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const isThere = () => target.evaluate((it) => it === document.activeElement);
  for (let step = 0; step < 60; step++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

test('by keys alone one finds the sick worker, reads its last error, restarts it and sees it well', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  writeFileSync(join(tower.folder, 'jam'), '');
  const { pid } = await tower.waitForWorker('jammed', ({ health }) => health === 'degraded');
  const wrong = page.getByRole('region', { name: 'What is wrong' });
  await tabTo(page, wrong.getByRole('link', { name: 'jammed' }));
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'jammed' });
  await panel.getByText('Degraded').first().waitFor();
  await panel.getByRole('log').getByText('ERROR no room for the queue').waitFor();
  await tabTo(page, panel.getByRole('button', { name: 'Restart' }));
  await page.keyboard.press('Enter');
  await panel.getByText(/^Restarted in \d/).waitFor();
  await panel.getByText('Running').first().waitFor();
  await panel.getByRole('log').getByText('INFO taken from the queue').first().waitFor();
  const healed = await tower.waitForWorker('jammed', ({ health }) => health === 'healthy');
  expect(healed.pid).not.toBe(pid);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page
    .getByRole('region', { name: /What is wrong|Well again/ })
    .getByText('Well again')
    .first()
    .waitFor();
});

test('an external worker and a job have pages without empty charts', async () => {
  const page = await open({ path: '/workers/outside' });
  await block(page, 'Health checks').waitFor();
  await block(page, 'Spec').getByText('/ping/').first().waitFor();
  expect(await page.getByRole('log').count()).toBe(0);
  expect(await page.locator('canvas').count()).toBe(0);
  await page.goto(`${tower.url}/workers/nightly`);
  await block(page, 'Runs').getByText('ended well').first().waitFor();
  await page.getByText('Next run').waitFor();
});

test('a worker that is removed while one looks at it says when and by whom', async () => {
  const { doomed: _, ...rest } = workers;
  const page = await open({ path: '/workers/doomed' }, (trouble) => trouble.includes('404'));
  await page.getByRole('heading', { name: 'doomed' }).waitFor();
  tower.writeConfig({ workers: rest });
  await tower.api('/config/apply', { method: 'POST', body: {} });
  await page.getByRole('heading', { name: '“doomed” was removed' }).waitFor();
  await page.getByText(/taken out of yagura\.yaml at/).waitFor();
  await page.getByRole('link', { name: 'All events of this worker' }).waitFor();
});

test('on a phone it is one column, the log and the bar work by touch', async () => {
  await crash();
  const page = await open({ path: '/workers/crasher?range=1h', viewport: narrow, touch: true });
  await log(page).waitFor();
  const bar = page.getByRole('slider', { name: /^State/ });
  await bar.waitFor();
  const mark = await bar.locator('g.text-bad rect').last().boundingBox();
  // A finger does not meet two pixels.
  await page.touchscreen.tap((mark?.x ?? 0) - 12, (mark?.y ?? 0) + 10);
  const told = block(page, 'State');
  await told.getByText('Exit code 7').waitFor();
  await told.getByRole('button', { name: 'Log' }).tap();
  await log(page).getByText('out of cheese').first().waitFor();
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
});
