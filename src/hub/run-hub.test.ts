import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Home, openHome } from '../shared/home.ts';
import { readHolder, takeHomeLock } from '../shared/home-lock.ts';
import { identifyProcess } from '../shared/process-identity.ts';
import { type UpRequest, writeUpRequest } from '../shared/up-request.ts';
import { connectFakeAgent, type FakeAgent } from './fleet/testing/fake-agent.ts';
import { runHub } from './run-hub.ts';

let home: Home;
let config: string;
/** Stands for the agent's process: the hub watches it. */
let agentProcess: ChildProcess;
let running: Promise<number> | undefined;
const umask = process.umask();

beforeEach(() => {
  home = openHome(mkdtempSync(join(tmpdir(), 'yagura-hub-')));
  config = join(home.root, 'yagura.yaml');
  mkdirSync(join(home.root, 'run'));
  agentProcess = spawn('sleep', ['1000']);
  writeFileSync(
    home.agentHolder,
    JSON.stringify({ ...identifyProcess(agentProcess.pid ?? 0), since: 'then' }),
  );
});
afterEach(async () => {
  // A test that failed may have left it running.
  if (running) {
    process.kill(process.pid, 'SIGTERM');
    await running;
  }
  process.umask(umask);
  agentProcess.kill('SIGKILL');
  vi.restoreAllMocks();
  rmSync(home.root, { recursive: true, force: true });
});

const oneWorker = 'workers: {a: {command: [sleep, "1000"]}}\n';
const mistaken = 'workers: {a: {comand: x}}\n';

/** As after `yagura up`; another `id` stands for another `up`. */
function ask(change: Partial<UpRequest> = {}): void {
  writeUpRequest(home, { id: '1', configPath: config, host: null, port: 0, insecure: false, ...change });
}
function start(): Promise<number> {
  running = runHub({ home });
  return running.finally(() => {
    running = undefined;
  });
}
const eventually = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 20 });
const ownLog = () => readFileSync(join(home.ownLogs, 'hub.log'), 'utf8');

async function meet(): Promise<FakeAgent & { url: string }> {
  const pid = agentProcess.pid ?? 0;
  const agent = await eventually(() => connectFakeAgent(home.hubSocket, { pid }));
  const ready = await eventually(() => {
    const message = agent.received.find(({ kind }) => kind === 'ready');
    if (message?.kind !== 'ready') throw new Error('it is not ready');
    return message;
  });
  return { ...agent, url: ready.url };
}
async function stop(ended: Promise<number>): Promise<number> {
  process.kill(process.pid, 'SIGTERM');
  return ended;
}
async function get<T>(url: string, path: string): Promise<T> {
  const authorization = `Bearer ${readFileSync(home.token, 'utf8').trim()}`;
  const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization } });
  return (await response.json()) as T;
}
const notices = ({ received }: FakeAgent) =>
  received.flatMap((message) => (message.kind === 'notice' ? [message.text] : []));
const wanted = ({ received }: FakeAgent) =>
  received.findLast((message) => message.kind === 'desired')?.workers.map(({ name }) => name);

describe('the hub', () => {
  it('serves what the config says, backs up, and ends when the agent leaves', async () => {
    writeFileSync(config, oneWorker);
    ask();
    const ended = start();
    const agent = await meet();
    expect(wanted(agent)).toEqual(['a']);
    expect(readHolder(home.hubHolder)).toMatchObject({ pid: process.pid, url: agent.url });
    expect((await fetch(`${agent.url}/healthz`)).status).toBe(200);
    expect(await get(agent.url, '/workers')).toMatchObject({ workers: [{ name: 'a' }] });
    agent.send({ kind: 'leaving', keepWorkers: false, by: 'test' });
    agent.leave();
    agentProcess.kill('SIGKILL');
    expect(await ended).toBe(0);
    expect(readdirSync(home.backups)).not.toEqual([]);
    expect(existsSync(home.hubFailure)).toBe(false);
  });

  it('backs up soon after it starts when the newest backup is days old', async () => {
    writeFileSync(config, oneWorker);
    ask();
    const first = start();
    await meet();
    expect(await stop(first)).toBe(0);
    const [backup = ''] = readdirSync(home.backups);
    utimesSync(join(home.backups, backup), 0, 0);
    const second = start();
    await meet();
    await eventually(() => expect(readdirSync(home.backups)).toHaveLength(2));
    expect(await stop(second)).toBe(0);
  });

  it('that is brought back answers where it did, by what was applied last', async () => {
    writeFileSync(config, oneWorker);
    ask();
    const first = start();
    const { url } = await meet();
    expect(await stop(first)).toBe(0);

    writeFileSync(config, mistaken);
    const second = start();
    const agent = await meet();
    expect(agent.url).toBe(url);
    expect(wanted(agent)).toEqual(['a']);
    expect(notices(agent)).toEqual([]);
    expect(await stop(second)).toBe(0);
  });

  it('goes on by what was applied before when the config got mistakes, and says so', async () => {
    writeFileSync(config, oneWorker);
    ask();
    const first = start();
    await meet();
    await stop(first);

    writeFileSync(config, mistaken);
    ask({ id: '2' });
    const second = start();
    const agent = await meet();
    expect(wanted(agent)).toEqual(['a']);
    await eventually(() => expect(notices(agent).join()).toMatch(/the config has mistakes.*comand/s));
    expect(JSON.stringify(await get(agent.url, '/system'))).toContain('running by what was applied before');
    await stop(second);
  });

  it('has the demo fleet without a config', async () => {
    ask({ configPath: null, host: '127.0.0.1' });
    const ended = start();
    const agent = await meet();
    expect(wanted(agent)?.length).toBeGreaterThan(3);
    await stop(ended);
  });

  it('puts a broken database aside and says so', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    writeFileSync(config, oneWorker);
    writeFileSync(home.database, 'x'.repeat(10_000));
    ask();
    const ended = start();
    const agent = await meet();
    await eventually(() => expect(notices(agent).join()).toContain('the database was broken'));
    expect(await get(agent.url, '/events?type=database.repaired')).toMatchObject({
      events: [{ type: 'database.repaired' }],
    });
    expect(said).toHaveBeenCalledWith(expect.stringContaining('it begins anew'));
    await stop(ended);
  });
});

describe('a hub that cannot start', () => {
  it('says where the mistake is, and has a code of its own for that', async () => {
    writeFileSync(config, mistaken);
    ask();
    expect(await start()).toBe(2);
    expect(readFileSync(home.hubFailure, 'utf8')).toMatch(/yagura\.yaml:1:.*comand/s);
  });

  it('asks for `yagura up` when nobody called it', async () => {
    expect(await start()).toBe(2);
    expect(readFileSync(home.hubFailure, 'utf8')).toContain('start Yagura with "yagura up"');
  });

  it('names the port that is taken', async () => {
    writeFileSync(config, oneWorker);
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    ask({ port });
    expect(await start()).toBe(2);
    expect(readFileSync(home.hubFailure, 'utf8')).toContain(String(port));
    await new Promise((resolve) => server.close(resolve));
  });

  it('is to be tried again when the cause is nothing that anybody asked for', async () => {
    writeFileSync(config, oneWorker);
    ask();
    mkdirSync(join(home.hubSocket, 'in-the-way'), { recursive: true });
    expect(await start()).toBe(1);
    expect(existsSync(home.hubFailure)).toBe(false);
    expect(ownLog()).toMatch(/ error .*hub\.sock/);
  });

  it('makes way for the one that is there', async () => {
    const { root, hubHolder } = home;
    const lock = await takeHomeLock({ root, role: 'hub', holderFile: hubHolder, since: 'then' });
    expect(await start()).toBe(1);
    expect(ownLog()).toContain(`another hub works for this home (pid ${process.pid})`);
    if (!('heldBy' in lock)) lock.release();
  });
});
