/** Opens the real page of a tower in Chromium, and notes everything that a page must not do. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Tower } from '../fixtures/tower.ts';

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

export interface PageOptions {
  /** A path of the page; a login is done before. */
  path?: string;
  viewport?: { width: number; height: number };
  locale?: 'en' | 'ja';
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
  /** False: nobody is signed in. */
  signedIn?: boolean;
  touch?: boolean;
}

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, exceptions, broken content policy, requests that failed or were answered with an error. */
  readonly troubles: string[];
}

export interface Visitor {
  open(options?: PageOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** One browser for one tower; each page gets a context, and so a session store, of its own. */
export async function visit(tower: Tower): Promise<Visitor> {
  const browser = await launch();
  let session: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;

  async function signIn() {
    const context = await browser.newContext();
    await context.request.post(`${tower.url}/api/v1/login`, { data: { token: tower.token } });
    const state = await context.storageState();
    await context.close();
    return state;
  }

  return {
    async open({ path = '/', signedIn = true, touch = false, ...options } = {}) {
      if (signedIn) session ??= await signIn();
      const context = await browser.newContext({
        viewport: wide,
        locale: 'en',
        timezoneId: 'Asia/Tokyo',
        hasTouch: touch,
        ...options,
        ...(signedIn && session ? { storageState: session } : {}),
      });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      const troubles = watch(page);
      await page.goto(tower.url + path);
      return { page, context, troubles, [Symbol.asyncDispose]: () => context.close() };
    },
    close: () => browser.close(),
  };
}

/** The headless shell comes first: it opens a page with half of the work, since it is a browser without windows. */
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

function launch(): Promise<Browser> {
  const executablePath = browsers.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error('There is no Chromium; `npm test` installs it on Debian.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function watch(page: Page): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is left asks for nothing any more.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()} ${why}`);
  });
  return troubles;
}

/** The row of a worker in the list, or its cell in the overview. */
export const rowOf = (page: Page, worker: string) => page.getByTestId(`worker-${worker}`);

/** Notes every state that a worker's row or cell shows, however briefly, from now on. */
export async function recordStates(page: Page): Promise<(worker: string) => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: Record<string, string[]> = {};
    const look = () => {
      for (const row of document.querySelectorAll<HTMLElement>('[data-testid^="worker-"]')) {
        const name = row.dataset['testid']?.slice('worker-'.length) ?? '';
        const state = row.querySelector('[data-shown-state]')?.textContent ?? '';
        const states = (seen[name] ??= []);
        if (states.at(-1) !== state) states.push(state);
      }
    };
    look();
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    Object.assign(window, { seenStates: seen });
  });
  return (worker) =>
    page.evaluate(
      (name) => (window as unknown as { seenStates: Record<string, string[]> }).seenStates[name] ?? [],
      worker,
    );
}
