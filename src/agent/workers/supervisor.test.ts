import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HealthCheckSpec, WorkerSpec } from '../../link/spec.ts';
import type { WorkerSample } from '../../link/status.ts';
import { systemClock } from '../../shared/clock.ts';
import { readStat } from '../proc.ts';
import { createTreeFinder, readAllStats } from '../tree.ts';
import { type Fixture, lives, makeHome, makeSpec, openFixture, until } from './testing/fixture.ts';

let fixture: Fixture;
beforeEach(() => {
  fixture = openFixture();
  fixture.supervisor.adopt();
});
afterEach(() => fixture.close());

const state = (worker: string) => fixture.statuses.get(worker)?.state;
const apply = (...specs: WorkerSpec[]) => fixture.supervisor.apply(specs, 'test');
const isIn = (worker: string, wanted: string) =>
  until(
    `${worker} is ${wanted} (${state(worker)})`,
    () => state(worker) === wanted && fixture.status(worker),
  );
const running = async (worker: string) => (await isIn(worker, 'running')).pid as number;
const restarted = (worker: string, before: number) =>
  until(
    `${worker} runs anew`,
    () => state(worker) === 'running' && fixture.status(worker).pid !== before && fixture.status(worker),
  );
const events = (type: string, worker?: string) =>
  fixture.events.filter((event) => event.type === type && (worker === undefined || event.worker === worker));
const restart = makeSpec('', '').restart;
const printed = (worker: string, pattern: RegExp) =>
  until(`${worker} prints ${pattern}`, () => pattern.exec(fixture.output(worker)));
const sleeper = (name: string, rest: Partial<WorkerSpec> = {}) => makeSpec(name, 'exec sleep 1000', rest);
/** Prints the pids of a helper in the group, one in a session of its own, and one that double-forked and hid its parent. */
const withHelpers = 'sleep 1001 & setsid sleep 1002 & (setsid sleep 1003 & ) ; echo up; exec sleep 1000';

async function helpersOf(worker: string, count: number): Promise<number[]> {
  const finder = createTreeFinder();
  return until(`${worker} has its helpers`, () => {
    const root = fixture.supervisor.root(worker);
    const tree = root ? finder.find([root]).get(worker) : null;
    const sleeping = tree?.filter((stat) => stat.comm === 'sleep').map((stat) => stat.pid) ?? [];
    return sleeping.length === count && sleeping;
  });
}

describe('many at once', () => {
  it('are restarted and stopped, and those that cannot be are named', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `w-${index}`);
    const external = makeSpec('outside', [], { kind: 'external' });
    apply(...names.map((name) => sleeper(name)), external);
    const pids = new Map<string, number>();
    for (const name of names) pids.set(name, await running(name));
    const asked = [...names, 'outside', 'nobody'];
    expect(fixture.supervisor.actOnMany('restart', asked, 'token:ann')).toEqual([
      { worker: 'outside', code: 'not_startable', message: expect.stringContaining('external') },
      { worker: 'nobody', code: 'worker_not_found', message: expect.any(String) },
    ]);
    for (const name of names) await restarted(name, pids.get(name) ?? 0);
    expect(events('worker.stopping').map(({ data }) => data['reason'])).toEqual(names.map(() => 'operator'));
    expect(fixture.supervisor.actOnMany('stop', names, 'token:ann')).toEqual([]);
    for (const name of names) await isIn(name, 'stopped');
  });

  describe('one at a time', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    let pids: number[];
    beforeEach(async () => {
      await fixture.close();
      let readings = 0;
      // So much time passes between two looks at this clock that each turn is used up by one worker.
      const slow = { ...systemClock, monotonic: () => systemClock.monotonic() + 20 * readings++ };
      fixture = openFixture(makeHome(), slow);
      fixture.supervisor.adopt();
      apply(...names.map((name) => sleeper(name)));
      pids = [];
      for (const name of names) pids.push(await running(name));
    });
    const stopAll = () => fixture.supervisor.actOnMany('stop', names, 'token:ann');

    it('do what was asked of each last', async () => {
      stopAll();
      fixture.supervisor.start('e', 'token:bob');
      fixture.supervisor.actOnMany('restart', ['c', 'd'], 'token:bob');
      for (const name of ['a', 'b']) await isIn(name, 'stopped');
      for (const name of ['c', 'd']) await restarted(name, pids[names.indexOf(name)] ?? 0);
      expect(fixture.status('e')).toMatchObject({ state: 'running', pid: pids[4] });
    });

    it('stay stopped when all are shut down meanwhile, and what is asked then is refused', async () => {
      fixture.supervisor.actOnMany('restart', names, 'token:ann');
      const ended = fixture.supervisor.shutDown({ keepWorkers: false, by: 'test', hurry: true });
      expect(stopAll()).toEqual(
        names.map((worker) => ({
          worker,
          code: 'conflict',
          message: expect.stringContaining('shutting down'),
        })),
      );
      expect(() => fixture.supervisor.start('a', 'token:ann')).toThrow('shutting down');
      await ended;
      expect(names.map(state)).toEqual(names.map(() => 'stopped'));
      expect(events('worker.started')).toHaveLength(names.length);
    });

    it('go on when the agent leaves them running meanwhile', async () => {
      stopAll();
      await isIn('a', 'stopping');
      await fixture.supervisor.shutDown({ keepWorkers: true, by: 'test' });
      const asked = events('worker.stopping').length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(events('worker.stopping')).toHaveLength(asked);
      expect(asked).toBeLessThan(names.length);
    });

    it('leave one out that is not Yagura’s to start any more', async () => {
      apply(...names.map((name) => sleeper(name)), sleeper('f', { autostart: false }));
      fixture.supervisor.actOnMany('stop', [...names, 'f'], 'token:ann');
      apply(...names.map((name) => sleeper(name)), makeSpec('f', [], { kind: 'external' }));
      for (const name of names) await isIn(name, 'stopped');
      expect(fixture.status('f')).toMatchObject({ kind: 'external', state: 'running' });
    });
  });
});

describe('starting', () => {
  it('gives a worker default signals, its marker, its environment and a closed standard input', async () => {
    const script =
      'grep SigIgn /proc/self/status; echo "$YAGURA_RUN|$YAGURA_WORKER|$A|$PWD"; readlink /proc/self/fd/0; for fd in /proc/$$/fd/*; do readlink $fd; done; echo end; exec sleep 1000';
    apply(makeSpec('a', script, { env: { A: '1 2' }, cwd: fixture.home.root }));
    const pid = await running('a');
    const [text] = await printed('a', /[^]*\nend\n$/);
    expect(text).toContain('SigIgn:\t0000000000000000');
    expect(text).toContain(`|a|1 2|${fixture.home.root}\n/dev/null\n`);
    expect(text).not.toMatch(/socket:|slot/); // nothing of its shim is left open
    expect(readStat(pid)?.session).toBe(pid);
    expect(events('worker.started')[0]?.data).toMatchObject({ pid, restarts: 0 });
  });

  it('runs a command with its arguments as they are', async () => {
    apply(makeSpec('a', ['printf', '%s\\n', 'a b', '$HOME', '*', '']));
    await printed('a', /^a b\n\$HOME\n\*\n\n/);
  });

  const impossible: [string, Partial<WorkerSpec>, RegExp][] = [
    [
      'a command that is nowhere',
      { command: ['no-such-program'] },
      /no-such-program is in no folder of PATH/,
    ],
    ['a file that is not there', { command: ['./missing'] }, /there is no file .*missing/],
    ['a file that is not executable', { command: ['/etc/passwd'] }, /\/etc\/passwd is not executable/],
    ['an empty command', { command: [''] }, /empty/],
    ['a command with an equals sign', { command: ['a=b'] }, /equals sign/],
    ['an argument with a NUL', { command: ['echo', 'a\0b'] }, /NUL/],
    ['a folder that is not there', { cwd: '/no/such/folder' }, /there is no folder \/no\/such\/folder/],
    ['a folder that is a file', { cwd: '/etc/passwd' }, /not a folder/],
    ['a user that is not there', { user: 'nobody-here' }, /there is no user nobody-here|only root can run/],
  ];
  it.each(impossible)('says what is wrong with %s, and goes on trying', async (_name, rest, expected) => {
    apply(sleeper('a', rest));
    const status = await isIn('a', 'backoff');
    expect(status.lastExit).toMatchObject({ reason: 'start-failed', code: null });
    expect(status.lastExit?.detail).toMatch(expected);
    expect(status.reason).toBe(status.lastExit?.detail);
    expect(status.nextStartAt).not.toBeNull();
  });

  it('begins as soon as the command is there', async () => {
    const program = join(fixture.home.root, 'late');
    apply(sleeper('a', { command: [program] }));
    await isIn('a', 'backoff');
    writeFileSync(program, '#!/bin/sh\nexec sleep 1000\n');
    chmodSync(program, 0o755);
    await running('a');
  });

  it('notices a folder that vanished between two runs', async () => {
    const cwd = join(fixture.home.root, 'folder');
    mkdirSync(cwd);
    apply(sleeper('a', { cwd }));
    const pid = await running('a');
    rmSync(cwd, { recursive: true });
    process.kill(pid, 'SIGKILL');
    expect((await isIn('a', 'backoff')).reason).toContain('there is no folder');
    mkdirSync(cwd);
    await running('a');
  });

  it('runs as another user, with that user’s home, where it may', async () => {
    apply(makeSpec('a', 'id -un; echo "$HOME $USER"; exec sleep 1000', { user: 'nobody', cwd: '/' }));
    if (userInfo().uid === 0) expect((await printed('a', /^nobody\n(.*)\n/))[1]).toContain('nobody');
    else expect((await isIn('a', 'backoff')).reason).toContain('only root');
  });

  it('is left to others for a worker that does not start by itself', async () => {
    apply(sleeper('a', { autostart: false }));
    expect(state('a')).toBe('stopped');
    fixture.supervisor.start('a', 'alice');
    await running('a');
    expect(events('worker.started')[0]?.data).toMatchObject({ by: 'alice' });
    expect(() => fixture.supervisor.start('nobody', 'alice')).toThrow(
      expect.objectContaining({ code: 'worker_not_found' }),
    );
  });
});

describe('a worker that ends', () => {
  it('is started anew at once, and the reason is known', async () => {
    apply(sleeper('a'));
    const pid = await running('a');
    process.kill(pid, 'SIGKILL');
    const status = await restarted('a', pid);
    expect(status).toMatchObject({ restarts: 1, crashes: 1, crashLoop: false });
    expect(status.lastExit).toMatchObject({ signal: 'SIGKILL', code: null, reason: 'signal' });
    expect(events('worker.backoff')).toEqual([]);
  });

  const ends: [string, Record<string, unknown>][] = [
    ['exit 0', { code: 0, signal: null, reason: 'exit' }],
    ['exit 3', { code: 3, signal: null, reason: 'exit' }],
    ['exit 137', { code: 137, signal: null, reason: 'exit' }],
    ['exit 255', { code: 255, signal: null, reason: 'exit' }],
    ['kill -SEGV $$', { code: null, signal: 'SIGSEGV', reason: 'signal' }],
    ['kill -INT $$', { code: null, signal: 'SIGINT', reason: 'signal' }],
    ['kill -QUIT $$', { code: null, signal: 'SIGQUIT', reason: 'signal' }],
    ['kill -PIPE $$', { code: null, signal: 'SIGPIPE', reason: 'signal' }],
    ['kill -KILL $$', { code: null, signal: 'SIGKILL', reason: 'signal' }],
  ];
  it.each(ends)('by `%s` is told apart from all others', async (command, expected) => {
    apply(makeSpec('a', `ulimit -c 0; ${command}`, { restart: { ...restart, policy: 'never' } }));
    await until('its exit', () => events('worker.exited').length === 1);
    expect(events('worker.exited')[0]?.data).toMatchObject(expected);
    await until('it is down', () => state('a') === 'failed' || state('a') === 'stopped');
  });

  it('again and again is slowed down and flagged once', async () => {
    apply(makeSpec('a', 'exit 1', { restart: { ...restart, initialMs: 1, maxMs: 4 } }));
    await until(
      'a crash loop',
      () => events('worker.crash-loop').length > 0 && fixture.status('a').crashes > 8,
    );
    expect(events('worker.crash-loop')).toHaveLength(1);
    expect(fixture.status('a').crashLoop).toBe(true);
    expect(events('worker.backoff')[0]?.data).toMatchObject({ delayMs: 1, crashes: 2 });
  });

  it('has recovered, and is forgiven its crashes, when it then runs well', async () => {
    apply(sleeper('a', { restart: { ...restart, resetAfterMs: 100 } }));
    process.kill(await running('a'), 'SIGKILL');
    await until('it recovered', () => events('worker.recovered').length === 1);
    expect(events('worker.recovered')[0]?.data['afterMs']).toBeGreaterThanOrEqual(100);
    expect(fixture.status('a')).toMatchObject({ crashes: 0, restarts: 1 });
  });

  it('takes its helpers with it before the next run begins', async () => {
    apply(makeSpec('a', withHelpers));
    const pid = await running('a');
    const helpers = (await helpersOf('a', 4)).filter((each) => each !== pid);
    process.kill(pid, 'SIGKILL');
    await until(
      'it runs anew or is about to',
      () => events('worker.exited').length === 1 && fixture.status('a').restarts === 1,
    );
    for (const helper of helpers) expect(lives(helper)).toBe(false);
    expect(events('worker.leftovers')[0]?.data).toEqual({ killed: 3 });
  });

  it('is still known by its shim’s death that nobody saw how', async () => {
    apply(sleeper('a'));
    const pid = await running('a');
    const shim = fixture.supervisor.root('a')?.shimPid ?? 0;
    process.kill(shim, 'SIGKILL');
    await until('the shim is dead', () => !lives(shim));
    expect(lives(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    const status = await restarted('a', pid);
    expect(status.lastExit).toMatchObject({ code: null, signal: null, reason: 'unknown' });
    expect(status.lastExit?.detail).toContain('shim was killed');
    expect(events('worker.lost')).toMatchObject([{ data: { pid } }]);
  });

  it('together with its shim is started anew', async () => {
    apply(sleeper('a'));
    const pid = await running('a');
    const shim = fixture.supervisor.root('a')?.shimPid ?? 0;
    process.kill(shim, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await restarted('a', pid);
  });
});

describe('stopping', () => {
  it('ends the whole tree, and says who wanted it', async () => {
    apply(makeSpec('a', withHelpers));
    await running('a');
    const tree = await helpersOf('a', 4);
    fixture.supervisor.stop('a', 'alice');
    const status = await isIn('a', 'stopped');
    expect(status.lastExit).toMatchObject({ reason: 'operator', signal: 'SIGTERM' });
    expect(status.lastExit?.detail).toContain('alice');
    expect(status.pid).toBeNull();
    for (const pid of tree) expect(lives(pid)).toBe(false);
    fixture.supervisor.stop('a', 'alice');
    expect(state('a')).toBe('stopped');
  });

  it('lets a worker end in its own way', async () => {
    apply(
      makeSpec('a', 'trap "echo bye; exit 0" USR1; echo up; while :; do sleep 0.01; done', {
        stop: { signal: 'SIGUSR1', timeoutMs: 10_000 },
      }),
    );
    await printed('a', /up/);
    fixture.supervisor.stop('a', 'alice');
    expect((await isIn('a', 'stopped')).lastExit).toMatchObject({ code: 0, reason: 'operator' });
    await printed('a', /bye/);
  });

  it('kills what ignores the signal, after the time it was given', async () => {
    const deaf = 'trap "" TERM; (trap "" TERM; setsid sleep 1001) & echo up; while :; do sleep 0.01; done';
    apply(makeSpec('a', deaf, { stop: { signal: 'SIGTERM', timeoutMs: 200 } }));
    await printed('a', /up/);
    const [helper] = await helpersOf('a', 1).catch(() => [0]);
    fixture.supervisor.stop('a', 'alice');
    expect((await isIn('a', 'stopped')).lastExit).toMatchObject({ signal: 'SIGKILL', reason: 'operator' });
    expect(lives(helper ?? 0)).toBe(false);
    expect(events('worker.killed')[0]?.data).toEqual({ afterMs: 200 });
  });

  it('ends a worker that was stopped by a signal, in its own way', async () => {
    apply(makeSpec('a', 'trap "exit 5" TERM; echo up; while :; do sleep 0.01; done'));
    const pid = await running('a');
    await printed('a', /up/);
    process.kill(pid, 'SIGSTOP');
    fixture.supervisor.stop('a', 'alice');
    expect((await isIn('a', 'stopped')).lastExit).toMatchObject({ code: 5 });
  });

  it('during backoff is done at once', async () => {
    apply(makeSpec('a', 'exit 1', { restart: { ...restart, initialMs: 30_000 } }));
    // The first restart comes at once; only after the second exit there is a delay to be in.
    await until('it waits', () => events('worker.exited').length === 2 && state('a') === 'backoff');
    fixture.supervisor.stop('a', 'alice');
    expect(state('a')).toBe('stopped');
    fixture.supervisor.start('a', 'alice');
    await until('it tries again', () => events('worker.exited').length >= 3);
  });

  it('and restarting in quick succession ends with one process', async () => {
    apply(sleeper('a'));
    const pid = await running('a');
    for (let n = 0; n < 5; n++) {
      fixture.supervisor.stop('a', 'alice');
      fixture.supervisor.restart('a', 'alice');
    }
    const status = await restarted('a', pid);
    expect(lives(pid)).toBe(false);
    expect(status.restarts).toBe(0); // people's restarts are not the worker's
    expect(await helpersOf('a', 1)).toEqual([status.pid]);
  });
});

describe('a fork storm', () => {
  it('is ended though it forks faster than it is looked at', async () => {
    // Each generation signs, forks the next and leaves at once: in fifteen lines of descent, well below the limit, since a shell that
    // cannot fork ends.
    const signatures = join(fixture.home.root, 'signatures');
    const storm = `hop() { echo >>"${signatures}"; sleep 0.001; hop & exit; }
      i=0; while [ $i -lt 15 ]; do hop & i=$((i + 1)); done; echo up; exec sleep 1000`;
    const signed = () => (existsSync(signatures) ? statSync(signatures).size : 0);
    const limits = { ...makeSpec('', '').limits, pids: 200 };
    apply(makeSpec('a', storm, { env: { TEST: fixture.home.root }, limits }));
    await printed('a', /up/);
    await until('it forks', () => fixture.supervisor.root('a') !== null && signed() > 100);
    fixture.supervisor.stop('a', 'alice');
    await isIn('a', 'stopped');
    let last = { size: -1, at: 0 };
    await until('nobody signs any more', () => {
      // Who was between two lives in every look so far is killed as soon as a scan, as there is one each second, sees them.
      fixture.finder.find(fixture.supervisor.roots());
      if (signed() !== last.size) last = { size: signed(), at: performance.now() };
      return performance.now() - last.at > 1_000;
    });
    expect(countOf('a')).toBe(0);
  });
});

function countOf(worker: string): number {
  return readAllStats().filter(({ pid, state: letter }) => {
    if (letter === 'Z') return false;
    try {
      const environ = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return (
        environ.includes(`YAGURA_WORKER=${worker}\0`) &&
        environ.includes('YAGURA_RUN=') &&
        environ.includes(`TEST=${fixture.home.root}`)
      );
    } catch {
      return false;
    }
  }).length;
}

describe('applying specs', () => {
  it('restarts what needs another process, and leaves the rest alone', async () => {
    apply(sleeper('a'), sleeper('b'), sleeper('c'));
    const [a, b, c] = [await running('a'), await running('b'), await running('c')];
    apply(
      sleeper('a', { env: { NEW: '1' } }),
      sleeper('b', { labels: { team: 'x' }, restart: { ...restart, maxMs: 1 } }),
      sleeper('d'),
    );
    expect((await restarted('a', a)).lastExit).toMatchObject({ reason: 'config' });
    await running('d');
    await until('c has gone', () => events('worker.removed', 'c').length === 1);
    expect(lives(c)).toBe(false);
    expect(fixture.statuses.get('c')?.state).toBe('stopped');
    expect(fixture.status('b').pid).toBe(b);
    expect(
      fixture.supervisor
        .statuses()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a', 'b', 'd']);
    expect(
      fixture.supervisor
        .roots()
        .map(({ worker }) => worker)
        .sort(),
    ).toEqual(['a', 'b', 'd']);
  });

  it('gives a worker that failed a chance, but not one that someone stopped', async () => {
    const never = { ...restart, policy: 'never' as const };
    apply(makeSpec('a', 'exit 1', { restart: never }), sleeper('b'));
    await isIn('a', 'failed');
    await running('b');
    fixture.supervisor.stop('b', 'alice');
    await isIn('b', 'stopped');
    apply(sleeper('a', { restart: never }), sleeper('b', { env: { NEW: '1' } }));
    await running('a');
    expect(state('b')).toBe('stopped');
  });

  it('turns a worker into an external one and back', async () => {
    apply(sleeper('a'));
    const pid = await running('a');
    apply(sleeper('a', { kind: 'external', command: [] }));
    await until('it is external', () => fixture.statuses.get('a')?.kind === 'external');
    expect(lives(pid)).toBe(false);
    apply(sleeper('a'));
    await running('a');
  });
});

describe('dependencies', () => {
  const on = (worker: string, rest: Partial<WorkerSpec['dependsOn'][number]> = {}) => ({
    dependsOn: [{ worker, until: 'started' as const, onFailure: 'ignore' as const, ...rest }],
  });

  it('are started first and stopped last', async () => {
    apply(sleeper('web', on('api')), sleeper('api', on('db')), sleeper('db'));
    await running('web');
    expect(events('worker.started').map(({ worker }) => worker)).toEqual(['db', 'api', 'web']);
    expect(events('worker.waiting', 'web')[0]?.data).toEqual({ for: 'api (started)' });
    await fixture.supervisor.shutDown({ keepWorkers: false, by: 'alice' });
    expect(events('worker.stopped').map(({ worker }) => worker)).toEqual(['web', 'api', 'db']);
    await fixture.supervisor.shutDown({ keepWorkers: false, by: 'alice' });
  });

  it('hold a worker back until they are healthy', async () => {
    const flag = join(fixture.home.root, 'well');
    apply(
      sleeper('broker', { health: [execCheck(['test', '-e', flag])] }),
      sleeper('a', on('broker', { until: 'healthy' })),
    );
    await running('broker');
    expect(fixture.status('a')).toMatchObject({ state: 'starting', reason: 'waits for broker (healthy)' });
    writeFileSync(flag, '');
    await running('a');
  });

  it('that fail take those with them that asked for it', async () => {
    apply(
      sleeper('broker'),
      sleeper('a', on('broker', { onFailure: 'restart' })),
      sleeper('b', on('broker', { onFailure: 'stop' })),
      sleeper('c', on('broker')),
    );
    const [broker, a, c] = [await running('broker'), await running('a'), await running('c')];
    await running('b');
    process.kill(broker, 'SIGKILL');
    expect((await restarted('a', a)).lastExit).toMatchObject({ reason: 'dependency' });
    expect((await isIn('b', 'stopped')).lastExit?.detail).toContain('broker failed');
    await restarted('broker', broker);
    expect(fixture.status('c').pid).toBe(c);
  });
});

function execCheck(command: string[], rest: Partial<HealthCheckSpec> = {}): HealthCheckSpec {
  const base = {
    type: 'exec',
    name: 'exec',
    command,
    everyMs: 50,
    timeoutMs: 5_000,
    failures: 1,
    successes: 1,
    startPeriodMs: 0,
  };
  return { ...base, ...rest } as HealthCheckSpec;
}

describe('healing', () => {
  it('tells when a worker never got ready since its start', async () => {
    apply(sleeper('a', { health: [execCheck(['false'])] }));
    await until('it is told', () => events('worker.unhealthy').length > 0);
    expect(events('worker.unhealthy')[0]?.data).toMatchObject({ check: 'exec', starting: true });
  });

  it('starts a worker anew whose check fails, and tells when it is well again', async () => {
    const flag = join(fixture.home.root, 'ill');
    apply(sleeper('a', { health: [execCheck(['sh', '-c', `! test -e ${flag}`])] }));
    const pid = await running('a');
    await until('it is healthy', () => fixture.status('a').health === 'healthy');
    writeFileSync(flag, '');
    await until('it is ended', () => events('worker.exited').length > 0);
    expect(events('worker.unhealthy')[0]?.data).toEqual({ check: 'exec', reason: expect.any(String) });
    expect(events('worker.exited')[0]?.data).toMatchObject({ reason: 'health', pid });
    rmSync(flag);
    await until('it recovered', () => events('worker.recovered').length > 0);
    await until(
      'it is healthy',
      () => fixture.status('a').health === 'healthy' && fixture.status('a').pid !== pid,
    );
    expect(fixture.status('a').restarts).toBeGreaterThanOrEqual(1);
  });

  it('kills a worker that stays frozen, at once and not by a signal that it cannot take', async () => {
    apply(sleeper('a', { stop: { signal: 'SIGTERM', timeoutMs: 60_000 } }));
    const pid = await running('a');
    process.kill(pid, 'SIGSTOP');
    const look = setInterval(() => {
      const letter = readStat(pid)?.state ?? 'Z';
      fixture.supervisor.observe(
        new Map([['a', { state: letter, cpuRatio: 0, processes: 1, ioBytesPerSecond: 0 }]]),
        [],
      );
    }, 100);
    try {
      await isIn('a', 'unhealthy');
      const status = await restarted('a', pid);
      expect(status.lastExit).toMatchObject({ reason: 'health', signal: 'SIGKILL' });
    } finally {
      clearInterval(look);
    }
  });

  it('passes on what workers report', async () => {
    const within = {
      everyMs: 50,
      timeoutMs: 1_000,
      failures: 1,
      successes: 1,
      startPeriodMs: 0,
      withinMs: 60_000,
    };
    apply(
      sleeper('a', {
        health: [
          { type: 'heartbeat', name: 'beat', ...within },
          { type: 'progress', name: 'sent', ...within, source: { from: 'counter', counter: 'sent' } },
        ],
      }),
    );
    await running('a');
    fixture.supervisor.heartbeat('a', 'success', null, null);
    fixture.supervisor.progress('a', 'sent', 1, true);
    fixture.supervisor.forgive('suspended');
    fixture.supervisor.heartbeat('a', 'fail', null, 'the queue is gone');
    await until('it is told', () => events('worker.unhealthy').length > 0);
    expect(events('worker.unhealthy')[0]?.data).toMatchObject({ check: 'beat' });
  });

  it('keeps the memory limit by the samples where the kernel does not', async () => {
    const supervised = makeSpec('a', 'exec sleep 1000', {
      limits: { memoryBytes: 1_000_000, cpuCores: null, pids: null },
    });
    apply(supervised);
    const pid = await running('a');
    if (fixture.supervisor.abilities()['limits.memory'] === true)
      return expect(fixture.supervisor.root('a')?.cgroup).toContain('/a/cgroup.procs');
    const sample = { name: 'a', rssBytes: 2_000_000 } as WorkerSample;
    fixture.supervisor.observe(new Map(), [sample]);
    expect(fixture.status('a').pid).toBe(pid);
    fixture.supervisor.observe(new Map(), [sample]);
    expect((await restarted('a', pid)).lastExit).toMatchObject({ reason: 'limit' });
  });
});

describe('limits', () => {
  it('of memory end a worker that takes too much, and the reason is want of memory', async () => {
    if (fixture.supervisor.abilities()['limits.memory'] !== true) return;
    const leak = 'const held = []; setInterval(() => held.push(Buffer.alloc(8e6, 1)), 5)';
    apply(
      makeSpec('a', [process.execPath, '-e', leak], {
        limits: { memoryBytes: 120_000_000, cpuCores: null, pids: null },
      }),
    );
    await until('it is killed', () => events('worker.exited').length > 0, 30_000);
    expect(events('worker.exited')[0]?.data).toMatchObject({ reason: 'oom' });
  });

  it('can be changed and lifted while it runs', async () => {
    if (fixture.supervisor.abilities()['limits.pids'] !== true) return;
    const limits = (pids: number | null) => ({ memoryBytes: null, cpuCores: null, pids });
    const loop = 'while :; do sleep 0.01 && echo ok || echo no; done 2>/dev/null';
    apply(makeSpec('a', loop, { limits: limits(null) }));
    const pid = await running('a');
    await printed('a', /ok/);
    apply(makeSpec('a', loop, { limits: limits(1) }));
    await printed('a', /no|ok\n$/);
    expect(fixture.supervisor.root('a')?.cgroup).toContain('/a/cgroup.procs');
    apply(makeSpec('a', loop, { limits: limits(null) }));
    expect(readFileSync(join(fixture.supervisor.root('a')?.cgroup ?? '', '..', 'pids.max'), 'utf8')).toBe(
      'max\n',
    );
    expect(fixture.status('a').pid).toBe(pid);
  });
});

describe('a periodic job', () => {
  const everySecond = { cron: '* * * * * *', timezone: null };

  it('runs at its times and rests in between', async () => {
    apply(makeSpec('a', 'echo ran', { schedule: everySecond }));
    expect(state('a')).toBe('stopped');
    await until('its next time is known', () => fixture.status('a').nextStartAt !== null);
    await printed('a', /ran\nran\n/);
    expect(events('worker.completed').length).toBeGreaterThanOrEqual(1);
    expect(fixture.status('a').restarts).toBe(0);
  });

  it('is not run twice at a time', async () => {
    apply(sleeper('a', { schedule: everySecond }));
    await running('a');
    await until('a time was skipped', () => events('worker.skipped').length > 0);
    expect(events('worker.started')).toHaveLength(1);
  });

  it('has failed until its next time, and does not run while someone has stopped it', async () => {
    apply(makeSpec('a', 'exit 4', { schedule: everySecond }));
    await isIn('a', 'failed');
    expect(events('worker.failed')[0]?.data).toMatchObject({ detail: 'exit code 4' });
    fixture.supervisor.stop('a', 'alice');
    expect(fixture.status('a')).toMatchObject({ state: 'stopped', nextStartAt: null });
  });

  it('says so when its times make no sense', async () => {
    apply(sleeper('a', { schedule: { cron: 'never ever', timezone: null } }));
    await until('it is told', () => events('worker.schedule-failed').length === 1);
  });
});

describe('an external worker', () => {
  it('is last told as stopped when it is no longer configured', () => {
    apply(external(60_000));
    expect(fixture.statuses.get('agent-7')?.state).toBe('unknown');
    apply();
    expect(fixture.statuses.get('agent-7')?.state).toBe('stopped');
    expect(fixture.supervisor.statuses()).toEqual([]);
  });

  const beat = (withinMs: number): HealthCheckSpec => ({
    type: 'heartbeat',
    name: 'heartbeat',
    everyMs: 50,
    timeoutMs: 1_000,
    failures: 1,
    successes: 1,
    startPeriodMs: 0,
    withinMs,
  });
  const external = (withinMs: number) =>
    makeSpec('agent-7', [], { kind: 'external', health: [beat(withinMs)] });

  it('is unknown until it reports, and lost when it stops doing so', async () => {
    apply(external(300));
    expect(state('agent-7')).toBe('unknown');
    fixture.supervisor.heartbeat('agent-7', 'success', null, null);
    await isIn('agent-7', 'running');
    await isIn('agent-7', 'lost');
    expect(events('worker.lost', 'agent-7')).toHaveLength(1);
    fixture.supervisor.heartbeat('agent-7', 'success', null, null);
    await until('it recovered', () => events('worker.recovered').length === 1);
  });

  it('is unhealthy when it says so itself', async () => {
    apply(external(60_000));
    fixture.supervisor.heartbeat('agent-7', 'success', null, null);
    fixture.supervisor.heartbeat('agent-7', 'exit', 2, null);
    await isIn('agent-7', 'unhealthy');
    apply(external(50_000));
    await isIn('agent-7', 'unknown');
    fixture.supervisor.progress('agent-7', 'x', 1, false);
    fixture.supervisor.forgive('hub-away');
    fixture.supervisor.observe(new Map(), []);
    expect(fixture.supervisor.root('agent-7')).toBeNull();
  });

  it('is not Yagura’s to start or stop', () => {
    apply(external(60_000));
    for (const act of ['start', 'stop', 'restart'] as const) {
      expect(() => fixture.supervisor[act]('agent-7', 'alice')).toThrow(
        expect.objectContaining({ code: 'not_startable' }),
      );
    }
  });
});

describe('trouble', () => {
  it('is told while a worker’s state cannot be written, and the worker runs all the same', async () => {
    mkdirSync(join(fixture.home.runs, 'a', 'memory.json.new'), { recursive: true });
    apply(sleeper('a'));
    await running('a');
    expect(fixture.supervisor.trouble()).toEqual([
      { code: 'state_unwritten', detail: expect.stringContaining('a could not be written') },
    ]);
    rmSync(join(fixture.home.runs, 'a', 'memory.json.new'), { recursive: true });
    fixture.supervisor.stop('a', 'alice');
    await isIn('a', 'stopped');
    expect(fixture.supervisor.trouble()).toEqual([]);
  });
});

describe('another supervisor on the same home', () => {
  /** As after an upgrade: the one leaves, the next takes over. */
  async function handOver(...specs: WorkerSpec[]): Promise<void> {
    await fixture.supervisor.shutDown({ keepWorkers: true, by: 'alice' });
    fixture.logs.close();
    fixture = openFixture(fixture.home);
    fixture.supervisor.adopt();
    apply(...specs);
  }

  it('adopts a worker, and is as good at it as the first', async () => {
    apply(makeSpec('a', withHelpers));
    const pid = await running('a');
    await helpersOf('a', 4);
    await handOver(makeSpec('a', withHelpers));
    expect(await running('a')).toBe(pid);
    expect(events('worker.adopted')[0]?.data).toMatchObject({ pid });
    const helpers = await helpersOf('a', 4);
    process.kill(pid, 'SIGTERM');
    expect((await restarted('a', pid)).lastExit).toMatchObject({ signal: 'SIGTERM', reason: 'signal' });
    for (const helper of helpers) expect(lives(helper)).toBe(false);
  });

  it('applies what changed in between', async () => {
    apply(sleeper('a'), sleeper('b'));
    const [a, b] = [await running('a'), await running('b')];
    await handOver(sleeper('a', { env: { NEW: '1' } }));
    expect((await restarted('a', a)).lastExit).toMatchObject({ reason: 'config' });
    await until('b has gone', () => !lives(b));
  });

  it('learns how a worker ended, and leaves alone what was stopped, done or failed', async () => {
    const once = { ...restart, policy: 'on-failure' as const, maxRestarts: 0 };
    const specs = [
      sleeper('a'),
      sleeper('b'),
      makeSpec('done', 'exit 0', { restart: once }),
      makeSpec('failed', 'exit 9', { restart: once }),
    ];
    apply(...specs);
    const [a] = [await running('a'), await running('b')];
    await isIn('done', 'stopped');
    await isIn('failed', 'failed');
    fixture.supervisor.stop('b', 'alice');
    await isIn('b', 'stopped');
    await fixture.supervisor.shutDown({ keepWorkers: true, by: 'alice' });
    process.kill(a, 'SIGKILL');
    await until('its shim has told', () =>
      /^end/m.test(readFileSync(join(fixture.home.runs, 'a', 'slot'), 'utf8')),
    );
    await handOver(...specs);
    await restarted('a', a);
    expect(events('worker.exited', 'a')[0]?.data).toMatchObject({
      signal: 'SIGKILL',
      whileAway: true,
      ranMs: null,
    });
    expect(state('b')).toBe('stopped');
    expect(state('done')).toBe('stopped');
    expect(state('failed')).toBe('failed');
    expect(events('worker.started').map(({ worker }) => worker)).toEqual(['a']);
  });

  it('tells that an external worker is lost, or well again, only when that is new', async () => {
    const spec = makeSpec('out', [], {
      kind: 'external',
      health: [
        {
          type: 'heartbeat',
          name: 'heartbeat',
          everyMs: 50,
          timeoutMs: 1_000,
          failures: 1,
          successes: 1,
          startPeriodMs: 0,
          withinMs: 300,
        },
      ],
    });
    const beat = () => fixture.supervisor.heartbeat('out', 'success', null, null);
    const told = () => fixture.events.filter(({ worker }) => worker === 'out').map(({ type }) => type);
    apply(spec);
    beat();
    await isIn('out', 'lost');
    expect(told()).toEqual(['worker.lost']);
    await handOver(spec);
    await isIn('out', 'lost');
    expect(told()).toEqual([]);
    await handOver(spec);
    beat();
    await isIn('out', 'running');
    await isIn('out', 'lost');
    expect(told()).toEqual(['worker.recovered', 'worker.lost']);
    await handOver(); // what is forgotten is told anew
    expect(told()).toEqual(['worker.removed']);
    apply(spec);
    beat();
    await isIn('out', 'lost');
    expect(told()).toEqual(['worker.removed', 'worker.lost']);
  });

  it('goes on with a backoff', async () => {
    const spec = makeSpec('a', 'exit 1', { restart: { ...restart, initialMs: 60_000, maxMs: 60_000 } });
    apply(spec);
    const { nextStartAt } = await isIn('a', 'backoff');
    await handOver(spec);
    const status = await isIn('a', 'backoff');
    expect(status).toMatchObject({ crashes: 2 });
    expect(Math.abs(Date.parse(status.nextStartAt ?? '') - Date.parse(nextStartAt ?? ''))).toBeLessThan(
      1_000,
    );
  });

  it('starts everything afresh after a shutdown and after the machine was started anew, but not what someone stopped', async () => {
    apply(sleeper('a'), sleeper('b'));
    const [a] = [await running('a'), await running('b')];
    fixture.supervisor.stop('b', 'alice');
    await isIn('b', 'stopped');
    await fixture.supervisor.shutDown({ keepWorkers: false, by: 'alice' });
    expect(lives(a)).toBe(false);
    await handOver(sleeper('a'), sleeper('b'));
    const again = await running('a');
    expect(state('b')).toBe('stopped');

    await fixture.supervisor.shutDown({ keepWorkers: true, by: 'alice' });
    process.kill(again, 'SIGKILL');
    for (const name of ['a', 'b']) {
      const file = join(fixture.home.runs, name, 'memory.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), bootId: 'another' }));
    }
    await handOver(sleeper('a'), sleeper('b'));
    await restarted('a', again);
    expect(events('worker.exited')).toEqual([]); // that boot's pids mean nothing
    expect(state('b')).toBe('stopped');
  });

  it('starts nothing before it was told what is wanted', async () => {
    apply(sleeper('a'));
    const pid = await running('a');
    await fixture.supervisor.shutDown({ keepWorkers: true, by: 'alice' });
    process.kill(pid, 'SIGKILL');
    await until('its shim has told', () =>
      /^end/m.test(readFileSync(join(fixture.home.runs, 'a', 'slot'), 'utf8')),
    );
    fixture.logs.close();
    fixture = openFixture(fixture.home);
    fixture.supervisor.adopt();
    expect(await isIn('a', 'starting')).toMatchObject({ reason: 'waits for its spec (from the hub)' });
    apply(sleeper('a'));
    await running('a');
  });
});
