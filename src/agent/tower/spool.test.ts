import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import type { AgentEvent } from '../../link/messages.ts';
import { openSpool, type Spool, type SpoolBounds } from './spool.ts';

let dir: string;
let open: Spool[];
const clock = new ManualClock();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-spool-'));
  open = [];
});
afterEach(() => {
  for (const spool of open) spool.close();
  rmSync(dir, { recursive: true, force: true });
});

function openOne(bounds?: SpoolBounds, where = dir): Spool {
  const spool = openSpool(where, clock, { bounds });
  open.push(spool);
  return spool;
}
const fill = (spool: Spool, count: number) => {
  for (let i = 0; i < count; i++) spool.append('worker.started', 'mailer', { i });
};
const seqs = (spool: Spool, after = 0, limit = 10_000) => spool.after(after, limit).map((event) => event.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('the spool', () => {
  it('numbers events one by one and gives them in order', () => {
    const spool = openOne();
    fill(spool, 5);
    expect(seqs(spool)).toEqual([1, 2, 3, 4, 5]);
    expect(seqs(spool, 2, 2)).toEqual([3, 4]);
    expect(spool.after(4, 1)[0]).toMatchObject({ type: 'worker.started', worker: 'mailer', data: { i: 4 } });
  });

  it('has every event again after a death at any moment', () => {
    fill(openOne(), 3);
    const next = openOne();
    fill(next, 2);
    expect(seqs(next)).toEqual([1, 2, 3, 4, 5]);
  });

  it('never uses a number twice, also when everything was acknowledged before', () => {
    const first = openOne();
    fill(first, 3);
    first.acknowledge(3);
    first.close();
    const second = openOne();
    second.close();
    const third = openOne();
    fill(third, 1);
    expect(third.lastSeq).toBe(4);
  });

  it('shows the next agent what the last one wrote, also when the hub has it and when one died before it wrote anything', () => {
    const found: number[][] = [];
    const onFound = (events: readonly AgentEvent[]) => found.push(events.map(({ seq }) => seq));
    openSpool(join(dir, 'none'), clock, { onFound }).close();
    const first = openOne();
    fill(first, 3);
    first.acknowledge(3);
    openOne().close();
    openSpool(dir, clock, { onFound }).close();
    expect(found).toEqual([[], [1, 2, 3]]);
  });

  it('leaves out a line that was torn, and nothing else', () => {
    fill(openOne(), 2);
    appendFileSync(join(dir, String(readdirSync(dir).at(-1))), '{"seq":3,"time":"20');
    const next = openOne();
    fill(next, 1);
    expect(seqs(next)).toEqual([1, 2, 3]);
  });

  it('ignores what it did not write', () => {
    writeFileSync(join(dir, 'notes.txt'), 'hello');
    writeFileSync(join(dir, '000000000000001.jsonl'), 'null\n{"seq":"x"}\nbinary\0\n');
    const spool = openOne();
    fill(spool, 1);
    expect(seqs(spool)).toEqual([1]);
  });

  it('deletes what the hub has', () => {
    const spool = openOne({ segmentBytes: 300, totalBytes: 1e6, inMemory: 3 });
    fill(spool, 30);
    const before = readdirSync(dir).length;
    spool.acknowledge(29);
    expect(readdirSync(dir).length).toBeLessThan(before);
    expect(seqs(spool, 29)).toEqual([30]);
  });

  it('reads from disk what no longer fits in memory', () => {
    const spool = openOne({ segmentBytes: 500, totalBytes: 1e6, inMemory: 4 });
    fill(spool, 50);
    expect(seqs(spool)).toEqual(range(1, 50));
    expect(seqs(spool, 10, 20)).toEqual(range(11, 30));
    expect(seqs(spool, 48)).toEqual([49, 50]);
  });

  it('drops the oldest beyond its bound and says how many', () => {
    const spool = openOne({ segmentBytes: 500, totalBytes: 2000, inMemory: 4 });
    fill(spool, 100);
    const kept = spool.after(0, 1000);
    const dropped = kept.filter((event) => event.type === 'spool.dropped');
    expect(dropped.length).toBeGreaterThan(0);
    const first = kept[0]?.seq ?? 0;
    expect(first).toBeGreaterThan(50);
    expect(kept.map((event) => event.seq)).toEqual(range(first, spool.lastSeq));
  });

  it('goes on above the numbers that the hub has already seen', () => {
    const spool = openOne();
    fill(spool, 1);
    spool.continueAfter(500);
    fill(spool, 1);
    expect(spool.lastSeq).toBe(501);
    spool.continueAfter(3);
    expect(spool.lastSeq).toBe(501);
  });

  it('keeps events in memory while the disk takes none, and writes them when it does again', () => {
    const inner = join(dir, 'spool');
    const spool = openOne({ segmentBytes: 1, totalBytes: 1e6, inMemory: 10 }, inner);
    fill(spool, 1);
    rmSync(inner, { recursive: true });
    writeFileSync(inner, 'in the way');
    fill(spool, 3);
    expect(spool.trouble()).toEqual([expect.objectContaining({ code: 'spool.unwritable' })]);
    expect(seqs(spool, 1)).toEqual([2, 3, 4]);
    rmSync(inner);
    openSpool(inner, clock).close();
    spool.retry();
    expect(spool.trouble()).toEqual([]);
    expect(seqs(openOne(undefined, inner), 1)).toEqual([2, 3, 4]);
  });

  it('keeps the newest in memory when the disk never takes them', () => {
    const inner = join(dir, 'spool');
    const spool = openOne({ segmentBytes: 1, totalBytes: 1e6, inMemory: 10 }, inner);
    fill(spool, 1);
    rmSync(inner, { recursive: true });
    writeFileSync(inner, 'in the way');
    fill(spool, 30);
    expect(spool.after(0, 100).length).toBeLessThanOrEqual(10);
    expect(spool.after(0, 100).some((event) => event.type === 'spool.dropped')).toBe(true);
  });
});
