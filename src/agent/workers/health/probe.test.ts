import { describe, expect, it, onTestFinished } from 'vitest';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { type Clock, ManualClock, systemClock } from '../../../shared/clock.ts';
import { boundProbe, createProbeCheck, type Probe, type ProbeResult } from './probe.ts';

const second = 1_000;
const spec: HealthCheckSpec = {
  type: 'tcp',
  name: 'port',
  host: '127.0.0.1',
  port: 1,
  everyMs: 10 * second,
  timeoutMs: second,
  failures: 3,
  successes: 2,
  startPeriodMs: 0,
};

/** A probe whose answers are given by hand. */
function byHand(clock: ManualClock, more: Partial<HealthCheckSpec> = {}, seenClock: Clock = clock) {
  const open: ((result: ProbeResult) => void)[] = [];
  const state = { begun: 0, cancelled: 0, changes: 0 };
  const probe: Probe = (done) => {
    state.begun += 1;
    open.push(done);
    return () => {
      state.cancelled += 1;
    };
  };
  const check = createProbeCheck({ ...spec, ...more } as HealthCheckSpec, probe, {
    clock: seenClock,
    onChange: () => (state.changes += 1),
  });
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      check.tick();
    }
  };
  const answer = (ok: boolean) => open.shift()?.({ ok, detail: ok ? 'fine' : 'broken' });
  /** Waits for the next look and answers it. */
  const look = (ok: boolean) => {
    for (let waited = 0; open.length === 0 && waited < 60 * second; waited += 100) pass(100);
    answer(ok);
  };
  return { check, state, pass, answer, look };
}

describe('a check that goes and looks', () => {
  it('does not look before a run begins, nor after it has ended', () => {
    const { check, state, pass } = byHand(new ManualClock());
    pass(60 * second);
    check.begin();
    check.end();
    pass(60 * second);
    expect(state.begun).toBe(0);
  });

  it('looks within the first second, then once per interval', () => {
    const { check, state, pass, answer } = byHand(new ManualClock());
    check.begin();
    pass(1.1 * second);
    expect(state.begun).toBe(1);
    answer(true);
    for (let at = 0; at < 600; at += 1) {
      pass(100);
      answer(true);
    }
    expect(state.begun).toBeGreaterThanOrEqual(6);
    expect(state.begun).toBeLessThanOrEqual(8);
  });

  it('never looks twice at a time', () => {
    const { check, state, pass } = byHand(new ManualClock());
    check.begin();
    pass(120 * second);
    expect(state.begun).toBe(1);
  });

  it('fails after so many failures in a row and comes back after so many successes', () => {
    const { check, look } = byHand(new ManualClock());
    check.begin();
    expect(check.status()).toMatchObject({
      result: 'pending',
      detail: 'not looked yet',
      at: null,
      tookMs: null,
    });
    look(true);
    look(false);
    look(false);
    expect(check.evidence()).toMatchObject({ result: 'passing', detail: 'broken', consecutive: 2 });
    look(false);
    expect(check.evidence()).toMatchObject({ result: 'failing', consecutive: 3 });
    look(true);
    expect(check.evidence()).toMatchObject({ result: 'failing', detail: 'fine', consecutive: 1 });
    look(true);
    expect(check.evidence()).toMatchObject({ result: 'passing', consecutive: 2, flapping: false });
  });

  it('is flapping when it passes and fails by turns', () => {
    const { check, look } = byHand(new ManualClock());
    check.begin();
    for (const ok of [true, false, true, false, true]) look(ok);
    expect(check.evidence()).toMatchObject({ result: 'passing', flapping: true });
  });

  it('looks every second in the start period, and its failures do not count', () => {
    const { check, state, look } = byHand(new ManualClock(), { startPeriodMs: 30 * second });
    check.begin();
    for (let at = 0; at < 20; at += 1) look(false);
    expect(state.begun).toBe(20);
    expect(check.status()).toMatchObject({ result: 'pending', detail: 'broken' });
  });

  it('a success ends the start period', () => {
    const { check, look } = byHand(new ManualClock(), { startPeriodMs: 3_600 * second });
    check.begin();
    for (const ok of [false, false, false, true, false, false, false]) look(ok);
    expect(check.evidence().result).toBe('failing');
  });

  it('a new run forgets the old one, and what was asked for it', () => {
    const { check, state, pass, look } = byHand(new ManualClock());
    check.begin();
    for (const ok of [false, false, false]) look(ok);
    pass(11 * second);
    check.begin();
    expect(state.cancelled).toBe(1);
    expect(check.status()).toMatchObject({ result: 'pending', at: null, consecutive: 0 });
  });

  it('forgiving drops what is asked just now and asks again soon', () => {
    const { check, state, pass, look } = byHand(new ManualClock());
    check.begin();
    for (const ok of [false, false, false]) look(ok);
    pass(11 * second);
    check.forgive();
    expect(state.cancelled).toBe(1);
    expect(check.evidence().result).toBe('pending');
    const before = state.begun;
    pass(1.1 * second);
    expect(state.begun).toBe(before + 1);
  });

  it('does not believe an answer that came long after its time', () => {
    const inner = new ManualClock();
    let slept = 0;
    const clock: Clock = {
      now: () => inner.now(),
      monotonic: () => inner.monotonic() + slept,
      setTimeout: (run, ms) => inner.setTimeout(run, ms),
      clearTimeout: (timer) => inner.clearTimeout(timer),
    };
    const { check, state, pass, answer } = byHand(inner, { failures: 1 }, clock);
    check.begin();
    pass(1.1 * second);
    slept = 3_600 * second;
    answer(false);
    expect(check.evidence().result).toBe('pending');
    expect(state.changes).toBe(0);
    pass(0.5 * second);
    expect(state.begun).toBe(2);
  });

  it('takes an answer that comes at once', () => {
    const clock = new ManualClock();
    const check = createProbeCheck(
      spec,
      (done) => {
        done({ ok: true, detail: 'at once' });
        return () => {};
      },
      { clock, onChange: () => {} },
    );
    check.begin();
    for (let at = 0; at < 300; at += 1) {
      clock.advance(100);
      check.tick();
    }
    expect(check.evidence()).toMatchObject({ result: 'passing', detail: 'at once' });
    expect(check.evidence().consecutive).toBeGreaterThanOrEqual(3);
  });
});

describe('a bounded probe', () => {
  it('is stopped at its timeout and says so once', async () => {
    let stopped = 0;
    const results: ProbeResult[] = [];
    const probe = boundProbe(systemClock, 20, 'too slow', () => () => (stopped += 1));
    await new Promise<void>((resolve) => {
      probe((result) => {
        results.push(result);
        resolve();
      });
    });
    expect(results).toEqual([{ ok: false, detail: 'too slow' }]);
    expect(stopped).toBe(1);
  });

  it('says nothing after it was cancelled', () => {
    const clock = new ManualClock();
    let finish: (result: ProbeResult) => void = () => {};
    let stopped = 0;
    const results: ProbeResult[] = [];
    const cancel = boundProbe(clock, second, 'too slow', (done) => {
      finish = done;
      return () => (stopped += 1);
    })((result) => results.push(result));
    cancel();
    finish({ ok: true, detail: '' });
    clock.advance(2 * second);
    expect(results).toEqual([]);
    expect(stopped).toBe(1);
  });

  it('takes the answer that was there when its agent woke up after the timeout', async () => {
    const net = await import('node:net');
    const server = net.createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const result = await new Promise<ProbeResult>((resolve) => {
      boundProbe(systemClock, 50, 'too slow', (done) => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('data', (text) => done({ ok: true, detail: String(text) }));
        return () => socket.destroy();
      })(resolve);
      // Lets the connection be made and answered by this very process, then stops it until long after the timeout.
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200), 20);
    });
    expect(result).toEqual({ ok: true, detail: 'hello' });
  });
});
