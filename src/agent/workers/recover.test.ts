import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStat } from '../proc.ts';
import { recoverRun } from './recover.ts';
import { type Shim, spawnShim } from './shim.ts';
import { fillSlot, readSlot } from './slot.ts';
import { lives, until } from './testing/fixture.ts';

let dir: string;
let slot: string;
let shim: Shim | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-recover-'));
  slot = join(dir, 'slot');
});
afterEach(() => {
  const { run } = readSlot(slot);
  for (const each of [run, shim]) {
    try {
      if (each?.pid && each.pid !== process.pid) process.kill(each.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  shim = null;
  rmSync(dir, { recursive: true });
});

function standUp(command: string[]): Shim {
  fillSlot(slot);
  const files = { slot, cwd: dir, stdout: join(dir, 'out'), stderr: join(dir, 'err') };
  shim = spawnShim(
    { ...files, cgroups: [], command: ['setsid', ...command], env: { PATH: process.env['PATH'] ?? '' } },
    { onDoorbell() {}, onClose() {} },
  );
  return shim;
}

describe('a run that nobody looked after', () => {
  it('is nothing where there is no slot, or one that was never used', () => {
    expect(recoverRun(slot)).toEqual({ found: 'nothing' });
    fillSlot(slot);
    expect(recoverRun(slot)).toEqual({ found: 'nothing' });
  });

  it('runs, with the shim that waits for it', async () => {
    standUp(['sleep', '1000']).go('ab12');
    const run = await until('it runs', () => readSlot(slot).run);
    expect(recoverRun(slot)).toEqual({
      found: 'running',
      run,
      shim: expect.objectContaining({ pid: shim?.pid }),
    });
  });

  it('runs without its shim', async () => {
    standUp(['sleep', '1000']).go('ab12');
    const run = await until('it runs', () => readSlot(slot).run);
    shim?.kill();
    await until('the shim is dead', () => !lives(shim?.pid ?? 0));
    expect(recoverRun(slot)).toEqual({ found: 'running', run, shim: null });
  });

  it('ended, and its shim, which might start another, is made sure not to', async () => {
    standUp(['sh', '-c', 'exit 6']).go('ab12');
    await until('it ended', () => readSlot(slot).end);
    expect(lives(shim?.pid ?? 0)).toBe(true);
    expect(recoverRun(slot)).toMatchObject({ found: 'ended', run: { runId: 'ab12' }, end: { code: 6 } });
    expect(lives(shim?.pid ?? 0)).toBe(false);
  });

  it('is the very one that a shim was told to start just before', async () => {
    const ready = standUp(['sleep', '1000']);
    await until('the shim is ready', () => readSlot(slot).shim);
    process.kill(ready.pid as number, 'SIGSTOP');
    ready.go('ab12'); // it would be read later
    expect(recoverRun(slot)).toEqual({ found: 'nothing' });
    expect(lives(ready.pid ?? 0)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(readSlot(slot).run).toBeNull();
  });

  it('ended without a word when it and its shim are gone', () => {
    writeFileSync(slot, 'shim 3999998 5\nstart ab12 3999999 5\n');
    expect(recoverRun(slot)).toEqual({
      found: 'ended',
      run: { runId: 'ab12', pid: 3_999_999, startTicks: 5 },
      end: null,
    });
  });

  it('is not a process that was given its pid', () => {
    const later = (readStat(process.pid)?.startTicks ?? 0) + 1;
    writeFileSync(slot, `shim 3999998 5\nstart ab12 ${process.pid} ${later}\n`);
    expect(recoverRun(slot).found).toBe('ended');
  });
});
