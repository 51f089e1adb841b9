import { describe, expect, it } from 'vitest';
import { blockedAfterMs, type CheckEvidence, type Evidence, healStoppedAfterMs, weigh } from './weigh.ts';

const since = '2026-01-01T00:00:00.000Z';

function check(
  type: CheckEvidence['type'],
  result: CheckEvidence['result'],
  more: Partial<CheckEvidence> = {},
): CheckEvidence {
  return { name: type, type, result, detail: `${type} detail`, consecutive: 1, flapping: false, ...more };
}

function evidence(checks: CheckEvidence[], more: Partial<Evidence> = {}): Evidence {
  const process = { condition: 'running' as const, lastedMs: 0, since };
  return { kind: 'process', live: true, process, checks, working: false, ...more };
}

function inCondition(condition: Evidence['process']['condition'], lastedMs: number) {
  return { process: { condition, lastedMs, since } };
}

describe('without a run', () => {
  it('says nothing when there are no checks', () => {
    expect(weigh(evidence([], { live: false }))).toEqual({
      health: 'none',
      heal: false,
      reason: '',
      check: null,
    });
  });
  it('is unknown, whatever the checks said before', () => {
    const verdict = weigh(evidence([check('http', 'failing')], { live: false }));
    expect(verdict).toEqual({ health: 'unknown', heal: false, reason: 'not running', check: null });
  });
});

describe('a live process', () => {
  it('has no health when nothing checks it', () => {
    expect(weigh(evidence([]))).toEqual({ health: 'none', heal: false, reason: '', check: null });
  });
  it('is healthy only when every check passes', () => {
    expect(weigh(evidence([check('http', 'passing'), check('progress', 'passing')]))).toEqual({
      health: 'healthy',
      heal: false,
      reason: '',
      check: null,
    });
  });
  it('is unknown, never healthy, while a check is pending', () => {
    expect(weigh(evidence([check('http', 'passing'), check('progress', 'pending')]))).toEqual({
      health: 'unknown',
      heal: false,
      reason: 'no result yet of check "progress"',
      check: 'progress',
    });
  });
});

describe('a proof that fails', () => {
  const types = ['http', 'tcp', 'exec', 'heartbeat', 'progress'] as const;
  it.each(types)('%s makes the worker unhealthy and heals it, though others pass', (type) => {
    const others = types.filter((other) => other !== type).map((other) => check(other, 'passing'));
    const verdict = weigh(
      evidence([...others, check(type, 'failing', { consecutive: 3 })], { working: true }),
    );
    expect(verdict).toEqual({
      health: 'unhealthy',
      heal: true,
      reason: `health check "${type}" failed 3 times: ${type} detail`,
      check: type,
    });
  });
  it('outweighs checks that are pending', () => {
    expect(weigh(evidence([check('http', 'pending'), check('tcp', 'failing')])).health).toBe('unhealthy');
  });
  it.each(['heartbeat', 'progress'] as const)('names the dead %s first, and counts the rest', (type) => {
    const verdict = weigh(
      evidence([check('http', 'failing'), check('tcp', 'failing'), check(type, 'failing')]),
    );
    expect(verdict.check).toBe(type);
    expect(verdict.reason).toBe(`health check "${type}" failed: ${type} detail (and 2 more)`);
  });
  it('does not heal what somebody else runs', () => {
    const verdict = weigh(evidence([check('heartbeat', 'failing')], { kind: 'external' }));
    expect(verdict).toMatchObject({ health: 'unhealthy', heal: false });
  });
});

describe('a silent log', () => {
  const silent = check('log-silence', 'failing');
  it('heals an idle worker that has no other check', () => {
    expect(weigh(evidence([silent]))).toEqual({
      health: 'unhealthy',
      heal: true,
      reason: 'log-silence detail, and it is idle',
      check: 'log-silence',
    });
  });
  it('does not heal what somebody else runs', () => {
    expect(weigh(evidence([silent], { kind: 'external' }))).toMatchObject({
      health: 'unhealthy',
      heal: false,
    });
  });
  it('does not kill a long job that works in silence', () => {
    expect(weigh(evidence([silent], { working: true }))).toEqual({
      health: 'degraded',
      heal: false,
      reason: 'log-silence detail, but it is working',
      check: 'log-silence',
    });
  });
  it.each(['http', 'tcp', 'exec', 'heartbeat', 'progress'] as const)(
    'is outvoted by a %s that does not fail',
    (type) => {
      for (const result of ['passing', 'pending'] as const) {
        expect(weigh(evidence([silent, check(type, result)]))).toEqual({
          health: 'degraded',
          heal: false,
          reason: 'log-silence detail, but no other check fails',
          check: 'log-silence',
        });
      }
    },
  );
  it('adds nothing to a proof that fails', () => {
    expect(weigh(evidence([silent, check('http', 'failing')]))).toMatchObject({
      check: 'http',
      reason: 'health check "http" failed: http detail',
    });
  });
  it('does not matter when it is not silent', () => {
    expect(weigh(evidence([check('log-silence', 'passing')])).health).toBe('healthy');
    expect(weigh(evidence([check('log-silence', 'pending')])).health).toBe('unknown');
  });
});

describe('the state of the first process', () => {
  it.each([
    ['stopped', 'stopped by a signal (T)'],
    ['zombie', 'ended, but nobody collected it (Z)'],
  ] as const)('%s is unhealthy at once, whatever the checks say', (condition, text) => {
    const verdict = weigh(evidence([check('heartbeat', 'passing')], inCondition(condition, 0)));
    expect(verdict).toEqual({
      health: 'unhealthy',
      heal: false,
      reason: `${text} since ${since}`,
      check: 'process',
    });
  });
  it.each(['stopped', 'zombie'] as const)('%s is healed only after it has lasted', (condition) => {
    expect(weigh(evidence([], inCondition(condition, healStoppedAfterMs - 1))).heal).toBe(false);
    expect(weigh(evidence([], inCondition(condition, healStoppedAfterMs))).heal).toBe(true);
  });
  it('paused by a debugger is degraded and never healed', () => {
    expect(weigh(evidence([], inCondition('traced', 3_600_000)))).toEqual({
      health: 'degraded',
      heal: false,
      reason: `paused by a debugger (t) since ${since}`,
      check: 'process',
    });
  });
  it('that runs is well however long it does', () => {
    expect(weigh(evidence([], inCondition('running', 3_600_000))).health).toBe('none');
  });
  it('waiting in the kernel is a remark only when it lasts', () => {
    const passing = [check('http', 'passing')];
    expect(weigh(evidence(passing, inCondition('blocked', blockedAfterMs - 1))).health).toBe('healthy');
    expect(weigh(evidence(passing, inCondition('blocked', blockedAfterMs)))).toMatchObject({
      health: 'degraded',
      heal: false,
      reason: `waiting in the kernel (D) since ${since}`,
      check: 'process',
    });
  });
});

it('is degraded, not healed, by a check that passes and fails by turns', () => {
  const flapping = check('http', 'passing', { flapping: true });
  expect(weigh(evidence([check('tcp', 'passing'), flapping, check('progress', 'pending')]))).toEqual({
    health: 'degraded',
    heal: false,
    reason: 'check "http" passes and fails by turns',
    check: 'http',
  });
});
