import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { type Clock, ManualClock } from '../../../shared/clock.ts';
import { createHealthMonitor, type HealthMonitor, type Verdict } from './index.ts';

const second = 1_000;
const thresholds = { everyMs: second, timeoutMs: second, failures: 3, successes: 1, startPeriodMs: 0 };

type Type = HealthCheckSpec['type'];
type SpecOf<T extends Type> = Extract<HealthCheckSpec, { type: T }>;

const heartbeat = (more: Partial<SpecOf<'heartbeat'>> = {}): HealthCheckSpec => ({
  type: 'heartbeat',
  name: 'beat',
  ...thresholds,
  withinMs: 40 * second,
  ...more,
});
const silence = (more: Partial<SpecOf<'log-silence'>> = {}): HealthCheckSpec => ({
  type: 'log-silence',
  name: 'log',
  ...thresholds,
  withinMs: 60 * second,
  ...more,
});
const progress = (
  source: SpecOf<'progress'>['source'],
  more: Partial<SpecOf<'progress'>> = {},
): HealthCheckSpec => ({
  type: 'progress',
  name: 'done',
  ...thresholds,
  withinMs: 120 * second,
  source,
  ...more,
});
const counter = (more: Partial<SpecOf<'progress'>> = {}) =>
  progress({ from: 'counter', counter: 'done' }, more);

/** A clock that can also be suspended: time passes and no timer runs meanwhile. */
function sleepingClock() {
  const inner = new ManualClock();
  let monotonic = 0;
  let wall = 0;
  const clock: Clock = {
    now: () => inner.now() + wall,
    monotonic: () => inner.monotonic() + monotonic,
    setTimeout: (run, delayMs) => inner.setTimeout(run, delayMs),
    clearTimeout: (timer) => inner.clearTimeout(timer),
  };
  return {
    clock,
    advance: (ms: number) => inner.advance(ms),
    sleep(ms: number, monotonicGoesOn: boolean) {
      wall += ms;
      if (monotonicGoesOn) monotonic += ms;
    },
    setWall: (ms: number) => (wall += ms),
  };
}

interface Bench {
  monitor: HealthMonitor;
  verdicts: Verdict[];
  advance(ms: number): void;
  time: ReturnType<typeof sleepingClock>;
  print(line: string): void;
  /** Watches of the log that have not been taken back. */
  watches(): number;
  giveUpPatterns(): void;
}

const run = { pid: 1, startTicks: 1 };
const idle = { state: 'S', cpuRatio: 0, processes: 1, ioBytesPerSecond: 0 };

function bench(
  checks: HealthCheckSpec[],
  options: { kind?: 'process' | 'external'; cwd?: string } = {},
): Bench {
  const time = sleepingClock();
  const verdicts: Verdict[] = [];
  const watches = new Set<{
    pattern: RegExp;
    onMatch: (match: RegExpExecArray) => void;
    onGivenUp: (() => void) | undefined;
  }>();
  let lastWriteAt: number | null = null;
  const monitor = createHealthMonitor({
    checks,
    worker: 'mailer',
    kind: options.kind ?? 'process',
    cwd: options.cwd ?? tmpdir(),
    env: {},
    user: null,
    clock: time.clock,
    logs: {
      lastWriteAt: () => lastWriteAt,
      watch(_worker, pattern, onMatch, onGivenUp) {
        const watch = { pattern, onMatch, onGivenUp };
        watches.add(watch);
        return () => watches.delete(watch);
      },
    },
    onChange: (verdict) => verdicts.push(verdict),
  });
  if (options.kind !== 'external') monitor.begin(run);
  onTestFinished(() => monitor.end());
  return {
    monitor,
    verdicts,
    time,
    advance: time.advance,
    print(line) {
      lastWriteAt = time.clock.monotonic();
      for (const { pattern, onMatch } of watches) {
        const match = pattern.exec(line);
        if (match) onMatch(match);
      }
    },
    watches: () => watches.size,
    giveUpPatterns: () => watches.forEach(({ onGivenUp }) => onGivenUp?.()),
  };
}

/** Lets seconds pass, with what happens in each. */
function each(b: Bench, seconds: number, happens: (at: number) => void): void {
  for (let at = 1; at <= seconds; at += 1) {
    b.advance(second);
    happens(at);
  }
}

const health = (b: Bench) => b.monitor.verdict().health;

describe('without checks', () => {
  it('a running worker has no health, and no timer runs', () => {
    const b = bench([]);
    b.advance(3_600 * second);
    expect(b.monitor.verdict()).toEqual({ health: 'none', heal: false, reason: '', check: null });
    expect(b.verdicts).toEqual([]);
    expect(b.monitor.statuses()).toMatchObject([
      { name: 'process', type: 'process', result: 'passing', detail: 'running' },
    ]);
  });

  it('a stopped process is unhealthy at the first look and healed after four seconds', () => {
    const b = bench([]);
    each(b, 10, () => b.monitor.observe(idle));
    b.advance(second);
    b.monitor.observe({ ...idle, state: 'T' });
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: false, check: 'process' });
    expect(b.monitor.verdict().reason).toBe('stopped by a signal (T) since 2026-01-01T00:00:11.000Z');
    expect(b.monitor.statuses()).toMatchObject([{ result: 'failing', detail: 'stopped by a signal (T)' }]);
    each(b, 3, () => b.monitor.observe({ ...idle, state: 'T' }));
    expect(b.monitor.verdict().heal).toBe(false);
    // Like that of other checks: the last look, not the last change.
    expect(b.monitor.statuses()).toMatchObject([{ at: '2026-01-01T00:00:14.000Z' }]);
    each(b, 1, () => b.monitor.observe({ ...idle, state: 'T' }));
    expect(b.monitor.verdict().heal).toBe(true);
    expect(b.verdicts.map((verdict) => verdict.heal)).toEqual([false, true]);
  });

  it('a process that goes on in time is well again', () => {
    const b = bench([]);
    each(b, 3, () => b.monitor.observe({ ...idle, state: 'T' }));
    b.monitor.observe(idle);
    expect(health(b)).toBe('none');
    expect(b.verdicts.at(-1)).toEqual({ health: 'none', heal: false, reason: '', check: null });
  });

  it('forgets a stopped process when its run ends', () => {
    const b = bench([]);
    each(b, 9, () => b.monitor.observe({ ...idle, state: 'T' }));
    b.monitor.end();
    b.monitor.observe({ ...idle, state: 'T' });
    expect(health(b)).toBe('none');
    expect(b.monitor.statuses()).toMatchObject([
      { name: 'process', result: 'pending', detail: 'not running' },
    ]);
    b.monitor.begin(run);
    expect(b.monitor.verdict().heal).toBe(false);
  });
});

describe('heartbeats', () => {
  it('is unknown until the first, healthy while they come, unhealthy when they stop', () => {
    const b = bench([heartbeat()]);
    expect(health(b)).toBe('unknown');
    each(b, 100, (at) => at % 10 === 0 && b.monitor.heartbeat('success', null, null));
    expect(health(b)).toBe('healthy');
    b.advance(39 * second);
    expect(health(b)).toBe('healthy');
    b.advance(2 * second);
    expect(b.monitor.verdict()).toEqual({
      health: 'unhealthy',
      heal: true,
      reason: 'health check "beat" failed: no heartbeat for 40 s',
      check: 'beat',
    });
    expect(b.verdicts.map((verdict) => verdict.health)).toEqual(['unknown', 'healthy', 'unhealthy']);
  });

  it('a first heartbeat that never comes is missed', () => {
    const b = bench([heartbeat()]);
    b.advance(42 * second);
    expect(health(b)).toBe('unhealthy');
  });

  it('waits out a start period that is longer than the window', () => {
    const b = bench([heartbeat({ startPeriodMs: 90 * second })]);
    b.advance(89 * second);
    expect(health(b)).toBe('unknown');
    b.advance(2 * second);
    expect(health(b)).toBe('unhealthy');
  });

  it('a live port or process does not hide a dead heartbeat', () => {
    const b = bench([heartbeat(), counter({ withinMs: 1_000 * second })]);
    each(b, 45, () => {
      b.monitor.progress('done', 1, true);
      b.monitor.observe({ ...idle, state: 'R', cpuRatio: 1 });
    });
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: true, check: 'beat' });
  });

  it.each([
    ['fail', null, null, 'the worker reported a failure'],
    ['fail', null, 'queue gone\nmore', 'queue gone'],
    ['exit', 3, null, 'reported exit code 3'],
    ['exit', null, null, 'reported exit code unknown'],
  ] as const)('%s %s is unhealthy at once', (sign, code, detail, said) => {
    const b = bench([heartbeat()]);
    b.monitor.heartbeat('success', null, null);
    b.monitor.heartbeat(sign, code, detail);
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: true });
    expect(b.monitor.verdict().reason).toBe(`health check "beat" failed: ${said}`);
  });

  it('exit code 0 is a success', () => {
    const b = bench([heartbeat()]);
    b.monitor.heartbeat('exit', 0, null);
    expect(health(b)).toBe('healthy');
  });

  it('a start begins the window again and times the success that follows', () => {
    const b = bench([heartbeat()]);
    b.advance(30 * second);
    b.monitor.heartbeat('start', null, null);
    expect(health(b)).toBe('unknown');
    b.advance(30 * second);
    b.monitor.heartbeat('success', null, 'done');
    expect(health(b)).toBe('healthy');
    expect(b.monitor.statuses()[1]).toMatchObject({ result: 'passing', detail: 'done', tookMs: 30 * second });
  });

  it('comes back after as many successes as asked for', () => {
    const b = bench([heartbeat({ successes: 2 })], { kind: 'external' });
    b.monitor.heartbeat('fail', null, null);
    b.monitor.heartbeat('success', null, null);
    expect(health(b)).toBe('unhealthy');
    b.monitor.heartbeat('success', null, null);
    expect(health(b)).toBe('healthy');
  });

  it('that come when nothing runs are not believed', () => {
    const b = bench([heartbeat()]);
    b.monitor.end();
    b.monitor.heartbeat('success', null, null);
    b.monitor.heartbeat('fail', null, null);
    expect(health(b)).toBe('unknown');
    b.advance(100 * second);
    b.monitor.begin(run);
    expect(b.monitor.statuses()[1]).toMatchObject({ result: 'pending', at: null });
  });
});

describe('the results that people look at', () => {
  const list = (b: Bench) =>
    b.monitor.results()[0]?.results.map(({ ok, detail }) => `${ok ? 'ok' : 'bad'}: ${detail}`);

  it('hold what was reported and missed, outlive a run, and say how they count', () => {
    const b = bench([heartbeat()]);
    b.monitor.heartbeat('success', null, 'batch 1');
    b.advance(2 * second);
    b.monitor.heartbeat('fail', null, 'no space left');
    b.monitor.end();
    b.monitor.begin(run);
    b.advance(41 * second);
    b.monitor.heartbeat('success', null, null);
    expect(list(b)).toEqual([
      'ok: batch 1',
      'bad: no space left',
      'bad: no heartbeat for 40 s',
      'ok: heartbeat received',
    ]);
    expect(b.monitor.results()[0]).toMatchObject({
      name: 'beat',
      type: 'heartbeat',
      weighs: expect.stringContaining('within 40 s'),
    });
  });

  it('are one a second where a counter moves all the time', () => {
    const b = bench([counter()]);
    for (let i = 1; i <= 300; i++) {
      b.monitor.progress('done', i, false);
      b.advance(10);
    }
    expect(list(b)).toHaveLength(3);
    expect(list(b)?.at(-1)).toBe('ok: counter "done": 300');
  });
});

describe('external workers', () => {
  it('are watched from the first moment and never healed', () => {
    const b = bench([heartbeat()], { kind: 'external' });
    expect(health(b)).toBe('unknown');
    expect(b.verdicts).toEqual([]); // whoever creates it does not hold it yet
    b.advance(42 * second);
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: false });
    b.monitor.heartbeat('success', null, null);
    expect(health(b)).toBe('healthy');
    expect(b.monitor.statuses().map((status) => status.type)).toEqual(['heartbeat']);
  });
});

describe('progress', () => {
  it('alive but useless: consumes, heartbeats, and every task fails', () => {
    const b = bench([counter({ source: { from: 'counter', counter: 'tasks_succeeded' } }), heartbeat()]);
    each(b, 119, () => {
      b.monitor.heartbeat('success', null, null);
      b.monitor.progress('tasks_tried', 1, true);
      b.monitor.progress('tasks_succeeded', 0, true);
      b.monitor.progress('tasks_succeeded', 0, false);
      b.monitor.observe({ ...idle, state: 'R', cpuRatio: 0.7, ioBytesPerSecond: 1e6 });
    });
    expect(health(b)).toBe('unknown');
    b.advance(3 * second); // the window and two seconds
    expect(b.monitor.verdict()).toEqual({
      health: 'unhealthy',
      heal: true,
      reason: 'health check "done" failed: counter "tasks_succeeded" did not move for 2 min',
      check: 'done',
    });
  });

  it('a counter moves when its value changes, not when it is reported', () => {
    const b = bench([counter()]);
    each(b, 110, (at) => b.monitor.progress('done', Math.min(at, 50), false));
    expect(health(b)).toBe('healthy');
    expect(b.monitor.statuses()[1]).toMatchObject({ detail: 'counter "done": 50', consecutive: 50 });
    each(b, 62, () => b.monitor.progress('done', 50, false));
    expect(health(b)).toBe('unhealthy');
  });

  it('adds up what is reported in steps, and ignores what is no number', () => {
    const b = bench([counter()]);
    b.monitor.progress('done', 2, true);
    b.monitor.progress('done', 3, true);
    b.monitor.progress('done', Number.NaN, true);
    b.monitor.progress('other', 9, true);
    expect(b.monitor.statuses()[1]?.detail).toBe('counter "done": 5');
  });

  it('counts from the start of each run', () => {
    const b = bench([counter()]);
    b.monitor.progress('done', 7, false);
    b.monitor.end();
    b.monitor.begin(run);
    expect(health(b)).toBe('unknown');
    b.monitor.progress('done', 7, false);
    expect(health(b)).toBe('healthy');
  });

  it('reads a number from what is printed', () => {
    const b = bench([progress({ from: 'log', pattern: 'sent (\\d+)' })]);
    b.print('sent 1');
    expect(b.monitor.statuses()[1]?.detail).toBe('log pattern /sent (\\d+)/: 1');
    each(b, 122, () => b.print('sent 1 again'));
    expect(health(b)).toBe('unhealthy');
    b.print('sent 2');
    expect(health(b)).toBe('healthy');
  });

  it('takes each line for progress when the pattern has no group', () => {
    const b = bench([progress({ from: 'log', pattern: 'task done' })]);
    each(b, 300, (at) => at % 60 === 0 && b.print('task done'));
    expect(health(b)).toBe('healthy');
    each(b, 122, () => b.print('task failed'));
    expect(health(b)).toBe('unhealthy');
  });

  it('watches the log only while a run lasts', () => {
    const b = bench([progress({ from: 'log', pattern: 'x' })]);
    b.monitor.begin(run);
    expect(b.watches()).toBe(1);
    b.monitor.end();
    expect(b.watches()).toBe(0);
  });

  it('knows nothing more once its pattern is no longer looked for, until the next run', () => {
    const b = bench([progress({ from: 'log', pattern: 'task done' })]);
    b.print('task done');
    expect(health(b)).toBe('healthy');
    b.giveUpPatterns();
    b.advance(300 * second);
    expect(b.monitor.verdict()).toMatchObject({ health: 'unknown', heal: false });
    expect(b.monitor.statuses()[1]).toMatchObject({
      result: 'pending',
      detail: expect.stringContaining('no longer looked for'),
    });
    b.monitor.begin(run);
    b.advance(300 * second);
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: true });
  });

  it('says so when the pattern is not valid', () => {
    const b = bench([progress({ from: 'log', pattern: '(' })]);
    b.advance(122 * second);
    expect(b.monitor.verdict().reason).toMatch(/did not move for 2 min \(Invalid regular expression/);
  });

  describe('of a file', () => {
    const dirs: string[] = [];
    afterEach(() => {
      for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
    });
    function folder(): string {
      const dir = mkdtempSync(join(tmpdir(), 'yagura-progress-'));
      dirs.push(dir);
      return dir;
    }
    /** Looks are asynchronous: time passes in small steps until what is awaited is seen. */
    const until = (b: Bench, expected: string) =>
      vi.waitFor(
        () => {
          b.advance(second / 4);
          expect(health(b)).toBe(expected);
        },
        { timeout: 15_000, interval: 2 },
      );

    it.each(['size', 'age'] as const)(
      '%s: moves when it is written, not because it is there',
      async (watch) => {
        const cwd = folder();
        writeFileSync(join(cwd, 'out.csv'), 'a');
        const source = { from: 'file' as const, path: 'out.csv', watch };
        const b = bench([progress(source, { withinMs: 60 * second })], { cwd });
        await until(b, 'unhealthy');
        expect(b.monitor.verdict().reason).toBe(
          `health check "done" failed: ${watch} of file out.csv did not move for 60 s`,
        );
        writeFileSync(join(cwd, 'out.csv'), 'abc');
        await until(b, 'healthy');
      },
    );

    it('that does not exist yet moves when it is made', async () => {
      const cwd = folder();
      const source = { from: 'file' as const, path: 'out.csv', watch: 'size' as const };
      const b = bench([progress(source, { withinMs: 60 * second })], { cwd });
      await until(b, 'unhealthy');
      expect(b.monitor.verdict().reason).toMatch(/\(there is no such file\)$/);
      writeFileSync(join(cwd, 'out.csv'), 'abc');
      await until(b, 'healthy');
    });

    it('says why it cannot be looked at', async () => {
      const cwd = folder();
      writeFileSync(join(cwd, 'file'), '');
      const source = { from: 'file' as const, path: 'file/inside', watch: 'age' as const };
      const b = bench([progress(source, { withinMs: 60 * second })], { cwd });
      await until(b, 'unhealthy');
      expect(b.monitor.verdict().reason).toMatch(/\(ENOTDIR/);
    });
  });
});

describe('a silent log', () => {
  it('heals an idle worker without other checks', () => {
    const b = bench([silence()]);
    each(b, 30, () => b.print('line'));
    expect(health(b)).toBe('healthy');
    each(b, 62, () => b.monitor.observe({ ...idle, cpuRatio: 0.001 }));
    expect(b.monitor.verdict()).toEqual({
      health: 'unhealthy',
      heal: true,
      reason: 'no log line for 60 s, and it is idle',
      check: 'log',
    });
  });

  it.each([
    ['CPU', { ...idle, cpuRatio: 0.5 }],
    ['I/O', { ...idle, ioBytesPerSecond: 50_000 }],
  ])('does not kill a job that uses %s for hours, until it stops', (_, signals) => {
    const b = bench([silence()]);
    each(b, 3 * 3_600, () => b.monitor.observe(signals));
    expect(b.monitor.verdict()).toMatchObject({ health: 'degraded', heal: false });
    expect(b.verdicts.some((verdict) => verdict.heal)).toBe(false);
    each(b, 75, () => b.monitor.observe(idle));
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: true });
  });

  it('a runtime that only ticks over is idle', () => {
    const b = bench([silence()]);
    each(b, 62, (at) =>
      b.monitor.observe({ ...idle, cpuRatio: at % 5 === 0 ? 0.01 : 0, ioBytesPerSecond: 16 }),
    );
    expect(b.monitor.verdict().heal).toBe(true);
  });

  it('is outvoted by heartbeats and by counters, also when no check asks for them', () => {
    const b = bench([silence()]);
    each(b, 200, (at) => at % 30 === 0 && b.monitor.progress('anything', at, false));
    expect(b.monitor.verdict()).toMatchObject({ health: 'degraded', heal: false });
    each(b, 200, (at) => at % 30 === 0 && b.monitor.heartbeat('success', null, null));
    expect(b.monitor.verdict()).toMatchObject({ health: 'degraded', heal: false });
  });

  it('a line of an earlier run does not count', () => {
    const b = bench([silence()]);
    b.print('last words');
    b.monitor.end();
    b.monitor.begin(run);
    b.advance(5 * second);
    expect(health(b)).toBe('unknown');
    b.print('first words');
    b.advance(2 * second);
    expect(health(b)).toBe('healthy');
  });
});

describe('time in which nobody could look', () => {
  const all = [heartbeat(), counter(), silence()];
  function well(b: Bench): void {
    each(b, 10, (at) => {
      b.monitor.heartbeat('success', null, null);
      b.monitor.progress('done', 1, true);
      b.print(`line ${at}`);
    });
    b.advance(2 * second);
    expect(health(b)).toBe('healthy');
  }

  it.each([
    ['this agent was stopped for an hour', true],
    ['the machine slept, and the monotonic clock with it', false],
  ])('kills nobody: %s', (_, monotonicGoesOn) => {
    const b = bench(all);
    well(b);
    b.advance(20 * second);
    b.time.sleep(3_600 * second, monotonicGoesOn);
    b.advance(30 * second); // each window has begun again
    expect(health(b)).toBe('healthy');
    expect(b.verdicts.some((verdict) => verdict.heal)).toBe(false);
    b.advance(12 * second);
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', heal: true, check: 'beat' });
  });

  it.each([7_200, -7_200])('a wall clock set by %s s kills nobody', (seconds) => {
    const b = bench(all);
    well(b);
    b.time.setWall(seconds * second);
    b.advance(35 * second);
    expect(health(b)).toBe('healthy');
  });

  it('a tick that is a little late is not forgiven', () => {
    const b = bench(all);
    well(b);
    for (let at = 0; at < 12; at += 1) {
      b.time.sleep(3 * second, true);
      b.advance(second);
    }
    expect(health(b)).toBe('unhealthy');
  });

  it('a failure that was concluded from silence must be seen again, one that was said stands', () => {
    const b = bench([heartbeat()], { kind: 'external' });
    b.advance(42 * second);
    expect(health(b)).toBe('unhealthy');
    b.monitor.forgive('suspended');
    expect(health(b)).toBe('unknown');
    b.monitor.heartbeat('fail', null, null);
    b.monitor.forgive('suspended');
    expect(health(b)).toBe('unhealthy');
  });

  it('does not wake what has ended', () => {
    const b = bench([...all, { type: 'tcp', name: 'port', ...thresholds, host: '127.0.0.1', port: 1 }]);
    b.monitor.end();
    b.monitor.forgive('suspended');
    b.advance(300 * second);
    expect(b.monitor.statuses().map((status) => status.result)).toEqual(
      Array.from({ length: 5 }, () => 'pending'),
    );
  });
});

describe('while the hub is away', () => {
  it('what it passes on becomes unknown, not failing, and gets a new window afterwards', () => {
    const b = bench([heartbeat()]);
    b.monitor.heartbeat('success', null, null);
    b.monitor.forgive('hub-gone');
    b.advance(39 * second);
    expect(health(b)).toBe('healthy');
    b.advance(3_600 * second);
    expect(health(b)).toBe('unknown');
    expect(b.monitor.statuses()[1]).toMatchObject({
      result: 'pending',
      detail: 'reports cannot arrive at the moment',
    });
    b.monitor.forgive('hub-away');
    b.advance(39 * second);
    expect(health(b)).toBe('unknown');
    b.advance(3 * second);
    expect(health(b)).toBe('unhealthy');
  });

  it('a short absence leaves the verdict as it was, and the window begins again', () => {
    const b = bench([counter({ withinMs: 20 * second })]);
    b.monitor.progress('done', 1, true);
    b.advance(15 * second);
    b.monitor.forgive('hub-gone');
    b.advance(2 * second);
    b.monitor.forgive('hub-away');
    b.advance(19 * second);
    expect(health(b)).toBe('healthy');
    b.advance(3 * second);
    expect(health(b)).toBe('unhealthy');
  });

  it('holds for a run that began meanwhile', () => {
    const b = bench([heartbeat()]);
    b.monitor.forgive('hub-gone');
    b.monitor.begin(run);
    b.advance(100 * second);
    expect(health(b)).toBe('unknown');
  });

  it('what does not travel through the hub is still watched', () => {
    const b = bench([heartbeat(), silence(), progress({ from: 'log', pattern: 'done' })]);
    b.monitor.forgive('hub-gone');
    b.advance(122 * second);
    expect(b.monitor.verdict()).toMatchObject({ health: 'unhealthy', check: 'done' });
  });

  it.each(['success', 'start', 'fail'] as const)('a report (%s) shows that it is back', (sign) => {
    const b = bench([heartbeat()]);
    b.monitor.forgive('hub-gone');
    b.monitor.heartbeat(sign, null, null);
    b.advance(42 * second);
    expect(health(b)).toBe('unhealthy');
  });
});

it('a verdict is told once, when it changes', () => {
  const b = bench([heartbeat()]);
  each(b, 30, () => b.monitor.heartbeat('success', null, `beat ${Math.random()}`));
  b.advance(300 * second);
  expect(b.verdicts.map((verdict) => verdict.health)).toEqual(['unknown', 'healthy', 'unhealthy']);
});

it('short windows are looked at more often', () => {
  const b = bench([heartbeat({ withinMs: 800, everyMs: 200 })]);
  b.monitor.heartbeat('success', null, null);
  b.advance(1_001);
  expect(health(b)).toBe('unhealthy');
});
