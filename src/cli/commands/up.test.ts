import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHome } from '../../shared/home.ts';
import { readHolder } from '../../shared/home-lock.ts';
import { isSameProcess } from '../../shared/process-identity.ts';
import { runCli } from '../index.ts';

let dir: string;
let said: string;
const argument = process.argv[1];
const loader = ['--import', import.meta.resolve('tsx')];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-up-'));
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
      said += text.toString();
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    });
  // What goes to the background is the program that this is, from its sources.
  process.argv[1] = fileURLToPath(new URL('../../main.ts', import.meta.url));
  process.execArgv.push(...loader);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  if (argument !== undefined) process.argv[1] = argument;
  process.execArgv.splice(-loader.length);
  rmSync(dir, { recursive: true, force: true });
});

const config = (text: string) => {
  const file = join(dir, 'yagura.yaml');
  writeFileSync(file, text);
  return file;
};
const up = (...args: string[]) => runCli(['up', '--home', join(dir, 'home'), ...args]);

describe('yagura up --detach', () => {
  it('goes to the background once it is ready, and `down` ends it', async () => {
    const file = config('workers: {a: {command: [sleep, "1000"]}}');
    const [port = ''] = await freePort();
    expect(await up('-d', '-c', file, '--port', port, '--host', '127.0.0.1', '--insecure')).toBe(0);
    expect(said).toMatch(/runs in the background.*login\?code=/);
    const holder = readHolder(openHome(join(dir, 'home')).agentHolder);
    expect(holder && isSameProcess(holder)).toBe(true);
    const log = join(openHome(join(dir, 'home')).ownLogs, 'up.log');
    appendFileSync(log, 'what it said\n');
    expect(await up('-d', '-c', file, '--port', port)).not.toBe(0);
    expect(said).toContain(`already runs with the home ${join(dir, 'home')} (pid ${holder?.pid}`);
    expect(readFileSync(log, 'utf8')).toContain('what it said');
    expect(await runCli(['down', '--home', join(dir, 'home')])).toBe(0);
    await vi.waitFor(() => expect(holder && isSameProcess(holder)).toBe(false), { timeout: 20_000 });
  }, 60_000);

  it('tells why it did not get ready, with the exit code of what it started', async () => {
    expect(await up('-d', '-c', config('workers: {a: {comand: x}}'), '--port', '0')).toBe(2);
    expect(said).toContain('comand');
  }, 60_000);
});

describe('YAGURA_PORT', () => {
  it.each(['65536', '-1', '1.5', 'http'])('is refused when it is %s', async (port) => {
    vi.stubEnv('YAGURA_PORT', port);
    expect(await up('-c', config('workers: {}'))).toBe(2);
    expect(said).toContain(`YAGURA_PORT: got "${port}", expected a port, 0 to 65535`);
  });
});

async function freePort(): Promise<string[]> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? [String(address.port)] : [];
}
