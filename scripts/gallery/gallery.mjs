/**
 * Photographs the page as it really is: starts each fleet in a home of its own, lets it run and goes through its pages.
 *
 *   npm run gallery                        the READMEs' pictures, into docs/images
 *   npm run gallery -- FOLDER [FLEET …]    every page of every fleet (or of those named) into FOLDER, wide and narrow, light and dark, English
 *                                          and Japanese, and FOLDER/index.html to look at them side by side
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildIfNeeded } from '../build.mjs';
import { root } from '../install.mjs';
import { fleets } from './fleets.mjs';

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
const wall = { width: 1920, height: 1080 };
/** What stands in the READMEs: file, fleet, page, and how it is looked at. */
const shown = [
  { file: 'overview', fleet: 'sick', page: 'overview', viewport: wide, scheme: 'light', language: 'en' },
  { file: 'overview.ja', fleet: 'sick', page: 'overview', viewport: wide, scheme: 'light', language: 'ja' },
  {
    file: 'worker',
    fleet: 'demo',
    page: 'worker',
    viewport: { ...wide, height: 1100 },
    scheme: 'dark',
    language: 'en',
  },
  { file: 'thousand', fleet: 'thousand', page: 'overview', viewport: wide, scheme: 'dark', language: 'en' },
  { file: 'phone', fleet: 'sick', page: 'overview', viewport: narrow, scheme: 'dark', language: 'en' },
];
/** Curves draw what the page has seen itself. */
const looksMs = 5_000;

const [folder, ...named] = process.argv.slice(2);
const unknown = named.filter((name) => !(name in fleets));
if (unknown.length > 0) {
  console.error(`There is no fleet ${unknown.join(', ')}. Fleets: ${Object.keys(fleets).join(' ')}`);
  process.exit(2);
}
await buildIfNeeded();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
});
const taken = [];
try {
  const wanted = folder === undefined ? [...new Set(shown.map(({ fleet }) => fleet))] : named;
  for (const name of wanted.length > 0 ? wanted : Object.keys(fleets)) await photographFleet(name);
  if (folder !== undefined) writeIndex(folder);
} finally {
  await browser.close();
}

async function photographFleet(name) {
  const fleet = fleets[name];
  const place = mkdtempSync(join(tmpdir(), 'yagura-'));
  const home = join(place, 'home');
  const folderOfConfig = join(place, name);
  mkdirSync(folderOfConfig);
  const config = fleet.prepare(folderOfConfig);
  const tower = spawn(
    process.execPath,
    [`${root}bin/yagura`, 'up', '--home', home, '--port', String(await freePort()), '--config', config],
    {
      env: { ...process.env, DEMO_API_PORT: String(await freePort()), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((done) => tower.on('exit', done));
  try {
    const link = await firstLink(tower.stdout);
    const session = await browser.newContext();
    await (await session.newPage()).goto(link);
    const state = await session.storageState();
    await session.close();
    const { origin } = new URL(link);
    for (const worker of fleet.signs ?? []) await giveSign(origin, home, worker);
    await pause(fleet.runsMs);
    for (const picture of picturesOf(name, fleet)) {
      const path = fleet.pages[picture.page].replace('WORKER', fleet.worker);
      await photograph(picture, origin + path, picture.page === 'login' ? undefined : state);
      taken.push(picture);
    }
  } finally {
    tower.kill('SIGTERM');
    await ended;
    rmSync(place, { recursive: true, force: true });
  }
}

function picturesOf(name, fleet) {
  if (folder === undefined) {
    mkdirSync(`${root}docs/images`, { recursive: true });
    return shown
      .filter(({ fleet: of }) => of === name)
      .map(({ file, ...look }) => ({ ...look, file: `${root}docs/images/${file}.png`, fullPage: false }));
  }
  mkdirSync(folder, { recursive: true });
  return Object.keys(fleet.pages).flatMap((page) =>
    (page === 'wall' ? [wall] : [wide, narrow]).flatMap((viewport) =>
      ['light', 'dark'].flatMap((scheme) =>
        ['en', 'ja'].map((language) => ({
          file: join(folder, `${name}-${page}-${viewport.width}-${scheme}-${language}.png`),
          page,
          viewport,
          scheme,
          language,
          // A panel is fixed to the window, and a thousand rows are no picture.
          fullPage: !['panel', 'wall', 'workers', 'heat'].includes(page),
        })),
      ),
    ),
  );
}

async function photograph({ file, viewport, scheme, language, fullPage }, url, storageState) {
  const context = await browser.newContext({
    viewport,
    colorScheme: scheme,
    locale: language,
    hasTouch: viewport === narrow,
    reducedMotion: 'reduce',
    ...(storageState && { storageState }),
  });
  const page = await context.newPage();
  await page.goto(url);
  if (fullPage) await scrollThrough(page);
  await pause(url.endsWith('/login') ? 500 : looksMs);
  await page.screenshot({ path: file, fullPage });
  await context.close();
  console.log(file);
}

/** What is loaded when it comes near the view is on the picture, too. */
async function scrollThrough(page) {
  for (let screen = 0; screen < 6; screen++) {
    await page.mouse.wheel(0, 600);
    await pause(150);
  }
  await page.evaluate(() => scrollTo(0, 0));
}

/** All variants of a page in a row. */
function writeIndex(place) {
  const rows = new Map();
  for (const { file } of taken) {
    const name = basename(file);
    const title = name.split('-').slice(0, 2).join(' · ');
    rows.set(title, [...(rows.get(title) ?? []), name]);
  }
  const html = [...rows].map(
    ([title, names]) =>
      `<h2>${title}</h2><div>${names
        .map(
          (name) => `<a href="${name}"><img src="${name}" alt="${name}" title="${name}" loading="lazy"></a>`,
        )
        .join('')}</div>`,
  );
  writeFileSync(
    join(place, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Yagura's pages</title><style>body{font:14px sans-serif;margin:16px}div{display:flex;gap:8px;overflow-x:auto;align-items:start}img{height:420px;border:1px solid #999}</style>${html.join('\n')}`,
  );
}

async function giveSign(origin, home, worker) {
  await fetch(`${origin}/api/v1/workers/${worker}/heartbeat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${readFileSync(join(home, 'token'), 'utf8').trim()}` },
  });
}

/** The address at the end of the first line that the tower prints. */
function firstLink(stream) {
  return new Promise((done, reject) => {
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
      const link = /(https?:\/\/\S+\/login\?code=\S+)\n/.exec(text)?.[1];
      if (link) done(link);
    });
    stream.on('end', () => reject(new Error(`The tower ended without a link:\n${text}`)));
  });
}

function freePort() {
  return new Promise((done, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
