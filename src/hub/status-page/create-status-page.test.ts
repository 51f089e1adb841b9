import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import type { Worker } from '../fleet/index.ts';
import type { SeriesSource } from '../metrics/index.ts';
import { testWorker } from '../server/testing/index.ts';
import { createStatusPage, type StatusPage } from './create-status-page.ts';

let clock: ManualClock;
let workers: Worker[];
let fails: boolean;
let asked: [fromMs: number, toMs: number][];
let page: StatusPage;

const settings = { title: 'Shop', path: '/status', groups: [{ name: 'Mail', workers: ['mailer'] }] };
const source: SeriesSource = {
  // oxlint-disable-next-line require-yield -- there are no figures yet
  async *select({ fromMs, toMs }) {
    asked.push([fromMs, toMs]);
    if (fails) throw new Error('the disk is gone');
  },
  async *labelsOf() {},
};

beforeEach(() => {
  clock = new ManualClock(Date.UTC(2026, 5, 10, 9));
  workers = [testWorker('mailer')];
  fails = false;
  asked = [];
  page = createStatusPage({
    fleet: { workers: () => workers },
    source,
    troubles: () => [],
    clock,
    log: () => {},
  });
  page.configure(settings);
});

describe('the status page', () => {
  it('is made once in fifteen seconds, for however many', async () => {
    const [first, second] = await Promise.all([page.page('en'), page.page('en')]);
    expect(second).toBe(first);
    workers = [testWorker('mailer', { state: 'failed' })];
    clock.advance(14_000);
    expect(await page.page('en')).toBe(first);
    clock.advance(1_000);
    expect((await page.page('en')).html).toContain('Some services are down');
  });

  it('reads days that are over once, and the present one each minute', async () => {
    const midnight = Date.UTC(2026, 5, 10);
    await page.page('en');
    await page.page('ja');
    const past = asked.filter(([, toMs]) => toMs === midnight - 1);
    expect(past[0]).toEqual([midnight - 89 * 86_400_000, midnight - 1]);
    const before = asked.length;
    clock.advance(61_000);
    await page.page('en');
    expect(asked.slice(before).every(([fromMs]) => fromMs === midnight)).toBe(true);
    clock.advance(86_400_000);
    await page.page('en');
    expect(asked.at(-1)?.[0]).toBe(midnight + 86_400_000);
  });

  it('tells how everything is while the history cannot be read', async () => {
    fails = true;
    const { html } = await page.page('en');
    expect(html).toContain('Everything works');
    expect(html).toContain('The history cannot be read right now.');
  });

  it('may be asked for often, but not without end', async () => {
    for (let i = 0; i < 200; i += 1) await page.page('en');
    await expect(page.page('en')).rejects.toMatchObject({ code: 'too_many_requests' });
    clock.advance(100);
    await page.page('en');
  });

  it('is gone when it is taken out', async () => {
    page.configure(null);
    expect(page.path()).toBeNull();
    await expect(page.page('en')).rejects.toMatchObject({ code: 'not_found' });
  });
});
