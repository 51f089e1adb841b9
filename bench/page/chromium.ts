/** Headless Chromium as a measuring instrument: what a page loads, how long its frames take, how much memory it keeps. */
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import type { Tower } from '../../test/fixtures/tower.ts';
import { pause } from '../measure/pause.ts';

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** What a browser keeps after its first login, for further ones. */
export async function signIn(browser: Browser, tower: Tower): Promise<Session> {
  const context = await browser.newContext();
  const { url } = await tower.api<{ url: string }>('/login-links', { method: 'POST' });
  await (await context.newPage()).goto(url);
  const session = await context.storageState();
  await context.close();
  return session;
}

export interface OpenPage {
  page: Page;
  protocol: CDPSession;
  close(): Promise<void>;
}

/** An empty page in a browser profile of its own, so that nothing is in its cache. */
export async function openPage(browser: Browser, session?: Session): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    ...(session && { storageState: session }),
  });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  return { page, protocol, close: () => context.close() };
}

export interface Visit {
  /** From the start of the navigation until `isReady` held in a drawn frame. */
  readyMs: number;
  /** Bytes of scripts as they came over the wire. */
  scriptBytes: number;
  allBytes: number;
}

/** `isReady` is evaluated in the page. */
export async function visit({ page, protocol }: OpenPage, url: string, isReady: string): Promise<Visit> {
  let [scriptBytes, allBytes] = [0, 0];
  const scripts = new Set<string>();
  await protocol.send('Network.enable');
  protocol.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    allBytes += encodedDataLength;
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'commit' });
  const readyMs = await page.evaluate(
    `new Promise((resolve) => {
      const look = () => ((${isReady}) ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look));
      look();
    })`,
  );
  return { readyMs: readyMs as number, scriptBytes, allBytes };
}

/** How long it takes from a click until the page shows that it has understood: the first change under `watched` that is drawn. */
export async function clickToChange(page: Page, button: string, watched: string): Promise<number> {
  return page.evaluate(
    ([wanted = '', place = '']) =>
      new Promise<number>((resolve, reject) => {
        const [target, area] = [document.querySelector<HTMLElement>(wanted), document.querySelector(place)];
        if (!target || !area) return reject(new Error(`There is no ${wanted} or no ${place}`));
        let clickedAt = 0;
        const watch = new MutationObserver(() => {
          if (clickedAt === 0) return;
          watch.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - clickedAt));
        });
        watch.observe(area, { childList: true, subtree: true, characterData: true, attributes: true });
        clickedAt = performance.now();
        target.click();
      }),
    [button, watched],
  );
}

export interface Frames {
  count: number;
  longestMs: number;
  over50: number;
  perSecond: number;
}

/** Frames of the page while it goes on by itself, on a processor that is `slowdown` times slower. */
export async function watchFrames(
  { page, protocol }: OpenPage,
  seconds: number,
  slowdown: number,
): Promise<Frames> {
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await pause(2_000);
  // A string: the loader of these sources adds to functions what a page does not have.
  const gaps: number[] = await page.evaluate(`new Promise((resolve) => {
    const all = [];
    const from = performance.now();
    let last = from;
    const next = (now) => {
      all.push(now - last);
      last = now;
      if (now - from > ${seconds * 1000}) resolve(all.slice(1));
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return {
    count: gaps.length,
    longestMs: Math.max(...gaps),
    over50: gaps.filter((gap) => gap > 50).length,
    perSecond: gaps.length / seconds,
  };
}

/** Memory of the page's objects after what nobody needs any more was thrown away. */
export async function heapBytes({ protocol }: OpenPage): Promise<number> {
  await protocol.send('HeapProfiler.enable');
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  return usedSize;
}
