import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, lives, makeSpec, openFixture, until } from './testing/fixture.ts';

let fixture: Fixture;
beforeEach(() => {
  fixture = openFixture();
  fixture.supervisor.adopt();
});
afterEach(() => fixture.close());

const state = (worker: string) => fixture.statuses.get(worker)?.state;
const running = (worker: string) =>
  until(`${worker} runs`, () => state(worker) === 'running' && fixture.status(worker));
const events = (type: string) => fixture.events.filter((event) => event.type === type);

describe('a worker', () => {
  it('starts, with default signal handling and marked by its run', async () => {
    fixture.supervisor.apply(
      [makeSpec('a', 'cat /proc/self/status; echo "run $YAGURA_RUN of $YAGURA_WORKER"; exec sleep 1000')],
      'test',
    );
    const { pid } = await running('a');
    const output = await until(
      'its output',
      () => /run [0-9a-f]{12} of a/.test(fixture.output('a')) && fixture.output('a'),
    );
    expect(output).toMatch(/SigIgn:\t0{16}/);
    expect(lives(pid ?? 0)).toBe(true);
    expect(events('worker.started')).toHaveLength(1);
    expect(events('worker.started')[0]?.data).toMatchObject({ pid, restarts: 0 });
  });

  it('is started anew when it is killed, and the reason is known', async () => {
    fixture.supervisor.apply([makeSpec('a', 'exec sleep 1000')], 'test');
    const { pid } = await running('a');
    process.kill(pid ?? 0, 'SIGKILL');
    await until('another process', () => state('a') === 'running' && fixture.status('a').pid !== pid);
    expect(fixture.status('a')).toMatchObject({ restarts: 1, crashes: 1 });
    expect(fixture.status('a').lastExit).toMatchObject({ signal: 'SIGKILL', code: null, reason: 'signal' });
  });

  it('stops for good when an operator says so, helpers in sessions of their own included', async () => {
    fixture.supervisor.apply([makeSpec('a', 'setsid sleep 1001 & echo $!; exec sleep 1000')], 'test');
    const { pid } = await running('a');
    await until('its output', () => fixture.output('a').includes('\n'));
    const helpers = await until('the helper', () => {
      const tree = readTree(pid ?? 0);
      return tree.length > 0 && tree;
    });
    fixture.supervisor.stop('a', 'alice');
    await until('it stopped', () => state('a') === 'stopped');
    expect(fixture.status('a').lastExit).toMatchObject({ reason: 'operator', signal: 'SIGTERM' });
    expect(fixture.status('a').lastExit?.detail).toContain('alice');
    for (const helper of helpers) expect(lives(helper)).toBe(false);
  });
});

function readTree(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
