import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createMetricsStore } from './metrics-store.ts';

/** As a selector of PromQL would find it, by reading everything. */
async function read(
  store: Awaited<ReturnType<typeof createMetricsStore>>,
  nowMs: number,
  lookbackMs: number,
) {
  const found = new Map<string, number>();
  const selection = {
    matchers: [{ name: '__name__', op: '=', value: 'x' }],
    fromMs: nowMs - lookbackMs,
    toMs: nowMs + 600_000,
    stepMs: 0,
    aspect: 'last',
  } as const;
  for await (const { labels, times, values, stale } of store.select(selection, {
    series: 1e6,
    samples: 1e9,
  })) {
    const last = times.length - 1;
    if (last >= 0 && !stale.includes(last)) found.set(labels['n'] ?? '', values[last] as number);
  }
  return found;
}

test('the newest samples are the same as by reading all, whatever comes, ends, is sealed or passes', async () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('put' as const),
      series: fc.integer({ min: 0, max: 3 }),
      value: fc.integer({ min: 0, max: 9 }),
    }),
    fc.record({ do: fc.constant('end' as const), series: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 30_000, 130_000, 400_000) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const root = await mkdtemp(join(tmpdir(), 'yagura-follow-'));
      const clock = new ManualClock(Date.UTC(2026, 5, 1));
      const store = await createMetricsStore({ path: join(root, 'metrics.db'), clock, log: () => {} });
      const newest = store.follow([{ name: '__name__', op: '=', value: 'x' }]);
      try {
        for (const each of steps) {
          if (each.do === 'wait') clock.advance(each.ms);
          else {
            const ref = store.refOf('tower', { __name__: 'x', n: String(each.series) });
            if (ref !== null && each.do === 'put') store.append(ref, clock.now(), each.value);
            else if (ref !== null) store.endSeries(ref, clock.now());
            clock.advance(1);
          }
          const { labels, values, has } = newest(clock.now(), 300_000);
          const answered = new Map(
            labels.flatMap((of, at) =>
              has[at] === 0 ? [] : [[of['n'] ?? '', values[at] as number] as const],
            ),
          );
          expect(answered).toEqual(await read(store, clock.now(), 300_000));
        }
      } finally {
        await store.close();
        await rm(root, { recursive: true, force: true });
      }
    }),
    { numRuns: 20 },
  );
});
