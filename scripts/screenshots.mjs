/**
 * Takes the pictures of the READMEs anew: starts the demo in a home of its own, lets it run for a minute and photographs the page.
 *
 *   node scripts/screenshots.mjs             docs/images/overview.png, overview.ja.png and worker.png
 *   node scripts/screenshots.mjs FOLDER      every page into FOLDER, wide and narrow, light and dark, English and Japanese
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildIfNeeded } from './build.mjs';
import { root } from './install.mjs';

/** Curves draw what the page has seen itself, so it is looked at for a while. */
const looksMs = process.argv[2] === undefined ? 45_000 : 5_000;
/** By then every kind of failure in the demo has happened and been healed at least once. */
const demoRunsMs = Number(process.env.DEMO_RUNS_MS ?? 30_000);
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
const worker = 'thumbnailer';
const pages = {
  overview: '/',
  workers: '/workers',
  events: '/events',
  worker: `/workers/${worker}`,
  login: '/login',
};

const folder = process.argv[2];
await buildIfNeeded();
const place = mkdtempSync(join(tmpdir(), 'yagura-'));
// A copy, so that the pictures show no path of whoever takes them.
cpSync(`${root}examples/demo`, join(place, 'demo'), { recursive: true });
const options = ['--home', join(place, 'home'), '--port', String(await freePort())];
const tower = spawn(
  process.execPath,
  [`${root}bin/yagura`, 'up', ...options, '--config', join(place, 'demo', 'yagura.yaml')],
  {
    env: { ...process.env, DEMO_API_PORT: String(await freePort()), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const ended = new Promise((resolve) => tower.on('exit', resolve));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
});
try {
  const link = await firstLink(tower.stdout);
  const session = await browser.newContext();
  await (await session.newPage()).goto(link);
  const state = await session.storageState();
  const { origin } = new URL(link);
  await new Promise((resolve) => setTimeout(resolve, demoRunsMs));
  if (folder === undefined) {
    mkdirSync(`${root}docs/images`, { recursive: true });
    await photograph(state, `${origin}/`, `${root}docs/images/overview.png`, wide, 'light', 'en');
    await photograph(state, `${origin}/`, `${root}docs/images/overview.ja.png`, wide, 'light', 'ja');
    await photograph(
      state,
      `${origin}/workers/${worker}`,
      `${root}docs/images/worker.png`,
      { ...wide, height: 1100 },
      'dark',
      'en',
    );
  } else {
    mkdirSync(folder, { recursive: true });
    for (const [name, path] of Object.entries(pages)) {
      for (const language of ['en', 'ja']) {
        for (const scheme of ['light', 'dark']) {
          for (const viewport of [wide, narrow]) {
            const file = join(folder, `${name}-${viewport.width}-${scheme}-${language}.png`);
            await photograph(
              name === 'login' ? undefined : state,
              origin + path,
              file,
              viewport,
              scheme,
              language,
              true,
            );
          }
        }
      }
    }
  }
} finally {
  await browser.close();
  tower.kill('SIGTERM');
  await ended;
  rmSync(place, { recursive: true, force: true });
}

async function photograph(storageState, url, path, viewport, colorScheme, locale, fullPage = false) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    locale,
    ...(storageState && { storageState }),
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForTimeout(url.endsWith('/login') ? 500 : looksMs);
  await page.screenshot({ path, fullPage });
  await context.close();
  console.log(path);
}

/** The address at the end of the first line that the tower prints. */
function firstLink(stream) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
      const link = /(https?:\/\/\S+\/login\?code=\S+)\n/.exec(text)?.[1];
      if (link) resolve(link);
    });
    stream.on('end', () => reject(new Error(`The tower ended without a link:\n${text}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
