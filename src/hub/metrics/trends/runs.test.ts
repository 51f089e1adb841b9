import { describe, expect, it } from 'vitest';
import { growthOverRuns } from './runs.ts';
import { normalFrom, randomFrom, series } from './testing/series.ts';

const minute = 60_000;
const hour = 60 * minute;
const nowMs = Date.UTC(2026, 10, 20, 3);
const stepMs = 30_000;

/** Two days in which the worker starts every nine hours; `run` gets the time since its start. */
function ask(run: (sinceStartMs: number, start: number) => number, everyMs = 9 * hour) {
  const normal = normalFrom(randomFrom(7));
  const spanMs = 48 * hour;
  const first = nowMs - spanMs;
  const starts = Array.from({ length: Math.floor(spanMs / everyMs) }, (_, at) => first + at * everyMs);
  const samples = series(nowMs, spanMs, stepMs, (ms) => {
    const at = Math.min(starts.length - 1, Math.floor(ms / everyMs));
    return run(first + ms - (starts[at] ?? 0), at) + normal();
  });
  return growthOverRuns({ samples, nowMs, starts, full: null, least: 5 }, () => Promise.resolve());
}

describe('growth over runs', () => {
  it('is a leak that each restart hides', async () => {
    const growth = await ask((ms) => 100 + (14 * ms) / hour);
    expect(growth).toMatchObject({ runs: 4, everyMs: 9 * hour });
    expect((growth?.low ?? 0) * hour).toBeLessThan(14);
    expect((growth?.high ?? 0) * hour).toBeGreaterThan(14);
    expect((growth?.perMs ?? 0) * hour).toBeCloseTo(14, 0);
  });

  it('is found where most runs grow', async () => {
    expect((await ask((ms, at) => 100 + (at === 1 ? 0 : (14 * ms) / hour), 5 * hour))?.runs).toBe(7);
    expect(await ask((ms, at) => 100 + (at % 2 === 1 ? 0 : (14 * ms) / hour), 5 * hour)).toBeNull();
  });

  it('is not what stands still, warms up, falls, or is cleaned between starts', async () => {
    expect(await ask(() => 100)).toBeNull();
    expect(await ask((ms) => 100 + 60 * (1 - Math.exp(-ms / hour)))).toBeNull();
    expect(await ask((ms) => 300 - (14 * ms) / hour)).toBeNull();
    expect(await ask((ms) => 100 + (14 * (ms % hour)) / hour)).toBeNull();
  });

  it('is no matter of restarts when it goes on over them', async () => {
    expect(await ask((ms, at) => 100 + 9 * 14 * at + (14 * ms) / hour)).toBeNull();
  });

  it('needs three runs that are long enough', async () => {
    expect(await ask((ms) => 100 + (14 * ms) / hour, 17 * hour)).toBeNull();
    expect(await ask((ms) => 100 + (400 * ms) / hour, 10 * minute)).toBeNull();
  });
});
