import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkerSpec } from '../../link/spec.ts';
import type { WorkerStatus } from '../../link/status.ts';
import type { Home } from '../../shared/home.ts';
import { readRunMarker } from '../proc.ts';
import { readAllStats } from '../tree.ts';
import { parseSlot } from './slot.ts';
import { killMarked, lives, makeHome, makeSpec, type SeenEvent, until } from './testing/fixture.ts';

interface Agent {
  process: ChildProcess;
  events: SeenEvent[];
  status(worker: string): WorkerStatus | undefined;
  die(): Promise<void>;
}

const program = fileURLToPath(new URL('testing/agent-process.ts', import.meta.url));
let home: Home;
let agents: Agent[] = [];

beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  for (const agent of agents) await agent.die();
  agents = [];
  killMarked(home);
  rmSync(home.root, { recursive: true, force: true });
});

function startAgent(specs: WorkerSpec[], told: string[] = []): Agent {
  const specFile = join(home.root, 'specs.json');
  writeFileSync(specFile, JSON.stringify(specs));
  const child = spawn(process.execPath, ['--import', 'tsx', program, home.root, specFile, ...told], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: SeenEvent[] = [];
  const statuses = new Map<string, WorkerStatus>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event: SeenEvent = JSON.parse(line);
    if (event.type === 'status') statuses.set(event.worker ?? '', event.data as unknown as WorkerStatus);
    else events.push(event);
  });
  const agent: Agent = {
    process: child,
    events,
    status: (worker) => statuses.get(worker),
    async die() {
      child.kill('SIGKILL');
      await until('the agent is dead', () => child.exitCode !== null || child.signalCode !== null);
    },
  };
  agents.push(agent);
  return agent;
}

const runs = (agent: Agent, worker: string) =>
  until(
    `${worker} runs`,
    () => agent.status(worker)?.state === 'running' && agent.status(worker)?.pid,
    30_000,
  );

/** Processes that were started as this worker and are still there. */
function processesOf(worker: string): number[] {
  return readAllStats()
    .filter((stat) => stat.state !== 'Z' && readRunMarker(stat.pid) !== null)
    .map((stat) => stat.pid)
    .filter((pid) => {
      try {
        const environ = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        return environ.includes(`YAGURA_WORKER=${worker}`) && environ.includes(`TEST_HOME=${home.root}`);
      } catch {
        return false;
      }
    });
}

const exitOf = (agent: Agent, worker: string) =>
  until(`the exit of ${worker} is told`, () =>
    agent.events.find((event) => event.type === 'worker.exited' && event.worker === worker),
  );
const spec = (name: string, command: string, rest: Partial<WorkerSpec> = {}) =>
  makeSpec(name, command, { env: { TEST_HOME: home.root }, ...rest });
const sleeper = (name: string, rest: Partial<WorkerSpec> = {}) => spec(name, 'exec sleep 1000', rest);

describe('an agent that comes after one that was killed', () => {
  it('adopts what runs and learns how the rest ended', async () => {
    const exitsWhenTold = `while [ ! -e ${home.root}/go ]; do sleep 0.02; done; exit 3`;
    const specs = [sleeper('killed'), sleeper('terminated'), spec('exited', exitsWhenTold), sleeper('well')];
    const first = startAgent(specs);
    const [killed, terminated, , well] = await Promise.all(specs.map(({ name }) => runs(first, name)));
    await first.die();
    process.kill(killed as number, 'SIGKILL');
    process.kill(terminated as number, 'SIGTERM');
    writeFileSync(join(home.root, 'go'), '');
    await until(
      'three have ended',
      () =>
        processesOf('killed').length + processesOf('terminated').length + processesOf('exited').length === 0,
    );
    rmSync(join(home.root, 'go'));

    const second = startAgent(specs);
    await Promise.all(specs.map(({ name }) => runs(second, name)));
    expect(second.status('well')?.pid).toBe(well);
    expect(second.events).toContainEqual(expect.objectContaining({ type: 'worker.adopted', worker: 'well' }));
    expect((await exitOf(second, 'killed')).data).toMatchObject({
      signal: 'SIGKILL',
      reason: 'signal',
      whileAway: true,
      pid: killed,
    });
    expect((await exitOf(second, 'terminated')).data).toMatchObject({ signal: 'SIGTERM', whileAway: true });
    expect((await exitOf(second, 'exited')).data).toMatchObject({ code: 3, reason: 'exit', whileAway: true });
    for (const { name } of specs) expect(processesOf(name).length, name).toBeGreaterThanOrEqual(1);
    expect(processesOf('well')).toEqual([well]);
    expect(processesOf('killed')).toHaveLength(1);
  });

  it('learns the exit code of a worker that it adopted, and starts it anew', async () => {
    const first = startAgent([spec('a', `trap 'exit 7' USR1; while :; do sleep 0.02; done`)]);
    await runs(first, 'a');
    await first.die();
    const second = startAgent([spec('a', `trap 'exit 7' USR1; while :; do sleep 0.02; done`)]);
    const pid = await runs(second, 'a');
    process.kill(pid, 'SIGUSR1');
    expect((await exitOf(second, 'a')).data).toMatchObject({ code: 7, reason: 'exit', pid });
    await until(
      'a new process',
      () => second.status('a')?.pid !== pid && second.status('a')?.state === 'running',
    );
    expect(processesOf('a').filter((each) => each === pid)).toEqual([]);
  });

  it('leaves stopped what an operator stopped, and stops what is no longer asked for', async () => {
    const first = startAgent([sleeper('kept'), sleeper('dropped')]);
    const kept = await runs(first, 'kept');
    const dropped = await runs(first, 'dropped');
    await first.die();
    const second = startAgent([sleeper('kept')]);
    expect(await runs(second, 'kept')).toBe(kept);
    await until('the other ended', () => !lives(dropped));
    await until('its removal is told', () => second.events.some((event) => event.type === 'worker.removed'));
  });

  it('clears away what a run left behind, though its exit was told before', async () => {
    const specs = [spec('a', 'setsid sleep 1000 & exec sleep 1000')];
    const first = startAgent(specs);
    const pid = await runs(first, 'a');
    await until('its helper runs', () => processesOf('a').length === 2);
    await first.die();
    const helper = processesOf('a').find((each) => each !== pid) ?? 0;
    process.kill(pid, 'SIGKILL');
    await until('it ended', () => !lives(pid));
    // As the agent leaves it that dies right after it has told the exit.
    const file = join(home.runs, 'a', 'memory.json');
    const memory = JSON.parse(readFileSync(file, 'utf8')) as { life: object };
    const settledRun = parseSlot(readFileSync(join(home.runs, 'a', 'slot'), 'latin1')).run?.runId;
    writeFileSync(
      file,
      JSON.stringify({ ...memory, settledRun, life: { ...memory.life, phase: 'clearing' } }),
    );
    const second = startAgent(specs);
    await runs(second, 'a');
    expect(lives(helper)).toBe(false);
    expect(second.events.map(({ type }) => type)).not.toContain('worker.exited');
  });

  it('does not tell an exit again that was told in the moment in which the agent died', async () => {
    const specs = [sleeper('a')];
    const first = startAgent(specs);
    const pid = await runs(first, 'a');
    await first.die();
    process.kill(pid, 'SIGKILL');
    await until('it ended', () => !lives(pid));
    const run = parseSlot(readFileSync(join(home.runs, 'a', 'slot'), 'latin1')).run?.runId;
    const second = startAgent(specs, [run ?? '']);
    await until(
      'it runs anew',
      () => second.status('a')?.state === 'running' && second.status('a')?.pid !== pid,
    );
    expect(second.events.map(({ type }) => type)).not.toContain('worker.exited');
  });

  it('runs anew what an agent had begun to stop for its own end', async () => {
    const deaf = () =>
      spec('deaf', `trap '' TERM; while :; do sleep 0.05; done`, {
        stop: { signal: 'SIGTERM', timeoutMs: 500 },
      });
    const first = startAgent([deaf(), sleeper('heeding')]);
    const pids = [await runs(first, 'deaf'), await runs(first, 'heeding')];
    first.process.kill('SIGTERM');
    await until(
      'both are being stopped',
      () => first.events.filter((event) => event.type === 'worker.stopping').length === 2,
    );
    await first.die();
    const second = startAgent([deaf(), sleeper('heeding')]);
    for (const [index, name] of ['deaf', 'heeding'].entries()) {
      await until(
        `${name} runs anew`,
        () => second.status(name)?.state === 'running' && second.status(name)?.pid !== pids[index],
      );
    }
    for (const pid of pids) expect(lives(pid)).toBe(false);
  });

  it('does not adopt a process that was given the pid of a run', async () => {
    const first = startAgent([sleeper('a')]);
    const pid = await runs(first, 'a');
    await first.die();
    process.kill(pid, 'SIGKILL');
    const slotFile = join(home.runs, 'a', 'slot');
    await until('its end is noted', () => parseSlot(readFileSync(slotFile, 'latin1')).end);
    // As if the machine had given the pid to a stranger, here this test itself.
    const text = readFileSync(slotFile, 'latin1').replace(
      `start ${parseSlot(readFileSync(slotFile, 'latin1')).run?.runId} ${pid} `,
      (line) => line.replace(String(pid), String(process.pid).padStart(String(pid).length, '0')),
    );
    writeFileSync(slotFile, text.replace(/^end .*$/m, ''));
    const second = startAgent([sleeper('a')]);
    const next = await runs(second, 'a');
    expect(next).not.toBe(process.pid);
    expect(second.events.map((event) => event.type)).not.toContain('worker.adopted');
    expect((await exitOf(second, 'a')).data).toMatchObject({ reason: 'unknown', code: null });
  });

  it('has one process for each worker, at whatever moment the agents before it were killed', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const specs = names.map((name) =>
      // Half of them end again and again, so that the agent is killed in the midst of restarts.
      name < 'c'
        ? sleeper(name)
        : spec(name, 'sleep 0.05', { restart: { ...makeSpec(name, '').restart, initialMs: 1, maxMs: 5 } }),
    );
    for (let round = 0; round < 8; round++) {
      const agent = startAgent(specs);
      await until('it has begun', () => agent.events.length > 0, 30_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      await agent.die();
    }
    const last = startAgent(specs);
    await Promise.all(names.slice(0, 2).map((name) => runs(last, name)));
    await until('it has applied', () => last.events.some((event) => event.type === 'applied'));
    for (let look = 0; look < 20; look++) {
      for (const name of ['a', 'b']) expect(processesOf(name), name).toHaveLength(1);
      for (const name of ['c', 'd']) expect(rootsOf(name).length, name).toBeLessThanOrEqual(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }, 150_000);

  it('leaves the workers to the next one when it is told to', async () => {
    const first = startAgent([sleeper('a')]);
    const pid = await runs(first, 'a');
    first.process.kill('SIGUSR2');
    await until('it has gone', () => first.process.exitCode === 0);
    expect(lives(pid)).toBe(true);
    const second = startAgent([sleeper('a')]);
    expect(await runs(second, 'a')).toBe(pid);
    second.process.kill('SIGTERM');
    await until('it has gone', () => second.process.exitCode === 0);
    expect(lives(pid)).toBe(false);
    const third = startAgent([sleeper('a')]);
    expect(await runs(third, 'a')).not.toBe(pid); // a shutdown is not an operator's stop
  });
});

/** Session leaders among a worker's processes: one for each run. */
function rootsOf(worker: string): number[] {
  const leaders = new Set(
    readAllStats()
      .filter((stat) => stat.session === stat.pid)
      .map((stat) => stat.pid),
  );
  return processesOf(worker).filter((pid) => leaders.has(pid));
}
