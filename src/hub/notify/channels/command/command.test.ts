import { describe, expect, it } from 'vitest';
import { Later, Refused } from '../../channel.ts';
import { configOf, tellThrough, testNotice } from '../../testing/index.ts';

const run = (script: string, more: Record<string, unknown> = {}) =>
  tellThrough(configOf({ type: 'command', command: ['/bin/sh', '-c', script], ...more }), testNotice());

describe('a local command', () => {
  it('gets the message as JSON and in its environment', async () => {
    const script = `node -e 'const m = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(m.version, m.title, process.env.YAGURA_SEVERITY, process.env.YAGURA_HEADLINE)'`;
    expect((await run(script)).answer).toBe(
      'exit code 0: 1 mailer is down critical Critical: mailer is down',
    );
  });

  it('says by its exit code whether it took it', async () => {
    expect((await run('exit 0')).answer).toBe('exit code 0');
    await expect(run('echo no line free >&2; exit 1')).rejects.toThrow(
      new Later('exit code 1: no line free'),
    );
    await expect(run('exit 65')).rejects.toBeInstanceOf(Refused);
  });

  it('is ended when it takes too long', async () => {
    await expect(run('sleep 60', { timeout: '100ms' })).rejects.toThrow();
  });
});
