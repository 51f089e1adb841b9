import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentMessage, AgentRequest, HubMessage } from '../../link/messages.ts';
import { type Channel, createChannel } from '../../link/socket.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import type { WorkerStatus } from '../../link/status.ts';
import { type Home, openHome } from '../../shared/home.ts';
import { readHolder, takeHomeLock } from '../../shared/home-lock.ts';
import { identifyProcess, isSameProcess } from '../../shared/process-identity.ts';
import { readUpRequest } from '../../shared/up-request.ts';
import { readSlot } from '../workers/slot.ts';
import { killMarked, makeSpec } from '../workers/testing/fixture.ts';
import { openDesiredCache } from './desired-cache.ts';
import { prepareHome } from './prepare-home.ts';

// The hub that this agent starts is a real one, from its sources.
vi.hoisted(() => process.execArgv.push('--import', import.meta.resolve('tsx')));
const { runAgent } = await import('./run-agent.ts');

let home: Home;
let hub: ScriptedHub | undefined;
let running: Promise<number> | undefined;
const printed = { out: '', err: '' };

beforeEach(() => {
  home = openHome(mkdtempSync(join(tmpdir(), 'yagura-agent-')));
  prepareHome(home);
  printed.out = printed.err = '';
  for (const [stream, name] of [
    [process.stdout, 'out'],
    [process.stderr, 'err'],
  ] as const)
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed[name] += text.toString();
      return true;
    });
});
afterEach(async () => {
  // A test that failed may have left it running.
  while (running) {
    process.kill(process.pid, 'SIGINT');
    await Promise.race([running.catch(() => 0), new Promise((resolve) => setTimeout(resolve, 600))]);
  }
  vi.restoreAllMocks();
  await hub?.close();
  hub = undefined;
  killMarked(home);
  rmSync(home.root, { recursive: true, force: true });
});

function start(up?: Parameters<typeof runAgent>[0]['up']): Promise<number> {
  const run = runAgent(up ? { home, up } : { home });
  running = run;
  return run.finally(() => {
    running = undefined;
  });
}
const eventually = <T>(look: () => T) => vi.waitFor(look, { timeout: 25_000, interval: 20 });
const ownLog = () => readFileSync(join(home.ownLogs, 'agent.log'), 'utf8');
const lives = (pid: number | null | undefined) => {
  const sight = identifyProcess(pid ?? 0);
  return sight !== null && isSameProcess(sight);
};

/** What a hub says to its agent, over the real socket; the process that stands for it only sleeps. */
class ScriptedHub {
  readonly received: AgentMessage[] = [];
  readonly process: ChildProcess = spawn('sleep', ['1000']);
  private readonly server: Server;
  private channel: Channel<AgentMessage, HubMessage> | undefined;
  private requests = 0;

  constructor() {
    const identity = identifyProcess(this.process.pid ?? 0);
    writeFileSync(home.hubHolder, JSON.stringify({ ...identity, since: 'then' }));
    this.server = createServer((socket) => {
      const channel = createChannel<AgentMessage, HubMessage>(socket);
      this.channel = channel;
      channel.onMessage((message) => {
        this.received.push(message);
        if (message.kind === 'hello')
          this.send({ kind: 'welcome', protocol: 1, pid: this.process.pid ?? 0, lastSeq: 0 });
        if (message.kind === 'event') this.send({ kind: 'ack', seq: message.event.seq });
        if (message.kind === 'alive') this.send({ kind: 'alive' });
      });
    }).listen(home.hubSocket);
  }

  send(message: HubMessage): void {
    this.channel?.send(message);
  }

  async ask(request: AgentRequest): Promise<unknown> {
    const id = ++this.requests;
    this.send({ kind: 'request', id, request });
    return eventually(() => {
      const answer = this.of('answer').find((one) => one.id === id);
      if (!answer) throw new Error(`no answer to ${request.do}`);
      return answer.ok ? answer.value : new Error(answer.message);
    });
  }

  of<Kind extends AgentMessage['kind']>(kind: Kind): Extract<AgentMessage, { kind: Kind }>[] {
    return this.received.filter(
      (message): message is Extract<AgentMessage, { kind: Kind }> => message.kind === kind,
    );
  }

  status(name: string): WorkerStatus | undefined {
    return this.of('statuses')
      .flatMap(({ workers }) => workers)
      .findLast((worker) => worker.name === name);
  }

  async isIn(name: string, state: WorkerStatus['state']): Promise<WorkerStatus> {
    return eventually(() => {
      const status = this.status(name);
      if (status?.state !== state) throw new Error(`${name} is ${status?.state ?? 'not there'}`);
      return status;
    });
  }

  hangUp(): void {
    this.channel?.destroy('test');
  }

  async close(): Promise<void> {
    this.process.kill('SIGKILL');
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const printer = makeSpec('a', 'echo up; while :; do echo line; sleep 0.2; done');
const desire = (workers: WorkerSpec[], version: number): HubMessage => ({
  kind: 'desired',
  version,
  by: 'alice',
  workers,
});

describe('an agent that was brought back', () => {
  beforeEach(() => {
    openDesiredCache(home.desired).keep({ version: 7, by: 'alice', workers: [printer] });
    hub = new ScriptedHub();
  });

  it('works by what it remembers, reports, and does what it is told', async () => {
    const it = hub as ScriptedHub;
    const ended = start();
    const { pid } = await it.isIn('a', 'running');
    expect(it.of('hello')[0]).toMatchObject({ desiredVersion: 7, pid: process.pid });
    await eventually(() =>
      expect(it.of('event').map(({ event }) => event)).toContainEqual(
        expect.objectContaining({
          type: 'agent.started',
          data: expect.objectContaining({ broughtBack: true }) as unknown,
        }),
      ),
    );
    await eventually(() =>
      expect(it.of('sample').at(-1)?.workers).toMatchObject([{ name: 'a', processes: expect.any(Number) }]),
    );

    const processes = await it.ask({ do: 'processes', worker: 'a' });
    expect(processes).toContainEqual(expect.objectContaining({ pid }));
    expect(await it.ask({ do: 'processes', worker: 'nobody' })).toEqual(
      new Error('there is no worker nobody'),
    );
    const read = { do: 'read-logs', worker: 'a', limit: 1_000, before: null, after: null } as const;
    expect(await it.ask({ ...read, search: 'UP', stream: null })).toMatchObject({ lines: [{ text: 'up' }] });
    await it.ask({ do: 'follow-logs', worker: 'a', follow: true });
    await eventually(() => expect(it.of('log-lines').length).toBeGreaterThan(1));
    await it.ask({ do: 'follow-logs', worker: 'a', follow: false });

    await it.ask({ do: 'restart', worker: 'a', by: 'bob' });
    const again = await eventually(() => {
      const status = it.status('a');
      expect(status).toMatchObject({ state: 'running', lastExit: { reason: 'operator' } });
      expect(status?.pid).not.toBe(pid);
      return status;
    });
    await it.ask({ do: 'stop', worker: 'a', by: 'bob' });
    await it.isIn('a', 'stopped');
    expect(lives(again?.pid)).toBe(false);

    it.send(desire([makeSpec('b', 'exec sleep 1000')], 8));
    await it.isIn('b', 'running');
    expect(openDesiredCache(home.desired).current).toMatchObject({ version: 8, workers: [{ name: 'b' }] });

    process.kill(process.pid, 'SIGHUP');
    await eventually(() => expect(it.of('reload')).toEqual([{ kind: 'reload', by: 'SIGHUP' }]));
    process.kill(process.pid, 'SIGTSTP');
    await eventually(() => expect(printed.err).toContain('does not pause'));
    it.send({ kind: 'notice', text: 'Careful: x' });
    it.send({ kind: 'ready', url: 'http://127.0.0.1:1', line: 'Yagura runs' });
    await eventually(() => expect(ownLog()).toContain('Careful: x'));
    expect(printed.out).toBe(''); // nobody sits at a terminal

    await it.ask({ do: 'shut-down', keepWorkers: false, by: 'bob' }).catch(() => {});
    expect(await ended).toBe(0);
    expect(it.of('leaving')).toMatchObject([{ keepWorkers: false, by: 'bob' }]);
    expect(lives(it.status('b')?.pid)).toBe(false);
    expect(lives(it.process.pid)).toBe(false);
    expect(ownLog()).toContain('ended with exit code 0');
  });

  it('passes signs of life on to the worker that they are of', async () => {
    const it = hub as ScriptedHub;
    const ended = start();
    await it.isIn('a', 'running');
    const watched = { everyMs: 100, timeoutMs: 100, failures: 1, successes: 1, startPeriodMs: 0 };
    const external: WorkerSpec = {
      ...makeSpec('out', ''),
      kind: 'external',
      command: [],
      health: [{ type: 'heartbeat', name: 'beat', withinMs: 60_000, ...watched }],
    };
    it.send(desire([external], 8));
    await it.isIn('out', 'unknown');
    it.send({ kind: 'heartbeat', worker: 'out', sign: 'success', exitCode: null, detail: null });
    await it.isIn('out', 'running');
    it.send({ kind: 'progress', worker: 'out', counter: 'done', value: 1, add: true });
    // The hub may know a worker already, or still, that this agent does not.
    it.send({ kind: 'heartbeat', worker: 'nobody', sign: 'fail', exitCode: 1, detail: 'x' });
    it.send({ kind: 'progress', worker: 'nobody', counter: 'done', value: 1, add: true });
    expect(await it.ask({ do: 'start', worker: 'out', by: 'bob' })).toBeInstanceOf(Error);
    process.kill(process.pid, 'SIGTERM');
    expect(await ended).toBe(0);
  });

  it('goes on without a hub, and connects to it again', async () => {
    const it = hub as ScriptedHub;
    const ended = start();
    const { pid } = await it.isIn('a', 'running');
    await it.ask({ do: 'follow-logs', worker: 'a', follow: true });
    it.hangUp();
    await eventually(() => expect(it.of('hello')).toHaveLength(2));
    expect(it.status('a')?.pid).toBe(pid);
    // Whoever followed has to ask anew: the hub that comes back knows nothing of it.
    const seen = it.of('log-lines').length;
    const samples = it.of('sample').length;
    await eventually(() => expect(it.of('sample').length).toBeGreaterThan(samples + 1));
    expect(it.of('log-lines')).toHaveLength(seen);
    process.kill(process.pid, 'SIGTERM');
    expect(await ended).toBe(0);
  });

  it('leaves its workers to the next one', async () => {
    const it = hub as ScriptedHub;
    const first = start();
    const { pid } = await it.isIn('a', 'running');
    await it.ask({ do: 'shut-down', keepWorkers: true, by: 'bob' }).catch(() => {});
    expect(await first).toBe(0);
    expect(lives(pid)).toBe(true);
    await it.close();

    const next = new ScriptedHub();
    hub = next;
    const second = start();
    expect(await next.isIn('a', 'running')).toMatchObject({ pid });
    await next.ask({ do: 'shut-down', keepWorkers: false, by: 'bob' }).catch(() => {});
    expect(await second).toBe(0);
    expect(lives(pid)).toBe(false);
  });

  it('kills workers that take their time when it is interrupted twice', async () => {
    const it = hub as ScriptedHub;
    const stubborn = makeSpec('a', "trap '' INT TERM; echo up; while :; do sleep 0.1; done", {
      stop: { signal: 'SIGTERM', timeoutMs: 600_000 },
    });
    openDesiredCache(home.desired).keep({ version: 8, by: 'alice', workers: [stubborn] });
    const ended = start();
    const { pid } = await it.isIn('a', 'running');
    process.kill(process.pid, 'SIGINT');
    await it.isIn('a', 'stopping');
    it.send(desire([], 9)); // comes too late to matter
    // The same press of a key, told twice, is no second interruption.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(lives(pid)).toBe(true);
    process.kill(process.pid, 'SIGINT');
    expect(await ended).toBe(0);
    expect(lives(pid)).toBe(false);
    expect(openDesiredCache(home.desired).current?.version).toBe(8);
  });

  it('is refused while another holds the home, and told who', async () => {
    const { root, agentHolder } = home;
    const lock = await takeHomeLock({ root, role: 'agent', holderFile: agentHolder, since: 'then' });
    await expect(start()).rejects.toThrow(`pid ${process.pid}, since then`);
    rmSync(agentHolder);
    await expect(start()).rejects.toThrow('another process');
    if (!('heldBy' in lock)) lock.release();
  });
});

describe('yagura up', () => {
  const up = { configPath: null, host: null, port: 0, insecure: false };
  const write = (text: string) => {
    const configPath = join(home.root, 'yagura.yaml');
    writeFileSync(configPath, text);
    return { ...up, configPath };
  };

  it('ends a hub that survived its agent, starts one, and says where it answers', async () => {
    const survivor = spawn('sleep', ['1000']);
    writeFileSync(home.hubHolder, JSON.stringify({ ...identifyProcess(survivor.pid ?? 0), since: 'then' }));
    const ended = start(write('workers: {a: {command: [sleep, "1000"]}}'));
    await eventually(() =>
      expect(printed.out).toMatch(/Yagura runs at http:\S+\. Log in once.*login\?code=/),
    );
    expect(survivor.signalCode).toBe('SIGTERM');
    expect(readUpRequest(home)).toMatchObject({ port: 0 });
    const holder = readHolder(home.hubHolder);
    expect((await fetch(`${holder?.url}/healthz`)).status).toBe(200);
    process.kill(process.pid, 'SIGINT');
    expect(await ended).toBe(0);
    expect(printed.err).toContain('Stopping the workers; once more kills them.');
    expect(holder && isSameProcess(holder)).toBe(false);
  });

  it('ends with 2 and the reason when the hub cannot do what was asked', async () => {
    expect(await start(write('workers: {a: {comand: x}}'))).toBe(2);
    expect(printed.err).toMatch(/comand/);
    expect(printed.err).not.toMatch(/\n\s+at /);
  });

  it('stops what it started by what it remembers, and ends with 2, when the hub cannot do what was asked', async () => {
    openDesiredCache(home.desired).keep({ version: 7, by: 'alice', workers: [printer] });
    const ended = start({ ...write('workers: {a: {command: [sleep, "1000"]}}'), host: '0.0.0.0' });
    const { pid } = await eventually(() => readSlot(join(home.runs, 'a', 'slot')).run ?? expect.fail());
    expect(await ended).toBe(2);
    expect(printed.err).toContain('0.0.0.0');
    expect(printed.err).not.toContain('The workers go on');
    expect(lives(pid)).toBe(false);
  });

  it('goes on with workers that ran before it, though the hub cannot do what was asked', async () => {
    openDesiredCache(home.desired).keep({ version: 7, by: 'alice', workers: [printer] });
    const it = new ScriptedHub();
    hub = it;
    const first = start();
    const { pid } = await it.isIn('a', 'running');
    await it.ask({ do: 'shut-down', keepWorkers: true, by: 'bob' }).catch(() => {});
    await first;
    await it.close();
    hub = undefined;

    const second = start({ ...write('workers: {a: {command: [sleep, "1000"]}}'), host: '0.0.0.0' });
    await eventually(() => expect(printed.err).toContain('The workers go on, and the hub is tried again.'));
    expect(lives(pid)).toBe(true);
    process.kill(process.pid, 'SIGINT');
    expect(await second).toBe(0);
    expect(lives(pid)).toBe(false);
  });

  it('says what cannot be written', async () => {
    const inTheWay = `${home.upRequest}.new`;
    mkdirSync(inTheWay);
    await expect(start(up)).rejects.toThrow(/cannot write .*EISDIR/);
  });
});
