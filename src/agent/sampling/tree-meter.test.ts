import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountedProcess, createTreeMeter, type TreeMeter } from './tree-meter.ts';

const second = 1_000;
/** Boot time in ticks is 100 times the time of the look. */
const look = (at: number) => ({ atMs: at * second, bornAfterTicks: (at - 1) * 100 });

function of(
  pid: number,
  own: number,
  more: Partial<{ ppid: number; startTicks: number; reaped: number }> = {},
): CountedProcess {
  const { ppid = 1, startTicks = 0, reaped = 0 } = more;
  return { pid, ppid, startTicks, own: [own], reaped: [reaped] };
}

function play(meter: TreeMeter, looks: CountedProcess[][], from = 1): number[] {
  return looks.map((processes, at) => meter.advance(processes, look(from + at))?.[0] ?? -1);
}

describe('the growth of a tree', () => {
  it('is nothing at the first look, however much was used before', () => {
    expect(play(createTreeMeter(1), [[of(10, 5_000)]])).toEqual([0]);
  });

  it('is the sum over its processes per second', () => {
    const meter = createTreeMeter(1);
    meter.advance([of(10, 100), of(11, 50, { ppid: 10 })], look(1));
    expect(meter.advance([of(10, 140), of(11, 70, { ppid: 10 })], look(3))).toEqual([30]);
    expect(meter.rateOf(10)).toEqual([20]);
    expect(meter.rateOf(11)).toEqual([10]);
    expect(meter.rateOf(12)).toBeNull();
  });

  it('has no answer when no time has passed', () => {
    const meter = createTreeMeter(1);
    meter.advance([of(10, 1)], look(1));
    expect(meter.advance([of(10, 9)], look(1))).toBeNull();
    expect(meter.advance([of(10, 9)], look(2))).toEqual([8]);
  });

  it('counts a process that was born since from zero, and an older one that joined from now on', () => {
    const meter = createTreeMeter(1);
    const young = of(11, 30, { ppid: 10, startTicks: 150 });
    const old = of(12, 9_000, { ppid: 10, startTicks: 20 });
    expect(
      play(meter, [
        [of(10, 0)],
        [of(10, 0), young, old],
        [of(10, 0), { ...young, own: [40] }, { ...old, own: [9_005] }],
      ]),
    ).toEqual([0, 30, 15]);
  });

  it('does not shrink or jump when a process leaves', () => {
    const meter = createTreeMeter(1);
    const child = (own: number) => of(11, own, { ppid: 10 });
    expect(
      play(meter, [
        [of(10, 10), child(8_000)],
        [of(10, 20), child(8_050)],
        [of(10, 30, { reaped: 8_055 })], // waited for: the kernel adds its whole life to the parent
        [of(10, 40, { reaped: 8_055 })],
      ]),
    ).toEqual([0, 60, 15, 10]);
  });

  it('counts children that lived and died between two looks', () => {
    expect(play(createTreeMeter(1), [[of(10, 10)], [of(10, 12, { reaped: 70 })]])).toEqual([0, 72]);
  });

  it('finds the heir of a whole branch that is gone', () => {
    const meter = createTreeMeter(1);
    const branch = [of(11, 100, { ppid: 10 }), of(12, 300, { ppid: 11, reaped: 40 })];
    expect(play(meter, [[of(10, 0), ...branch], [of(10, 0, { reaped: 445 })]])).toEqual([0, 5]);
  });

  it('keeps what the parent itself used when nobody waited for the child', () => {
    const meter = createTreeMeter(1);
    expect(play(meter, [[of(10, 10), of(11, 500, { ppid: 10 })], [of(10, 90)]])).toEqual([0, 80]);
  });

  it('does not take a reused pid for the process that had it', () => {
    const meter = createTreeMeter(1);
    expect(
      play(meter, [
        [of(10, 0), of(11, 500, { ppid: 10 })],
        [of(10, 0), of(11, 3, { ppid: 10, startTicks: 170 })],
      ]),
    ).toEqual([0, 3]);
  });

  it('survives parents that make a loop', () => {
    const meter = createTreeMeter(1);
    expect(play(meter, [[of(10, 0, { ppid: 11 }), of(11, 0, { ppid: 10 })], [of(12, 0)]])).toEqual([0, 0]);
  });

  it('is never negative, whatever the counters say', () => {
    const process = fc.record({
      pid: fc.integer({ min: 1, max: 6 }),
      ppid: fc.integer({ min: 1, max: 6 }),
      startTicks: fc.integer({ min: 0, max: 2 }),
      own: fc.tuple(fc.nat(1_000)),
      reaped: fc.tuple(fc.nat(1_000)),
    });
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(process, { selector: (each) => each.pid }), { maxLength: 6 }),
        (looks) => {
          expect(play(createTreeMeter(1), looks).every((rate) => rate >= 0)).toBe(true);
        },
      ),
    );
  });
});
