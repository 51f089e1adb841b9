import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AgentRequest, HubMessage } from '../../link/messages.ts';
import { isoTime, systemClock } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';
import { type Holder, type HomeLock, readHolder, takeHomeLock } from '../../shared/home-lock.ts';
import { openOwnLog } from '../../shared/own-log.ts';
import { startOwnProgram } from '../../shared/own-program.ts';
import { keepHeapSmall } from '../../shared/small-heap.ts';
import { signalProcess } from '../../shared/process-identity.ts';
import { type UpRequest, writeUpRequest } from '../../shared/up-request.ts';
import { version } from '../../shared/version.ts';
import { createLogStore } from '../logs/index.ts';
import { createSampler } from '../sampling/index.ts';
import { isAlive } from '../proc.ts';
import { createTreeFinder, type Root } from '../tree.ts';
import { createSupervisor } from '../workers/index.ts';
import { openDesiredCache } from './desired-cache.ts';
import { createHubKeeper, endProcess } from './hub-keeper.ts';
import { createHubLink } from './hub-link.ts';
import { prepareHome, readAgentId } from './prepare-home.ts';
import { openSpool } from './spool.ts';
import { createSuspensionWatch } from './suspension.ts';
import { startTicker } from './ticker.ts';

export interface AgentOptions {
  home: Home;
  /** Given by `yagura up`: this process belongs to a person's terminal. Without it, the hub brought the agent back. */
  up?: Omit<UpRequest, 'id'>;
}

const tickMs = 250;
const ticksPerSecond = 4;
const flushWithinMs = 500;
const usageExit = 2;
/** npm passes a terminal's Ctrl-C on, so that one press arrives twice. */
const samePressMs = 500;

/** Runs until it is told to end, and answers the exit code. */
export async function runAgent({ home, up }: AgentOptions): Promise<number> {
  const clock = systemClock;
  const startedAt = isoTime(clock.now());
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  ignoreLostTerminal();
  keepHeapSmall();

  prepareHome(home);
  const lock = await lockHome(home, startedAt);

  if (up) await takeOver(home, up);
  const log = openOwnLog(join(home.ownLogs, 'agent.log'), { alsoTo: up ? say : undefined });
  log.info(
    `agent ${version} starts, pid ${process.pid}${up ? ', by yagura up' : ', brought back by the hub'}`,
  );
  const toldExits = new Set<unknown>();
  const spool = openSpool(home.spool, clock, {
    onFound(events) {
      for (const { type, data } of events) if (type === 'worker.exited') toldExits.add(data['run']);
    },
  });
  const desired = openDesiredCache(home.desired);
  const logs = createLogStore({ dir: home.workerLogs, clock });
  const finder = createTreeFinder();
  const sampler = createSampler({ clock, finder, disks: [home.root] });
  const supervisor = createSupervisor({
    home,
    clock,
    logs,
    finder,
    emit: (type, worker, data) => {
      spool.append(type, worker, data);
      link.eventAdded();
    },
    onStatus: (status) => link.status(status),
    wasTold: (runId) => toldExits.has(runId),
  });

  const following = new Map<string, () => void>();
  const stopFollowing = () => {
    for (const unfollow of following.values()) unfollow();
    following.clear();
  };
  let hubWasReady = false;
  /** Workers that an earlier agent left. */
  let hasAdopted = false;
  let complained = '';
  let ending: Promise<void> | undefined;
  let finish: (exitCode: number) => void = () => {};
  const finished = new Promise<number>((resolve) => {
    finish = resolve;
  });

  const link = createHubLink({
    socketPath: home.hubSocket,
    clock,
    spool,
    hello: () => ({
      agentId,
      host: hostname(),
      version,
      pid: process.pid,
      startedAt,
      platform: `${process.platform}-${process.arch} node ${process.versions.node}`,
      desiredVersion: desired.current?.version ?? 0,
      lastSeq: spool.lastSeq,
      abilities: { ...supervisor.abilities(), ...sampler.abilities(), ...logs.abilities() },
    }),
    statuses: () => supervisor.statuses(),
    onWelcome: (pid) => {
      keeper.connected(pid);
      supervisor.forgive('hub-away');
    },
    onMessage: receive,
    onRequest: answer,
    onHeard: () => keeper.heard(),
    onDisconnect: () => {
      supervisor.forgive('hub-gone');
      stopFollowing();
      keeper.disconnected();
    },
  });
  const keeper = createHubKeeper({
    home,
    clock,
    start: () => startOwnProgram('hub', home, join(home.ownLogs, 'hub.log')),
    onExit: (exitCode) => {
      if (exitCode !== usageExit || hubWasReady || !up || ending) return;
      const complaint = `${readHubComplaint(home)}${hasAdopted ? '\nThe workers go on, and the hub is tried again.' : ''}`;
      if (complaint !== complained) say(complaint);
      complained = complaint;
      if (hasAdopted) return;
      // What only this start has begun ends with it, and meanwhile no other hub has to be refused.
      void keeper.end();
      void end({ keepWorkers: false, by: 'the hub cannot start', exitCode: usageExit });
    },
    log: (text) => log.info(text),
  });
  const agentId = readAgentId(home);

  function receive(message: Exclude<HubMessage, { kind: 'welcome' | 'ack' | 'request' }>): void {
    switch (message.kind) {
      case 'desired':
        if (ending) return;
        desired.keep(message);
        return supervisor.apply(message.workers, message.by);
      case 'heartbeat':
        return supervisor.heartbeat(message.worker, message.sign, message.exitCode, message.detail);
      case 'progress':
        return supervisor.progress(message.worker, message.counter, message.value, message.add);
      case 'ready':
        if (up && !hubWasReady) process.stdout.write(`${message.line}\n`);
        hubWasReady = true;
        return;
      case 'notice':
        log.info(message.text);
        if (up) say(message.text);
        return;
      case 'alive':
        return;
    }
  }

  function answer(request: AgentRequest): unknown {
    switch (request.do) {
      case 'start':
      case 'stop':
      case 'restart':
        supervisor[request.do](request.worker, request.by);
        break;
      case 'act-on-many':
        return supervisor.actOnMany(request.action, request.workers, request.by);
      case 'checks':
        return supervisor.checkResults(request.worker);
      case 'processes': {
        const root = supervisor.root(request.worker);
        return root ? sampler.processes(root) : [];
      }
      case 'read-logs':
        return logs.read(request.worker, request);
      case 'take-logs':
        return logs.take(request.wishes, request);
      case 'follow-logs':
        following.get(request.worker)?.();
        following.delete(request.worker);
        if (request.follow)
          following.set(request.worker, logs.follow(request.worker, sendLines(request.worker)));
        break;
      case 'shut-down':
        void end({ keepWorkers: request.keepWorkers, by: request.by, exitCode: 0 });
        break;
    }
    return null;
  }

  const sendLines = (worker: string) => (lines: Parameters<Parameters<typeof logs.follow>[1]>[0]) =>
    link.send({ kind: 'log-lines', worker, lines });

  const suspension = createSuspensionWatch(tickMs);
  function tick(count: number): void {
    const late = suspension.tick(clock.monotonic(), sinceBootMs());
    if (late) {
      log.info('this process or the machine stood still; what checks found meanwhile does not count');
      supervisor.forgive('suspended');
    }
    logs.poll();
    const printed = link.connected ? logs.news() : [];
    if (printed.length > 0) link.send({ kind: 'log-news', workers: printed });
    if (count % ticksPerSecond !== 0) return;
    const { machine, workers, signals } = sampler.sample(supervisor.roots());
    supervisor.observe(signals, workers);
    link.sample(machine, workers);
    link.send({ kind: 'alive', monotonicMs: clock.monotonic() });
    spool.retry();
    desired.retry();
    const unsaved = desired.trouble === null ? [] : [{ code: 'disk.desired', detail: desired.trouble }];
    link.trouble([...logs.trouble(), ...supervisor.trouble(), ...spool.trouble(), ...unsaved]);
    keeper.check(late);
  }

  /** Stops the workers (or leaves them), then the hub, then this program. A second call hurries. */
  function end(how: { keepWorkers: boolean; by: string; exitCode: number }): Promise<void> {
    if (ending) {
      void supervisor.shutDown({ keepWorkers: how.keepWorkers, by: how.by, hurry: true });
      return ending;
    }
    ending = (async () => {
      log.info(`ends: ${how.by}${how.keepWorkers ? ', the workers go on' : ''}`);
      link.send({ kind: 'leaving', keepWorkers: how.keepWorkers, by: how.by });
      const roots = supervisor.roots();
      await supervisor.shutDown({ keepWorkers: how.keepWorkers, by: how.by });
      if (!how.keepWorkers) killLeft([...roots, ...supervisor.roots()]);
      await link.flush(flushWithinMs);
      stopTicking();
      await keeper.end();
      link.close();
      sampler.close();
      logs.close();
      spool.close();
      lock.release();
      log.info(`ended with exit code ${how.exitCode}`);
      log.close();
      finish(how.exitCode);
    })();
    return ending;
  }

  let interruptedAt = Number.NEGATIVE_INFINITY;
  /** The last resort, when stopping took longer than its bound: nobody would look after them any more. */
  function killLeft(roots: Root[]): void {
    const left = [...finder.find(roots).values()]
      .flat()
      .filter(({ pid, startTicks }) => isAlive(pid, startTicks));
    if (left.length > 0) log.warn(`${left.length} processes did not stop in time; killing them`);
    for (const { pid, startTicks } of left) signalProcess({ pid, startTicks }, 'SIGKILL');
  }

  const handlers = {
    SIGINT: () => {
      const at = clock.monotonic();
      if (at - interruptedAt < samePressMs) return;
      interruptedAt = at;
      if (up) say(ending ? 'Killing the workers.' : 'Stopping the workers; once more kills them.');
      void end({ keepWorkers: false, by: 'SIGINT', exitCode: 0 });
    },
    SIGTERM: () => void end({ keepWorkers: false, by: 'SIGTERM', exitCode: 0 }),
    SIGHUP: () => link.send({ kind: 'reload', by: 'SIGHUP' }),
    SIGTSTP: () => say('Yagura does not pause, since the hub would bring it back. Ctrl-C stops it.'),
  };
  for (const [signal, handle] of Object.entries(handlers)) process.on(signal, handle);

  spool.append('agent.started', null, { pid: process.pid, version, broughtBack: up === undefined });
  supervisor.adopt();
  hasAdopted = supervisor.roots().length > 0;
  if (desired.current) supervisor.apply(desired.current.workers, desired.current.by);
  supervisor.forgive('hub-gone'); // until it welcomes this agent, no heartbeat can arrive
  keeper.begin();
  link.open();
  const stopTicking = startTicker(clock, tickMs, tick);

  const exitCode = await finished;
  for (const [signal, handle] of Object.entries(handlers)) process.off(signal, handle);
  return exitCode;
}

/** Writes down what was asked for, and ends a hub that survived its agent: it works by older wishes. */
async function takeOver(home: Home, up: Omit<UpRequest, 'id'>): Promise<void> {
  try {
    writeUpRequest(home, { ...up, id: randomUUID() });
  } catch (error) {
    throw new Failure('storage_unavailable', `cannot write ${home.upRequest}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const holder = readHolder(home.hubHolder);
  if (holder) await endProcess(holder, systemClock);
}

async function lockHome(home: Home, since: string): Promise<HomeLock> {
  const lock = await takeHomeLock({ root: home.root, role: 'agent', holderFile: home.agentHolder, since });
  if ('heldBy' in lock) throw new Failure('conflict', describeHolder(home, lock.heldBy));
  return lock;
}

function describeHolder(home: Home, holder: Holder | null): string {
  const who = holder ? `pid ${holder.pid}, since ${holder.since}` : 'another process';
  return `Yagura already runs with the home ${home.root} (${who}). Stop it with: yagura down --home ${home.root}`;
}

/** Why the hub gave up, in its own words. */
function readHubComplaint(home: Home): string {
  try {
    return readFileSync(home.hubFailure, 'utf8').trimEnd();
  } catch {
    return `the hub cannot start; see ${join(home.ownLogs, 'hub.log')}`;
  }
}

function sinceBootMs(): number | null {
  try {
    return Number.parseFloat(readFileSync('/proc/uptime', 'latin1')) * 1000;
  } catch {
    return null;
  }
}

/** The terminal may be closed under a running tower; that must not end it. */
function ignoreLostTerminal(): void {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}
