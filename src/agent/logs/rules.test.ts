import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchWithin } from '../../shared/bounded-match.ts';
import { readResult } from './fallocate.ts';
import { breakBytes, decodeId, encodeId, type Line } from './line.ts';
import { BackwardLines, ForwardLines, lineStartAt } from './line-reader.ts';
import { LogStream } from './log-stream.ts';
import { cutAfter, diskState, excessBytes, marksFor, reserveBytes, sacrificeBytes } from './retention.ts';
import { MarkWalker, TimeIndex } from './time-index.ts';

const mib = 1024 * 1024;

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-log-rules-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('ids of lines', () => {
  it('come back as they were, and sort in the order of the lines', () => {
    const position = fc.record({
      step: fc.nat(2 ** 32 - 1),
      stream: fc.constantFrom(0 as const, 1 as const),
      offset: fc.nat(2 ** 47),
    });
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(decodeId(encodeId(a))).toEqual(a);
        const order = a.step - b.step || a.stream - b.stream || a.offset - b.offset;
        expect(Math.sign(order)).toBe(encodeId(a) < encodeId(b) ? -1 : encodeId(a) > encodeId(b) ? 1 : 0);
      }),
    );
  });
});

describe('lines', () => {
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.string({ maxLength: 80 }) },
    { weight: 3, arbitrary: fc.constantFrom('\n', '\n\n', 'a\r\n') },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 * breakBytes }).map((n) => 'x'.repeat(n)) },
  );

  it('are the same read forward, backward, and found from anywhere within', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), fc.nat(), async (parts, somewhere) => {
        const data = Buffer.from(parts.join(''));
        rmSync(join(dir, 'stdout.log'), { force: true });
        writeFileSync(join(dir, 'stdout.log'), data);
        const stream = new LogStream(dir, 0, { base: 0, start: 0, inode: 0 }, 0);
        stream.look();
        const forward: Line[] = [];
        const ahead = new ForwardLines(stream, 0);
        for (let line = await ahead.next(); line; line = await ahead.next()) forward.push(line);
        const rest = await ahead.takeUnfinished();
        if (rest) forward.push(rest);
        const backward: Line[] = [];
        const back = new BackwardLines(stream, stream.end);
        for (let line = await back.next(); line; line = await back.next()) backward.unshift(line);
        expect(backward).toEqual(forward);
        const position = somewhere % (data.length + 1);
        const start = await lineStartAt(stream, position);
        const starts = [...forward.map((line) => line.start), ...(data.at(-1) === 10 ? [data.length] : [])];
        expect(start).toBe(starts.findLast((one) => one <= position) ?? 0);
        stream.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('retention', () => {
  it('gives nothing back while there is room', () => {
    expect(excessBytes(8_000, 10_000, 0)).toBe(0);
    expect(excessBytes(8_750, 10_000, 0)).toBe(0);
  });

  it('gives an eighth of the bound back when it is nearly reached', () => {
    expect(excessBytes(8_751, 10_000, 0)).toBe(1_251);
  });

  it('begins earlier and gives back more when a worker prints fast', () => {
    expect(excessBytes(7_000, 10_000, 2_500)).toBe(0);
    expect(excessBytes(7_501, 10_000, 2_500)).toBe(2_501);
    expect(excessBytes(6_251, 10_000, 1e9)).toBe(3_751);
  });

  it('takes from both streams what was written first', () => {
    const index = new TimeIndex(join(dir, 'times.idx'));
    index.add(0, 100, 1);
    index.add(1, 50, 2);
    index.add(0, 300, 3);
    const ends = [300, 50] as const;
    expect(cutAfter(index, ends, 40)).toEqual([40, 0]);
    expect(cutAfter(index, ends, 120)).toEqual([100, 20]);
    expect(cutAfter(index, ends, 250)).toEqual([200, 50]);
    expect(cutAfter(index, ends, 9_999)).toEqual([300, 50]);
    index.streams[0].start = 100;
    expect(cutAfter(index, ends, 20)).toEqual([100, 20]);
    index.close();
  });

  it('never cuts backward, beyond the end, or another amount than asked for', () => {
    const step = fc.tuple(fc.constantFrom(0 as const, 1 as const), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat(4_000), (steps, excess) => {
        rmSync(join(dir, 'times.idx'), { force: true });
        const index = new TimeIndex(join(dir, 'times.idx'));
        const ends: [number, number] = [0, 0];
        for (const [stream, bytes] of steps) index.add(stream, (ends[stream] += bytes), 1);
        const [out, err] = cutAfter(index, ends, excess);
        expect(out + err).toBe(Math.min(excess, ends[0] + ends[1]));
        expect(out).toBeLessThanOrEqual(ends[0]);
        expect(err).toBeLessThanOrEqual(ends[1]);
        index.close();
      }),
    );
  });

  it('keeps fewer marks for smaller logs', () => {
    expect([1_000, 5_000_000, 1e12].map(marksFor)).toEqual([1_024, 12_500, 65_536]);
  });
});

describe('a filling disk', () => {
  it.each([
    [100_000 * mib, 50_000 * mib, 'ample'],
    [100_000 * mib, 1_999 * mib, 'tight'],
    [1_000 * mib, 255 * mib, 'tight'],
    [100_000 * mib, 127 * mib, 'low'],
    [16 * mib, 1 * mib, 'low'],
    [100_000 * mib, 3 * mib, 'full'],
    [16 * mib, 0, 'full'],
  ] as const)('of %d bytes with %d free is %s', (sizeBytes, freeBytes, state) => {
    expect(diskState({ sizeBytes, freeBytes })).toBe(state);
  });

  it('is shared by need: seconds for the busy, a little for the silent', () => {
    expect(reserveBytes(0, 1e9)).toBe(16_384);
    expect(reserveBytes(100, 1e9)).toBe(mib / 4);
    expect(reserveBytes(100_000, 1e9)).toBe(1_000_000);
    expect(reserveBytes(1e9, 1e9)).toBe(4 * mib);
    expect(reserveBytes(100_000, 0)).toBe(200_000);
    expect(reserveBytes(10, 0)).toBe(65_536);
  });

  it('costs a log its oldest part, but never the newest', () => {
    expect(sacrificeBytes(10 * mib, 100_000)).toBe(108_192);
    expect(sacrificeBytes(65_536 + 108_192, 100_000)).toBe(108_192);
    expect(sacrificeBytes(65_536 + 108_191, 100_000)).toBe(0);
  });

  it.each([
    ['0 ', 'done'],
    ['1 fallocate: fallocate failed: No space left on device', 'full'],
    ['1 fallocate: fallocate failed: keep size mode is unsupported', 'unsupported'],
    ['1 fallocate: fallocate failed: Operation not supported', 'unsupported'],
    ['127 /bin/sh: 1: fallocate: not found', 'unsupported'],
    ['1 fallocate: fallocate failed: Input/output error', 'failed'],
    ['', 'failed'],
  ] as const)('reads %j as %s', (line, result) => {
    expect(readResult(line)).toBe(result);
  });
});

describe('the index of times', () => {
  const path = () => join(dir, 'times.idx');

  it('finds the mark that first saw a byte, from memory and from the file', () => {
    const index = new TimeIndex(path());
    for (let i = 1; i <= 1_000; i++) {
      index.add(i % 2 === 0 ? 0 : 1, i * 10, i);
      if (i % 300 === 0) index.flush();
    }
    const walker = new MarkWalker(index, 0);
    for (let offset = 9_999; offset >= 0; offset -= 7) {
      const expected = Math.floor(offset / 20) * 2 + 2;
      expect(walker.at(offset).time).toBe(expected);
      expect(index.at(index.firstBeyond(0, offset)).time).toBe(expected);
    }
    expect(walker.at(3_333).time).toBe(334);
    expect(index.endsAtStep(10)).toEqual([100, 90]);
    expect(index.endsAtStep(0)).toBeNull();
    index.close();
    const again = new TimeIndex(path());
    expect(again.newest).toEqual({ step: 1_000, time: 1_000, ends: [10_000, 9_990] });
    expect(again.count).toBe(1_000);
    again.close();
  });

  it('finds the marks since a time, also when the clock was set back in between', () => {
    let index = new TimeIndex(path());
    const found = (seconds: number[]) => seconds.map((second) => index.firstSince(second * 1_000));
    expect(found([5])).toEqual([0]);
    for (const second of [10, 20, 30, 40]) index.add(0, second, second * 1_000);
    expect(found([5, 10, 11, 40, 41])).toEqual([0, 0, 1, 3, 4]);
    index.flush();
    for (const second of [15, 18, 22]) index.add(0, 100 + second, second * 1_000);
    expect(found([12, 16, 20, 35])).toEqual([1, 5, 6, 7]);
    index.close();
    index = new TimeIndex(path());
    expect(found([12, 16, 20, 35])).toEqual([1, 5, 6, 7]);
    index.close();
  });

  it('answers something for a byte that no mark has seen', () => {
    const index = new TimeIndex(path());
    expect(new MarkWalker(index, 0).at(5).step).toBe(0);
    index.add(0, 3, 1);
    expect(new MarkWalker(index, 0).at(5).step).toBe(1);
    index.close();
  });

  it('forgets marks whose bytes are gone', () => {
    const index = new TimeIndex(path());
    for (let i = 1; i <= 4_000; i++) {
      index.add(0, i, i);
      if (i % 500 === 0) index.flush();
    }
    index.streams[0].start = 3_000;
    index.add(0, 4_001, 4_001);
    index.flush();
    expect(index.count).toBe(1_002);
    expect(new MarkWalker(index, 0).at(3_000).time).toBe(3_001);
    index.close();
    expect(statSync(path()).size).toBe(64 + 1_002 * 24);
    const again = new TimeIndex(path());
    expect(again.streams[0].start).toBe(3_000);
    again.close();
  });

  it('gets coarser, not longer, past its bound', () => {
    const index = new TimeIndex(path());
    index.maxMarks = 2_000;
    for (let i = 1; i <= 50_000; i++) {
      index.add(0, i, i);
      if (i % 100 === 0) index.flush();
    }
    expect(index.count).toBeLessThanOrEqual(2_100);
    expect(new MarkWalker(index, 0).at(49_500).time).toBe(49_501);
    let last = 0;
    for (let i = 0; i < index.count; i++) {
      expect(index.at(i).time).toBeGreaterThan(last);
      last = index.at(i).time;
    }
    index.close();
  });

  it('stays bounded in memory when it cannot be written', () => {
    const index = new TimeIndex(path());
    for (let i = 1; i <= 100_000; i++) index.add(0, i, i);
    expect(index.count).toBeLessThanOrEqual(512);
    expect(index.newest.ends[0]).toBe(100_000);
    index.close();
  });
});

describe('patterns', () => {
  it('match every line, also with the global flag', () => {
    expect(matchWithin(/a(\d)/g, ['a1', 'a2', 'b'], 1_000)?.map((match) => match[1])).toEqual(['1', '2']);
  });

  it('see the beginning of a long line only', () => {
    expect(matchWithin(/end/, [`${'x'.repeat(5_000)}end`], 1_000)).toEqual([]);
  });

  it('are ended when they take too long', () => {
    expect(matchWithin(/^(a+)+$/, [`${'a'.repeat(50)}!`], 20)).toBeNull();
  });

  it('are not blamed for time in which others had the processor', () => {
    const lines = Array.from({ length: 400_000 }, (_, at) => `line ${at} of plenty`);
    expect(matchWithin(/line (\d+) of/, lines, 1)).toBeNull();
    const neverRan = () => 0;
    expect(matchWithin(/line (\d+) of/, lines, 2_000, neverRan)).toHaveLength(lines.length);
    // Yet not for ever.
    expect(matchWithin(/^(a+)+$/, [`${'a'.repeat(50)}!`], 1, neverRan)).toBeNull();
  });
});
