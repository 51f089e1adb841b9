/** Runs a command and judges by its exit code. The command gets a process group of its own and is killed as a tree. */
import { execFileSync, type StdioOptions, spawn } from 'node:child_process';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { Clock } from '../../../shared/clock.ts';
import { errnoOf, messageOf } from '../../../shared/failure.ts';
import { listPids, readStat, runMarker } from '../../proc.ts';
import { oneLine } from '../../../shared/one-line.ts';
import { spell } from './check.ts';
import { boundProbe, type Probe, type ProbeResult } from './probe.ts';

export interface ExecPlace {
  cwd: string;
  env: Record<string, string>;
  user: string | null;
}

/** Commands that may run at the same time, over all workers; the others wait, and their time has not begun yet. */
const mostAtOnce = 16;
const longestOutputBytes = 4_096;
/** What the command printed is waited for so long after its end, when a helper keeps its output open. */
const outputGraceMs = 200;

let running = 0;
const waiting: (() => void)[] = [];

export function execProbe(
  spec: Extract<HealthCheckSpec, { type: 'exec' }>,
  place: ExecPlace,
  clock: Clock,
): Probe {
  const bounded = boundProbe(clock, spec.timeoutMs, `not finished within ${spell(spec.timeoutMs)}`, (done) =>
    runCommand(spec.command, place, done),
  );
  return (done) => {
    let cancel = () => {};
    let cancelled = false;
    const start = () => {
      if (cancelled) return next();
      let over = false;
      const leave = () => {
        if (over) return;
        over = true;
        next();
      };
      const stop = bounded((result) => {
        leave();
        done(result);
      });
      cancel = () => {
        stop();
        leave();
      };
    };
    if (running < mostAtOnce) {
      running += 1;
      start();
    } else {
      waiting.push(start);
    }
    return () => {
      cancelled = true;
      cancel();
    };
  };
}

/** Hands the place of a finished command to the one that waited longest. */
function next(): void {
  const start = waiting.shift();
  if (start) start();
  else running -= 1;
}

function runCommand(command: string[], place: ExecPlace, done: (result: ProbeResult) => void): () => void {
  const [program = '', ...args] = command;
  const env: NodeJS.ProcessEnv = { ...process.env, ...place.env };
  delete env[runMarker]; // the command is not part of the worker
  let child: ReturnType<typeof spawn>;
  try {
    child = spawn(program, args, {
      cwd: place.cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(place.user === null ? {} : identityOf(place.user)),
    });
  } catch (error) {
    done({ ok: false, detail: `cannot run ${program}: ${whyNotRun(error)}` });
    return () => {};
  }

  let output = '';
  const collect = (chunk: Buffer) => {
    // The rest is read and thrown away: a pipe that nobody reads would block the command.
    if (output.length < longestOutputBytes) output += chunk.toString('utf8', 0, longestOutputBytes);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  child.on('error', (error) => done({ ok: false, detail: `cannot run ${program}: ${whyNotRun(error)}` }));

  child.on('exit', (code, signal) => {
    const finish = () => {
      clearTimeout(grace);
      killTree(child.pid);
      child.stdout?.destroy();
      child.stderr?.destroy();
      done(judge(code, signal, oneLine(output)));
    };
    const grace = setTimeout(finish, outputGraceMs);
    child.once('close', finish);
  });

  return () => {
    killTree(child.pid);
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
}

function judge(code: number | null, signal: NodeJS.Signals | null, line: string): ProbeResult {
  if (code === 0) return { ok: true, detail: line || 'exit code 0' };
  const how = code === null ? `killed by ${signal}` : `exit code ${code}`;
  return { ok: false, detail: line ? `${how}: ${line}` : how };
}

/** Kills the group and every descendant that can still be found, twice, since one may be born meanwhile. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  for (let round = 0; round < 2; round += 1) {
    const members = readStat(pid) ? descendantsOf(pid) : [];
    signal(-pid);
    for (const member of members) signal(member);
    if (members.length === 0) return;
  }
}

function descendantsOf(pid: number): number[] {
  const stats = listPids().flatMap((each) => readStat(each) ?? []);
  const members = new Set([pid]);
  for (let before = 0; before !== members.size; ) {
    before = members.size;
    for (const stat of stats) if (members.has(stat.ppid) || stat.session === pid) members.add(stat.pid);
  }
  return [...members];
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

function identityOf(user: string): { uid: number; gid: number } {
  try {
    return { uid: askId('-u', user), gid: askId('-g', user) };
  } catch (cause) {
    throw new Error(`no such user: ${user}`, { cause });
  }
}

function askId(option: string, user: string): number {
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  return Number(execFileSync('id', [option, '--', user], { encoding: 'utf8', timeout: 2_000, stdio }));
}

function whyNotRun(error: unknown): string {
  const code = errnoOf(error);
  if (code === 'ENOENT') return 'no such program or folder';
  if (code === 'EACCES') return 'not allowed to';
  return oneLine(messageOf(error));
}
