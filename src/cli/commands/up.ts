import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, Command } from '../call.ts';
import { exitSoon } from '../../shared/exit-soon.ts';
import { createHub, findHub } from '../client/index.ts';
import { livingHolder } from '../holder.ts';
import { CommandFailure } from '../io.ts';
import { findConfigFile } from './config.ts';

interface Options {
  config?: string;
  detach?: boolean;
  insecure?: boolean;
}

const readyWithinMs = 60_000;

export const up: Command<Options> = async (call) => {
  const { io, home, options } = call;
  const config = findConfigFile(options.config, io.env);
  // Aside, since the first line on standard output is the one with the login link.
  if (config === null)
    io.note('There is no yagura.yaml in this folder: running the demo fleet of examples/demo.');
  if (options.detach) return detach(call, config);
  const { runAgent } = await import('../../agent/tower/index.ts');
  const exitCode = await runAgent({
    home,
    up: {
      configPath: config,
      host: options.host ?? io.env['YAGURA_HOST'] ?? null,
      port: portOf(options.port ?? io.env['YAGURA_PORT']),
      insecure: options.insecure ?? false,
    },
  });
  return exitSoon(exitCode);
};

function portOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandFailure(`YAGURA_PORT: got "${text}", expected a port, 0 to 65535`, 2);
  return port;
}

/** Starts the same command in a session of its own, waits until it is ready or has failed, and tells what it said. */
async function detach({ io, home, options }: Call<Options>, config: string | null): Promise<number> {
  // What the running one said stays.
  const holder = livingHolder(home.agentHolder);
  if (holder)
    throw new CommandFailure(
      `Yagura already runs with the home ${home.root} (pid ${holder.pid}, since ${holder.since}). Stop it with: yagura down --home ${home.root}`,
      2,
    );
  mkdirSync(home.ownLogs, { recursive: true, mode: 0o700 });
  const said = join(home.ownLogs, 'up.log');
  const log = openSync(said, 'w', 0o600);
  const args = ['up', '--home', home.root];
  if (config !== null) args.push('--config', config);
  if (options.host !== undefined) args.push('--host', options.host);
  if (options.port !== undefined) args.push('--port', options.port);
  if (options.insecure) args.push('--insecure');
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...args], {
    detached: true,
    env: io.env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let exitCode: number | null = null;
  child.on('exit', (code) => {
    exitCode = code ?? 1;
  });
  const startedAt = performance.now();
  const done = io.progress(() => 'Starting …');
  try {
    while (performance.now() - startedAt < readyWithinMs) {
      if (exitCode !== null) {
        await io.write(readFileSync(said, 'utf8'));
        return exitCode;
      }
      // Until the home is its own, another Yagura would answer.
      const link = livingHolder(home.agentHolder)?.pid === child.pid ? await loginLink() : null;
      if (link !== null) {
        done();
        io.line(`Yagura runs in the background. Log in once, within 10 minutes: ${link}`);
        io.line('Stop it and its workers with: yagura down');
        child.unref();
        return 0;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    done();
  }
  child.unref();
  throw new CommandFailure(`It is not ready after ${readyWithinMs / 1000} s. What it said is in ${said}.`, 1);

  async function loginLink(): Promise<string | null> {
    try {
      const { url } = await createHub(findHub(home, {})).post<{ url: string }>('/login-links');
      return url;
    } catch {
      return null;
    }
  }
}
