/** The layout of everything Yagura writes. All of it is under one folder, the home. */
import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Home {
  readonly root: string;
  /** First admin token, mode 0600. */
  readonly token: string;
  /** What the keys of Sentry's projects are made from, mode 0600. */
  readonly sentrySecret: string;
  readonly database: string;
  /** Figures over time, in a file of their own: they may be begun anew without anything else being lost. */
  readonly metrics: string;
  /** What went wrong in the workers, and what people did about it. */
  readonly errors: string;
  /** What all workers printed, searchable; the same holds for it. */
  readonly logs: string;
  /** Source maps that were uploaded. */
  readonly sourceMaps: string;
  readonly backups: string;
  /** Samples that wait for the store that is configured. */
  readonly remoteQueue: string;
  /** Yagura's own logs: `agent.log`, `hub.log`. */
  readonly ownLogs: string;
  /** Logs of the workers, one folder each. */
  readonly workerLogs: string;
  /** What the agent must remember across its own death. */
  readonly agent: string;
  /** Desired specs as last received from the hub. */
  readonly desired: string;
  /** One folder per worker with its shim's slot. */
  readonly runs: string;
  /** Events not yet acknowledged by the hub. */
  readonly spool: string;
  /** Who holds this home: `{pid, startTicks, since}` of the agent and the hub. */
  readonly agentHolder: string;
  readonly hubHolder: string;
  /** What the last `yagura up` was asked for; the agent and the hub bring each other back with it. */
  readonly upRequest: string;
  /** Why the hub could not start, for people. */
  readonly hubFailure: string;
  /** Unix socket on which the hub listens for its local agent. */
  readonly hubSocket: string;
}

const longestSocketPath = 100; // sun_path is 108 bytes on Linux, 104 elsewhere

export function openHome(root: string): Home {
  const dir = resolve(root);
  const at = (...parts: string[]) => join(dir, ...parts);
  const socket = at('run', 'hub.sock');
  return {
    root: dir,
    token: at('token'),
    sentrySecret: at('sentry-secret'),
    database: at('yagura.db'),
    metrics: at('metrics.db'),
    errors: at('errors.db'),
    logs: at('logs.db'),
    sourceMaps: at('source-maps.db'),
    backups: at('backups'),
    remoteQueue: at('remote-queue'),
    ownLogs: at('own-logs'),
    workerLogs: at('logs'),
    agent: at('agent'),
    desired: at('agent', 'desired.json'),
    runs: at('agent', 'runs'),
    spool: at('agent', 'spool'),
    agentHolder: at('run', 'agent.json'),
    hubHolder: at('run', 'hub.json'),
    upRequest: at('run', 'up.json'),
    hubFailure: at('run', 'hub-failure.txt'),
    hubSocket:
      Buffer.byteLength(socket) <= longestSocketPath ? socket : join(tmpdir(), `yagura-${homeId(dir)}.sock`),
  };
}

/** Short stable id of a home, for names that must be unique on a machine. */
export function homeId(dir: string): string {
  return createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16);
}

export function defaultHome(env: NodeJS.ProcessEnv): string {
  return env['YAGURA_HOME'] ?? join(homedir(), '.yagura');
}
