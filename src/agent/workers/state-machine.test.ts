import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExitStatus } from '../../link/status.ts';
import {
  type Effect,
  type Ending,
  type Input,
  type Life,
  newLife,
  type Phase,
  type Rules,
  transition,
} from './state-machine.ts';

const rules: Rules = {
  restart: {
    policy: 'always',
    initialMs: 100,
    maxMs: 30_000,
    factor: 2,
    jitterRatio: 0,
    resetAfterMs: 30_000,
    maxRestarts: null,
  },
  scheduled: false,
  random: 0,
};
const withPolicy = (restart: Partial<Rules['restart']>, scheduled = false): Rules => ({
  ...rules,
  restart: { ...rules.restart, ...restart },
  scheduled,
});

const exit = (rest: Partial<ExitStatus> = {}): ExitStatus => ({
  code: 1,
  signal: null,
  at: '',
  reason: 'exit',
  detail: 'exit code 1',
  ...rest,
});
const endedWell = exit({ code: 0, detail: 'exit code 0' });
const byAlice: Ending = { reason: 'operator', detail: 'asked for by alice', timeoutMs: 5_000 };
const byConfig: Ending = { reason: 'config', detail: 'its configuration changed', timeoutMs: 5_000 };
const unwell: Ending = { reason: 'health', detail: 'no heartbeat', timeoutMs: 5_000 };

const lifeIn = (phase: Phase, rest: Partial<Life> = {}): Life => ({
  ...newLife,
  phase,
  wanted: phase !== 'down',
  ...rest,
});
const types = (effects: Effect[]) =>
  effects.map((effect) => (effect.do === 'emit' ? effect.type : effect.do));

/** Where inputs lead from a life, and all they made happen. */
function follow(life: Life, inputs: Input[], by = rules): { life: Life; done: string[]; effects: Effect[] } {
  const effects: Effect[] = [];
  let now = life;
  for (const input of inputs) {
    const step = transition(now, input, by);
    now = step.life;
    effects.push(...step.effects);
  }
  return { life: now, done: types(effects), effects };
}

const start: Input = { type: 'start' };
const ready: Input = { type: 'dependencies-ready' };
const started: Input = { type: 'started' };
const cleared: Input = { type: 'cleared' };
const stop = (ending = byAlice, hold = true): Input => ({ type: 'stop', ending, hold });
const restart = (ending = byAlice): Input => ({ type: 'restart', ending });
const exited = (status = exit()): Input => ({ type: 'exited', exit: status });
const startFailed: Input = {
  type: 'start-failed',
  exit: exit({ code: null, reason: 'start-failed', detail: 'no such file' }),
};

describe('starting', () => {
  it('waits for what it needs, then launches, then is up', () => {
    const { life, done } = follow(newLife, [start, ready, started]);
    expect(life).toMatchObject({ phase: 'up', wanted: true });
    expect(done).toEqual(['await-dependencies', 'launch', 'worker.started']);
  });

  it('forgets what was before when someone starts it', () => {
    const failed = lifeIn('down', { failed: true, held: true, crashes: 7, crashLoop: true, restarts: 9 });
    expect(transition(failed, start, rules).life).toMatchObject({
      failed: false,
      held: false,
      crashes: 0,
      crashLoop: false,
      restarts: 9,
    });
  });

  it('does not wait for the delay when someone starts it', () => {
    const { life, done } = follow(lifeIn('backoff', { crashes: 4 }), [start]);
    expect(life).toMatchObject({ phase: 'waiting', crashes: 4 });
    expect(done).toEqual(['cancel-delay', 'await-dependencies']);
  });

  it('changes nothing when it is up, and starts again when it is on its way down', () => {
    expect(follow(lifeIn('up'), [start])).toMatchObject({ life: { phase: 'up' }, done: [] });
    const stopping = lifeIn('stopping', { wanted: false, held: true, ending: byAlice });
    expect(follow(stopping, [start])).toMatchObject({
      life: { phase: 'stopping', wanted: true, held: false },
      done: [],
    });
  });

  it('that fails is counted and tried again', () => {
    const { life, done } = follow(lifeIn('starting', { crashes: 1 }), [startFailed]);
    expect(life).toMatchObject({ phase: 'backoff', crashes: 2, lastExit: { reason: 'start-failed' } });
    expect(done).toEqual(['worker.start-failed', 'worker.backoff', 'delay']);
  });

  it('that fails while it is being stopped leaves it down', () => {
    const { life, done } = follow(lifeIn('starting'), [stop(), startFailed]);
    expect(life).toMatchObject({ phase: 'down', held: true });
    expect(done).toEqual(['worker.stopping', 'end-tree', 'worker.start-failed', 'worker.stopped', 'rest']);
  });

  it('is ended as soon as its process is known when it was stopped in between', () => {
    const { life, effects } = follow(lifeIn('starting'), [stop(), started]);
    expect(life.phase).toBe('stopping');
    expect(effects.filter((effect) => effect.do === 'end-tree')).toEqual([
      { do: 'end-tree', timeoutMs: 5_000 },
      { do: 'end-tree', timeoutMs: 5_000 },
    ]);
  });

  it('ignores reports that no longer matter', () => {
    for (const phase of ['down', 'waiting', 'backoff', 'clearing'] as const) {
      expect(transition(lifeIn(phase), started, rules)).toEqual({ life: lifeIn(phase), effects: [] });
      expect(transition(lifeIn(phase), startFailed, rules).effects).toEqual([]);
      expect(transition(lifeIn(phase), exited(), rules).effects).toEqual([]);
    }
    expect(transition(lifeIn('stopping'), started, rules).effects).toEqual([]);
    expect(transition(lifeIn('up'), ready, rules).effects).toEqual([]);
    expect(transition(lifeIn('up'), cleared, rules).effects).toEqual([]);
    expect(transition(lifeIn('up'), { type: 'delay-over' }, rules).effects).toEqual([]);
  });
});

describe('a crash', () => {
  it('clears what the run left behind and starts again at once', () => {
    const { life, effects } = follow(lifeIn('up'), [exited(), cleared]);
    expect(life).toMatchObject({ phase: 'waiting', crashes: 1, restarts: 1, lastExit: { code: 1 } });
    expect(effects).toEqual([{ do: 'end-tree', timeoutMs: 0 }, { do: 'await-dependencies' }]);
  });

  it('is slowed down the second time, and counted as a restart when the delay is over', () => {
    const { life, effects } = follow(lifeIn('up', { crashes: 1, restarts: 1 }), [exited(), cleared]);
    expect(life).toMatchObject({ phase: 'backoff', crashes: 2, restarts: 1 });
    expect(effects).toContainEqual({
      do: 'emit',
      type: 'worker.backoff',
      data: { delayMs: 100, crashes: 2 },
    });
    expect(effects).toContainEqual({ do: 'delay', ms: 100 });
    expect(follow(life, [{ type: 'delay-over' }])).toMatchObject({
      life: { phase: 'waiting', restarts: 2 },
      done: ['await-dependencies'],
    });
  });

  it('is called a loop once, at the fifth in a row', () => {
    const fourth = follow(lifeIn('up', { crashes: 3 }), [exited(), cleared]);
    expect(fourth.life.crashLoop).toBe(false);
    const fifth = follow(lifeIn('up', { crashes: 4 }), [exited(), cleared]);
    expect(fifth.life.crashLoop).toBe(true);
    expect(fifth.effects).toContainEqual({ do: 'emit', type: 'worker.crash-loop', data: { crashes: 5 } });
    const sixth = follow(lifeIn('up', { crashes: 5, crashLoop: true }), [exited(), cleared]);
    expect(sixth.life.crashLoop).toBe(true);
    expect(sixth.done).not.toContain('worker.crash-loop');
  });

  it('is forgotten after a run that was well for long enough', () => {
    const looping = lifeIn('up', { crashes: 8, crashLoop: true });
    expect(follow(looping, [{ type: 'ran-well' }]).life).toMatchObject({
      phase: 'up',
      crashes: 0,
      crashLoop: false,
    });
    const stopping = lifeIn('stopping', { crashes: 8 });
    expect(follow(stopping, [{ type: 'ran-well' }]).life.crashes).toBe(8);
  });

  it('during the start is a crash too', () => {
    expect(follow(lifeIn('starting'), [exited()]).life.phase).toBe('clearing');
  });

  it('is final for a worker that must never restart', () => {
    const { life, effects } = follow(lifeIn('up'), [exited(), cleared], withPolicy({ policy: 'never' }));
    expect(life).toMatchObject({ phase: 'down', wanted: false, failed: true });
    expect(effects).toContainEqual({
      do: 'emit',
      type: 'worker.failed',
      data: { gaveUp: false, crashes: 1, detail: 'exit code 1' },
    });
  });

  it('is final when the restarts are used up', () => {
    const { life, effects } = follow(
      lifeIn('up', { crashes: 3 }),
      [exited(), cleared],
      withPolicy({ maxRestarts: 3 }),
    );
    expect(life).toMatchObject({ phase: 'down', failed: true });
    expect(effects).toContainEqual({
      do: 'emit',
      type: 'worker.failed',
      data: { gaveUp: true, crashes: 4, detail: 'exit code 1' },
    });
  });

  it('of which nothing is known is a crash', () => {
    expect(
      follow(lifeIn('clearing', { lastExit: null }), [cleared], withPolicy({ policy: 'never' })).life.failed,
    ).toBe(true);
  });
});

describe('ending well', () => {
  it('completes a worker that restarts only on failure, or never', () => {
    for (const policy of ['on-failure', 'never'] as const) {
      const { life, done } = follow(lifeIn('up'), [exited(endedWell), cleared], withPolicy({ policy }));
      expect(life).toMatchObject({ phase: 'down', wanted: false, failed: false, held: false });
      expect(done).toEqual(['end-tree', 'worker.completed', 'rest']);
    }
  });

  it('is a reason to start again for one that is always to run', () => {
    expect(follow(lifeIn('up'), [exited(endedWell), cleared]).life.phase).toBe('waiting');
  });
});

describe('a periodic job', () => {
  it('is done when it ends well', () => {
    const { life, done } = follow(lifeIn('up'), [exited(endedWell), cleared], withPolicy({}, true));
    expect(life).toMatchObject({ phase: 'down', failed: false });
    expect(done).toContain('worker.completed');
  });

  it('has failed until its next time, unless it is to be retried on failure', () => {
    expect(follow(lifeIn('up'), [exited(), cleared], withPolicy({}, true)).life).toMatchObject({
      phase: 'down',
      failed: true,
    });
    expect(
      follow(lifeIn('up'), [exited(), cleared], withPolicy({ policy: 'on-failure' }, true)).life.phase,
    ).toBe('waiting');
  });
});

describe('stopping', () => {
  it('ends the tree, and it stays down', () => {
    const { life, effects } = follow(lifeIn('up'), [stop(), exited(exit({ reason: 'operator' })), cleared]);
    expect(life).toMatchObject({
      phase: 'down',
      wanted: false,
      held: true,
      ending: null,
      lastExit: { reason: 'operator' },
    });
    const reason = { reason: 'operator', detail: 'asked for by alice' };
    expect(effects).toEqual([
      { do: 'emit', type: 'worker.stopping', data: reason },
      { do: 'end-tree', timeoutMs: 5_000 },
      { do: 'emit', type: 'worker.stopped', data: reason },
      { do: 'rest' },
    ]);
  });

  it('is harmless a second time, and hurries only with less time', () => {
    expect(follow(lifeIn('down', { failed: true }), [stop()])).toMatchObject({
      life: { phase: 'down', failed: false, held: true },
      done: [],
    });
    const stopping = follow(lifeIn('up'), [stop()]).life;
    expect(follow(stopping, [stop()]).done).toEqual([]);
    const hurried = follow(stopping, [stop({ ...byAlice, timeoutMs: 0 })]);
    expect(hurried.effects).toEqual([{ do: 'end-tree', timeoutMs: 0 }]);
    expect(hurried.life.ending).toEqual({ ...byAlice, timeoutMs: 0 });
  });

  it('needs no process to be ended while it waits', () => {
    for (const phase of ['waiting', 'backoff'] as const) {
      const { life, done } = follow(lifeIn(phase), [stop()]);
      expect(life).toMatchObject({ phase: 'down', wanted: false });
      expect(done).toEqual(['cancel-delay', 'worker.stopped', 'rest']);
    }
  });

  it('leaves it down when its last run is just being cleared away', () => {
    const { life, effects } = follow(lifeIn('up'), [exited(), stop(), cleared]);
    expect(life).toMatchObject({ phase: 'down', wanted: false, held: true });
    expect(effects).toContainEqual({ do: 'emit', type: 'worker.stopped', data: {} });
  });

  it('does not hold it when nobody means it to stay down', () => {
    expect(follow(lifeIn('up'), [stop(byAlice, false)]).life.held).toBe(false);
    expect(follow(lifeIn('down', { held: true }), [stop(byAlice, false)]).life.held).toBe(true);
  });
});

describe('restarting', () => {
  it('ends the run and starts another, which is no crash', () => {
    for (const ending of [byAlice, byConfig, { ...byAlice, reason: 'dependency' as const }]) {
      const { life, done } = follow(lifeIn('up', { crashes: 6, crashLoop: true }), [
        restart(ending),
        exited(),
        cleared,
      ]);
      expect(life).toMatchObject({
        phase: 'waiting',
        crashes: 0,
        crashLoop: false,
        restarts: 0,
        ending: null,
      });
      expect(done).toEqual(['worker.stopping', 'end-tree', 'await-dependencies']);
    }
  });

  it('for the sake of health is a crash, for the policy to judge', () => {
    const healed = exit({ reason: 'health', code: 0 });
    expect(follow(lifeIn('up'), [restart(unwell), exited(healed), cleared]).life).toMatchObject({
      phase: 'waiting',
      crashes: 1,
      restarts: 1,
    });
    const never = withPolicy({ policy: 'never' });
    expect(follow(lifeIn('up'), [restart(unwell), exited(healed), cleared], never).life).toMatchObject({
      phase: 'down',
      failed: true,
    });
  });

  it('starts what is down or waits to be started, held or not', () => {
    expect(follow(lifeIn('down', { held: true }), [restart()]).life).toMatchObject({
      phase: 'waiting',
      wanted: true,
      held: false,
    });
    expect(follow(lifeIn('backoff'), [restart()]).done).toEqual(['cancel-delay', 'await-dependencies']);
    expect(follow(lifeIn('waiting'), [restart()]).done).toEqual([]);
  });

  it('turns a stop that is under way into a restart, and back', () => {
    const { life } = follow(lifeIn('up'), [stop(), restart(), exited(), cleared]);
    expect(life).toMatchObject({ phase: 'waiting', wanted: true, held: false });
    expect(follow(lifeIn('up'), [restart(), stop(), exited(), cleared]).life).toMatchObject({
      phase: 'down',
      held: true,
    });
  });

  it('comes after the clearing when the run has just ended by itself', () => {
    expect(follow(lifeIn('clearing', { lastExit: exit() }), [restart(), cleared]).life.phase).toBe('waiting');
  });
});

describe('what an earlier agent left', () => {
  it('is taken over as it is', () => {
    const { life, done } = follow(lifeIn('down', { wanted: true, crashes: 2 }), [{ type: 'adopted' }]);
    expect(life).toMatchObject({ phase: 'up', crashes: 2 });
    expect(done).toEqual(['worker.adopted']);
  });

  it('is ended when that was what the other agent was doing', () => {
    const { life, effects } = follow(lifeIn('down', { wanted: true, ending: byConfig }), [
      { type: 'adopted' },
    ]);
    expect(life).toMatchObject({ phase: 'stopping', ending: byConfig });
    expect(effects).toContainEqual({ do: 'end-tree', timeoutMs: 5_000 });
  });

  it('is ended at once when nobody wants it and nobody knows why it is there', () => {
    expect(follow(newLife, [{ type: 'adopted' }]).effects).toContainEqual({ do: 'end-tree', timeoutMs: 0 });
  });

  it('goes on with its delay, or starts when that is over', () => {
    const waits = follow(lifeIn('down', { wanted: true, crashes: 5 }), [{ type: 'resume', delayMs: 700 }]);
    expect(waits).toMatchObject({
      life: { phase: 'backoff', crashes: 5 },
      effects: [{ do: 'delay', ms: 700 }],
    });
    expect(follow(lifeIn('down', { wanted: true }), [{ type: 'resume', delayMs: 0 }]).life.phase).toBe(
      'waiting',
    );
  });
});

describe('whatever happens in whatever order', () => {
  const anyExit = fc.constantFrom(exit(), endedWell, exit({ reason: 'unknown', code: null }));
  const anyEnding = fc.constantFrom(byAlice, byConfig, unwell, { ...byAlice, timeoutMs: 0 });
  const anyInput: fc.Arbitrary<Input> = fc.oneof(
    fc.constantFrom<Input>(
      start,
      ready,
      started,
      cleared,
      startFailed,
      { type: 'delay-over' },
      { type: 'ran-well' },
    ),
    anyEnding.map((ending): Input => ({ type: 'restart', ending })),
    fc.tuple(anyEnding, fc.boolean()).map(([ending, hold]): Input => ({ type: 'stop', ending, hold })),
    anyExit.map((each): Input => ({ type: 'exited', exit: each })),
  );
  const anyRules = fc.record({
    restart: fc.constantFrom(
      rules.restart,
      withPolicy({ policy: 'never' }).restart,
      withPolicy({ policy: 'on-failure', maxRestarts: 2 }).restart,
    ),
    scheduled: fc.boolean(),
    random: fc.constant(0),
  });

  it('a worker that is wanted is never left without a next step, and one that is not never launched', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 60 }), anyRules, (inputs, by) => {
        let life = newLife;
        for (const input of inputs) {
          const step = transition(life, input, by);
          const { phase, wanted, ending, held } = step.life;
          const done = types(step.effects);
          expect(wanted).toBe(phase === 'down' ? false : wanted);
          if (held) expect(wanted).toBe(false);
          if (done.includes('launch')) expect(wanted).toBe(true);
          if (phase === 'stopping') expect(ending).not.toBeNull();
          if (phase === 'backoff' && life.phase !== 'backoff') expect(done).toContain('delay');
          if (phase === 'waiting' && life.phase !== 'waiting') expect(done).toContain('await-dependencies');
          if (phase === 'starting' && life.phase !== 'starting') expect(done).toContain('launch');
          if (phase === 'down' && life.phase !== 'down') expect(done).toContain('rest');
          expect(step.life.restarts).toBeGreaterThanOrEqual(life.restarts);
          life = step.life;
        }
      }),
      { numRuns: 500 },
    );
  });
});
