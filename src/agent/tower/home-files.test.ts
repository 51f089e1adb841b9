import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { openHome } from '../../shared/home.ts';
import { readUpRequest, writeUpRequest } from '../../shared/up-request.ts';
import { openDesiredCache } from './desired-cache.ts';
import { prepareHome, readAgentId } from './prepare-home.ts';
import { startTicker } from './ticker.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-tower-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('preparing a home', () => {
  it('makes what is missing, for this user alone, and can be done again', () => {
    const home = openHome(join(dir, 'a', 'home'));
    prepareHome(home);
    prepareHome(home);
    for (const folder of [home.root, home.agent, home.runs, home.spool, home.ownLogs, home.workerLogs]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
  });

  it('closes a home that others could look into, but no folder that is for more than Yagura', () => {
    const home = openHome(join(dir, 'open'));
    prepareHome(home);
    chmodSync(home.root, 0o755);
    prepareHome(home);
    expect(statSync(home.root).mode & 0o777).toBe(0o700);
    chmodSync(home.root, 0o755);
    writeFileSync(join(home.root, 'index.html'), '');
    prepareHome(home);
    expect(statSync(home.root).mode & 0o777).toBe(0o755);
    expect(statSync(home.agent).mode & 0o777).toBe(0o700);
  });

  it('says which home cannot be used, and why', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => prepareHome(openHome(join(dir, 'file', 'home')))).toThrow(
      /file\/home cannot be written: ENOTDIR/,
    );
    const home = openHome(join(dir, 'home'));
    mkdirSync(join(home.root, 'run', 'probe'), { recursive: true });
    expect(() => prepareHome(home)).toThrow(/cannot be written: EISDIR/);
  });

  it('keeps the id of the agent', () => {
    const home = openHome(dir);
    prepareHome(home);
    const id = readAgentId(home);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(readAgentId(home)).toBe(id);
    writeFileSync(join(home.agent, 'id'), '');
    expect(readAgentId(home)).not.toBe('');
  });

  it('keeps what was asked for with up', () => {
    const home = openHome(dir);
    prepareHome(home);
    expect(readUpRequest(home)).toBeNull();
    const request = { id: '1', configPath: null, host: null, port: 1, insecure: false };
    writeUpRequest(home, request);
    expect(readUpRequest(home)).toEqual(request);
    expect(statSync(home.upRequest).mode & 0o777).toBe(0o600);
  });
});

describe('the cache of what is desired', () => {
  const desired = { version: 3, by: 'me', workers: [] };

  it('is there again after a death', () => {
    const file = join(dir, 'desired.json');
    const cache = openDesiredCache(file);
    expect(cache.current).toBeNull();
    cache.keep(desired);
    expect(openDesiredCache(file).current).toEqual(desired);
  });

  it('is not written again when nothing changed', () => {
    const file = join(dir, 'desired.json');
    const cache = openDesiredCache(file);
    cache.keep(desired);
    rmSync(file);
    cache.keep({ ...desired });
    expect(existsSync(file)).toBe(false);
  });

  it('works from memory while it cannot be written, and is written later', () => {
    const folder = join(dir, 'later');
    const cache = openDesiredCache(join(folder, 'desired.json'));
    cache.keep(desired);
    expect(cache.current).toEqual(desired);
    expect(cache.trouble).toContain('ENOENT');
    mkdirSync(folder);
    cache.retry();
    expect(cache.trouble).toBeNull();
    expect(openDesiredCache(join(folder, 'desired.json')).current).toEqual(desired);
  });

  it('takes a broken file for none', () => {
    const file = join(dir, 'desired.json');
    for (const text of ['', '{"version":1', '{"version":"1","workers":[]}', '{"version":1}', 'null']) {
      writeFileSync(file, text);
      expect(openDesiredCache(file).current).toBeNull();
    }
    chmodSync(file, 0o600);
    writeFileSync(file, '{"version":1,"workers":[]}');
    expect(openDesiredCache(file).current).toEqual({ version: 1, by: 'hub', workers: [] });
  });
});

describe('the ticker', () => {
  it('keeps to its beat and skips what it missed', () => {
    const clock = new ManualClock();
    const ticks: number[] = [];
    const stop = startTicker(clock, 250, (count) => ticks.push(count));
    clock.advance(1_000);
    expect(ticks).toEqual([1, 2, 3, 4]);
    stop();
    clock.advance(1_000);
    expect(ticks).toHaveLength(4);
  });

  it('does not make up for time in which nothing could run', () => {
    let now = 0;
    let due: (() => void) | undefined;
    const clock = Object.assign(new ManualClock(), {
      monotonic: () => now,
      setTimeout: (run: () => void) => {
        due = run;
        return { id: 1 };
      },
    });
    const ticks: number[] = [];
    startTicker(clock, 250, (count) => ticks.push(count));
    now = 250;
    due?.();
    now = 10_100;
    due?.();
    now = 10_250;
    due?.();
    expect(ticks).toEqual([1, 2, 41]);
  });
});
