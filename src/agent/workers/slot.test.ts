import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSlot, readSlot } from './slot.ts';

const nothing = { shim: null, run: null, end: null };
const shim = { pid: 10, startTicks: 100 };

describe('a slot', () => {
  it('says nothing before its shim has written', () => {
    expect(parseSlot(' '.repeat(512))).toEqual(nothing);
    expect(readSlot('/nowhere/slot')).toEqual(nothing);
  });

  it('names the shim that has no run yet', () => {
    expect(parseSlot(`shim 10 100\n${' '.repeat(99)}`)).toEqual({ ...nothing, shim });
  });

  it('names the run that goes on, whatever is left behind it of earlier ones', () => {
    const slot = parseSlot('shim 10 100\nstart ab12 11 101\nded\nend ff00 0\n');
    expect(slot).toEqual({ shim, run: { runId: 'ab12', pid: 11, startTicks: 101 }, end: null });
  });

  it('knows an exit code from a death by signal, for which a shell gives the same number', () => {
    const ended = (said: string, status: number) =>
      parseSlot(`shim 10 100\nstart ab12 11 101\n${said}end ab12 ${status}\n`).end;
    expect(ended('', 0)).toEqual({ runId: 'ab12', code: 0, signal: null });
    expect(ended('', 137)).toEqual({ runId: 'ab12', code: 137, signal: null });
    expect(ended('Killed\n', 137)).toEqual({ runId: 'ab12', code: null, signal: 'SIGKILL' });
    expect(ended('sh: line 2:  9860 Segmentation fault   (core dumped)\n', 139)).toEqual({
      runId: 'ab12',
      code: null,
      signal: 'SIGSEGV',
    });
    expect(ended('something else\n', 3)).toEqual({ runId: 'ab12', code: 3, signal: null });
    expect(ended('', 255)).toEqual({ runId: 'ab12', code: 255, signal: null });
  });

  it('takes the signals of which shells say nothing for signals', () => {
    const signals = [130, 141, 143].map(
      (status) => parseSlot(`shim 1 1\nstart a 2 2\nend a ${status}\n`).end?.signal,
    );
    expect(signals).toEqual(['SIGINT', 'SIGPIPE', 'SIGTERM']);
  });

  it('tells of a run that ended before it started', () => {
    expect(parseSlot('shim 10 100\nend ab12 122\n1 101\nend ff00 0\n').end).toEqual({
      runId: 'ab12',
      code: 122,
      signal: null,
    });
  });

  it('never fails on what may stand in a file', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseSlot(`shim 1 2\n${text}`).shim).toEqual({ pid: 1, startTicks: 2 });
        expect(parseSlot(`x${text}`)).toEqual(nothing);
      }),
    );
  });
});
