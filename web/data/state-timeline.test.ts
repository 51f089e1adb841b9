import { describe, expect, it } from 'vitest';
import {
  causeOf,
  drawBar,
  markAt,
  shareOf,
  type Span,
  spansOf,
  stopsOf,
  ticksOf,
  withUsualRest,
} from './state-timeline.ts';
import type { StateSpan, WorkerState } from './types.ts';

const day = 24 * 3600_000;
const start = Date.parse('2026-11-24T12:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();

function span(
  state: WorkerState,
  fromMs: number,
  toMs: number | null,
  more: Partial<StateSpan> = {},
): StateSpan {
  return {
    state,
    since: iso(start + fromMs),
    until: toMs === null ? null : iso(start + toMs),
    reason: '',
    exit: null,
    by: null,
    changes: 1,
    ...more,
  };
}

const whole = (states: StateSpan[]) => spansOf(states, start, start + day, null);
const bar = (states: StateSpan[], width = 800) => drawBar(whole(states), start, start + day, width);
const now = (state: WorkerState, sinceMs: number, fresh = true, seenAtMs = day) => ({
  state,
  since: iso(start + sinceMs),
  reason: '',
  fresh,
  seenAt: iso(start + seenAtMs),
});
const shortly = (spans: Span[]) => spans.map(({ state, from, to }) => [state, from - start, to - start]);

describe('the spans', () => {
  it('are cut to the shown time, the newest goes on', () => {
    expect(shortly(whole([span('running', -5000, 1000), span('failed', 1000, null)]))).toEqual([
      ['running', 0, 1000],
      ['failed', 1000, day],
    ]);
    expect(whole([span('running', -5000, -1000)])).toEqual([]);
  });

  it('go on with what the live connection knows', () => {
    const states = [span('running', 0, null)];
    const after = (worker: ReturnType<typeof now>) => shortly(spansOf(states, start, start + day, worker));
    expect(after(now('running', 0))).toEqual([['running', 0, day]]);
    expect(after(now('backoff', day - 500))).toEqual([
      ['running', 0, day - 500],
      ['backoff', day - 500, day],
    ]);
    expect(after(now('running', 0, false, day - 9000))).toEqual([
      ['running', 0, day - 9000],
      ['unknown', day - 9000, day],
    ]);
  });
});

describe('the bar', () => {
  it('shows an outage of a second on a whole day, at both ends as well', () => {
    const { stretches, marks } = bar([
      span('backoff', 0, 1000),
      span('running', 1000, day / 2),
      span('unhealthy', day / 2, day / 2 + 1000),
      span('running', day / 2 + 1000, day - 10),
      span('failed', day - 10, null),
    ]);
    expect(stretches).toEqual([
      { x: 0, width: 2, state: 'backoff' },
      { x: 2, width: 398, state: 'running' },
      { x: 400, width: 2, state: 'unhealthy' },
      { x: 402, width: 396, state: 'running' },
      { x: 798, width: 2, state: 'failed' },
    ]);
    expect(marks.map(({ x, state }) => [x, state])).toEqual([
      [0, 'backoff'],
      [400, 'unhealthy'],
      [798, 'failed'],
    ]);
  });

  it('lets the worst win where several things meet in a pixel', () => {
    const { stretches, marks } = bar([
      span('running', 0, 1000),
      span('backoff', 1000, 1100),
      span('starting', 1100, 1200),
      span('running', 1200, 1300),
      span('failed', 1300, 1400),
      span('running', 1400, null),
    ]);
    expect(stretches[0]).toEqual({ x: 0, width: 2, state: 'failed' });
    expect(marks).toHaveLength(1);
    expect(marks[0]?.spans.map(({ state }) => state)).toEqual(['backoff', 'starting', 'failed']);
  });

  it('shows a crash that was over in a few milliseconds as what it was', () => {
    const exit = { signal: null, at: iso(start), detail: '' };
    const { stretches, marks } = bar([
      span('running', 0, day / 4),
      span('stopping', day / 4, day / 4 + 9, { exit: { ...exit, code: 1, reason: 'exit' } }),
      span('running', day / 4 + 9, day / 2),
      span('stopping', day / 2, day / 2 + 9, { exit: { ...exit, code: 0, reason: 'operator' } }),
      span('running', day / 2 + 9, null),
    ]);
    expect(stretches.map(({ x, width, state }) => [x, width, state])).toEqual([
      [0, 200, 'running'],
      [200, 2, 'crashed'],
      [202, 198, 'running'],
      [400, 2, 'stopping'],
      [402, 398, 'running'],
    ]);
    expect(marks.map(({ state }) => state)).toEqual(['crashed', 'stopping']);
  });

  it('shows a stop that the run after it tells of', () => {
    const exit = { code: null, signal: 'SIGKILL', at: iso(start), reason: 'oom' as const, detail: '' };
    const states = [
      span('running', 0, day / 2, { changes: 2 }),
      span('running', day / 2, null, { exit, changes: 4 }),
    ];
    expect(bar(states).stretches.map(({ x, state }) => [x, state])).toEqual([
      [0, 'running'],
      [400, 'crashed'],
      [402, 'running'],
    ]);
    expect(shareOf(whole(states))).toMatchObject({ stops: 1, wellRatio: 0.999 });
    expect(causeOf(bar(states).marks[0] as ReturnType<typeof bar>['marks'][0])?.exit).toBe(exit);
    // The run began before the shown time, and so did its stop.
    expect(shareOf(spansOf(states, start + day / 2 + 1, start + day, null)).stops).toBe(0);
  });

  it('draws nothing where nothing is known, and keeps the unknown apart from the bad', () => {
    const { stretches, marks } = bar([
      span('unknown', day / 2, (day * 3) / 4),
      span('failed', (day * 3) / 4, null),
    ]);
    expect(stretches).toEqual([
      { x: 400, width: 200, state: 'unknown' },
      { x: 600, width: 200, state: 'failed' },
    ]);
    expect(marks.map(({ state, spans }) => [state, spans.length])).toEqual([
      ['unknown', 1],
      ['failed', 1],
    ]);
  });

  it('draws a worker that restarts twenty times a second, all day, in no time', () => {
    const states = Array.from({ length: 100_000 }, (_, at) =>
      span(at % 2 ? 'running' : 'backoff', at * 864, (at + 1) * 864),
    );
    const spans = whole(states);
    const began = performance.now();
    const { stretches, marks } = drawBar(spans, start, start + day, 1200);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(stretches).toEqual([{ x: 0, width: 1200, state: 'backoff' }]);
    expect(marks).toHaveLength(1);
    expect(stopsOf(marks[0] as (typeof marks)[0])).toBe(50_000);
    expect(marks[0]?.spans).toHaveLength(50_000);
  });

  it('has nothing to draw on no width', () => {
    expect(bar([span('running', 0, null)], 0)).toEqual({ stretches: [], marks: [] });
  });
});

describe('the share of well', () => {
  it('counts what is unknown or bad as not well, and never rounds up to 100 %', () => {
    expect(shareOf(whole([span('running', 0, null)]))).toMatchObject({ wellRatio: 1, stops: 0 });
    const one = whole([span('running', 0, 1000), span('backoff', 1000, 2000), span('running', 2000, null)]);
    expect(shareOf(one)).toMatchObject({ wellRatio: 0.999, stops: 1, unknownMs: 0 });
    const half = whole([span('running', 0, day / 2), span('unknown', day / 2, null)]);
    expect(shareOf(half)).toMatchObject({ wellRatio: 0.5, stops: 0, unknownMs: day / 2 });
  });

  it('leaves out time at rest and time before the worker was there', () => {
    const states = whole([
      span('running', day / 2, day / 2 + 4000),
      span('stopped', day / 2 + 4000, day - 4000, { by: 'token:me' }),
      span('running', day - 4000, day - 4000),
      span('failed', day - 4000, null),
    ]);
    expect(shareOf(states)).toEqual({
      wellRatio: 0.5,
      coveredMs: day / 2,
      stops: 2,
      atLeast: false,
      ailings: 0,
      restMs: day / 2 - 8000,
      unknownMs: 0,
    });
    expect(shareOf([])).toMatchObject({ wellRatio: null, stops: 0 });
  });

  it('counts a stop once, through all its states, and many that are told as one', () => {
    const states = [
      span('running', 0, 1000),
      span('stopping', 1000, 1100),
      span('stopped', 1100, 5000),
      span('starting', 5000, 5100),
      span('running', 5100, 9000),
      span('backoff', 9000, 19_000, { changes: 400 }),
      span('running', 19_000, null),
    ];
    expect(shareOf(whole(states)).stops).toBe(1 + 100);
    expect(shareOf(whole(states)).atLeast).toBe(true);
    const { marks } = drawBar(whole(states), start, start + 20_000, 800);
    expect(marks.map(stopsOf)).toEqual([1, 100]);
  });
});

describe('an ailment', () => {
  it('is counted for itself, or as the stop that it led to', () => {
    const states = [
      span('running', 0, 1000),
      span('degraded', 1000, 2000),
      span('unhealthy', 2000, 3000),
      span('running', 3000, 4000),
      span('unhealthy', 4000, 5000),
      span('stopping', 5000, 5100),
      span('starting', 5100, 5200),
      span('running', 5200, null),
    ];
    expect(shareOf(whole(states))).toMatchObject({ stops: 1, ailings: 1 });
  });
});

describe('a job', () => {
  it('is seen to run, and its rest is neither a mark nor a stop; a failed run is', () => {
    const well = { code: 0, signal: null, at: iso(start), reason: 'exit' as const, detail: '' };
    const states = [
      span('running', 0, 1000),
      span('stopped', 1000, 3600_000, { exit: well }),
      span('running', 3600_000, 3601_000),
      span('stopped', 3601_000, 7200_000, { exit: { ...well, code: 1 } }),
      span('running', 7200_000, 7201_000),
      span('stopped', 7201_000, null, { by: 'token:me' }),
    ];
    const spans = withUsualRest(whole(states));
    expect(shareOf(spans)).toMatchObject({ stops: 2, wellRatio: 0.999 });
    const { stretches, marks } = drawBar(spans.slice(0, 3), start, start + 7200_000, 720);
    expect(stretches.map(({ x, width, state }) => [x, width, state])).toEqual([
      [0, 1, 'running'],
      [1, 359, 'resting'],
      [360, 1, 'running'],
    ]);
    expect(marks).toEqual([]);
    expect(drawBar(spans, start, start + day, 720).marks).toHaveLength(1);
  });
});

describe('what was told together', () => {
  it('is counted as stops when runs ended in it, whatever its name', () => {
    const exit = { code: 1, signal: null, at: iso(start), reason: 'exit' as const, detail: '' };
    const states = [span('running', 0, 1000), span('unhealthy', 1000, 60_000, { exit, changes: 400 })];
    expect(shareOf(whole(states))).toMatchObject({ stops: 100, ailings: 0, atLeast: true });
  });

  it('shows that a run was ended for being unhealthy', () => {
    const exit = { code: null, signal: 'SIGTERM', at: iso(start), reason: 'health' as const, detail: '' };
    const { marks } = bar([span('running', 0, 1000), span('running', day / 2, null, { exit, changes: 4 })]);
    expect(marks.map(({ state }) => state)).toEqual(['unhealthy']);
  });
});

describe('a mark', () => {
  it('is explained by what came first of what explains', () => {
    const exit = { code: 3, signal: null, at: iso(start + 1000), reason: 'exit' as const, detail: '' };
    const { marks } = bar([
      span('running', 0, 1000),
      span('unhealthy', 1000, 1001, { reason: 'HTTP 500', by: null }),
      span('backoff', 1001, 2000, { exit, by: 'http' }),
      span('running', 2000, null),
    ]);
    expect(causeOf(marks[0] as (typeof marks)[0])).toMatchObject({ exit: { code: 3 }, by: 'http' });
  });

  it('is found by a finger that misses it a little, the nearest first', () => {
    const { marks } = bar([
      span('running', 0, 10_000_000),
      span('failed', 10_000_000, 10_000_100),
      span('running', 10_000_100, 11_000_000),
      span('backoff', 11_000_000, 11_000_100),
      span('running', 11_000_100, null),
    ]);
    const [first, second] = marks;
    expect(markAt(marks, (first?.x ?? 0) - 5, 12)).toBe(0);
    expect(markAt(marks, (second?.x ?? 0) - 1, 12)).toBe(1);
    expect(markAt(marks, second?.x ?? 0, 12)).toBe(1);
    expect(markAt(marks, 700, 12)).toBe(-1);
  });
});

describe('the axis', () => {
  it('has round times, not closer than asked for', () => {
    const ticks = ticksOf(start, start + day, 800, 90);
    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.length).toBeLessThanOrEqual(9);
    for (const tick of ticks) expect(new Date(tick).getMinutes()).toBe(0);
    expect(ticksOf(start, start + 3600_000, 300, 70).length).toBeGreaterThanOrEqual(2);
  });
});
