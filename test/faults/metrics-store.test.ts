/** Figures survive what happens to programs and disks: a kill at any moment, a full disk. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMetricsStore } from '../../src/hub/metrics/index.ts';
import { ManualClock } from '../../src/shared/clock.ts';
import { canMount } from '../fixtures/can-mount.ts';
import { killWriters } from '../fixtures/metrics-killed.ts';

test('a writer that is killed again and again loses two seconds at most, and breaks nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { rounds, broken } = await killWriters(join(folder, 'metrics.db'), 5);
  expect(broken).toEqual([]);
  for (const { written, found } of rounds) expect(found).toBeGreaterThanOrEqual(written - 2);
  expect(rounds.at(-1)?.found).toBeGreaterThan(60);
});

test.skipIf(!canMount())(
  'on a full disk figures wait in memory, and are all there when it has room again',
  async () => {
    const place = mkdtempSync(join(tmpdir(), 'yagura-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', place]);
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', place]);
      rmdirSync(place);
    });
    const clock = new ManualClock(Date.UTC(2026, 0, 1));
    const path = join(place, 'metrics.db');
    const store = await createMetricsStore({ path, clock, log: () => {} });
    const refs = Array.from(
      { length: 64 },
      (_, n) => store.refOf('tower', { __name__: 'x', n: `${n}` }) as number,
    );
    let written = 0;
    const write = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1_000);
        for (const ref of refs) store.append(ref, clock.now(), Math.sin(written));
        written += 1;
        if (second % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const kept = async () => {
      const counts: number[] = [];
      const selection = { matchers: [], fromMs: 0, toMs: clock.now(), stepMs: 0, aspect: 'last' } as const;
      for await (const { times } of store.select(selection, { series: 100, samples: 1e9 }))
        counts.push(times.length);
      return counts;
    };
    await write(100);
    expect(store.health().state).toBe('well');
    const hog = join(place, 'hog');
    fill(hog);
    await write(1_000);
    expect(store.health()).toMatchObject({
      state: 'troubled',
      detail: expect.stringMatching(/cannot be written.*full/),
    });
    expect(store.stats().waitingBytes).toBeGreaterThan(100_000);
    expect(await kept()).toEqual(refs.map(() => written));
    rmSync(hog);
    await write(300);
    expect(store.health().state).toBe('well');
    expect(store.stats().dropped).toBe(0);
    await store.close();
    const next = await createMetricsStore({ path, clock, log: () => {} });
    const selection = { matchers: [], fromMs: 0, toMs: clock.now(), stepMs: 0, aspect: 'last' } as const;
    for await (const { times } of next.select(selection, { series: 100, samples: 1e9 }))
      expect(times.length).toBe(written);
    await next.close();
  },
);

/** Takes what room there is. */
function fill(file: string): void {
  const fd = openSync(file, 'a');
  for (const size of [1 << 16, 1 << 12]) {
    try {
      while (writeSync(fd, Buffer.alloc(size)) === size);
    } catch {
      // No room for a piece of this size.
    }
  }
  closeSync(fd);
}
