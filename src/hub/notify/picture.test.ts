import { describe, expect, it } from 'vitest';
import { createTestSource } from '../metrics/testing/test-source.ts';
import { pictureOf } from './picture.ts';
import { testNotice } from './testing/index.ts';

const fromMs = Date.UTC(2026, 10, 26, 7);
const toMs = fromMs + 600_000;
const times = Float64Array.from({ length: 60 }, (_, i) => fromMs + i * 10_000);
const source = createTestSource([
  { labels: { __name__: 'backlog' }, times, values: times.map((_, i) => i), stale: [] },
]);
const signal = AbortSignal.timeout(10_000);
const chart = (expr: string) => testNotice({ chart: { expr, fromMs, toMs, threshold: 30 } });

describe('a picture', () => {
  it('is drawn of what the expression says', async () => {
    const png = await pictureOf(chart('backlog'), { source, timeZone: 'UTC', signal })();
    expect(png && Buffer.from(png).toString('latin1', 1, 4)).toBe('PNG');
  });

  it('is not there when nothing is known, asked for wrongly or not asked for', async () => {
    for (const notice of [chart('nothing'), chart('sum('), testNotice()])
      expect(await pictureOf(notice, { source, signal })()).toBeNull();
    expect(await pictureOf(chart('backlog'), { source: null, signal })()).toBeNull();
  });
});
