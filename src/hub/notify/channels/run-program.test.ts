import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runProgram } from './run-program.ts';

const signal = () => AbortSignal.timeout(5_000);
const isAlive = (pid: number) => {
  try {
    // A zombie is dead, too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a program', () => {
  it('gets its input and what it needs of the environment, nothing else', async () => {
    vi.stubEnv('A_SECRET_OF_OTHERS', 'x');
    const ran = await runProgram(['/bin/sh', '-c', 'cat; echo "$A_SECRET_OF_OTHERS$MINE" >&2; exit 3'], {
      stdin: 'hello',
      env: { MINE: 'y' },
      signal: signal(),
    });
    vi.unstubAllEnvs();
    expect(ran).toEqual({ code: 3, stdout: 'hello', stderr: 'y\n' });
  });

  it('may end without reading, and print without end', async () => {
    const quick = await runProgram(['/bin/true'], { stdin: 'x'.repeat(1_000_000), signal: signal() });
    expect(quick.code).toBe(0);
    const loud = await runProgram(['/bin/sh', '-c', 'head -c 1000000 /dev/zero | tr "\\0" x'], {
      signal: signal(),
    });
    expect(loud.stdout).toHaveLength(16_384);
  });

  it('is killed with all that it started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yagura-run-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const pidFile = join(folder, 'pid');
    const ending = new AbortController();
    const running = runProgram(['/bin/sh', '-c', `sleep 60 & echo $! > ${pidFile}; wait`], {
      signal: ending.signal,
    });
    running.catch(() => {});
    const pid = await vi.waitFor(() => {
      const written = Number(readFileSync(pidFile, 'utf8'));
      expect(written).toBeGreaterThan(0);
      return written;
    });
    ending.abort(new Error('too slow'));
    await expect(running).rejects.toThrow('too slow');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });

  it('that is not there says so', async () => {
    await expect(runProgram(['no-such-program'], { signal: signal() })).rejects.toThrow(
      'no-such-program is not installed',
    );
  });
});
