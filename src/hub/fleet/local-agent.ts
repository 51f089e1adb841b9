/**
 * The agent of this machine, watched by the hub as it watches the hub: brought back when it dies, ended and brought back when it is stopped
 * or silent. One that said it leaves is let go.
 */
import type { ChildProcess } from 'node:child_process';
import { silentAfterMs } from '../../link/protocol.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import {
  identifyProcess,
  isSameProcess,
  type ProcessIdentity,
  signalProcess,
} from '../../shared/process-identity.ts';
import { createSilenceWatch } from '../../shared/silence.ts';

export interface LocalAgent {
  connected(agent: ProcessIdentity): void;
  heard(): void;
  disconnected(): void;
  /** It ends on purpose; when it is gone, so is the need for this hub. */
  leaves(): void;
  close(): void;
}

const lookEveryMs = 25;
const checkEveryMs = 1_000;
/** An agent that lives but is not connected: it may be starting, or have lost the socket. */
const connectWithinMs = 15_000;
const stoppedChecks = 2;
const lateMs = 2_000;
const respawnMs = { first: 200, most: 5_000 };

export function watchLocalAgent(options: {
  clock: Clock;
  /** The agent that holds the home, as far as is written there. */
  holder: () => ProcessIdentity | null;
  start: () => ChildProcess;
  onLeft: () => void;
  log: (text: string) => void;
}): LocalAgent {
  const { clock, holder, start, onLeft, log } = options;
  let agent: ProcessIdentity | null = null;
  let isConnected = false;
  let leaving = false;
  const silence = createSilenceWatch(silentAfterMs);
  /** Since it lives and is not connected. */
  let absence = createSilenceWatch(connectWithinMs);
  let awaySince = clock.monotonic();
  let quickDeaths = 0;
  let timesStopped = 0;
  let lastCheckAt = clock.monotonic();
  let bringBackAt = 0;
  let timer: Timer | undefined;
  let closed = false;
  arm();

  function arm(): void {
    if (closed) return;
    clock.clearTimeout(timer);
    timer = clock.setTimeout(
      () => {
        check();
        arm();
      },
      isConnected ? checkEveryMs : lookEveryMs,
    );
  }

  function check(): void {
    const now = clock.monotonic();
    if (now - lastCheckAt > checkEveryMs + lateMs) silence.heard();
    lastCheckAt = now;
    if (!isConnected) return checkAbsent(now);
    if (!agent) return;
    const sight = identifyProcess(agent.pid);
    if (!sight) return;
    timesStopped = sight.state === 'T' ? timesStopped + 1 : 0;
    if (timesStopped >= stoppedChecks) return kill('is stopped');
    const hangsMs = silence.hangsForMs(now, sight.cpuTicks);
    if (hangsMs !== null) kill(`was silent for ${Math.round(hangsMs)} ms`);
  }

  function checkAbsent(now: number): void {
    const last = agent && isSameProcess(agent) ? agent : holder();
    if (last && isSameProcess(last)) {
      agent = last;
      const { cpuTicks = 0 } = identifyProcess(last.pid) ?? {};
      if (absence.hangsForMs(now, cpuTicks) !== null && !leaving) kill('does not connect');
      return;
    }
    if (leaving) {
      close();
      return onLeft();
    }
    if (now >= bringBackAt) bringBack(now);
  }

  function bringBack(now: number): void {
    log('the agent is gone; bringing it back');
    quickDeaths++;
    bringBackAt = now + Math.min(respawnMs.first * 2 ** quickDeaths, respawnMs.most);
    awaySince = now;
    absence = createSilenceWatch(connectWithinMs);
    const child = start();
    child.on('error', (error) => log(`the agent cannot be started: ${error.message}`));
    child.on('exit', (code) => log(`the agent that was brought back ended with exit code ${code ?? 'none'}`));
    agent = child.pid === undefined ? null : identifyProcess(child.pid);
    child.unref();
  }

  function kill(why: string): void {
    if (!agent) return;
    log(`the agent (pid ${agent.pid}) ${why}; ending it`);
    signalProcess(agent, 'SIGKILL');
    absence = createSilenceWatch(connectWithinMs);
  }

  function close(): void {
    closed = true;
    clock.clearTimeout(timer);
  }

  return {
    connected(identity) {
      agent = identity;
      isConnected = true;
      silence.heard();
      timesStopped = 0;
      arm();
    },
    heard() {
      silence.heard();
      if (clock.monotonic() - awaySince > connectWithinMs) quickDeaths = 0;
    },
    disconnected() {
      isConnected = false;
      absence = createSilenceWatch(connectWithinMs);
      awaySince = clock.monotonic();
      check();
      arm();
    },
    leaves() {
      leaving = true;
    },
    close,
  };
}
