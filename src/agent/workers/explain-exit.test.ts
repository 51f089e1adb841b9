import { describe, expect, it } from 'vitest';
import { explainExit, explainStartFailure, type RunEnd, signalName, signalNumber } from './explain-exit.ts';

const at = '2026-01-01T00:00:00.000Z';
const end: RunEnd = { code: null, signal: null, outOfMemory: false, unknown: null };

describe('the reason of a stop', () => {
  it('is an exit with its code', () => {
    expect(explainExit({ ...end, code: 3 }, null, at)).toEqual({
      code: 3,
      signal: null,
      at,
      reason: 'exit',
      detail: 'exit code 3',
    });
  });

  it('is a signal that somebody else sent', () => {
    const exit = explainExit({ ...end, signal: 'SIGKILL' }, null, at);
    expect(exit).toMatchObject({ reason: 'signal', detail: 'killed by SIGKILL, not sent by Yagura' });
  });

  it('is want of memory', () => {
    const exit = explainExit({ ...end, signal: 'SIGKILL', outOfMemory: true }, null, at);
    expect(exit).toMatchObject({
      reason: 'oom',
      detail: 'killed by the kernel: out of memory (ended by SIGKILL)',
    });
  });

  it('is what Yagura ended it for, whatever the process made of that', () => {
    const ending = { reason: 'health' as const, detail: 'check "http" failed', timeoutMs: 1 };
    expect(explainExit({ ...end, code: 0 }, ending, at)).toMatchObject({
      reason: 'health',
      detail: 'check "http" failed (exit code 0)',
    });
    expect(explainExit({ ...end, signal: 'SIGKILL', outOfMemory: true }, ending, at).reason).toBe('health');
  });

  it('is unknown, with why, when nobody saw it', () => {
    expect(explainExit({ ...end, unknown: 'its shim was killed' }, null, at)).toMatchObject({
      reason: 'unknown',
      detail: 'its shim was killed',
    });
    expect(explainExit(end, null, at).detail).toBe('nobody saw how it ended');
  });

  it('is a start that came to nothing', () => {
    expect(explainStartFailure('no such file', at)).toEqual({
      code: null,
      signal: null,
      at,
      reason: 'start-failed',
      detail: 'no such file',
    });
  });
});

describe('signals', () => {
  it('have their names', () => {
    expect(signalName(9)).toBe('SIGKILL');
    expect(signalName(35)).toBe('SIG35');
  });

  it('are understood with or without SIG, in any case, and as numbers', () => {
    expect(['SIGTERM', 'term', '15', 'SIGUSR1'].map(signalNumber)).toEqual([15, 15, 15, 10]);
    expect(['SIGNONE', '0', '65', '1.5', ''].map(signalNumber)).toEqual([null, null, null, null, null]);
  });
});
