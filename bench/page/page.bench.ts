/**
 * The page in headless Chromium: what it loads, how soon it is of use, how quickly it answers, how smoothly it goes on and whether its memory
 * stays flat (`--minutes=N`, ten without). Beside it the pages that Debian's supervisord and netdata have.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ArmWorker } from '../arms/arm.ts';
import { startNetdata } from '../arms/netdata.ts';
import { startSupervisord } from '../arms/supervisord.ts';
import { startYagura, type YaguraArm } from '../arms/yagura.ts';
import {
  clickToChange,
  heapBytes,
  launchChromium,
  openPage,
  signIn,
  visit,
  watchFrames,
} from './chromium.ts';
import { formatMb, formatMs, median, p95, spread } from '../measure/figures.ts';
import { openFolder } from '../measure/folder.ts';
import { monotonicMs } from '../measure/monotonic.ts';
import { pause } from '../measure/pause.ts';
import { report, type Row } from '../measure/report.ts';
import { openStarts } from '../measure/starts.ts';
import { program } from '../programs/program.ts';
import { freePort } from '../../test/fixtures/tower.ts';
import { waitUntil } from '../../test/fixtures/wait-until.ts';

const rounds = 25;
const many = 1_000;
const few = 30;
const connections = 500;
const minutes = Number(/^--minutes=(\d+)$/.exec(process.argv.at(-1) ?? '')?.[1] ?? 10);
const frameSeconds = 30;
const slowdown = 4;

/** The sentence is there, and the tower with every worker in it. */
const showsTower = `document.querySelector('h1') && document.querySelector('[data-testid="tower"]')?.dataset.workers`;
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

const browser = await launchChromium();
const starts = openStarts(openFolder());
const sleepers: ArmWorker[] = Array.from({ length: many }, (_, i) => ({
  name: `worker-${i}`,
  command: ['sleep', '1000000'],
}));

async function allRun({ tower }: YaguraArm, count: number): Promise<void> {
  await waitUntil(
    'all run',
    async () => (await tower.workers()).filter(({ state }) => state === 'running').length === count,
    { withinMs: 240_000, everyMs: 500 },
  );
}

/** First visits, each with an empty cache. */
async function firstVisits(arm: YaguraArm, count: number) {
  const session = await signIn(browser, arm.tower);
  const visits = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await openPage(browser, session);
    visits.push(await visit(opened, `${arm.tower.url}/`, `${showsTower} === '${count}'`));
    await opened.close();
  }
  return visits;
}

async function firstVisitsOf(url: string, isReady: string) {
  const visits = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await openPage(browser);
    visits.push(await visit(opened, url, isReady));
    await opened.close();
  }
  return visits;
}

/** A worker dies → its cell or row has changed on the screen, while 500 others are connected. */
async function eventToPixel(): Promise<number[]> {
  const arm = await startYagura(
    Array.from({ length: few }, (_, i) => ({
      name: `worker-${i}`,
      command: ['/bin/sh', program('announce.sh'), `worker-${i}`, starts.fifo],
    })),
  );
  try {
    for (let i = 0; i < few; i++) await starts.next(`worker-${i}`, 0, 60_000);
    const pages = spawn(
      process.execPath,
      ['--import', 'tsx', program('browsers.ts'), arm.tower.url, String(connections)],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    process.once('exit', () => pages.kill('SIGKILL'));
    const lines = createInterface({ input: pages.stdout });
    const open = new Promise<void>((resolve) => lines.on('line', (line) => line === 'open' && resolve()));
    pages.stdin.write(`${arm.tower.token}\n`);
    await open;
    const opened = await openPage(browser, await signIn(browser, arm.tower));
    // Only rows in view exist.
    await opened.page.setViewportSize({ width: 1440, height: 2_400 });
    await opened.page.goto(`${arm.tower.url}/workers`);
    await opened.page
      .getByTestId('worker-0')
      .or(opened.page.getByTestId('worker-worker-0'))
      .first()
      .waitFor();
    await pause(3_000);
    const delays: number[] = [];
    for (let i = 0; i < few; i++) {
      const seen = opened.page.evaluate(
        (name) =>
          new Promise<void>((resolve, reject) => {
            const row = document.querySelector(`[data-testid="worker-${name}"]`);
            if (!row) return reject(new Error(`${name} is not on the page`));
            const before = row.querySelector('[data-column="restarts"]')?.textContent;
            const watch = new MutationObserver(() => {
              const row = document.querySelector(`[data-testid="worker-${name}"]`);
              if (row?.querySelector('[data-column="restarts"]')?.textContent === before) return;
              watch.disconnect();
              requestAnimationFrame(() => resolve());
            });
            watch.observe(document.body, { childList: true, subtree: true, characterData: true });
          }),
        `worker-${i}`,
      );
      await pause(50);
      const killedAt = monotonicMs();
      process.kill(starts.newest.get(`worker-${i}`)?.pid ?? 0, 'SIGKILL');
      await seen;
      delays.push(monotonicMs() - killedAt);
      await pause(Math.random() * 700);
    }
    await opened.close();
    pages.stdin.end();
    return delays;
  } finally {
    await arm.cleanUp();
  }
}

const rows: Row[] = [];
/** It takes a quarter of an hour, so each figure is told when it is known. */
const tell = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);
try {
  const small = await startYagura(sleepers.slice(0, 10));
  const netdata = await startNetdata();
  try {
    await allRun(small, 10);
    const ours = await firstVisits(small, 10);
    const theirs = await firstVisitsOf(netdata.url, netdata.isReady);
    tell(
      `first load: ${spread(ours.map((each) => each.readyMs))}, netdata ${spread(theirs.map((each) => each.readyMs))}`,
    );
    const bytes = median(ours.map(({ scriptBytes }) => scriptBytes));
    const readyMs = ours.map((each) => each.readyMs);
    rows.push(
      {
        what: 'first load, JavaScript as sent',
        ours: kilobytes(bytes),
        peers: { [netdata.name]: kilobytes(median(theirs.map(({ scriptBytes }) => scriptBytes))) },
        target: '≤ 250 kB',
        met: bytes <= 250e3,
      },
      {
        what: 'first load → of use, 10 workers: median / p95 (n)',
        ours: spread(readyMs),
        peers: { [netdata.name]: spread(theirs.map((each) => each.readyMs)) },
        target: 'p95 ≤ 1 s',
        met: p95(readyMs) <= 1_000,
      },
    );
  } finally {
    await small.cleanUp();
    await netdata.cleanUp();
  }

  const port = await freePort();
  const supervisord = await startSupervisord(sleepers, { startsecs: 0 }, port);
  try {
    const url = `http://127.0.0.1:${port}/`;
    const loads = await firstVisitsOf(url, `document.querySelectorAll('tbody tr').length === ${many}`);
    const actions: number[] = [];
    const opened = await openPage(browser);
    for (let round = 0; round < rounds; round++) {
      await opened.page.goto(url);
      const clickedAt = performance.now();
      await opened.page.evaluate(
        `[...document.querySelectorAll('a')].find((a) => a.name === 'Restart').click()`,
      );
      await opened.page.waitForURL(/message=/, { timeout: 120_000 });
      actions.push(performance.now() - clickedAt);
    }
    await opened.close();
    rows.push({
      what: `first load → of use, ${many} workers: median / p95 (n)`,
      ours: '',
      peers: { [supervisord.name]: spread(loads.map((each) => each.readyMs)) },
    });
    rows.push({ what: 'click → visible feedback', ours: '', peers: { [supervisord.name]: spread(actions) } });
  } finally {
    await supervisord.cleanUp();
  }

  const big = await startYagura(sleepers);
  try {
    await allRun(big, many);
    await pause(10_000);
    const visits = await firstVisits(big, many);
    const readyMs = visits.map((each) => each.readyMs);
    const [load, action] = rows.slice(-2) as [Row, Row];
    tell(`${many} workers, of use: ${spread(readyMs)}`);
    Object.assign(load, { ours: spread(readyMs), target: 'p95 ≤ 500 ms', met: p95(readyMs) <= 500 });

    const session = await signIn(browser, big.tower);
    const worker = await openPage(browser, session);
    const feedback: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await worker.page.goto(`${big.tower.url}/workers/worker-${round}`);
      await worker.page.locator('[data-action="restart"]:enabled').waitFor();
      await pause(500);
      feedback.push(await clickToChange(worker.page, '[data-action="restart"]', '[data-testid="outcome"]'));
      await pause(200);
    }
    await worker.close();
    tell(`click → feedback: ${spread(feedback)}`);
    Object.assign(action, { ours: spread(feedback), target: 'p95 ≤ 50 ms', met: p95(feedback) <= 50 });

    for (const path of ['/', '/workers']) {
      const opened = await openPage(browser, session);
      await opened.page.goto(big.tower.url + path);
      await pause(5_000);
      const frames = await watchFrames(opened, frameSeconds, slowdown);
      tell(`${path}: ${JSON.stringify(frames)}`);
      rows.push({
        what: `${path} with ${many} workers live, ${frameSeconds} s, processor ${slowdown} times slower: longest frame`,
        ours: `${formatMs(frames.longestMs)}, ${frames.over50} over 50 ms, ${frames.perSecond.toFixed(0)} a second`,
        target: '≤ 50 ms',
        met: frames.over50 === 0,
      });
      await opened.close();
    }

    const opened = await openPage(browser, session);
    await opened.page.goto(`${big.tower.url}/`);
    await pause(60_000);
    const before = await heapBytes(opened);
    await pause(minutes * 60_000);
    const after = await heapBytes(opened);
    await opened.close();
    rows.push({
      what: `memory of the page with ${many} workers, after a minute and ${minutes} min later`,
      ours: `${formatMb(before)}, ${formatMb(after)}`,
      target: 'flat: ≤ 10 % more',
      met: after <= before * 1.1,
    });
  } finally {
    await big.cleanUp();
  }

  const delays = await eventToPixel();
  rows.push({
    what: `worker dies → seen in its row, ${connections} others connected: median / p95 (n)`,
    ours: spread(delays),
    target: 'p95 ≤ 250 ms',
    met: p95(delays) <= 250,
  });
  report('the page in Chromium', rows);
} finally {
  await browser.close();
  starts.close();
}
