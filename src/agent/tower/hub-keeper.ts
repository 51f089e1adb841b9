/**
 * Keeps a hub alive: starts it, starts it again when it dies, and ends one that is stopped or silent so that it can be started again.
 * The hub may be this agent's child or one that was there before; both are known by pid and start time.
 */
import type { ChildProcess } from 'node:child_process';
import { silentAfterMs } from '../../link/protocol.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import type { Home } from '../../shared/home.ts';
import { readHolder } from '../../shared/home-lock.ts';
import {
  identifyProcess,
  isSameProcess,
  type ProcessIdentity,
  signalProcess,
} from '../../shared/process-identity.ts';
import { createSilenceWatch } from '../../shared/silence.ts';

export interface HubKeeper {
  /** Takes over a hub that is there already, or starts one. */
  begin(): void;
  /** Called about once a second. `late`: this process itself was held up, so silence says nothing. */
  check(late: boolean): void;
  /** This hub answers, whoever started it. */
  connected(pid: number): void;
  /** The hub said something. */
  heard(): void;
  /** The connection to it broke: look closely. */
  disconnected(): void;
  /** Ends the hub and does not start it again. */
  end(): Promise<void>;
}

const respawnMs = { first: 200, most: 5_000 };
/** A hub that lived this long before is started again at once. */
const livedWellMs = 10_000;
const stoppedChecks = 2;
const lookEveryMs = 25;
const endWithinMs = 3_000;

export function createHubKeeper(options: {
  home: Home;
  clock: Clock;
  start: () => ChildProcess;
  /** It exited by itself; `exitCode` is null when a signal ended it or it was not this agent's child. */
  onExit: (exitCode: number | null) => void;
  log: (text: string) => void;
}): HubKeeper {
  const { home, clock, start, onExit, log } = options;
  let hub: (ProcessIdentity & { isChild: boolean }) | null = null;
  let startedAt = 0;
  let silence = createSilenceWatch(silentAfterMs);
  let timesStopped = 0;
  let quickDeaths = 0;
  let ending = false;
  let respawn: Timer | undefined;
  let look: Timer | undefined;

  function spawnHub(): void {
    respawn = undefined;
    if (ending || hub) return;
    const child = start();
    startedAt = clock.monotonic();
    silence = createSilenceWatch(silentAfterMs);
    timesStopped = 0;
    child.on('error', (error) => {
      log(`the hub cannot be started: ${error.message}`);
      died(null);
    });
    if (child.pid === undefined) return;
    const identity = { startTicks: 0, ...identifyProcess(child.pid), pid: child.pid, isChild: true };
    hub = identity;
    child.on('exit', (code) => {
      if (hub === identity) died(code);
    });
  }

  function died(exitCode: number | null): void {
    hub = null;
    if (ending) return;
    const lived = clock.monotonic() - startedAt;
    onExit(exitCode);
    quickDeaths = lived > livedWellMs ? 0 : quickDeaths + 1;
    const delay = quickDeaths <= 1 ? 0 : Math.min(respawnMs.first * 2 ** (quickDeaths - 2), respawnMs.most);
    log(`the hub ended after ${Math.round(lived)} ms; starting it again in ${delay} ms`);
    clock.clearTimeout(respawn);
    respawn = clock.setTimeout(spawnHub, delay);
  }

  function kill(why: string): void {
    if (!hub) return;
    log(`the hub (pid ${hub.pid}) ${why}; ending it`);
    signalProcess(hub, 'SIGKILL');
  }

  /** The death of a child is told with its exit code; that of another has to be looked for. */
  function isGone(): boolean {
    return hub !== null && !hub.isChild && !isSameProcess(hub);
  }

  function lookUntil(deadline: number): void {
    if (!hub || ending) return;
    if (isGone()) return died(null);
    if (clock.monotonic() < deadline) look = clock.setTimeout(() => lookUntil(deadline), lookEveryMs);
  }

  return {
    begin() {
      const holder = readHolder(home.hubHolder);
      if (holder && isSameProcess(holder)) {
        hub = { ...holder, isChild: false };
        startedAt = clock.monotonic();
      } else spawnHub();
    },
    check(late) {
      if (ending || !hub) return;
      if (isGone()) return died(null);
      const sight = identifyProcess(hub.pid);
      if (!sight) return;
      timesStopped = sight.state === 'T' ? timesStopped + 1 : 0;
      if (timesStopped >= stoppedChecks) return kill('is stopped');
      if (late) silence.heard();
      const hangsMs = silence.hangsForMs(clock.monotonic(), sight.cpuTicks);
      if (hangsMs !== null) kill(`has not answered for ${Math.round(hangsMs)} ms`);
    },
    connected(pid) {
      silence.heard();
      if (hub?.pid === pid) return;
      clock.clearTimeout(respawn);
      startedAt = clock.monotonic();
      timesStopped = 0;
      hub = { startTicks: 0, ...identifyProcess(pid), pid, isChild: false };
    },
    heard: () => silence.heard(),
    disconnected() {
      clock.clearTimeout(look);
      lookUntil(clock.monotonic() + 2_000);
    },
    async end() {
      ending = true;
      clock.clearTimeout(respawn);
      clock.clearTimeout(look);
      const last = hub ?? readHolder(home.hubHolder);
      if (last) await endProcess(last, clock);
    },
  };
}

/** Asks a process to end, and ends it when it does not. */
export async function endProcess(identity: ProcessIdentity, clock: Clock): Promise<void> {
  if (!signalProcess(identity, 'SIGTERM')) return;
  const deadline = clock.monotonic() + endWithinMs;
  while (isSameProcess(identity)) {
    if (clock.monotonic() > deadline) signalProcess(identity, 'SIGKILL');
    await new Promise<void>((resolve) => clock.setTimeout(resolve, lookEveryMs));
  }
}
