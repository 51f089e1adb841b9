/** Starts another part of Yagura as a process of its own that outlives this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Home } from './home.ts';
import { openForAppend, ownLogBytes } from './own-log.ts';

const extension = extname(import.meta.url);
const main = fileURLToPath(new URL(`../main${extension}`, import.meta.url));
/** From sources, the loader that runs this process is needed there too. */
const loader = extension === '.ts' ? process.execArgv : [];

/**
 * Has the C library give memory back that the hub no longer needs, at some cost in speed: a fifth of all that it holds. Only the hub, since
 * what the agent has in its environment the workers inherit.
 */
const smallAllocator = 'glibc.malloc.arena_max=1:glibc.malloc.trim_threshold=65536';

export function environmentOf(program: 'agent' | 'hub', env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GLIBC_TUNABLES: given, ...rest } = env;
  if (program === 'hub') return { ...env, GLIBC_TUNABLES: given ?? smallAllocator };
  return given === smallAllocator ? rest : env;
}

/** What it prints goes to `logFile`; it is in a session of its own, so no terminal's Ctrl-C reaches it. */
export function startOwnProgram(program: 'agent' | 'hub', home: Home, logFile: string): ChildProcess {
  const log = openForAppend(logFile, ownLogBytes);
  const output = log ?? 'ignore';
  try {
    return spawn(
      process.execPath,
      [...loader, '--disable-warning=ExperimentalWarning', main, program, '--home', home.root],
      {
        cwd: home.root,
        env: environmentOf(program, process.env),
        detached: true,
        stdio: ['ignore', output, output],
      },
    );
  } finally {
    if (log !== null) closeSync(log);
  }
}
