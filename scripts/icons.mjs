/** Draws the page's icons anew from `web/public/icon.svg`: run it when that has changed, and commit what it makes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { root } from './install.mjs';

const svg = readFileSync(`${root}web/public/icon.svg`, 'utf8');
/** Where a phone cuts no shape of its own, the corners are round already. */
const icons = [
  { file: 'icon-192.png', size: 192, round: true },
  { file: 'icon-512.png', size: 512, round: true },
  { file: 'icon-maskable-512.png', size: 512, round: false },
  { file: 'apple-touch-icon.png', size: 180, round: false },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const { file, size, round } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;border-radius:${round ? size * 0.22 : 0}px}</style>${svg}`,
    );
    const picture = await page.screenshot({ omitBackground: true });
    writeFileSync(`${root}web/public/${file}`, picture);
    console.log(`${file}: ${picture.length} bytes`);
    await page.close();
  }
} finally {
  await browser.close();
}
