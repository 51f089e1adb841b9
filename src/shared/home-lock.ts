/**
 * One agent and one hub per home. On Linux the lock is an abstract Unix socket named after the home's inode and a secret kept in the home,
 * since any user may take any name: the kernel drops it with the process that holds it, so it is never stale. Elsewhere a file with the holder's pid and start time decides.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { errnoOf } from './failure.ts';
import { identifyProcess, isSameProcess, type ProcessIdentity } from './process-identity.ts';

export interface Holder extends ProcessIdentity {
  since: string;
  /** Where the hub answers; only in the hub's. */
  url?: string;
}

export interface HomeLock {
  /** Writes who holds it, for those that are refused. */
  describe(extra?: { url?: string }): void;
  release(): void;
}

export async function takeHomeLock(options: {
  root: string;
  role: 'agent' | 'hub';
  holderFile: string;
  since: string;
}): Promise<HomeLock | { heldBy: Holder | null }> {
  const { root, role, holderFile, since } = options;
  const dir = dirname(holderFile);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const server =
    process.platform === 'linux'
      ? await listen(abstractName(root, role, secretOf(join(dir, 'lock-id'))))
      : null;
  const holder = readHolder(holderFile);
  if (server === 'taken') return { heldBy: holder };
  if (server === null && holder !== null && holder.pid !== process.pid && isSameProcess(holder)) {
    return { heldBy: holder };
  }
  const me = identifyProcess(process.pid);
  const lock: HomeLock = {
    describe(extra = {}) {
      const holder = { pid: process.pid, startTicks: me?.startTicks ?? 0, since, ...extra };
      writeHolder(holderFile, JSON.stringify(holder));
    },
    release: () => void server?.close(),
  };
  lock.describe();
  return lock;
}

/** Who wrote that it holds the home; it may be dead. */
export function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    if (typeof holder.pid !== 'number' || typeof holder.startTicks !== 'number') return null;
    const { pid, startTicks, since = '', url } = holder;
    return { pid, startTicks, since, ...(url === undefined ? {} : { url }) };
  } catch {
    return null;
  }
}

/** Names can be read by everyone: the secret itself is not in them. */
function abstractName(root: string, role: string, secret: string): string {
  const { dev, ino } = statSync(root);
  return `\0yagura-${createHash('sha256').update(`${role} ${dev} ${ino} ${secret}`).digest('hex')}`;
}

/** The file appears whole or not at all, and the first one stays: all who start at the same time read the same. */
function secretOf(file: string): string {
  const known = readSecret(file);
  if (known !== null) return known;
  const mine = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(mine, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    linkSync(mine, file);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function readSecret(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function listen(name: string): Promise<Server | 'taken'> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => (errnoOf(error) === 'EADDRINUSE' ? resolve('taken') : reject(error)));
    server.listen(name, () => resolve(server.unref()));
  });
}

/** On a full disk the old file's block is written over: whoever comes back must be found. */
function writeHolder(file: string, text: string): void {
  try {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOSPC') throw error;
    try {
      writeFileSync(file, text, { flag: 'r+' });
      truncateSync(file, Buffer.byteLength(text));
    } catch {
      // The lock holds without its description.
    }
  }
}
