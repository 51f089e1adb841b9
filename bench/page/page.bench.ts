/**
 * The page in headless Chromium: what it loads, how soon it is of use on a first visit and to those who come back, how quickly it answers,
 * how smoothly it goes on and whether its memory stays flat. Beside it the pages that Debian's supervisord and netdata have.
 * `--only=first-load,supervisord,many,actions,frames,memory,pixel`, `--rounds=25`, `--minutes=10` of memory.
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
  type Visit,
  visit,
  watchFrames,
} from './chromium.ts';
import { formatMb, formatMs, median, p95, spread } from '../measure/figures.ts';
import { openFolder } from '../measure/folder.ts';
import { monotonicMs } from '../measure/monotonic.ts';
import { askedParts, numberOption } from '../measure/options.ts';
import { pause } from '../measure/pause.ts';
import { report, type Row } from '../measure/report.ts';
import { openStarts } from '../measure/starts.ts';
import { program } from '../programs/program.ts';
import { freePort } from '../../test/fixtures/tower.ts';
import { waitUntil } from '../../test/fixtures/wait-until.ts';

const isAsked = askedParts(['first-load', 'supervisord', 'many', 'actions', 'frames', 'memory', 'pixel']);
const rounds = numberOption('rounds', 25);
const many = 1_000;
const few = 30;
const connections = 500;
const minutes = numberOption('minutes', 10);
const frameSeconds = 30;
/** Those who come back have stayed this long before. */
const visitMs = 1_000;
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

/** Each in a profile of its own: with an empty cache, and as it is for one who has been there before. */
async function visits(arm: YaguraArm, count: number) {
  const session = await signIn(browser, arm.tower);
  const first: Visit[] = [];
  const again: Visit[] = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await openPage(browser, session);
    const come = () => visit(opened, `${arm.tower.url}/`, `${showsTower} === '${count}'`);
    first.push(await come());
    // A browser keeps what it has compiled once it has seen it twice.
    for (let before = 0; before < 2; before++) {
      await pause(visitMs);
      await opened.page.goto('about:blank');
      if (before === 0) await come();
    }
    again.push(await come());
    await opened.close();
  }
  return { first, again };
}

const readyTimes = (seen: readonly Visit[]) => seen.map(({ readyMs }) => readyMs);

async function firstVisitsOf(url: string, isReady: string) {
  const seen: Visit[] = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await openPage(browser);
    seen.push(await visit(opened, url, isReady));
    await opened.close();
  }
  return seen;
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
      process.kill(starts.newest.get(`worker-${i}`)?.pid as number, 'SIGKILL');
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

/** It takes a quarter of an hour, so each figure is told when it is known. */
const tell = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

async function firstLoad(): Promise<Row[]> {
  const small = await startYagura(sleepers.slice(0, 10));
  const netdata = await startNetdata();
  try {
    await allRun(small, 10);
    const { first, again } = await visits(small, 10);
    const theirs = await firstVisitsOf(netdata.url, netdata.isReady);
    tell(
      `first load: ${spread(readyTimes(first))}, again ${spread(readyTimes(again))}, netdata ${spread(readyTimes(theirs))}`,
    );
    const bytes = median(first.map(({ scriptBytes }) => scriptBytes));
    return [
      {
        what: 'first load, JavaScript as sent',
        ours: kilobytes(bytes),
        peers: { [netdata.name]: kilobytes(median(theirs.map(({ scriptBytes }) => scriptBytes))) },
        target: '≤ 250 kB',
        met: bytes <= 250e3,
      },
      {
        what: 'first load → of use, 10 workers: median / p95 (n)',
        ours: spread(readyTimes(first)),
        peers: { [netdata.name]: spread(readyTimes(theirs)) },
        target: 'p95 ≤ 1 s',
        met: p95(readyTimes(first)) <= 1_000,
      },
      { what: 'the same for one who comes back', ours: spread(readyTimes(again)) },
    ];
  } finally {
    await small.cleanUp();
    await netdata.cleanUp();
  }
}

/** Its page knows no other feedback than the next page. */
async function supervisordsPage() {
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
    tell(`${supervisord.name}: of use ${spread(readyTimes(loads))}, an action ${spread(actions)}`);
    return {
      loads: { [supervisord.name]: spread(readyTimes(loads)) },
      actions: { [supervisord.name]: spread(actions) },
    };
  } finally {
    await supervisord.cleanUp();
  }
}

async function manyVisits(big: YaguraArm, peers: Record<string, string>): Promise<Row[]> {
  const { first, again } = await visits(big, many);
  const [empty, kept] = [readyTimes(first), readyTimes(again)];
  tell(`${many} workers, of use: ${spread(empty)}, again ${spread(kept)}`);
  const what = `→ of use, ${many} workers: median / p95 (n)`;
  return [
    {
      what: `first load ${what}`,
      ours: spread(empty),
      peers,
      target: 'p95 ≤ 500 ms',
      met: p95(empty) <= 500,
    },
    { what: `coming back ${what}`, ours: spread(kept), target: 'p95 ≤ 500 ms', met: p95(kept) <= 500 },
  ];
}

async function clicks(big: YaguraArm, peers: Record<string, string>): Promise<Row> {
  const opened = await openPage(browser, await signIn(browser, big.tower));
  const { page } = opened;
  const feedback: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.goto(`${big.tower.url}/workers/worker-${round}`);
    await page.locator('[data-action="restart"]:enabled').waitFor();
    await pause(500);
    feedback.push(await clickToChange(page, '[data-action="restart"]', '[data-testid="outcome"]'));
    await pause(200);
  }
  await opened.close();
  tell(`click → feedback: ${spread(feedback)}`);
  return {
    what: 'click → visible feedback',
    ours: spread(feedback),
    peers,
    target: 'p95 ≤ 50 ms',
    met: p95(feedback) <= 50,
  };
}

async function framesAt(big: YaguraArm, path: string): Promise<Row> {
  const opened = await openPage(browser, await signIn(browser, big.tower));
  await opened.page.goto(big.tower.url + path);
  await pause(5_000);
  const frames = await watchFrames(opened, frameSeconds, slowdown);
  tell(`${path}: ${JSON.stringify(frames)}`);
  await opened.close();
  return {
    what: `${path} with ${many} workers live, ${frameSeconds} s, processor ${slowdown} times slower: longest frame`,
    ours: `${formatMs(frames.longestMs)}, ${frames.over50} over 50 ms, ${frames.perSecond.toFixed(0)} a second`,
    target: '≤ 50 ms',
    met: frames.over50 === 0,
  };
}

async function memoryOverTime(big: YaguraArm): Promise<Row> {
  const opened = await openPage(browser, await signIn(browser, big.tower));
  await opened.page.goto(`${big.tower.url}/`);
  // It keeps a minute of figures: before, it still fills.
  await pause(90_000);
  const before = await heapBytes(opened);
  await pause(minutes * 60_000);
  const after = await heapBytes(opened);
  await opened.close();
  tell(`memory: ${formatMb(before)}, ${formatMb(after)}`);
  return {
    what: `memory of the page with ${many} workers, after 90 s and ${minutes} min later`,
    ours: `${formatMb(before)}, ${formatMb(after)}`,
    target: 'flat: ≤ 10 % more',
    met: after <= before * 1.1,
  };
}

const rows: Row[] = [];
try {
  if (isAsked('first-load')) rows.push(...(await firstLoad()));
  const peers = isAsked('supervisord') ? await supervisordsPage() : { loads: {}, actions: {} };
  if (isAsked('many') || isAsked('actions') || isAsked('frames') || isAsked('memory')) {
    const big = await startYagura(sleepers);
    try {
      await allRun(big, many);
      await pause(10_000);
      if (isAsked('many')) rows.push(...(await manyVisits(big, peers.loads)));
      if (isAsked('actions')) rows.push(await clicks(big, peers.actions));
      if (isAsked('frames')) for (const path of ['/', '/workers']) rows.push(await framesAt(big, path));
      if (isAsked('memory')) rows.push(await memoryOverTime(big));
    } finally {
      await big.cleanUp();
    }
  }
  if (isAsked('pixel')) {
    const delays = await eventToPixel();
    rows.push({
      what: `worker dies → seen in its row, ${connections} others connected: median / p95 (n)`,
      ours: spread(delays),
      target: 'p95 ≤ 250 ms',
      met: p95(delays) <= 250,
    });
  }
  report('the page in Chromium', rows);
} finally {
  await browser.close();
  starts.close();
}
