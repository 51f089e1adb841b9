import { describe, expect, it } from 'vitest';
import { createResultRing } from './result-ring.ts';

const at = (second: number) => Date.UTC(2026, 0, 1, 0, 0, second);

describe('the last results of a check', () => {
  it('are kept as they came, and the oldest makes room', () => {
    const ring = createResultRing();
    expect(ring.list()).toEqual([]);
    for (let i = 0; i < 57; i++)
      ring.add({ atMs: at(i), ok: i % 3 !== 0, tookMs: i === 56 ? null : i / 2, detail: `status ${i}` });
    const list = ring.list();
    expect(list).toHaveLength(50);
    expect(list[0]).toEqual({ at: '2026-01-01T00:00:07.000Z', ok: true, tookMs: 3.5, detail: 'status 7' });
    expect(list[2]).toMatchObject({ ok: false, detail: 'status 9' });
    expect(list[49]).toEqual({ at: '2026-01-01T00:00:56.000Z', ok: true, tookMs: null, detail: 'status 56' });
  });

  it('are one where signs come many a second, but failures are all told', () => {
    const ring = createResultRing();
    for (let i = 0; i < 100; i++)
      ring.add({ atMs: at(0) + i * 20, ok: true, tookMs: null, detail: `sent: ${i}` }, 1_000);
    ring.add({ atMs: at(2), ok: false, tookMs: null, detail: 'did not move' }, 1_000);
    ring.add({ atMs: at(2) + 1, ok: true, tookMs: null, detail: 'sent: 100' }, 1_000);
    expect(ring.list().map(({ ok, detail }) => [ok, detail])).toEqual([
      [true, 'sent: 49'],
      [true, 'sent: 99'],
      [false, 'did not move'],
      [true, 'sent: 100'],
    ]);
  });

  it('take about a kilobyte, whatever they say again and again', () => {
    const rings = Array.from({ length: 500 }, createResultRing);
    const used = () => process.memoryUsage().arrayBuffers;
    const before = used();
    for (const ring of rings)
      for (let i = 0; i < 60; i++) ring.add({ atMs: at(i), ok: true, tookMs: 1, detail: 'status 200' });
    expect((used() - before) / 500).toBeLessThan(1_000);
  });
});
